/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-reader.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-language.h"
#include "kmzb-reader-words.h"

#include <glib/gi18n.h>

/**
 * KmzbReader:
 *
 * Reads the booth aloud while a visitor wants it: a new screen with all that stands on it, then every control as it is
 * reached, and what is announced. The newest is what counts: moving on silences what was being said. Orca needs none of
 * this; a booth has no Orca, and nobody who could set it up.
 */
struct _KmzbReader
{
  GObject parent_instance;

  KmzbAccess *access;
  KmzbVoice *voice;  /* (nullable) */
  GtkWindow *window; /* weak */
  GPtrArray *screens; /* (element-type GWeakRef): the newest last */
  GtkWidget *focus;   /* (nullable), weak: said last */
  GObject *watched;   /* (nullable): whose "active" or text is followed */
  gboolean aloud;
  guint screen_id;
  guint focus_id;
};

G_DEFINE_FINAL_TYPE (KmzbReader, kmzb_reader, G_TYPE_OBJECT)

static gboolean
is_alone (KmzbReader *self)
{
  return kmzb_access_has (self->access, KMZB_ACCESS_HEADPHONES);
}

static void
say (KmzbReader *self, const char *text)
{
  if (self->aloud && *text != '\0')
    kmzb_voice_say (self->voice, text, kmzb_language_get ());
}

static void
hush (KmzbReader *self)
{
  if (self->voice != NULL)
    kmzb_voice_hush (self->voice);
}

/* ---- the control that has the focus ---- */

static void
on_active_changed (KmzbReader *self)
{
  const char *state = self->focus != NULL ? kmzb_reader_words_state (self->focus) : NULL;

  if (state == NULL)
    return;
  hush (self);
  say (self, state);
}

/* Typed letters come back as sound, if nobody else hears it. */
static void
on_text_inserted (KmzbReader *self, const char *text, int length)
{
  g_autofree char *typed = g_strndup (text, length < 0 ? strlen (text) : (gsize) length);

  if (!is_alone (self))
    return;
  hush (self);
  say (self, g_str_equal (typed, " ") ? _("space") : typed);
}

static void
on_editable_insert (GtkEditable *editable, const char *text, int length, int *position, KmzbReader *self)
{
  on_text_inserted (self, text, length);
}

static void
on_buffer_insert (GtkTextBuffer *buffer, GtkTextIter *location, const char *text, int length, KmzbReader *self)
{
  on_text_inserted (self, text, length);
}

static void
stop_watching (KmzbReader *self)
{
  if (self->watched != NULL)
    g_signal_handlers_disconnect_by_data (self->watched, self);
  g_clear_object (&self->watched);
}

static void
watch (KmzbReader *self, GtkWidget *widget)
{
  stop_watching (self);
  if (GTK_IS_TOGGLE_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget))
    {
      self->watched = g_object_ref (G_OBJECT (widget));
      g_signal_connect_swapped (widget, "notify::active", G_CALLBACK (on_active_changed), self);
    }
  else if (GTK_IS_TEXT_VIEW (widget))
    {
      self->watched = g_object_ref (G_OBJECT (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget))));
      g_signal_connect (self->watched, "insert-text", G_CALLBACK (on_buffer_insert), self);
    }
  else if (GTK_IS_TEXT (widget))
    {
      self->watched = g_object_ref (G_OBJECT (widget));
      g_signal_connect (widget, "insert-text", G_CALLBACK (on_editable_insert), self);
    }
}

static void
say_focus (KmzbReader *self)
{
  GtkWidget *focus = self->window != NULL ? gtk_window_get_focus (self->window) : NULL;

  g_set_weak_pointer (&self->focus, focus);
  stop_watching (self);
  if (focus != NULL)
    {
      g_autofree char *words = kmzb_reader_words_control (focus, is_alone (self));
      const char *language = kmzb_a11y_get_language (focus);

      watch (self, focus);
      if (language == NULL)
        say (self, words);
      else if (self->aloud)
        kmzb_voice_say (self->voice, kmzb_a11y_get_label (focus), language);
    }
}

/* ---- screens ---- */

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* The newest that is still there. Returns: (transfer full) (nullable) */
static GtkWidget *
get_screen (KmzbReader *self)
{
  while (self->screens->len > 0)
    {
      GtkWidget *screen = g_weak_ref_get (self->screens->pdata[self->screens->len - 1]);

      if (screen != NULL && gtk_widget_get_mapped (screen))
        return screen;
      g_clear_object (&screen);
      g_ptr_array_set_size (self->screens, (int) self->screens->len - 1);
    }
  return NULL;
}

/* Says all that is on the screen, then where the focus is; what was being said before is dropped. */
void
kmzb_reader_read_screen (KmzbReader *self)
{
  g_autoptr (GtkWidget) screen = get_screen (self);

  g_clear_handle_id (&self->screen_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  hush (self);
  if (screen != NULL)
    {
      g_autofree char *words = kmzb_reader_words_screen (screen, is_alone (self));

      say (self, words);
    }
  say_focus (self);
}

static gboolean
on_screen_idle (gpointer data)
{
  KmzbReader *self = data;

  self->screen_id = 0;
  kmzb_reader_read_screen (self);
  return G_SOURCE_REMOVE;
}

/* A screen tells of itself when it is mapped, its words and the focus come after. */
static void
on_present (KmzbReader *self, GtkWidget *screen)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, screen);
  g_ptr_array_add (self->screens, ref);
  if (self->aloud && self->screen_id == 0)
    self->screen_id = g_idle_add_full (G_PRIORITY_LOW, on_screen_idle, self, NULL);
}

static gboolean
on_focus_idle (gpointer data)
{
  KmzbReader *self = data;

  self->focus_id = 0;
  if (self->window == NULL || gtk_window_get_focus (self->window) == self->focus)
    return G_SOURCE_REMOVE;
  hush (self);
  say_focus (self);
  return G_SOURCE_REMOVE;
}

static void
on_focus_changed (KmzbReader *self)
{
  if (self->window != NULL && gtk_window_get_focus (self->window) == NULL)
    g_clear_weak_pointer (&self->focus); /* what comes back is told again */
  if (self->aloud && self->screen_id == 0 && self->focus_id == 0)
    self->focus_id = g_idle_add_full (G_PRIORITY_LOW, on_focus_idle, self, NULL);
}

/* ---- what happens ---- */

static void
on_announce (KmzbReader *self, const char *text, gboolean now)
{
  if (now && self->aloud)
    hush (self);
  say (self, text);
}

static void
on_call (KmzbReader *self, const char *text)
{
  if (self->voice == NULL || self->aloud)
    return;
  hush (self);
  if (text != NULL)
    kmzb_voice_say (self->voice, text, kmzb_language_get ());
}

static void
on_access_changed (KmzbReader *self)
{
  gboolean aloud = self->voice != NULL && kmzb_access_has (self->access, KMZB_ACCESS_ALOUD);

  if (aloud == self->aloud)
    return;
  self->aloud = aloud;
  g_clear_handle_id (&self->screen_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  hush (self);
  stop_watching (self);
  if (!aloud)
    return;
  say (self, _("Reading aloud is on. The first button goes on, the second chooses. Hold the first one for three seconds to "
               "hear the screen again."));
  if (self->screens->len > 0)
    {
      g_autoptr (GtkWidget) screen = get_screen (self);

      if (screen != NULL)
        {
          g_autofree char *words = kmzb_reader_words_screen (screen, is_alone (self));

          say (self, words);
        }
    }
  say_focus (self);
}

static void
on_voice_failed (KmzbReader *self)
{
  if (self->aloud) /* a call that nobody hears is on the screen as well */
    kmzb_access_fail_voice (self->access);
}

static void
kmzb_reader_dispose (GObject *object)
{
  KmzbReader *self = KMZB_READER (object);

  g_clear_handle_id (&self->screen_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  stop_watching (self);
  g_clear_weak_pointer (&self->focus);
  if (self->voice != NULL)
    g_signal_handlers_disconnect_by_data (self->voice, self);
  if (self->access != NULL)
    g_signal_handlers_disconnect_by_data (self->access, self);
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->voice);
  g_clear_object (&self->access);
  g_clear_pointer (&self->screens, g_ptr_array_unref);
  G_OBJECT_CLASS (kmzb_reader_parent_class)->dispose (object);
}

static void
kmzb_reader_class_init (KmzbReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_reader_dispose;
}

static void
kmzb_reader_init (KmzbReader *self)
{
  self->screens = g_ptr_array_new_with_free_func (weak_ref_free);
}

/**
 * kmzb_reader_new:
 * @voice: (nullable): without one nothing is offered to be read aloud
 */
KmzbReader *
kmzb_reader_new (GtkWindow *window, KmzbVoice *voice)
{
  KmzbReader *self = g_object_new (KMZB_TYPE_READER, NULL);

  self->access = g_object_ref (kmzb_access_get_default ());
  self->voice = voice != NULL ? g_object_ref (voice) : NULL;
  g_set_weak_pointer (&self->window, window);
  kmzb_access_set_can_speak (self->access, voice != NULL);
  if (voice != NULL)
    g_signal_connect_swapped (voice, "failed", G_CALLBACK (on_voice_failed), self);
  g_signal_connect_swapped (window, "notify::focus-widget", G_CALLBACK (on_focus_changed), self);
  g_signal_connect_swapped (self->access, "changed", G_CALLBACK (on_access_changed), self);
  g_signal_connect_swapped (self->access, "announce", G_CALLBACK (on_announce), self);
  g_signal_connect_swapped (self->access, "call", G_CALLBACK (on_call), self);
  g_signal_connect_swapped (self->access, "present", G_CALLBACK (on_present), self);
  on_access_changed (self);
  return self;
}
