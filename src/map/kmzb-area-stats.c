/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-area-stats.h"

#include "kmzb-curve.h"
#include "kmzb-threat-index.h"
#include "kmzb-threat-sieve.h"

#include <math.h>
#include <string.h>

/* Cells are half a tile at a whole zoom, 128 pixels, but never finer than this level: some 200 m in Poland. A finer
 * cell would point at a house. */
#define FINEST_LEVEL 17
#define COARSEST_LEVEL 1
/* Named areas are shown where they are a few fingers large. */
#define GMINA_MIN_ZOOM 9
#define BEAT_MIN_ZOOM 12
#define CELL_MIN_ZOOM 15

typedef struct
{
  guint64 key; /* its place among the cells of its level along the curve */
  KmzbAreaCount count;
} Cell;

/**
 * KmzbAreaStats:
 *
 * "Bezpieczeństwo w okolicy": how many threats were reported and confirmed in each area, and what that says.
 *
 * The method, in the order in which it is applied:
 *
 * 1. A threat counts where it lies: in the named area that holds it (gmina or beat, whichever suits the zoom), else in
 *    its cell of a Web Mercator grid. A cell that touches a named area is not shown, since part of its threats are
 *    counted there. Beside gminas there are no cells: they cover the country.
 * 2. Under KMZB_AREA_MIN_REPORTS reports of any status nothing is said. Silence is not safety.
 * 3. Areas differ in size, so confirmed threats a square kilometre are compared. The measure is the average of all
 *    areas about which something is said: all their confirmed threats over all their square kilometres. It is of the
 *    whole region, not of the view: moving the map changes no area's step.
 * 4. Steps are at half, once and twice the average. They compare and do not count: with the same everywhere nothing
 *    stands out, as it would with quantiles.
 * 5. Less than KMZB_AREA_SMALL_NUMBER confirmed threats never make an area stand out above the average: one event in a
 *    quiet region is no bad area.
 *
 * Immutable and shared by reference; made on a worker.
 */
struct _KmzbAreaStats
{
  gatomicrefcount ref_count;
  int level;
  Cell *cells; /* by key */
  guint n_cells;
  KmzbAreaFinder *finder; /* (nullable) */
  KmzbAreaCount *areas;
  double average;
};

int
kmzb_area_stats_level_for_zoom (int zoom)
{
  return CLAMP (zoom + 1, COARSEST_LEVEL, FINEST_LEVEL);
}

/* Which areas with a name suit @zoom; %FALSE where only cells do. */
gboolean
kmzb_area_stats_kind_for_zoom (int zoom, KmzbAreaKind *kind)
{
  *kind = zoom < BEAT_MIN_ZOOM ? KMZB_AREA_GMINA : KMZB_AREA_BEAT;
  return zoom >= GMINA_MIN_ZOOM && zoom < CELL_MIN_ZOOM;
}

static gboolean
is_confirmed (KmzbStatus status)
{
  return status == KMZB_STATUS_CONFIRMED || status == KMZB_STATUS_PASSED_ON || status == KMZB_STATUS_ELIMINATED;
}

static KmzbBox
cell_box (int level, guint64 key)
{
  return kmzb_geo_tile_box ((int) kmzb_curve_gather (key), (int) kmzb_curve_gather (key >> 1), level);
}

/* What of @threats is counted at all. */
static KmzbThreatSieve *
make_sieve (const KmzbThreats *threats, const KmzbThreatFilter *filter)
{
  return kmzb_threat_sieve_new (threats, filter, KMZB_THREAT_FILTER_ANY);
}

static void
count_one (KmzbAreaCount *count, gboolean confirmed)
{
  count->reports++;
  count->confirmed += confirmed;
}

static gboolean
touches_area (const KmzbAreaStats *self, guint64 key)
{
  KmzbBox box = cell_box (self->level, key);
  KmzbPoint center = kmzb_box_center (box);

  /* Gminas leave nothing out: what lies in none of them is another region's. */
  if (self->finder != NULL && kmzb_area_finder_get_count (self->finder) > 0
      && kmzb_area_finder_get (self->finder, 0)->kind == KMZB_AREA_GMINA)
    return TRUE;
  /* Areas are larger than cells: one that reaches into a cell covers a corner, a side's middle, or the middle. */
  for (int i = 0; self->finder != NULL && i < 9; i++)
    {
      KmzbPoint point = {
        i / 3 == 0 ? box.south : i / 3 == 1 ? center.lat : box.north,
        i % 3 == 0 ? box.west : i % 3 == 1 ? center.lon : box.east,
      };

      if (kmzb_area_finder_find (self->finder, point) >= 0)
        return TRUE;
    }
  return FALSE;
}

/* Cells come in the order of their keys, as the threats do. */
static void
count_in_cell (GArray *cells, guint64 key, gboolean confirmed)
{
  Cell *last = cells->len > 0 ? &g_array_index (cells, Cell, cells->len - 1) : NULL;

  if (last == NULL || last->key != key)
    {
      g_array_append_val (cells, ((Cell){ .key = key }));
      last = &g_array_index (cells, Cell, cells->len - 1);
    }
  count_one (&last->count, confirmed);
}

/* @counted: (element-type Cell): of which those that touch an area are left out */
static void
take_cells (KmzbAreaStats *self, GArray *counted)
{
  self->cells = g_new (Cell, counted->len);
  for (guint i = 0; i < counted->len; i++)
    if (!touches_area (self, g_array_index (counted, Cell, i).key))
      self->cells[self->n_cells++] = g_array_index (counted, Cell, i);
}

static void
take_average (KmzbAreaStats *self)
{
  guint n_areas = self->finder != NULL ? kmzb_area_finder_get_count (self->finder) : 0;
  double confirmed = 0, km2 = 0;

  for (guint i = 0; i < self->n_cells; i++)
    if (self->cells[i].count.reports >= KMZB_AREA_MIN_REPORTS)
      {
        confirmed += self->cells[i].count.confirmed;
        km2 += kmzb_box_get_km2 (cell_box (self->level, self->cells[i].key));
      }
  for (guint i = 0; i < n_areas; i++)
    if (self->areas[i].reports >= KMZB_AREA_MIN_REPORTS)
      {
        confirmed += self->areas[i].confirmed;
        km2 += kmzb_area_finder_get (self->finder, i)->shape->km2;
      }
  self->average = km2 > 0 ? confirmed / km2 : 0;
}

/**
 * kmzb_area_stats_new:
 * @threats: sorted; not to be changed any more
 * @finder: (nullable): areas with a name
 * @level: of the grid, for what lies in none of them
 * @filter: (nullable): whose categories, period and sources count. Its statuses do not: without what was not confirmed
 *   there would be nothing to compare with
 */
KmzbAreaStats *
kmzb_area_stats_new (KmzbThreats *threats, KmzbAreaFinder *finder, int level, KmzbThreatFilter *filter)
{
  KmzbAreaStats *self = g_new0 (KmzbAreaStats, 1);
  const guint64 *codes = kmzb_threats_get_codes (threats);
  g_autofree KmzbThreatSieve *sieve = make_sieve (threats, filter);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));

  g_atomic_ref_count_init (&self->ref_count);
  self->level = level;
  self->finder = finder != NULL ? kmzb_area_finder_ref (finder) : NULL;
  self->areas = finder != NULL ? g_new0 (KmzbAreaCount, kmzb_area_finder_get_count (finder)) : NULL;
  for (guint i = 0; i < kmzb_threats_get_n_shown (threats); i++)
    {
      gboolean confirmed = is_confirmed (kmzb_threats_get_status (threats, i));
      int area;

      if (!kmzb_threat_sieve_passes (sieve, i))
        continue;
      area = finder != NULL ? kmzb_area_finder_find (finder, kmzb_threats_get_place (threats, i)) : -1;
      if (area >= 0)
        count_one (&self->areas[area], confirmed);
      else
        count_in_cell (cells, codes[i] >> 2 * (KMZB_CURVE_BITS - level), confirmed);
    }
  take_cells (self, cells);
  take_average (self);
  return self;
}

KmzbAreaStats *
kmzb_area_stats_ref (KmzbAreaStats *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_area_stats_unref (KmzbAreaStats *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  kmzb_area_finder_unref (self->finder);
  g_free (self->cells);
  g_free (self->areas);
  g_free (self);
}

int
kmzb_area_stats_get_level (const KmzbAreaStats *self)
{
  return self->level;
}

/* Confirmed threats a square kilometre, over all about which something is said. */
double
kmzb_area_stats_get_average (const KmzbAreaStats *self)
{
  return self->average;
}

/* Returns: (nullable) (transfer none): */
const KmzbAreaFinder *
kmzb_area_stats_get_finder (const KmzbAreaStats *self)
{
  return self->finder;
}

KmzbAreaStep
kmzb_area_stats_judge (KmzbAreaCount count, double km2, double average)
{
  double density = count.confirmed / km2;

  if (count.reports < KMZB_AREA_MIN_REPORTS)
    return KMZB_AREA_TOO_FEW;
  if (average <= 0 || density < average / 2)
    return KMZB_AREA_CALM;
  if (density < average || count.confirmed < KMZB_AREA_SMALL_NUMBER)
    return KMZB_AREA_FEWER;
  return density < 2 * average ? KMZB_AREA_MORE : KMZB_AREA_MOST;
}

KmzbAreaCount
kmzb_area_stats_get_area (const KmzbAreaStats *self, guint area)
{
  return self->areas[area];
}

KmzbAreaStep
kmzb_area_stats_get_area_step (const KmzbAreaStats *self, guint area)
{
  return kmzb_area_stats_judge (self->areas[area], kmzb_area_finder_get (self->finder, area)->shape->km2,
                                self->average);
}

/* Whether cell @x/@y is shown at all: %FALSE where it touches an area with a name. */
gboolean
kmzb_area_stats_has_cell (const KmzbAreaStats *self, int x, int y)
{
  return !touches_area (self, kmzb_curve_cell (x, y));
}

/* The count of cell @x/@y of the grid's level; nothing where nobody reported anything. */
KmzbAreaCount
kmzb_area_stats_get_cell (const KmzbAreaStats *self, int x, int y)
{
  guint64 key = kmzb_curve_cell (x, y);
  guint begin = 0, end = self->n_cells;

  while (begin < end)
    {
      guint middle = begin + (end - begin) / 2;

      if (self->cells[middle].key < key)
        begin = middle + 1;
      else
        end = middle;
    }
  return begin < self->n_cells && self->cells[begin].key == key ? self->cells[begin].count : (KmzbAreaCount){ 0, 0 };
}

KmzbAreaStep
kmzb_area_stats_get_cell_step (const KmzbAreaStats *self, int x, int y)
{
  return kmzb_area_stats_judge (kmzb_area_stats_get_cell (self, x, y),
                                kmzb_box_get_km2 (kmzb_geo_tile_box (x, y, self->level)), self->average);
}

static int
compare_category_counts (gconstpointer a, gconstpointer b)
{
  const KmzbCategoryCount *ca = a, *cb = b;

  if (ca->count != cb->count)
    return ca->count < cb->count ? 1 : -1;
  return strcmp (ca->slug, cb->slug);
}

static void
count_category (GArray *counts, const char *slug)
{
  KmzbCategoryCount count = { slug, 1 };

  for (guint i = 0; i < counts->len; i++)
    if (g_array_index (counts, KmzbCategoryCount, i).slug == slug)
      {
        g_array_index (counts, KmzbCategoryCount, i).count++;
        return;
      }
  g_array_append_val (counts, count);
}

/**
 * kmzb_area_stats_count_categories:
 * @threats: and @filter: those of which this was made
 * @area: of the finder; -1 for the cell @x/@y
 *
 * Of what the confirmed threats of one area are. Looks at every threat: for a worker.
 *
 * Returns: (transfer full) (element-type KmzbCategoryCount): the most frequent first
 */
GArray *
kmzb_area_stats_count_categories (const KmzbAreaStats *self,
                                  const KmzbThreats *threats,
                                  KmzbThreatFilter *filter,
                                  int area,
                                  int x,
                                  int y)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (KmzbCategoryCount));
  const guint64 *codes = kmzb_threats_get_codes (threats);
  g_autofree KmzbThreatSieve *sieve = make_sieve (threats, filter);

  for (guint i = 0; i < kmzb_threats_get_n_shown (threats); i++)
    {
      if (!is_confirmed (kmzb_threats_get_status (threats, i)) || !kmzb_threat_sieve_passes (sieve, i))
        continue;
      if (area >= 0 ? kmzb_area_finder_find (self->finder, kmzb_threats_get_place (threats, i)) == area
                    : codes[i] >> 2 * (KMZB_CURVE_BITS - self->level) == kmzb_curve_cell (x, y))
        count_category (counts, kmzb_threats_get_category (threats, i));
    }
  g_array_sort (counts, compare_category_counts);
  return counts;
}
