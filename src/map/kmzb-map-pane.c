/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-pane.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"

#include <glib/gi18n.h>

/**
 * KmzbMapPane:
 *
 * A map beside a question, with the buttons that move it. The map belongs to somebody else and may outlive the pane: a
 * page that is made anew in another language shows what the one before has shown.
 */
struct _KmzbMapPane
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *buttons;
  KmzbMapView *map; /* nullable */
};

G_DEFINE_FINAL_TYPE (KmzbMapPane, kmzb_map_pane, GTK_TYPE_WIDGET)

static void
on_zoom_in_clicked (KmzbMapPane *self)
{
  if (self->map != NULL)
    kmzb_map_view_zoom_in (self->map);
}

static void
on_zoom_out_clicked (KmzbMapPane *self)
{
  if (self->map != NULL)
    kmzb_map_view_zoom_out (self->map);
}

static void
on_here_clicked (KmzbMapPane *self)
{
  if (self->map != NULL)
    kmzb_map_view_go_home (self->map);
}

static void
add_button (KmzbMapPane *self, const char *icon_name, const char *label, GCallback on_clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "kmzb-floating");
  kmzb_a11y_set_icon_label (button, label);
  g_signal_connect_swapped (button, "clicked", on_clicked, self);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

/* Beside the middle of the map, or where a low hand reaches them. */
static void
place_buttons (KmzbMapPane *self)
{
  gboolean low = kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_LOW_CONTROLS);

  gtk_widget_set_valign (self->buttons, low ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
}

static void
kmzb_map_pane_dispose (GObject *object)
{
  KmzbMapPane *self = KMZB_MAP_PANE (object);

  if (self->overlay != NULL)
    kmzb_map_pane_set_map (self, NULL);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_map_pane_parent_class)->dispose (object);
}

static void
kmzb_map_pane_class_init (KmzbMapPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_map_pane_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_map_pane_init (KmzbMapPane *self)
{
  self->overlay = gtk_overlay_new ();
  self->buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  gtk_widget_set_halign (self->buttons, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->buttons, "kmzb-map-buttons");
  add_button (self, "kmzb-plus-symbolic", _("Zoom in"), G_CALLBACK (on_zoom_in_clicked));
  add_button (self, "kmzb-minus-symbolic", _("Zoom out"), G_CALLBACK (on_zoom_out_clicked));
  add_button (self, "kmzb-here-symbolic", _("Where am I"), G_CALLBACK (on_here_clicked));
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->buttons);
  gtk_overlay_set_measure_overlay (GTK_OVERLAY (self->overlay), self->buttons, TRUE); /* no map is lower than they are */
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (place_buttons), self, G_CONNECT_SWAPPED);
  place_buttons (self);
}

GtkWidget *
kmzb_map_pane_new (void)
{
  return g_object_new (KMZB_TYPE_MAP_PANE, NULL);
}

/* @map: (nullable): shown from now on; %NULL gives it back to its owner */
void
kmzb_map_pane_set_map (KmzbMapPane *self, KmzbMapView *map)
{
  g_return_if_fail (KMZB_IS_MAP_PANE (self));

  if (self->map != NULL)
    gtk_overlay_set_child (GTK_OVERLAY (self->overlay), NULL);
  g_set_object (&self->map, map);
  if (map == NULL)
    return;
  kmzb_map_view_add_cover (map, self->buttons);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (map));
}
