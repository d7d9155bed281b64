/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-a11y.h"
#include "kmzb-widgets-init.h"

static void
test_icon_label (void)
{
  GtkWidget *button = g_object_ref_sink (gtk_button_new_from_icon_name ("kmzb-plus-symbolic"));

  kmzb_a11y_set_icon_label (button, "Przybliż");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Przybliż");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Przybliż");
  g_object_unref (button);
}

/* Screens name icons and never look whether there is a picture: every name of the plan must have one. */
static void
test_icons (void)
{
  static const char *const names[] = {
    "plus", "minus", "here", "back", "close", "check", "report", "officer", "info", "pin", "warning",
    "phone", "calendar", "clock", "sunrise", "sun", "sunset", "moon", "day",
  };
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  if (!g_resources_get_info ("/pl/kmzb/Booth/icons/scalable/actions/kmzb-plus-symbolic.svg",
                             G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    {
      g_test_skip ("data/icons is not there");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("kmzb-%s-symbolic", names[i]);

      if (!gtk_icon_theme_has_icon (theme, name))
        g_error ("No icon %s", name);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kmzb_widgets_init ();
  kmzb_widgets_init ();
  g_test_add_func ("/a11y/icon-label", test_icon_label);
  g_test_add_func ("/a11y/icons", test_icons);
  return g_test_run ();
}
