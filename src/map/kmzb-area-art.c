/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-area-art.h"

#include "kmzb-camera.h"

#include <cairo.h>
#include <math.h>

/* One hue from light to dark: told apart by whoever sees no colours, and no alarm. Each step has its pattern as well:
 * hatching where nothing is known, then none, few, more and many dots. */
static const struct
{
  const char *name;
  GdkRGBA color;
} step_colors[KMZB_N_AREA_STEPS] = {
  [KMZB_AREA_TOO_FEW] = { "kmzb_area_too_few", { 0.93f, 0.95f, 0.97f, 0.30f } },
  [KMZB_AREA_CALM] = { "kmzb_area_calm", { 0.94f, 0.92f, 0.99f, 0.40f } },
  [KMZB_AREA_FEWER] = { "kmzb_area_fewer", { 0.63f, 0.52f, 0.85f, 0.40f } },
  [KMZB_AREA_MORE] = { "kmzb_area_more", { 0.44f, 0.28f, 0.72f, 0.46f } },
  [KMZB_AREA_MOST] = { "kmzb_area_most", { 0.28f, 0.12f, 0.52f, 0.56f } },
};

/* Pixels between dots, all of them parts of KMZB_PICTURE_STEP_PX; 0 for none. */
static const struct
{
  int pitch;
  double radius;
} dots[KMZB_N_AREA_STEPS] = {
  [KMZB_AREA_FEWER] = { 32, 2.0 },
  [KMZB_AREA_MORE] = { 16, 2.0 },
  [KMZB_AREA_MOST] = { 12, 2.2 },
};

#define HATCH_PITCH 16

static void
look_up (GtkWidget *widget, const char *name, GdkRGBA fallback, GdkRGBA *color)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color))
    *color = fallback;
}

/* The colours of the style sheet that @widget lives under. */
void
kmzb_area_palette_init (KmzbAreaPalette *palette, GtkWidget *widget)
{
  for (guint i = 0; i < KMZB_N_AREA_STEPS; i++)
    look_up (widget, step_colors[i].name, step_colors[i].color, &palette->steps[i]);
  look_up (widget, "kmzb_area_mark", (GdkRGBA){ 0.07f, 0.13f, 0.24f, 0.60f }, &palette->mark);
  look_up (widget, "kmzb_sheet", (GdkRGBA){ 1, 1, 1, 1 }, &palette->edge);
}

static void
set_color (cairo_t *cr, const GdkRGBA *color, double alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * alpha);
}

/* What is laid over a step's shade, as a surface to be repeated. */
static cairo_pattern_t *
make_pattern (const KmzbAreaPalette *palette, KmzbAreaStep step, cairo_surface_t *like)
{
  int pitch = step == KMZB_AREA_TOO_FEW ? HATCH_PITCH : dots[step].pitch;
  cairo_surface_t *surface
      = cairo_surface_create_similar_image (like, CAIRO_FORMAT_ARGB32, MAX (1, pitch), MAX (1, pitch));
  cairo_t *cr = cairo_create (surface);
  cairo_pattern_t *pattern;

  if (step == KMZB_AREA_TOO_FEW)
    {
      set_color (cr, &palette->mark, 0.6);
      cairo_set_line_width (cr, 1.6);
      for (int shift = -pitch; shift <= pitch; shift += pitch)
        {
          cairo_move_to (cr, shift - 2, pitch + 2);
          cairo_line_to (cr, shift + pitch + 2, -2);
        }
      cairo_stroke (cr);
    }
  else if (pitch > 0)
    {
      set_color (cr, &palette->mark, 0.8);
      cairo_arc (cr, pitch / 2.0, pitch / 2.0, dots[step].radius, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pattern = cairo_pattern_create_for_surface (surface);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_surface_destroy (surface);
  return pattern;
}

typedef struct
{
  cairo_t *cr;
  const KmzbAreaPalette *palette;
  cairo_pattern_t *patterns[KMZB_N_AREA_STEPS];
} Painter;

static void
painter_init (Painter *painter, const KmzbAreaPalette *palette, int width, int height, int scale_factor)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale_factor, height * scale_factor);

  painter->palette = palette;
  painter->cr = cairo_create (surface);
  cairo_scale (painter->cr, scale_factor, scale_factor);
  cairo_set_line_join (painter->cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < KMZB_N_AREA_STEPS; i++)
    painter->patterns[i] = make_pattern (palette, (KmzbAreaStep) i, surface);
  cairo_surface_destroy (surface);
}

static GdkTexture *
painter_finish (Painter *painter)
{
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (painter->cr));
  int stride = cairo_image_surface_get_stride (surface), height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < KMZB_N_AREA_STEPS; i++)
    cairo_pattern_destroy (painter->patterns[i]);
  cairo_destroy (painter->cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height, GDK_MEMORY_DEFAULT, bytes,
                                 (gsize) stride);
}

/* Fills the path as @step, and keeps it. */
static void
fill (Painter *painter, KmzbAreaStep step)
{
  set_color (painter->cr, &painter->palette->steps[step], 1);
  cairo_fill_preserve (painter->cr);
  if (step == KMZB_AREA_CALM)
    return;
  cairo_set_source (painter->cr, painter->patterns[step]);
  cairo_fill_preserve (painter->cr);
}

/* A chip of the legend: @step as it looks on white. */
GdkTexture *
kmzb_area_art_chip (const KmzbAreaPalette *palette, KmzbAreaStep step, int width, int height, int scale_factor)
{
  Painter painter;

  painter_init (&painter, palette, width, height, scale_factor);
  cairo_rectangle (painter.cr, 1, 1, width - 2, height - 2);
  set_color (painter.cr, &palette->edge, 1);
  cairo_fill_preserve (painter.cr);
  fill (&painter, step);
  set_color (painter.cr, &palette->mark, 1);
  cairo_set_line_width (painter.cr, 2);
  cairo_stroke (painter.cr);
  return painter_finish (&painter);
}

static void
paint_cells (Painter *painter, const KmzbAreaStats *stats, KmzbPictureFrame frame)
{
  int level = kmzb_area_stats_get_level (stats);
  double side = KMZB_CAMERA_WORLD_PX * exp2 (frame.zoom - level);
  double n = ldexp (1.0, level);
  int x0 = (int) CLAMP (floor ((double) frame.left / side), 0, n - 1);
  int y0 = (int) CLAMP (floor ((double) frame.top / side), 0, n - 1);
  int x1 = (int) CLAMP (floor ((double) (frame.left + frame.width) / side), 0, n - 1);
  int y1 = (int) CLAMP (floor ((double) (frame.top + frame.height) / side), 0, n - 1);

  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      {
        if (!kmzb_area_stats_has_cell (stats, x, y))
          continue;
        cairo_rectangle (painter->cr, x * side - (double) frame.left, y * side - (double) frame.top, side, side);
        fill (painter, kmzb_area_stats_get_cell_step (stats, x, y));
        set_color (painter->cr, &painter->palette->edge, 0.7);
        cairo_set_line_width (painter->cr, 1.5);
        cairo_stroke (painter->cr);
      }
}

static void
trace (cairo_t *cr, const KmzbShape *shape, KmzbPictureFrame frame)
{
  double world = KMZB_CAMERA_WORLD_PX * exp2 (frame.zoom);

  cairo_new_path (cr);
  for (guint part = 0; part < shape->n_parts; part++)
    {
      for (guint i = shape->parts[part]; i < shape->parts[part + 1]; i++)
        cairo_line_to (cr, kmzb_geo_tile_x (shape->points[i].lon, 0) * world - (double) frame.left,
                       kmzb_geo_tile_y (shape->points[i].lat, 0) * world - (double) frame.top);
      cairo_close_path (cr);
    }
}

static gboolean
is_in_frame (const KmzbShape *shape, KmzbPictureFrame frame)
{
  double world = KMZB_CAMERA_WORLD_PX * exp2 (frame.zoom);

  return kmzb_geo_tile_x (shape->box.east, 0) * world >= (double) frame.left
         && kmzb_geo_tile_x (shape->box.west, 0) * world <= (double) (frame.left + frame.width)
         && kmzb_geo_tile_y (shape->box.south, 0) * world >= (double) frame.top
         && kmzb_geo_tile_y (shape->box.north, 0) * world <= (double) (frame.top + frame.height);
}

static void
paint_areas (Painter *painter, const KmzbAreaStats *stats, KmzbPictureFrame frame)
{
  const KmzbAreaFinder *finder = kmzb_area_stats_get_finder (stats);

  cairo_set_fill_rule (painter->cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; finder != NULL && i < kmzb_area_finder_get_count (finder); i++)
    {
      const KmzbShape *shape = kmzb_area_finder_get (finder, i)->shape;

      if (!is_in_frame (shape, frame))
        continue;
      trace (painter->cr, shape, frame);
      fill (painter, kmzb_area_stats_get_area_step (stats, i));
      set_color (painter->cr, &painter->palette->edge, 0.8);
      cairo_set_line_width (painter->cr, 4.5);
      cairo_stroke_preserve (painter->cr);
      set_color (painter->cr, &painter->palette->mark, 1);
      cairo_set_line_width (painter->cr, 1.8);
      cairo_stroke (painter->cr);
    }
}

/**
 * kmzb_area_art_picture:
 * @bounds: the pack's; nothing is drawn outside
 *
 * All areas of a part of the map. Takes its time: for a worker.
 *
 * Returns: (transfer full):
 */
GdkTexture *
kmzb_area_art_picture (const KmzbAreaPalette *palette,
                       const KmzbAreaStats *stats,
                       KmzbBox bounds,
                       KmzbPictureFrame frame,
                       int scale_factor)
{
  double world = KMZB_CAMERA_WORLD_PX * exp2 (frame.zoom);
  double west = kmzb_geo_tile_x (bounds.west, 0) * world, east = kmzb_geo_tile_x (bounds.east, 0) * world;
  double north = kmzb_geo_tile_y (bounds.north, 0) * world, south = kmzb_geo_tile_y (bounds.south, 0) * world;
  Painter painter;

  painter_init (&painter, palette, frame.width, frame.height, scale_factor);
  cairo_rectangle (painter.cr, west - (double) frame.left, north - (double) frame.top, east - west, south - north);
  cairo_clip (painter.cr);
  paint_cells (&painter, stats, frame);
  paint_areas (&painter, stats, frame);
  return painter_finish (&painter);
}
