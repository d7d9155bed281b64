/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words where the map ends. */
#include "kmzb-outside-note.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARGIN 12.0f
#define PADDING_X 20.0f
#define PADDING_Y 12.0f
#define RADIUS 12.0f
#define LOW 0.73f

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
place_in (const graphene_rect_t *room, const graphene_rect_t *inside, const graphene_size_t *size)
{
  float x = room->origin.x + (room->size.width - size->width) / 2;
  float y = room->origin.y + (room->size.height - size->height) / 2;
  gboolean before = room->origin.x + room->size.width <= inside->origin.x;
  gboolean behind = room->origin.x >= inside->origin.x + inside->size.width;

  if (before)
    x = MAX (x, room->origin.x + room->size.width - 2 * MARGIN - size->width);
  if (behind)
    x = MIN (x, room->origin.x + 2 * MARGIN);
  if (before != behind)
    y = room->origin.y + (room->size.height - size->height) * LOW;
  return GRAPHENE_POINT_INIT (roundf (x), roundf (y));
}

static void
snapshot_in (GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *room, const graphene_rect_t *inside)
{
  GdkRGBA sheet = get_color (widget, "kmzb_sheet", (GdkRGBA){ 1, 1, 1, 1 });
  GdkRGBA text = get_color (widget, "kmzb_text", (GdkRGBA){ 0.08f, 0.13f, 0.18f, 1 });
  /* Translators: written where the map ends, on ground that the booth's map does not show */
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, _ ("Outside the map"));
  graphene_rect_t box;
  graphene_point_t place;
  GskRoundedRect plate;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if ((float) width > room->size.width - 2 * (MARGIN + PADDING_X))
    {
      /* A word a line, where the strip is narrow. */
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
      pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
      pango_layout_set_width (layout, 0);
      pango_layout_get_pixel_size (layout, &width, &height);
      pango_layout_set_width (layout, width * PANGO_SCALE);
    }
  graphene_rect_init (&box, 0, 0, (float) width + 2 * PADDING_X, (float) height + 2 * PADDING_Y);
  if (box.size.width > room->size.width - 2 * MARGIN || box.size.height > room->size.height - 2 * MARGIN)
    return;

  gtk_snapshot_save (snapshot);
  place = place_in (room, inside, &box.size);
  gtk_snapshot_translate (snapshot, &place);
  gsk_rounded_rect_init_from_rect (&plate, &box, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &plate);
  gtk_snapshot_append_color (snapshot, &sheet, &box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (PADDING_X, PADDING_Y));
  gtk_snapshot_append_layout (snapshot, layout, &text);
  gtk_snapshot_restore (snapshot);
}

/* Says on either side of @inside, where @widget shows ground beyond it, that the map ends there; nothing where no word
 * would fit. */
void
kmzb_outside_note_snapshot (GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *inside)
{
  graphene_rect_t view
      = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  graphene_rect_t rooms[2];
  guint n_rooms = kmzb_outside_note_find_rooms (&view, inside, rooms);

  for (guint i = 0; i < n_rooms; i++)
    snapshot_in (widget, snapshot, &rooms[i], inside);
}
