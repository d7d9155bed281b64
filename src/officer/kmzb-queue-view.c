/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-queue-view.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-columns.h"
#include "kmzb-number.h"
#include "kmzb-officer-page.h"
#include "kmzb-officer-words.h"
#include "kmzb-store-officer.h"

#include <glib/gi18n.h>

/**
 * KmzbQueueView:
 *
 * The queue: how many reports are in each state, and those of the chosen one, newest first and a page at a time. Follows
 * the store while it is shown. Emits "chosen" with a #KmzbQueueEntry.
 */
struct _KmzbQueueView
{
  GtkWidget parent_instance;

  KmzbOfficerContext *context;
  GCancellable *closing;
  GtkWidget *card;
  GtkWidget *help;
  GtkWidget *rows;
  GtkWidget *more;
  GtkWidget *chips[KMZB_N_REPORT_STATES];
  GPtrArray *entries; /* (nullable) (element-type KmzbQueueEntry): what is listed */
  KmzbReportState state;
  guint n_wanted;
  gboolean listing;
  gboolean again; /* something has changed while it was listing */
  guint minutes; /* while it is seen: how long ago a report was saved changes by itself */
};

#define PAGE 25
#define CHIP_WIDTH_PX 168
#define INDEX_KEY "kmzb-index"
#define MINUTE_MS 60000

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (KmzbQueueView, kmzb_queue_view, GTK_TYPE_WIDGET)

static void list (KmzbQueueView *self);

static void
on_row_clicked (GtkWidget *row, KmzbQueueView *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), INDEX_KEY));

  if (self->entries != NULL && i < self->entries->len)
    g_signal_emit (self, chosen_signal, 0, self->entries->pdata[i]);
}

static char *
describe (KmzbQueueView *self, const KmzbQueueEntry *entry)
{
  g_autofree char *when = kmzb_officer_when (entry->saved_us);
  g_autofree char *span
    = kmzb_officer_span (kmzb_clock_get_real_us (self->context->report->clock) - entry->saved_us);
  GString *text = g_string_new (NULL);

  /* Translators: when a report was saved, and how long ago */
  g_string_append_printf (text, _("%s, %s ago"), when, span);
  if (entry->reason != NULL)
    g_string_append_printf (text, " · %s", kmzb_officer_reason_word (entry->reason));
  if (entry->burst)
    g_string_append_printf (text, " · %s", _("one of many in a short time"));
  if (entry->server_words != NULL)
    g_string_append_printf (text, "\n%s", entry->server_words);
  return g_string_free (text, FALSE);
}

static GtkWidget *
make_row (KmzbQueueView *self, const KmzbQueueEntry *entry, guint i)
{
  GtkWidget *row = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *number = kmzb_number_format (entry->number);
  g_autofree char *title
    = g_strdup_printf ("%s  %s", number, kmzb_officer_category_name (self->context, entry->category));
  g_autofree char *text = describe (self, entry);

  gtk_widget_add_css_class (row, "kmzb-row");
  gtk_box_append (GTK_BOX (box), kmzb_officer_label_new (title, "kmzb-strong"));
  gtk_box_append (GTK_BOX (box), kmzb_officer_label_new (text, "kmzb-row-when"));
  gtk_button_set_child (GTK_BUTTON (row), box);
  kmzb_a11y_set_label (row, title);
  g_object_set_data (G_OBJECT (row), INDEX_KEY, GUINT_TO_POINTER (i));
  g_signal_connect (row, "clicked", G_CALLBACK (on_row_clicked), self);
  return row;
}

static void
show_rows (KmzbQueueView *self)
{
  const KmzbTally *tally = kmzb_store_get_tally (self->context->report->store);

  kmzb_officer_clear_box (self->rows);
  for (guint i = 0; i < self->entries->len; i++)
    gtk_box_append (GTK_BOX (self->rows), make_row (self, self->entries->pdata[i], i));
  gtk_widget_set_visible (self->help, self->entries->len > 0);
  if (self->entries->len == 0)
    gtk_box_append (GTK_BOX (self->rows), kmzb_officer_label_new (_("There are no such reports."), "kmzb-muted"));
  gtk_widget_set_visible (self->more, self->entries->len < tally->by_state[self->state]);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbQueueView) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = kmzb_store_list_queue_finish (KMZB_STORE (source), result, &error);

  self->listing = FALSE;
  if (self->card == NULL)
    {
      g_clear_pointer (&entries, g_ptr_array_unref);
      return;
    }
  if (entries != NULL)
    {
      g_clear_pointer (&self->entries, g_ptr_array_unref);
      self->entries = entries;
      show_rows (self);
    }
  else
    {
      g_warning ("Can't list the queue: %s", error->message);
    }
  if (self->again)
    list (self);
}

static void
list (KmzbQueueView *self)
{
  self->again = self->listing;
  if (self->listing)
    return;
  self->listing = TRUE;
  kmzb_store_list_queue_async (self->context->report->store, self->state, G_MAXINT64, self->n_wanted, self->closing,
                               on_listed, g_object_ref (self));
}

static void
show_counts (KmzbQueueView *self)
{
  const KmzbTally *tally = kmzb_store_get_tally (self->context->report->store);

  for (guint i = 0; i < KMZB_N_REPORT_STATES; i++)
    {
      /* Translators: a state of reports and how many are in it */
      g_autofree char *label
        = g_strdup_printf (_("%s: %u"), kmzb_officer_state_word ((KmzbReportState) i), tally->by_state[i]);

      kmzb_big_button_set_label (self->chips[i], label);
    }
}

static void
on_changed (KmzbQueueView *self)
{
  show_counts (self);
  list (self);
}

static void
choose (KmzbQueueView *self, KmzbReportState state)
{
  self->state = state;
  self->n_wanted = PAGE;
  gtk_label_set_label (GTK_LABEL (self->help), kmzb_officer_state_help (state));
  list (self);
}

static void
on_chip_toggled (GtkToggleButton *chip, KmzbQueueView *self)
{
  if (gtk_toggle_button_get_active (chip))
    choose (self, (KmzbReportState) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), INDEX_KEY)));
}

static void
on_more_clicked (KmzbQueueView *self)
{
  self->n_wanted += PAGE;
  list (self);
}

static gboolean
on_minute (gpointer data)
{
  list (data);
  return G_SOURCE_CONTINUE;
}

static void
kmzb_queue_view_map (GtkWidget *widget)
{
  KmzbQueueView *self = KMZB_QUEUE_VIEW (widget);

  GTK_WIDGET_CLASS (kmzb_queue_view_parent_class)->map (widget);
  self->minutes = kmzb_clock_add_timeout (self->context->report->clock, MINUTE_MS, on_minute, self);
}

static void
kmzb_queue_view_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&KMZB_QUEUE_VIEW (widget)->minutes, g_source_remove);
  GTK_WIDGET_CLASS (kmzb_queue_view_parent_class)->unmap (widget);
}

static void
kmzb_queue_view_dispose (GObject *object)
{
  KmzbQueueView *self = KMZB_QUEUE_VIEW (object);

  if (self->closing != NULL)
    g_cancellable_cancel (self->closing);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->context, kmzb_officer_context_unref);
  G_OBJECT_CLASS (kmzb_queue_view_parent_class)->dispose (object);
}

static void
kmzb_queue_view_class_init (KmzbQueueViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_queue_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = kmzb_queue_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = kmzb_queue_view_unmap;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
kmzb_queue_view_init (KmzbQueueView *self)
{
  GtkWidget *columns = kmzb_columns_new (4, CHIP_WIDTH_PX, 8);

  self->closing = g_cancellable_new ();
  self->card = kmzb_officer_card_new (_("Reports"));
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  for (guint i = 0; i < KMZB_N_REPORT_STATES; i++)
    {
      GtkWidget *chip = kmzb_chip_new (NULL, kmzb_officer_state_word ((KmzbReportState) i));

      g_object_set_data (G_OBJECT (chip), INDEX_KEY, GUINT_TO_POINTER (i));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), GTK_TOGGLE_BUTTON (self->chips[0]));
      self->chips[i] = chip;
      kmzb_columns_append (KMZB_COLUMNS (columns), chip);
    }
  gtk_box_append (GTK_BOX (self->card), columns);
  self->help = kmzb_officer_label_new ("", "kmzb-muted");
  gtk_box_append (GTK_BOX (self->card), self->help);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (self->card), self->rows);
  self->more = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, _("Show more"));
  gtk_widget_set_visible (self->more, FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
  gtk_box_append (GTK_BOX (self->card), self->more);
}

/* Begins with what needs an officer most: refused, uncertain or held ones, else those that wait. */
static KmzbReportState
get_first_state (KmzbOfficerContext *context)
{
  static const KmzbReportState order[]
    = { KMZB_REPORT_REFUSED, KMZB_REPORT_UNCERTAIN, KMZB_REPORT_HELD, KMZB_REPORT_SAVED };
  const KmzbTally *tally = kmzb_store_get_tally (context->report->store);

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (tally->by_state[order[i]] > 0)
      return order[i];
  return KMZB_REPORT_SAVED;
}

GtkWidget *
kmzb_queue_view_new (KmzbOfficerContext *context)
{
  KmzbQueueView *self = g_object_new (KMZB_TYPE_QUEUE_VIEW, NULL);
  KmzbReportState first = get_first_state (context);

  self->context = kmzb_officer_context_ref (context);
  show_counts (self);
  for (guint i = 0; i < KMZB_N_REPORT_STATES; i++)
    g_signal_connect (self->chips[i], "toggled", G_CALLBACK (on_chip_toggled), self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->chips[first]), TRUE);
  g_signal_connect_object (context->report->store, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
