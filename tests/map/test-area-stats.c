/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-area-note.h"
#include "kmzb-area-stats.h"

#include <math.h>
#include <string.h>

/* A cell of level 14 near Rzeszów. */
#define S G_USEC_PER_SEC
#define LEVEL 14
#define X 9192
#define Y 5552

static void
put (GString *wkb, gconstpointer data, gsize length)
{
  g_string_append_len (wkb, data, (gssize) length);
}

static void
put_head (GString *wkb, guint32 type, guint32 n)
{
  guint32 numbers[] = { GUINT32_TO_LE (type), GUINT32_TO_LE (n) };

  put (wkb, "\1", 1);
  put (wkb, numbers, sizeof numbers);
}

/* A square ring from @west/@south, as well-known binary on this machine's (little) end. */
static void
put_square (GString *wkb, double west, double south, double side)
{
  double ring[] = { west, south, west + side, south, west + side, south + side, west, south + side, west, south };
  guint32 n = GUINT32_TO_LE (5);

  put (wkb, &n, 4);
  put (wkb, ring, sizeof ring);
}

static KmzbArea *
area_from (const char *name, GString *wkb)
{
  g_autoptr (GError) error = NULL;
  KmzbShape *shape = kmzb_shape_new_from_wkb (wkb->str, wkb->len, &error);

  g_assert_no_error (error);
  g_string_free (wkb, TRUE);
  return kmzb_area_new (name, KMZB_AREA_BEAT, name, NULL, NULL, shape);
}

static KmzbArea *
make_square (const char *name, double west, double south, double side)
{
  GString *wkb = g_string_new (NULL);

  put_head (wkb, 3, 1);
  put_square (wkb, west, south, side);
  return area_from (name, wkb);
}

/* A square of one degree with a hole in its middle, and an island in the hole. */
static KmzbArea *
make_nested (void)
{
  GString *wkb = g_string_new (NULL);

  put_head (wkb, 6, 2);
  put_head (wkb, 3, 2);
  put_square (wkb, 20, 50, 1);
  put_square (wkb, 20.25, 50.25, 0.5);
  put_head (wkb, 3, 1);
  put_square (wkb, 20.4, 50.4, 0.2);
  return area_from ("nested", wkb);
}

static KmzbThreats *
make_threats (void)
{
  return kmzb_threats_new ();
}

static KmzbAreaStats *
stats_of (KmzbThreats *threats, KmzbAreaFinder *finder, int level, KmzbThreatFilter *filter)
{
  kmzb_threats_sort (threats);
  return kmzb_area_stats_new (threats, finder, level, filter);
}

static void
add_at (KmzbThreats *threats, KmzbPoint place, KmzbStatus status, guint n)
{
  while (n-- > 0)
    kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "a", "speeding", status, place, 1000 * S, 1000 * S);
}

static void
add_to_cell (KmzbThreats *threats, int x, int y, KmzbStatus status, guint n)
{
  add_at (threats, kmzb_box_center (kmzb_geo_tile_box (x, y, LEVEL)), status, n);
}

static void
test_counts (void)
{
  g_autoptr (KmzbThreats) threats = make_threats ();
  g_autoptr (KmzbAreaStats) stats = NULL;
  KmzbAreaCount count;

  for (int status = 0; status < KMZB_N_STATUSES; status++)
    add_to_cell (threats, X, Y, (KmzbStatus) status, 2);
  add_to_cell (threats, X + 1, Y, KMZB_STATUS_NEW, 1);
  add_to_cell (threats, X, Y + 1, KMZB_STATUS_CONFIRMED, 1);
  stats = stats_of (threats, NULL, LEVEL, NULL);

  /* Six of the seven statuses are shown, three of them confirmed. */
  count = kmzb_area_stats_get_cell (stats, X, Y);
  g_assert_cmpuint (count.reports, ==, 12);
  g_assert_cmpuint (count.confirmed, ==, 6);
  count = kmzb_area_stats_get_cell (stats, X + 1, Y);
  g_assert_cmpuint (count.reports, ==, 1);
  g_assert_cmpuint (count.confirmed, ==, 0);
  count = kmzb_area_stats_get_cell (stats, X, Y + 1);
  g_assert_cmpuint (count.confirmed, ==, 1);
  count = kmzb_area_stats_get_cell (stats, X - 1, Y);
  g_assert_cmpuint (count.reports, ==, 0);
  g_assert_cmpint (kmzb_area_stats_get_cell_step (stats, X - 1, Y), ==, KMZB_AREA_TOO_FEW);
}

static void
test_period (void)
{
  g_autoptr (KmzbThreats) threats = make_threats ();
  KmzbPoint place = kmzb_box_center (kmzb_geo_tile_box (X, Y, LEVEL));
  const struct
  {
    gint64 from_us, to_us;
    guint count;
  } cases[] = {
    { G_MININT64, G_MAXINT64, 4 }, { 10 * S, 20 * S, 2 }, { 11 * S, 20 * S, 1 }, { 10 * S, 20 * S + 1, 3 },
    { 21 * S, 30 * S, 0 },
  };

  for (gint64 created = 5; created <= 20; created += 5)
    kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "a", "speeding", KMZB_STATUS_NEW, place, created * S, 999 * S);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KmzbThreatFilter) filter = kmzb_threat_filter_new (
          NULL, KMZB_THREAT_FILTER_ANY, cases[i].from_us, cases[i].to_us, KMZB_THREAT_FILTER_ANY);
      g_autoptr (KmzbAreaStats) stats = stats_of (threats, NULL, LEVEL, filter);

      g_assert_cmpuint (kmzb_area_stats_get_cell (stats, X, Y).reports, ==, cases[i].count);
    }
}

/* 0, 25, 42, 83, 100 and 250 confirmed of 300 reports each: 500 over six equal cells, the average is 83.3 a cell. */
/* Categories and sources narrow what is counted; a filter of statuses does not. */
static void
test_filter (void)
{
  static const char *const speeding[] = { "speeding", NULL }, *const dumps[] = { "illegal-dump", NULL };
  const struct
  {
    const char *const *categories;
    guint statuses, sources, reports, confirmed;
  } cases[] = {
    { speeding, KMZB_THREAT_FILTER_ANY, KMZB_THREAT_FILTER_ANY, 5, 2 },
    { dumps, KMZB_THREAT_FILTER_ANY, KMZB_THREAT_FILTER_ANY, 0, 0 },
    { NULL, 1u << KMZB_STATUS_NEW, KMZB_THREAT_FILTER_ANY, 5, 2 },
    { NULL, KMZB_THREAT_FILTER_ANY, 1u << KMZB_THREAT_SOURCE_POLICE, 0, 0 },
  };
  g_autoptr (KmzbThreats) threats = make_threats ();

  add_to_cell (threats, X, Y, KMZB_STATUS_NEW, 3);
  add_to_cell (threats, X, Y, KMZB_STATUS_PASSED_ON, 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KmzbThreatFilter) filter = kmzb_threat_filter_new (cases[i].categories, cases[i].statuses, G_MININT64,
                                                                    G_MAXINT64, cases[i].sources);
      g_autoptr (KmzbAreaStats) stats = stats_of (threats, NULL, LEVEL, filter);

      g_assert_cmpuint (kmzb_area_stats_get_cell (stats, X, Y).reports, ==, cases[i].reports);
      g_assert_cmpuint (kmzb_area_stats_get_cell (stats, X, Y).confirmed, ==, cases[i].confirmed);
    }
}

static void
test_steps (void)
{
  static const guint confirmed[] = { 0, 25, 42, 83, 100, 250 };
  static const KmzbAreaStep expected[]
      = { KMZB_AREA_CALM, KMZB_AREA_CALM, KMZB_AREA_FEWER, KMZB_AREA_FEWER, KMZB_AREA_MORE, KMZB_AREA_MOST };
  g_autoptr (KmzbThreats) threats = make_threats ();
  g_autoptr (KmzbAreaStats) stats = NULL;

  for (int i = 0; i < 6; i++)
    {
      add_to_cell (threats, X + i, Y, KMZB_STATUS_CONFIRMED, confirmed[i]);
      add_to_cell (threats, X + i, Y, KMZB_STATUS_NOT_CONFIRMED, 300 - confirmed[i]);
    }
  /* What is too little to judge by does not count towards the average. */
  add_to_cell (threats, X + 6, Y, KMZB_STATUS_CONFIRMED, KMZB_AREA_MIN_REPORTS - 1);
  stats = stats_of (threats, NULL, LEVEL, NULL);
  for (int i = 0; i < 6; i++)
    g_assert_cmpint (kmzb_area_stats_get_cell_step (stats, X + i, Y), ==, expected[i]);
  g_assert_cmpint (kmzb_area_stats_get_cell_step (stats, X + 6, Y), ==, KMZB_AREA_TOO_FEW);
  g_assert_cmpfloat_with_epsilon (kmzb_area_stats_get_average (stats)
                                      * kmzb_box_get_km2 (kmzb_geo_tile_box (X, Y, LEVEL)),
                                  500.0 / 6, 0.01);
}

static void
test_judgement (void)
{
  static const struct
  {
    KmzbAreaCount count;
    double km2, average;
    KmzbAreaStep step;
  } cases[] = {
    { { 0, 0 }, 1, 1, KMZB_AREA_TOO_FEW },
    { { 9, 9 }, 1, 1, KMZB_AREA_TOO_FEW },
    { { 10, 0 }, 1, 1, KMZB_AREA_CALM },
    { { 10, 0 }, 1, 0, KMZB_AREA_CALM },
    /* Small numbers do not stand out, however quiet it is elsewhere. */
    { { 10, 4 }, 1, 0.1, KMZB_AREA_FEWER },
    { { 10, 5 }, 1, 0.1, KMZB_AREA_MOST },
    /* The edges at half, once and twice the average. */
    { { 99, 49 }, 1, 100, KMZB_AREA_CALM },
    { { 99, 50 }, 1, 100, KMZB_AREA_FEWER },
    { { 99, 99 }, 1, 100, KMZB_AREA_FEWER },
    { { 100, 100 }, 1, 100, KMZB_AREA_MORE },
    { { 199, 199 }, 1, 100, KMZB_AREA_MORE },
    { { 200, 200 }, 1, 100, KMZB_AREA_MOST },
    { { 200, 200 }, 2, 100, KMZB_AREA_MORE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (kmzb_area_stats_judge (cases[i].count, cases[i].km2, cases[i].average), ==, cases[i].step);
}

static void
assert_inside (const KmzbArea *area, double lat, double lon, gboolean inside)
{
  g_autoptr (GPtrArray) areas = g_ptr_array_new ();
  g_autoptr (KmzbAreaFinder) finder = NULL;

  g_ptr_array_add (areas, (gpointer) area);
  finder = kmzb_area_finder_new (areas);
  g_assert_cmpint (kmzb_shape_contains (area->shape, (KmzbPoint){ lat, lon }), ==, inside);
  g_assert_cmpint (kmzb_area_finder_find (finder, (KmzbPoint){ lat, lon }), ==, inside ? 0 : -1);
}

static void
test_point_in_polygon (void)
{
  g_autoptr (KmzbArea) area = make_nested ();

  assert_inside (area, 50.1, 20.1, TRUE);
  assert_inside (area, 50.3, 20.3, FALSE);
  assert_inside (area, 50.5, 20.5, TRUE);
  assert_inside (area, 50.5, 20.3, FALSE);
  assert_inside (area, 50.5, 20.9, TRUE);
  assert_inside (area, 51.1, 20.5, FALSE);
  assert_inside (area, 50.5, 21.1, FALSE);
  assert_inside (area, 50.0, 20.0, TRUE);
  assert_inside (area, 51.0, 20.5, FALSE);
  /* One degree square at 50.5 N is 111.2 km by 70.7 km; the hole is a quarter of it, the island a 25th. */
  g_assert_cmpfloat_with_epsilon (area->shape->km2, 111.2 * 70.7 * (1 - 0.25 + 0.04), 30);
}

/* Squares side by side: every point is in exactly one, on the edges too. */
static void
test_finder (void)
{
  g_autoptr (GPtrArray) areas = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_area_unref);
  g_autoptr (KmzbAreaFinder) finder = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 100; i++)
    g_ptr_array_add (areas, make_square ("a", 20 + i % 10 * 0.125, 50 + i / 10 * 0.125, 0.125));
  finder = kmzb_area_finder_new (areas);
  for (int i = 0; i < 20000; i++)
    {
      double x = i % 2 == 0 ? g_rand_double_range (rand, 0, 10) : g_rand_int_range (rand, 0, 10);
      double y = i % 2 == 0 ? g_rand_double_range (rand, 0, 10) : g_rand_int_range (rand, 0, 10);
      KmzbPoint point = { 50 + y / 8, 20 + x / 8 };

      g_assert_cmpint (kmzb_area_finder_find (finder, point), ==, (int) y * 10 + (int) x);
    }
  g_assert_cmpint (kmzb_area_finder_find (finder, (KmzbPoint){ 49.99, 20.5 }), ==, -1);
}

static void
test_named_areas (void)
{
  g_autoptr (GPtrArray) areas = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_area_unref);
  g_autoptr (KmzbThreats) threats = make_threats ();
  g_autoptr (KmzbAreaFinder) finder = NULL;
  g_autoptr (KmzbAreaStats) stats = NULL;
  int x = (int) kmzb_geo_tile_x (20.05, LEVEL), y = (int) kmzb_geo_tile_y (50.05, LEVEL);

  g_ptr_array_add (areas, make_square ("busy", 20, 50, 0.1));
  g_ptr_array_add (areas, make_square ("calm", 20.1, 50, 0.1));
  g_ptr_array_add (areas, make_square ("silent", 20.2, 50, 0.1));
  finder = kmzb_area_finder_new (areas);
  add_at (threats, (KmzbPoint){ 50.05, 20.05 }, KMZB_STATUS_ELIMINATED, 60);
  add_at (threats, (KmzbPoint){ 50.05, 20.15 }, KMZB_STATUS_NEW, 40);
  add_at (threats, (KmzbPoint){ 50.05, 20.25 }, KMZB_STATUS_CONFIRMED, 9);
  stats = stats_of (threats, finder, LEVEL, NULL);

  g_assert_cmpuint (kmzb_area_stats_get_area (stats, 0).confirmed, ==, 60);
  g_assert_cmpuint (kmzb_area_stats_get_area (stats, 1).reports, ==, 40);
  g_assert_cmpint (kmzb_area_stats_get_area_step (stats, 0), ==, KMZB_AREA_MOST);
  g_assert_cmpint (kmzb_area_stats_get_area_step (stats, 1), ==, KMZB_AREA_CALM);
  g_assert_cmpint (kmzb_area_stats_get_area_step (stats, 2), ==, KMZB_AREA_TOO_FEW);
  /* Counted there, and in no cell. */
  g_assert_false (kmzb_area_stats_has_cell (stats, x, y));
  g_assert_cmpuint (kmzb_area_stats_get_cell (stats, x, y).reports, ==, 0);
  g_assert_true (kmzb_area_stats_has_cell (stats, x - 100, y));
}

/* Gminas cover the country: beside them there is no grid. */
static void
test_gminas (void)
{
  g_autoptr (GPtrArray) areas = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_area_unref);
  g_autoptr (KmzbThreats) threats = make_threats ();
  g_autoptr (KmzbArea) beat = make_square ("a", 20, 50, 0.1);
  g_autoptr (KmzbAreaFinder) finder = NULL;
  g_autoptr (KmzbAreaStats) stats = NULL;

  g_ptr_array_add (areas, kmzb_area_new ("g", KMZB_AREA_GMINA, "G", NULL, NULL, g_steal_pointer (&beat->shape)));
  finder = kmzb_area_finder_new (areas);
  add_to_cell (threats, X, Y, KMZB_STATUS_CONFIRMED, 50);
  stats = stats_of (threats, finder, LEVEL, NULL);
  g_assert_false (kmzb_area_stats_has_cell (stats, X, Y));
  g_assert_cmpfloat (kmzb_area_stats_get_average (stats), ==, 0);
}

static void
assert_words (guint n, const char *expected)
{
  g_autofree char *text = kmzb_area_count_to_text (n);

  g_assert_cmpstr (text, ==, expected);
}

/* No exact number below five, and none that lets one be reckoned. */
static void
test_small_numbers (void)
{
  for (guint n = 0; n < 5; n++)
    assert_words (n, "fewer than 5");
  assert_words (5, "about 5");
  assert_words (7, "about 5");
  assert_words (8, "about 10");
  assert_words (97, "about 95");
  assert_words (104, "about 100");
  assert_words (116, "about 120");
  assert_words (1249, "about 1200");
}

static void
assert_size (double metres, const char *expected)
{
  g_autofree char *text = kmzb_area_size_to_text (metres);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_sizes (void)
{
  assert_size (196.2, "An area of about 200 × 200 m");
  assert_size (786.3, "An area of about 790 × 790 m");
  assert_size (996, "An area of about 1 × 1 km");
  assert_size (1572.6, "An area of about 1.6 × 1.6 km");
  assert_size (3010, "An area of about 3 × 3 km");
  assert_size (12580, "An area of about 13 × 13 km");
}

static void
test_broken_wkb (void)
{
  g_autoptr (GString) wkb = g_string_new (NULL);
  g_autoptr (KmzbShape) whole = NULL;

  put_head (wkb, 6, 1);
  put_head (wkb, 3, 1);
  put_square (wkb, 20, 50, 1);
  whole = kmzb_shape_new_from_wkb (wkb->str, wkb->len, NULL);
  g_assert_nonnull (whole);
  /* Cut anywhere, or with any byte of its frame wrong, it is an error or a shape, never a crash. */
  for (gsize length = 0; length < wkb->len; length++)
    {
      g_autofree guint8 *copy = g_memdup2 (wkb->str, length);
      g_autoptr (GError) error = NULL;

      g_assert_null (kmzb_shape_new_from_wkb (copy, length, &error));
      g_assert_nonnull (error);
    }
  for (gsize i = 0; i < 22; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree guint8 *copy = g_memdup2 (wkb->str, wkb->len);
        g_autoptr (KmzbShape) shape = NULL;

        copy[i] ^= (guint8) (1 << bit);
        shape = kmzb_shape_new_from_wkb (copy, wkb->len, NULL);
        g_assert_true (shape == NULL || shape->n_parts > 0);
      }
}

static void
test_million (void)
{
  g_autoptr (KmzbThreats) threats = make_threats ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint n = g_test_perf () ? 1000000 : 20000;

  for (guint i = 0; i < n; i++)
    {
      KmzbPoint place = { g_rand_double_range (rand, 49.1, 50.8), g_rand_double_range (rand, 21.2, 23.5) };

      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "a", "speeding", (KmzbStatus) (i % KMZB_N_STATUSES), place, i * S,
                        i * S);
    }
  for (int level = 8; level <= 17; level += 3)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (KmzbAreaStats) stats = stats_of (threats, NULL, level, NULL);
      guint64 sum = 0;

      g_test_message ("level %d: %u threats in %.0f ms", level, n, (double) (g_get_monotonic_time () - start) / 1000);
      for (int y = (int) kmzb_geo_tile_y (50.8, level); level <= 14 && y <= (int) kmzb_geo_tile_y (49.1, level); y++)
        for (int x = (int) kmzb_geo_tile_x (21.2, level); x <= (int) kmzb_geo_tile_x (23.5, level); x++)
          sum += kmzb_area_stats_get_cell (stats, x, y).reports;
      if (level <= 14)
        g_assert_cmpuint (sum, ==, n - n / KMZB_N_STATUSES);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/area-stats/counts", test_counts);
  g_test_add_func ("/map/area-stats/period", test_period);
  g_test_add_func ("/map/area-stats/filter", test_filter);
  g_test_add_func ("/map/area-stats/steps", test_steps);
  g_test_add_func ("/map/area-stats/judgement", test_judgement);
  g_test_add_func ("/map/area-stats/point-in-polygon", test_point_in_polygon);
  g_test_add_func ("/map/area-stats/finder", test_finder);
  g_test_add_func ("/map/area-stats/named-areas", test_named_areas);
  g_test_add_func ("/map/area-stats/gminas", test_gminas);
  g_test_add_func ("/map/area-stats/small-numbers", test_small_numbers);
  g_test_add_func ("/map/area-stats/sizes", test_sizes);
  g_test_add_func ("/map/area-stats/broken-wkb", test_broken_wkb);
  g_test_add_func ("/map/area-stats/million", test_million);
  return g_test_run ();
}
