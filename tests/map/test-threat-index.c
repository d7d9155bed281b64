/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-scale-bar.h"
#include "kmzb-spider.h"
#include "kmzb-plates.h"
#include "kmzb-threat-art.h"
#include "kmzb-threat-index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_THREATS 5000
#define START_US (G_GINT64_CONSTANT (1760000000) * G_USEC_PER_SEC)
#define DAYS 400
#define N_CATEGORIES 300

static KmzbThreats *
make_threats (guint n)
{
  KmzbThreats *threats = kmzb_threats_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260501);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("threat-%u", i);
      KmzbPoint place = { g_rand_double_range (rand, 49.9, 50.2), g_rand_double_range (rand, 21.8, 22.2) };

      g_autofree char *category = g_strdup_printf ("category-%d", g_rand_int_range (rand, 0, N_CATEGORIES));
      KmzbThreatSource source = (KmzbThreatSource) g_rand_int_range (rand, 0, KMZB_N_THREAT_SOURCES);
      gint64 created_us = START_US + (gint64) (g_rand_double (rand) * DAYS * 24 * G_TIME_SPAN_HOUR);

      /* A few stand on one spot. */
      if (i % 50 == 1)
        place = kmzb_threats_get_place (threats, i - 1);
      kmzb_threats_add (threats, source, id, category, (KmzbStatus) g_rand_int_range (rand, 0, KMZB_N_STATUSES), place,
                        created_us, created_us);
    }
  kmzb_threats_sort (threats);
  return threats;
}

static KmzbCellRect
cells_of (int level, KmzbBox box)
{
  return (KmzbCellRect){
    .level = level,
    .x0 = (gint64) floor (kmzb_geo_tile_x (box.west, level)),
    .y0 = (gint64) floor (kmzb_geo_tile_y (box.north, level)),
    .x1 = (gint64) floor (kmzb_geo_tile_x (box.east, level)),
    .y1 = (gint64) floor (kmzb_geo_tile_y (box.south, level)),
  };
}

/* Every cell's count is what counting one by one gives, at every kind of level. */
static void
test_counts_are_exact (void)
{
  const KmzbBox box = { 50.0, 21.9, 50.1, 22.1 };
  g_autoptr (KmzbThreats) threats = make_threats (N_THREATS);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);

  for (int level = 0; level <= 22; level++)
    {
      g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
      g_autoptr (GHashTable) counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      KmzbCellRect rect = cells_of (level, box);
      guint sum = 0;

      for (guint i = 0; i < N_THREATS; i++)
        {
          KmzbPoint place = kmzb_threats_get_place (threats, i);
          gint64 x = (gint64) floor (kmzb_geo_tile_x (place.lon, level));
          gint64 y = (gint64) floor (kmzb_geo_tile_y (place.lat, level));
          gint64 cell = x << 32 | y;

          if (!kmzb_status_is_shown (kmzb_threats_get_status (threats, i)) || x < rect.x0 || x > rect.x1 || y < rect.y0 || y > rect.y1)
            continue;
          sum++;
          g_hash_table_insert (counts, g_memdup2 (&cell, sizeof cell),
                               GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, &cell)) + 1));
        }

      kmzb_threat_index_query (index, rect, clusters);
      g_assert_cmpuint (clusters->len, ==, g_hash_table_size (counts));
      for (guint i = 0; i < clusters->len; i++)
        {
          const KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, i);
          gint64 cell = (gint64) floor (ldexp (cluster->x, level)) << 32 | (gint64) floor (ldexp (cluster->y, level));

          g_assert_cmpuint (cluster->count, ==, GPOINTER_TO_UINT (g_hash_table_lookup (counts, &cell)));
          sum -= cluster->count;
        }
      g_assert_cmpuint (sum, ==, 0);
    }
}

static void
test_single_threat_is_itself (void)
{
  g_autoptr (KmzbThreats) threats = make_threats (50);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));

  kmzb_threat_index_query (index, cells_of (22, (KmzbBox){ 49, 21, 51, 23 }), clusters);
  g_assert_cmpuint (clusters->len, ==, kmzb_threat_index_get_count (index));
  for (guint i = 0; i < clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, i);
      g_autoptr (KmzbThreat) threat = kmzb_threat_index_get (index, cluster->first);
      KmzbPoint place = { kmzb_geo_tile_lat (cluster->y, 0), kmzb_geo_tile_lon (cluster->x, 0) };

      g_assert_cmpint (threat->status, ==, kmzb_cluster_get_status (cluster));
      g_assert_true (kmzb_status_is_shown (threat->status));
      g_assert_cmpfloat (kmzb_geo_distance_m (place, threat->place), <, 0.1);
    }
}

static void
test_hides_mistakes_and_nonsense (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbThreat) one = NULL;
  g_autoptr (KmzbThreatIndex) index = NULL;
  g_autoptr (KmzbThreats) nothing = kmzb_threats_new ();
  g_autoptr (KmzbThreatIndex) empty = kmzb_threat_index_new (nothing);
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));

  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "a", "x", KMZB_STATUS_MISTAKE, (KmzbPoint){ 50, 22 }, 0, 0);
  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "b", "x", KMZB_STATUS_NEW, (KmzbPoint){ NAN, 22 }, 0, 0);
  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "c", "x", KMZB_STATUS_NEW, (KmzbPoint){ 50, 22 }, 0, 0);
  kmzb_threats_sort (threats);
  index = kmzb_threat_index_new (threats);
  g_assert_cmpuint (kmzb_threat_index_get_count (index), ==, 1);
  one = kmzb_threat_index_get (index, 0);
  g_assert_cmpstr (one->id, ==, "c");

  kmzb_threat_index_query (empty, (KmzbCellRect){ .level = 3, .x1 = 7, .y1 = 7 }, clusters);
  g_assert_cmpuint (clusters->len, ==, 0);
}

static void
test_merged_clusters_keep_apart (void)
{
  const double distance = 0.00005;
  g_autoptr (KmzbThreats) threats = make_threats (N_THREATS);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (KmzbClusterPart));
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (KmzbThreatRun));
  guint sum = 0, next = 0;

  kmzb_threat_index_query (index, cells_of (14, (KmzbBox){ 49, 21, 51, 23 }), clusters);
  kmzb_clusters_merge (clusters, distance, 2 * distance, parts);
  g_assert_cmpuint (clusters->len, >, 10);
  for (guint i = 0; i < clusters->len; i++)
    {
      const KmzbCluster *a = &g_array_index (clusters, KmzbCluster, i);

      sum += a->count;
      for (guint j = i + 1; j < clusters->len; j++)
        {
          const KmzbCluster *b = &g_array_index (clusters, KmzbCluster, j);

          g_assert_cmpfloat (hypot (a->x - b->x, a->y - b->y), >=, 2 * distance);
        }
    }
  /* None is lost, and every one is found in the cluster that counts it. */
  g_assert_cmpuint (sum, ==, kmzb_threat_index_get_count (index));
  for (guint i = 0; i < parts->len; i++)
    {
      const KmzbClusterPart *part = &g_array_index (parts, KmzbClusterPart, i);
      KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, part->owner);

      g_assert_cmpuint (part->first, ==, next);
      next += part->count;
      cluster->count -= part->count;
      for (guint j = part->first; j < next; j++)
        {
          guint owner = G_MAXUINT;

          g_assert_true (kmzb_cluster_parts_find (parts, j, &owner));
          g_assert_cmpuint (owner, ==, part->owner);
          cluster->counts[kmzb_threat_index_get_status (index, j)]--;
        }
    }
  for (guint i = 0; i < clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, i);

      g_assert_cmpuint (cluster->count, ==, 0);
      for (guint j = 0; j < KMZB_N_STATUSES; j++)
        g_assert_cmpuint (cluster->counts[j], ==, 0);
    }
  g_assert_false (kmzb_cluster_parts_find (parts, next, &next));
}

/* As the map merges them, in pixels: whatever the numbers grow to, nothing is drawn over anything else. */
static void
test_nothing_overlaps (void)
{
  g_autoptr (KmzbThreats) threats = make_threats (N_THREATS);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);

  for (int zoom = 8; zoom <= 18; zoom++)
    {
      g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
      g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (KmzbClusterPart));
      double scale = ldexp (256, zoom);

      kmzb_threat_index_query (index, cells_of (zoom + 3, (KmzbBox){ 49, 21, 51, 23 }), clusters);
      kmzb_clusters_merge (clusters, 32 / scale, 58 / scale, parts);
      for (guint i = 0; i < clusters->len; i++)
        for (guint j = i + 1; j < clusters->len; j++)
          {
            const KmzbCluster *a = &g_array_index (clusters, KmzbCluster, i);
            const KmzbCluster *b = &g_array_index (clusters, KmzbCluster, j);
            double room = ((a->count == 1 ? KMZB_PIN_SIDE : kmzb_plate_side (a->count))
                           + (b->count == 1 ? KMZB_PIN_SIDE : kmzb_plate_side (b->count))) / 2;

            g_assert_cmpfloat (hypot (a->x - b->x, a->y - b->y) * scale, >=, room);
          }
    }
}

static void
test_shares (void)
{
  KmzbCluster cluster = { .count = 1000, .counts = { [KMZB_STATUS_NEW] = 999, [KMZB_STATUS_CONFIRMED] = 1 } };
  guint shares[KMZB_N_STATUSES], sum = 0;

  kmzb_cluster_get_shares (&cluster, 24, shares);
  g_assert_cmpuint (shares[KMZB_STATUS_NEW], ==, 23);
  g_assert_cmpuint (shares[KMZB_STATUS_CONFIRMED], ==, 1);

  cluster = (KmzbCluster){ .count = 7, .counts = { 1, 1, 1, 1, 1, 2, 0 } };
  kmzb_cluster_get_shares (&cluster, 24, shares);
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    {
      sum += shares[i];
      g_assert_true ((shares[i] > 0) == (cluster.counts[i] > 0));
    }
  g_assert_cmpuint (sum, ==, 24);
}

static gboolean
matches (const KmzbThreatFilter *filter, const KmzbThreat *threat)
{
  gint64 from_us, to_us;

  kmzb_threat_filter_get_period (filter, &from_us, &to_us);
  return (kmzb_threat_filter_get_statuses (filter) >> threat->status & 1) != 0
         && (kmzb_threat_filter_get_sources (filter) >> threat->source & 1) != 0 && threat->created_us >= from_us
         && threat->created_us < to_us && kmzb_threat_filter_has_category (filter, threat->category);
}

static void
assert_filtered (KmzbThreatIndex *index, KmzbThreats *threats, const KmzbThreatFilter *filter, guint least, guint most)
{
  g_autoptr (KmzbThreatIndex) filtered = kmzb_threat_index_filter (index, filter, NULL);
  guint n = 0;

  for (guint i = 0; i < N_THREATS; i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (threats, i);

      n += kmzb_status_is_shown (threat->status) && matches (filter, threat);
    }
  g_assert_cmpuint (kmzb_threat_index_get_count (filtered), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threat_index_get (filtered, i);

      g_assert_true (matches (filter, threat));
      g_assert_cmpint (kmzb_threat_index_get_status (filtered, i), ==, threat->status);
      g_assert_cmpint (kmzb_threat_index_get_created_us (filtered, i), ==, threat->created_us);
    }
  g_assert_cmpuint (n, >=, least);
  g_assert_cmpuint (n, <=, most);
}

/* The index judges by tables what the filter judges one by one: the same, to the microsecond. */
static void
test_filter (void)
{
  const char *const some[] = { "category-3", "category-7", "category-299", NULL };
  const char *const none[] = { NULL };
  const guint any = KMZB_THREAT_FILTER_ANY;
  g_autoptr (KmzbThreats) threats = make_threats (N_THREATS);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);
  g_autoptr (KmzbThreat) one = kmzb_threats_get (threats, 7);
  g_autoptr (KmzbThreatFilter) all = kmzb_threat_filter_new (NULL, any, G_MININT64, G_MAXINT64, any);
  g_autoptr (KmzbThreatFilter) nothing = kmzb_threat_filter_new (none, any, G_MININT64, G_MAXINT64, any);
  g_autoptr (KmzbThreatFilter) categories = kmzb_threat_filter_new (some, any, G_MININT64, G_MAXINT64, any);
  g_autoptr (KmzbThreatFilter) status
      = kmzb_threat_filter_new (NULL, 1 << KMZB_STATUS_CONFIRMED | 1 << KMZB_STATUS_NEW, G_MININT64, G_MAXINT64, any);
  g_autoptr (KmzbThreatFilter) source
      = kmzb_threat_filter_new (NULL, any, G_MININT64, G_MAXINT64, 1 << KMZB_THREAT_SOURCE_POLICE);
  g_autoptr (KmzbThreatFilter) period
      = kmzb_threat_filter_new (NULL, any, START_US + 100 * G_TIME_SPAN_DAY, START_US + 130 * G_TIME_SPAN_DAY, any);
  g_autoptr (KmzbThreatFilter) from = kmzb_threat_filter_new (NULL, any, one->created_us, G_MAXINT64, any);
  g_autoptr (KmzbThreatFilter) instant
      = kmzb_threat_filter_new (NULL, any, one->created_us, one->created_us + 1, any);
  g_autoptr (KmzbThreatFilter) backwards
      = kmzb_threat_filter_new (NULL, any, one->created_us + 1, one->created_us, any);
  guint shown = kmzb_threat_index_get_count (index);

  g_assert_true (kmzb_status_is_shown (one->status));
  assert_filtered (index, threats, all, shown, shown);
  assert_filtered (index, threats, nothing, 0, 0);
  assert_filtered (index, threats, categories, 10, shown / 30);
  assert_filtered (index, threats, status, shown / 4, shown / 2);
  assert_filtered (index, threats, source, shown / 4, shown / 2);
  assert_filtered (index, threats, period, shown / 20, shown / 10);
  assert_filtered (index, threats, from, 1, shown);
  assert_filtered (index, threats, instant, 1, 1);
  assert_filtered (index, threats, backwards, 0, 0);
}

static void
test_filter_cancelled (void)
{
  g_autoptr (KmzbThreats) threats = make_threats (100);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);
  g_autoptr (KmzbThreatFilter) all = kmzb_threat_filter_new (NULL, KMZB_THREAT_FILTER_ANY, G_MININT64, G_MAXINT64,
                                                             KMZB_THREAT_FILTER_ANY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (kmzb_threat_index_filter (index, all, cancellable));
}

static void
test_filter_by_groups (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KMZB_SOURCE_DIR"), "data/catalog/catalog.ini", NULL);
  const char *const groups[] = { "water", "road", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbCatalog) catalog = kmzb_catalog_load (path, &error);
  g_autoptr (KmzbThreatFilter) filter = NULL;

  g_assert_no_error (error);
  filter = kmzb_threat_filter_new_for_groups (catalog, groups, KMZB_THREAT_FILTER_ANY, G_MININT64, G_MAXINT64,
                                              KMZB_THREAT_FILTER_ANY);
  g_assert_true (kmzb_threat_filter_has_category (filter, g_intern_string ("utoniecia")));
  g_assert_true (kmzb_threat_filter_has_category (filter, g_intern_string ("nieprawidlowe-parkowanie")));
  g_assert_false (kmzb_threat_filter_has_category (filter, g_intern_string ("akty-wandalizmu")));
}

/* What is found in a rectangle is what stands in it, and the nearest are the nearest. */
static void
test_search (void)
{
  const KmzbWorldRect rects[] = { { 0, 0, 1, 1 }, { 0.5611, 0.339, 0.5614, 0.3395 }, { 0.561, 0.33, 0.562, 0.34 } };
  g_autoptr (KmzbThreats) threats = make_threats (N_THREATS);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);

  for (guint r = 0; r < G_N_ELEMENTS (rects); r++)
    {
      g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (KmzbThreatRun));
      double middle_x = (rects[r].x0 + rects[r].x1) / 2, middle_y = (rects[r].y0 + rects[r].y1) / 2;
      guint counts[KMZB_N_STATUSES], expected[KMZB_N_STATUSES] = { 0 }, n = 0;

      for (guint i = 0; i < kmzb_threat_index_get_count (index); i++)
        {
          double x, y;

          kmzb_threat_index_get_place (index, i, &x, &y);
          if (x < rects[r].x0 || x >= rects[r].x1 || y < rects[r].y0 || y >= rects[r].y1)
            continue;
          n++;
          expected[kmzb_threat_index_get_status (index, i)]++;
        }
      kmzb_threat_index_find (index, rects[r], runs);
      g_assert_cmpuint (kmzb_threat_index_count_statuses (index, runs, counts), ==, n);
      g_assert_cmpmem (counts, sizeof counts, expected, sizeof expected);
      g_assert_cmpuint (n, >, 20);

      for (guint max = 0; max <= 2 * n; max = 2 * max + 7)
        {
          g_autoptr (GPtrArray) all = kmzb_threat_index_nearest (index, runs, middle_x, middle_y, max);
          g_autoptr (GPtrArray) near = kmzb_threat_index_nearest_in (index, rects[r], middle_x, middle_y, max);
          double last = 0;

          g_assert_cmpuint (all->len, ==, MIN (max, n));
          g_assert_cmpuint (near->len, ==, all->len);
          for (guint i = 0; i < all->len; i++)
            {
              const KmzbThreat *threat = g_ptr_array_index (all, i);
              double d = hypot (kmzb_geo_tile_x (threat->place.lon, 0) - middle_x,
                                kmzb_geo_tile_y (threat->place.lat, 0) - middle_y);

              g_assert_cmpstr (threat->id, ==, ((KmzbThreat *) g_ptr_array_index (near, i))->id);
              g_assert_cmpfloat (d, >=, last - 1e-8);
              last = d;
            }
        }
    }
}

static void
test_categories_are_counted (void)
{
  g_autoptr (KmzbThreats) threats = make_threats (N_THREATS);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (KmzbThreatRun));
  g_autoptr (GArray) counts = NULL;
  guint sum = 0;

  kmzb_threat_index_find (index, (KmzbWorldRect){ 0, 0, 1, 1 }, runs);
  counts = kmzb_threat_index_count_categories (index, runs);
  g_assert_cmpuint (counts->len, ==, N_CATEGORIES);
  for (guint i = 0; i < counts->len; i++)
    {
      const KmzbCategoryCount *count = &g_array_index (counts, KmzbCategoryCount, i);
      guint n = 0;

      for (guint j = 0; j < N_THREATS; j++)
        n += kmzb_threats_get_category (threats, j) == count->slug
             && kmzb_status_is_shown (kmzb_threats_get_status (threats, j));
      g_assert_cmpuint (count->count, ==, n);
      g_assert_true (i == 0 || count->count <= g_array_index (counts, KmzbCategoryCount, i - 1).count);
      sum += n;
    }
  g_assert_cmpuint (sum, ==, kmzb_threat_index_get_count (index));
}

static void
test_spider_keeps_apart (void)
{
  for (guint n = 1; n <= KMZB_SPIDER_MAX; n++)
    for (guint i = 0; i < n; i++)
      {
        double x, y, other_x, other_y;
        double radius = kmzb_spider_place (n, i, 64, &x, &y);

        g_assert_cmpfloat (hypot (x, y), <=, radius + 1e-9);
        g_assert_cmpfloat (hypot (x, y), >=, 64 - 1e-9);
        /* Even the largest fits the smallest screen. */
        g_assert_cmpfloat (radius, <, 170);
        for (guint j = i + 1; j < n; j++)
          {
            kmzb_spider_place (n, j, 64, &other_x, &other_y);
            g_assert_cmpfloat (hypot (x - other_x, y - other_y), >=, 64 - 1e-9);
          }
      }
}

static void
test_scale_lengths (void)
{
  g_assert_cmpfloat (kmzb_scale_bar_round_length (160), ==, 100);
  g_assert_cmpfloat (kmzb_scale_bar_round_length (200), ==, 200);
  g_assert_cmpfloat (kmzb_scale_bar_round_length (499), ==, 200);
  g_assert_cmpfloat (kmzb_scale_bar_round_length (99999), ==, 50000);
  g_assert_cmpfloat (kmzb_scale_bar_round_length (1000), ==, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/threats/counts-are-exact", test_counts_are_exact);
  g_test_add_func ("/map/threats/single-threat-is-itself", test_single_threat_is_itself);
  g_test_add_func ("/map/threats/hides-mistakes-and-nonsense", test_hides_mistakes_and_nonsense);
  g_test_add_func ("/map/threats/merged-clusters-keep-apart", test_merged_clusters_keep_apart);
  g_test_add_func ("/map/threats/nothing-overlaps", test_nothing_overlaps);
  g_test_add_func ("/map/threats/shares", test_shares);
  g_test_add_func ("/map/threats/filter", test_filter);
  g_test_add_func ("/map/threats/filter-cancelled", test_filter_cancelled);
  g_test_add_func ("/map/threats/filter-by-groups", test_filter_by_groups);
  g_test_add_func ("/map/threats/search", test_search);
  g_test_add_func ("/map/threats/categories-are-counted", test_categories_are_counted);
  g_test_add_func ("/map/threats/spider-keeps-apart", test_spider_keeps_apart);
  g_test_add_func ("/map/scale-lengths", test_scale_lengths);
  return g_test_run ();
}
