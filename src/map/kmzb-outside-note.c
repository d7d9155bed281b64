/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words where the map ends, and where it cannot be read. */
#include "kmzb-outside-note.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARGIN 12.0f
#define PADDING_X 20.0f
#define PADDING_Y 12.0f
#define RADIUS 12.0f
#define LOW 0.73f
#define WIDE_EM 16 /* a note of more words than two */

/* The look of what lies outside the map. Returns: (transfer full): a square that repeats */
GdkTexture *
kmzb_outside_note_draw_pattern (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, KMZB_OUTSIDE_PATTERN_SIDE, KMZB_OUTSIDE_PATTERN_SIDE);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;
  int stride;

  /* The ground colour of the booth with fine diagonal lines: paper, not an error. */
  cairo_set_source_rgb (cr, 0xEE / 255.0, 0xF2 / 255.0, 0xF7 / 255.0);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0xDD / 255.0, 0xE4 / 255.0, 0xEC / 255.0);
  cairo_set_line_width (cr, 2);
  for (int i = -1; i <= 1; i++)
    {
      cairo_move_to (cr, i * KMZB_OUTSIDE_PATTERN_SIDE - 4, KMZB_OUTSIDE_PATTERN_SIDE + 4);
      cairo_line_to (cr, (i + 1) * KMZB_OUTSIDE_PATTERN_SIDE + 4, -4);
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * KMZB_OUTSIDE_PATTERN_SIDE);
  cairo_surface_destroy (surface);
  return gdk_memory_texture_new (KMZB_OUTSIDE_PATTERN_SIDE, KMZB_OUTSIDE_PATTERN_SIDE, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

/**
 * kmzb_outside_note_find_rooms:
 * @inside: what the map shows; may reach beyond @view
 * @rooms: (out): the largest part of @view on one side of it, and the one on the other side
 *
 * Both, because controls may stand over either.
 *
 * Returns: how many there are
 */
guint
kmzb_outside_note_find_rooms (const graphene_rect_t *view, const graphene_rect_t *inside, graphene_rect_t rooms[2])
{
  float left = view->origin.x, top = view->origin.y;
  float right = left + view->size.width, bottom = top + view->size.height;
  float west = CLAMP (inside->origin.x, left, right), east = CLAMP (inside->origin.x + inside->size.width, left, right);
  float north = CLAMP (inside->origin.y, top, bottom);
  float south = CLAMP (inside->origin.y + inside->size.height, top, bottom);
  /* Each beside its opposite. */
  const graphene_rect_t sides[] = {
    GRAPHENE_RECT_INIT (left, top, west - left, bottom - top),
    GRAPHENE_RECT_INIT (east, top, right - east, bottom - top),
    GRAPHENE_RECT_INIT (left, top, right - left, north - top),
    GRAPHENE_RECT_INIT (left, south, right - left, bottom - south),
  };
  float best = 0;
  guint largest = 0;

  /* Nothing at all: once, in the middle. */
  if (west >= east || north >= south)
    {
      rooms[0] = *view;
      return 1;
    }
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    if (sides[i].size.width * sides[i].size.height > best)
      {
        best = sides[i].size.width * sides[i].size.height;
        largest = i;
      }
  if (best == 0)
    return 0;
  rooms[0] = sides[largest];
  rooms[1] = sides[largest ^ 1];
  return rooms[1].size.width * rooms[1].size.height > 0 ? 2 : 1;
}

static GdkRGBA
get_color (GtkWidget *widget, const char *name, GdkRGBA fallback)
{
  GdkRGBA color;

  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color) ? color : fallback;
}

/* In the middle of @room, above or below the map. Beside it, near its edge, as it speaks of that, and low: the middle of
 * the screen's edges is where controls stand. */
static graphene_point_t
want_place (const graphene_rect_t *room, const graphene_rect_t *inside, const graphene_size_t *size)
{
  float x = room->origin.x + (room->size.width - size->width) / 2;
  float y = room->origin.y + (room->size.height - size->height) / 2;
  gboolean before = inside != NULL && room->origin.x + room->size.width <= inside->origin.x;
  gboolean behind = inside != NULL && room->origin.x >= inside->origin.x + inside->size.width;

  if (before)
    x = MAX (x, room->origin.x + room->size.width - 2 * MARGIN - size->width);
  if (behind)
    x = MIN (x, room->origin.x + 2 * MARGIN);
  if (before != behind)
    y = room->origin.y + (room->size.height - size->height) * LOW;
  return GRAPHENE_POINT_INIT (x, y);
}

static gboolean
is_free (const graphene_rect_t *box, const graphene_rect_t *covers, guint n_covers)
{
  graphene_rect_t around;

  /* A pixel less than the margin: places beside a cover are reckoned to a fraction. */
  graphene_rect_inset_r (box, 1 - MARGIN, 1 - MARGIN, &around);
  for (guint i = 0; i < n_covers; i++)
    if (graphene_rect_intersection (&around, &covers[i], NULL))
      return FALSE;
  return TRUE;
}

/* Where a box of @size might begin on one axis: as wanted, at the room's ends, before and behind each cover. */
static GArray *
list_starts (float wanted, float from, float to, const graphene_rect_t *covers, guint n_covers, float size, gboolean upright)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (float));
  float first = CLAMP (wanted, from, to);

  g_array_append_val (starts, first);
  g_array_append_val (starts, from);
  g_array_append_val (starts, to);
  for (guint i = 0; i < n_covers; i++)
    {
      float start = upright ? covers[i].origin.y : covers[i].origin.x;
      float end = start + (upright ? covers[i].size.height : covers[i].size.width);
      float sides[] = { start - MARGIN - size, end + MARGIN };

      for (guint j = 0; j < G_N_ELEMENTS (sides); j++)
        if (sides[j] >= from && sides[j] <= to)
          g_array_append_val (starts, sides[j]);
    }
  return starts;
}

/**
 * kmzb_outside_note_find_place:
 * @covers: (array length=n_covers): what lies over the map
 * @place: (inout): where a box of @size should begin
 *
 * Finds the nearest place in @room where nothing covers the box.
 *
 * Returns: %FALSE where there is none
 */
gboolean
kmzb_outside_note_find_place (const graphene_rect_t *room,
                              const graphene_rect_t *covers,
                              guint n_covers,
                              const graphene_size_t *size,
                              graphene_point_t *place)
{
  float left = room->origin.x + MARGIN, right = room->origin.x + room->size.width - MARGIN - size->width;
  float top = room->origin.y + MARGIN, bottom = room->origin.y + room->size.height - MARGIN - size->height;
  graphene_point_t wanted = *place;
  float best = INFINITY;
  g_autoptr (GArray) xs = NULL;
  g_autoptr (GArray) ys = NULL;

  if (right < left || bottom < top)
    return FALSE;
  xs = list_starts (wanted.x, left, right, covers, n_covers, size->width, FALSE);
  ys = list_starts (wanted.y, top, bottom, covers, n_covers, size->height, TRUE);
  for (guint i = 0; i < xs->len; i++)
    for (guint j = 0; j < ys->len; j++)
      {
        float x = g_array_index (xs, float, i), y = g_array_index (ys, float, j);
        float far = hypotf (x - wanted.x, y - wanted.y);
        graphene_rect_t box = GRAPHENE_RECT_INIT (x, y, size->width, size->height);

        if (far >= best || !is_free (&box, covers, n_covers))
          continue;
        best = far;
        graphene_point_init (place, roundf (x), roundf (y));
      }
  return best < INFINITY;
}

/* One plate with words, somewhere free in @room; %FALSE where it fits nowhere. */
static gboolean
snapshot_plate (GtkWidget *widget,
                GtkSnapshot *snapshot,
                PangoLayout *layout,
                const graphene_rect_t *room,
                const graphene_rect_t *inside,
                GArray *covers)
{
  GdkRGBA sheet = get_color (widget, "kmzb_sheet", (GdkRGBA){ 1, 1, 1, 1 });
  GdkRGBA text = get_color (widget, "kmzb_text", (GdkRGBA){ 0.08f, 0.13f, 0.18f, 1 });
  graphene_point_t place;
  graphene_rect_t box;
  GskRoundedRect plate;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  graphene_rect_init (&box, 0, 0, (float) width + 2 * PADDING_X, (float) height + 2 * PADDING_Y);
  place = want_place (room, inside, &box.size);
  if (!kmzb_outside_note_find_place (room, (const graphene_rect_t *) (gpointer) covers->data, covers->len, &box.size,
                                     &place))
    return FALSE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &place);
  gsk_rounded_rect_init_from_rect (&plate, &box, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &plate);
  gtk_snapshot_append_color (snapshot, &sheet, &box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (PADDING_X, PADDING_Y));
  gtk_snapshot_append_layout (snapshot, layout, &text);
  gtk_snapshot_restore (snapshot);
  return TRUE;
}

static void
snapshot_in (GtkWidget *widget,
             GtkSnapshot *snapshot,
             const graphene_rect_t *room,
             const graphene_rect_t *inside,
             GArray *covers)
{
  /* Translators: written where the map ends, on ground that the booth's map does not show */
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, _ ("Outside the map"));
  int width;

  if (snapshot_plate (widget, snapshot, layout, room, inside, covers))
    return;
  /* A word a line, where the strip is narrow. */
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_width (layout, 0);
  pango_layout_get_pixel_size (layout, &width, NULL);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  snapshot_plate (widget, snapshot, layout, room, inside, covers);
}

/* Where the shown @covers are, as @widget counts. */
static GArray *
measure_covers (GtkWidget *widget, GPtrArray *covers)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));

  for (guint i = 0; i < covers->len; i++)
    {
      graphene_rect_t box;

      if (gtk_widget_get_mapped (covers->pdata[i]) && gtk_widget_compute_bounds (covers->pdata[i], widget, &box))
        g_array_append_val (boxes, box);
    }
  return boxes;
}

/* Says on either side of @inside, where @widget shows ground beyond it, that the map ends there; nothing where no word
 * would fit. @covers: (element-type GtkWidget): what lies over @widget */
void
kmzb_outside_note_snapshot (GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *inside, GPtrArray *covers)
{
  graphene_rect_t view
      = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  graphene_rect_t rooms[2];
  guint n_rooms = kmzb_outside_note_find_rooms (&view, inside, rooms);
  g_autoptr (GArray) boxes = n_rooms > 0 ? measure_covers (widget, covers) : NULL;

  for (guint i = 0; i < n_rooms; i++)
    snapshot_in (widget, snapshot, &rooms[i], inside, boxes);
}

/* Says in @unread, ground within the map, that its pictures can't be read: they are not missing, the file is broken. */
void
kmzb_outside_note_snapshot_unread (GtkWidget *widget,
                                   GtkSnapshot *snapshot,
                                   const graphene_rect_t *unread,
                                   GPtrArray *covers)
{
  /* Translators: written over a part of the map whose file is damaged */
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (
      widget, _ ("We can’t read this part of the map. Please tell the officer."));
  graphene_rect_t room
      = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  g_autoptr (GArray) boxes = measure_covers (widget, covers);
  PangoContext *context = pango_layout_get_context (layout);
  int em = pango_font_description_get_size (pango_context_get_font_description (context));

  if (!graphene_rect_intersection (&room, unread, &room))
    return;
  if (!pango_font_description_get_size_is_absolute (pango_context_get_font_description (context)))
    em = (int) (em * pango_cairo_context_get_resolution (context) / 72);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  pango_layout_set_width (layout, MIN (em * WIDE_EM, (int) (room.size.width - 2 * (MARGIN + PADDING_X)) * PANGO_SCALE));
  snapshot_plate (widget, snapshot, layout, &room, NULL, boxes);
}
