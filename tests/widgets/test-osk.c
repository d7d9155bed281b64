/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osk-host.h"
#include "kmzb-osk-layout.h"
#include "kmzb-osk.h"
#include "kmzb-widgets-init.h"

#include <string.h>

typedef struct
{
  GtkWidget *window;
  KmzbOskHost *host;
  GtkWidget *view;
  GtkWidget *entry;
  GtkWidget *button;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->view = gtk_text_view_new ();
  self->entry = gtk_entry_new ();
  self->button = gtk_button_new ();
  gtk_widget_set_vexpand (self->view, TRUE);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->view);
  self->host = KMZB_OSK_HOST (kmzb_osk_host_new ());
  kmzb_osk_host_set_child (self->host, box);
  self->window = gtk_window_new ();
  gtk_widget_add_css_class (self->window, "kmzb");
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->host));
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_widget_grab_focus (self->button);
  settle ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  settle ();
}

static GtkWidget *
find_key (GtkWidget *widget, const char *name)
{
  if (!gtk_widget_get_visible (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "kmzb-key"))
    return g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), name) == 0
                   || g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0
               ? widget
               : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_key (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
touch (Fixture *self, const char *name)
{
  GtkWidget *key = find_key (GTK_WIDGET (self->host), name);

  if (key == NULL)
    g_error ("No key “%s”", name);
  g_signal_emit_by_name (key, "clicked");
  settle ();
}

static void
check_text (Fixture *self, const char *expected)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_opens_for_fields (Fixture *self, gconstpointer data)
{
  g_assert_false (kmzb_osk_host_is_open (self->host));
  gtk_widget_grab_focus (self->view);
  settle ();
  g_assert_true (kmzb_osk_host_is_open (self->host));
  gtk_widget_grab_focus (self->entry);
  settle ();
  g_assert_true (kmzb_osk_host_is_open (self->host));
  gtk_widget_grab_focus (self->button);
  settle ();
  g_assert_false (kmzb_osk_host_is_open (self->host));

  gtk_widget_grab_focus (self->view);
  touch (self, "Done");
  g_assert_false (kmzb_osk_host_is_open (self->host));
  g_assert_null (gtk_root_get_focus (GTK_ROOT (self->window)));
  gtk_widget_grab_focus (self->view);
  settle ();
  g_assert_true (kmzb_osk_host_is_open (self->host));
}

/* Capital letters begin a sentence; the field keeps the focus whatever is touched. */
static void
test_writes_polish (Fixture *self, gconstpointer data)
{
  gtk_widget_grab_focus (self->view);
  settle ();
  touch (self, "Ż");
  touch (self, "ó");
  touch (self, "ł");
  touch (self, "w");
  touch (self, ".");
  g_assert_null (find_key (GTK_WIDGET (self->host), "A"));
  touch (self, "space");
  touch (self, "A");
  touch (self, "Capital letters");
  touch (self, "Ś");
  touch (self, "New line");
  touch (self, "Ź");
  touch (self, "Erase");
  check_text (self, "Żółw. AŚ\n");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (self->window)) == self->view);
}

static void
test_digits (Fixture *self, gconstpointer data)
{
  gtk_widget_grab_focus (self->view);
  settle ();
  touch (self, "123");
  touch (self, "7");
  touch (self, "/");
  touch (self, "ABC");
  touch (self, "q");
  check_text (self, "7/q");
}

/* What is marked is replaced, in both kinds of fields. */
static void
test_replaces_selection (Fixture *self, gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  gtk_text_buffer_set_text (buffer, "stare", -1);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_widget_grab_focus (self->view);
  settle ();
  touch (self, "123");
  touch (self, "1");
  check_text (self, "1");

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "stare");
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  settle ();
  touch (self, "123");
  touch (self, "2");
  touch (self, "3");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (self->entry)), ==, "23");
}

static void
on_activate (guint *n)
{
  (*n)++;
}

/* A line has no second line: there the key says that the field is complete. */
static void
test_enter (Fixture *self, gconstpointer data)
{
  guint n = 0;

  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activate), &n);
  gtk_widget_grab_focus (self->entry);
  settle ();
  g_assert_null (find_key (GTK_WIDGET (self->host), "New line"));
  touch (self, "Enter");
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (self->entry)), ==, "");
}

/* A visitor may change the letters; a field may ask for its own, and for digits; the next field begins afresh. */
static void
test_letters_of_a_field (Fixture *self, gconstpointer data)
{
  kmzb_osk_host_set_language (self->host, "uk");
  kmzb_osk_prefer_letters (self->entry, "pl");
  gtk_widget_grab_focus (self->view);
  settle ();
  touch (self, "Ґ");
  touch (self, "Letters: Українська");
  touch (self, "ą");
  gtk_widget_grab_focus (self->entry);
  settle ();
  touch (self, "Ł");
  touch (self, "Letters: Polski");
  touch (self, "Letters: English");
  touch (self, "ß");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (self->entry)), ==, "Łß");
  gtk_widget_grab_focus (self->view);
  settle ();
  touch (self, "ї");
  check_text (self, "Ґąї");

  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_widget_grab_focus (self->entry);
  settle ();
  touch (self, "7");
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_FREE_FORM);
  gtk_entry_set_input_hints (GTK_ENTRY (self->entry), GTK_INPUT_HINT_UPPERCASE_CHARS);
  gtk_widget_grab_focus (self->view);
  gtk_widget_grab_focus (self->entry);
  settle ();
  touch (self, "A");
  touch (self, "B");
  g_assert_true (g_str_has_suffix (gtk_editable_get_text (GTK_EDITABLE (self->entry)), "AB"));
}

/* What a long press offers: each is a letter of its own, and every Polish one is there on every Latin layout. */
static void
test_others (void)
{
  static const char *const polish[] = { "a", "ą", "c", "ć", "e", "ę", "l", "ł", "n", "ń",
                                        "o", "ó", "s", "ś", "z", "ź", "z", "ż" };

  for (gsize i = 0; i < G_N_ELEMENTS (polish); i += 2)
    {
      g_auto (GStrv) others = g_strsplit (kmzb_osk_layout_get_others (polish[i]), " ", -1);

      g_assert_true (g_strv_contains ((const char *const *) others, polish[i + 1]));
      for (char **text = others; *text != NULL; text++)
        g_assert_cmpint (g_utf8_strlen (*text, -1), ==, 1);
    }
  g_assert_null (kmzb_osk_layout_get_others ("q"));
}

/* The keyboard takes its height from the screen and lies over nothing. */
static void
test_covers_nothing (Fixture *self, gconstpointer data)
{
  graphene_rect_t field, key;

  gtk_widget_grab_focus (self->view);
  settle ();
  for (int i = 0; i < 100; i++)
    {
      g_usleep (5000);
      settle ();
    }
  g_assert_true (gtk_widget_compute_bounds (self->view, self->window, &field));
  g_assert_true (gtk_widget_compute_bounds (find_key (GTK_WIDGET (self->host), "Ą"), self->window, &key));
  g_assert_cmpfloat (field.size.height, >, 100);
  g_assert_cmpfloat (field.origin.y + field.size.height, <=, key.origin.y);
  g_assert_cmpfloat (key.size.width, >=, 64);
}

/* Each language can write all of its own alphabet. */
static void
test_alphabets (void)
{
  static const struct
  {
    const char *language;
    const char *letters;
  } alphabets[] = {
    { "pl", "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż" },
    { "uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’" },
    { "de", "abcdefghijklmnopqrstuvwxyzäöüß" },
    { "en", "abcdefghijklmnopqrstuvwxyz" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (alphabets); i++)
    {
      const KmzbOskLayout *layout = kmzb_osk_layout_get (alphabets[i].language);

      g_assert_cmpstr (layout->language, ==, alphabets[i].language);
      for (const char *p = alphabets[i].letters; *p != '\0'; p = g_utf8_next_char (p))
        {
          g_autofree char *letter = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));
          guint found = 0;

          for (guint row = 0; row < KMZB_OSK_N_ROWS; row++)
            {
              g_auto (GStrv) keys = g_strsplit (layout->rows[row], " ", -1);

              g_assert_cmpuint (g_strv_length (keys), <=, 11);
              found += g_strv_contains ((const char *const *) keys, letter);
            }
          if (found != 1)
            g_error ("%s has “%s” %u times", alphabets[i].language, letter, found);
        }
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kmzb_widgets_init ();
  g_test_add_func ("/osk/alphabets", test_alphabets);
  g_test_add ("/osk/opens-for-fields", Fixture, NULL, set_up, test_opens_for_fields, tear_down);
  g_test_add ("/osk/writes-polish", Fixture, NULL, set_up, test_writes_polish, tear_down);
  g_test_add ("/osk/digits", Fixture, NULL, set_up, test_digits, tear_down);
  g_test_add ("/osk/replaces-selection", Fixture, NULL, set_up, test_replaces_selection, tear_down);
  g_test_add ("/osk/enter", Fixture, NULL, set_up, test_enter, tear_down);
  g_test_add ("/osk/letters-of-a-field", Fixture, NULL, set_up, test_letters_of_a_field, tear_down);
  g_test_add_func ("/osk/others", test_others);
  g_test_add ("/osk/covers-nothing", Fixture, NULL, set_up, test_covers_nothing, tear_down);
  return g_test_run ();
}
