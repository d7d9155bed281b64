/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands where in the threat layer, what a finger finds there, and fans out. */
#include "kmzb-threat-layer-private.h"

#include "kmzb-spider.h"

#include <math.h>

/* As far as a finger may miss, at text of 100 %. */
#define TOUCH_PX 36.0

/* Returns: (transfer full) (element-type KmzbThreatSpot): the pins and plates around the view; none out of sight */
GArray *
kmzb_threat_layer_list_spots (KmzbThreatLayer *self)
{
  GArray *spots = g_array_new (FALSE, FALSE, sizeof (KmzbThreatSpot));

  g_return_val_if_fail (KMZB_IS_THREAT_LAYER (self), spots);

  for (guint i = 0; self->scene != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && i < self->scene->clusters->len; i++)
    {
      const KmzbCluster *each = &g_array_index (self->scene->clusters, KmzbCluster, i);
      double side = each->count == 1 ? KMZB_PIN_SIDE : kmzb_plate_side (each->count);

      g_array_append_val (spots, ((KmzbThreatSpot){ each->x, each->y, side * self->text_scale }));
    }
  return spots;
}

/**
 * kmzb_threat_layer_pick:
 * @pick: (out): what is drawn under a finger at @px/@py
 *
 * Returns: whether something is near enough
 */
gboolean
kmzb_threat_layer_pick (KmzbThreatLayer *self, double px, double py, KmzbThreatPick *pick)
{
  KmzbMapFrame frame;
  double best;
  gboolean found = FALSE;

  g_return_val_if_fail (KMZB_IS_THREAT_LAYER (self), FALSE);

  if (self->index == NULL)
    return FALSE;
  frame = kmzb_threat_layer_get_frame (self);
  kmzb_threat_layer_update_scales (self);
  kmzb_threat_layer_update_scene (self, &frame);
  if (kmzb_threat_fan_is_open (&self->fan) && kmzb_threat_fan_pick (&self->fan, &frame, self->art, px, py, &pick->item))
    {
      pick->single = TRUE;
      return TRUE;
    }

  best = TOUCH_PX * self->text_scale;
  for (guint i = 0; i < self->scene->clusters->len; i++)
    {
      const KmzbCluster *each = &g_array_index (self->scene->clusters, KmzbCluster, i);
      double d = hypot (each->x * frame.scale - frame.left - px, each->y * frame.scale - frame.top - py);

      /* A large plate is touched anywhere on it. */
      d -= each->count == 1 ? 0 : MAX (0, kmzb_plate_side (each->count) / 2 - TOUCH_PX) * self->text_scale;
      if (d < best)
        {
          best = d;
          *pick = (KmzbThreatPick){ each->count == 1, each->first, i };
          found = TRUE;
        }
    }
  return found;
}

/* @x, @y: (out): where the picked cluster stands. Returns: (transfer full) (element-type KmzbThreatRun): its threats */
GArray *
kmzb_threat_layer_get_runs (KmzbThreatLayer *self, guint cluster, double *x, double *y)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (KmzbThreatRun));

  g_return_val_if_fail (self->scene != NULL && cluster < self->scene->clusters->len, runs);

  *x = g_array_index (self->scene->clusters, KmzbCluster, cluster).x;
  *y = g_array_index (self->scene->clusters, KmzbCluster, cluster).y;
  for (guint i = 0; i < self->scene->parts->len; i++)
    {
      const KmzbClusterPart *part = &g_array_index (self->scene->parts, KmzbClusterPart, i);
      KmzbThreatRun run = { part->first, part->count };

      if (part->owner == cluster)
        g_array_append_val (runs, run);
    }
  return runs;
}

/* Fans the picked cluster out, unless it is too many. @radius: (out): the room this takes on the screen */
gboolean
kmzb_threat_layer_fan_out (KmzbThreatLayer *self, guint cluster, double *radius)
{
  g_autoptr (GArray) runs = NULL;
  double x, y;

  g_return_val_if_fail (KMZB_IS_THREAT_LAYER (self), FALSE);

  if (self->scene == NULL || cluster >= self->scene->clusters->len
      || g_array_index (self->scene->clusters, KmzbCluster, cluster).count > KMZB_SPIDER_MAX)
    return FALSE;
  runs = kmzb_threat_layer_get_runs (self, cluster, &x, &y);
  kmzb_threat_fan_open (&self->fan, self->index, runs, x, y, kmzb_threat_layer_get_frame (self).scale);
  *radius = kmzb_threat_fan_get_radius (&self->fan, self->art);
  if (kmzb_threat_layer_may_animate (self))
    kmzb_threat_layer_start_clock (self);
  else
    self->fan.spread = 1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

/* Lets the fan fold, seen where the settings allow motion. Returns: whether something was fanned out */
gboolean
kmzb_threat_layer_fold (KmzbThreatLayer *self)
{
  if (!kmzb_threat_fan_is_open (&self->fan))
    return FALSE;
  kmzb_threat_fan_fold (&self->fan);
  if (kmzb_threat_layer_may_animate (self))
    kmzb_threat_layer_start_clock (self);
  else
    kmzb_threat_fan_move (&self->fan, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

/* @threat: (nullable): stands out among the others until another one, or none, is chosen */
void
kmzb_threat_layer_set_chosen (KmzbThreatLayer *self, const KmzbThreat *threat)
{
  g_return_if_fail (KMZB_IS_THREAT_LAYER (self));

  g_clear_pointer (&self->chosen, kmzb_threat_unref);
  self->chosen = threat != NULL ? kmzb_threat_ref ((KmzbThreat *) threat) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What part of the world is in view. */
KmzbWorldRect
kmzb_threat_layer_get_view (KmzbThreatLayer *self)
{
  KmzbMapFrame frame = kmzb_threat_layer_get_frame (self);

  return (KmzbWorldRect){
    .x0 = frame.left / frame.scale,
    .y0 = frame.top / frame.scale,
    .x1 = (frame.left + frame.width) / frame.scale,
    .y1 = (frame.top + frame.height) / frame.scale,
  };
}
