/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-focus.h"
#include "kmzb-osk-host.h"
#include "kmzb-osk-scan.h"
#include "kmzb-widgets-init.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *box;
} Fixture;

static void
settle (void)
{
  for (int i = 0; i < 50; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (2000);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  gtk_widget_add_css_class (fixture->window, "kmzb");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  fixture->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->box);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static GtkWidget *
get_focus (Fixture *fixture)
{
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

/* A field would call the keyboard on a screen that nobody has touched yet. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  GtkWidget *hidden = gtk_button_new_with_label ("hidden"), *off = gtk_button_new_with_label ("off");
  GtkWidget *first = gtk_button_new_with_label ("first"), *second = gtk_button_new_with_label ("second");

  gtk_widget_set_visible (hidden, FALSE);
  gtk_widget_set_sensitive (off, FALSE);
  gtk_box_append (GTK_BOX (fixture->box), gtk_entry_new ());
  gtk_box_append (GTK_BOX (fixture->box), hidden);
  gtk_box_append (GTK_BOX (fixture->box), off);
  gtk_box_append (GTK_BOX (fixture->box), first);
  gtk_box_append (GTK_BOX (fixture->box), second);
  settle ();
  gtk_widget_grab_focus (second);
  g_assert_true (kmzb_focus_first (fixture->box));
  g_assert_true (get_focus (fixture) == first);

  gtk_widget_set_can_focus (fixture->box, FALSE); /* a question lies over it */
  g_assert_false (kmzb_focus_grab (second));
  g_assert_true (get_focus (fixture) == first);
}

static GtkAdjustment *
add_scroller (Fixture *fixture, gboolean with_button)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new ("read this");

  gtk_widget_set_size_request (label, -1, 3000);
  gtk_box_append (GTK_BOX (content), label);
  if (with_button)
    gtk_box_append (GTK_BOX (content), gtk_button_new_with_label ("in it"));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), content);
  gtk_box_append (GTK_BOX (fixture->box), scroller);
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static void
test_scroll (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *adjustment = add_scroller (fixture, FALSE);
  int pages = 0;

  settle ();
  g_assert_false (kmzb_focus_scroll (fixture->window, GTK_SCROLL_PAGE_UP, FALSE));
  while (kmzb_focus_scroll (fixture->window, GTK_SCROLL_PAGE_DOWN, TRUE) && pages < 100)
    pages++;
  g_assert_cmpint (pages, >, 2);
  g_assert_cmpint (pages, <, 100);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment), >=,
                     gtk_adjustment_get_upper (adjustment) - 1);
  g_assert_true (kmzb_focus_scroll (fixture->window, GTK_SCROLL_PAGE_UP, FALSE));
}

/* Where there is a control, the focus leads through the page. */
static void
test_no_scroll_with_controls (Fixture *fixture, gconstpointer data)
{
  add_scroller (fixture, TRUE);
  settle ();
  g_assert_false (kmzb_focus_scroll (fixture->window, GTK_SCROLL_PAGE_DOWN, TRUE));
  g_assert_true (kmzb_focus_scroll (fixture->window, GTK_SCROLL_PAGE_DOWN, FALSE));
}

/* Rows, then keys; a word by two buttons, and the way out. */
static void
test_scan (Fixture *fixture, gconstpointer data)
{
  GtkWidget *host = kmzb_osk_host_new (), *field = gtk_text_view_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (field));
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_box_append (GTK_BOX (page), field);
  kmzb_osk_host_set_child (KMZB_OSK_HOST (host), page);
  gtk_box_append (GTK_BOX (fixture->box), host);
  settle ();
  g_assert_false (kmzb_osk_scan_next (fixture->window)); /* nobody writes */
  g_assert_false (kmzb_osk_scan_activate (fixture->window));
  kmzb_osk_scan_note_key (fixture->window);
  gtk_widget_grab_focus (field);
  settle ();
  g_assert_false (kmzb_osk_host_is_open (KMZB_OSK_HOST (host)));

  g_assert_true (kmzb_osk_scan_begin (fixture->window, field));
  settle ();
  for (int letter = 0; letter < 2; letter++) /* of the first row its second key, then its first */
    {
      g_assert_true (kmzb_osk_scan_activate (fixture->window));
      if (letter == 0)
        g_assert_true (kmzb_osk_scan_next (fixture->window));
      g_assert_true (kmzb_osk_scan_activate (fixture->window));
    }
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (text, ==, "Ćą");

  kmzb_osk_scan_end (fixture->window); /* a finger */
  g_assert_false (kmzb_osk_scan_next (fixture->window));
  g_assert_true (kmzb_osk_host_is_open (KMZB_OSK_HOST (host)));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kmzb_widgets_init ();
#define ADD(name, func) g_test_add ("/focus/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("first", test_first);
  ADD ("scroll", test_scroll);
  ADD ("no-scroll-with-controls", test_no_scroll_with_controls);
  ADD ("scan", test_scan);
  return g_test_run ();
}
