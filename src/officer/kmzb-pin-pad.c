/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pin-pad.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-pin.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

/**
 * KmzbPinPad:
 *
 * Twelve large keys for the officer's PIN; a keyboard's digits, Backspace, Enter and Escape do the same. Emits "opened"
 * on the right PIN and "cancelled" on "Back" or when nobody has touched it for half a minute.
 */
struct _KmzbPinPad
{
  GtkWidget parent_instance;

  KmzbPinLock *lock;
  KmzbClock *clock;

  GtkWidget *box;
  GtkWidget *dots;
  GtkWidget *note;
  GtkWidget *keys;
  GtkWidget *open;

  char pin[KMZB_PIN_MOST + 1];
  gboolean trying;
  gboolean wrong;
  guint tick;
  gint64 give_up_us; /* monotonic */
};

enum
{
  OPENED,
  CANCELLED,
  N_SIGNALS
};

#define PATIENCE_S 30
#define DIGIT_KEY "kmzb-digit"

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbPinPad, kmzb_pin_pad, GTK_TYPE_WIDGET)

static void
set_note (KmzbPinPad *self, const char *text)
{
  if (!g_str_equal (gtk_label_get_label (GTK_LABEL (self->note)), text))
    gtk_label_set_label (GTK_LABEL (self->note), text);
}

/* A key that cannot be touched now has lost the focus, and with it the keyboard. */
static void
keep_focus (KmzbPinPad *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (root != NULL && (focus == NULL || (focus != GTK_WIDGET (self) && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* How many digits there are, never which. */
static void
show (KmzbPinPad *self)
{
  gsize n = strlen (self->pin);
  guint wait_s = kmzb_pin_lock_get_wait_s (self->lock);
  gboolean can = !self->trying && wait_s == 0;
  g_autoptr (GString) dots = g_string_new (NULL);
  g_autofree char *spoken = g_strdup_printf (ngettext ("%u digit", "%u digits", (gulong) n), (guint) n);
  g_autofree char *note = NULL;

  for (gsize i = 0; i < n; i++)
    g_string_append (dots, "●");
  gtk_label_set_label (GTK_LABEL (self->dots), dots->str);
  kmzb_a11y_set_label (self->dots, spoken);
  gtk_widget_set_sensitive (self->keys, can);
  gtk_widget_set_sensitive (self->open, can && n > 0);
  keep_focus (self);

  if (self->trying)
    note = g_strdup (_("Checking…"));
  else if (wait_s > 0 && self->wrong)
    note = g_strdup_printf (ngettext ("Wrong PIN. Try again in %u second.", "Wrong PIN. Try again in %u seconds.", wait_s),
                            wait_s);
  else if (wait_s > 0)
    note = g_strdup_printf (ngettext ("Too many wrong PINs. Try again in %u second.",
                                      "Too many wrong PINs. Try again in %u seconds.", wait_s),
                            wait_s);
  else if (self->wrong && n == 0)
    note = g_strdup (_("Wrong PIN. Try again."));
  else
    note = g_strdup (_("For officers only."));
  set_note (self, note);
}

static void
wipe (KmzbPinPad *self)
{
  sodium_memzero (self->pin, sizeof self->pin);
}

static void
touched (KmzbPinPad *self)
{
  self->give_up_us = kmzb_clock_get_monotonic_us (self->clock) + (gint64) PATIENCE_S * G_USEC_PER_SEC;
}

static void
on_tried (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbPinPad) self = data;
  KmzbPinAnswer answer = kmzb_pin_lock_try_finish (KMZB_PIN_LOCK (source), result);

  if (self->box == NULL)
    return; /* closed meanwhile: whoever stands here now did not type it */
  self->trying = FALSE;
  if (answer == KMZB_PIN_RIGHT)
    {
      g_signal_emit (self, signals[OPENED], 0);
      return;
    }
  self->wrong = answer == KMZB_PIN_WRONG;
  touched (self);
  show (self);
}

static void
try (KmzbPinPad *self)
{
  if (self->trying || self->pin[0] == '\0' || kmzb_pin_lock_get_wait_s (self->lock) > 0)
    return;
  self->trying = TRUE;
  kmzb_pin_lock_try_async (self->lock, self->pin, on_tried, g_object_ref (self));
  wipe (self);
  show (self);
}

static void
add_digit (KmzbPinPad *self, char digit)
{
  gsize n = strlen (self->pin);

  touched (self);
  if (self->trying || n == KMZB_PIN_MOST || kmzb_pin_lock_get_wait_s (self->lock) > 0)
    return;
  self->pin[n] = digit;
  show (self);
}

static void
erase_digit (KmzbPinPad *self)
{
  gsize n = strlen (self->pin);

  touched (self);
  if (n > 0)
    self->pin[n - 1] = '\0';
  show (self);
}

static void
cancel (KmzbPinPad *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
on_digit_clicked (GtkWidget *button, KmzbPinPad *self)
{
  add_digit (self, (char) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), DIGIT_KEY)));
}

static gboolean
on_key (KmzbPinPad *self, guint keyval, guint keycode, GdkModifierType modifiers)
{
  guint32 character = gdk_keyval_to_unicode (keyval);

  touched (self);
  if (character >= '0' && character <= '9')
    add_digit (self, (char) character);
  else if (keyval == GDK_KEY_BackSpace)
    erase_digit (self);
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    {
      /* Who went to another key with Tab means that key. */
      if (self->pin[0] == '\0')
        return GDK_EVENT_PROPAGATE;
      try (self);
    }
  else if (keyval == GDK_KEY_Escape)
    cancel (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
on_tick (gpointer data)
{
  KmzbPinPad *self = data;

  if (kmzb_clock_get_monotonic_us (self->clock) >= self->give_up_us && !self->trying)
    {
      self->tick = 0;
      cancel (self);
      return G_SOURCE_REMOVE;
    }
  show (self);
  return G_SOURCE_CONTINUE;
}

static GtkWidget *
add_key (KmzbPinPad *self, const char *label, int column, int row)
{
  GtkWidget *key = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, label);

  gtk_widget_add_css_class (key, "kmzb-pin-key");
  gtk_grid_attach (GTK_GRID (self->keys), key, column, row, 1, 1);
  return key;
}

static void
add_keys (KmzbPinPad *self)
{
  static const char digits[] = "1234567890";
  GtkWidget *key;

  for (int i = 0; digits[i] != '\0'; i++)
    {
      const char label[] = { digits[i], '\0' };

      key = add_key (self, label, digits[i] == '0' ? 1 : i % 3, i / 3);
      gtk_widget_add_css_class (key, "kmzb-pin-digit");
      g_object_set_data (G_OBJECT (key), DIGIT_KEY, GINT_TO_POINTER (digits[i]));
      g_signal_connect (key, "clicked", G_CALLBACK (on_digit_clicked), self);
    }
  /* Translators: a key that takes back the last digit */
  key = add_key (self, _("Erase"), 0, 3);
  g_signal_connect_swapped (key, "clicked", G_CALLBACK (erase_digit), self);
  /* Translators: a key that opens the officer's panel with the PIN that was typed */
  self->open = add_key (self, _("Open"), 2, 3);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (try), self);
}

static void
kmzb_pin_pad_dispose (GObject *object)
{
  KmzbPinPad *self = KMZB_PIN_PAD (object);

  wipe (self);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->lock);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kmzb_pin_pad_parent_class)->dispose (object);
}

static void
kmzb_pin_pad_class_init (KmzbPinPadClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_pin_pad_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCELLED] = g_signal_new ("cancelled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_pin_pad_init (KmzbPinPad *self)
{
  GtkEventController *keyboard = gtk_event_controller_key_new ();
  GtkWidget *back;

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->note = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->note), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->note, "kmzb-pin-note");
  gtk_box_append (GTK_BOX (self->box), self->note);
  self->dots = gtk_label_new ("");
  gtk_widget_add_css_class (self->dots, "kmzb-pin-dots");
  gtk_box_append (GTK_BOX (self->box), self->dots);
  self->keys = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->keys), 12);
  gtk_grid_set_column_spacing (GTK_GRID (self->keys), 12);
  gtk_grid_set_column_homogeneous (GTK_GRID (self->keys), TRUE);
  gtk_box_append (GTK_BOX (self->box), self->keys);
  add_keys (self);
  back = kmzb_big_button_new (KMZB_BIG_BUTTON_QUIET, NULL, _("Back"));
  gtk_widget_add_css_class (back, "kmzb-pin-back");
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (cancel), self);
  gtk_box_append (GTK_BOX (self->box), back);

  gtk_event_controller_set_propagation_phase (keyboard, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keyboard, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keyboard);
}

GtkWidget *
kmzb_pin_pad_new (KmzbPinLock *lock, KmzbClock *clock)
{
  KmzbPinPad *self = g_object_new (KMZB_TYPE_PIN_PAD, NULL);

  self->lock = g_object_ref (lock);
  self->clock = g_object_ref (clock);
  self->tick = kmzb_clock_add_timeout (clock, 250, on_tick, self);
  touched (self);
  show (self);
  return GTK_WIDGET (self);
}
