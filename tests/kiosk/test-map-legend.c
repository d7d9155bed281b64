/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the map its legend takes. */
#include "kmzb-language.h"
#include "kmzb-map-legend.h"
#include "labels.h"
#include "shell-test.h"

static int
allocate_legend (GtkWidget *legend, int room)
{
  int width, height;

  gtk_widget_measure (legend, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  height = kmzb_map_legend_get_height_for (KMZB_MAP_LEGEND (legend), width, room);
  gtk_widget_allocate (legend, width, height, -1, NULL);
  return height;
}

/* A legend that would hide the map stays shut until somebody asks; what it counts is always said. */
static void
test_legend_room (void)
{
  GtkWidget *legend = g_object_ref_sink (kmzb_map_legend_new ());
  KmzbMapShown shown = { .count = "Showing 2 of 4 threats" };
  int all, least;

  kmzb_map_legend_set_shown (KMZB_MAP_LEGEND (legend), &shown);
  all = allocate_legend (legend, 5000);
  g_assert_true (kmzb_map_legend_is_open (KMZB_MAP_LEGEND (legend)));
  g_assert_true (says (legend, "Several threats: how many and of which status"));
  g_assert_cmpint (allocate_legend (legend, all), ==, all);
  least = allocate_legend (legend, all - 1);
  g_assert_cmpint (least, <, all / 2);
  g_assert_false (kmzb_map_legend_is_open (KMZB_MAP_LEGEND (legend)));

  kmzb_map_legend_set_wish (KMZB_MAP_LEGEND (legend), KMZB_LEGEND_OPEN);
  g_assert_cmpint (allocate_legend (legend, all - 1), ==, all - 1);
  g_assert_true (kmzb_map_legend_is_open (KMZB_MAP_LEGEND (legend)));
  g_assert_cmpint (allocate_legend (legend, 1), ==, least);
  g_assert_false (kmzb_map_legend_is_open (KMZB_MAP_LEGEND (legend)));
  kmzb_map_legend_set_wish (KMZB_MAP_LEGEND (legend), KMZB_LEGEND_CLOSED);
  g_assert_cmpint (allocate_legend (legend, 5000), ==, least);
  g_assert_false (kmzb_map_legend_is_open (KMZB_MAP_LEGEND (legend)));
  g_assert_finalize_object (legend);
}

int
main (int argc, char **argv)
{
  shell_test_init (&argc, &argv);
  kmzb_language_set ("en");

  g_test_add_func ("/kiosk/legend/room", test_legend_room);
  return g_test_run ();
}
