/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-note.h"
#include "kmzb-area.h"
#include "kmzb-cluster-info.h"
#include "kmzb-pack.h"
#include "kmzb-threat-filter.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_VIEW (kmzb_map_view_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapView, kmzb_map_view, KMZB, MAP_VIEW, GtkWidget)

/* Zooms are those of Web Mercator tiles of 256 pixels, logarithmic, whatever tiles the pack holds: 13 shows a town,
 * 17 a street. */

/**
 * KmzbMapLayer:
 * @KMZB_MAP_PINS: threats one by one and in clusters
 * @KMZB_MAP_AREAS: areas shaded by what the threats in them say
 */
typedef enum
{
  KMZB_MAP_PINS,
  KMZB_MAP_AREAS,
} KmzbMapLayer;

GtkWidget *kmzb_map_view_new (void);
void kmzb_map_view_rebuild (KmzbMapView *self);
void kmzb_map_view_set_pack (KmzbMapView *self, KmzbPack *pack);
void kmzb_map_view_set_catalog (KmzbMapView *self, KmzbCatalog *catalog);
void kmzb_map_view_set_threats (KmzbMapView *self, KmzbThreats *threats);
void kmzb_map_view_set_filter (KmzbMapView *self, KmzbThreatFilter *filter);
void kmzb_map_view_set_chosen (KmzbMapView *self, const KmzbThreat *threat);
void kmzb_map_view_set_own_pins (KmzbMapView *self, GPtrArray *pins);

void kmzb_map_view_set_home (KmzbMapView *self, double lat, double lon, gboolean stands_there);
void kmzb_map_view_go_home (KmzbMapView *self);
void kmzb_map_view_step (KmzbMapView *self, int dx, int dy);
void kmzb_map_view_zoom_in (KmzbMapView *self);
void kmzb_map_view_zoom_out (KmzbMapView *self);
void kmzb_map_view_go_to (KmzbMapView *self, double lat, double lon, double zoom, gboolean animate);
void kmzb_map_view_go_to_box (KmzbMapView *self, KmzbBox box, double max_zoom, gboolean animate);
void kmzb_map_view_get_center (KmzbMapView *self, KmzbPoint *center);
double kmzb_map_view_get_zoom (KmzbMapView *self);
void kmzb_map_view_get_zoom_range (KmzbMapView *self, double *min_zoom, double *max_zoom);

void kmzb_map_view_set_interactive (KmzbMapView *self, gboolean interactive);
void kmzb_map_view_set_drift (KmzbMapView *self, gboolean drift);
void kmzb_map_view_set_show_pin (KmzbMapView *self, gboolean show_pin);
void kmzb_map_view_add_cover (KmzbMapView *self, GtkWidget *cover);
void kmzb_map_view_covers_moved (KmzbMapView *self);

void kmzb_map_view_set_layer (KmzbMapView *self, KmzbMapLayer layer);
KmzbMapLayer kmzb_map_view_get_layer (KmzbMapView *self);
gboolean kmzb_map_view_areas_are_complete (KmzbMapView *self);
void kmzb_map_view_set_chosen_area (KmzbMapView *self, const KmzbAreaNote *note);
GPtrArray *kmzb_map_view_list_areas (KmzbMapView *self);
void kmzb_map_view_count_area_async (KmzbMapView *self,
                                     const KmzbAreaNote *note,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GArray *kmzb_map_view_count_area_finish (KmzbMapView *self, GAsyncResult *result, GError **error);
void kmzb_map_view_set_statistics (KmzbMapView *self, GPtrArray *features);
void kmzb_map_view_set_stat_sources (KmzbMapView *self, guint sources);
gboolean kmzb_map_view_statistics_are_complete (KmzbMapView *self);
GPtrArray *kmzb_map_view_list_statistics (KmzbMapView *self);
GPtrArray *kmzb_map_view_find_statistics (KmzbMapView *self, KmzbPoint place);

void kmzb_map_view_set_asks_place (KmzbMapView *self, gboolean asks_place);
void kmzb_map_view_set_marked (KmzbMapView *self, const KmzbPoint *place);
void kmzb_map_view_set_beat (KmzbMapView *self, KmzbArea *beat);

guint kmzb_map_view_count_threats (KmzbMapView *self);
guint kmzb_map_view_count_source (KmzbMapView *self, KmzbThreatSource source, gint64 *latest_us);
guint kmzb_map_view_count_shown (KmzbMapView *self);
guint kmzb_map_view_count_in_view (KmzbMapView *self);
GPtrArray *kmzb_map_view_list_in_view (KmzbMapView *self, guint max);
void kmzb_map_view_read_early (KmzbMapView *self, int width, int height);
gboolean kmzb_map_view_is_settled (KmzbMapView *self);

G_END_DECLS
