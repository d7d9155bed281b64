/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osk.h"

#include "kmzb-a11y.h"
#include "kmzb-osk-bubble.h"
#include "kmzb-osk-layout.h"
#include "kmzb-osk-writer.h"

#include <glib/gi18n.h>

/**
 * KmzbOsk:
 *
 * The on-screen keyboard. It is a part of the booth's own window, so that it works under X11, every Wayland compositor
 * and Flatpak alike, and writes by itself into one #GtkText or #GtkTextView. Its keys never take the focus.
 */
struct _KmzbOsk
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *grid;
  GtkWidget *bubble;
  GtkWidget *shift_key;
  GtkWidget *return_key;
  GPtrArray *letters; /* (element-type GtkWidget): keys whose letters follow shift */
  GtkWidget *target;  /* weak */
  char *language;               /* what the words are in, and the letters unless a field or the visitor says otherwise */
  const KmzbOskLayout *letters_layout;
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
#define LAYOUT_KEY "kmzb-osk-layout"
#define UNITS_A_KEY 2
#define UNITS_A_ROW 22 /* eleven keys */
#define REPEAT_MS 70
#define N_ROWS (KMZB_OSK_N_ROWS + 1)

static void make_keys (KmzbOsk *self);

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
write_text (KmzbOsk *self, const char *text)
{
  kmzb_osk_writer_write (self->target, text);
  set_shift (self, kmzb_osk_writer_is_sentence_start (self->target));
}

static void
on_text_key_clicked (KmzbOsk *self, GtkButton *key)
{
  write_text (self, gtk_button_get_label (key));
}

static void
on_space_clicked (KmzbOsk *self)
{
  write_text (self, " ");
}

static void
on_return_clicked (KmzbOsk *self)
{
  kmzb_osk_writer_finish (self->target);
  set_shift (self, kmzb_osk_writer_is_sentence_start (self->target));
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
on_layout_clicked (KmzbOsk *self)
{
  self->letters_layout = kmzb_osk_layout_get_next (self->letters_layout);
  self->digits = FALSE;
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
  kmzb_osk_writer_erase (self->target);
  set_shift (self, kmzb_osk_writer_is_sentence_start (self->target));
}

static gboolean
on_repeat (gpointer data)
{
  kmzb_osk_writer_erase (KMZB_OSK (data)->target);
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
  set_shift (self, kmzb_osk_writer_is_sentence_start (self->target));
}

/* ---- what stands above a key ---- */

static GtkWidget *
get_key (GtkGesture *gesture)
{
  return gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
}

static void
on_key_down (KmzbOsk *self, double x, double y, GtkGesture *gesture)
{
  kmzb_osk_bubble_preview (KMZB_OSK_BUBBLE (self->bubble), get_key (gesture));
}

static void
on_key_moved (KmzbOsk *self, double dx, double dy, GtkGesture *gesture)
{
  kmzb_osk_bubble_aim (KMZB_OSK_BUBBLE (self->bubble), dx, dy);
}

static void
on_key_up (KmzbOsk *self)
{
  KmzbOskBubble *bubble = KMZB_OSK_BUBBLE (self->bubble);

  if (kmzb_osk_bubble_is_offering (bubble))
    kmzb_osk_bubble_let_go (bubble);
  else
    kmzb_osk_bubble_hide (bubble);
}

static void
on_key_held (KmzbOsk *self, double x, double y, GtkGesture *gesture)
{
  const char *text = gtk_button_get_label (GTK_BUTTON (get_key (gesture)));
  g_autofree char *small = g_utf8_strdown (text, -1);
  const char *others = kmzb_osk_layout_get_others (small);
  g_autofree char *shown = NULL;
  g_auto (GStrv) texts = NULL;

  if (others == NULL)
    return;
  /* Ours now: the button does not write its own letter when the finger leaves. */
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  shown = g_strcmp0 (small, text) == 0 ? g_strdup (others) : g_utf8_strup (others, -1);
  texts = g_strsplit (shown, " ", -1);
  kmzb_osk_bubble_offer (KMZB_OSK_BUBBLE (self->bubble), get_key (gesture), (const char *const *) texts);
}

/* A letter is shown above the finger, and after a long press those that are written with the same key. */
static void
watch_text_key (KmzbOsk *self, GtkWidget *key)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *held = gtk_gesture_long_press_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_key_down), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_key_moved), self);
  g_signal_connect_swapped (drag, "end", G_CALLBACK (on_key_up), self);
  gtk_widget_add_controller (key, GTK_EVENT_CONTROLLER (drag));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (held), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (held, "pressed", G_CALLBACK (on_key_held), self);
  gtk_widget_add_controller (key, GTK_EVENT_CONTROLLER (held));
  gtk_gesture_group (held, drag);
}

static gboolean
on_place_bubble (KmzbOsk *self, GtkWidget *child, GdkRectangle *place)
{
  return child == self->bubble
         && kmzb_osk_bubble_place (KMZB_OSK_BUBBLE (self->bubble), self->overlay, place);
}

/* ---- the keys' places ---- */

static GtkWidget *
add_key (KmzbOsk *self, const char *label, int row, int *column, int units, GCallback clicked)
{
  GtkWidget *key = gtk_button_new_with_label (label);

  kmzb_a11y_set_label (key, label);
  gtk_widget_set_focusable (key, FALSE);
  gtk_widget_set_focus_on_click (key, FALSE);
  gtk_widget_add_css_class (key, "kmzb-key");
  g_signal_connect_swapped (key, "clicked", G_CALLBACK (kmzb_osk_bubble_hide), self->bubble);
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
      watch_text_key (self, key);
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

  kmzb_a11y_set_icon_label (key, C_("keyboard", "Erase"));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (held), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (held, "pressed", G_CALLBACK (on_backspace_held), self);
  g_signal_connect_swapped (held, "end", G_CALLBACK (on_backspace_released), self);
  gtk_widget_add_controller (key, GTK_EVENT_CONTROLLER (held));
}

/* The lowest row: the other page, the other letters, space, comma and point, a new line, and the end. */
static void
add_lowest_row (KmzbOsk *self, int row)
{
  g_autofree char *letters = g_strdup_printf (_("Letters: %s"), self->letters_layout->name);
  int column = 0;
  GtkWidget *space, *layout;

  add_key (self, self->digits ? _("ABC") : _("123"), row, &column, 3, G_CALLBACK (on_page_clicked));
  layout = add_key (self, self->letters_layout->label, row, &column, UNITS_A_KEY, G_CALLBACK (on_layout_clicked));
  kmzb_a11y_set_icon_label (layout, letters);
  gtk_widget_add_css_class (layout, "letters");
  watch_text_key (self, add_key (self, ",", row, &column, UNITS_A_KEY, G_CALLBACK (on_text_key_clicked)));
  space = add_key (self, _("space"), row, &column, 5, G_CALLBACK (on_space_clicked));
  gtk_widget_add_css_class (space, "space");
  watch_text_key (self, add_key (self, ".", row, &column, UNITS_A_KEY, G_CALLBACK (on_text_key_clicked)));
  self->return_key = add_key (self, "↵", row, &column, 3, G_CALLBACK (on_return_clicked));
  kmzb_a11y_set_icon_label (self->return_key, GTK_IS_TEXT (self->target) ? _("Enter") : _("New line"));
  gtk_widget_add_css_class (add_key (self, _("Done"), row, &column, UNITS_A_ROW - column, G_CALLBACK (on_done_clicked)),
                            "done");
}

static void
make_keys (KmzbOsk *self)
{
  const KmzbOskLayout *layout = self->digits ? kmzb_osk_layout_get_digits () : self->letters_layout;
  GtkWidget *old;
  int column;

  on_backspace_released (self);
  kmzb_osk_bubble_hide (KMZB_OSK_BUBBLE (self->bubble));
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
}

/* The keys as a field first meets them. */
static void
begin (KmzbOsk *self)
{
  const char *wanted = self->target != NULL ? g_object_get_data (G_OBJECT (self->target), LAYOUT_KEY) : NULL;

  self->letters_layout = kmzb_osk_layout_get (wanted != NULL ? wanted : self->language);
  self->digits = kmzb_osk_writer_wants_digits (self->target);
  self->shift = kmzb_osk_writer_is_sentence_start (self->target);
  make_keys (self);
}

/* ---- object ---- */

static void
kmzb_osk_dispose (GObject *object)
{
  KmzbOsk *self = KMZB_OSK (object);

  g_clear_handle_id (&self->repeat_id, g_source_remove);
  g_clear_weak_pointer (&self->target);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
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
  self->letters_layout = kmzb_osk_layout_get (self->language);
  self->bubble = kmzb_osk_bubble_new ();
  g_signal_connect_swapped (self->bubble, "chosen", G_CALLBACK (write_text), self);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->grid);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->bubble);
  g_signal_connect_swapped (self->overlay, "get-child-position", G_CALLBACK (on_place_bubble), self);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
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
  begin (self);
}

/* The letters that @field is mostly written with, whatever the language of the booth: an address in Poland is Polish. */
void
kmzb_osk_prefer_letters (GtkWidget *field, const char *language)
{
  g_return_if_fail (GTK_IS_WIDGET (field) && language != NULL);

  if (GTK_IS_EDITABLE (field) && gtk_editable_get_delegate (GTK_EDITABLE (field)) != NULL)
    field = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (field)));
  g_object_set_data_full (G_OBJECT (field), LAYOUT_KEY, g_strdup (language), g_free);
}

/* Whether the keyboard can write into @widget. */
gboolean
kmzb_osk_can_write (GtkWidget *widget)
{
  return kmzb_osk_writer_can_write (widget);
}

/* @target: (nullable): a #GtkText or #GtkTextView to write into. */
void
kmzb_osk_set_target (KmzbOsk *self, GtkWidget *target)
{
  g_return_if_fail (KMZB_IS_OSK (self) && (target == NULL || kmzb_osk_can_write (target)));

  if (!g_set_weak_pointer (&self->target, target))
    return;
  begin (self);
}

/* Returns: (transfer none): the #GtkGrid of the keys there are now */
GtkWidget *
kmzb_osk_get_keys (KmzbOsk *self)
{
  g_return_val_if_fail (KMZB_IS_OSK (self), NULL);

  return self->grid;
}
