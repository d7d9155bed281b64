/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-address-picker.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-columns.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * KmzbAddressPicker:
 *
 * A field for an address and under it, while somebody types, what it may be. A touched line is the answer ("picked").
 * Keeps no history of what was typed.
 */
struct _KmzbAddressPicker
{
  GtkWidget parent_instance;

  KmzbAddressSearch *search;
  KmzbPoint near;
  GtkWidget *box;
  GtkWidget *field;
  GtkWidget *message;
  GtkWidget *results;
  GCancellable *query; /* nullable: one is under way */
};

G_DEFINE_FINAL_TYPE (KmzbAddressPicker, kmzb_address_picker, GTK_TYPE_WIDGET)

static guint picked_signal;

#define MAX_HITS 6
#define HIT_WIDTH 480
#define MAX_TYPED 80
#define HIT_KEY "kmzb-address-hit"

/* What a hit is, where its name does not say it, and what is left to do; %NULL for a house that was found. @picked:
 * it is on the map already. Returns: (transfer full) (nullable) */
char *
kmzb_address_picker_describe (const KmzbAddressHit *hit, gboolean picked)
{
  switch (hit->kind)
    {
    case KMZB_ADDRESS_NEAR_HOUSE:
      /* Translators: both are house numbers: "We don't know number 18. The nearest is 20." */
      return g_strdup_printf (_("We do not know number %s. The nearest is %s."), hit->wanted, hit->number);
    case KMZB_ADDRESS_STREET:
      return g_strdup (picked ? _("This is the whole street. Move the map to the exact place.")
                              : _("The whole street. Then move the map to the place."));
    case KMZB_ADDRESS_PLACE:
      return g_strdup (picked ? _("Move the map to the exact place.") : _("Then move the map to the place."));
    case KMZB_ADDRESS_HOUSE:
    default:
      return NULL;
    }
}

static void
clear_results (KmzbAddressPicker *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->results)) != NULL)
    gtk_widget_unparent (child);
}

static void
show_message (KmzbAddressPicker *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->message), text != NULL ? text : "");
  gtk_widget_set_visible (self->message, text != NULL);
}

static void
on_hit_clicked (KmzbAddressPicker *self, GtkWidget *button)
{
  g_signal_emit (self, picked_signal, 0, g_object_get_data (G_OBJECT (button), HIT_KEY));
}

/* Takes @hit. */
static GtkWidget *
make_row (KmzbAddressPicker *self, KmzbAddressHit *hit)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = kmzb_big_button_new (KMZB_BIG_BUTTON_CARD, "kmzb-pin-symbolic", hit->title);
  g_autofree char *what = kmzb_address_picker_describe (hit, FALSE);

  gtk_widget_add_css_class (button, "kmzb-hit");
  gtk_box_append (GTK_BOX (row), button);
  if (what != NULL)
    {
      GtkWidget *label = gtk_label_new (what);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "kmzb-muted");
      gtk_widget_add_css_class (label, "kmzb-hit-words");
      gtk_box_append (GTK_BOX (row), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, what, -1);
    }
  g_object_set_data_full (G_OBJECT (button), HIT_KEY, hit, (GDestroyNotify) kmzb_address_hit_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_hit_clicked), self);
  return row;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbAddressPicker) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = kmzb_address_search_query_finish (KMZB_ADDRESS_SEARCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->query);
  clear_results (self);
  if (error != NULL)
    g_warning ("Can't search for an address: %s", error->message);
  if (hits == NULL || hits->len == 0)
    {
      show_message (self, _("We did not find this address. Check the spelling or point at the place on the map."));
      return;
    }
  show_message (self, NULL);
  g_ptr_array_set_free_func (hits, NULL); /* each row takes its own */
  for (guint i = 0; i < hits->len; i++)
    kmzb_columns_append (KMZB_COLUMNS (self->results), make_row (self, g_ptr_array_index (hits, i)));
}

static void
stop_query (KmzbAddressPicker *self)
{
  g_cancellable_cancel (self->query);
  g_clear_object (&self->query);
}

/* Results stay until the next ones are there: a list that blinks with every letter can't be read. */
static void
on_changed (KmzbAddressPicker *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->field));

  stop_query (self);
  if (*text == '\0')
    {
      clear_results (self);
      show_message (self, NULL);
      return;
    }
  self->query = g_cancellable_new ();
  kmzb_address_search_query_async (self->search, text, self->near, MAX_HITS, self->query, on_found,
                                   g_object_ref (self));
}

/* "Enter" takes the first line. */
static void
on_activate (KmzbAddressPicker *self)
{
  GtkWidget *row = gtk_widget_get_first_child (self->results);

  if (row != NULL && self->query == NULL)
    on_hit_clicked (self, gtk_widget_get_first_child (row));
}

/* The on-screen keyboard has one "Enter" for every field, and here a line has no second one. */
static void
on_insert_text (GtkEditable *editable, const char *text, int length, int *position, KmzbAddressPicker *self)
{
  if (memchr (text, '\n', length < 0 ? strlen (text) : (gsize) length) == NULL)
    return;
  g_signal_stop_emission_by_name (editable, "insert-text");
  on_activate (self);
}

static void
kmzb_address_picker_dispose (GObject *object)
{
  KmzbAddressPicker *self = KMZB_ADDRESS_PICKER (object);

  stop_query (self);
  if (self->field != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->field, self);
      self->field = NULL;
    }
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->search);
  G_OBJECT_CLASS (kmzb_address_picker_parent_class)->dispose (object);
}

static void
kmzb_address_picker_class_init (KmzbAddressPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_address_picker_dispose;

  /**
   * KmzbAddressPicker::picked:
   * @hit: a #KmzbAddressHit, valid during the call
   */
  picked_signal = g_signal_new ("picked", KMZB_TYPE_ADDRESS_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_address_picker_init (KmzbAddressPicker *self)
{
  GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->field = gtk_text_new ();
  self->message = gtk_label_new (NULL);
  self->results = kmzb_columns_new (2, HIT_WIDTH, 12);

  gtk_widget_set_hexpand (self->field, TRUE);
  gtk_text_set_max_length (GTK_TEXT (self->field), MAX_TYPED);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->field), FALSE);
  gtk_text_set_input_hints (GTK_TEXT (self->field), GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_NO_SPELLCHECK);
  gtk_text_set_placeholder_text (GTK_TEXT (self->field), _("For example: Lipowa 7"));
  kmzb_a11y_set_label (self->field, _("Street and number, or a place"));
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

GtkWidget *
kmzb_address_picker_new (KmzbAddressSearch *search)
{
  KmzbAddressPicker *self = g_object_new (KMZB_TYPE_ADDRESS_PICKER, NULL);

  self->search = g_object_ref (search);
  return GTK_WIDGET (self);
}

/* An empty field with the keyboard under it. @near: what the map shows: the nearest of equals comes first. */
void
kmzb_address_picker_begin (KmzbAddressPicker *self, KmzbPoint near)
{
  g_return_if_fail (KMZB_IS_ADDRESS_PICKER (self));

  kmzb_address_picker_forget (self);
  self->near = near;
  kmzb_address_search_warm_up (self->search);
  gtk_widget_grab_focus (self->field);
}

/* What was typed and found is gone. */
void
kmzb_address_picker_forget (KmzbAddressPicker *self)
{
  g_return_if_fail (KMZB_IS_ADDRESS_PICKER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->field), "");
}
