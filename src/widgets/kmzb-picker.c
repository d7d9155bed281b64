/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-picker.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-columns.h"

#include <string.h>

/**
 * KmzbPicker:
 *
 * A field and under it, while somebody types, what may be meant. Whoever owns it looks for that ("typed") and shows it;
 * a touched line is the answer ("picked"). Keeps no history of what was typed.
 */
struct _KmzbPicker
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *field;
  GtkWidget *message;
  GtkWidget *results;
  gboolean fresh; /* the lines belong to what is typed */
};

G_DEFINE_FINAL_TYPE (KmzbPicker, kmzb_picker, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_TYPED,
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define ROW_WIDTH 480
#define MAX_TYPED 80
#define ITEM_KEY "kmzb-picker-item"

static void
on_row_clicked (KmzbPicker *self, GtkWidget *button)
{
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, g_object_get_data (G_OBJECT (button), ITEM_KEY));
}

/* Lines stay until the next ones are there: a list that blinks with every letter can't be read. */
static void
on_changed (KmzbPicker *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->field));

  self->fresh = FALSE;
  if (*text == '\0')
    kmzb_picker_clear (self);
  g_signal_emit (self, signals[SIGNAL_TYPED], 0, text);
}

/* "Enter" takes the first line. */
static void
on_activate (KmzbPicker *self)
{
  GtkWidget *row = gtk_widget_get_first_child (self->results);

  if (row != NULL && self->fresh)
    on_row_clicked (self, gtk_widget_get_first_child (row));
}

/* The on-screen keyboard has one "Enter" for every field, and here a line has no second one. */
static void
on_insert_text (GtkEditable *editable, const char *text, int length, int *position, KmzbPicker *self)
{
  if (memchr (text, '\n', length < 0 ? strlen (text) : (gsize) length) == NULL)
    return;
  g_signal_stop_emission_by_name (editable, "insert-text");
  on_activate (self);
}

static void
kmzb_picker_dispose (GObject *object)
{
  KmzbPicker *self = KMZB_PICKER (object);

  if (self->field != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->field, self);
      self->field = NULL;
    }
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_picker_parent_class)->dispose (object);
}

static void
kmzb_picker_class_init (KmzbPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_picker_dispose;

  /**
   * KmzbPicker::typed:
   * @text: what the field holds now
   */
  signals[SIGNAL_TYPED] = g_signal_new ("typed", KMZB_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                        1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * KmzbPicker::picked:
   * @item: what kmzb_picker_add() was given, valid during the call
   */
  signals[SIGNAL_PICKED] = g_signal_new ("picked", KMZB_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_picker_init (KmzbPicker *self)
{
  GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  /* A bare GtkText has no role, and with none a screen reader never meets it. */
  self->field = g_object_new (GTK_TYPE_TEXT, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  self->message = gtk_label_new (NULL);
  self->results = kmzb_columns_new (2, ROW_WIDTH, 12);

  gtk_widget_set_hexpand (self->field, TRUE);
  gtk_text_set_max_length (GTK_TEXT (self->field), MAX_TYPED);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->field), FALSE);
  gtk_text_set_input_hints (GTK_TEXT (self->field), GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_NO_SPELLCHECK);
  g_signal_connect_swapped (self->field, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->field, "activate", G_CALLBACK (on_activate), self);
  g_signal_connect (self->field, "insert-text", G_CALLBACK (on_insert_text), self);
  gtk_widget_add_css_class (frame, "kmzb-field");
  gtk_box_append (GTK_BOX (frame), self->field);

  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_widget_set_visible (self->message, FALSE);
  gtk_box_append (GTK_BOX (self->box), frame);
  gtk_box_append (GTK_BOX (self->box), self->message);
  gtk_box_append (GTK_BOX (self->box), self->results);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/* @label: the field's name. @placeholder: an example */
GtkWidget *
kmzb_picker_new (const char *label, const char *placeholder)
{
  KmzbPicker *self = g_object_new (KMZB_TYPE_PICKER, NULL);

  gtk_text_set_placeholder_text (GTK_TEXT (self->field), placeholder);
  kmzb_a11y_set_label (self->field, label);
  return GTK_WIDGET (self);
}

/* An empty field with the keyboard under it. */
void
kmzb_picker_begin (KmzbPicker *self)
{
  g_return_if_fail (KMZB_IS_PICKER (self));

  kmzb_picker_set_text (self, "");
  kmzb_picker_focus (self);
}

/* The keyboard for what the field holds. */
void
kmzb_picker_focus (KmzbPicker *self)
{
  g_return_if_fail (KMZB_IS_PICKER (self));

  gtk_widget_grab_focus (self->field);
}

/* With "" all that was typed and found is gone. */
void
kmzb_picker_set_text (KmzbPicker *self, const char *text)
{
  g_return_if_fail (KMZB_IS_PICKER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->field), text);
}

const char *
kmzb_picker_get_text (KmzbPicker *self)
{
  g_return_val_if_fail (KMZB_IS_PICKER (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->field));
}

/* Before the lines of an answer: those of the one before are gone, and the message. */
void
kmzb_picker_clear (KmzbPicker *self)
{
  GtkWidget *child;

  g_return_if_fail (KMZB_IS_PICKER (self));

  while ((child = gtk_widget_get_first_child (self->results)) != NULL)
    gtk_widget_unparent (child);
  gtk_label_set_label (GTK_LABEL (self->message), "");
  gtk_widget_set_visible (self->message, FALSE);
  self->fresh = TRUE;
}

/* Instead of lines, or above them. */
void
kmzb_picker_show_message (KmzbPicker *self, const char *text)
{
  g_return_if_fail (KMZB_IS_PICKER (self));

  gtk_label_set_label (GTK_LABEL (self->message), text);
  gtk_widget_set_visible (self->message, TRUE);
}

/* @explanation: (nullable): under the line. @item: (transfer full): what "picked" tells */
void
kmzb_picker_add (KmzbPicker *self,
                 const char *icon_name,
                 const char *title,
                 const char *explanation,
                 gpointer item,
                 GDestroyNotify free_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = kmzb_big_button_new (KMZB_BIG_BUTTON_CARD, icon_name, title);

  g_return_if_fail (KMZB_IS_PICKER (self));

  gtk_widget_add_css_class (button, "kmzb-hit");
  gtk_box_append (GTK_BOX (row), button);
  if (explanation != NULL)
    {
      GtkWidget *label = gtk_label_new (explanation);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "kmzb-muted");
      gtk_widget_add_css_class (label, "kmzb-hit-words");
      gtk_box_append (GTK_BOX (row), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, explanation, -1);
    }
  g_object_set_data_full (G_OBJECT (button), ITEM_KEY, item, free_item);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_row_clicked), self);
  kmzb_columns_append (KMZB_COLUMNS (self->results), row);
}
