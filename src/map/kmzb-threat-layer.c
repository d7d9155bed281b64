/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-layer.h"

#include "kmzb-camera.h"
#include "kmzb-cluster-block.h"
#include "kmzb-spider.h"
#include "kmzb-threat-art.h"
#include "kmzb-threat-fan.h"
#include "kmzb-threat-mark.h"

#include <math.h>

/* The room everything is given, in pixels from its middle at text of 100 %: single threats may stand side by side, a
 * fingertip apart; crowds leave what they count readable between them. */
#define SINGLE_REACH 32.0
#define CROWD_REACH 52.0
/* As far as a finger may miss, at text of 100 %. */
#define TOUCH_PX 36.0
/* The size of body text that everything is drawn for (UX.md). */
#define BODY_PX 24.0
#define MOTION_US (200 * G_TIME_SPAN_MILLISECOND)
/* How large something begins that comes from nowhere. */
#define SMALL 0.4

typedef enum
{
  MOTION_NONE,
  MOTION_SPLIT, /* the new clusters come from the old ones */
  MOTION_JOIN,  /* the old clusters go to the new ones */
} Motion;

typedef struct
{
  gboolean known;
  double x;
  double y;
} Spot;

/**
 * KmzbThreatLayer:
 *
 * Draws all threats in view in one pass, without a widget each: single ones as pins, crowded ones as a plate with
 * their number in a ring of their statuses. What was clustered and drawn for a block of cells is kept until the block
 * is left. When the level changes, clusters are seen to split and join.
 */
struct _KmzbThreatLayer
{
  ShumateLayer parent;

  KmzbThreatIndex *index;
  KmzbCellRect block;
  GArray *clusters; /* KmzbCluster of the block, largest first */
  GArray *parts;    /* KmzbClusterPart of them */
  gboolean clusters_valid;
  double text_scale;

  Motion motion;
  double progress;
  gint64 motion_us;
  guint tick_id;
  GArray *leaving; /* KmzbCluster: those of the level before, while they join */
  GArray *spots;   /* Spot: where each one comes from, or goes to */
  KmzbThreatFan fan;
  KmzbThreat *chosen; /* (nullable): stands out */

  GskRenderNode *node;
  double node_scale;
  KmzbThreatArt *art;
};

G_DEFINE_FINAL_TYPE (KmzbThreatLayer, kmzb_threat_layer, SHUMATE_TYPE_LAYER)

static void
drop_node (KmzbThreatLayer *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
}

static gboolean
may_animate (KmzbThreatLayer *self)
{
  gboolean enabled = TRUE;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &enabled, NULL);
  return enabled;
}

static void
end_motion (KmzbThreatLayer *self)
{
  self->motion = MOTION_NONE;
  g_array_set_size (self->leaving, 0);
  g_array_set_size (self->spots, 0);
  drop_node (self);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  KmzbThreatLayer *self = KMZB_THREAT_LAYER (widget);
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);
  double t;

  if (self->motion_us == 0)
    self->motion_us = now_us;
  t = CLAMP ((double) (now_us - self->motion_us) / MOTION_US, 0.0, 1.0);
  self->progress = 1 - (1 - t) * (1 - t) * (1 - t);
  kmzb_threat_fan_move (&self->fan, self->progress);
  if (self->motion != MOTION_NONE)
    drop_node (self);
  gtk_widget_queue_draw (widget);
  if (t < 1)
    return G_SOURCE_CONTINUE;
  if (self->motion != MOTION_NONE)
    end_motion (self);
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
start_clock (KmzbThreatLayer *self)
{
  self->progress = 0;
  self->motion_us = 0;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/* For each of @clusters where the one of @others stands that holds its first threat, by @parts of the others. */
static void
find_spots (KmzbThreatLayer *self, GArray *clusters, GArray *others, GArray *parts)
{
  g_array_set_size (self->spots, 0);
  for (guint i = 0; i < clusters->len; i++)
    {
      Spot spot = { FALSE, 0, 0 };
      guint owner;

      if (kmzb_cluster_parts_find (parts, g_array_index (clusters, KmzbCluster, i).first, &owner))
        spot = (Spot){ TRUE, g_array_index (others, KmzbCluster, owner).x, g_array_index (others, KmzbCluster, owner).y };
      g_array_append_val (self->spots, spot);
    }
}

/* The clusters were another level's until now: show how these came of those. */
static void
start_motion (KmzbThreatLayer *self, GArray *old, GArray *old_parts, int old_level)
{
  end_motion (self);
  if (old->len == 0 || self->clusters->len == 0 || !may_animate (self))
    return;
  if (self->block.level > old_level)
    {
      self->motion = MOTION_SPLIT;
      find_spots (self, self->clusters, old, old_parts);
    }
  else
    {
      self->motion = MOTION_JOIN;
      find_spots (self, old, self->clusters, self->parts);
      g_array_append_vals (self->leaving, old->data, old->len);
    }
  start_clock (self);
}

static void
update_clusters (KmzbThreatLayer *self, const KmzbMapFrame *frame)
{
  KmzbCellRect block = kmzb_cluster_block_for (frame);
  double level_scale = KMZB_CAMERA_WORLD_PX * ldexp (1.0, block.level - KMZB_CLUSTER_LEVELS);
  gboolean was_valid = self->clusters_valid;
  int old_level = self->block.level;
  g_autoptr (GArray) old = NULL;
  g_autoptr (GArray) old_parts = NULL;

  if (self->clusters_valid && kmzb_cluster_block_equal (&block, &self->block))
    return;

  drop_node (self);
  self->block = block;
  self->clusters_valid = TRUE;
  old = g_steal_pointer (&self->clusters);
  old_parts = g_steal_pointer (&self->parts);
  self->clusters = g_array_sized_new (FALSE, FALSE, sizeof (KmzbCluster), old->len);
  self->parts = g_array_sized_new (FALSE, FALSE, sizeof (KmzbClusterPart), old_parts->len);
  kmzb_threat_index_query (self->index, block, self->clusters);
  /* For the level, not for the zoom between levels: nothing jumps under two fingers until the level changes. */
  kmzb_clusters_merge (self->clusters, SINGLE_REACH * self->text_scale / level_scale,
                       CROWD_REACH * self->text_scale / level_scale, self->parts);
  if (was_valid && old_level != block.level)
    start_motion (self, old, old_parts, old_level);
  else
    end_motion (self);
}

static GdkTexture *
get_icon (KmzbThreatLayer *self, const KmzbCluster *cluster)
{
  return kmzb_threat_art_get_icon (self->art, kmzb_threat_index_get_category (self->index, cluster->first));
}

static void
append_cluster (KmzbThreatLayer *self, GtkSnapshot *snapshot, const KmzbCluster *cluster, double x, double y, double size)
{
  double side = kmzb_plate_side (cluster->count) * self->text_scale * size;

  if (cluster->count == 1)
    kmzb_threat_art_append_pin (self->art, snapshot, kmzb_cluster_get_status (cluster), get_icon (self, cluster), x, y,
                                round (KMZB_PIN_SIDE * self->text_scale * size));
  else
    gtk_snapshot_append_texture (snapshot, kmzb_threat_art_get_plate (self->art, cluster),
                                 &GRAPHENE_RECT_INIT ((float) round (x - side / 2), (float) round (y - side / 2),
                                                      (float) round (side), (float) round (side)));
}

static void
append_count (KmzbThreatLayer *self, GtkSnapshot *snapshot, const KmzbCluster *cluster, double x, double y)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  PangoLayout *layout = kmzb_threat_art_get_count (self->art, GTK_WIDGET (self), cluster->count);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float) round (x - width / 2.0), (float) round (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &white);
  gtk_snapshot_restore (snapshot);
}

/* Everything of the block, about the block's corner; the smallest first, numbers above all. */
static GskRenderNode *
draw_block (KmzbThreatLayer *self, double scale)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  double cells = ldexp (1.0, self->block.level);
  double left = (double) self->block.x0 / cells, top = (double) self->block.y0 / cells;
  double t = self->motion == MOTION_NONE ? 1 : self->progress;

  for (guint i = 0; i < self->leaving->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (self->leaving, KmzbCluster, i);
      const Spot *to = &g_array_index (self->spots, Spot, i);

      if (to->known && t < 1)
        append_cluster (self, snapshot, cluster, (cluster->x + (to->x - cluster->x) * t - left) * scale,
                        (cluster->y + (to->y - cluster->y) * t - top) * scale, 1 - t * (1 - SMALL));
    }
  for (guint i = self->clusters->len; i > 0; i--)
    {
      const KmzbCluster *cluster = &g_array_index (self->clusters, KmzbCluster, i - 1);
      const Spot *from = self->motion == MOTION_SPLIT ? &g_array_index (self->spots, Spot, i - 1) : NULL;
      double x = cluster->x, y = cluster->y;

      if (from != NULL && from->known)
        {
          x = from->x + (x - from->x) * t;
          y = from->y + (y - from->y) * t;
        }
      append_cluster (self, snapshot, cluster, (x - left) * scale, (y - top) * scale, SMALL + (1 - SMALL) * t);
    }
  /* A number is read when it stands, not on its way. */
  for (guint i = 0; (t > 0.6) && i < self->clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (self->clusters, KmzbCluster, i);

      if (cluster->count > 1)
        append_count (self, snapshot, cluster, (cluster->x - left) * scale, (cluster->y - top) * scale);
    }
  return gtk_snapshot_to_node (snapshot);
}

static void
update_scales (KmzbThreatLayer *self)
{
  if (!kmzb_threat_art_set_scales (self->art, gtk_widget_get_scale_factor (GTK_WIDGET (self)), self->text_scale))
    return;
  self->clusters_valid = FALSE;
  drop_node (self);
}

static void
kmzb_threat_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbThreatLayer *self = KMZB_THREAT_LAYER (widget);
  KmzbMapFrame frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  double cell;

  if (self->index == NULL || frame.width <= 0 || frame.height <= 0)
    return;

  update_scales (self);
  update_clusters (self, &frame);
  if (self->fan.scale != frame.scale)
    g_array_set_size (self->fan.items, 0);
  if (self->clusters->len == 0 && self->leaving->len == 0 && self->chosen == NULL)
    return;
  if (self->node == NULL || self->node_scale != frame.scale)
    {
      drop_node (self);
      self->node = draw_block (self, frame.scale);
      self->node_scale = frame.scale;
    }

  cell = frame.scale / ldexp (1.0, self->block.level);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) round ((double) self->block.x0 * cell - frame.left),
                                                (float) round ((double) self->block.y0 * cell - frame.top)));
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  gtk_snapshot_restore (snapshot);
  if (kmzb_threat_fan_is_shown (&self->fan))
    kmzb_threat_fan_snapshot (&self->fan, snapshot, &frame, self->index, self->art);
  if (self->chosen != NULL)
    kmzb_threat_mark_snapshot (self->chosen, snapshot, &frame, &self->fan, self->index, self->art);
  gtk_snapshot_pop (snapshot);
}

/* Fonts and colours may have changed, and the size of text with them. */
static void
take_style (KmzbThreatLayer *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);

  if (font != NULL && pango_font_description_get_size_is_absolute (font))
    self->text_scale = CLAMP ((double) pango_font_description_get_size (font) / PANGO_SCALE / BODY_PX, 1.0, 2.0);
  kmzb_threat_art_forget_texts (self->art);
  kmzb_threat_art_follow_colors (self->art, GTK_WIDGET (self));
  drop_node (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
kmzb_threat_layer_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (kmzb_threat_layer_parent_class)->system_setting_changed (widget, setting);
  take_style (KMZB_THREAT_LAYER (widget));
}

static void
kmzb_threat_layer_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (kmzb_threat_layer_parent_class)->css_changed (widget, change);
  take_style (KMZB_THREAT_LAYER (widget));
}

static void
kmzb_threat_layer_unmap (GtkWidget *widget)
{
  KmzbThreatLayer *self = KMZB_THREAT_LAYER (widget);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (widget, self->tick_id);
  self->tick_id = 0;
  end_motion (self);
  g_array_set_size (self->fan.items, 0);
  GTK_WIDGET_CLASS (kmzb_threat_layer_parent_class)->unmap (widget);
}

static void
kmzb_threat_layer_constructed (GObject *object)
{
  G_OBJECT_CLASS (kmzb_threat_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (object)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
}

static void
kmzb_threat_layer_finalize (GObject *object)
{
  KmzbThreatLayer *self = KMZB_THREAT_LAYER (object);

  drop_node (self);
  g_clear_pointer (&self->index, kmzb_threat_index_unref);
  g_clear_pointer (&self->clusters, g_array_unref);
  g_clear_pointer (&self->parts, g_array_unref);
  g_clear_pointer (&self->leaving, g_array_unref);
  g_clear_pointer (&self->spots, g_array_unref);
  g_clear_pointer (&self->art, kmzb_threat_art_free);
  kmzb_threat_fan_clear (&self->fan);
  g_clear_pointer (&self->chosen, kmzb_threat_unref);

  G_OBJECT_CLASS (kmzb_threat_layer_parent_class)->finalize (object);
}

static void
kmzb_threat_layer_class_init (KmzbThreatLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = kmzb_threat_layer_constructed;
  object_class->finalize = kmzb_threat_layer_finalize;
  widget_class->snapshot = kmzb_threat_layer_snapshot;
  widget_class->unmap = kmzb_threat_layer_unmap;
  widget_class->system_setting_changed = kmzb_threat_layer_system_setting_changed;
  widget_class->css_changed = kmzb_threat_layer_css_changed;
}

/* Other pictures than before. */
static void
on_art_changed (gpointer user_data)
{
  drop_node (user_data);
  gtk_widget_queue_draw (user_data);
}

static void
kmzb_threat_layer_init (KmzbThreatLayer *self)
{
  self->clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
  self->parts = g_array_new (FALSE, FALSE, sizeof (KmzbClusterPart));
  self->leaving = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
  self->spots = g_array_new (FALSE, FALSE, sizeof (Spot));
  self->art = kmzb_threat_art_new (on_art_changed, self);
  self->text_scale = 1.0;
  kmzb_threat_fan_init (&self->fan);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

KmzbThreatLayer *
kmzb_threat_layer_new (ShumateViewport *viewport)
{
  return g_object_new (KMZB_TYPE_THREAT_LAYER, "viewport", viewport, NULL);
}

/* @index: (nullable) (transfer none) */
void
kmzb_threat_layer_set_index (KmzbThreatLayer *self, KmzbThreatIndex *index)
{
  g_return_if_fail (KMZB_IS_THREAT_LAYER (self));

  if (self->index == index)
    return;
  g_array_set_size (self->fan.items, 0);
  end_motion (self);
  g_clear_pointer (&self->index, kmzb_threat_index_unref);
  self->index = index != NULL ? kmzb_threat_index_ref (index) : NULL;
  self->clusters_valid = FALSE;
  drop_node (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Returns: (transfer none) (nullable): what is drawn */
KmzbThreatIndex *
kmzb_threat_layer_get_index (KmzbThreatLayer *self)
{
  g_return_val_if_fail (KMZB_IS_THREAT_LAYER (self), NULL);
  return self->index;
}

/* @catalog: (nullable): whose icons pins show. Without it a threat is drawn as its status alone. */
void
kmzb_threat_layer_set_catalog (KmzbThreatLayer *self, KmzbCatalog *catalog)
{
  g_return_if_fail (KMZB_IS_THREAT_LAYER (self));

  kmzb_threat_art_set_catalog (self->art, catalog);
}

static KmzbMapFrame
get_frame (KmzbThreatLayer *self)
{
  return kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
}

/* What part of the world is in view. */
KmzbWorldRect
kmzb_threat_layer_get_view (KmzbThreatLayer *self)
{
  KmzbMapFrame frame = get_frame (self);

  return (KmzbWorldRect){
    .x0 = frame.left / frame.scale,
    .y0 = frame.top / frame.scale,
    .x1 = (frame.left + frame.width) / frame.scale,
    .y1 = (frame.top + frame.height) / frame.scale,
  };
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
  frame = get_frame (self);
  update_scales (self);
  update_clusters (self, &frame);
  if (kmzb_threat_fan_is_open (&self->fan) && kmzb_threat_fan_pick (&self->fan, &frame, self->art, px, py, &pick->item))
    {
      pick->single = TRUE;
      return TRUE;
    }

  best = TOUCH_PX * self->text_scale;
  for (guint i = 0; i < self->clusters->len; i++)
    {
      const KmzbCluster *each = &g_array_index (self->clusters, KmzbCluster, i);
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

  g_return_val_if_fail (cluster < self->clusters->len, runs);

  *x = g_array_index (self->clusters, KmzbCluster, cluster).x;
  *y = g_array_index (self->clusters, KmzbCluster, cluster).y;
  for (guint i = 0; i < self->parts->len; i++)
    {
      const KmzbClusterPart *part = &g_array_index (self->parts, KmzbClusterPart, i);
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

  if (cluster >= self->clusters->len || g_array_index (self->clusters, KmzbCluster, cluster).count > KMZB_SPIDER_MAX)
    return FALSE;
  runs = kmzb_threat_layer_get_runs (self, cluster, &x, &y);
  kmzb_threat_fan_open (&self->fan, self->index, runs, x, y, get_frame (self).scale);
  *radius = kmzb_threat_fan_get_radius (&self->fan, self->art);
  if (may_animate (self))
    start_clock (self);
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
  if (may_animate (self))
    start_clock (self);
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
