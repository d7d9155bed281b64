/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-areas-layer.h"
#include "kmzb-beat-layer.h"
#include "kmzb-camera.h"
#include "kmzb-map-touch.h"
#include "kmzb-map-view.h"
#include "kmzb-place-layer.h"
#include "kmzb-stat-layer.h"
#include "kmzb-threat-layer.h"
#include "kmzb-tile-layer.h"

G_BEGIN_DECLS

/* What the view knows of its threats; kmzb-map-threats.c. */
typedef struct
{
  KmzbThreatIndex *base; /* (nullable): of all threats */
  KmzbThreatFilter *filter; /* (nullable) */
  GCancellable *indexing;
  GCancellable *filtering;
  GCancellable *describing;
  gboolean unread_told; /* the description says that something can't be read */
} KmzbMapThreats;

/**
 * KmzbMapView:
 *
 * The map of a region pack with the threats on it, moved by fingers, mouse or keys. A libshumate viewport and layers
 * of our own, led by a #KmzbCamera; it needs no network and never shows a blank.
 */
struct _KmzbMapView
{
  GtkWidget parent;

  ShumateViewport *viewport;
  KmzbTileLayer *tile_layer;
  KmzbAreasLayer *areas_layer;
  KmzbStatLayer *stat_layer;
  KmzbBeatLayer *beat_layer;
  KmzbPlaceLayer *home_layer; /* under the threats: one beside the booth is seen */
  KmzbThreatLayer *threat_layer;
  KmzbPlaceLayer *place_layer;
  GtkWidget *scale;
  GtkWidget *attribution;
  GtkWidget *pad;

  KmzbPack *pack;
  KmzbMapThreats threats;
  gboolean has_home;
  KmzbPoint home;
  gboolean placed;

  KmzbCamera camera;
  KmzbMapTouch touch;
  gboolean interactive;
  gboolean show_pin;
  gboolean asks_place; /* a touch is a place that somebody means */
  double pointer_x, pointer_y;
  KmzbPoint tapped; /* under a fixed pin, where the first tap of two was */
  double tapped_zoom;
  guint tick_id;
  guint moved_id;
  guint drift_id;
  gboolean settled; /* told since the last move */
  double drift_angle;
};

gboolean kmzb_map_view_may_animate (KmzbMapView *self);
void kmzb_map_view_apply_camera (KmzbMapView *self);
void kmzb_map_view_follow_camera (KmzbMapView *self);
void kmzb_map_view_zoom_by (KmzbMapView *self, int levels, double px, double py);

void kmzb_map_view_add_input (KmzbMapView *self);

void kmzb_map_view_class_add_threats (KmzbMapViewClass *klass);
void kmzb_map_view_threats_shown (KmzbMapView *self);
void kmzb_map_view_drop_threats (KmzbMapView *self);
void kmzb_map_view_describe (KmzbMapView *self);
gboolean kmzb_map_view_tap_threat (KmzbMapView *self, double px, double py);

void kmzb_map_view_class_add_areas (KmzbMapViewClass *klass);
void kmzb_map_view_tap_areas (KmzbMapView *self, double px, double py);
gboolean kmzb_map_view_tap_statistics (KmzbMapView *self, double px, double py, gboolean with_areas);

void kmzb_map_view_class_add_beat (KmzbMapViewClass *klass);
void kmzb_map_view_tap_place (KmzbMapView *self, double px, double py);

G_END_DECLS
