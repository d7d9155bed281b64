/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is spoken, by a voice that writes it down. */
#include "kmzb-reader.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-big-button.h"
#include "kmzb-kiosk-init.h"
#include "kmzb-language.h"
#include "kmzb-modal.h"
#include "kmzb-reader-words.h"
#include "kmzb-sheet.h"
#include "kmzb-stage.h"

#define TEST_TYPE_VOICE (test_voice_get_type ())
G_DECLARE_FINAL_TYPE (TestVoice, test_voice, TEST, VOICE, GObject)

/* @said: since the last time it was silenced */
struct _TestVoice
{
  GObject parent_instance;

  GString *said;
  char *language;
};

static void
test_voice_say (KmzbVoice *voice, const char *text, const char *language)
{
  TestVoice *self = TEST_VOICE (voice);

  g_string_append_printf (self->said, "%s\n", text);
  g_free (self->language);
  self->language = g_strdup (language);
}

static void
test_voice_hush (KmzbVoice *voice)
{
  g_string_truncate (TEST_VOICE (voice)->said, 0);
}

static void
test_voice_iface_init (KmzbVoiceInterface *iface)
{
  iface->say = test_voice_say;
  iface->hush = test_voice_hush;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestVoice, test_voice, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (KMZB_TYPE_VOICE, test_voice_iface_init))

static void
test_voice_finalize (GObject *object)
{
  g_string_free (TEST_VOICE (object)->said, TRUE);
  g_free (TEST_VOICE (object)->language);
  G_OBJECT_CLASS (test_voice_parent_class)->finalize (object);
}

static void
test_voice_class_init (TestVoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_voice_finalize;
}

static void
test_voice_init (TestVoice *self)
{
  self->said = g_string_new (NULL);
}

typedef struct
{
  KmzbAccess *access;
  TestVoice *voice;
  KmzbReader *reader;
  GtkWidget *window;
  GtkWidget *box;
  GtkWidget *stage;
} Fixture;

static void
settle (void)
{
  for (int i = 0; i < 200 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->access = kmzb_access_get_default ();
  fixture->voice = g_object_new (TEST_TYPE_VOICE, NULL);
  fixture->window = gtk_window_new ();
  gtk_widget_add_css_class (fixture->window, "kmzb");
  fixture->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  fixture->stage = kmzb_stage_new (fixture->box);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->stage);
  fixture->reader = kmzb_reader_new (GTK_WINDOW (fixture->window), KMZB_VOICE (fixture->voice));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kmzb_access_reset (fixture->access);
  g_object_unref (fixture->reader);
  g_assert_finalize_object (fixture->voice);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static GtkWidget *
add (Fixture *fixture, GtkWidget *widget)
{
  gtk_box_append (GTK_BOX (fixture->box), widget);
  return widget;
}

static void
assert_says (Fixture *fixture, const char *words)
{
  settle ();
  if (strstr (fixture->voice->said->str, words) == NULL)
    g_error ("“%s” is not said, but “%s”", words, fixture->voice->said->str);
}

static void
start_reading (Fixture *fixture)
{
  kmzb_access_set (fixture->access, KMZB_ACCESS_ALOUD, TRUE);
  settle ();
}

static void
test_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *next = add (fixture, kmzb_big_button_new (KMZB_BIG_BUTTON_MAIN, NULL, "Next"));
  GtkWidget *evening = add (fixture, kmzb_chip_new ("kmzb-moon-symbolic", "Evening"));

  gtk_widget_grab_focus (next);
  settle ();
  g_assert_cmpstr (fixture->voice->said->str, ==, ""); /* nobody asked */

  start_reading (fixture);
  assert_says (fixture, "Reading aloud is on.");
  assert_says (fixture, "Next, button");
  gtk_widget_grab_focus (evening);
  assert_says (fixture, "Evening, button, not selected");
  g_assert_null (strstr (fixture->voice->said->str, "Next")); /* moving on is heard at once */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (evening), TRUE);
  assert_says (fixture, "selected");

  kmzb_access_reset (fixture->access);
  settle ();
  gtk_widget_grab_focus (next);
  settle ();
  g_assert_cmpstr (fixture->voice->said->str, ==, "");
}

static void
test_screens (Fixture *fixture, gconstpointer data)
{
  GtkWidget *below = add (fixture, kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, "Finish"));
  GtkWidget *modal = kmzb_modal_new ("Finish without saving?", "This report will be wiped.");

  kmzb_modal_add_button (KMZB_MODAL (modal), "No, go back", "kmzb-main", 0);
  kmzb_modal_add_button (KMZB_MODAL (modal), "Yes, finish", NULL, 1);
  gtk_widget_grab_focus (below);
  start_reading (fixture);
  kmzb_stage_open (KMZB_STAGE (fixture->stage), modal);
  assert_says (fixture, "Finish without saving? This report will be wiped.\nNo, go back, button\n");
  g_assert_null (strstr (fixture->voice->said->str, "Yes, finish")); /* it speaks when it is reached */

  kmzb_voice_hush (KMZB_VOICE (fixture->voice));
  kmzb_reader_read_screen (fixture->reader);
  assert_says (fixture, "Finish without saving?");

  kmzb_stage_close (KMZB_STAGE (fixture->stage));
  assert_says (fixture, "Finish, button"); /* the focus is where it was */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == below);
}

/* A modal keeps the keys: from its last control one comes to its first. */
static void
test_trap (Fixture *fixture, gconstpointer data)
{
  GtkWidget *modal = kmzb_modal_new ("Language", NULL);

  add (fixture, kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, "Below"));
  kmzb_modal_add_button (KMZB_MODAL (modal), "Polski", NULL, 0);
  kmzb_modal_add_button (KMZB_MODAL (modal), "Deutsch", NULL, 1);
  kmzb_stage_open (KMZB_STAGE (fixture->stage), modal);
  settle ();
  for (int i = 0; i < 5; i++)
    {
      GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

      g_assert_nonnull (focus);
      g_assert_true (gtk_widget_is_ancestor (focus, modal));
      g_signal_emit_by_name (fixture->window, "move-focus", GTK_DIR_TAB_FORWARD);
      if (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == NULL) /* past the last */
        g_signal_emit_by_name (fixture->window, "move-focus", GTK_DIR_TAB_FORWARD);
    }
  kmzb_stage_close (KMZB_STAGE (fixture->stage));
}

/* What somebody wrote is for nobody else's ears. */
static void
test_private (Fixture *fixture, gconstpointer data)
{
  GtkWidget *field = add (fixture, gtk_text_view_new ());
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (field));
  GtkWidget *shown = gtk_label_new ("in front of no. 7");
  GtkWidget *sheet;

  kmzb_a11y_set_label (field, "Description");
  kmzb_a11y_set_private (shown, TRUE);
  start_reading (fixture);
  gtk_widget_grab_focus (field);
  assert_says (fixture, "Description, text field, empty");
  gtk_text_buffer_insert_at_cursor (buffer, "in front of no. 7", -1);
  kmzb_voice_hush (KMZB_VOICE (fixture->voice));
  gtk_text_buffer_insert_at_cursor (buffer, "!", -1);
  settle ();
  g_assert_cmpstr (fixture->voice->said->str, ==, "");
  sheet = kmzb_sheet_new ("Check");
  kmzb_sheet_set_content (KMZB_SHEET (sheet), shown);
  kmzb_stage_open (KMZB_STAGE (fixture->stage), sheet);
  assert_says (fixture, "Your text is not read without headphones");
  kmzb_stage_close (KMZB_STAGE (fixture->stage));
  assert_says (fixture, "Description, text field, 18 characters");
  g_assert_null (strstr (fixture->voice->said->str, "no. 7"));

  kmzb_access_set (fixture->access, KMZB_ACCESS_HEADPHONES, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, "x", -1);
  assert_says (fixture, "x");
  kmzb_reader_read_screen (fixture->reader);
  assert_says (fixture, "in front of no. 7!x");
}

static void
test_announcements (Fixture *fixture, gconstpointer data)
{
  kmzb_a11y_announce ("10 seconds left");
  g_assert_cmpstr (fixture->voice->said->str, ==, "");
  start_reading (fixture);
  kmzb_voice_hush (KMZB_VOICE (fixture->voice));
  kmzb_a11y_announce ("10 seconds left");
  kmzb_a11y_announce ("Please choose a place.");
  g_assert_cmpstr (fixture->voice->said->str, ==, "10 seconds left\nPlease choose a place.\n");
  kmzb_a11y_say_now ("a");
  g_assert_cmpstr (fixture->voice->said->str, ==, "a\n");
}

static void
count_call_failure (guint *n)
{
  ++*n;
}

/* "Are you still here?" reaches also who wants nothing read aloud, and is over when somebody answers. */
static void
test_call (Fixture *fixture, gconstpointer data)
{
  guint n_failed = 0;
  gulong id = g_signal_connect_swapped (fixture->access, "voice-failed", G_CALLBACK (count_call_failure), &n_failed);

  g_assert_false (kmzb_access_has (fixture->access, KMZB_ACCESS_ALOUD));
  kmzb_access_call (fixture->access, "Are you still here?");
  assert_says (fixture, "Are you still here?");
  g_assert_cmpstr (fixture->voice->language, ==, kmzb_language_get ());
  kmzb_access_call (fixture->access, NULL);
  g_assert_cmpstr (fixture->voice->said->str, ==, "");

  /* No sound card: nobody had asked for a voice, so nobody is told that there is none. */
  kmzb_access_call (fixture->access, "Are you still here?");
  kmzb_voice_emit_failed (KMZB_VOICE (fixture->voice));
  g_assert_cmpuint (n_failed, ==, 0);
  g_signal_handler_disconnect (fixture->access, id);
}

static void
test_language (Fixture *fixture, gconstpointer data)
{
  GtkWidget *polish = add (fixture, gtk_button_new_with_label ("Polski"));
  GtkWidget *next = add (fixture, kmzb_big_button_new (KMZB_BIG_BUTTON_MAIN, NULL, "Next"));

  kmzb_a11y_set_label (polish, "Polski");
  kmzb_a11y_set_language (polish, "pl");
  kmzb_language_set ("de");
  gtk_widget_grab_focus (next);
  start_reading (fixture);
  g_assert_cmpstr (fixture->voice->language, ==, "de");
  gtk_widget_grab_focus (polish);
  assert_says (fixture, "Polski");
  g_assert_cmpstr (fixture->voice->language, ==, "pl");
  kmzb_language_set ("en");
}

static void
count (KmzbAccess *access, guint *n)
{
  (*n)++;
}

/* No voice, no sound card: it is off again, it is said on the screen, and the next wish may have better luck. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  guint failed = 0;
  gulong id = g_signal_connect (fixture->access, "voice-failed", G_CALLBACK (count), &failed);

  start_reading (fixture);
  kmzb_voice_emit_failed (KMZB_VOICE (fixture->voice));
  g_assert_cmpuint (failed, ==, 1);
  g_assert_false (kmzb_access_has (fixture->access, KMZB_ACCESS_ALOUD));
  start_reading (fixture);
  assert_says (fixture, "Reading aloud is on.");
  g_signal_handler_disconnect (fixture->access, id);
}

/* Hidden is not there; what has words of its own for the ear says those. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *hidden = gtk_label_new ("hidden");
  GtkWidget *number = gtk_label_new ("ABC-DEF");
  g_autofree char *words = NULL;

  gtk_widget_set_visible (hidden, FALSE);
  kmzb_a11y_set_spoken (number, "A, B, C");
  gtk_box_append (GTK_BOX (box), gtk_label_new ("Saved"));
  gtk_box_append (GTK_BOX (box), hidden);
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("Finish"));
  gtk_box_append (GTK_BOX (box), gtk_label_new ("What happens next?"));
  gtk_box_append (GTK_BOX (box), gtk_label_new ("We check it"));
  words = kmzb_reader_words_screen (box, FALSE);
  g_assert_cmpstr (words, ==, "Saved. A, B, C. What happens next? We check it");
  g_object_unref (box);
}

int
main (int argc, char **argv)
{
  kmzb_language_init ();
  gtk_test_init (&argc, &argv, NULL);
  kmzb_kiosk_init ();
#define ADD(name, func) g_test_add ("/reader/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("focus", test_focus);
  ADD ("screens", test_screens);
  ADD ("trap", test_trap);
  ADD ("private", test_private);
  ADD ("announcements", test_announcements);
  ADD ("call", test_call);
  ADD ("language", test_language);
  ADD ("failure", test_failure);
  ADD ("words", test_words);
  return g_test_run ();
}
