/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-fan.h"

#include "kmzb-pin-palette.h"
#include "kmzb-spider.h"

#include <math.h>

/* From middle to middle: pins of 56 and the room a finger needs. */
#define ROOM 68.0
#define MARGIN 12.0
#define LEG_WIDTH 2.0f
#define HUB 12.0f

void
kmzb_threat_fan_init (KmzbThreatFan *self)
{
  *self = (KmzbThreatFan){ .items = g_array_new (FALSE, FALSE, sizeof (guint)) };
}

void
kmzb_threat_fan_clear (KmzbThreatFan *self)
{
  g_clear_pointer (&self->items, g_array_unref);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint ia = *(const guint *) a, ib = *(const guint *) b;
  gint64 ta = kmzb_threat_index_get_created_us (user_data, ia);
  gint64 tb = kmzb_threat_index_get_created_us (user_data, ib);

  if (ta != tb)
    return ta < tb ? 1 : -1;
  return (ia > ib) - (ia < ib);
}

/* @runs: (element-type KmzbThreatRun): no more than KMZB_SPIDER_MAX threats, the newest goes on top */
void
kmzb_threat_fan_open (KmzbThreatFan *self, KmzbThreatIndex *index, GArray *runs, double x, double y, double scale)
{
  self->x = x;
  self->y = y;
  self->scale = scale;
  self->spread = 0;
  self->folding = FALSE;
  g_array_set_size (self->items, 0);
  for (guint i = 0; i < runs->len; i++)
    {
      const KmzbThreatRun *run = &g_array_index (runs, KmzbThreatRun, i);

      for (guint item = run->first; item < run->first + run->count; item++)
        g_array_append_val (self->items, item);
    }
  g_return_if_fail (self->items->len <= KMZB_SPIDER_MAX);
  g_array_sort_with_data (self->items, compare_newest_first, index);
}

gboolean
kmzb_threat_fan_is_open (const KmzbThreatFan *self)
{
  return self->items->len > 0 && !self->folding;
}

gboolean
kmzb_threat_fan_is_shown (const KmzbThreatFan *self)
{
  return self->items->len > 0;
}

/* Begins to fold; kmzb_threat_fan_move() goes on. */
void
kmzb_threat_fan_fold (KmzbThreatFan *self)
{
  self->folding = TRUE;
  self->spread_from = self->spread;
}

/* @progress: 0 .. 1 of opening or folding; with 1 it is open, or gone */
void
kmzb_threat_fan_move (KmzbThreatFan *self, double progress)
{
  self->spread = self->folding ? self->spread_from * (1 - progress) : MAX (self->spread, progress);
  if (self->folding && progress >= 1)
    {
      g_array_set_size (self->items, 0);
      self->folding = FALSE;
    }
}

/* @dx, @dy: (out): where the threat @sought stands, in pixels from the spot. Returns: whether it is one of these */
gboolean
kmzb_threat_fan_find (const KmzbThreatFan *self,
                      KmzbThreatIndex *index,
                      KmzbThreatArt *art,
                      const KmzbThreat *sought,
                      double *dx,
                      double *dy)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threat_index_get (index, g_array_index (self->items, guint, i));

      if (!kmzb_threat_is_same (threat, sought))
        continue;
      kmzb_spider_place (self->items->len, i, ROOM * kmzb_threat_art_get_text_scale (art), dx, dy);
      *dx *= self->spread;
      *dy *= self->spread;
      return TRUE;
    }
  return FALSE;
}

/* How much of the map it needs around its spot, in pixels. */
double
kmzb_threat_fan_get_radius (const KmzbThreatFan *self, KmzbThreatArt *art)
{
  double text_scale = kmzb_threat_art_get_text_scale (art);
  double dx, dy;

  return kmzb_spider_place (self->items->len, 0, ROOM * text_scale, &dx, &dy)
         + KMZB_PIN_SIDE / 2 * text_scale + MARGIN;
}

static void
append_disc (GtkSnapshot *snapshot, float radius, const GdkRGBA *color)
{
  GskRoundedRect disc;
  graphene_rect_t box = GRAPHENE_RECT_INIT (-radius, -radius, 2 * radius, 2 * radius);

  gsk_rounded_rect_init_from_rect (&disc, &box, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, color, &box);
  gtk_snapshot_pop (snapshot);
}

/* On a white disc, so that nothing beneath is taken for part of it. */
void
kmzb_threat_fan_snapshot (const KmzbThreatFan *self,
                          GtkSnapshot *snapshot,
                          const KmzbMapFrame *frame,
                          KmzbThreatIndex *index,
                          KmzbThreatArt *art)
{
  const GdkRGBA ground = kmzb_pin_palette_get ()->sheet;
  const GdkRGBA edge = kmzb_pin_palette_get ()->plate;
  double room = ROOM * kmzb_threat_art_get_text_scale (art);
  float side = (float) round (KMZB_PIN_SIDE * kmzb_threat_art_get_text_scale (art));
  float radius = (float) (kmzb_threat_fan_get_radius (self, art) * self->spread);
  guint n = self->items->len;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (self->x * frame->scale - frame->left),
                                                          (float) round (self->y * frame->scale - frame->top)));
  append_disc (snapshot, radius + 2, &edge);
  append_disc (snapshot, radius, &ground);

  for (guint i = 0; i < n; i++)
    {
      double dx, dy;

      kmzb_spider_place (n, i, room, &dx, &dy);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_rotate (snapshot, (float) (atan2 (dy, dx) * 180 / G_PI));
      gtk_snapshot_append_color (
          snapshot, &edge,
          &GRAPHENE_RECT_INIT (0, -LEG_WIDTH / 2, (float) (hypot (dx, dy) * self->spread), LEG_WIDTH));
      gtk_snapshot_restore (snapshot);
    }
  append_disc (snapshot, HUB / 2, &edge);

  for (guint i = 0; i < n; i++)
    {
      guint item = g_array_index (self->items, guint, i);
      GdkTexture *icon = kmzb_threat_art_get_icon (art, kmzb_threat_index_get_category (index, item));
      double dx, dy;

      kmzb_spider_place (n, i, room, &dx, &dy);
      kmzb_threat_art_append_pin (art, snapshot, kmzb_threat_index_get_status (index, item), icon, dx * self->spread, dy * self->spread, side);
    }
  gtk_snapshot_restore (snapshot);
}

/**
 * kmzb_threat_fan_pick:
 * @item: (out): the threat under a finger at @px/@py
 *
 * Returns: whether it is one of these
 */
gboolean
kmzb_threat_fan_pick (const KmzbThreatFan *self,
                      const KmzbMapFrame *frame,
                      KmzbThreatArt *art,
                      double px,
                      double py,
                      guint *item)
{
  double room = ROOM * kmzb_threat_art_get_text_scale (art);
  double best = room / 2;
  gboolean found = FALSE;

  px -= self->x * frame->scale - frame->left;
  py -= self->y * frame->scale - frame->top;
  for (guint i = 0; i < self->items->len; i++)
    {
      double dx, dy, d;

      kmzb_spider_place (self->items->len, i, room, &dx, &dy);
      d = hypot (dx - px, dy - py);
      if (d <= best)
        {
          best = d;
          *item = g_array_index (self->items, guint, i);
          found = TRUE;
        }
    }
  return found;
}
