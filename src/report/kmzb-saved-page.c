/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-saved-page.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-columns.h"
#include "kmzb-number.h"
#include "kmzb-qr.h"
#include "kmzb-ring.h"

#include <glib/gi18n.h>

/**
 * KmzbSavedPage:
 *
 * The report is on the disk: its number to read, to scan and to take home. Without a touch the screen goes back to the
 * start after half a minute, by the booth's clock; every touch begins that half minute again.
 */
struct _KmzbSavedPage
{
  KmzbReportPage parent_instance;

  GtkWidget *number;
  GtkWidget *qr;
  GtkWidget *qr_hint;
  GtkWidget *sent;
  GtkWidget *follow;
  GtkWidget *ring;

  GtkWidget *window;          /* weak: whose touches count */
  GtkEventController *touches; /* owned by the window */
  guint timer;
  gint64 deadline_us;
  gint64 warned_at; /* of which deadline was told */
  KmzbTally before; /* as the booth's reports stood when this one was saved */
  gboolean confirms;
  gulong changed_id; /* while it may still be told that it was sent */
};

G_DEFINE_FINAL_TYPE (KmzbSavedPage, kmzb_saved_page, KMZB_TYPE_REPORT_PAGE)

enum
{
  SIGNAL_TIMED_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define TICK_MS 250
#define WARN_SECONDS 10

static KmzbClock *
clock_of (KmzbSavedPage *self)
{
  return kmzb_report_page_get_context (KMZB_REPORT_PAGE (self))->clock;
}

/* How long the page stays for this visitor. */
static guint
get_seconds (void)
{
  return KMZB_SAVED_SECONDS * kmzb_access_get_patience (kmzb_access_get_default ());
}

static gboolean
on_tick (gpointer data)
{
  KmzbSavedPage *self = data;
  gint64 left_us = MAX (self->deadline_us - kmzb_clock_get_monotonic_us (clock_of (self)), 0);
  guint seconds = (guint) ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

  kmzb_ring_set (KMZB_RING (self->ring), left_us / (double) (get_seconds () * G_USEC_PER_SEC), seconds);
  if (seconds == WARN_SECONDS && self->warned_at != self->deadline_us)
    {
      self->warned_at = self->deadline_us;
      kmzb_a11y_announce (_("In ten seconds the start screen comes back. Press or touch anything to stay."));
    }
  if (left_us > 0)
    return G_SOURCE_CONTINUE;

  self->timer = 0;
  g_signal_emit (self, signals[SIGNAL_TIMED_OUT], 0);
  return G_SOURCE_REMOVE;
}

static void
prolong (KmzbSavedPage *self)
{
  self->deadline_us = kmzb_clock_get_monotonic_us (clock_of (self)) + (gint64) get_seconds () * G_USEC_PER_SEC;
  kmzb_ring_set (KMZB_RING (self->ring), 1, get_seconds ());
}

static gboolean
on_event (KmzbSavedPage *self, GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_TOUCH_BEGIN:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
      if (self->timer != 0)
        prolong (self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

/* Of the whole window, before any button sees it: also who chooses a language in the top bar is still here. */
static void
kmzb_saved_page_root (GtkWidget *widget)
{
  KmzbSavedPage *self = KMZB_SAVED_PAGE (widget);

  GTK_WIDGET_CLASS (kmzb_saved_page_parent_class)->root (widget);
  self->window = GTK_WIDGET (gtk_widget_get_root (widget));
  self->touches = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (self->touches, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->touches, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (self->window, self->touches);
}

static void
kmzb_saved_page_unroot (GtkWidget *widget)
{
  KmzbSavedPage *self = KMZB_SAVED_PAGE (widget);

  gtk_widget_remove_controller (self->window, self->touches);
  self->touches = NULL;
  self->window = NULL;
  GTK_WIDGET_CLASS (kmzb_saved_page_parent_class)->unroot (widget);
}

static void
kmzb_saved_page_leave (KmzbReportPage *page)
{
  g_clear_handle_id (&KMZB_SAVED_PAGE (page)->timer, g_source_remove);
}

static void
kmzb_saved_page_enter (KmzbReportPage *page)
{
  KmzbSavedPage *self = KMZB_SAVED_PAGE (page);

  kmzb_saved_page_leave (page);
  prolong (self);
  self->timer = kmzb_clock_add_timeout (clock_of (self), TICK_MS, on_tick, self);
}

static void
kmzb_saved_page_constructed (GObject *object)
{
  KmzbSavedPage *self = KMZB_SAVED_PAGE (object);
  KmzbReportContext *context = kmzb_report_page_get_context (KMZB_REPORT_PAGE (self));

  G_OBJECT_CLASS (kmzb_saved_page_parent_class)->constructed (object);

  gtk_label_set_label (GTK_LABEL (self->follow),
                       context->status_url != NULL
                           ? _("With the number you can see what happens with it.")
                           : _("Write the number down or take a photo of it."));
  gtk_label_set_label (GTK_LABEL (self->qr_hint),
                       context->status_url != NULL
                           ? _("Scan the code with your phone: it opens your report’s page.")
                           : _("Scan the code with your phone to keep the number."));
}

static void
kmzb_saved_page_dispose (GObject *object)
{
  kmzb_saved_page_leave (KMZB_REPORT_PAGE (object));
  G_OBJECT_CLASS (kmzb_saved_page_parent_class)->dispose (object);
}

static void
kmzb_saved_page_class_init (KmzbSavedPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = kmzb_saved_page_constructed;
  object_class->dispose = kmzb_saved_page_dispose;
  widget_class->root = kmzb_saved_page_root;
  widget_class->unroot = kmzb_saved_page_unroot;
  KMZB_REPORT_PAGE_CLASS (klass)->enter = kmzb_saved_page_enter;
  KMZB_REPORT_PAGE_CLASS (klass)->leave = kmzb_saved_page_leave;

  /**
   * KmzbSavedPage::timed-out:
   *
   * Nobody touched the screen for %KMZB_SAVED_SECONDS.
   */
  signals[SIGNAL_TIMED_OUT] = g_signal_new ("timed-out", KMZB_TYPE_SAVED_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 0);

  g_type_ensure (KMZB_TYPE_COLUMNS);
  g_type_ensure (KMZB_TYPE_QR);
  g_type_ensure (KMZB_TYPE_RING);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/report/saved-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbSavedPage, number);
  gtk_widget_class_bind_template_child (widget_class, KmzbSavedPage, qr);
  gtk_widget_class_bind_template_child (widget_class, KmzbSavedPage, qr_hint);
  gtk_widget_class_bind_template_child (widget_class, KmzbSavedPage, sent);
  gtk_widget_class_bind_template_child (widget_class, KmzbSavedPage, follow);
  gtk_widget_class_bind_template_child (widget_class, KmzbSavedPage, ring);
}

static void
kmzb_saved_page_init (KmzbSavedPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  kmzb_step_page_set_question (page, _("Saved"));
  kmzb_step_page_set_back (page, "kmzb-plus-symbolic", _("Report another"));
  kmzb_step_page_set_next (page, _("Finish"));
}

static void
stop_following (KmzbSavedPage *self)
{
  if (self->changed_id != 0)
    g_signal_handler_disconnect (kmzb_report_page_get_context (KMZB_REPORT_PAGE (self))->store, self->changed_id);
  self->changed_id = 0;
}

/* Nothing waits any more, and nothing came back: this one has arrived as well. */
static void
on_store_changed (KmzbSavedPage *self, KmzbStore *store)
{
  const KmzbTally *now = kmzb_store_get_tally (store), *before = &self->before;

  if (kmzb_tally_get_waiting (now) > 0 || now->received <= before->received || now->refused != before->refused
      || now->uncertain != before->uncertain || now->held != before->held)
    return;
  stop_following (self);
  gtk_label_set_label (GTK_LABEL (self->sent), self->confirms ? _("Thank you. We have sent your confirmation.")
                                                              : _("We have saved your report and sent it."));
}

/* What the QR code says: the report's public page, or without one the number itself. Returns: (transfer full) */
char *
kmzb_saved_page_make_link (const char *status_url, const char *number)
{
  return status_url != NULL ? g_strconcat (status_url, number, NULL) : kmzb_number_format (number);
}

/* Letter by letter, as one tells it by telephone. Returns: (transfer full) */
static char *
spell (const char *number)
{
  GString *words = g_string_new (NULL);

  for (const char *p = number; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_printf (words, words->len > 0 ? ", %c" : "%c", *p);
  return g_string_free (words, FALSE);
}

/* @number: as kmzb_number_new() makes it. @confirms: whether it is a confirmation of somebody else's report. @before: how
 * the booth's reports stood until then. */
void
kmzb_saved_page_set_number (KmzbSavedPage *self, const char *number, gboolean confirms, const KmzbTally *before)
{
  KmzbReportContext *context = kmzb_report_page_get_context (KMZB_REPORT_PAGE (self));
  g_autofree char *link = kmzb_saved_page_make_link (context->status_url, number);
  g_autofree char *grouped = kmzb_number_format (number);
  g_autofree char *spoken = NULL;
  const char *sent = _("We have saved your report. We will send it when there is internet.");

  g_return_if_fail (KMZB_IS_SAVED_PAGE (self) && number != NULL);

  gtk_label_set_label (GTK_LABEL (self->number), grouped);
  if (context->practice)
    sent = _("This was practice. Nothing will be sent.");
  else if (confirms)
    sent = _("Thank you. We have saved your confirmation. We will send it when there is internet.");
  gtk_label_set_label (GTK_LABEL (self->sent), sent);
  self->confirms = confirms;
  stop_following (self);
  if (!context->practice)
    {
      self->before = *before;
      self->changed_id = g_signal_connect_object (context->store, "changed", G_CALLBACK (on_store_changed), self,
                                                  G_CONNECT_SWAPPED);
      on_store_changed (self, context->store); /* made anew in another language, it may have been sent meanwhile */
    }
  spoken = spell (number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->number), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
  kmzb_a11y_set_spoken (self->number, spoken);
  kmzb_qr_set_text (KMZB_QR (self->qr), link);
  kmzb_a11y_set_label (self->qr, gtk_label_get_label (GTK_LABEL (self->qr_hint)));
}
