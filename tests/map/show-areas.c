/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the areas, and of the pack's statistics, to look at, with invented threats: show-areas PACK FOLDER WIDTHxHEIGHT COUNT [CSS-FILE] */
#include "kmzb-areas-legend.h"
#include "kmzb-map-view.h"
#include "kmzb-widgets-init.h"
#include "wait.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Crowded where people are: about a few places at random, some of them with little that is confirmed. */
static KmzbThreats *
make_threats (KmzbBox box, guint n)
{
  KmzbThreats *threats = kmzb_threats_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260501);
  double middle[40][3];

  for (guint i = 0; i < 40; i++)
    {
      middle[i][0] = g_rand_double_range (rand, box.south, box.north);
      middle[i][1] = g_rand_double_range (rand, box.west, box.east);
      middle[i][2] = g_rand_double (rand);
    }
  while (kmzb_threats_get_count (threats) < n)
    {
      const double *m = middle[(int) (40 * pow (g_rand_double (rand), 2))];
      double spread = (box.north - box.south) * 0.12 * sqrt (-2 * log (1 - g_rand_double (rand)));
      double angle = g_rand_double_range (rand, 0, 2 * G_PI);
      KmzbPoint place = { m[0] + spread * sin (angle), m[1] + 1.6 * spread * cos (angle) };
      KmzbStatus status = g_rand_double (rand) < m[2] * 0.6 ? KMZB_STATUS_CONFIRMED : KMZB_STATUS_NOT_CONFIRMED;

      if (kmzb_box_contains (box, place))
        kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "a", "speeding", status, place, 0, 0);
    }
  return threats;
}

static void
save (GtkWidget *window, const char *path)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
}

int
main (int argc, char **argv)
{
  static const int zooms[] = { 11, 13, 14, 16, 17 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (KmzbThreats) threats = NULL;
  g_autoptr (GPtrArray) features = NULL;
  GtkWidget *window, *view, *overlay, *legend;
  KmzbPoint center;
  int width, height;

  if (argc < 5 || sscanf (argv[3], "%dx%d", &width, &height) != 2)
    return 2;
  gtk_init ();
  kmzb_widgets_init ();
  pack = kmzb_pack_open (argv[1], &error);
  if (pack == NULL)
    g_error ("%s", error->message);
  threats = make_threats (kmzb_pack_get_bounds (pack), (guint) atoi (argv[4]));
  center = kmzb_pack_get_center (pack);
  if (argc > 5)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

      gtk_css_provider_load_from_path (provider, argv[5]);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    }

  view = kmzb_map_view_new ();
  kmzb_map_view_set_pack (KMZB_MAP_VIEW (view), pack);
  kmzb_threats_sort (threats);
  kmzb_map_view_set_threats (KMZB_MAP_VIEW (view), threats);
  kmzb_map_view_set_layer (KMZB_MAP_VIEW (view), KMZB_MAP_AREAS);
  legend = kmzb_areas_legend_new ();
  gtk_widget_add_css_class (legend, "kmzb-sheet");
  gtk_widget_set_halign (legend, GTK_ALIGN_START);
  gtk_widget_set_valign (legend, GTK_ALIGN_START);
  overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), view);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), legend);
  window = gtk_window_new ();
  gtk_widget_add_css_class (window, "kmzb");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/areas-%s-z%d.png", argv[2], argv[3], zooms[i]);
      gint64 start = g_get_monotonic_time ();

      kmzb_map_view_go_to (KMZB_MAP_VIEW (view), center.lat, center.lon, zooms[i], FALSE);
      while (!kmzb_map_view_areas_are_complete (KMZB_MAP_VIEW (view)))
        g_main_context_iteration (NULL, TRUE);
      g_print ("z%d: areas after %.0f ms\n", zooms[i], (double) (g_get_monotonic_time () - start) / 1000);
      wait_ms (600);
      save (window, name);
    }
  features = kmzb_pack_load_statistics (pack, &error);
  if (features == NULL)
    g_error ("%s", error->message);
  kmzb_map_view_set_statistics (KMZB_MAP_VIEW (view), features);
  kmzb_map_view_set_stat_sources (KMZB_MAP_VIEW (view), G_MAXUINT);
  kmzb_map_view_set_threats (KMZB_MAP_VIEW (view), NULL);
  kmzb_map_view_set_layer (KMZB_MAP_VIEW (view), KMZB_MAP_PINS);
  for (guint i = 0; i < G_N_ELEMENTS (zooms) && features->len > 0; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/statistics-%s-z%d.png", argv[2], argv[3], zooms[i]);

      kmzb_map_view_go_to (KMZB_MAP_VIEW (view), center.lat, center.lon, zooms[i], FALSE);
      wait_ms (1000);
      save (window, name);
    }
  return 0;
}
