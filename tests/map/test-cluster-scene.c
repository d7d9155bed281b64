/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-cluster-scene.h"

#include "kmzb-cluster-block.h"
#include "wait.h"

#include <math.h>

#define N_THREATS 3000
/* Of plates with ten to twenty-nine. */
#define SIDE 54

static KmzbThreatIndex *
make_index (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < N_THREATS; i++)
    {
      KmzbPoint place = { g_rand_double_range (rand, 49.95, 50.05), g_rand_double_range (rand, 21.95, 22.05) };

      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "t", "speeding", (KmzbStatus) (i % 6), place, 0, 0);
    }
  kmzb_threats_sort (threats);
  return kmzb_threat_index_new (threats);
}

static KmzbPlateLook
make_look (double text_scale)
{
  return (KmzbPlateLook){ 1, text_scale, *kmzb_pin_palette_get (), (char *) "Inter 24px" };
}

static KmzbCellRect
make_block (int zoom)
{
  int level = zoom + KMZB_CLUSTER_LEVELS;

  return (KmzbCellRect){ level, (gint64) kmzb_geo_tile_x (21.95, level), (gint64) kmzb_geo_tile_y (50.05, level),
                         (gint64) kmzb_geo_tile_x (22.05, level), (gint64) kmzb_geo_tile_y (49.95, level) };
}

/* The same number in the same mix is the same picture, as long as it looks the same. */
static void
test_plates (void)
{
  g_autoptr (KmzbPlates) plates = kmzb_plates_new ();
  KmzbPlateLook look = make_look (1), large = make_look (2);
  KmzbCluster twelve = { .count = 12, .counts = { 6, 6 } }, again = { .x = 1, .count = 12, .counts = { 6, 6 } };
  KmzbCluster other_mix = { .count = 12, .counts = { 3, 9 } }, other_count = { .count = 14, .counts = { 7, 7 } };
  g_autoptr (GdkTexture) a = NULL, b = NULL, c = NULL, d = NULL, e = NULL, f = NULL;

  kmzb_plates_begin (plates, &look);
  a = kmzb_plates_get (plates, &look, &twelve);
  b = kmzb_plates_get (plates, &look, &again);
  c = kmzb_plates_get (plates, &look, &other_mix);
  d = kmzb_plates_get (plates, &look, &other_count);
  g_assert_true (a == b);
  g_assert_true (a != c && a != d && c != d);
  g_assert_cmpint (gdk_texture_get_width (a), ==, (int) kmzb_plate_side (12));

  kmzb_plates_begin (plates, &large);
  e = kmzb_plates_get (plates, &large, &twelve);
  g_assert_cmpint (gdk_texture_get_width (e), ==, 2 * (int) kmzb_plate_side (12));
  /* An order of before the change does not bring the old look back. */
  f = kmzb_plates_get (plates, &look, &twelve);
  g_assert_cmpint (gdk_texture_get_width (f), ==, (int) kmzb_plate_side (12));
  g_clear_object (&f);
  f = kmzb_plates_get (plates, &large, &twelve);
  g_assert_true (e == f);
}

/* The number is in the picture: two that differ in nothing else differ where it stands, and are white there. */
static void
test_number_is_drawn (void)
{
  g_autoptr (KmzbPlates) plates = kmzb_plates_new ();
  KmzbPlateLook look = make_look (1);
  KmzbCluster clusters[] = { { .count = 11, .counts = { 11 } }, { .count = 28, .counts = { 28 } } };
  guint white[2] = { 0 }, differing = 0;
  guint32 pixels[2][SIDE * SIDE];

  kmzb_plates_begin (plates, &look);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GdkTexture) texture = kmzb_plates_get (plates, &look, &clusters[i]);

      g_assert_cmpint (gdk_texture_get_width (texture), ==, SIDE);
      gdk_texture_download (texture, (guchar *) pixels[i], SIDE * 4);
    }
  for (guint y = 18; y < 38; y++)
    for (guint x = 14; x < 42; x++)
      {
        white[0] += pixels[0][y * SIDE + x] == 0xffffffff;
        white[1] += pixels[1][y * SIDE + x] == 0xffffffff;
        differing += pixels[0][y * SIDE + x] != pixels[1][y * SIDE + x];
      }
  g_assert_cmpuint (white[0], >, 20);
  g_assert_cmpuint (white[1], >, white[0]);
  g_assert_cmpuint (differing, >, 40);
}

/* What scenes show no longer is forgotten; what the last one shows never is. */
static void
test_plates_are_forgotten (void)
{
  g_autoptr (KmzbPlates) plates = kmzb_plates_new ();
  KmzbPlateLook look = make_look (1);
  KmzbCluster kept = { .count = 5, .counts = { 5 } };
  GdkTexture *first = NULL, *of_kept = NULL;

  for (guint scene = 0; scene < 4; scene++)
    {
      kmzb_plates_begin (plates, &look);
      for (guint i = 0; i < 300; i++)
        {
          guint count = 100 + scene * 300 + i;
          KmzbCluster cluster = { .count = count, .counts = { count } };
          g_autoptr (GdkTexture) texture = kmzb_plates_get (plates, &look, &cluster);

          if (scene == 0 && i == 0)
            {
              first = texture;
              g_object_add_weak_pointer (G_OBJECT (first), (gpointer *) &first);
            }
        }
      g_autoptr (GdkTexture) texture = kmzb_plates_get (plates, &look, &kept);
      g_assert_true (of_kept == NULL || of_kept == texture);
      of_kept = texture;
    }
  g_assert_null (first);
}

/* Around the booth no number is drawn over its sign, nothing over anything else, and nothing is lost or told twice; what
 * is a single threat stays where it was reported. */
static void
test_clearing (void)
{
  g_autoptr (KmzbThreatIndex) index = make_index ();
  g_autoptr (KmzbPlates) plates = kmzb_plates_new ();
  KmzbPlateLook look = make_look (1);
  guint n_moved = 0;

  for (int zoom = 10; zoom <= 17; zoom++)
    {
      g_autoptr (KmzbClusterScene) plain = kmzb_cluster_scene_new (index, make_block (zoom), &look, plates, NULL);
      double scale = 256.0 * ldexp (1.0, zoom);

      for (guint at = 0; at < MIN (plain->clusters->len, 12); at++)
        {
          const KmzbCluster *booth = &g_array_index (plain->clusters, KmzbCluster, at);
          /* Right on a crowd, and beside one. */
          KmzbClearing clearing = { booth->x + (at % 2) * 20 / scale, booth->y, 30 };
          g_autoptr (KmzbClusterScene) scene = kmzb_cluster_scene_new (index, make_block (zoom), &look, plates, &clearing);
          guint sum = 0;

          for (guint i = 0; i < scene->clusters->len; i++)
            {
              const KmzbCluster *a = &g_array_index (scene->clusters, KmzbCluster, i);
              double side = kmzb_plate_side (a->count);

              sum += a->count;
              if (a->count > 1)
                g_assert_cmpfloat (hypot (a->x - clearing.x, a->y - clearing.y) * scale, >=, 30 + side / 2);
              for (guint j = 0; j < i; j++)
                {
                  const KmzbCluster *b = &g_array_index (scene->clusters, KmzbCluster, j);

                  g_assert_cmpfloat (hypot (a->x - b->x, a->y - b->y) * scale, >=, (side + kmzb_plate_side (b->count)) / 2 - 1);
                }
            }
          g_assert_cmpuint (sum, ==, N_THREATS);
          n_moved += booth->count > 1;
        }
    }
  g_assert_cmpuint (n_moved, >, 10);
}

/* A worker makes what is made at once, or nothing when nobody wants it any more. */
static void
test_on_a_worker (void)
{
  g_autoptr (KmzbThreatIndex) index = make_index ();
  g_autoptr (KmzbPlates) plates = kmzb_plates_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  KmzbPlateLook look = make_look (1);

  for (int zoom = 10; zoom <= 17; zoom++)
    {
      g_autoptr (KmzbClusterScene) now = kmzb_cluster_scene_new (index, make_block (zoom), &look, plates, NULL);
      g_autoptr (KmzbClusterScene) later = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      guint sum = 0;

      kmzb_cluster_scene_make_async (index, make_block (zoom), &look, plates, NULL, NULL, wait_take_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      later = kmzb_cluster_scene_make_finish (result);
      g_assert_true (later->index == index);
      g_assert_true (kmzb_cluster_block_equal (&later->block, &now->block));
      g_assert_cmpuint (later->clusters->len, ==, now->clusters->len);
      g_assert_cmpmem (later->clusters->data, later->clusters->len * sizeof (KmzbCluster), now->clusters->data,
                       now->clusters->len * sizeof (KmzbCluster));
      for (guint i = 0; i < now->clusters->len; i++)
        {
          guint count = g_array_index (now->clusters, KmzbCluster, i).count;

          sum += count;
          g_assert_true (g_ptr_array_index (now->plates, i) == g_ptr_array_index (later->plates, i));
          g_assert_true ((count == 1) == (g_ptr_array_index (now->plates, i) == NULL));
        }
      g_assert_cmpuint (sum, ==, N_THREATS);
    }

  g_autoptr (GAsyncResult) none = NULL;
  g_cancellable_cancel (cancelled);
  kmzb_cluster_scene_make_async (index, make_block (12), &look, plates, NULL, cancelled, wait_take_result, &none);
  while (none == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (kmzb_cluster_scene_make_finish (none));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/scene/plates", test_plates);
  g_test_add_func ("/map/scene/number-is-drawn", test_number_is_drawn);
  g_test_add_func ("/map/scene/plates-are-forgotten", test_plates_are_forgotten);
  g_test_add_func ("/map/scene/clearing", test_clearing);
  g_test_add_func ("/map/scene/on-a-worker", test_on_a_worker);
  return g_test_run ();
}
