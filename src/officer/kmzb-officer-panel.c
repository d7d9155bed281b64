/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-officer-panel.h"

#include "kmzb-big-button.h"

#include <glib/gi18n.h>

/**
 * KmzbOfficerPanel:
 *
 * What an officer at the stand may see and do, behind the PIN. Emits "closed" when the booth is the visitors' again and
 * "leave" when it is to end.
 */
struct _KmzbOfficerPanel
{
  GtkWidget parent_instance;

  GtkWidget *box;
};

enum
{
  CLOSED,
  LEAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbOfficerPanel, kmzb_officer_panel, GTK_TYPE_WIDGET)

static void
on_close_clicked (KmzbOfficerPanel *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
on_leave_clicked (KmzbOfficerPanel *self)
{
  g_signal_emit (self, signals[LEAVE], 0);
}

static void
kmzb_officer_panel_dispose (GObject *object)
{
  KmzbOfficerPanel *self = KMZB_OFFICER_PANEL (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_officer_panel_parent_class)->dispose (object);
}

static void
kmzb_officer_panel_class_init (KmzbOfficerPanelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_officer_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEAVE] = g_signal_new ("leave", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_officer_panel_init (KmzbOfficerPanel *self)
{
  GtkWidget *heading = gtk_label_new (_("Officer's panel"));
  GtkWidget *close = kmzb_big_button_new (KMZB_BIG_BUTTON_MAIN, NULL, _("Back to visitors"));
  GtkWidget *leave = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, _("Close the booth"));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_halign (self->box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->box, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (heading, "kmzb-heading");
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), close);
  gtk_box_append (GTK_BOX (self->box), leave);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (on_close_clicked), self);
  g_signal_connect_swapped (leave, "clicked", G_CALLBACK (on_leave_clicked), self);
}

GtkWidget *
kmzb_officer_panel_new (void)
{
  return g_object_new (KMZB_TYPE_OFFICER_PANEL, NULL);
}
