/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_LEGEND (kmzb_map_legend_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapLegend, kmzb_map_legend, KMZB, MAP_LEGEND, GtkWidget)

/**
 * KmzbMapShown:
 * @layer: what stands for the threats
 * @count: how many threats are shown, in words
 * @filter: (nullable): which, when not all
 * @features: (element-type KmzbStatFeature) (nullable): the statistics there are
 * @stats: a bit (1 << source) for each #KmzbStatSource that is shown
 *
 * What the map shows, for its legend.
 */
typedef struct
{
  KmzbMapLayer layer;
  const char *count;
  const char *filter;
  GPtrArray *features;
  guint stats;
} KmzbMapShown;

/**
 * KmzbLegendWish:
 * @KMZB_LEGEND_IF_ROOM: signs and shades are explained where all of it finds room, as when nobody was asked
 * @KMZB_LEGEND_WHOLE: they are, in whatever room
 * @KMZB_LEGEND_CLOSED: they are not
 */
typedef enum
{
  KMZB_LEGEND_IF_ROOM,
  KMZB_LEGEND_WHOLE,
  KMZB_LEGEND_CLOSED,
} KmzbLegendWish;

GtkWidget *kmzb_map_legend_new (void);
void kmzb_map_legend_set_shown (KmzbMapLegend *self, const KmzbMapShown *shown);
void kmzb_map_legend_set_wish (KmzbMapLegend *self, KmzbLegendWish wish);
int kmzb_map_legend_get_height_for (KmzbMapLegend *self, int width, int room);
gboolean kmzb_map_legend_is_open (KmzbMapLegend *self);

G_END_DECLS
