/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map-probe PACK WIDTH HEIGHT LAT LON ZOOM [pin]: a map that says where it is, for the tests by touch: "at LAT LON ZOOM" for
 * whatever is new since the last line, "settled", and "threat ID" or "cluster COUNT" for what was touched. There is a
 * threat "lone" 0.01 degrees to the north, five to the south, and a crowd far in the east. "pin": as where a place is chosen,
 * under a fixed pin. */
#include "kmzb-map-view.h"
#include "kmzb-widgets-init.h"

#include <stdlib.h>

static gboolean
on_timeout (gpointer user_data)
{
  static KmzbPoint last;
  static double last_zoom;
  KmzbMapView *view = user_data;
  KmzbPoint center;
  double zoom = kmzb_map_view_get_zoom (view);

  kmzb_map_view_get_center (view, &center);
  if (center.lat != last.lat || center.lon != last.lon || zoom != last_zoom)
    g_print ("at %.9f %.9f %.6f\n", center.lat, center.lon, zoom);
  last = center;
  last_zoom = zoom;
  return G_SOURCE_CONTINUE;
}

static void
on_settled (KmzbMapView *view, gpointer user_data)
{
  g_print ("settled\n");
}

static void
on_threat (KmzbMapView *view, KmzbThreat *threat, gpointer user_data)
{
  g_print ("threat %s\n", threat->id);
}

static gboolean
on_cluster (KmzbMapView *view, KmzbClusterInfo *cluster, gpointer user_data)
{
  g_print ("cluster %u\n", cluster->count);
  return FALSE;
}

static KmzbThreats *
make_threats (KmzbPoint middle)
{
  KmzbThreats *threats = kmzb_threats_new ();
  KmzbPoint north = { middle.lat + 0.01, middle.lon }, south = { middle.lat - 0.01, middle.lon };
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "lone", "utoniecia", KMZB_STATUS_CONFIRMED, north, 0, 0);
  for (int i = 0; i < 5; i++)
    kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "five", "utoniecia", (KmzbStatus) i, south, 0, 0);
  for (int i = 0; i < 20000; i++)
    {
      KmzbPoint place = { middle.lat + g_rand_double_range (rand, -0.2, 0.2),
                          middle.lon + g_rand_double_range (rand, 0.1, 0.3) };

      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "crowd", "utoniecia", (KmzbStatus) (i % 6), place, 0, 0);
    }
  return threats;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (KmzbThreats) threats = NULL;
  GtkWidget *window, *view;

  if (argc != 7 && argc != 8)
    return 2;
  gtk_init ();
  kmzb_widgets_init ();
  pack = kmzb_pack_open (argv[1], &error);
  if (pack == NULL)
    g_error ("%s", error->message);

  view = kmzb_map_view_new ();
  kmzb_map_view_set_pack (KMZB_MAP_VIEW (view), pack);
  kmzb_map_view_set_show_pin (KMZB_MAP_VIEW (view), argc == 8);
  kmzb_map_view_go_to (KMZB_MAP_VIEW (view), g_ascii_strtod (argv[4], NULL), g_ascii_strtod (argv[5], NULL),
                       g_ascii_strtod (argv[6], NULL), FALSE);
  threats = make_threats ((KmzbPoint){ g_ascii_strtod (argv[4], NULL), g_ascii_strtod (argv[5], NULL) });
  kmzb_threats_sort (threats);
  kmzb_map_view_set_threats (KMZB_MAP_VIEW (view), threats);
  g_signal_connect (view, "threat-activated", G_CALLBACK (on_threat), NULL);
  g_signal_connect (view, "cluster-activated", G_CALLBACK (on_cluster), NULL);
  g_signal_connect (view, "settled", G_CALLBACK (on_settled), NULL);
  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), atoi (argv[2]), atoi (argv[3]));
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (20, on_timeout, view);
  g_main_loop_run (loop);
  return 0;
}
