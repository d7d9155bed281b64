/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-access-panel.h"

#include "kmzb-access.h"
#include "kmzb-kiosk-init.h"

/* Buttons below @widget whose words are @words, as a visitor sees them. */
static GtkWidget *
find_button (GtkWidget *widget, const char *words)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), words))
    return gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, words);
  return found;
}

static void
click (GtkWidget *root, const char *words)
{
  GtkWidget *button = find_button (root, words);

  g_assert_nonnull (button);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_takes_effect (void)
{
  KmzbAccess *access = kmzb_access_get_default ();
  GtkWidget *window = gtk_window_new ();
  static const struct
  {
    const char *words;
    KmzbAccessFlags flag;
  } switches[] = {
    { "High contrast", KMZB_ACCESS_CONTRAST },
    { "Buttons at the bottom", KMZB_ACCESS_LOW_CONTROLS },
    { "No motion", KMZB_ACCESS_STILL },
    { "More time", KMZB_ACCESS_SLOW },
  };

  gtk_window_set_child (GTK_WINDOW (window), kmzb_access_sheet_new (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      click (window, switches[i].words);
      g_assert_true (kmzb_access_has (access, switches[i].flag));
      click (window, switches[i].words);
      g_assert_false (kmzb_access_has (access, switches[i].flag));
    }
  click (window, "175 %");
  g_assert_cmpuint (kmzb_access_get_text_percent (access), ==, 175);
  click (window, "High contrast");
  click (window, "As usual again");
  g_assert_false (kmzb_access_is_changed (access));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A setting changed elsewhere is shown, and not changed back by showing it. */
static void
test_follows (void)
{
  KmzbAccess *access = kmzb_access_get_default ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *contrast, *size;

  gtk_window_set_child (GTK_WINDOW (window), kmzb_access_panel_new ());
  contrast = find_button (window, "High contrast");
  size = find_button (window, "150 %");
  kmzb_access_set (access, KMZB_ACCESS_CONTRAST, TRUE);
  kmzb_access_set_text_percent (access, 150);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (contrast)));
  g_assert_nonnull (find_button (contrast, "On"));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (size)));
  kmzb_access_reset (access);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (contrast)));
  g_assert_nonnull (find_button (contrast, "Off"));
  g_assert_cmpuint (kmzb_access_get_text_percent (access), ==, 100);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kmzb_kiosk_init ();
  g_test_add_func ("/access-panel/takes-effect", test_takes_effect);
  g_test_add_func ("/access-panel/follows", test_follows);
  return g_test_run ();
}
