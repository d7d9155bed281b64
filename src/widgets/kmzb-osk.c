/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osk.h"

#include "kmzb-a11y.h"
#include "kmzb-osk-layout.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * KmzbOsk:
 *
 * The on-screen keyboard. It is a part of the booth's own window, so that it works under X11, every Wayland compositor
 * and Flatpak alike, and writes by itself into one #GtkText or #GtkTextView. Its keys never take the focus.
 */
struct _KmzbOsk
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GtkWidget *shift_key;
  GtkWidget *return_key;
  GPtrArray *letters; /* (element-type GtkWidget): keys whose letters follow shift */
  GtkWidget *target;  /* weak */
  char *language;
  gboolean digits;
  gboolean shift;
  guint repeat_id;
};

G_DEFINE_FINAL_TYPE (KmzbOsk, kmzb_osk, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define TEXT_KEY "kmzb-osk-text"
#define UNITS_A_KEY 2
#define UNITS_A_ROW 22 /* eleven keys */
#define REPEAT_MS 70
#define N_ROWS (KMZB_OSK_N_ROWS + 1)

static void make_keys (KmzbOsk *self);

/* ---- writing ---- */

/* Whether the keyboard can write into @widget. */
gboolean
kmzb_osk_can_write (GtkWidget *widget)
{
  if (GTK_IS_TEXT_VIEW (widget))
    return gtk_text_view_get_editable (GTK_TEXT_VIEW (widget));
  return GTK_IS_TEXT (widget) && gtk_editable_get_editable (GTK_EDITABLE (widget));
}

static void
write_text (KmzbOsk *self, const char *text)
{
  if (GTK_IS_TEXT_VIEW (self->target))
    {
      GtkTextView *view = GTK_TEXT_VIEW (self->target);
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

      gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
      gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
      gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
    }
  else if (GTK_IS_TEXT (self->target))
    {
      GtkEditable *editable = GTK_EDITABLE (self->target);
      int position;

      gtk_editable_delete_selection (editable);
      position = gtk_editable_get_position (editable);
      gtk_editable_insert_text (editable, text, -1, &position);
      gtk_editable_set_position (editable, position);
    }
}

static void
erase (KmzbOsk *self)
{
  if (self->target != NULL)
    g_signal_emit_by_name (self->target, "backspace");
}

/* What stands before the cursor. Returns: (transfer full) */
static char *
text_before (KmzbOsk *self)
{
  if (GTK_IS_TEXT_VIEW (self->target))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->target));
      GtkTextIter start, cursor;

      gtk_text_buffer_get_start_iter (buffer, &start);
      gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
      return gtk_text_buffer_get_text (buffer, &start, &cursor, FALSE);
    }
  if (GTK_IS_TEXT (self->target))
    return gtk_editable_get_chars (GTK_EDITABLE (self->target), 0,
                                   gtk_editable_get_position (GTK_EDITABLE (self->target)));
  return g_strdup ("");
}

/* A sentence, and a field, begin with a capital letter. */
static gboolean
is_sentence_start (KmzbOsk *self)
{
  char *text = text_before (self);
  const char *p = text + strlen (text);
  gboolean spaces = FALSE, start = FALSE;

  for (;;)
    {
      p = g_utf8_find_prev_char (text, p);
      if (p == NULL || *p == '\n')
        {
          start = TRUE;
          break;
        }
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        {
          start = spaces && strchr (".!?", *p) != NULL;
          break;
        }
      spaces = TRUE;
    }
  explicit_bzero (text, strlen (text));
  g_free (text);
  return start;
}

/* ---- keys ---- */

static void
show_letters (KmzbOsk *self)
{
  for (guint i = 0; i < self->letters->len; i++)
    {
      GtkWidget *key = g_ptr_array_index (self->letters, i);
      const char *text = g_object_get_data (G_OBJECT (key), TEXT_KEY);
      g_autofree char *upper = self->shift ? g_utf8_strup (text, -1) : NULL;
      /* A sharp s has no capital on its own that people expect: "SS" would be two letters from one key. */
      const char *shown = upper != NULL && g_utf8_strlen (upper, -1) == 1 ? upper : text;

      gtk_button_set_label (GTK_BUTTON (key), shown);
      kmzb_a11y_set_label (key, shown);
    }
  if (self->shift_key == NULL)
    return;
  if (self->shift)
    gtk_widget_add_css_class (self->shift_key, "on");
  else
    gtk_widget_remove_css_class (self->shift_key, "on");
}

static void
set_shift (KmzbOsk *self, gboolean shift)
{
  if (self->shift == shift)
    return;
  self->shift = shift;
  show_letters (self);
}

static void
on_text_key_clicked (KmzbOsk *self, GtkButton *key)
{
  write_text (self, gtk_button_get_label (key));
  set_shift (self, is_sentence_start (self));
}

static void
on_space_clicked (KmzbOsk *self)
{
  write_text (self, " ");
  set_shift (self, is_sentence_start (self));
}

static void
on_return_clicked (KmzbOsk *self)
{
  write_text (self, "\n");
  set_shift (self, TRUE);
}

static void
on_shift_clicked (KmzbOsk *self)
{
  set_shift (self, !self->shift);
}

static void
on_page_clicked (KmzbOsk *self)
{
  self->digits = !self->digits;
  make_keys (self);
}

static void
on_done_clicked (KmzbOsk *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
on_backspace_clicked (KmzbOsk *self)
{
  erase (self);
  set_shift (self, is_sentence_start (self));
}

static gboolean
on_repeat (gpointer data)
{
  erase (KMZB_OSK (data));
  return G_SOURCE_CONTINUE;
}

static void
on_backspace_held (KmzbOsk *self, double x, double y, GtkGesture *gesture)
{
  /* Ours now: the button does not add a click of its own when the finger leaves. */
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->repeat_id == 0)
    self->repeat_id = g_timeout_add (REPEAT_MS, on_repeat, self);
}

static void
on_backspace_released (KmzbOsk *self)
{
  if (self->repeat_id == 0)
    return;
  g_clear_handle_id (&self->repeat_id, g_source_remove);
  set_shift (self, is_sentence_start (self));
}

static GtkWidget *
add_key (KmzbOsk *self, const char *label, int row, int *column, int units, GCallback clicked)
{
  GtkWidget *key = gtk_button_new_with_label (label);

  kmzb_a11y_set_label (key, label);
  gtk_widget_set_focusable (key, FALSE);
  gtk_widget_set_focus_on_click (key, FALSE);
  gtk_widget_add_css_class (key, "kmzb-key");
  g_signal_connect_swapped (key, "clicked", clicked, self);
  gtk_grid_attach (GTK_GRID (self->grid), key, *column, row, units, 1);
  *column += units;
  return key;
}

static void
add_text_keys (KmzbOsk *self, const char *keys, int row, int *column)
{
  g_auto (GStrv) texts = g_strsplit (keys, " ", -1);

  for (char **text = texts; *text != NULL; text++)
    {
      GtkWidget *key = add_key (self, *text, row, column, UNITS_A_KEY, G_CALLBACK (on_text_key_clicked));

      g_object_set_data_full (G_OBJECT (key), TEXT_KEY, g_strdup (*text), g_free);
      if (!self->digits)
        g_ptr_array_add (self->letters, key);
    }
}

static int
row_units (const char *keys)
{
  int n = 1;

  for (const char *p = keys; *p != '\0'; p++)
    n += *p == ' ';
  return n * UNITS_A_KEY;
}

static void
add_backspace (KmzbOsk *self, int row, int *column)
{
  GtkWidget *key = add_key (self, "⌫", row, column, UNITS_A_ROW - *column, G_CALLBACK (on_backspace_clicked));
  GtkGesture *held = gtk_gesture_long_press_new ();

  kmzb_a11y_set_icon_label (key, _("Erase"));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (held), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (held, "pressed", G_CALLBACK (on_backspace_held), self);
  g_signal_connect_swapped (held, "end", G_CALLBACK (on_backspace_released), self);
  gtk_widget_add_controller (key, GTK_EVENT_CONTROLLER (held));
}

/* The lowest row: the other page, space, comma and point, a new line, and the end. */
static void
add_lowest_row (KmzbOsk *self, int row)
{
  int column = 0;
  GtkWidget *space;

  add_key (self, self->digits ? _("ABC") : _("123"), row, &column, 3, G_CALLBACK (on_page_clicked));
  add_key (self, ",", row, &column, UNITS_A_KEY, G_CALLBACK (on_text_key_clicked));
  space = add_key (self, _("space"), row, &column, 7, G_CALLBACK (on_space_clicked));
  gtk_widget_add_css_class (space, "space");
  add_key (self, ".", row, &column, UNITS_A_KEY, G_CALLBACK (on_text_key_clicked));
  self->return_key = add_key (self, "↵", row, &column, 3, G_CALLBACK (on_return_clicked));
  kmzb_a11y_set_icon_label (self->return_key, _("New line"));
  gtk_widget_add_css_class (add_key (self, _("Done"), row, &column, UNITS_A_ROW - column, G_CALLBACK (on_done_clicked)),
                            "done");
}

static void
make_keys (KmzbOsk *self)
{
  const KmzbOskLayout *layout = self->digits ? kmzb_osk_layout_get_digits () : kmzb_osk_layout_get (self->language);
  GtkWidget *old;
  int column;

  on_backspace_released (self);
  g_ptr_array_set_size (self->letters, 0);
  self->shift_key = NULL;
  while ((old = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), old);

  for (int row = 0; row < KMZB_OSK_N_ROWS - 1; row++)
    {
      column = (UNITS_A_ROW - row_units (layout->rows[row])) / 2;
      add_text_keys (self, layout->rows[row], row, &column);
    }
  column = 0;
  if (!self->digits)
    {
      self->shift_key = add_key (self, "⇧", KMZB_OSK_N_ROWS - 1, &column,
                                 MAX ((UNITS_A_ROW - row_units (layout->rows[KMZB_OSK_N_ROWS - 1])) / 2, 2),
                                 G_CALLBACK (on_shift_clicked));
      kmzb_a11y_set_icon_label (self->shift_key, _("Capital letters"));
    }
  else
    {
      column = (UNITS_A_ROW - row_units (layout->rows[KMZB_OSK_N_ROWS - 1])) / 2;
    }
  add_text_keys (self, layout->rows[KMZB_OSK_N_ROWS - 1], KMZB_OSK_N_ROWS - 1, &column);
  add_backspace (self, KMZB_OSK_N_ROWS - 1, &column);
  add_lowest_row (self, N_ROWS - 1);
  show_letters (self);
  gtk_widget_set_sensitive (self->return_key, !GTK_IS_TEXT (self->target));
}

/* ---- object ---- */

static void
kmzb_osk_dispose (GObject *object)
{
  KmzbOsk *self = KMZB_OSK (object);

  g_clear_handle_id (&self->repeat_id, g_source_remove);
  g_clear_weak_pointer (&self->target);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->letters, g_ptr_array_unref);
  g_clear_pointer (&self->language, g_free);
  G_OBJECT_CLASS (kmzb_osk_parent_class)->dispose (object);
}

static void
kmzb_osk_class_init (KmzbOskClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_osk_dispose;

  /**
   * KmzbOsk::done:
   *
   * The visitor has written enough.
   */
  signals[SIGNAL_DONE]
      = g_signal_new ("done", KMZB_TYPE_OSK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "osk");
}

static void
kmzb_osk_init (KmzbOsk *self)
{
  self->letters = g_ptr_array_new ();
  self->language = g_strdup ("pl");
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_row_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  make_keys (self);
}

GtkWidget *
kmzb_osk_new (void)
{
  return g_object_new (KMZB_TYPE_OSK, NULL);
}

/* The letters of @language, and the words on the keys in the one which gettext has now. */
void
kmzb_osk_set_language (KmzbOsk *self, const char *language)
{
  g_return_if_fail (KMZB_IS_OSK (self) && language != NULL);

  g_free (self->language);
  self->language = g_strdup (language);
  self->digits = FALSE;
  make_keys (self);
}

/* @target: (nullable): a #GtkText or #GtkTextView to write into. */
void
kmzb_osk_set_target (KmzbOsk *self, GtkWidget *target)
{
  g_return_if_fail (KMZB_IS_OSK (self) && (target == NULL || kmzb_osk_can_write (target)));

  if (!g_set_weak_pointer (&self->target, target))
    return;
  self->digits = FALSE;
  self->shift = target != NULL && is_sentence_start (self);
  make_keys (self);
}
