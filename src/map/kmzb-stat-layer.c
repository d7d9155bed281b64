/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-stat-layer.h"

#include "kmzb-map-frame.h"
#include "kmzb-stat-art.h"

#include <math.h>
#include <string.h>

/* As far as a finger may miss a point or a line. */
#define TOUCH_PX 32.0

typedef struct
{
  GPtrArray *features;
  GArray *pins; /* graphene_rect_t */
  KmzbStatPalette palette;
  PangoFontDescription *font;
} Job;

/**
 * KmzbStatLayer:
 *
 * Police statistics and what consultations and debates brought, each source with its own switch.
 */
struct _KmzbStatLayer
{
  KmzbPictureLayer parent;

  GPtrArray *features;
  guint sources; /* a bit (1 << source) for each that is shown */
  KmzbStatPalette palette;
  KmzbThreatLayer *threats; /* (nullable), weak: numbers keep clear of its pins */
  GArray *spots;            /* (nullable) (element-type KmzbThreatSpot): that the last picture kept clear of */
  guint arranged_id;
};

G_DEFINE_FINAL_TYPE (KmzbStatLayer, kmzb_stat_layer, KMZB_TYPE_PICTURE_LAYER)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->features);
  g_array_unref (job->pins);
  pango_font_description_free (job->font);
  g_free (job);
}

static GArray *
list_spots (KmzbStatLayer *self)
{
  return self->threats != NULL ? kmzb_threat_layer_list_spots (self->threats)
                               : g_array_new (FALSE, FALSE, sizeof (KmzbThreatSpot));
}

/* In pixels of a picture, which is of a whole zoom: what the view shows smaller or larger takes more or less of it. */
static GArray *
get_pins (KmzbStatLayer *self, KmzbPictureFrame frame)
{
  KmzbMapFrame view = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
  double world = ldexp (256, frame.zoom);
  GArray *pins = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));

  for (guint i = 0; i < self->spots->len; i++)
    {
      const KmzbThreatSpot *spot = &g_array_index (self->spots, KmzbThreatSpot, i);
      double side = spot->side * world / view.scale;
      graphene_rect_t pin;

      graphene_rect_init (&pin, (float) (spot->x * world - (double) frame.left - side / 2),
                          (float) (spot->y * world - (double) frame.top - side / 2), (float) side, (float) side);
      g_array_append_val (pins, pin);
    }
  return pins;
}

static gpointer
kmzb_stat_layer_begin (KmzbPictureLayer *layer, KmzbPictureFrame frame)
{
  KmzbStatLayer *self = KMZB_STAT_LAYER (layer);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  Job *job;

  for (guint i = 0; self->features != NULL && i < self->features->len; i++)
    {
      KmzbStatFeature *feature = g_ptr_array_index (self->features, i);

      if ((self->sources & 1u << feature->source) != 0)
        g_ptr_array_add (shown, kmzb_stat_feature_ref (feature));
    }
  if (shown->len == 0)
    return NULL;
  g_clear_pointer (&self->spots, g_array_unref);
  self->spots = list_spots (self);
  job = g_new0 (Job, 1);
  job->pins = get_pins (self, frame);
  job->features = g_steal_pointer (&shown);
  job->palette = self->palette;
  job->font = pango_font_description_copy (
      pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self))));
  return job;
}

static GdkTexture *
kmzb_stat_layer_draw (gpointer data, KmzbPictureFrame frame, int scale_factor)
{
  Job *job = data;

  return kmzb_stat_art_picture (&job->palette, job->font, job->features, job->pins, frame, scale_factor);
}

static void
kmzb_stat_layer_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  KmzbStatLayer *self = KMZB_STAT_LAYER (widget);
  KmzbStatPalette palette;

  GTK_WIDGET_CLASS (kmzb_stat_layer_parent_class)->css_changed (widget, change);
  kmzb_stat_palette_init (&palette, widget);
  if (memcmp (&palette, &self->palette, sizeof palette) == 0)
    return;
  self->palette = palette;
  kmzb_picture_layer_redraw (KMZB_PICTURE_LAYER (self));
}

/* Not while the threats are being drawn. */
static gboolean
follow_threats (gpointer data)
{
  KmzbStatLayer *self = data;
  g_autoptr (GArray) spots = list_spots (self);

  self->arranged_id = 0;
  if (self->spots != NULL && self->spots->len == spots->len
      && (spots->len == 0 || memcmp (self->spots->data, spots->data, spots->len * sizeof (KmzbThreatSpot)) == 0))
    return G_SOURCE_REMOVE;
  kmzb_picture_layer_redraw (KMZB_PICTURE_LAYER (self));
  return G_SOURCE_REMOVE;
}

static void
on_arranged (KmzbStatLayer *self)
{
  if (self->arranged_id == 0 && self->sources != 0 && self->features != NULL && self->features->len > 0)
    self->arranged_id = g_idle_add (follow_threats, self);
}

static void
kmzb_stat_layer_dispose (GObject *object)
{
  KmzbStatLayer *self = KMZB_STAT_LAYER (object);

  g_clear_handle_id (&self->arranged_id, g_source_remove);
  g_clear_weak_pointer (&self->threats);
  G_OBJECT_CLASS (kmzb_stat_layer_parent_class)->dispose (object);
}

static void
kmzb_stat_layer_finalize (GObject *object)
{
  g_clear_pointer (&KMZB_STAT_LAYER (object)->spots, g_array_unref);
  g_clear_pointer (&KMZB_STAT_LAYER (object)->features, g_ptr_array_unref);

  G_OBJECT_CLASS (kmzb_stat_layer_parent_class)->finalize (object);
}

static void
kmzb_stat_layer_class_init (KmzbStatLayerClass *klass)
{
  KmzbPictureLayerClass *layer_class = KMZB_PICTURE_LAYER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_stat_layer_dispose;
  G_OBJECT_CLASS (klass)->finalize = kmzb_stat_layer_finalize;
  GTK_WIDGET_CLASS (klass)->css_changed = kmzb_stat_layer_css_changed;
  layer_class->begin = kmzb_stat_layer_begin;
  layer_class->draw = kmzb_stat_layer_draw;
  layer_class->free_job = job_free;
}

static void
kmzb_stat_layer_init (KmzbStatLayer *self)
{
}

KmzbStatLayer *
kmzb_stat_layer_new (ShumateViewport *viewport)
{
  return g_object_new (KMZB_TYPE_STAT_LAYER, "viewport", viewport, NULL);
}

/* Numbers stand beside what @threats draws over this layer. */
void
kmzb_stat_layer_avoid (KmzbStatLayer *self, KmzbThreatLayer *threats)
{
  g_return_if_fail (KMZB_IS_STAT_LAYER (self) && self->threats == NULL);

  g_set_weak_pointer (&self->threats, threats);
  g_signal_connect_object (threats, "arranged", G_CALLBACK (on_arranged), self, G_CONNECT_SWAPPED);
}

/* @features: (element-type KmzbStatFeature) (nullable): kept, not to be changed any more */
void
kmzb_stat_layer_set_features (KmzbStatLayer *self, GPtrArray *features)
{
  g_return_if_fail (KMZB_IS_STAT_LAYER (self));

  g_clear_pointer (&self->features, g_ptr_array_unref);
  self->features = features != NULL ? g_ptr_array_ref (features) : NULL;
  kmzb_picture_layer_redraw (KMZB_PICTURE_LAYER (self));
}

/* @sources: a bit (1 << source) for each source that is shown; none at first */
void
kmzb_stat_layer_set_sources (KmzbStatLayer *self, guint sources)
{
  g_return_if_fail (KMZB_IS_STAT_LAYER (self));

  if (sources == self->sources)
    return;
  self->sources = sources;
  kmzb_picture_layer_redraw (KMZB_PICTURE_LAYER (self));
}

static gboolean
is_shown (KmzbStatLayer *self, const KmzbStatFeature *feature)
{
  return (self->sources & 1u << feature->source) != 0;
}

static void
place (const KmzbMapFrame *frame, KmzbPoint point, double *x, double *y)
{
  *x = kmzb_geo_tile_x (point.lon, 0) * frame->scale - frame->left;
  *y = kmzb_geo_tile_y (point.lat, 0) * frame->scale - frame->top;
}

/* From @px/@py to the segment from a to b. */
static double
distance_to (double px, double py, double ax, double ay, double bx, double by)
{
  double dx = bx - ax, dy = by - ay, square = dx * dx + dy * dy;
  double t = square > 0 ? CLAMP (((px - ax) * dx + (py - ay) * dy) / square, 0.0, 1.0) : 0;

  return hypot (ax + t * dx - px, ay + t * dy - py);
}

/* In pixels; of an area nothing where it holds the place. */
static double
distance_of (const KmzbShape *shape, const KmzbMapFrame *frame, double px, double py, KmzbPoint point)
{
  double best = G_MAXDOUBLE;

  if (shape->kind == KMZB_SHAPE_POLYGON)
    return kmzb_shape_contains (shape, point) ? 0 : G_MAXDOUBLE;
  for (guint part = 0; part < shape->n_parts; part++)
    for (guint i = shape->parts[part]; i < shape->parts[part + 1]; i++)
      {
        gboolean alone = shape->kind == KMZB_SHAPE_POINT || i == shape->parts[part];
        double ax, ay, bx, by;

        place (frame, shape->points[i], &bx, &by);
        place (frame, shape->points[alone ? i : i - 1], &ax, &ay);
        best = MIN (best, distance_to (px, py, ax, ay, bx, by));
      }
  return best;
}

/**
 * kmzb_stat_layer_pick:
 * @with_areas: whether areas count, beside points and lines
 *
 * Returns: (transfer full) (element-type KmzbStatFeature): what is shown under a finger at @px/@py: points, then lines,
 *   then areas
 */
GPtrArray *
kmzb_stat_layer_pick (KmzbStatLayer *self, double px, double py, gboolean with_areas)
{
  static const KmzbShapeKind order[] = { KMZB_SHAPE_POINT, KMZB_SHAPE_LINE, KMZB_SHAPE_POLYGON };
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  KmzbMapFrame frame;
  KmzbPoint point;

  g_return_val_if_fail (KMZB_IS_STAT_LAYER (self), found);

  frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
  point = (KmzbPoint){ kmzb_geo_tile_lat ((frame.top + py) / frame.scale, 0),
                       kmzb_geo_tile_lon ((frame.left + px) / frame.scale, 0) };
  for (guint k = 0; k < (with_areas ? 3 : 2); k++)
    for (guint i = 0; self->features != NULL && i < self->features->len; i++)
      {
        KmzbStatFeature *feature = g_ptr_array_index (self->features, i);

        if (feature->shape->kind == order[k] && is_shown (self, feature)
            && distance_of (feature->shape, &frame, px, py, point) <= TOUCH_PX)
          g_ptr_array_add (found, kmzb_stat_feature_ref (feature));
      }
  return found;
}

/* Returns: (transfer full) (element-type KmzbStatFeature): what is shown in the part of the map that is in view */
GPtrArray *
kmzb_stat_layer_list_in_view (KmzbStatLayer *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  KmzbMapFrame frame;

  g_return_val_if_fail (KMZB_IS_STAT_LAYER (self), found);

  frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
  for (guint i = 0; self->features != NULL && i < self->features->len; i++)
    {
      KmzbStatFeature *feature = g_ptr_array_index (self->features, i);
      KmzbBox box = feature->shape->box;
      double west, north, east, south;

      place (&frame, (KmzbPoint){ box.north, box.west }, &west, &north);
      place (&frame, (KmzbPoint){ box.south, box.east }, &east, &south);
      if (is_shown (self, feature) && east >= 0 && south >= 0 && west <= frame.width && north <= frame.height)
        g_ptr_array_add (found, kmzb_stat_feature_ref (feature));
    }
  return found;
}
