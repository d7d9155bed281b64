/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-layer.h"

#include "kmzb-camera.h"
#include "kmzb-map-frame.h"
#include "kmzb-pin-art.h"

#include <math.h>

/* A cell of the clustering grid is 32 pixels at a whole zoom, three levels below a tile: what shares one can't be told
 * apart by a finger. */
#define CELL_LEVELS 3
/* Then everything is given the room it needs, in pixels from its middle: single threats may stand side by side,
 * crowds are two thumbs apart. */
#define SINGLE_REACH 24.0
#define CROWD_REACH 40.0
/* Cells around the view that are clustered with it, and the step in which that block moves: a pan of less than
 * BLOCK_CELLS cells costs nothing, and the joins at the edge are settled before they come into view. */
#define MARGIN_CELLS 6
#define BLOCK_CELLS 8
#define PIN_SIDE 44
#define MAX_LAYOUTS 1024
/* As far as a finger may miss. */
#define TOUCH_PX 36.0

static const struct
{
  guint below;
  int side;
} plates[] = { { 10, 48 }, { 100, 54 }, { 1000, 62 }, { G_MAXUINT, 74 } };

/**
 * KmzbThreatLayer:
 *
 * Draws all threats in view in one pass, without a widget each: single ones as their status, crowded ones as a plate
 * with their number. What was clustered and drawn for a block of cells is kept until the block is left.
 */
struct _KmzbThreatLayer
{
  ShumateLayer parent;

  KmzbThreatIndex *index;
  KmzbCellRect block;
  GArray *clusters; /* KmzbCluster of the block, largest first */
  gboolean clusters_valid;

  GskRenderNode *node;
  double node_scale;
  GHashTable *layouts; /* count -> PangoLayout */
  int art_scale;
  GdkTexture *status_art[KMZB_N_STATUSES];
  GdkTexture *plate_art[G_N_ELEMENTS (plates)];
};

G_DEFINE_FINAL_TYPE (KmzbThreatLayer, kmzb_threat_layer, SHUMATE_TYPE_LAYER)

static void
drop_node (KmzbThreatLayer *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
}

static void
drop_art (KmzbThreatLayer *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->status_art); i++)
    g_clear_object (&self->status_art[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->plate_art); i++)
    g_clear_object (&self->plate_art[i]);
}

static GdkTexture *
get_status_art (KmzbThreatLayer *self, KmzbStatus status)
{
  if (self->status_art[status] == NULL)
    self->status_art[status] = kmzb_pin_art_status (status, PIN_SIDE, self->art_scale);
  return self->status_art[status];
}

static guint
plate_for (guint count)
{
  guint i = 0;

  while (count >= plates[i].below)
    i++;
  return i;
}

static GdkTexture *
get_plate_art (KmzbThreatLayer *self, guint plate)
{
  if (self->plate_art[plate] == NULL)
    self->plate_art[plate] = kmzb_pin_art_cluster (plates[plate].side, self->art_scale);
  return self->plate_art[plate];
}

static gint64
step_down (double cells)
{
  return (gint64) floor (cells / BLOCK_CELLS) * BLOCK_CELLS;
}

/* The block of cells that the view needs, in steps, so that it is the same for a while. */
static KmzbCellRect
block_for (const KmzbMapFrame *frame)
{
  int level = CLAMP ((int) floor (frame->zoom + 1e-6) + CELL_LEVELS, 0, KMZB_THREAT_INDEX_BITS - 1);
  double cell = frame->scale / ldexp (1.0, level);

  return (KmzbCellRect){
    .level = level,
    .x0 = step_down (frame->left / cell - MARGIN_CELLS),
    .y0 = step_down (frame->top / cell - MARGIN_CELLS),
    .x1 = step_down ((frame->left + frame->width) / cell + MARGIN_CELLS + BLOCK_CELLS) - 1,
    .y1 = step_down ((frame->top + frame->height) / cell + MARGIN_CELLS + BLOCK_CELLS) - 1,
  };
}

static gboolean
same_block (const KmzbCellRect *a, const KmzbCellRect *b)
{
  return a->level == b->level && a->x0 == b->x0 && a->y0 == b->y0 && a->x1 == b->x1 && a->y1 == b->y1;
}

static void
update_clusters (KmzbThreatLayer *self, const KmzbMapFrame *frame)
{
  KmzbCellRect block = block_for (frame);
  double level_scale = KMZB_CAMERA_WORLD_PX * ldexp (1.0, block.level - CELL_LEVELS);

  if (self->clusters_valid && same_block (&block, &self->block))
    return;

  drop_node (self);
  self->block = block;
  self->clusters_valid = TRUE;
  g_array_set_size (self->clusters, 0);
  kmzb_threat_index_query (self->index, block, self->clusters);
  /* For the level, not for the zoom between levels: nothing jumps under two fingers until the level changes. */
  if (self->clusters->len > 1)
    kmzb_clusters_merge (self->clusters, SINGLE_REACH / level_scale, CROWD_REACH / level_scale);
}

static void
append_texture (GtkSnapshot *snapshot, GdkTexture *texture, double x, double y, int side)
{
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT ((float) round (x - side / 2.0), (float) round (y - side / 2.0),
                                                    (float) side, (float) side));
}

/* The number of a cluster as a layout, kept: small numbers come again and again. */
static PangoLayout *
get_count_layout (KmzbThreatLayer *self, guint count)
{
  PangoLayout *layout = g_hash_table_lookup (self->layouts, GUINT_TO_POINTER (count));
  g_autoptr (PangoAttrList) attributes = NULL;
  char text[16];

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (self->layouts);

  g_snprintf (text, sizeof text, "%u", count);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_size_new_absolute (20 * PANGO_SCALE));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  g_hash_table_insert (self->layouts, GUINT_TO_POINTER (count), layout);
  return layout;
}

static void
append_count (KmzbThreatLayer *self, GtkSnapshot *snapshot, double x, double y, guint count)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  PangoLayout *layout = get_count_layout (self, count);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float) round (x - width / 2.0), (float) round (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &white);
  gtk_snapshot_restore (snapshot);
}

/* What is drawn together: the same picture many times is one command for the renderer, and so are all numbers. */
static guint
kind_of (const KmzbCluster *cluster)
{
  return cluster->count == 1 ? (guint) cluster->status : KMZB_N_STATUSES + plate_for (cluster->count);
}

/* Everything of the block, about the block's corner; plates above single threats, numbers above all. */
static GskRenderNode *
draw_block (KmzbThreatLayer *self, double scale)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  double cells = ldexp (1.0, self->block.level);
  const guint n_kinds = KMZB_N_STATUSES + G_N_ELEMENTS (plates);

  for (guint kind = 0; kind <= n_kinds; kind++)
    for (guint i = 0; i < self->clusters->len; i++)
      {
        const KmzbCluster *cluster = &g_array_index (self->clusters, KmzbCluster, i);
        double x = (cluster->x - (double) self->block.x0 / cells) * scale;
        double y = (cluster->y - (double) self->block.y0 / cells) * scale;

        if (kind == n_kinds && cluster->count > 1)
          append_count (self, snapshot, x, y, cluster->count);
        else if (kind == kind_of (cluster) && cluster->count == 1)
          append_texture (snapshot, get_status_art (self, cluster->status), x, y, PIN_SIDE);
        else if (kind == kind_of (cluster))
          append_texture (snapshot, get_plate_art (self, kind - KMZB_N_STATUSES), x, y,
                          plates[kind - KMZB_N_STATUSES].side);
      }
  return gtk_snapshot_to_node (snapshot);
}

static void
kmzb_threat_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbThreatLayer *self = KMZB_THREAT_LAYER (widget);
  KmzbMapFrame frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  double cell;

  if (self->index == NULL || frame.width <= 0 || frame.height <= 0)
    return;

  if (self->art_scale != gtk_widget_get_scale_factor (widget))
    {
      drop_art (self);
      drop_node (self);
      self->art_scale = gtk_widget_get_scale_factor (widget);
    }
  update_clusters (self, &frame);
  if (self->clusters->len == 0)
    return;
  if (self->node == NULL || self->node_scale != frame.scale)
    {
      drop_node (self);
      self->node = draw_block (self, frame.scale);
      self->node_scale = frame.scale;
    }

  cell = frame.scale / ldexp (1.0, self->block.level);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) round ((double) self->block.x0 * cell - frame.left),
                                                (float) round ((double) self->block.y0 * cell - frame.top)));
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  gtk_snapshot_pop (snapshot);
}

/* Fonts may have changed. */
static void
drop_layouts (KmzbThreatLayer *self)
{
  g_hash_table_remove_all (self->layouts);
  drop_node (self);
}

static void
kmzb_threat_layer_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (kmzb_threat_layer_parent_class)->system_setting_changed (widget, setting);
  drop_layouts (KMZB_THREAT_LAYER (widget));
}

static void
kmzb_threat_layer_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (kmzb_threat_layer_parent_class)->css_changed (widget, change);
  drop_layouts (KMZB_THREAT_LAYER (widget));
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
  drop_art (self);
  g_clear_pointer (&self->index, kmzb_threat_index_unref);
  g_clear_pointer (&self->clusters, g_array_unref);
  g_clear_pointer (&self->layouts, g_hash_table_unref);

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
  widget_class->system_setting_changed = kmzb_threat_layer_system_setting_changed;
  widget_class->css_changed = kmzb_threat_layer_css_changed;
}

static void
kmzb_threat_layer_init (KmzbThreatLayer *self)
{
  self->clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
  self->layouts = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->art_scale = 1;
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
  g_clear_pointer (&self->index, kmzb_threat_index_unref);
  self->index = index != NULL ? kmzb_threat_index_ref (index) : NULL;
  self->clusters_valid = FALSE;
  drop_node (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* How many threats stand in the view now. */
guint
kmzb_threat_layer_count_in_view (KmzbThreatLayer *self)
{
  KmzbMapFrame frame;
  guint count = 0;

  g_return_val_if_fail (KMZB_IS_THREAT_LAYER (self), 0);

  if (self->index == NULL)
    return 0;
  frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
  update_clusters (self, &frame);
  for (guint i = 0; i < self->clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (self->clusters, KmzbCluster, i);
      double x = cluster->x * frame.scale - frame.left;
      double y = cluster->y * frame.scale - frame.top;

      if (x >= 0 && y >= 0 && x < frame.width && y < frame.height)
        count += cluster->count;
    }
  return count;
}

/**
 * kmzb_threat_layer_pick:
 * @cluster: (out): what is drawn under a finger at @px/@py
 *
 * Returns: whether something is near enough
 */
gboolean
kmzb_threat_layer_pick (KmzbThreatLayer *self, double px, double py, KmzbCluster *cluster)
{
  KmzbMapFrame frame;
  double best = TOUCH_PX;
  gboolean found = FALSE;

  g_return_val_if_fail (KMZB_IS_THREAT_LAYER (self), FALSE);

  if (self->index == NULL)
    return FALSE;
  frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
  update_clusters (self, &frame);
  for (guint i = 0; i < self->clusters->len; i++)
    {
      const KmzbCluster *each = &g_array_index (self->clusters, KmzbCluster, i);
      double d = hypot (each->x * frame.scale - frame.left - px, each->y * frame.scale - frame.top - py);

      if (d < best)
        {
          best = d;
          *cluster = *each;
          found = TRUE;
        }
    }
  return found;
}
