/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the map its legend takes. */
#include "kmzb-language.h"
#include "kmzb-map-legend.h"
#include "kmzb-stat-feature.h"
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

/* Whether @text is there and has a place in @root. */
static gboolean
shows (GtkWidget *root, const char *text)
{
  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return FALSE;
  if (GTK_IS_LABEL (root))
    return g_strcmp0 (gtk_label_get_label (GTK_LABEL (root)), text) == 0;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

#define COUNT "Showing 2 of 4 threats"
#define SIGN "Several threats: how many and of which status"
#define SOURCE "Police statistics: 1"

/* A legend that would hide the map tells only what it counts, and of which statistics while these find room. */
static void
test_legend_room (void)
{
  GtkWidget *legend = g_object_ref_sink (kmzb_map_legend_new ());
  g_autoptr (GPtrArray) features = g_ptr_array_new ();
  KmzbStatFeature feature = { .source = KMZB_STAT_POLICE, .as_of = (char[]){ "2026-03-01" } };
  KmzbMapShown shown = { .count = COUNT, .features = features, .stats = 1 << KMZB_STAT_POLICE };
  int all, some, least;

  gtk_widget_add_css_class (legend, "kmzb-floating"); /* its border takes room as well */
  g_ptr_array_add (features, &feature);
  kmzb_map_legend_set_shown (KMZB_MAP_LEGEND (legend), &shown);
  all = allocate_legend (legend, 5000);
  g_assert_true (kmzb_map_legend_is_open (KMZB_MAP_LEGEND (legend)));
  g_assert_true (shows (legend, COUNT) && shows (legend, SOURCE) && shows (legend, SIGN));
  g_assert_cmpint (allocate_legend (legend, all), ==, all);

  some = allocate_legend (legend, all - 1);
  g_assert_cmpint (some, <, all / 2);
  g_assert_false (kmzb_map_legend_is_open (KMZB_MAP_LEGEND (legend)));
  g_assert_true (shows (legend, COUNT) && shows (legend, SOURCE) && !shows (legend, SIGN));
  least = allocate_legend (legend, some - 1);
  g_assert_cmpint (least, <, some);
  g_assert_true (shows (legend, COUNT) && !shows (legend, SOURCE) && !shows (legend, SIGN));
  g_assert_cmpint (allocate_legend (legend, 1), ==, least);

  kmzb_map_legend_set_wish (KMZB_MAP_LEGEND (legend), KMZB_LEGEND_CLOSED);
  g_assert_cmpint (allocate_legend (legend, 5000), ==, some);
  g_assert_false (kmzb_map_legend_is_open (KMZB_MAP_LEGEND (legend)));
  g_assert_true (shows (legend, COUNT) && shows (legend, SOURCE) && !shows (legend, SIGN));

  /* On a sheet it asks for the room that it needs. */
  kmzb_map_legend_set_wish (KMZB_MAP_LEGEND (legend), KMZB_LEGEND_WHOLE);
  gtk_widget_measure (legend, GTK_ORIENTATION_VERTICAL, 1000, &least, &some, NULL, NULL);
  g_assert_cmpint (least, ==, some);
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
