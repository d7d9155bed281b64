/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-scale-bar.h"
#include "kmzb-threat-index.h"

#include <math.h>

#define N_THREATS 5000

static GPtrArray *
make_threats (guint n)
{
  GPtrArray *threats = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_threat_unref);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260501);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("threat-%u", i);
      KmzbPoint place = { g_rand_double_range (rand, 49.9, 50.2), g_rand_double_range (rand, 21.8, 22.2) };

      g_ptr_array_add (threats, kmzb_threat_new (id, "halas", (KmzbStatus) g_rand_int_range (rand, 0, KMZB_N_STATUSES),
                                                 place, 0, 0));
    }
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
  g_autoptr (GPtrArray) threats = make_threats (N_THREATS);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);

  for (int level = 0; level <= 22; level++)
    {
      g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
      g_autoptr (GHashTable) counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      KmzbCellRect rect = cells_of (level, box);
      guint sum = 0;

      for (guint i = 0; i < threats->len; i++)
        {
          const KmzbThreat *threat = g_ptr_array_index (threats, i);
          gint64 x = (gint64) floor (kmzb_geo_tile_x (threat->place.lon, level));
          gint64 y = (gint64) floor (kmzb_geo_tile_y (threat->place.lat, level));
          gint64 cell = x << 32 | y;

          if (!kmzb_status_is_shown (threat->status) || x < rect.x0 || x > rect.x1 || y < rect.y0 || y > rect.y1)
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
  g_autoptr (GPtrArray) threats = make_threats (50);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));

  kmzb_threat_index_query (index, cells_of (22, (KmzbBox){ 49, 21, 51, 23 }), clusters);
  g_assert_cmpuint (clusters->len, ==, kmzb_threat_index_get_count (index));
  for (guint i = 0; i < clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, i);
      const KmzbThreat *threat = kmzb_threat_index_get (index, cluster->first);
      KmzbPoint place = { kmzb_geo_tile_lat (cluster->y, 0), kmzb_geo_tile_lon (cluster->x, 0) };

      g_assert_cmpint (threat->status, ==, cluster->status);
      g_assert_true (kmzb_status_is_shown (threat->status));
      g_assert_cmpfloat (kmzb_geo_distance_m (place, threat->place), <, 0.1);
    }
}

static void
test_hides_mistakes_and_nonsense (void)
{
  g_autoptr (GPtrArray) threats = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_threat_unref);
  g_autoptr (KmzbThreatIndex) index = NULL;
  g_autoptr (KmzbThreatIndex) empty = kmzb_threat_index_new (NULL);
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));

  g_ptr_array_add (threats, kmzb_threat_new ("a", "x", KMZB_STATUS_MISTAKE, (KmzbPoint){ 50, 22 }, 0, 0));
  g_ptr_array_add (threats, kmzb_threat_new ("b", "x", KMZB_STATUS_NEW, (KmzbPoint){ NAN, 22 }, 0, 0));
  g_ptr_array_add (threats, kmzb_threat_new ("c", "x", KMZB_STATUS_NEW, (KmzbPoint){ 50, 22 }, 0, 0));
  index = kmzb_threat_index_new (threats);
  g_assert_cmpuint (kmzb_threat_index_get_count (index), ==, 1);
  g_assert_cmpstr (kmzb_threat_index_get (index, 0)->id, ==, "c");

  kmzb_threat_index_query (empty, (KmzbCellRect){ .level = 3, .x1 = 7, .y1 = 7 }, clusters);
  g_assert_cmpuint (clusters->len, ==, 0);
}

static void
test_merged_clusters_keep_apart (void)
{
  const double distance = 0.00005;
  g_autoptr (GPtrArray) threats = make_threats (N_THREATS);
  g_autoptr (KmzbThreatIndex) index = kmzb_threat_index_new (threats);
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
  guint sum = 0;

  kmzb_threat_index_query (index, cells_of (14, (KmzbBox){ 49, 21, 51, 23 }), clusters);
  kmzb_clusters_merge (clusters, distance, 2 * distance);
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
  /* None is lost. */
  g_assert_cmpuint (sum, ==, kmzb_threat_index_get_count (index));
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
  g_test_add_func ("/map/scale-lengths", test_scale_lengths);
  return g_test_run ();
}
