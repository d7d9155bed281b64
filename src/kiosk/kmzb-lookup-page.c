/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-lookup-page.h"

#include "kmzb-a11y.h"
#include "kmzb-error.h"
#include "kmzb-focus.h"
#include "kmzb-lookup.h"
#include "kmzb-number.h"
#include "kmzb-report-words.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

/**
 * KmzbLookupPage:
 *
 * "Check your own report": a number is typed, and what the booth knows of that report is told in plain words, as of
 * when it last spoke with the police. A slip of the finger is told from a number that is not known; who keeps trying
 * numbers has to wait (KmzbLookupBrake).
 */
struct _KmzbLookupPage
{
  KmzbStepPage parent_instance;

  KmzbStore *store;
  KmzbClock *clock;
  KmzbLookupBrake *brake; /* the session's */
  GCancellable *cancellable;

  GtkWidget *label;
  GtkWidget *entry;
  GtkWidget *answer; /* hidden until there is one */
  GtkWidget *sign;
  GtkWidget *heading;
  GtkWidget *text;
  GtkWidget *as_of;

  guint wait_timer;
  gboolean looking;
  gboolean slipped;  /* the number can't be one */
  gboolean failed;   /* the file could not be read */
  gboolean answered; /* what @lookup says, or that nothing is known */
  gboolean found;
  KmzbLookup lookup;
};

G_DEFINE_FINAL_TYPE (KmzbLookupPage, kmzb_lookup_page, KMZB_TYPE_STEP_PAGE)

#define SIGN_PX 64
#define MAX_TYPED 24 /* nine characters, and what people put between them */

typedef struct
{
  const char *icon;
  const char *css_class; /* NULL: as all icons */
  const char *heading;
  const char *text;
} Words;

static void
find_words (KmzbLookupPage *self, Words *words)
{
  if (!self->found)
    {
      *words = (Words){ "kmzb-question-symbolic", NULL, _("This booth does not know the number"),
                        _("Only reports made here can be looked up here. Is it the number of another booth?") };
      return;
    }
  switch (self->lookup.state)
    {
    case KMZB_REPORT_SAVED:
    case KMZB_REPORT_SENDING:
      *words = (Words){ "kmzb-sync-symbolic", NULL, _("Waiting to be sent"),
                        _("Your report is safe here. We will send it when there is internet.") };
      return;
    case KMZB_REPORT_RECEIVED:
      *words = (Words){ "kmzb-check-symbolic", NULL, _("The police have your report"),
                        _("They have not said yet what has become of it.") };
      break;
    case KMZB_REPORT_PRACTICE:
      *words = (Words){ "kmzb-hand-symbolic", NULL, _("This was practice"), _("Nothing was sent.") };
      return;
    case KMZB_REPORT_UNCERTAIN:
    case KMZB_REPORT_REFUSED:
    case KMZB_REPORT_HELD:
      *words = (Words){ "kmzb-officer-symbolic", NULL, _("The officer at this stand has to look at it"),
                        _("Your report is safe here. Please ask the officer.") };
      return;
    default:
      g_return_if_reached ();
    }
  if (!self->lookup.has_status)
    return;
  if (self->lookup.status == KMZB_STATUS_MISTAKE)
    {
      *words = (Words){ "kmzb-status-mistake-symbolic", NULL, _("Taken for a joke or a mistake"),
                        _("That is why it is not on the map. If it was meant seriously, report it once more.") };
      return;
    }
  words->icon = NULL; /* the sign of the map */
  words->heading = kmzb_threat_words_status (self->lookup.status);
  words->text = kmzb_threat_words_explain (self->lookup.status);
}

static guint answered_signal;

/* "As of 20 November 2026, 14:05". Returns: (transfer full) */
static char *
describe_time (gint64 real_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / G_USEC_PER_SEC);
  g_autofree char *day = kmzb_words_day (real_us);

  g_return_val_if_fail (time != NULL, NULL);
  /* Translators: a day, hour and minute: "As of 20 November 2026, 14:05" */
  return g_strdup_printf (_("As of %s, %d:%02d"), day, g_date_time_get_hour (time), g_date_time_get_minute (time));
}

static void
show_answer (KmzbLookupPage *self)
{
  g_autofree char *time = NULL;
  GtkWidget *sign;
  Words words = { 0 };

  gtk_widget_set_visible (self->answer, self->answered);
  if (!self->answered)
    return;
  find_words (self, &words);
  if (words.icon == NULL)
    {
      sign = kmzb_threat_words_new_sign (self->lookup.status, SIGN_PX);
    }
  else
    {
      sign = gtk_image_new_from_icon_name (words.icon);
      gtk_image_set_pixel_size (GTK_IMAGE (sign), SIGN_PX);
    }
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  if (self->sign != NULL)
    gtk_box_remove (GTK_BOX (self->answer), self->sign);
  self->sign = sign;
  gtk_box_prepend (GTK_BOX (self->answer), sign);
  gtk_label_set_label (GTK_LABEL (self->heading), words.heading);
  gtk_label_set_label (GTK_LABEL (self->text), words.text);
  if (self->found && self->lookup.state == KMZB_REPORT_RECEIVED && self->lookup.as_of_us > 0)
    time = describe_time (self->lookup.as_of_us);
  gtk_label_set_label (GTK_LABEL (self->as_of), time != NULL ? time : "");
  gtk_widget_set_visible (self->as_of, time != NULL);
}

/* Why it does not go on, and until when. */
static void
show_note (KmzbLookupPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  guint wait_s = kmzb_lookup_brake_get_wait_s (self->brake, kmzb_clock_get_monotonic_us (self->clock));
  g_autofree char *wait = g_strdup_printf (_("Please wait before you try again: %u s"), wait_s);

  kmzb_step_page_set_next_sensitive (page, wait_s == 0 && !self->looking);
  if (wait_s > 0)
    kmzb_step_page_set_note (page, wait);
  else if (self->slipped)
    kmzb_step_page_set_note (page, _("There is a slip in the number. Please compare every character."));
  else if (self->failed)
    kmzb_step_page_set_note (page, _("That did not work. Please try once more."));
  else
    kmzb_step_page_set_note (page, NULL);
}

static gboolean
on_wait_tick (gpointer data)
{
  KmzbLookupPage *self = data;

  show_note (self);
  if (kmzb_lookup_brake_get_wait_s (self->brake, kmzb_clock_get_monotonic_us (self->clock)) > 0)
    return G_SOURCE_CONTINUE;
  self->wait_timer = 0;
  return G_SOURCE_REMOVE;
}

static void
watch_brake (KmzbLookupPage *self)
{
  if (self->wait_timer == 0
      && kmzb_lookup_brake_get_wait_s (self->brake, kmzb_clock_get_monotonic_us (self->clock)) > 0)
    self->wait_timer = kmzb_clock_add_timeout (self->clock, 1000, on_wait_tick, self);
  show_note (self);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbLookupPage) self = data;
  g_autoptr (GError) error = NULL;

  self->found = kmzb_store_lookup_number_finish (KMZB_STORE (source), result, &self->lookup, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return; /* the visitor is gone */
  self->looking = FALSE;
  if (self->found || g_error_matches (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND))
    {
      self->answered = TRUE;
      if (!self->found)
        kmzb_lookup_brake_miss (self->brake, kmzb_clock_get_monotonic_us (self->clock));
      g_signal_emit (self, answered_signal, 0);
    }
  else
    {
      g_warning ("Can't look a report up: %s", error->message);
      self->failed = TRUE;
    }
  show_answer (self);
  watch_brake (self);
}

static void
look_up (KmzbLookupPage *self)
{
  g_autofree char *number = kmzb_number_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (self->looking || kmzb_lookup_brake_get_wait_s (self->brake, kmzb_clock_get_monotonic_us (self->clock)) > 0)
    return;
  self->answered = self->failed = FALSE;
  self->slipped = number == NULL;
  if (number != NULL)
    {
      self->looking = TRUE;
      kmzb_store_lookup_number_async (self->store, number, self->cancellable, on_looked_up, g_object_ref (self));
    }
  show_answer (self);
  show_note (self);
}

static gboolean
kmzb_lookup_page_next (KmzbStepPage *page)
{
  look_up (KMZB_LOOKUP_PAGE (page));
  return FALSE; /* it stays: the answer is here */
}

/* An answer belongs to the number above it. */
static void
on_typed (KmzbLookupPage *self)
{
  if (!self->answered && !self->slipped && !self->failed)
    return;
  self->answered = self->slipped = self->failed = FALSE;
  show_answer (self);
  show_note (self);
}

static void
take_focus (gpointer data)
{
  gtk_widget_grab_focus (KMZB_LOOKUP_PAGE (data)->entry);
}

/* One thing to do here: the field has the focus, and with it the keyboard, after whatever a step page focuses. */
static void
kmzb_lookup_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kmzb_lookup_page_parent_class)->map (widget);
  kmzb_focus_later (widget, take_focus);
}

/* It leaves the screen: what is still asked for has nobody to be told any more. */
static void
kmzb_lookup_page_unroot (GtkWidget *widget)
{
  KmzbLookupPage *self = KMZB_LOOKUP_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wait_timer, g_source_remove);
  GTK_WIDGET_CLASS (kmzb_lookup_page_parent_class)->unroot (widget);
}

static void
kmzb_lookup_page_dispose (GObject *object)
{
  KmzbLookupPage *self = KMZB_LOOKUP_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wait_timer, g_source_remove);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kmzb_lookup_page_parent_class)->dispose (object);
}

static void
kmzb_lookup_page_finalize (GObject *object)
{
  g_clear_object (&KMZB_LOOKUP_PAGE (object)->cancellable);
  G_OBJECT_CLASS (kmzb_lookup_page_parent_class)->finalize (object);
}

static void
kmzb_lookup_page_class_init (KmzbLookupPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_lookup_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = kmzb_lookup_page_finalize;
  GTK_WIDGET_CLASS (klass)->unroot = kmzb_lookup_page_unroot;
  GTK_WIDGET_CLASS (klass)->map = kmzb_lookup_page_map;
  KMZB_STEP_PAGE_CLASS (klass)->next = kmzb_lookup_page_next;

  /**
   * KmzbLookupPage::answered:
   *
   * The answer wants the room that the keyboard takes.
   */
  answered_signal = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static GtkWidget *
append_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
kmzb_lookup_page_init (KmzbLookupPage *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->cancellable = g_cancellable_new ();
  self->label = append_label (column, "kmzb-subheading");
  self->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), MAX_TYPED);
  gtk_entry_set_input_hints (GTK_ENTRY (self->entry), GTK_INPUT_HINT_UPPERCASE_CHARS | GTK_INPUT_HINT_NO_SPELLCHECK);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  gtk_widget_add_css_class (self->entry, "kmzb-number-field");
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (look_up), self);
  gtk_box_append (GTK_BOX (column), self->entry);

  self->heading = append_label (words, "kmzb-subheading");
  self->text = append_label (words, NULL);
  self->as_of = append_label (words, "kmzb-muted");
  gtk_widget_add_css_class (self->as_of, "kmzb-numbers");
  self->answer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  gtk_widget_add_css_class (self->answer, "kmzb-panel");
  gtk_widget_add_css_class (self->answer, "kmzb-lookup-answer");
  gtk_widget_set_visible (self->answer, FALSE);
  gtk_box_append (GTK_BOX (self->answer), words);
  gtk_box_append (GTK_BOX (column), self->answer);
  kmzb_step_page_set_content (KMZB_STEP_PAGE (self), column);
}

/* @brake: must outlive the page */
GtkWidget *
kmzb_lookup_page_new (KmzbStore *store, KmzbClock *clock, KmzbLookupBrake *brake)
{
  KmzbLookupPage *self = g_object_new (KMZB_TYPE_LOOKUP_PAGE, NULL);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->brake = brake;
  kmzb_lookup_page_rebuild (self);
  watch_brake (self);
  return GTK_WIDGET (self);
}

/* The words of now; what was typed and what was answered stay. */
void
kmzb_lookup_page_rebuild (KmzbLookupPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  kmzb_step_page_set_question (page, _("Check your own report"));
  kmzb_step_page_set_hint (page, _("Type the number from the screen “Saved”."));
  kmzb_step_page_set_back (page, "kmzb-back-symbolic", _("Back"));
  kmzb_step_page_set_next (page, _("Check"));
  gtk_label_set_label (GTK_LABEL (self->label), _("Your report’s number"));
  kmzb_a11y_set_label (self->entry, _("Your report’s number"));
  show_answer (self);
  show_note (self);
}
