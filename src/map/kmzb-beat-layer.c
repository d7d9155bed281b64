/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-beat-layer.h"

#include "kmzb-camera.h"

#include <math.h>

/* The outline is seen before its colour: a wide line on a white one, over streets of any colour. */
#define LINE_PX 5.0
#define CASING_PX 11.0
#define FILL 0.08

typedef struct
{
  KmzbArea *beat;
  GdkRGBA line;
  GdkRGBA casing;
} Job;

/**
 * KmzbBeatLayer:
 *
 * What one district officer looks after: the outline of one beat.
 */
struct _KmzbBeatLayer
{
  KmzbPictureLayer parent;

  KmzbArea *beat; /* nullable */
  GdkRGBA line;
  GdkRGBA casing;
};

G_DEFINE_FINAL_TYPE (KmzbBeatLayer, kmzb_beat_layer, KMZB_TYPE_PICTURE_LAYER)

static void
job_free (gpointer data)
{
  Job *job = data;

  kmzb_area_unref (job->beat);
  g_free (job);
}

static gpointer
kmzb_beat_layer_begin (KmzbPictureLayer *layer, KmzbPictureFrame frame)
{
  KmzbBeatLayer *self = KMZB_BEAT_LAYER (layer);
  Job *job;

  if (self->beat == NULL)
    return NULL;
  job = g_new (Job, 1);
  *job = (Job){ kmzb_area_ref (self->beat), self->line, self->casing };
  return job;
}

static void
trace (cairo_t *cr, const KmzbShape *shape, KmzbPictureFrame frame)
{
  double world = KMZB_CAMERA_WORLD_PX * exp2 (frame.zoom);

  for (guint part = 0; part < shape->n_parts; part++)
    {
      for (guint i = shape->parts[part]; i < shape->parts[part + 1]; i++)
        cairo_line_to (cr, kmzb_geo_tile_x (shape->points[i].lon, 0) * world - (double) frame.left,
                       kmzb_geo_tile_y (shape->points[i].lat, 0) * world - (double) frame.top);
      cairo_close_path (cr);
      cairo_new_sub_path (cr);
    }
}

static GdkTexture *
kmzb_beat_layer_draw (gpointer data, KmzbPictureFrame frame, int scale_factor)
{
  const Job *job = data;
  int width = frame.width * scale_factor, height = frame.height * scale_factor;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  int stride;

  cairo_scale (cr, scale_factor, scale_factor);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace (cr, job->beat->shape, frame);
  cairo_set_source_rgba (cr, job->line.red, job->line.green, job->line.blue, FILL);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &job->casing);
  cairo_set_line_width (cr, CASING_PX);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &job->line);
  cairo_set_line_width (cr, LINE_PX);
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
  return texture;
}

static void
look_up (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  GdkRGBA found;

  if (gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &found))
    *color = found;
}

static void
kmzb_beat_layer_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  KmzbBeatLayer *self = KMZB_BEAT_LAYER (widget);
  GdkRGBA line = self->line, casing = self->casing;

  GTK_WIDGET_CLASS (kmzb_beat_layer_parent_class)->css_changed (widget, change);
  look_up (widget, "kmzb_navy", &self->line);
  look_up (widget, "kmzb_sheet", &self->casing);
  if (!gdk_rgba_equal (&line, &self->line) || !gdk_rgba_equal (&casing, &self->casing))
    kmzb_picture_layer_redraw (KMZB_PICTURE_LAYER (self));
}

static void
kmzb_beat_layer_finalize (GObject *object)
{
  g_clear_pointer (&KMZB_BEAT_LAYER (object)->beat, kmzb_area_unref);
  G_OBJECT_CLASS (kmzb_beat_layer_parent_class)->finalize (object);
}

static void
kmzb_beat_layer_class_init (KmzbBeatLayerClass *klass)
{
  KmzbPictureLayerClass *layer_class = KMZB_PICTURE_LAYER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kmzb_beat_layer_finalize;
  GTK_WIDGET_CLASS (klass)->css_changed = kmzb_beat_layer_css_changed;
  layer_class->begin = kmzb_beat_layer_begin;
  layer_class->draw = kmzb_beat_layer_draw;
  layer_class->free_job = job_free;
}

static void
kmzb_beat_layer_init (KmzbBeatLayer *self)
{
  self->line = (GdkRGBA){ 0.07f, 0.19f, 0.36f, 1 };
  self->casing = (GdkRGBA){ 1, 1, 1, 1 };
}

KmzbBeatLayer *
kmzb_beat_layer_new (ShumateViewport *viewport)
{
  return g_object_new (KMZB_TYPE_BEAT_LAYER, "viewport", viewport, NULL);
}

/* @beat: (nullable): drawn from now on */
void
kmzb_beat_layer_set_beat (KmzbBeatLayer *self, KmzbArea *beat)
{
  g_return_if_fail (KMZB_IS_BEAT_LAYER (self));

  if (beat == self->beat)
    return;
  if (beat != NULL)
    kmzb_area_ref (beat);
  g_clear_pointer (&self->beat, kmzb_area_unref);
  self->beat = beat;
  kmzb_picture_layer_clear (KMZB_PICTURE_LAYER (self));
}
