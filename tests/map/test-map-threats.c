/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The threats of a map view: filtered, counted, listed and touched. */
#include "kmzb-map-view-private.h"
#include "kmzb-widgets-init.h"
#include "wait.h"

#include <math.h>

#define WIDTH 800
#define HEIGHT 600
#define N_THREATS 2000
#define N_ON_ONE_SPOT 9
#define ANY KMZB_THREAT_FILTER_ANY
#define MIDDLE ((KmzbPoint){ 50.04, 22.0 })
#define SPOT ((KmzbPoint){ 50.2, 22.3 })
#define LONE ((KmzbPoint){ 49.8, 21.7 })

typedef struct
{
  GtkWidget *window;
  KmzbMapView *view;
  KmzbThreats *threats;
  int shown;
  KmzbThreat *threat;
  KmzbClusterInfo *cluster;
  gboolean handles;
} Fixture;

static void
on_shown (KmzbMapView *view, Fixture *f)
{
  f->shown++;
}

static void
on_threat (KmzbMapView *view, KmzbThreat *threat, Fixture *f)
{
  g_assert_null (f->threat);
  f->threat = kmzb_threat_ref (threat);
}

static gboolean
on_cluster (KmzbMapView *view, KmzbClusterInfo *info, Fixture *f)
{
  g_assert_null (f->cluster);
  f->cluster = kmzb_cluster_info_ref (info);
  return f->handles;
}

static gboolean
on_timeout (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_until_shown (Fixture *f)
{
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (20, on_timeout, &late);

  while (f->shown == 0)
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
  f->shown = 0;
}

static KmzbThreats *
make_threats (void)
{
  static const char *const categories[] = { "utoniecia", "akty-wandalizmu", "nieprawidlowe-parkowanie" };
  KmzbThreats *threats = kmzb_threats_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < N_THREATS; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%u", i);
      KmzbPoint place = { MIDDLE.lat + g_rand_double_range (rand, -0.02, 0.02),
                          MIDDLE.lon + g_rand_double_range (rand, -0.03, 0.03) };

      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, id, categories[i % 3], (KmzbStatus) (i % 6), place, i, i);
    }
  for (guint i = 0; i < N_ON_ONE_SPOT; i++)
    kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "spot", categories[0], KMZB_STATUS_NEW, SPOT,
                      i * G_USEC_PER_SEC, i * G_USEC_PER_SEC);
  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "lone", categories[1], KMZB_STATUS_CONFIRMED, LONE, 7, 7);
  kmzb_threats_sort (threats);
  return threats;
}

static void
go_to (Fixture *f, KmzbPoint point, double zoom)
{
  kmzb_map_view_go_to (f->view, point.lat, point.lon, zoom, FALSE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  f->view = KMZB_MAP_VIEW (kmzb_map_view_new ());
  g_signal_connect (f->view, "threats-shown", G_CALLBACK (on_shown), f);
  g_signal_connect (f->view, "threat-activated", G_CALLBACK (on_threat), f);
  g_signal_connect (f->view, "cluster-activated", G_CALLBACK (on_cluster), f);
  f->window = gtk_window_new ();
  gtk_widget_add_css_class (f->window, "kmzb");
  gtk_window_set_decorated (GTK_WINDOW (f->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (f->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->view));
  gtk_window_present (GTK_WINDOW (f->window));
  go_to (f, MIDDLE, 12);
  f->threats = make_threats ();
  kmzb_map_view_set_threats (f->view, f->threats);
  wait_until_shown (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer view = f->view;

  g_object_add_weak_pointer (G_OBJECT (f->view), &view);
  gtk_window_destroy (GTK_WINDOW (f->window));
  for (int i = 0; i < 100 && view != NULL; i++)
    wait_ms (20);
  g_assert_null (view);
  g_clear_pointer (&f->threat, kmzb_threat_unref);
  g_clear_pointer (&f->cluster, kmzb_cluster_info_unref);
  kmzb_threats_unref (f->threats);
}

static void
tap (Fixture *f, double x, double y)
{
  g_clear_pointer (&f->threat, kmzb_threat_unref);
  g_clear_pointer (&f->cluster, kmzb_cluster_info_unref);
  kmzb_map_view_tap_threat (f->view, x, y);
}

static void
test_filter_counts (Fixture *f, gconstpointer data)
{
  const char *const none[] = { NULL };
  g_autoptr (KmzbThreatFilter) confirmed
      = kmzb_threat_filter_new (NULL, 1 << KMZB_STATUS_CONFIRMED, G_MININT64, G_MAXINT64, ANY);
  g_autoptr (KmzbThreatFilter) everything = kmzb_threat_filter_new (NULL, ANY, G_MININT64, G_MAXINT64, ANY);
  g_autoptr (KmzbThreatFilter) nothing = kmzb_threat_filter_new (none, ANY, G_MININT64, G_MAXINT64, ANY);
  guint n_confirmed = 0, n_threats = kmzb_threats_get_count (f->threats);

  for (guint i = 0; i < n_threats; i++)
    n_confirmed += kmzb_threats_get_status (f->threats, i) == KMZB_STATUS_CONFIRMED;

  g_assert_cmpuint (kmzb_map_view_count_threats (f->view), ==, n_threats);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_threats);
  g_assert_cmpuint (kmzb_map_view_count_in_view (f->view), ==, N_THREATS);
  kmzb_map_view_set_filter (f->view, confirmed);
  wait_until_shown (f);
  g_assert_cmpuint (kmzb_map_view_count_threats (f->view), ==, n_threats);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_confirmed);
  g_assert_cmpuint (kmzb_map_view_count_in_view (f->view), ==, n_confirmed - 1);

  /* New threats come filtered. */
  kmzb_map_view_set_threats (f->view, f->threats);
  wait_until_shown (f);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_confirmed);

  /* Of several filters in a row the last one counts, whenever their answers come. */
  kmzb_map_view_set_filter (f->view, nothing);
  kmzb_map_view_set_filter (f->view, confirmed);
  kmzb_map_view_set_filter (f->view, nothing);
  wait_until_shown (f);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, 0);
  wait_ms (100);
  g_assert_cmpint (f->shown, ==, 0);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, 0);

  /* One that changes nothing is told of as well. */
  kmzb_map_view_set_filter (f->view, NULL);
  f->shown = 0;
  kmzb_map_view_set_filter (f->view, everything);
  wait_until_shown (f);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_threats);

  kmzb_map_view_set_filter (f->view, confirmed);
  kmzb_map_view_set_filter (f->view, NULL);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_threats);
  wait_ms (100);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_threats);
  kmzb_map_view_set_threats (f->view, NULL);
  g_assert_cmpuint (kmzb_map_view_count_threats (f->view), ==, 0);
  g_assert_cmpuint (kmzb_map_view_count_in_view (f->view), ==, 0);
}

static void
test_list_in_view (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;
  double last = 0;

  go_to (f, MIDDLE, 15);
  list = kmzb_map_view_list_in_view (f->view, 50);
  g_assert_cmpuint (list->len, ==, 50);
  for (guint i = 0; i < list->len; i++)
    {
      const KmzbThreat *threat = g_ptr_array_index (list, i);
      double d = kmzb_geo_distance_m (MIDDLE, threat->place);

      g_assert_cmpfloat (d, >=, last - 1);
      last = d;
    }
  g_ptr_array_unref (list);
  list = kmzb_map_view_list_in_view (f->view, G_MAXUINT16);
  g_assert_cmpuint (list->len, ==, kmzb_map_view_count_in_view (f->view));
}

static void
test_tap_threat (Fixture *f, gconstpointer data)
{
  go_to (f, LONE, 14);
  /* A thumb may miss by half of 64 pixels. */
  tap (f, WIDTH / 2.0 + 31, HEIGHT / 2.0);
  g_assert_nonnull (f->threat);
  g_assert_cmpstr (f->threat->id, ==, "lone");
  tap (f, WIDTH / 2.0, HEIGHT / 2.0 - 31);
  g_assert_nonnull (f->threat);
  tap (f, WIDTH / 2.0 + 60, HEIGHT / 2.0);
  g_assert_null (f->threat);
  g_assert_null (f->cluster);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, 14);
}

static void
test_tap_cluster (Fixture *f, gconstpointer data)
{
  guint statuses = 0, categories = 0;

  f->handles = TRUE;
  go_to (f, MIDDLE, 8);
  tap (f, WIDTH / 2.0, HEIGHT / 2.0);
  g_assert_nonnull (f->cluster);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, 8);
  g_assert_cmpuint (f->cluster->count, >=, N_THREATS / 2);
  g_assert_cmpuint (f->cluster->threats->len, ==, 200);
  g_assert_cmpfloat (kmzb_geo_distance_m (f->cluster->center, MIDDLE), <, 3000);
  g_assert_true (kmzb_box_contains (f->cluster->extent, f->cluster->center));
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    statuses += f->cluster->statuses[i];
  for (guint i = 0; i < f->cluster->categories->len; i++)
    categories += g_array_index (f->cluster->categories, KmzbCategoryCount, i).count;
  g_assert_cmpuint (statuses, ==, f->cluster->count);
  g_assert_cmpuint (categories, ==, f->cluster->count);

  /* Where nobody shows it the map comes closer, to all of it. */
  f->handles = FALSE;
  tap (f, WIDTH / 2.0, HEIGHT / 2.0);
  g_assert_nonnull (f->cluster);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), >, 8);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  g_assert_cmpuint (kmzb_map_view_count_in_view (f->view), >=, f->cluster->count);
}

/* At the last zoom what stands on one spot fans out, and each of it can be touched. */
static void
test_spider (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  double min_zoom, max_zoom;
  KmzbWorldRect view;
  KmzbPoint center;

  kmzb_map_view_get_zoom_range (f->view, &min_zoom, &max_zoom);
  go_to (f, SPOT, max_zoom);
  /* The layers are as close as the camera. */
  view = kmzb_threat_layer_get_view (f->view->threat_layer);
  g_assert_cmpfloat_with_epsilon ((view.x1 - view.x0) * ldexp (256, (int) max_zoom), WIDTH, 1);
  tap (f, WIDTH / 2.0, HEIGHT / 2.0);
  g_assert_null (f->threat);
  g_assert_null (f->cluster);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  for (int x = -160; x <= 160; x += 8)
    for (int y = -160; y <= 160; y += 8)
      {
        KmzbThreatPick pick;

        if (hypot (x, y) < 50 || !kmzb_threat_layer_pick (f->view->threat_layer, WIDTH / 2.0 + x, HEIGHT / 2.0 + y, &pick)
            || !pick.single)
          continue;
        tap (f, WIDTH / 2.0 + x, HEIGHT / 2.0 + y);
        g_assert_nonnull (f->threat);
        g_hash_table_add (seen, GINT_TO_POINTER ((int) (f->threat->created_us / G_USEC_PER_SEC) + 1));
      }
  g_assert_cmpuint (g_hash_table_size (seen), ==, N_ON_ONE_SPOT);

  /* A tap beside it folds it. */
  tap (f, 20, 20);
  g_assert_null (f->threat);
  tap (f, WIDTH / 2.0 + 90, HEIGHT / 2.0);
  g_assert_null (f->threat);

  /* At the edge the map makes room. */
  kmzb_map_view_get_center (f->view, &center);
  kmzb_map_view_go_to (f->view, center.lat, center.lon + 0.0005, max_zoom, FALSE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  tap (f, WIDTH / 2.0 - (0.0005 / 360) * ldexp (256, (int) max_zoom), HEIGHT / 2.0);
  kmzb_map_view_get_center (f->view, &center);
  g_assert_cmpfloat (center.lon, <, SPOT.lon + 0.0005 - 1e-6);
}

static GBytes *
take_picture (Fixture *f)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guchar *pixels = g_malloc (WIDTH * HEIGHT * 4);

  gtk_widget_queue_draw (GTK_WIDGET (f->view));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  paintable = gtk_widget_paintable_new (GTK_WIDGET (f->view));
  gdk_paintable_snapshot (paintable, snapshot, WIDTH, HEIGHT);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (f->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  gdk_texture_download (texture, pixels, WIDTH * 4);
  return g_bytes_new_take (pixels, WIDTH * HEIGHT * 4);
}

/* Clusters that split, join or fan out are seen on the way, and end as they stand where nothing may move. */
static void
test_motion (Fixture *f, gconstpointer data)
{
  static const double zooms[] = { 12, 13, 14, 13, 11, 12 };
  double min_zoom, max_zoom;

  kmzb_map_view_get_zoom_range (f->view, &min_zoom, &max_zoom);
  for (guint i = 1; i <= G_N_ELEMENTS (zooms); i++)
    {
      gboolean fan = i == G_N_ELEMENTS (zooms);
      g_autoptr (GBytes) still = NULL;
      g_autoptr (GBytes) moving = NULL;
      g_autoptr (GBytes) end = NULL;

      g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
      go_to (f, fan ? SPOT : MIDDLE, fan ? max_zoom : zooms[i]);
      if (fan)
        tap (f, WIDTH / 2.0, HEIGHT / 2.0);
      still = take_picture (f);
      kmzb_threat_layer_fold (f->view->threat_layer);
      go_to (f, fan ? SPOT : MIDDLE, fan ? max_zoom : zooms[i - 1]);

      g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
      go_to (f, fan ? SPOT : MIDDLE, fan ? max_zoom : zooms[i]);
      if (fan)
        tap (f, WIDTH / 2.0, HEIGHT / 2.0);
      moving = take_picture (f);
      wait_ms (400);
      end = take_picture (f);
      g_assert_false (g_bytes_equal (moving, still));
      g_assert_true (g_bytes_equal (end, still));
    }
}

/* What a worker made ahead of a drag is what is drawn at once without one; and a filter's picture comes whole. */
static void
test_ahead (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreatFilter) confirmed
      = kmzb_threat_filter_new (NULL, 1 << KMZB_STATUS_CONFIRMED, G_MININT64, G_MAXINT64, ANY);
  const guint steps = 60, n_threats = kmzb_threats_get_count (f->threats);
  const KmzbPoint end = { MIDDLE.lat + 0.01, MIDDLE.lon - 0.02 };
  g_autoptr (GBytes) still = NULL, dragged = NULL, filtered = NULL, all = NULL;

  go_to (f, end, 14);
  still = take_picture (f);
  kmzb_map_view_set_filter (f->view, confirmed);
  wait_until_shown (f);
  filtered = take_picture (f);
  kmzb_map_view_set_filter (f->view, NULL);
  f->shown = 0;

  go_to (f, MIDDLE, 14);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  for (guint i = 1; i <= steps; i++)
    {
      KmzbPoint place = { MIDDLE.lat + (end.lat - MIDDLE.lat) * i / steps, MIDDLE.lon + (end.lon - MIDDLE.lon) * i / steps };

      go_to (f, place, 14);
      /* Whatever is drawn meanwhile can be touched, and is of the threats that are shown. */
      tap (f, WIDTH / 2.0, HEIGHT / 2.0);
    }
  wait_ms (400);
  dragged = take_picture (f);
  g_assert_true (g_bytes_equal (dragged, still));

  /* Until the worker is done everything is as before. */
  kmzb_map_view_set_filter (f->view, confirmed);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_threats);
  wait_until_shown (f);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), <, n_threats);
  all = take_picture (f);
  g_assert_true (g_bytes_equal (all, filtered));

  /* Of several in a row the last one is shown, once. */
  kmzb_map_view_set_filter (f->view, NULL);
  kmzb_map_view_set_filter (f->view, confirmed);
  kmzb_map_view_set_filter (f->view, NULL);
  wait_until_shown (f);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_threats);
  wait_ms (300);
  g_assert_cmpuint (kmzb_map_view_count_shown (f->view), ==, n_threats);
}

/* A fan that folds is seen on its way, where motion is wished for, and can't be touched any more. */
static void
test_fold (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) closed = NULL, open = NULL, moving = NULL, end = NULL, at_once = NULL;
  double min_zoom, max_zoom;

  kmzb_map_view_get_zoom_range (f->view, &min_zoom, &max_zoom);
  go_to (f, SPOT, max_zoom);
  closed = take_picture (f);
  tap (f, WIDTH / 2.0, HEIGHT / 2.0);
  open = take_picture (f);
  g_assert_false (g_bytes_equal (open, closed));
  tap (f, 20, 20);
  at_once = take_picture (f);
  g_assert_true (g_bytes_equal (at_once, closed));

  tap (f, WIDTH / 2.0, HEIGHT / 2.0);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  tap (f, 20, 20);
  moving = take_picture (f);
  g_assert_false (g_bytes_equal (moving, closed));
  for (int x = 60; x <= 160; x += 8)
    {
      tap (f, WIDTH / 2.0 + x, HEIGHT / 2.0);
      g_assert_null (f->threat);
    }
  wait_ms (400);
  end = take_picture (f);
  g_assert_true (g_bytes_equal (end, closed));
}

/* The threat that a sheet is about stands out, also where it stands in a crowd or in a fan. */
static void
test_chosen (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreat) lone
      = kmzb_threat_new ("lone", 0, KMZB_THREAT_SOURCE_PEOPLE, "akty-wandalizmu", KMZB_STATUS_CONFIRMED, LONE, 7);
  g_autoptr (KmzbThreat) crowded
      = kmzb_threat_new ("spot", 0, KMZB_THREAT_SOURCE_PEOPLE, "utoniecia", KMZB_STATUS_NEW, SPOT, 1);
  const KmzbPoint places[] = { LONE, SPOT, SPOT };
  double min_zoom, max_zoom;

  kmzb_map_view_get_zoom_range (f->view, &min_zoom, &max_zoom);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GBytes) before = NULL, chosen = NULL, after = NULL;

      go_to (f, places[i], i == 0 ? 16 : max_zoom);
      if (i == 2)
        tap (f, WIDTH / 2.0, HEIGHT / 2.0);
      before = take_picture (f);
      kmzb_map_view_set_chosen (f->view, i == 0 ? lone : crowded);
      chosen = take_picture (f);
      g_assert_false (g_bytes_equal (chosen, before));
      kmzb_map_view_set_chosen (f->view, NULL);
      after = take_picture (f);
      g_assert_true (g_bytes_equal (after, before));
    }
}

/* Pins show their category once its picture is drawn. */
static void
test_icons (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_getenv ("KMZB_SOURCE_DIR"), "data/catalog/catalog.ini", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbCatalog) catalog = kmzb_catalog_load (path, &error);
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) shown = NULL;
  gboolean changed = FALSE;

  g_assert_no_error (error);
  go_to (f, LONE, 14);
  plain = take_picture (f);
  kmzb_map_view_set_catalog (f->view, catalog);
  for (int i = 0; i < 200 && !changed; i++)
    {
      wait_ms (20);
      g_clear_pointer (&shown, g_bytes_unref);
      shown = take_picture (f);
      changed = !g_bytes_equal (plain, shown);
    }
  g_assert_true (changed);
  /* White under the navy lines of the picture, where the red shape was. */
  changed = FALSE;
  for (int y = HEIGHT / 2 - 10; y < HEIGHT / 2 + 14; y++)
    for (int x = WIDTH / 2 - 14; x < WIDTH / 2 + 10; x++)
      {
        const guint32 *pixels = g_bytes_get_data (shown, NULL);

        changed |= pixels[y * WIDTH + x] == 0xff12305b;
      }
  g_assert_true (changed);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  kmzb_widgets_init ();
  ADD ("/map/threats/filter-counts", test_filter_counts);
  ADD ("/map/threats/list-in-view", test_list_in_view);
  ADD ("/map/threats/tap-threat", test_tap_threat);
  ADD ("/map/threats/tap-cluster", test_tap_cluster);
  ADD ("/map/threats/spider", test_spider);
  ADD ("/map/threats/motion", test_motion);
  ADD ("/map/threats/ahead", test_ahead);
  ADD ("/map/threats/fold", test_fold);
  ADD ("/map/threats/chosen", test_chosen);
  ADD ("/map/threats/icons", test_icons);
  return g_test_run ();
}
