/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KMZB_CATALOG=data/catalog/catalog.ini map-picture PACK OUT.png WIDTH HEIGHT LAT LON ZOOM THREATS TEXT_SCALE [X Y]:
 * what the map looks like with so many made-up threats over the pack, crowded as in towns, at so many percent of text
 * ("150c": and in high contrast); after a tap at X/Y. town-pictures.py makes a set of them. */
#include "kmzb-access.h"
#include "kmzb-map-view-private.h"
#include "kmzb-threat-layer-private.h"
#include "kmzb-widgets-init.h"
#include "wait.h"

#include <math.h>
#include <stdlib.h>

#define N_CROWDS 60

/* A pack may hold a part of a town only, or much land around it: its threats are those of a town. */
static KmzbBox
town_around (KmzbBox box)
{
  KmzbPoint middle = kmzb_box_center (box);

  return (KmzbBox){ middle.lat - 0.05, middle.lon - 0.09, middle.lat + 0.05, middle.lon + 0.09 };
}

static double
bell (GRand *rand)
{
  double sum = 0;

  for (int i = 0; i < 6; i++)
    sum += g_rand_double_range (rand, -0.5, 0.5);
  return sum / 0.7;
}

static KmzbThreats *
make_threats (KmzbBox box, KmzbCatalog *catalog, guint n)
{
  static const KmzbStatus statuses[] = { 0, 0, 0, 1, 1, 2, 2, 3, 4, 4, 4, 4, 5, 6 };
  KmzbThreats *threats = kmzb_threats_new ();
  KmzbPoint before = kmzb_box_center (box);
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  KmzbPoint crowds[N_CROWDS];
  double sizes[N_CROWDS];

  for (guint i = 0; i < N_CROWDS; i++)
    {
      crowds[i].lat = g_rand_double_range (rand, box.south, box.north);
      crowds[i].lon = g_rand_double_range (rand, box.west, box.east);
      sizes[i] = g_rand_double_range (rand, 0.005, 0.12);
    }
  for (guint i = 0; i < n; i++)
    {
      const KmzbCategory *category
          = g_ptr_array_index (categories, (guint) (pow (g_rand_double (rand), 2) * categories->len));
      guint crowd = (guint) g_rand_int_range (rand, 0, N_CROWDS);
      KmzbPoint place = { crowds[crowd].lat + bell (rand) * sizes[crowd] * (box.north - box.south),
                          crowds[crowd].lon + bell (rand) * sizes[crowd] * (box.east - box.west) };

      if (i % 3 == 0)
        place = (KmzbPoint){ g_rand_double_range (rand, box.south, box.north),
                             g_rand_double_range (rand, box.west, box.east) };
      /* Some stand where another one does, as at a school's gate. */
      if (i % 4 == 1)
        place = before;
      before = place;
      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "t", category->slug,
                        statuses[g_rand_int_range (rand, 0, G_N_ELEMENTS (statuses))], place, i, i);
      for (int j = 0; i == 0 && j < 13; j++)
        kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "t",
                          ((KmzbCategory *) g_ptr_array_index (categories, j * 2))->slug, (KmzbStatus) (j % 6),
                          kmzb_box_center (box), j, j);
    }
  return threats;
}

/* However busy the machine is: until tiles are there and crowds have split. */
static void
wait_for_rest (KmzbMapView *view)
{
  KmzbThreatLayer *layer = view->threat_layer;

  do
    wait_ms (400);
  while (!kmzb_map_view_is_settled (view) || layer->making != NULL || layer->tick_id != 0 || layer->lacks_plates);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (KmzbCatalog) catalog = NULL;
  g_autoptr (KmzbThreats) threats = NULL;
  g_autoptr (GtkCssProvider) css = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *rule = NULL;
  GtkWidget *window, *view;
  int width, height;

  if (argc != 10 && argc != 12)
    return 2;
  gtk_init ();
  kmzb_widgets_init ();
  kmzb_access_set (kmzb_access_get_default (), KMZB_ACCESS_CONTRAST, g_str_has_suffix (argv[9], "c"));
  catalog = kmzb_catalog_load (g_getenv ("KMZB_CATALOG"), &error);
  if (catalog == NULL)
    g_error ("%s", error->message);
  pack = kmzb_pack_open (argv[1], &error);
  if (pack == NULL)
    g_error ("%s", error->message);

  width = atoi (argv[3]);
  height = atoi (argv[4]);
  rule = g_strdup_printf ("window.kmzb { font-family: 'Inter', 'Noto Sans', sans-serif; font-size: %dpx; }",
                          24 * atoi (argv[9]) / 100);
  css = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (css, rule, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css), 900);

  threats = make_threats (town_around (kmzb_pack_get_bounds (pack)), catalog, (guint) atoi (argv[8]));
  view = kmzb_map_view_new ();
  kmzb_map_view_set_pack (KMZB_MAP_VIEW (view), pack);
  kmzb_map_view_set_catalog (KMZB_MAP_VIEW (view), catalog);
  kmzb_threats_sort (threats);
  kmzb_map_view_set_threats (KMZB_MAP_VIEW (view), threats);
  window = gtk_window_new ();
  gtk_widget_add_css_class (window, "kmzb");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  wait_ms (500);
  kmzb_map_view_go_to (KMZB_MAP_VIEW (view), g_ascii_strtod (argv[5], NULL), g_ascii_strtod (argv[6], NULL),
                       g_ascii_strtod (argv[7], NULL), FALSE);
  wait_for_rest (KMZB_MAP_VIEW (view));
  if (argc == 12)
    {
      kmzb_map_view_tap_threat (KMZB_MAP_VIEW (view), g_ascii_strtod (argv[10], NULL),
                                g_ascii_strtod (argv[11], NULL));
      wait_ms (700);
    }

  paintable = gtk_widget_paintable_new (view);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (!gdk_texture_save_to_png (texture, argv[2]))
    g_error ("Can't write %s", argv[2]);
  g_print ("zoom %.2f, %u threats in view of %u\n", kmzb_map_view_get_zoom (KMZB_MAP_VIEW (view)),
           kmzb_map_view_count_in_view (KMZB_MAP_VIEW (view)), kmzb_map_view_count_shown (KMZB_MAP_VIEW (view)));
  return 0;
}
