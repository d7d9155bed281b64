/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-stat-art.h"

#include "kmzb-camera.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* Areas of three sources lie over each other, and the map is read through all of them. */
#define FILL 0.08
#define LINE_PX 8.0
#define POINT_PX 11.0
#define LABEL_PX 20
#define LABEL_PADDING 8
/* Between a point and its number. */
#define LABEL_GAP 6
#define SHORT_UNIT 2
/* How far a number may move away from under a pin. */
#define LABEL_STEP_PX 16
#define LABEL_RINGS 4

/* Each source has its colour, and its stroke for whoever does not tell colours apart: whole, dashed, dotted. */
static const struct
{
  const char *name;
  GdkRGBA color;
  double dashes[2];
  int n_dashes;
} styles[KMZB_N_STAT_SOURCES] = {
  [KMZB_STAT_POLICE] = { "kmzb_stat_police", { 0.07f, 0.19f, 0.36f, 1 }, { 0 }, 0 },
  [KMZB_STAT_CONSULTATION] = { "kmzb_stat_consultation", { 0.00f, 0.41f, 0.36f, 1 }, { 18, 14 }, 2 },
  [KMZB_STAT_DEBATE] = { "kmzb_stat_debate", { 0.55f, 0.24f, 0.00f, 1 }, { 0.1, 14 }, 2 },
};

static void
look_up (GtkWidget *widget, const char *name, GdkRGBA fallback, GdkRGBA *color)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color))
    *color = fallback;
}

/* The colours of the style sheet that @widget lives under. */
void
kmzb_stat_palette_init (KmzbStatPalette *palette, GtkWidget *widget)
{
  for (guint i = 0; i < KMZB_N_STAT_SOURCES; i++)
    look_up (widget, styles[i].name, styles[i].color, &palette->sources[i]);
  look_up (widget, "kmzb_sheet", (GdkRGBA){ 1, 1, 1, 1 }, &palette->sheet);
  look_up (widget, "kmzb_text", (GdkRGBA){ 0.08f, 0.13f, 0.18f, 1 }, &palette->text);
}

/* A number as a visitor reads it, with one decimal place where it is not whole. */
char *
kmzb_stat_value_to_text (double value)
{
  gboolean whole = fabs (value - round (value)) < 0.05;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_auto (GStrv) parts = NULL;

  g_ascii_formatd (digits, sizeof digits, whole || fabs (value) >= 1e15 ? "%.0f" : "%.1f", value);
  parts = g_strsplit (digits, ".", 2);
  /* Translators: what stands between a number and its decimals: "," in most languages */
  return g_strjoinv (C_ ("decimal point", "."), parts);
}

typedef struct
{
  cairo_t *cr;
  const KmzbStatPalette *palette;
  KmzbPictureFrame frame;
  double world;
  PangoLayout *layout;
  GArray *taken; /* graphene_rect_t: where numbers stand */
  GArray *pins;  /* (nullable), the same: what will stand over it all */
} Painter;

static void
set_color (cairo_t *cr, const GdkRGBA *color, double alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * alpha);
}

static void
place (const Painter *painter, KmzbPoint point, double *x, double *y)
{
  *x = kmzb_geo_tile_x (point.lon, 0) * painter->world - (double) painter->frame.left;
  *y = kmzb_geo_tile_y (point.lat, 0) * painter->world - (double) painter->frame.top;
}

static gboolean
is_in_frame (const Painter *painter, const KmzbShape *shape)
{
  double west, north, east, south;

  place (painter, (KmzbPoint){ shape->box.north, shape->box.west }, &west, &north);
  place (painter, (KmzbPoint){ shape->box.south, shape->box.east }, &east, &south);
  return east >= -LINE_PX && south >= -LINE_PX && west <= painter->frame.width + LINE_PX
         && north <= painter->frame.height + LINE_PX;
}

static void
trace (const Painter *painter, const KmzbShape *shape)
{
  cairo_new_path (painter->cr);
  for (guint part = 0; part < shape->n_parts; part++)
    {
      cairo_new_sub_path (painter->cr);
      for (guint i = shape->parts[part]; i < shape->parts[part + 1]; i++)
        {
          double x, y;

          place (painter, shape->points[i], &x, &y);
          if (shape->kind == KMZB_SHAPE_POINT)
            {
              cairo_new_sub_path (painter->cr);
              cairo_arc (painter->cr, x, y, POINT_PX, 0, 2 * G_PI);
            }
          else
            cairo_line_to (painter->cr, x, y);
        }
      if (shape->kind == KMZB_SHAPE_POLYGON)
        cairo_close_path (painter->cr);
    }
}

static void
paint_shape (const Painter *painter, const KmzbStatFeature *feature)
{
  const GdkRGBA *color = &painter->palette->sources[feature->source];
  double width = feature->shape->kind == KMZB_SHAPE_LINE ? LINE_PX : LINE_PX / 2;
  cairo_t *cr = painter->cr;

  trace (painter, feature->shape);
  if (feature->shape->kind == KMZB_SHAPE_POLYGON)
    {
      set_color (cr, color, FILL);
      cairo_fill_preserve (cr);
    }
  set_color (cr, &painter->palette->sheet, 0.9);
  cairo_set_line_width (cr, width + 4);
  cairo_stroke_preserve (cr);
  set_color (cr, color, 1);
  if (feature->shape->kind == KMZB_SHAPE_POINT)
    {
      cairo_fill (cr);
      return;
    }
  cairo_set_line_width (cr, width);
  cairo_set_dash (cr, styles[feature->source].dashes, styles[feature->source].n_dashes, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Where a feature's number stands: at a point, half way along its longest line, in the middle of its longest row. */
static void
find_anchor (const Painter *painter, const KmzbShape *shape, double *x, double *y)
{
  double longest = -1;

  *x = *y = 0;
  if (shape->kind == KMZB_SHAPE_POLYGON)
    {
      KmzbPoint middle = kmzb_box_center (shape->box);
      double begin = shape->box.west, step = (shape->box.east - shape->box.west) / 64;
      KmzbPoint best = middle;

      /* The widest stretch of the middle row that is inside: never in a hole, nor beside a crooked shape. */
      for (double lon = begin; lon <= shape->box.east + step / 2; lon += step)
        if (step <= 0 || !kmzb_shape_contains (shape, (KmzbPoint){ middle.lat, lon }))
          {
            begin = lon + step;
            if (step <= 0)
              break;
          }
        else if (lon - begin > longest)
          {
            longest = lon - begin;
            best.lon = (lon + begin) / 2;
          }
      place (painter, best, x, y);
      return;
    }
  for (guint part = 0; part < shape->n_parts; part++)
    {
      double length = 0, walked = 0, ax, ay, bx, by;
      guint first = shape->parts[part], end = shape->parts[part + 1];

      for (guint i = first; i + 1 < end; i++)
        {
          place (painter, shape->points[i], &ax, &ay);
          place (painter, shape->points[i + 1], &bx, &by);
          length += hypot (bx - ax, by - ay);
        }
      if (length <= longest)
        continue;
      longest = length;
      place (painter, shape->points[first], x, y);
      for (guint i = first; i + 1 < end && walked < length / 2; i++)
        {
          double piece, t;

          place (painter, shape->points[i], &ax, &ay);
          place (painter, shape->points[i + 1], &bx, &by);
          piece = hypot (bx - ax, by - ay);
          t = piece > 0 ? MIN (1.0, (length / 2 - walked) / piece) : 0;
          *x = ax + t * (bx - ax);
          *y = ay + t * (by - ay);
          walked += piece;
        }
    }
}

static gboolean
is_free (const GArray *rects, const graphene_rect_t *plate)
{
  for (guint i = 0; rects != NULL && i < rects->len; i++)
    if (graphene_rect_intersection (plate, &g_array_index (rects, graphene_rect_t, i), NULL))
      return FALSE;
  return TRUE;
}

/* Moves @plate from under a pin, no further than where it can be told what it belongs to. To another number it yields:
 * of two numbers side by side nobody knows whose they are. */
static gboolean
find_room (const Painter *painter, graphene_rect_t *plate)
{
  static const int dx[] = { 1, -1, 0, 0, 1, -1, 1, -1 }, dy[] = { 0, 0, -1, 1, -1, -1, 1, 1 };
  const graphene_rect_t wished = *plate;

  if (!is_free (painter->taken, plate) || is_free (painter->pins, plate))
    return is_free (painter->taken, plate);
  for (int ring = 1; ring <= LABEL_RINGS; ring++)
    for (gsize side = 0; side < G_N_ELEMENTS (dx); side++)
      {
        *plate = wished;
        graphene_rect_offset (plate, (float) (dx[side] * ring * LABEL_STEP_PX), (float) (dy[side] * ring * LABEL_STEP_PX));
        if (is_free (painter->pins, plate) && is_free (painter->taken, plate))
          return TRUE;
      }
  return FALSE;
}

/* Writes the number on a plate, at its place, or near by where that is under a pin. */
static void
paint_label (Painter *painter, const KmzbStatFeature *feature)
{
  g_autofree char *number = kmzb_stat_value_to_text (feature->value);
  /* A unit as short as % stands beside its number, words are for the sheet. */
  gboolean is_short = feature->unit != NULL && g_utf8_strlen (feature->unit, -1) <= SHORT_UNIT;
  g_autofree char *value = g_strjoin (is_short ? "\u00a0" : "", number, is_short ? feature->unit : "", NULL);
  cairo_t *cr = painter->cr;
  graphene_rect_t plate;
  double x, y;
  int width, height;

  find_anchor (painter, feature->shape, &x, &y);
  pango_layout_set_text (painter->layout, value, -1);
  pango_layout_get_pixel_size (painter->layout, &width, &height);
  if (feature->shape->kind == KMZB_SHAPE_POINT)
    y += POINT_PX + LABEL_GAP + height / 2.0;
  graphene_rect_init (&plate, (float) round (x - width / 2.0 - LABEL_PADDING), (float) round (y - height / 2.0 - 2),
                      (float) (width + 2 * LABEL_PADDING), (float) (height + 4));
  if (!find_room (painter, &plate))
    return;
  g_array_append_val (painter->taken, plate);

  cairo_rectangle (cr, (double) plate.origin.x, (double) plate.origin.y, (double) plate.size.width,
                   (double) plate.size.height);
  set_color (cr, &painter->palette->sheet, 1);
  cairo_fill_preserve (cr);
  set_color (cr, &painter->palette->sources[feature->source], 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  set_color (cr, &painter->palette->text, 1);
  cairo_move_to (cr, (double) plate.origin.x + LABEL_PADDING, (double) plate.origin.y + 2);
  pango_cairo_show_layout (cr, painter->layout);
}

/* Areas below lines below points. */
static int
compare_for_shapes (gconstpointer a, gconstpointer b)
{
  const KmzbStatFeature *fa = *(KmzbStatFeature *const *) a, *fb = *(KmzbStatFeature *const *) b;

  if (fa->shape->kind != fb->shape->kind)
    return fa->shape->kind < fb->shape->kind ? 1 : -1;
  return strcmp (fa->id, fb->id);
}

/* The largest number has the first choice of a place. */
static int
compare_for_labels (gconstpointer a, gconstpointer b)
{
  const KmzbStatFeature *fa = *(KmzbStatFeature *const *) a, *fb = *(KmzbStatFeature *const *) b;

  if (fa->value != fb->value)
    return fa->value < fb->value ? 1 : -1;
  return strcmp (fa->id, fb->id);
}

static GdkTexture *
to_texture (cairo_surface_t *surface)
{
  int stride = cairo_image_surface_get_stride (surface), height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height, GDK_MEMORY_DEFAULT, bytes,
                                 (gsize) stride);
}

/* A sample of how @source is drawn: its line and its point, for a legend. Returns: (transfer full): */
GdkTexture *
kmzb_stat_art_chip (const KmzbStatPalette *palette, KmzbStatSource source, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  GdkTexture *texture;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  set_color (cr, &palette->sources[source], FILL);
  cairo_paint (cr);
  set_color (cr, &palette->sources[source], 1);
  cairo_set_line_width (cr, LINE_PX);
  cairo_set_dash (cr, styles[source].dashes, styles[source].n_dashes, 0);
  cairo_move_to (cr, LINE_PX, height / 2.0);
  cairo_line_to (cr, width - LINE_PX, height / 2.0);
  cairo_stroke (cr);
  cairo_destroy (cr);
  texture = to_texture (surface);
  cairo_surface_destroy (surface);
  return texture;
}

/**
 * kmzb_stat_art_picture:
 * @features: (element-type KmzbStatFeature)
 * @pins: (nullable) (element-type graphene_rect_t): what will be drawn over the picture; no number stands under it
 *
 * The statistics of a part of the map. For a worker.
 *
 * Returns: (transfer full):
 */
GdkTexture *
kmzb_stat_art_picture (const KmzbStatPalette *palette,
                       const PangoFontDescription *font,
                       GPtrArray *features,
                       GArray *pins,
                       KmzbPictureFrame frame,
                       int scale_factor)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, frame.width * scale_factor, frame.height * scale_factor);
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  g_autoptr (PangoFontDescription) bold = pango_font_description_copy (font);
  Painter painter = {
    .cr = cairo_create (surface),
    .palette = palette,
    .frame = frame,
    .world = KMZB_CAMERA_WORLD_PX * exp2 (frame.zoom),
    .taken = taken,
    .pins = pins,
  };
  GdkTexture *texture;

  cairo_scale (painter.cr, scale_factor, scale_factor);
  cairo_set_fill_rule (painter.cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_line_join (painter.cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (painter.cr, CAIRO_LINE_CAP_ROUND);
  pango_font_description_set_weight (bold, PANGO_WEIGHT_BOLD);
  pango_font_description_set_absolute_size (bold, LABEL_PX * PANGO_SCALE);
  painter.layout = pango_cairo_create_layout (painter.cr);
  pango_layout_set_font_description (painter.layout, bold);

  for (guint i = 0; i < features->len; i++)
    if (is_in_frame (&painter, ((KmzbStatFeature *) g_ptr_array_index (features, i))->shape))
      g_ptr_array_add (seen, g_ptr_array_index (features, i));
  g_ptr_array_sort (seen, compare_for_shapes);
  for (guint i = 0; i < seen->len; i++)
    paint_shape (&painter, g_ptr_array_index (seen, i));
  g_ptr_array_sort (seen, compare_for_labels);
  for (guint i = 0; i < seen->len; i++)
    paint_label (&painter, g_ptr_array_index (seen, i));

  g_object_unref (painter.layout);
  cairo_destroy (painter.cr);
  texture = to_texture (surface);
  cairo_surface_destroy (surface);
  return texture;
}
