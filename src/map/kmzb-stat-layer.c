/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-stat-layer.h"

#include "kmzb-stat-art.h"

#include <string.h>

typedef struct
{
  GPtrArray *features;
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
};

G_DEFINE_FINAL_TYPE (KmzbStatLayer, kmzb_stat_layer, KMZB_TYPE_PICTURE_LAYER)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->features);
  pango_font_description_free (job->font);
  g_free (job);
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
  job = g_new0 (Job, 1);
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

  return kmzb_stat_art_picture (&job->palette, job->font, job->features, frame, scale_factor);
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

static void
kmzb_stat_layer_finalize (GObject *object)
{
  g_clear_pointer (&KMZB_STAT_LAYER (object)->features, g_ptr_array_unref);

  G_OBJECT_CLASS (kmzb_stat_layer_parent_class)->finalize (object);
}

static void
kmzb_stat_layer_class_init (KmzbStatLayerClass *klass)
{
  KmzbPictureLayerClass *layer_class = KMZB_PICTURE_LAYER_CLASS (klass);

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
