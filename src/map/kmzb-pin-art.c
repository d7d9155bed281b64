/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pin-art.h"

#include "kmzb-pin-palette.h"

#include <cairo.h>
#include <math.h>

/* All art is drawn on a board of 48 units and scaled to the side asked for. */
#define BOARD 48.0
#define MIDDLE (BOARD / 2)

static void
set_color (cairo_t *cr, const GdkRGBA *color)
{
  gdk_cairo_set_source_rgba (cr, color);
}

/* The white outline that lifts a shape off any ground, with a hair of navy around it for white ground. Keeps the
 * path. */
static void
outline (cairo_t *cr)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  set_color (cr, &kmzb_pin_palette_get ()->edge);
  cairo_set_line_width (cr, 9);
  cairo_stroke_preserve (cr);
  set_color (cr, &kmzb_pin_palette_get ()->sheet);
  cairo_set_line_width (cr, 6.5);
  cairo_stroke_preserve (cr);
}

static void
circle (cairo_t *cr, double radius)
{
  cairo_new_path (cr);
  cairo_arc (cr, MIDDLE, MIDDLE, radius, 0, 2 * G_PI);
  cairo_close_path (cr);
}

static void
triangle (cairo_t *cr, double angle)
{
  cairo_new_path (cr);
  for (int i = 0; i < 3; i++)
    {
      double a = angle + i * 2 * G_PI / 3;

      cairo_line_to (cr, MIDDLE + 20.5 * cos (a), MIDDLE + 20.5 * sin (a));
    }
  cairo_close_path (cr);
}

static void
fill_rounded (cairo_t *cr, const GdkRGBA *color)
{
  set_color (cr, color);
  cairo_set_line_width (cr, 2);
  cairo_stroke_preserve (cr);
  cairo_fill (cr);
}

static void
draw_status (cairo_t *cr, KmzbStatus status)
{
  const GdkRGBA *color = &kmzb_pin_palette_get ()->statuses[status];

  switch (status)
    {
    case KMZB_STATUS_VERIFICATION:
      circle (cr, 16);
      outline (cr);
      set_color (cr, &kmzb_pin_palette_get ()->sheet);
      cairo_fill_preserve (cr);
      set_color (cr, color);
      cairo_set_line_width (cr, 4);
      cairo_stroke (cr);
      cairo_arc (cr, MIDDLE, MIDDLE, 16, G_PI / 2, 3 * G_PI / 2);
      cairo_close_path (cr);
      cairo_fill (cr);
      break;

    case KMZB_STATUS_CONFIRMED:
      cairo_translate (cr, 0, 4);
      triangle (cr, -G_PI / 2);
      outline (cr);
      fill_rounded (cr, color);
      break;

    case KMZB_STATUS_PASSED_ON:
      cairo_translate (cr, -4, 0);
      triangle (cr, 0);
      outline (cr);
      fill_rounded (cr, color);
      break;

    case KMZB_STATUS_NOT_CONFIRMED:
      circle (cr, 14.5);
      outline (cr);
      set_color (cr, &kmzb_pin_palette_get ()->sheet);
      cairo_fill_preserve (cr);
      set_color (cr, color);
      cairo_set_line_width (cr, 6);
      cairo_stroke (cr);
      break;

    case KMZB_STATUS_ELIMINATED:
      cairo_new_path (cr);
      cairo_move_to (cr, 8.5, 25);
      cairo_line_to (cr, 20, 36.5);
      cairo_line_to (cr, 39.5, 12.5);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      set_color (cr, &kmzb_pin_palette_get ()->edge);
      cairo_set_line_width (cr, 17);
      cairo_stroke_preserve (cr);
      set_color (cr, &kmzb_pin_palette_get ()->sheet);
      cairo_set_line_width (cr, 14.5);
      cairo_stroke_preserve (cr);
      set_color (cr, color);
      cairo_set_line_width (cr, 8.5);
      cairo_stroke (cr);
      break;

    case KMZB_STATUS_NEW:
    case KMZB_STATUS_MISTAKE:
    default:
      circle (cr, 16);
      outline (cr);
      set_color (cr, color);
      cairo_fill (cr);
      break;
    }
}

/* A drop with its tip in the middle of the lower edge. */
static void
drop (cairo_t *cr)
{
  cairo_new_path (cr);
  cairo_move_to (cr, MIDDLE, 43);
  cairo_curve_to (cr, 20, 35, 10, 29, 10, 18.5);
  cairo_arc (cr, MIDDLE, 18.5, 14, G_PI, 2 * G_PI);
  cairo_curve_to (cr, 38, 29, 28, 35, MIDDLE, 43);
  cairo_close_path (cr);
}

static void
draw_pin (cairo_t *cr, KmzbPin pin)
{
  switch (pin)
    {
    case KMZB_PIN_HOME:
      /* A navy plate in an amber ring, with a standing person: you are here. */
      circle (cr, 19);
      set_color (cr, &kmzb_pin_palette_get ()->edge);
      cairo_set_line_width (cr, 9);
      cairo_stroke_preserve (cr);
      set_color (cr, &kmzb_pin_palette_get ()->sheet);
      cairo_set_line_width (cr, 7);
      cairo_stroke_preserve (cr);
      set_color (cr, &kmzb_pin_palette_get ()->accent);
      cairo_set_line_width (cr, 4.5);
      cairo_stroke_preserve (cr);
      set_color (cr, &kmzb_pin_palette_get ()->plate);
      cairo_fill (cr);
      set_color (cr, &kmzb_pin_palette_get ()->sheet);
      cairo_arc (cr, MIDDLE, 15.5, 4.6, 0, 2 * G_PI);
      cairo_fill (cr);
      cairo_move_to (cr, 15.5, 35);
      cairo_line_to (cr, 15.5, 29.5);
      cairo_arc (cr, 22, 29.5, 6.5, G_PI, 3 * G_PI / 2);
      cairo_arc (cr, 26, 29.5, 6.5, 3 * G_PI / 2, 2 * G_PI);
      cairo_line_to (cr, 32.5, 35);
      cairo_close_path (cr);
      cairo_fill (cr);
      break;

    case KMZB_PIN_OWN:
      circle (cr, 17);
      outline (cr);
      set_color (cr, &kmzb_pin_palette_get ()->plate);
      cairo_fill (cr);
      set_color (cr, &kmzb_pin_palette_get ()->sheet);
      cairo_set_line_width (cr, 3);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_arc (cr, MIDDLE, MIDDLE, 11, 0, 2 * G_PI);
      cairo_stroke (cr);
      cairo_move_to (cr, MIDDLE, 17);
      cairo_line_to (cr, MIDDLE, 24.5);
      cairo_line_to (cr, 29.5, 27.5);
      cairo_stroke (cr);
      break;

    case KMZB_PIN_CENTER:
    default:
      drop (cr);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      set_color (cr, &kmzb_pin_palette_get ()->sheet);
      cairo_set_line_width (cr, 6);
      cairo_stroke_preserve (cr);
      set_color (cr, &kmzb_pin_palette_get ()->plate);
      cairo_set_line_width (cr, 3);
      cairo_stroke_preserve (cr);
      set_color (cr, &kmzb_pin_palette_get ()->accent);
      cairo_fill (cr);
      cairo_arc (cr, MIDDLE, 18.5, 5.5, 0, 2 * G_PI);
      set_color (cr, &kmzb_pin_palette_get ()->plate);
      cairo_fill (cr);
      break;
    }
}

typedef struct
{
  cairo_surface_t *surface;
  cairo_t *cr;
} Board;

static Board
board_open (int side, int scale_factor)
{
  Board board;
  int pixels = side * scale_factor;

  board.surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pixels, pixels);
  board.cr = cairo_create (board.surface);
  cairo_scale (board.cr, pixels / BOARD, pixels / BOARD);
  return board;
}

static GdkTexture *
board_close (Board board)
{
  int side = cairo_image_surface_get_width (board.surface);
  int stride = cairo_image_surface_get_stride (board.surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_destroy (board.cr);
  cairo_surface_flush (board.surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (board.surface), (gsize) stride * (gsize) side);
  cairo_surface_destroy (board.surface);
  return gdk_memory_texture_new (side, side, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

/**
 * kmzb_pin_art_status:
 * @side: in application pixels, outline included
 * @scale_factor: device pixels to an application pixel
 *
 * A status as the map shows it, by shape and colour; for legends too.
 *
 * Returns: (transfer full):
 */
GdkTexture *
kmzb_pin_art_status (KmzbStatus status, int side, int scale_factor)
{
  Board board;

  g_return_val_if_fail (status < KMZB_N_STATUSES, NULL);

  board = board_open (side, scale_factor);
  draw_status (board.cr, status);
  return board_close (board);
}

GdkTexture *
kmzb_pin_art_pin (KmzbPin pin, int side, int scale_factor)
{
  Board board = board_open (side, scale_factor);

  draw_pin (board.cr, pin);
  return board_close (board);
}

/**
 * kmzb_pin_art_threat:
 *
 * What a threat's category is drawn on: a white disc in a ring of the status's colour, with the status by its shape at
 * the upper right. The picture of the category goes into the middle half.
 *
 * Returns: (transfer full):
 */
GdkTexture *
kmzb_pin_art_threat (KmzbStatus status, int side, int scale_factor)
{
  Board board = board_open (side, scale_factor);
  cairo_t *cr = board.cr;

  cairo_translate (cr, BOARD * KMZB_PIN_ART_ICON_DX, BOARD * KMZB_PIN_ART_ICON_DY);
  circle (cr, 18.5);
  set_color (cr, &kmzb_pin_palette_get ()->edge);
  cairo_set_line_width (cr, 6.5);
  cairo_stroke_preserve (cr);
  set_color (cr, &kmzb_pin_palette_get ()->sheet);
  cairo_set_line_width (cr, 5);
  cairo_stroke_preserve (cr);
  cairo_fill_preserve (cr);
  set_color (cr, &kmzb_pin_palette_get ()->statuses[status]);
  cairo_set_line_width (cr, 3);
  cairo_stroke (cr);

  /* The shape at half its size, its middle on the ring. */
  cairo_identity_matrix (cr);
  cairo_scale (cr, side * scale_factor / BOARD, side * scale_factor / BOARD);
  cairo_translate (cr, 36.5, 11.5);
  cairo_scale (cr, 0.46, 0.46);
  cairo_translate (cr, -MIDDLE, -MIDDLE);
  draw_status (cr, status);
  return board_close (board);
}

/**
 * kmzb_pin_art_cluster:
 * @palette: the colours of now, when it is drawn on a worker a copy
 * @shares: how many parts of the ring each status has
 * @total: of so many parts
 * @number: what it counts, in the middle
 *
 * The plate of a cluster with its number, in a ring that shows the mix of statuses: clockwise from the top, what is
 * confirmed first. From any thread.
 *
 * Returns: (transfer full):
 */
GdkTexture *
kmzb_pin_art_cluster (const KmzbPinPalette *palette,
                      const guint shares[KMZB_N_STATUSES],
                      guint total,
                      PangoLayout *number,
                      int side,
                      int scale_factor)
{
  static const KmzbStatus order[] = {
    KMZB_STATUS_CONFIRMED, KMZB_STATUS_PASSED_ON,     KMZB_STATUS_VERIFICATION,
    KMZB_STATUS_NEW,       KMZB_STATUS_NOT_CONFIRMED, KMZB_STATUS_ELIMINATED,
  };
  Board board = board_open (side, scale_factor);
  cairo_t *cr = board.cr;
  double angle = -G_PI / 2;
  guint n_statuses = 0;
  int width, height;

  circle (cr, 23.5);
  set_color (cr, &palette->edge);
  cairo_fill (cr);
  circle (cr, 22.8);
  set_color (cr, &palette->sheet);
  cairo_fill (cr);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      double next = angle + 2 * G_PI * shares[order[i]] / total;

      if (shares[order[i]] == 0)
        continue;
      n_statuses++;
      set_color (cr, &palette->statuses[order[i]]);
      cairo_set_line_width (cr, 5);
      cairo_new_path (cr);
      cairo_arc (cr, MIDDLE, MIDDLE, 19.3, angle, next);
      cairo_stroke (cr);
      angle = next;
    }
  /* White lines between them, and to the plate, for whoever sees the colours as one. */
  angle = -G_PI / 2;
  set_color (cr, &palette->sheet);
  cairo_set_line_width (cr, 1.2);
  for (guint i = 0; n_statuses > 1 && i < G_N_ELEMENTS (order); i++)
    {
      if (shares[order[i]] == 0)
        continue;
      cairo_move_to (cr, MIDDLE + 16 * cos (angle), MIDDLE + 16 * sin (angle));
      cairo_line_to (cr, MIDDLE + 22.5 * cos (angle), MIDDLE + 22.5 * sin (angle));
      cairo_stroke (cr);
      angle += 2 * G_PI * shares[order[i]] / total;
    }
  circle (cr, 15.8);
  set_color (cr, &palette->plate);
  cairo_fill (cr);

  pango_layout_get_pixel_size (number, &width, &height);
  cairo_identity_matrix (cr);
  cairo_scale (cr, scale_factor, scale_factor);
  cairo_move_to (cr, round ((side - width) / 2.0), round ((side - height) / 2.0));
  cairo_set_source_rgb (cr, 1, 1, 1);
  pango_cairo_show_layout (cr, number);
  return board_close (board);
}
