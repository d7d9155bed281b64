/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-place-page.h"

#include "kmzb-a11y.h"

#include <glib/gi18n.h>

/**
 * KmzbPlacePage:
 *
 * Where it is: a pin that stands still and a map that is moved under it, with the nearest address in words. The map
 * belongs to the flow and survives this page, so that a change of language does not draw it anew.
 */
struct _KmzbPlacePage
{
  KmzbReportPage parent_instance;

  GtkWidget *overlay;
  GtkWidget *zoom_in;
  GtkWidget *zoom_out;
  GtkWidget *here;
  GtkWidget *address_label;

  KmzbMapView *map;
  gulong moved_id;
  GCancellable *lookup;
  KmzbPoint looked_up;
  char *address;
  gboolean entered;
};

G_DEFINE_FINAL_TYPE (KmzbPlacePage, kmzb_place_page, KMZB_TYPE_REPORT_PAGE)

static KmzbPack *
pack_of (KmzbPlacePage *self)
{
  return kmzb_report_page_get_context (KMZB_REPORT_PAGE (self))->pack;
}

/* Nearer than any two doors. */
#define SAME_PLACE_M 1.0

static gboolean
is_same_place (KmzbPoint a, KmzbPoint b)
{
  return kmzb_geo_distance_m (a, b) < SAME_PLACE_M;
}

static void
forget_address (KmzbPlacePage *self)
{
  g_cancellable_cancel (self->lookup);
  g_clear_object (&self->lookup);
  g_clear_pointer (&self->address, g_free);
}

static void
on_address_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbPlacePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = kmzb_pack_nearest_address_finish (KMZB_PACK (source), result, &error);
  KmzbReportDraft *draft = kmzb_report_page_get_draft (KMZB_REPORT_PAGE (self));
  KmzbPoint chosen;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_warning ("Can't look an address up: %s", error->message);

  gtk_label_set_label (GTK_LABEL (self->address_label),
                       address != NULL ? address : _("No address near by. That does not matter: the pin is enough."));
  g_free (self->address);
  self->address = g_steal_pointer (&address);

  /* The visitor was quicker than the pack. */
  if (kmzb_report_draft_get_place (draft, &chosen) && is_same_place (chosen, self->looked_up))
    kmzb_report_draft_set_place (draft, chosen, self->address);
}

static void
look_up (KmzbPlacePage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  KmzbPack *pack = pack_of (self);
  KmzbPoint center;

  forget_address (self);
  kmzb_map_view_get_center (self->map, &center);
  if (pack == NULL || !kmzb_box_contains (kmzb_pack_get_bounds (pack), center))
    {
      gtk_label_set_label (GTK_LABEL (self->address_label), "");
      kmzb_step_page_set_note (page,
                               pack == NULL
                                   ? _("This booth has no map yet. Please ask the officer.")
                                   : _("This place is outside our map. Move the map back, or touch “Where am I”."));
      kmzb_step_page_set_next_sensitive (page, FALSE);
      return;
    }

  kmzb_step_page_set_note (page, NULL);
  kmzb_step_page_set_next_sensitive (page, TRUE);
  self->looked_up = center;
  self->lookup = g_cancellable_new ();
  kmzb_pack_nearest_address_async (pack, center.lat, center.lon, self->lookup, on_address_ready, g_object_ref (self));
}

/* A map that still glides after the answer looks nothing up: the address is that of the answer. */
static void
on_moved (KmzbPlacePage *self)
{
  if (self->entered)
    look_up (self);
}

static void
on_zoom_in_clicked (KmzbPlacePage *self)
{
  kmzb_map_view_zoom_in (self->map);
}

static void
on_zoom_out_clicked (KmzbPlacePage *self)
{
  kmzb_map_view_zoom_out (self->map);
}

static void
on_here_clicked (KmzbPlacePage *self)
{
  kmzb_map_view_go_home (self->map);
}

static gboolean
kmzb_place_page_next (KmzbStepPage *page)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (page);
  KmzbPoint center;

  kmzb_map_view_get_center (self->map, &center);
  /* Touched before the map came to rest: the address belongs to the place before. */
  if (!is_same_place (center, self->looked_up))
    look_up (self);
  if (pack_of (self) == NULL || !kmzb_box_contains (kmzb_pack_get_bounds (pack_of (self)), center))
    return FALSE;
  kmzb_report_draft_set_place (kmzb_report_page_get_draft (KMZB_REPORT_PAGE (self)), center, self->address);
  return TRUE;
}

static void
kmzb_place_page_enter (KmzbReportPage *page)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (page);
  KmzbPoint place;

  g_return_if_fail (self->map != NULL);

  self->entered = TRUE;
  if (kmzb_report_draft_get_place (kmzb_report_page_get_draft (page), &place))
    kmzb_map_view_go_to (self->map, place.lat, place.lon,
                         MAX (kmzb_map_view_get_zoom (self->map), KMZB_PLACE_LEAST_ZOOM), FALSE);
  look_up (self);
}

static void
kmzb_place_page_leave (KmzbReportPage *page)
{
  KMZB_PLACE_PAGE (page)->entered = FALSE;
}

static void
kmzb_place_page_dispose (GObject *object)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (object);

  forget_address (self);
  if (self->map != NULL)
    kmzb_place_page_set_map (self, NULL);
  G_OBJECT_CLASS (kmzb_place_page_parent_class)->dispose (object);
}

static void
kmzb_place_page_class_init (KmzbPlacePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_place_page_dispose;
  KMZB_STEP_PAGE_CLASS (klass)->next = kmzb_place_page_next;
  KMZB_REPORT_PAGE_CLASS (klass)->enter = kmzb_place_page_enter;
  KMZB_REPORT_PAGE_CLASS (klass)->leave = kmzb_place_page_leave;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/report/place-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, overlay);
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, zoom_in);
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, zoom_out);
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, here);
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, address_label);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_in_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_out_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_here_clicked);
}

static void
kmzb_place_page_init (KmzbPlacePage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  kmzb_a11y_set_icon_label (self->zoom_in, _("Zoom in"));
  kmzb_a11y_set_icon_label (self->zoom_out, _("Zoom out"));
  kmzb_a11y_set_icon_label (self->here, _("Where am I"));

  kmzb_step_page_set_question (page, _("Where?"));
  kmzb_step_page_set_hint (page, _("Move the map until the pin points at the place."));
  kmzb_step_page_set_progress (page, 1, KMZB_REPORT_N_COUNTED_STEPS);
  kmzb_step_page_set_next (page, _("Here it is"));
}

/* @map: (nullable): shown from now on; %NULL gives it back to its owner. */
void
kmzb_place_page_set_map (KmzbPlacePage *self, KmzbMapView *map)
{
  g_return_if_fail (KMZB_IS_PLACE_PAGE (self));

  if (self->map != NULL)
    {
      g_clear_signal_handler (&self->moved_id, self->map);
      gtk_overlay_set_child (GTK_OVERLAY (self->overlay), NULL);
    }
  g_set_object (&self->map, map);
  if (map != NULL)
    {
      self->moved_id = g_signal_connect_swapped (map, "moved", G_CALLBACK (on_moved), self);
      gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (map));
    }
}
