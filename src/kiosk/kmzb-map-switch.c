/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-switch.h"

#include "kmzb-big-button.h"
#include "kmzb-columns.h"

#include <glib/gi18n.h>

/**
 * KmzbMapSwitch:
 *
 * One touch between the threats themselves and what they say of areas. Emits "changed".
 */
struct _KmzbMapSwitch
{
  GtkWidget parent_instance;

  GtkWidget *columns;
  GtkWidget *pins;
  GtkWidget *areas;
  gboolean filling;
};

#define WIDTH_PX 200
#define SPACING_PX 8

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbMapSwitch, kmzb_map_switch, GTK_TYPE_WIDGET)

static void
on_toggled (KmzbMapSwitch *self, GtkToggleButton *chip)
{
  if (!self->filling && gtk_toggle_button_get_active (chip)) /* once, not for the one that went out too */
    g_signal_emit (self, changed_signal, 0);
}

static GtkWidget *
add_chip (KmzbMapSwitch *self, const char *icon, const char *label)
{
  GtkWidget *chip = kmzb_chip_new (icon, label);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_button_get_child (GTK_BUTTON (chip))), GTK_ORIENTATION_HORIZONTAL);
  g_signal_connect_swapped (chip, "toggled", G_CALLBACK (on_toggled), self);
  kmzb_columns_append (KMZB_COLUMNS (self->columns), chip);
  return chip;
}

static void
kmzb_map_switch_dispose (GObject *object)
{
  KmzbMapSwitch *self = KMZB_MAP_SWITCH (object);

  self->filling = TRUE;
  g_clear_pointer (&self->columns, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_map_switch_parent_class)->dispose (object);
}

static void
kmzb_map_switch_class_init (KmzbMapSwitchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_map_switch_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_map_switch_init (KmzbMapSwitch *self)
{
  self->columns = kmzb_columns_new (2, WIDTH_PX, SPACING_PX);
  gtk_widget_set_parent (self->columns, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "kmzb-sheet");
  gtk_widget_add_css_class (GTK_WIDGET (self), "kmzb-floating");
  gtk_widget_add_css_class (GTK_WIDGET (self), "kmzb-map-switch");
  self->pins = add_chip (self, "kmzb-pin-symbolic", _("Threats"));
  self->areas = add_chip (self, "kmzb-areas-symbolic", _("Safety in the area"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->areas), GTK_TOGGLE_BUTTON (self->pins));
  kmzb_map_switch_set_layer (self, KMZB_MAP_PINS);
}

GtkWidget *
kmzb_map_switch_new (void)
{
  return g_object_new (KMZB_TYPE_MAP_SWITCH, NULL);
}

void
kmzb_map_switch_set_layer (KmzbMapSwitch *self, KmzbMapLayer layer)
{
  g_return_if_fail (KMZB_IS_MAP_SWITCH (self));

  self->filling = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (layer == KMZB_MAP_AREAS ? self->areas : self->pins), TRUE);
  self->filling = FALSE;
}

KmzbMapLayer
kmzb_map_switch_get_layer (KmzbMapSwitch *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_SWITCH (self), KMZB_MAP_PINS);
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->areas)) ? KMZB_MAP_AREAS : KMZB_MAP_PINS;
}
