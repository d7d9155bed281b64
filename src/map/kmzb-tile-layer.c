/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tile-layer.h"

#include "kmzb-access.h"
#include "kmzb-map-frame.h"
#include "kmzb-outside-note.h"
#include "kmzb-tile-cover.h"

#include <math.h>

/* How far up a missing tile looks for one that covers it: further, a parent is only a blur of colour. */
#define MAX_ENLARGED_LEVELS 5
/* While zooming out, tiles up to this many levels finer fill in. */
#define MAX_REDUCED_LEVELS 2
/* Of the next level, read while the map rests: those in the middle, where one zooms to. All of it would push what is in
 * view out of memory, and the view's own tiles stand in for the rest until it comes. */
#define AHEAD_TILES 12

/**
 * KmzbTileLayer:
 *
 * Draws the pack's tiles. What is still being read shows its enlarged parent or its reduced children, what the pack
 * does not have shows its nearest parent for good, and what lies outside the pack a calm pattern: never a blank.
 * Drawn from coarse to fine, so that no order of arrival can flicker.
 */
struct _KmzbTileLayer
{
  ShumateLayer parent;

  KmzbTileSource *source;
  GdkTexture *pattern;
  gboolean complete;
  guint complete_id;
  gboolean ahead; /* the map rests: there is time for what may come next */
  gboolean noted; /* there are words in the last frame, and */
  gboolean unread; /* they say that something can't be read */
  GPtrArray *covers; /* (element-type GtkWidget): what may lie over it; each leaves when it goes */
};

G_DEFINE_FINAL_TYPE (KmzbTileLayer, kmzb_tile_layer, SHUMATE_TYPE_LAYER)

enum
{
  SIGNAL_COMPLETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One frame's decisions. */
typedef struct
{
  KmzbTileLayer *layer;
  KmzbMapFrame frame;
  int min_level;
  GHashTable *drawn; /* KmzbTileKey * of what is to be drawn besides the level itself, NULL while nothing */
  GArray *draw;      /* KmzbTileKey */
  GArray *missing;   /* KmzbTileKey, the most wanted first */
  gboolean pending;  /* something in view is not what it will be */
  gboolean holes;    /* something in view is covered by no tile */
  graphene_rect_t ground; /* where there are tiles in view, in its pixels; empty for none */
  graphene_rect_t unread; /* where there should be some, and nothing of them can be read; empty for nowhere */
} Plan;

static gboolean
plan_extra (Plan *plan, KmzbTileKey key)
{
  if (g_hash_table_contains (plan->drawn, &key))
    return FALSE;
  g_array_append_val (plan->draw, key);
  g_hash_table_add (plan->drawn, g_memdup2 (&key, sizeof key));
  return TRUE;
}

static gboolean
plan_missing (Plan *plan, KmzbTileKey key)
{
  for (guint i = 0; i < plan->missing->len; i++)
    if (g_array_index (plan->missing, KmzbTileKey, i) == key)
      return FALSE;
  g_array_append_val (plan->missing, key);
  return TRUE;
}

/* Finds what stands in for a tile that is absent or not here yet, among its ancestors. */
static gboolean
plan_ancestor (Plan *plan, KmzbTileKey key, gboolean absent)
{
  int deepest = MIN (MAX_ENLARGED_LEVELS, kmzb_tile_key_z (key) - plan->min_level);

  for (int up = 1; up <= deepest; up++)
    {
      KmzbTileKey ancestor = kmzb_tile_key_ancestor (key, up);

      switch (kmzb_tile_source_lookup (plan->layer->source, ancestor, NULL))
        {
        case KMZB_TILE_PRESENT:
          plan_extra (plan, ancestor);
          return TRUE;

        case KMZB_TILE_UNKNOWN:
          /* The nearest one that may exist is worth reading only when the tile itself never comes. */
          if (absent)
            {
              plan_missing (plan, ancestor);
              plan->pending = TRUE;
              absent = FALSE;
            }
          break;

        case KMZB_TILE_ABSENT:
        case KMZB_TILE_UNREADABLE:
        default:
          break;
        }
    }
  return FALSE;
}

/* It stays as it is until it is known better. */
static void
retry (Plan *plan, KmzbTileKey key)
{
  if (kmzb_tile_source_is_doubted (plan->layer->source, key))
    plan_missing (plan, key);
}

/* Whether it or what could stand in for it is of a broken file: the ground is not known to be outside the map. */
static gboolean
is_unread (Plan *plan, KmzbTileKey key)
{
  int deepest = MIN (MAX_ENLARGED_LEVELS, kmzb_tile_key_z (key) - plan->min_level);
  gboolean unread = FALSE;

  for (int up = 0; up <= deepest; up++)
    if (kmzb_tile_source_lookup (plan->layer->source, kmzb_tile_key_ancestor (key, up), NULL) == KMZB_TILE_UNREADABLE)
      {
        retry (plan, kmzb_tile_key_ancestor (key, up));
        unread = TRUE;
      }
  return unread;
}

static void
add_ground (graphene_rect_t *ground, KmzbMapFrame *frame, KmzbTileKey key)
{
  double side = frame->scale / ldexp (1.0, kmzb_tile_key_z (key));
  graphene_rect_t tile = GRAPHENE_RECT_INIT ((float) (kmzb_tile_key_x (key) * side - frame->left),
                                             (float) (kmzb_tile_key_y (key) * side - frame->top), (float) side,
                                             (float) side);

  if (ground->size.width > 0)
    graphene_rect_union (ground, &tile, ground);
  else
    *ground = tile;
}

static void
plan_descendants (Plan *plan, KmzbTileKey key, int levels)
{
  for (int i = 0; i < 4; i++)
    {
      KmzbTileKey child = kmzb_tile_key (kmzb_tile_key_z (key) + 1, kmzb_tile_key_x (key) * 2 + (i & 1),
                                         kmzb_tile_key_y (key) * 2 + (i >> 1));

      if (kmzb_tile_source_lookup (plan->layer->source, child, NULL) == KMZB_TILE_PRESENT)
        plan_extra (plan, child);
      else if (levels > 1)
        plan_descendants (plan, child, levels - 1);
    }
}

/* Returns: whether its ground is the map's: something covers it, or may yet, or would if it could be read */
static gboolean
plan_tile (Plan *plan, KmzbTileKey key)
{
  switch (kmzb_tile_source_lookup (plan->layer->source, key, NULL))
    {
    case KMZB_TILE_PRESENT:
      g_array_append_val (plan->draw, key);
      return TRUE;

    case KMZB_TILE_ABSENT:
    case KMZB_TILE_UNREADABLE:
      retry (plan, key);
      if (plan_ancestor (plan, key, TRUE))
        return TRUE;
      plan->holes = TRUE;
      if (!is_unread (plan, key))
        return FALSE;
      add_ground (&plan->unread, &plan->frame, key);
      return TRUE;

    case KMZB_TILE_UNKNOWN:
    default:
      plan_missing (plan, key);
      plan->pending = TRUE;
      if (!plan_ancestor (plan, key, FALSE))
        plan->holes = TRUE;
      plan_descendants (plan, key, MAX_REDUCED_LEVELS);
      return TRUE;
    }
}

static int
compare_level (gconstpointer a, gconstpointer b)
{
  int za = kmzb_tile_key_z (*(const KmzbTileKey *) a);
  int zb = kmzb_tile_key_z (*(const KmzbTileKey *) b);

  return (za > zb) - (za < zb);
}

/* What a visitor sees first who comes closer. */
static void
plan_ahead (Plan *plan, int level)
{
  KmzbMapFrame *frame = &plan->frame;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (KmzbTileKey));
  KmzbTileRect rect = kmzb_tile_cover_view (level, 2 * frame->scale, 2 * frame->left + frame->width / 2.0,
                                            2 * frame->top + frame->height / 2.0, frame->width, frame->height);
  KmzbBox bounds = kmzb_pack_get_bounds (kmzb_tile_source_get_pack (plan->layer->source));

  kmzb_tile_rect_list (kmzb_tile_rect_intersect (rect, kmzb_tile_cover_box (level, bounds)), keys);
  for (guint i = 0; i < MIN (keys->len, AHEAD_TILES); i++)
    {
      KmzbTileKey key = g_array_index (keys, KmzbTileKey, i);

      if (kmzb_tile_source_lookup (plan->layer->source, key, NULL) == KMZB_TILE_UNKNOWN)
        plan_missing (plan, key);
    }
}

/* Decides, and asks the source for what is missing. */
static void
make_plan (Plan *plan)
{
  KmzbPack *pack = kmzb_tile_source_get_pack (plan->layer->source);
  int max_level = MIN (kmzb_pack_get_max_zoom (pack), KMZB_TILE_MAX_LEVEL);
  int level;
  KmzbTileRect view, inside;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (KmzbTileKey));
  guint n_visible;

  plan->drawn = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  plan->draw = g_array_new (FALSE, FALSE, sizeof (KmzbTileKey));
  plan->missing = g_array_new (FALSE, FALSE, sizeof (KmzbTileKey));
  kmzb_tile_source_begin_turn (plan->layer->source);
  plan->min_level = kmzb_pack_get_min_zoom (pack);
  level = kmzb_tile_cover_level (plan->frame.zoom, kmzb_pack_get_tile_size (pack), plan->min_level, max_level);
  view = kmzb_tile_cover_view (level, plan->frame.scale, plan->frame.left, plan->frame.top, plan->frame.width,
                               plan->frame.height);
  inside = kmzb_tile_cover_box (level, kmzb_pack_get_bounds (pack));

  kmzb_tile_rect_list (kmzb_tile_rect_intersect (view, inside), keys);
  n_visible = keys->len;
  graphene_rect_init (&plan->ground, 0, 0, 0, 0);
  graphene_rect_init (&plan->unread, 0, 0, 0, 0);
  /* Packs may lack tiles within the bounds that they tell. */
  for (guint i = 0; i < n_visible; i++)
    if (plan_tile (plan, g_array_index (keys, KmzbTileKey, i)))
      add_ground (&plan->ground, &plan->frame, g_array_index (keys, KmzbTileKey, i));
  g_array_sort (plan->draw, compare_level);

  if ((gsize) (view.x1 - view.x0 + 1) * (gsize) MAX (0, view.y1 - view.y0 + 1) != n_visible
      || view.x0 * plan->frame.scale / ldexp (1.0, level) > plan->frame.left
      || view.y0 * plan->frame.scale / ldexp (1.0, level) > plan->frame.top
      || (view.x1 + 1) * plan->frame.scale / ldexp (1.0, level) < plan->frame.left + plan->frame.width
      || (view.y1 + 1) * plan->frame.scale / ldexp (1.0, level) < plan->frame.top + plan->frame.height)
    plan->holes = TRUE;

  /* Ahead of the finger: one tile more on every side, once the view itself has all it needs. */
  g_array_set_size (keys, 0);
  kmzb_tile_rect_list (kmzb_tile_rect_intersect (kmzb_tile_rect_grow (view, 1), inside), keys);
  for (guint i = 0; i < keys->len; i++)
    {
      KmzbTileKey key = g_array_index (keys, KmzbTileKey, i);

      if (!kmzb_tile_rect_contains (view, kmzb_tile_key_x (key), kmzb_tile_key_y (key))
          && kmzb_tile_source_lookup (plan->layer->source, key, NULL) == KMZB_TILE_UNKNOWN)
        plan_missing (plan, key);
    }
  if (plan->layer->ahead && level < max_level)
    plan_ahead (plan, level + 1);
  kmzb_tile_source_want (plan->layer->source, plan->layer,
                         (const KmzbTileKey *) (gpointer) plan->missing->data, plan->missing->len);
}

static void
plan_clear (Plan *plan)
{
  g_array_unref (plan->missing);
  g_array_unref (plan->draw);
  g_hash_table_unref (plan->drawn);
}

static void
snapshot_pattern (KmzbTileLayer *self, GtkSnapshot *snapshot, const KmzbMapFrame *frame)
{
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) frame->width, (float) frame->height);
  graphene_rect_t tile;

  if (self->pattern == NULL)
    self->pattern = kmzb_outside_note_draw_pattern ();
  /* It moves with the map. */
  graphene_rect_init (&tile, (float) -fmod (frame->left, KMZB_OUTSIDE_PATTERN_SIDE), (float) -fmod (frame->top, KMZB_OUTSIDE_PATTERN_SIDE),
                      KMZB_OUTSIDE_PATTERN_SIDE, KMZB_OUTSIDE_PATTERN_SIDE);
  gtk_snapshot_push_repeat (snapshot, &area, &tile);
  gtk_snapshot_append_texture (snapshot, self->pattern, &tile);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_tile (KmzbTileLayer *self, GtkSnapshot *snapshot, const KmzbMapFrame *frame, KmzbTileKey key)
{
  double side = frame->scale / ldexp (1.0, kmzb_tile_key_z (key));
  /* Edges on whole pixels, the same for neighbours: no seams. */
  double left = round (kmzb_tile_key_x (key) * side - frame->left);
  double top = round (kmzb_tile_key_y (key) * side - frame->top);
  double right = round ((kmzb_tile_key_x (key) + 1) * side - frame->left);
  double bottom = round ((kmzb_tile_key_y (key) + 1) * side - frame->top);
  GdkTexture *texture = kmzb_tile_source_get_picture (self->source, key, GTK_WIDGET (self));

  if (texture == NULL)
    return;
  gtk_snapshot_append_texture (
      snapshot, texture,
      &GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (right - left), (float) (bottom - top)));
}

static gboolean
on_complete_idle (gpointer user_data)
{
  KmzbTileLayer *self = user_data;

  self->complete_id = 0;
  if (self->complete)
    g_signal_emit (self, signals[SIGNAL_COMPLETED], 0);
  return G_SOURCE_REMOVE;
}

static void
set_complete (KmzbTileLayer *self, gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  /* Once this frame is on the screen, whether or not another is to follow. */
  if (complete && self->complete_id == 0)
    self->complete_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_complete_idle, self, NULL);
}

/* In high contrast the map is grey, its darks darker and its lights lighter: the signs on it keep the colours. */
static void
push_contrast (GtkSnapshot *snapshot)
{
  const double gain = 1.7, pivot = 0.78;
  const double red = 0.2126 * gain, green = 0.7152 * gain, blue = 0.0722 * gain;
  graphene_matrix_t matrix;
  graphene_vec4_t offset;

  graphene_matrix_init_from_float (&matrix, (const float[16]){
                                                (float) red, (float) red, (float) red, 0,
                                                (float) green, (float) green, (float) green, 0,
                                                (float) blue, (float) blue, (float) blue, 0,
                                                0, 0, 0, 1,
                                            });
  graphene_vec4_init (&offset, (float) (pivot * (1 - gain)), (float) (pivot * (1 - gain)),
                      (float) (pivot * (1 - gain)), 0);
  gtk_snapshot_push_color_matrix (snapshot, &matrix, &offset);
}

static void
kmzb_tile_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbTileLayer *self = KMZB_TILE_LAYER (widget);
  Plan plan = { .layer = self };
  gboolean contrast = kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_CONTRAST);

  plan.frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  if (plan.frame.width <= 0 || plan.frame.height <= 0)
    return;
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, (float) plan.frame.width, (float) plan.frame.height));
  if (self->source == NULL)
    {
      snapshot_pattern (self, snapshot, &plan.frame);
      gtk_snapshot_pop (snapshot);
      self->unread = FALSE;
      return;
    }

  make_plan (&plan);
  if (contrast)
    push_contrast (snapshot);
  if (plan.holes)
    snapshot_pattern (self, snapshot, &plan.frame);
  for (guint i = 0; i < plan.draw->len; i++)
    snapshot_tile (self, snapshot, &plan.frame, g_array_index (plan.draw, KmzbTileKey, i));
  if (contrast)
    gtk_snapshot_pop (snapshot);
  self->noted = plan.holes;
  if (plan.holes)
    kmzb_outside_note_snapshot (widget, snapshot, &plan.ground, self->covers);
  if (plan.unread.size.width > 0)
    kmzb_outside_note_snapshot_unread (widget, snapshot, &plan.unread, self->covers);
  /* Whoever listens for completion asks then. */
  self->complete = self->complete && self->unread == (plan.unread.size.width > 0);
  self->unread = plan.unread.size.width > 0;
  set_complete (self, !plan.pending);
  plan_clear (&plan);
  gtk_snapshot_pop (snapshot);
}

/* Whatever asks for a new frame opens the question anew whether all is there. */
static void
redraw (KmzbTileLayer *self)
{
  self->complete = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_viewport_changed (KmzbTileLayer *self)
{
  self->ahead = FALSE;
  redraw (self);
}

static void
kmzb_tile_layer_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  redraw (KMZB_TILE_LAYER (widget));
}

static void
kmzb_tile_layer_unmap (GtkWidget *widget)
{
  KmzbTileLayer *self = KMZB_TILE_LAYER (widget);

  GTK_WIDGET_CLASS (kmzb_tile_layer_parent_class)->unmap (widget);
  /* Nobody looks: read nothing more. */
  self->ahead = FALSE;
  if (self->source != NULL)
    kmzb_tile_source_want (self->source, self, NULL, 0);
  self->complete = FALSE;
}

static void
kmzb_tile_layer_constructed (GObject *object)
{
  G_OBJECT_CLASS (kmzb_tile_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (object)), "notify",
                           G_CALLBACK (on_viewport_changed), object, G_CONNECT_SWAPPED);
}

static void
on_cover_gone (gpointer data, GObject *cover)
{
  g_ptr_array_remove_fast (KMZB_TILE_LAYER (data)->covers, cover);
}

static void
kmzb_tile_layer_dispose (GObject *object)
{
  KmzbTileLayer *self = KMZB_TILE_LAYER (object);

  g_clear_handle_id (&self->complete_id, g_source_remove);
  kmzb_tile_layer_set_source (self, NULL);
  g_clear_object (&self->pattern);
  for (guint i = 0; self->covers != NULL && i < self->covers->len; i++)
    g_object_weak_unref (self->covers->pdata[i], on_cover_gone, self);
  g_clear_pointer (&self->covers, g_ptr_array_unref);

  G_OBJECT_CLASS (kmzb_tile_layer_parent_class)->dispose (object);
}

static void
kmzb_tile_layer_class_init (KmzbTileLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = kmzb_tile_layer_constructed;
  object_class->dispose = kmzb_tile_layer_dispose;
  widget_class->snapshot = kmzb_tile_layer_snapshot;
  widget_class->size_allocate = kmzb_tile_layer_size_allocate;
  widget_class->unmap = kmzb_tile_layer_unmap;

  /**
   * KmzbTileLayer::completed:
   *
   * Everything in view is drawn as it will stay.
   */
  signals[SIGNAL_COMPLETED]
      = g_signal_new ("completed", KMZB_TYPE_TILE_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_tile_layer_init (KmzbTileLayer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  self->covers = g_ptr_array_new ();
}

KmzbTileLayer *
kmzb_tile_layer_new (ShumateViewport *viewport)
{
  return g_object_new (KMZB_TYPE_TILE_LAYER, "viewport", viewport, NULL);
}

/* @source: (nullable) (transfer none) */
void
kmzb_tile_layer_set_source (KmzbTileLayer *self, KmzbTileSource *source)
{
  g_return_if_fail (KMZB_IS_TILE_LAYER (self));

  if (self->source == source)
    return;
  if (self->source != NULL)
    {
      kmzb_tile_source_want (self->source, self, NULL, 0);
      g_signal_handlers_disconnect_by_data (self->source, self);
    }
  g_set_object (&self->source, source);
  if (source != NULL)
    g_signal_connect_object (source, "arrived", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
  redraw (self);
}

/* @cover: (transfer none): while it is seen, words on the map keep clear of it */
void
kmzb_tile_layer_add_cover (KmzbTileLayer *self, GtkWidget *cover)
{
  g_return_if_fail (KMZB_IS_TILE_LAYER (self));

  if (g_ptr_array_find (self->covers, cover, NULL))
    return;
  g_ptr_array_add (self->covers, cover);
  g_object_weak_ref (G_OBJECT (cover), on_cover_gone, self);
}

/* What lies over it was moved or made another size. */
void
kmzb_tile_layer_covers_moved (KmzbTileLayer *self)
{
  g_return_if_fail (KMZB_IS_TILE_LAYER (self));

  if (self->noted)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Asks for what a view of this size will lack, before there is a frame to draw it. */
void
kmzb_tile_layer_read_early (KmzbTileLayer *self, int width, int height)
{
  Plan plan = { .layer = self };

  g_return_if_fail (KMZB_IS_TILE_LAYER (self));

  if (self->source == NULL || width <= 0 || height <= 0)
    return;
  plan.frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
  plan.frame.left += round ((plan.frame.width - width) / 2.0);
  plan.frame.top += round ((plan.frame.height - height) / 2.0);
  plan.frame.width = width;
  plan.frame.height = height;
  make_plan (&plan);
  plan_clear (&plan);
}

/* The map rests. Asks for the middle of the next level too, until it moves again. */
void
kmzb_tile_layer_read_ahead (KmzbTileLayer *self)
{
  g_return_if_fail (KMZB_IS_TILE_LAYER (self));

  self->ahead = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    kmzb_tile_layer_read_early (self, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
}

gboolean
kmzb_tile_layer_is_complete (KmzbTileLayer *self)
{
  g_return_val_if_fail (KMZB_IS_TILE_LAYER (self), FALSE);
  return self->complete;
}

/* Whether some of the ground in view can't be read, and the picture says so. */
gboolean
kmzb_tile_layer_is_unread (KmzbTileLayer *self)
{
  g_return_val_if_fail (KMZB_IS_TILE_LAYER (self), FALSE);
  return self->unread;
}
