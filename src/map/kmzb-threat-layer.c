/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-layer-private.h"

#include "kmzb-camera.h"
#include "kmzb-cluster-block.h"
#include "kmzb-threat-mark.h"

#include <math.h>

/* The size of body text that everything is drawn for (UX.md). */
#define BODY_PX 24.0
#define MOTION_US (200 * G_TIME_SPAN_MILLISECOND)
/* The renderer takes a fifth of a millisecond to learn a picture, and a level may bring two hundred: so many a frame. */
#define NEW_PER_FRAME 16
/* On a picture that was drawn before. */
#define DRAWN_KEY "kmzb-drawn"
/* Cells at the edge of a scene that are not to be seen: their plates may hang over, or have a neighbour beyond. */
#define EDGE_CELLS 3
/* How large something begins that comes from nowhere. */
#define SMALL 0.4

G_DEFINE_FINAL_TYPE (KmzbThreatLayer, kmzb_threat_layer, SHUMATE_TYPE_LAYER)

enum
{
  SIGNAL_SHOWN,
  SIGNAL_ARRANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
drop_node (KmzbThreatLayer *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
}

gboolean
kmzb_threat_layer_may_animate (KmzbThreatLayer *self)
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
  g_clear_pointer (&self->leaving, kmzb_cluster_scene_unref);
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

void
kmzb_threat_layer_start_clock (KmzbThreatLayer *self)
{
  self->progress = 0;
  self->motion_us = 0;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/* For each cluster of @scene where the one of @other stands that holds its first threat. */
static void
find_spots (KmzbThreatLayer *self, KmzbClusterScene *scene, KmzbClusterScene *other)
{
  g_array_set_size (self->spots, 0);
  for (guint i = 0; i < scene->clusters->len; i++)
    {
      Spot spot = { FALSE, 0, 0 };
      guint owner;

      if (kmzb_cluster_parts_find (other->parts, g_array_index (scene->clusters, KmzbCluster, i).first, &owner))
        {
          const KmzbCluster *place = &g_array_index (other->clusters, KmzbCluster, owner);

          spot = (Spot){ TRUE, place->x, place->y };
        }
      g_array_append_val (self->spots, spot);
    }
}

/* The scene was @old, of another level, until now: show how this one came of it. */
static void
start_motion (KmzbThreatLayer *self, KmzbClusterScene *old)
{
  if (old->clusters->len == 0 || self->scene->clusters->len == 0 || !kmzb_threat_layer_may_animate (self))
    return;
  if (self->scene->block.level > old->block.level)
    {
      self->motion = MOTION_SPLIT;
      find_spots (self, self->scene, old);
    }
  else
    {
      self->motion = MOTION_JOIN;
      find_spots (self, old, self->scene);
      self->leaving = kmzb_cluster_scene_ref (old);
    }
  kmzb_threat_layer_start_clock (self);
}

/* @scene: (transfer full) (nullable) */
static void
set_scene (KmzbThreatLayer *self, KmzbClusterScene *scene)
{
  KmzbClusterScene *old = g_steal_pointer (&self->scene);
  gboolean moves = old != NULL && scene != NULL && old->index == scene->index && !self->scene_stale
                   && old->block.level != scene->block.level;

  self->scene = scene;
  self->scene_stale = FALSE;
  /* The same level a block further: whatever moves goes on. */
  if (self->motion == MOTION_NONE || moves || scene == NULL || old == NULL || old->index != scene->index)
    end_motion (self);
  drop_node (self);
  if (moves)
    start_motion (self, old);
  if (old != NULL)
    kmzb_cluster_scene_let_go (old);
  g_signal_emit (self, signals[SIGNAL_ARRANGED], 0);
}

static void
init_look (KmzbThreatLayer *self, KmzbPlateLook *look)
{
  const PangoFontDescription *font
      = pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self)));

  *look = (KmzbPlateLook){ .scale_factor = gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                           .text_scale = self->text_scale,
                           .palette = *kmzb_pin_palette_get (),
                           .font = font != NULL ? pango_font_description_to_string (font) : g_strdup ("Sans") };
}

static void
stop_making (KmzbThreatLayer *self)
{
  g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
}

static void
show_index (KmzbThreatLayer *self, KmzbThreatIndex *index, KmzbClusterScene *scene)
{
  /* What is fanned out is of the index that goes. */
  g_array_set_size (self->fan.items, 0);
  set_scene (self, scene);
  g_clear_pointer (&self->index, kmzb_threat_index_unref);
  self->index = index;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

static void
make_scene (KmzbThreatLayer *self, KmzbThreatIndex *index, KmzbCellRect block);

static void
on_scene_made (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (KmzbThreatLayer) self = g_weak_ref_get (weak);
  KmzbClusterScene *scene = kmzb_cluster_scene_make_finish (result);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    {
      if (scene != NULL)
        kmzb_cluster_scene_let_go (scene);
      return;
    }
  g_clear_object (&self->making);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->making_stale)
    {
      if (self->next_index != NULL)
        make_scene (self, self->next_index, scene->block);
      kmzb_cluster_scene_let_go (scene);
      return;
    }
  if (scene->index == self->next_index)
    show_index (self, g_steal_pointer (&self->next_index), scene);
  else
    set_scene (self, scene);
}

static void
make_scene (KmzbThreatLayer *self, KmzbThreatIndex *index, KmzbCellRect block)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);
  KmzbPlateLook look;

  init_look (self, &look);
  g_weak_ref_init (weak, self);
  self->making = g_cancellable_new ();
  self->making_stale = FALSE;
  kmzb_cluster_scene_make_async (index, block, &look, self->plates, &self->clearing, self->making, on_scene_made, weak);
  g_free (look.font);
}

/* Whether @scene still shows all of the view as it should be. */
static gboolean
reaches_beyond (const KmzbClusterScene *scene, const KmzbMapFrame *frame)
{
  double cell = frame->scale / ldexp (1.0, scene->block.level);

  return frame->left >= (double) (scene->block.x0 + EDGE_CELLS) * cell
         && frame->top >= (double) (scene->block.y0 + EDGE_CELLS) * cell
         && frame->left + frame->width <= (double) (scene->block.x1 + 1 - EDGE_CELLS) * cell
         && frame->top + frame->height <= (double) (scene->block.y1 + 1 - EDGE_CELLS) * cell;
}

/* The scene that the view needs: asked for in time, or made now when there is nothing else to show. */
void
kmzb_threat_layer_update_scene (KmzbThreatLayer *self, const KmzbMapFrame *frame)
{
  KmzbCellRect block = kmzb_cluster_block_for (frame);
  gboolean usable = self->scene != NULL && !self->scene_stale;
  KmzbPlateLook look;

  if (usable && kmzb_cluster_block_equal (&block, &self->scene->block))
    return;
  if (usable && kmzb_threat_layer_may_animate (self) && (block.level != self->scene->block.level || reaches_beyond (self->scene, frame)))
    {
      if (self->making == NULL)
        make_scene (self, self->index, block);
      return;
    }
  if (self->next_index == NULL)
    stop_making (self);
  init_look (self, &look);
  set_scene (self, kmzb_cluster_scene_new (self->index, block, &look, self->plates, &self->clearing));
  g_free (look.font);
}

static GdkTexture *
get_icon (KmzbThreatLayer *self, const KmzbCluster *cluster)
{
  return kmzb_threat_art_get_icon (self->art, kmzb_threat_index_get_category (self->index, cluster->first));
}

static void
append_cluster (KmzbThreatLayer *self, GtkSnapshot *snapshot, KmzbClusterScene *scene, guint i, double x, double y, double size)
{
  const KmzbCluster *cluster = &g_array_index (scene->clusters, KmzbCluster, i);
  double side = kmzb_plate_side (cluster->count) * self->text_scale * size;

  if (cluster->count == 1)
    kmzb_threat_art_append_pin (self->art, snapshot, kmzb_cluster_get_status (cluster), get_icon (self, cluster), x, y,
                                round (KMZB_PIN_SIDE * self->text_scale * size));
  else
    gtk_snapshot_append_texture (snapshot, g_ptr_array_index (scene->plates, i),
                                 &GRAPHENE_RECT_INIT ((float) round (x - side / 2), (float) round (y - side / 2),
                                                      (float) round (side), (float) round (side)));
}

/* Whether to draw cluster @i of the scene in this frame: the largest come first, and all of them soon. */
static gboolean
may_draw (KmzbThreatLayer *self, guint i, guint *n_new)
{
  GObject *plate = g_ptr_array_index (self->scene->plates, i);

  if (plate == NULL || g_object_get_data (plate, DRAWN_KEY) != NULL)
    return TRUE;
  if (++*n_new > NEW_PER_FRAME && kmzb_threat_layer_may_animate (self))
    return FALSE;
  g_object_set_data (plate, DRAWN_KEY, GINT_TO_POINTER (TRUE));
  return TRUE;
}

static gboolean
on_more_plates (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  KMZB_THREAT_LAYER (widget)->more_id = 0;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

/* Everything of the scene, about its block's corner; the smallest first. */
static GskRenderNode *
draw_scene (KmzbThreatLayer *self, double scale)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GArray *clusters = self->scene->clusters;
  double cells = ldexp (1.0, self->scene->block.level);
  double left = (double) self->scene->block.x0 / cells, top = (double) self->scene->block.y0 / cells;
  double t = self->motion == MOTION_NONE ? 1 : self->progress;
  g_autofree gboolean *drawn = g_new (gboolean, clusters->len + 1);
  guint n_new = 0;

  for (guint i = 0; i < clusters->len; i++)
    drawn[i] = may_draw (self, i, &n_new);
  self->lacks_plates = n_new > NEW_PER_FRAME;
  for (guint i = 0; self->leaving != NULL && i < self->leaving->clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (self->leaving->clusters, KmzbCluster, i);
      const Spot *to = &g_array_index (self->spots, Spot, i);

      if (to->known && t < 1)
        append_cluster (self, snapshot, self->leaving, i, (cluster->x + (to->x - cluster->x) * t - left) * scale,
                        (cluster->y + (to->y - cluster->y) * t - top) * scale, 1 - t * (1 - SMALL));
    }
  for (guint i = clusters->len; i > 0; i--)
    {
      const KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, i - 1);
      const Spot *from = self->motion == MOTION_SPLIT ? &g_array_index (self->spots, Spot, i - 1) : NULL;
      double x = cluster->x, y = cluster->y;

      if (!drawn[i - 1])
        continue;
      if (from != NULL && from->known)
        {
          x = from->x + (x - from->x) * t;
          y = from->y + (y - from->y) * t;
        }
      append_cluster (self, snapshot, self->scene, i - 1, (x - left) * scale, (y - top) * scale,
                      SMALL + (1 - SMALL) * t);
    }
  return gtk_snapshot_to_node (snapshot);
}

void
kmzb_threat_layer_update_scales (KmzbThreatLayer *self)
{
  if (!kmzb_threat_art_set_scales (self->art, gtk_widget_get_scale_factor (GTK_WIDGET (self)), self->text_scale))
    return;
  self->scene_stale = self->making_stale = TRUE;
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

  kmzb_threat_layer_update_scales (self);
  kmzb_threat_layer_update_scene (self, &frame);
  if (self->fan.scale != frame.scale)
    g_array_set_size (self->fan.items, 0);
  if (self->scene->clusters->len == 0 && self->leaving == NULL && self->chosen == NULL)
    return;
  if (self->node == NULL || self->node_scale != frame.scale || self->lacks_plates)
    {
      drop_node (self);
      self->node = draw_scene (self, frame.scale);
      self->node_scale = frame.scale;
      if (self->lacks_plates && self->more_id == 0)
        self->more_id = gtk_widget_add_tick_callback (widget, on_more_plates, NULL, NULL);
    }

  cell = frame.scale / ldexp (1.0, self->scene->block.level);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) round ((double) self->scene->block.x0 * cell - frame.left),
                                                (float) round ((double) self->scene->block.y0 * cell - frame.top)));
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
  self->scene_stale = self->making_stale = TRUE;
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
  stop_making (self);
  g_clear_pointer (&self->index, kmzb_threat_index_unref);
  g_clear_pointer (&self->next_index, kmzb_threat_index_unref);
  g_clear_pointer (&self->scene, kmzb_cluster_scene_let_go);
  g_clear_pointer (&self->leaving, kmzb_cluster_scene_unref);
  g_clear_pointer (&self->plates, kmzb_plates_unref);
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

  /**
   * KmzbThreatLayer::shown:
   *
   * What was set last is drawn.
   */
  signals[SIGNAL_SHOWN]
      = g_signal_new ("shown", KMZB_TYPE_THREAT_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /* Pins and plates stand elsewhere than before; also told while it draws. */
  signals[SIGNAL_ARRANGED]
      = g_signal_new ("arranged", KMZB_TYPE_THREAT_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
  self->plates = kmzb_plates_new ();
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

KmzbMapFrame
kmzb_threat_layer_get_frame (KmzbThreatLayer *self)
{
  return kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
}

/**
 * kmzb_threat_layer_set_index:
 * @index: (nullable) (transfer none): what is to be drawn from now on
 *
 * The picture changes when a worker has made the new one, which "shown" tells; at once where nothing is to be seen yet.
 */
void
kmzb_threat_layer_set_index (KmzbThreatLayer *self, KmzbThreatIndex *index)
{
  KmzbMapFrame frame;

  g_return_if_fail (KMZB_IS_THREAT_LAYER (self));

  if (index != NULL && index == self->next_index)
    return;
  stop_making (self);
  g_clear_pointer (&self->next_index, kmzb_threat_index_unref);
  if (index == self->index)
    {
      /* A filter that leaves everything: who asked for it is told all the same. */
      g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
      return;
    }
  frame = kmzb_threat_layer_get_frame (self);
  if (index == NULL || self->scene == NULL || !kmzb_threat_layer_may_animate (self) || frame.width <= 0 || frame.height <= 0)
    {
      show_index (self, index != NULL ? kmzb_threat_index_ref (index) : NULL, NULL);
      return;
    }
  self->next_index = kmzb_threat_index_ref (index);
  make_scene (self, index, kmzb_cluster_block_for (&frame));
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

/* Crowds keep @reach pixels off @place. */
void
kmzb_threat_layer_keep_clear (KmzbThreatLayer *self, const KmzbPoint *place, double reach)
{
  g_return_if_fail (KMZB_IS_THREAT_LAYER (self));

  self->clearing = (KmzbClearing){ kmzb_geo_tile_x (place->lon, 0), kmzb_geo_tile_y (place->lat, 0), reach };
  self->scene_stale = self->making_stale = TRUE;
  drop_node (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
