/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one threat that a sheet is about, so that it is found among the others. */
#include "kmzb-threat-mark.h"

#include "kmzb-pin-palette.h"

#include <math.h>

#define GROW 1.25
#define RING 6.0f
#define EDGE 3.0f

static void
append_ring (GtkSnapshot *snapshot, float radius, float width, const GdkRGBA *color)
{
  GskRoundedRect ring;
  graphene_rect_t box = GRAPHENE_RECT_INIT (-radius, -radius, 2 * radius, 2 * radius);
  const float widths[] = { width, width, width, width };
  const GdkRGBA colors[] = { *color, *color, *color, *color };

  gsk_rounded_rect_init_from_rect (&ring, &box, radius);
  gtk_snapshot_append_border (snapshot, &ring, widths, colors);
}

/* Its pin, larger and in a ring, over whatever is drawn there: at its place, or where the fan holds it. */
void
kmzb_threat_mark_snapshot (const KmzbThreat *threat,
                           GtkSnapshot *snapshot,
                           const KmzbMapFrame *frame,
                           const KmzbThreatFan *fan,
                           KmzbThreatIndex *index,
                           KmzbThreatArt *art)
{
  const GdkRGBA ring = kmzb_pin_palette_get ()->accent;
  const GdkRGBA edge = kmzb_pin_palette_get ()->plate;
  double side = round (KMZB_PIN_SIDE * GROW * kmzb_threat_art_get_text_scale (art));
  float radius = (float) (side * 0.62);
  double x = kmzb_geo_tile_x (threat->place.lon, 0) * frame->scale - frame->left;
  double y = kmzb_geo_tile_y (threat->place.lat, 0) * frame->scale - frame->top;
  double dx, dy;

  if (kmzb_threat_fan_find (fan, index, art, threat, &dx, &dy))
    {
      x = fan->x * frame->scale - frame->left + dx;
      y = fan->y * frame->scale - frame->top + dy;
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x), (float) round (y)));
  append_ring (snapshot, radius + EDGE, EDGE + 1, &edge);
  append_ring (snapshot, radius, RING, &ring);
  append_ring (snapshot, radius - RING, EDGE, &edge);
  kmzb_threat_art_append_pin (art, snapshot, threat->status, kmzb_threat_art_get_icon (art, threat->category), 0, 0,
                              side);
  gtk_snapshot_restore (snapshot);
}
