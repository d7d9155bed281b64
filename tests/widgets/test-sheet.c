/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-sheet.h"
#include "kmzb-widgets-init.h"
#include "wait.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *overlay;
  GtkWidget *opener;
  GtkWidget *sheet;
  guint n_closed;
  guint n_back;
} Fixture;

static void
on_closed (Fixture *f)
{
  f->n_closed++;
}

static void
on_back (Fixture *f)
{
  f->n_back++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const int *size = data;

  f->window = gtk_window_new ();
  gtk_widget_add_css_class (f->window, "kmzb");
  gtk_window_set_decorated (GTK_WINDOW (f->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (f->window), size[0], size[1]);
  f->overlay = gtk_overlay_new ();
  f->opener = gtk_button_new_with_label ("Open");
  gtk_overlay_set_child (GTK_OVERLAY (f->overlay), f->opener);
  gtk_window_set_child (GTK_WINDOW (f->window), f->overlay);
  gtk_window_present (GTK_WINDOW (f->window));
  g_object_set (gtk_widget_get_settings (f->window), "gtk-enable-animations", FALSE, NULL);
  gtk_widget_grab_focus (f->opener);

  f->sheet = kmzb_sheet_new ("Improper parking");
  g_object_ref_sink (f->sheet);
  g_signal_connect_swapped (f->sheet, "closed", G_CALLBACK (on_closed), f);
  g_signal_connect_swapped (f->sheet, "back", G_CALLBACK (on_back), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_assert_finalize_object (f->sheet);
}

static void
open (Fixture *f)
{
  gtk_overlay_add_overlay (GTK_OVERLAY (f->overlay), f->sheet);
  wait_ms (100);
}

static graphene_rect_t
get_card (Fixture *f)
{
  graphene_rect_t card;

  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_first_child (f->sheet), f->overlay, &card));
  return card;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), label))
    return gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
fill (Fixture *f, int height)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_size_request (content, 200, height);
  kmzb_sheet_set_content (KMZB_SHEET (f->sheet), content);
}

static void
test_stands_below (Fixture *f, gconstpointer data)
{
  const int *size = data;
  graphene_rect_t card;

  fill (f, 4000);
  open (f);
  card = get_card (f);
  g_assert_cmpfloat_with_epsilon (card.origin.y + card.size.height, size[1], 1);
  g_assert_cmpfloat (card.size.height, <=, size[1] / 2.0);
  g_assert_cmpfloat (card.size.height, >, size[1] / 4.0);
  g_assert_cmpfloat_with_epsilon (card.origin.x * 2 + card.size.width, size[0], 2);
}

static void
test_stands_beside (Fixture *f, gconstpointer data)
{
  const int *size = data;
  graphene_rect_t card;

  fill (f, 4000);
  kmzb_sheet_set_beside (KMZB_SHEET (f->sheet), TRUE);
  open (f);
  card = get_card (f);
  g_assert_cmpfloat_with_epsilon (card.origin.y + card.size.height, size[1], 1);
  if (size[0] > size[1])
    g_assert_cmpfloat (card.origin.x + card.size.width, <=, size[0] / 2.0);
  else
    g_assert_cmpfloat (card.origin.y, >, size[1] / 3.0);
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

static graphene_rect_t
place_of (Fixture *f, GtkWidget *widget)
{
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (widget, f->overlay, &place));
  return place;
}

/* Text that needs more lines beside a map makes the sheet higher: nothing has to be scrolled while there is room. */
static void
test_lines (Fixture *f, gconstpointer data)
{
  GtkWidget *label = gtk_label_new (NULL), *scroller;
  g_autoptr (GString) text = g_string_new (NULL);
  GtkAdjustment *adjustment;

  for (int i = 0; i < 20; i++)
    g_string_append (text, "Few reports do not mean safe. ");
  gtk_label_set_label (GTK_LABEL (label), text->str);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  kmzb_sheet_set_content (KMZB_SHEET (f->sheet), label);
  kmzb_sheet_set_beside (KMZB_SHEET (f->sheet), TRUE);
  open (f);
  scroller = gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (label))), >, 10);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), <=, gtk_adjustment_get_page_size (adjustment));
  g_assert_cmpfloat (get_card (f).origin.y, >, 0);
}

/* However much there is to say, what must be read on every screen stays in view. */
static void
test_begins_below (Fixture *f, gconstpointer data)
{
  GtkWidget *overlay = gtk_overlay_new (), *banner = gtk_label_new ("Training region");
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_window_set_child (GTK_WINDOW (f->window), NULL);
  gtk_widget_set_size_request (banner, -1, 100);
  gtk_box_append (GTK_BOX (column), banner);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), column);
  gtk_window_set_child (GTK_WINDOW (f->window), overlay);
  f->overlay = overlay;

  fill (f, 4000);
  kmzb_sheet_set_beside (KMZB_SHEET (f->sheet), TRUE);
  kmzb_sheet_set_below (KMZB_SHEET (f->sheet), banner);
  open (f);
  g_assert_cmpfloat (get_card (f).origin.y, >=, 100);
}

/* A title that has no room beside the buttons gets a line of its own, as wide as the sheet, and no word is broken. */
static void
test_title (Fixture *f, gconstpointer data)
{
  static const char large[] = "Schlechte Verkehrsführungseinrichtung";
  const int *size = data;
  gboolean roomy = size[0] > 1000;
  GtkWidget *sheet = kmzb_sheet_new (large), *title = find_label (sheet, large);
  graphene_rect_t words, back, close;
  PangoLayout *layout;

  fill (f, 100); /* the other sheet is not shown */
  kmzb_sheet_set_back (KMZB_SHEET (sheet), TRUE);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), gtk_label_new ("1"));
  gtk_overlay_add_overlay (GTK_OVERLAY (f->overlay), sheet);
  wait_ms (100);
  words = place_of (f, title);
  back = place_of (f, find_button (sheet, "Back"));
  close = place_of (f, find_button (sheet, "Close"));
  g_assert_cmpfloat_with_epsilon (back.origin.y, close.origin.y, 1);
  if (roomy)
    {
      g_assert_cmpfloat (words.origin.x, >=, back.origin.x + back.size.width);
      g_assert_cmpfloat (words.origin.x + words.size.width, <=, close.origin.x);
      g_assert_cmpfloat (words.origin.y, <, back.origin.y + back.size.height);
    }
  else
    {
      g_assert_cmpfloat (words.origin.y, >=, back.origin.y + back.size.height);
      g_assert_cmpfloat (words.origin.x + words.size.width, >, close.origin.x);
    }
  layout = gtk_label_get_layout (GTK_LABEL (title));
  for (int i = 0; i < pango_layout_get_line_count (layout); i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);

      g_assert_true (line->start_index == 0 || large[line->start_index - 1] == ' ');
    }
  gtk_overlay_remove_overlay (GTK_OVERLAY (f->overlay), sheet);
}

static void
test_focus (Fixture *f, gconstpointer data)
{
  GtkWidget *close = find_button (f->sheet, "Close"), *back = find_button (f->sheet, "Back");

  fill (f, 100);
  g_assert_false (gtk_widget_get_visible (back));
  kmzb_sheet_set_back (KMZB_SHEET (f->sheet), TRUE);
  open (f);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == close);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (f->sheet), GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (f->sheet), GTK_ACCESSIBLE_PROPERTY_LABEL, "Improper parking");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, "Close");
  g_assert_cmpint (gtk_widget_get_height (close), >=, 64);

  g_signal_emit_by_name (back, "clicked");
  g_assert_cmpuint (f->n_back, ==, 1);
  g_signal_emit_by_name (close, "clicked");
  g_assert_cmpuint (f->n_closed, ==, 1);
  g_signal_emit_by_name (back, "clicked"); /* on its way out it answers no more */
  g_assert_cmpuint (f->n_back, ==, 1);
  gtk_overlay_remove_overlay (GTK_OVERLAY (f->overlay), f->sheet);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == f->opener);
}

static void
test_motion (Fixture *f, gconstpointer data)
{
  const int *size = data;

  g_object_set (gtk_widget_get_settings (f->window), "gtk-enable-animations", TRUE, NULL);
  fill (f, 100);
  wait_ms (200); /* the window is on the screen */
  open (f);
  for (int i = 0; i < 50 && get_card (f).origin.y + get_card (f).size.height > size[1] + 0.5; i++)
    wait_ms (20);
  g_assert_cmpfloat_with_epsilon (get_card (f).origin.y + get_card (f).size.height, size[1], 1);
  g_assert_cmpuint (f->n_closed, ==, 0);
  kmzb_sheet_close (KMZB_SHEET (f->sheet));
  kmzb_sheet_close (KMZB_SHEET (f->sheet));
  g_assert_cmpuint (f->n_closed, ==, 0);
  for (int i = 0; i < 50 && f->n_closed == 0; i++)
    wait_ms (20);
  g_assert_cmpuint (f->n_closed, ==, 1);
  g_assert_cmpfloat (get_card (f).origin.y, >=, size[1] - 1);
}

int
main (int argc, char **argv)
{
  static const int wide[] = { 1200, 780 }, tall[] = { 600, 780 };

  gtk_test_init (&argc, &argv, NULL);
  kmzb_widgets_init ();
#define ADD(name, size, func) g_test_add ("/widgets/sheet/" name, Fixture, size, set_up, func, tear_down)
  ADD ("below-wide", wide, test_stands_below);
  ADD ("below-tall", tall, test_stands_below);
  ADD ("beside-wide", wide, test_stands_beside);
  ADD ("beside-tall", tall, test_stands_beside);
  ADD ("as-high-as-its-lines", wide, test_lines);
  ADD ("begins-below", wide, test_begins_below);
  ADD ("title-in-the-row", wide, test_title);
  ADD ("title-below", tall, test_title);
  ADD ("focus", wide, test_focus);
  ADD ("motion", wide, test_motion);
  return g_test_run ();
}
