/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-area-note.h"

#include "kmzb-stat-art.h"

#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_BOXED_TYPE (KmzbAreaNote, kmzb_area_note, kmzb_area_note_copy, kmzb_area_note_free)

const char *
kmzb_area_step_to_text (KmzbAreaStep step)
{
  static const char *const words[KMZB_N_AREA_STEPS] = {
    [KMZB_AREA_TOO_FEW] = N_ ("Too little data"),
    [KMZB_AREA_CALM] = N_ ("Calm"),
    [KMZB_AREA_FEWER] = N_ ("Fewer confirmed threats"),
    [KMZB_AREA_MORE] = N_ ("More confirmed threats"),
    [KMZB_AREA_MOST] = N_ ("The most confirmed threats"),
  };

  return _ (words[step]);
}

/* A small number is not told, so that nobody is singled out; others are rounded, so that no small one can be reckoned
 * from them. */
char *
kmzb_area_count_to_text (guint count)
{
  guint step = count < 100 ? 5 : count < 1000 ? 10 : 100;

  if (count < KMZB_AREA_SMALL_NUMBER)
    /* Translators: how many threats, in a list: "Confirmed: fewer than 5" */
    return g_strdup_printf (_ ("fewer than %u"), KMZB_AREA_SMALL_NUMBER);
  /* Translators: how many threats, in a list: "Confirmed: about 120" */
  return g_strdup_printf (_ ("about %u"), (count + step / 2) / step * step);
}

/* The side of a field of the grid: two digits are as exact as the map. */
char *
kmzb_area_size_to_text (double metres)
{
  double unit = metres >= 1000 ? 100 : 10;
  double rounded = metres >= 10000 ? round (metres / 1000) * 1000 : round (metres / unit) * unit;
  g_autofree char *number = kmzb_stat_value_to_text (rounded >= 1000 ? rounded / 1000 : rounded);

  if (rounded >= 1000)
    /* Translators: the size of a square on the map, in kilometres */
    return g_strdup_printf (_ ("An area of about %s × %s km"), number, number);
  /* Translators: the size of a square on the map, in metres */
  return g_strdup_printf (_ ("An area of about %s × %s m"), number, number);
}

static KmzbAreaNote *
make_note (KmzbAreaStats *stats, char *title, KmzbAreaStep step, KmzbAreaCount count, KmzbPoint center)
{
  KmzbAreaNote *self = g_new0 (KmzbAreaNote, 1);

  self->stats = kmzb_area_stats_ref (stats);
  self->area = -1;
  self->title = title;
  self->step = step;
  self->verdict = g_strdup (kmzb_area_step_to_text (step));
  self->confirmed = kmzb_area_count_to_text (count.confirmed);
  self->reports = kmzb_area_count_to_text (count.reports);
  self->center = self->place = center;
  return self;
}

static KmzbAreaNote *
new_for_area (KmzbAreaStats *stats, guint area)
{
  const KmzbArea *found = kmzb_area_finder_get (kmzb_area_stats_get_finder (stats), area);
  KmzbAreaNote *self = make_note (stats, g_strdup (found->name), kmzb_area_stats_get_area_step (stats, area),
                                  kmzb_area_stats_get_area (stats, area), kmzb_box_center (found->shape->box));

  self->area = (int) area;
  return self;
}

static KmzbAreaNote *
new_for_cell (KmzbAreaStats *stats, int x, int y)
{
  int level = kmzb_area_stats_get_level (stats);
  KmzbPoint center = kmzb_box_center (kmzb_geo_tile_box (x, y, level));
  KmzbAreaNote *self = make_note (stats, kmzb_area_size_to_text (kmzb_geo_meters_per_pixel (center.lat, level, 1)),
                                  kmzb_area_stats_get_cell_step (stats, x, y), kmzb_area_stats_get_cell (stats, x, y),
                                  center);

  self->x = x;
  self->y = y;
  return self;
}

static int
find_area (const KmzbAreaStats *stats, KmzbPoint point)
{
  const KmzbAreaFinder *finder = kmzb_area_stats_get_finder (stats);

  return finder != NULL ? kmzb_area_finder_find (finder, point) : -1;
}

/* Returns: (nullable): what there is to read about the area at @point; %NULL where none is shown */
KmzbAreaNote *
kmzb_area_note_new_at (KmzbAreaStats *stats, KmzbPoint point)
{
  int area = find_area (stats, point), level = kmzb_area_stats_get_level (stats);
  int x = (int) floor (kmzb_geo_tile_x (point.lon, level)), y = (int) floor (kmzb_geo_tile_y (point.lat, level));
  KmzbAreaNote *self = NULL;

  if (area >= 0)
    self = new_for_area (stats, (guint) area);
  else if (kmzb_area_stats_has_cell (stats, x, y))
    self = new_for_cell (stats, x, y);
  if (self != NULL)
    self->place = point;
  return self;
}

static int
compare_distances (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const KmzbAreaNote *na = *(KmzbAreaNote *const *) a, *nb = *(KmzbAreaNote *const *) b;
  const KmzbPoint *center = user_data;
  double da = kmzb_geo_distance_m (*center, na->center), db = kmzb_geo_distance_m (*center, nb->center);

  return (da > db) - (da < db);
}

/**
 * kmzb_area_note_list:
 * @view: what is seen
 * @center: the nearest to it comes first
 *
 * Returns: (transfer full) (element-type KmzbAreaNote): areas with a name, and the cells about which something is said
 */
GPtrArray *
kmzb_area_note_list (KmzbAreaStats *stats, KmzbBox view, KmzbPoint center)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_area_note_free);
  const KmzbAreaFinder *finder = kmzb_area_stats_get_finder (stats);
  guint n_areas = finder != NULL ? kmzb_area_finder_get_count (finder) : 0;
  int level = kmzb_area_stats_get_level (stats), last = (1 << level) - 1;
  int x0 = MAX (0, (int) floor (kmzb_geo_tile_x (view.west, level)));
  int x1 = MIN (last, (int) floor (kmzb_geo_tile_x (view.east, level)));
  int y0 = MAX (0, (int) floor (kmzb_geo_tile_y (view.north, level)));
  int y1 = MIN (last, (int) floor (kmzb_geo_tile_y (view.south, level)));

  for (guint i = 0; i < n_areas; i++)
    {
      KmzbBox box = kmzb_area_finder_get (finder, i)->shape->box;

      if (box.west <= view.east && box.east >= view.west && box.south <= view.north && box.north >= view.south)
        g_ptr_array_add (notes, new_for_area (stats, i));
    }
  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      if (kmzb_area_stats_get_cell_step (stats, x, y) != KMZB_AREA_TOO_FEW && kmzb_area_stats_has_cell (stats, x, y))
        g_ptr_array_add (notes, new_for_cell (stats, x, y));
  g_ptr_array_sort_with_data (notes, compare_distances, &center);
  return notes;
}

KmzbAreaNote *
kmzb_area_note_copy (const KmzbAreaNote *self)
{
  KmzbAreaNote *copy = g_memdup2 (self, sizeof *self);

  copy->title = g_strdup (self->title);
  copy->verdict = g_strdup (self->verdict);
  copy->confirmed = g_strdup (self->confirmed);
  copy->reports = g_strdup (self->reports);
  kmzb_area_stats_ref (copy->stats);
  return copy;
}

void
kmzb_area_note_free (KmzbAreaNote *self)
{
  g_free (self->title);
  g_free (self->verdict);
  g_free (self->confirmed);
  g_free (self->reports);
  kmzb_area_stats_unref (self->stats);
  g_free (self);
}
