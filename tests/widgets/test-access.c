/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-access.h"
#include "kmzb-widgets-init.h"

#include <gtk/gtk.h>

static void
count (KmzbAccess *access, guint *n)
{
  (*n)++;
}

static void
test_changed (void)
{
  g_autoptr (KmzbAccess) access = g_object_new (KMZB_TYPE_ACCESS, NULL);
  guint n = 0;

  g_signal_connect (access, "changed", G_CALLBACK (count), &n);
  g_assert_cmpuint (kmzb_access_get_text_percent (access), ==, 100);
  kmzb_access_set_text_percent (access, 100);
  kmzb_access_set (access, KMZB_ACCESS_SLOW, FALSE);
  g_assert_cmpuint (n, ==, 0);

  kmzb_access_set_text_percent (access, 175);
  kmzb_access_set (access, KMZB_ACCESS_CONTRAST, TRUE);
  kmzb_access_set (access, KMZB_ACCESS_STILL, TRUE);
  kmzb_access_set (access, KMZB_ACCESS_CONTRAST, FALSE);
  g_assert_cmpuint (n, ==, 4);
  g_assert_true (kmzb_access_has (access, KMZB_ACCESS_STILL));
  g_assert_false (kmzb_access_has (access, KMZB_ACCESS_CONTRAST));
  g_assert_true (kmzb_access_is_changed (access));

  kmzb_access_reset (access);
  g_assert_cmpuint (n, ==, 5);
  g_assert_false (kmzb_access_has (access, KMZB_ACCESS_STILL));
  g_assert_cmpuint (kmzb_access_get_text_percent (access), ==, 100);
  g_assert_false (kmzb_access_is_changed (access));
}

/* A booth for people with poor sight begins every visit in large text; a visitor's wishes end with the visit. */
static void
test_start (void)
{
  g_autoptr (KmzbAccess) access = g_object_new (KMZB_TYPE_ACCESS, NULL);

  kmzb_access_set_start (access, 150, KMZB_ACCESS_CONTRAST);
  g_assert_cmpuint (kmzb_access_get_text_percent (access), ==, 150);
  g_assert_false (kmzb_access_is_changed (access));
  kmzb_access_set_text_percent (access, 200);
  kmzb_access_set (access, KMZB_ACCESS_CONTRAST, FALSE);
  kmzb_access_set (access, KMZB_ACCESS_ALOUD, TRUE);
  kmzb_access_reset (access);
  g_assert_cmpuint (kmzb_access_get_text_percent (access), ==, 150);
  g_assert_true (kmzb_access_has (access, KMZB_ACCESS_CONTRAST));
  g_assert_false (kmzb_access_has (access, KMZB_ACCESS_ALOUD));
}

static void
test_patience (void)
{
  g_autoptr (KmzbAccess) access = g_object_new (KMZB_TYPE_ACCESS, NULL);
  const KmzbAccessFlags slow[] = { KMZB_ACCESS_SLOW, KMZB_ACCESS_ALOUD, KMZB_ACCESS_TWO_BUTTONS };

  g_assert_cmpuint (kmzb_access_get_patience (access), ==, 1);
  kmzb_access_set (access, KMZB_ACCESS_CONTRAST, TRUE);
  g_assert_cmpuint (kmzb_access_get_patience (access), ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      kmzb_access_reset (access);
      kmzb_access_set (access, slow[i], TRUE);
      g_assert_cmpuint (kmzb_access_get_patience (access), ==, 3);
    }
}

static GdkRGBA
color_of (GtkWidget *widget, const char *name)
{
  GdkRGBA color;

  g_assert_true (gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color));
  return color;
}

static void
get_text_color (GtkWidget *widget, GdkRGBA *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

/* Both what a sheet's rules give and what is looked up by name to draw with. */
static void
test_contrast (void)
{
  KmzbAccess *access = kmzb_access_get_default ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *label = gtk_label_new ("x");
  GdkRGBA before, after, text;

  gtk_widget_add_css_class (window, "kmzb");
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  before = color_of (label, "kmzb_edge");
  kmzb_access_set (access, KMZB_ACCESS_CONTRAST, TRUE);
  after = color_of (label, "kmzb_edge");
  g_assert_false (gdk_rgba_equal (&before, &after));
  do
    {
      g_main_context_iteration (NULL, TRUE);
      get_text_color (label, &text);
    }
  while (!gdk_rgba_equal (&text, &(GdkRGBA){ 0, 0, 0, 1 }));
  kmzb_access_reset (access);
  after = color_of (label, "kmzb_edge");
  g_assert_true (gdk_rgba_equal (&before, &after));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Stillness ends with the visit, and is never taken from a machine that has it of its own. */
static void
test_still (void)
{
  KmzbAccess *access = kmzb_access_get_default ();
  GtkSettings *settings = gtk_settings_get_default ();

  for (int own = 0; own < 2; own++)
    {
      gboolean moves;

      g_object_set (settings, "gtk-enable-animations", own, NULL);
      kmzb_access_set (access, KMZB_ACCESS_STILL, TRUE);
      g_object_get (settings, "gtk-enable-animations", &moves, NULL);
      g_assert_false (moves);
      kmzb_access_reset (access);
      g_object_get (settings, "gtk-enable-animations", &moves, NULL);
      g_assert_cmpint (moves, ==, own);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kmzb_widgets_init ();
  g_test_add_func ("/access/changed", test_changed);
  g_test_add_func ("/access/start", test_start);
  g_test_add_func ("/access/patience", test_patience);
  g_test_add_func ("/access/contrast", test_contrast);
  g_test_add_func ("/access/still", test_still);
  return g_test_run ();
}
