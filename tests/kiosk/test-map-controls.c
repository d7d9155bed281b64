/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stays in sight of the map's controls while a sheet is open. */
#include "kmzb-language.h"
#include "kmzb-map-controls.h"
#include "labels.h"
#include "shell-test.h"

#define WIDTH 1920
#define HEIGHT 990
#define COUNT "Showing 2 of 4 threats"

static gboolean
is_away (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (gtk_widget_has_css_class (widget, "kmzb-away"))
      return TRUE;
  return FALSE;
}

static void
check_buttons (GtkWidget *controls, gboolean away)
{
  static const char *const names[]
      = { "Report a threat", "Find your district officer", "How the map works", "Filters", "Layers",  "Legend",
          "Threat list",     "Zoom in",                  "Zoom out",          "Where am I", "Threats", "Safety in the area" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *button = find_button (controls, names[i]);

      g_test_message ("%s", names[i]);
      g_assert_nonnull (button);
      g_assert_cmpint (is_away (button), ==, away);
    }
}

/* No button is seen that does not answer; what the signs mean stays, unless the sheet lies over a part of it. */
static void
test_covered (void)
{
  GtkWidget *controls = g_object_ref_sink (kmzb_map_controls_new ()), *count;
  g_autoptr (GPtrArray) features = g_ptr_array_new ();
  KmzbMapShown shown = { .count = COUNT, .features = features };
  GdkRectangle beside = { 24, 24, 768, HEIGHT - 24 }, below = { 360, 700, 1200, HEIGHT - 700 };
  int least;

  kmzb_map_controls_set_shown (KMZB_MAP_CONTROLS (controls), &shown);
  gtk_widget_measure (controls, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, WIDTH);
  gtk_widget_allocate (controls, WIDTH, HEIGHT, -1, NULL);
  count = find_label (controls, COUNT);
  g_assert_nonnull (count);
  check_buttons (controls, FALSE);
  g_assert_false (is_away (count));

  kmzb_map_controls_set_covered (KMZB_MAP_CONTROLS (controls), &below);
  check_buttons (controls, TRUE);
  g_assert_false (is_away (count));

  kmzb_map_controls_set_covered (KMZB_MAP_CONTROLS (controls), &beside);
  check_buttons (controls, TRUE);
  g_assert_true (is_away (count));

  kmzb_map_controls_set_covered (KMZB_MAP_CONTROLS (controls), NULL);
  check_buttons (controls, FALSE);
  g_assert_false (is_away (count));
  g_assert_finalize_object (controls);
}

int
main (int argc, char **argv)
{
  shell_test_init (&argc, &argv);
  kmzb_language_set ("en");

  g_test_add_func ("/kiosk/controls/covered", test_covered);
  return g_test_run ();
}
