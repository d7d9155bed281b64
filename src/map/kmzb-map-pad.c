/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-pad.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"

#include <glib/gi18n.h>

/**
 * KmzbMapPad:
 *
 * Four arrows that move the map, for who can't drag it: there while two buttons are used. Emits "move" with -1, 0 or 1
 * to the right and down.
 */
struct _KmzbMapPad
{
  GtkWidget parent_instance;

  GtkWidget *box;
  gboolean fixed;
};

#define DIRECTION_KEY "kmzb-direction"

static const struct
{
  const char *icon;
  const char *name;
  int dx, dy;
} directions[] = {
  { "kmzb-left-symbolic", N_ ("Move left"), -1, 0 },
  { "kmzb-up-symbolic", N_ ("Move up"), 0, -1 },
  { "kmzb-down-symbolic", N_ ("Move down"), 0, 1 },
  { "kmzb-right-symbolic", N_ ("Move right"), 1, 0 },
};

static guint move_signal;

G_DEFINE_FINAL_TYPE (KmzbMapPad, kmzb_map_pad, GTK_TYPE_WIDGET)

static void
on_clicked (GtkWidget *button, KmzbMapPad *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), DIRECTION_KEY));

  g_signal_emit (self, move_signal, 0, directions[i].dx, directions[i].dy);
}

static void
follow (KmzbMapPad *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          !self->fixed && kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_TWO_BUTTONS));
}

static void
kmzb_map_pad_dispose (GObject *object)
{
  g_clear_pointer (&KMZB_MAP_PAD (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_map_pad_parent_class)->dispose (object);
}

static void
kmzb_map_pad_class_init (KmzbMapPadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_map_pad_dispose;
  move_signal = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                              2, G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_map_pad_init (KmzbMapPad *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->box, "kmzb-sheet");
  gtk_widget_add_css_class (self->box, "kmzb-floating");
  gtk_widget_add_css_class (self->box, "kmzb-map-pad");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      GtkWidget *button = gtk_button_new_from_icon_name (directions[i].icon);

      g_object_set_data (G_OBJECT (button), DIRECTION_KEY, GUINT_TO_POINTER (i));
      g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
      gtk_box_append (GTK_BOX (self->box), button);
    }
  kmzb_map_pad_rebuild (self);
  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  follow (self);
}

GtkWidget *
kmzb_map_pad_new (void)
{
  return g_object_new (KMZB_TYPE_MAP_PAD, NULL);
}

/* Whether no arrows are wanted here. */
void
kmzb_map_pad_set_fixed (KmzbMapPad *self, gboolean fixed)
{
  self->fixed = fixed;
  follow (self);
}

/* The words anew, in the language of now. */
void
kmzb_map_pad_rebuild (KmzbMapPad *self)
{
  guint i = 0;

  for (GtkWidget *button = gtk_widget_get_first_child (self->box); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    kmzb_a11y_set_icon_label (button, _ (directions[i++].name));
}
