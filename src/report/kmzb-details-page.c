/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-details-page.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-calendar.h"
#include "kmzb-columns.h"
#include "kmzb-confirmer.h"
#include "kmzb-personal.h"
#include "kmzb-report-words.h"
#include "kmzb-similar-offer.h"
#include "kmzb-text.h"
#include "kmzb-validate.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * KmzbDetailsPage:
 *
 * When it happens and what: everything optional but the description of a few categories; and first, whether it is about
 * a threat that somebody has reported close by. What is typed goes to the draft when the page is left; the field keeps no
 * undo history.
 */
struct _KmzbDetailsPage
{
  KmzbReportPage parent_instance;

  KmzbNeighbourhood *neighbourhood; /* nullable */
  gulong changed_id;

  GtkWidget *similar;
  GtkWidget *when;
  GtkWidget *times;
  GtkWidget *day_parts;
  GtkWidget *week_days;
  GtkWidget *dates;
  GtkWidget *date;
  GtkWidget *picking;
  GtkWidget *calendar; /* nullable: made when it is first wanted */
  GtkWidget *describing;
  GtkWidget *description_line;
  GtkWidget *description_heading;
  GtkWidget *category_hint;
  GtkWidget *description_hint;
  GtkWidget *field;
  GtkWidget *description;
  GtkWidget *counter;

  GtkWidget *date_chips[3];
  gboolean loading;
  guint warned; /* flags of KmzbPersonal that the visitor has been told of */
};

G_DEFINE_FINAL_TYPE (KmzbDetailsPage, kmzb_details_page, KMZB_TYPE_REPORT_PAGE)

enum
{
  DATE_TODAY,
  DATE_YESTERDAY,
  DATE_OTHER,
};

#define FIRST_OTHER_DAY 2
#define FLAG_KEY "kmzb-flag"
#define FIELD_HEIGHT 96
#define FIELD_HEIGHT_COMPACT 144
/* The reader's patience, not a limit of what fits: longer insertions are cut before they are counted. */
#define MAX_INSERTION KMZB_DESCRIPTION_MAX_CODE_POINTS

static guint confirm_signal;

static KmzbReportDraft *
draft_of (KmzbDetailsPage *self)
{
  return kmzb_report_page_get_draft (KMZB_REPORT_PAGE (self));
}

static KmzbClock *
clock_of (KmzbDetailsPage *self)
{
  return kmzb_report_page_get_context (KMZB_REPORT_PAGE (self))->clock;
}

/* ---- day parts and week days ---- */

static guint
get_flags (GtkWidget *chips)
{
  guint flags = 0;

  for (GtkWidget *chip = gtk_widget_get_first_child (chips); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip)))
      flags |= GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), FLAG_KEY));
  return flags;
}

static void
set_flags (GtkWidget *chips, guint flags)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (chips); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip),
                                  flags & GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), FLAG_KEY)));
}

static void
on_chip_toggled (KmzbDetailsPage *self)
{
  if (self->loading)
    return;
  kmzb_report_draft_set_day_parts (draft_of (self), get_flags (self->day_parts));
  kmzb_report_draft_set_week_days (draft_of (self), get_flags (self->week_days));
}

static void
append_chip (KmzbDetailsPage *self, GtkWidget *chips, GtkWidget *chip, guint flag)
{
  g_object_set_data (G_OBJECT (chip), FLAG_KEY, GUINT_TO_POINTER (flag));
  g_signal_connect_swapped (chip, "toggled", G_CALLBACK (on_chip_toggled), self);
  kmzb_columns_append (KMZB_COLUMNS (chips), chip);
}

/* ---- date ---- */

static void
show_date (KmzbDetailsPage *self)
{
  const char *date = kmzb_report_draft_get_observed_date (draft_of (self));
  int days = kmzb_date_get_days_ago (clock_of (self), date);
  g_autofree char *words = days >= FIRST_OTHER_DAY ? kmzb_words_date (date) : NULL;

  self->loading = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->date_chips[DATE_TODAY]), days == 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->date_chips[DATE_YESTERDAY]), days == 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->date_chips[DATE_OTHER]), days >= FIRST_OTHER_DAY);
  self->loading = FALSE;

  gtk_label_set_label (GTK_LABEL (self->date), words != NULL ? words : "");
  gtk_widget_set_visible (self->date, words != NULL);
}

static void
set_days_ago (KmzbDetailsPage *self, int days)
{
  g_autofree char *date = days >= 0 ? kmzb_date_days_ago (clock_of (self), (guint) days) : NULL;

  kmzb_report_draft_set_observed_date (draft_of (self), date);
  show_date (self);
}

static guint
today_of (KmzbDetailsPage *self)
{
  g_autofree char *text = kmzb_date_days_ago (clock_of (self), 0);
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_parse (&today, text);
  return g_date_get_julian (&today);
}

static gboolean
is_picking (KmzbDetailsPage *self)
{
  return gtk_widget_get_visible (self->picking);
}

/* A month takes the place of the other questions, so that its days are as large as fingers. */
static void
set_picking (KmzbDetailsPage *self, gboolean picking)
{
  gtk_widget_set_visible (self->times, !picking);
  gtk_widget_set_visible (self->picking, picking);
  if (picking)
    kmzb_step_page_scroll_to_top (KMZB_STEP_PAGE (self));
}

static void
on_day_chosen (KmzbDetailsPage *self)
{
  set_days_ago (self, (int) (today_of (self) - kmzb_calendar_get_day (KMZB_CALENDAR (self->calendar))));
  set_picking (self, FALSE);
}

static void
pick_day (KmzbDetailsPage *self)
{
  int days = kmzb_date_get_days_ago (clock_of (self), kmzb_report_draft_get_observed_date (draft_of (self)));
  guint today = today_of (self);

  if (self->calendar != NULL)
    gtk_box_remove (GTK_BOX (self->picking), self->calendar);
  self->calendar = kmzb_calendar_new (today);
  kmzb_calendar_set_day (KMZB_CALENDAR (self->calendar), today - (guint) MAX (days, 0));
  g_signal_connect_object (self->calendar, "chosen", G_CALLBACK (on_day_chosen), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->picking), self->calendar);
  set_picking (self, TRUE);
}

/* One of the three or none: touching the chosen one again takes the date away. */
static void
on_date_toggled (KmzbDetailsPage *self, GtkToggleButton *chip)
{
  if (self->loading)
    return;
  if (!gtk_toggle_button_get_active (chip))
    {
      set_days_ago (self, -1);
    }
  else if (GTK_WIDGET (chip) == self->date_chips[DATE_OTHER])
    {
      show_date (self); /* nothing is chosen until a day is */
      pick_day (self);
    }
  else
    {
      set_days_ago (self, GTK_WIDGET (chip) == self->date_chips[DATE_TODAY] ? 0 : 1);
    }
}

/* ---- a similar threat near by ---- */

static void
show_similar (KmzbDetailsPage *self)
{
  KmzbReportContext *context = kmzb_report_page_get_context (KMZB_REPORT_PAGE (self));
  KmzbThreat *threat = NULL;
  KmzbConfirmState state = KMZB_CONFIRM_NONE;
  KmzbPoint place = { 0, 0 };

  if (self->neighbourhood != NULL && kmzb_report_draft_get_place (draft_of (self), &place))
    threat = kmzb_neighbourhood_get_similar (self->neighbourhood, kmzb_report_draft_get_category (draft_of (self)));
  if (threat != NULL)
    state = kmzb_confirmer_get_state (context->confirmer, threat);
  /* One confirmation of a threat a visit: who has given it means another. */
  if (state == KMZB_CONFIRM_SAVED || state == KMZB_CONFIRM_GONE)
    threat = NULL;
  kmzb_similar_offer_show (KMZB_SIMILAR_OFFER (self->similar), context, threat, place);
}

static void
on_similar_accepted (KmzbDetailsPage *self)
{
  g_signal_emit (self, confirm_signal, 0, kmzb_similar_offer_get_threat (KMZB_SIMILAR_OFFER (self->similar)));
}

/* ---- description ---- */

static char *
get_text (KmzbDetailsPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->description));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
wipe_free (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static gboolean
is_description_required (KmzbDetailsPage *self)
{
  KmzbCatalog *catalog = kmzb_report_page_get_context (KMZB_REPORT_PAGE (self))->catalog;
  const char *slug = kmzb_report_draft_get_category (draft_of (self));
  const KmzbCategory *category = slug != NULL ? kmzb_catalog_lookup (catalog, slug) : NULL;

  return category != NULL && category->description_required;
}

static void
show_counter (KmzbDetailsPage *self)
{
  char *text = get_text (self);
  gsize used = kmzb_text_count_characters (text);
  guint left = (guint) (KMZB_DESCRIPTION_MAX_CHARACTERS - MIN (used, KMZB_DESCRIPTION_MAX_CHARACTERS));
  g_autofree char *words = g_strdup_printf (ngettext ("%u character left", "%u characters left", left), left);

  gtk_label_set_label (GTK_LABEL (self->counter), words);
  wipe_free (text);
}

static void
on_description_changed (KmzbDetailsPage *self)
{
  show_counter (self);
  kmzb_step_page_set_note (KMZB_STEP_PAGE (self), NULL);
  gtk_widget_remove_css_class (self->field, "missing");
}

/* The bytes of @text that still fit after what is written: whole characters, none halved. */
static gsize
fitting_length (const char *written, const char *text, gsize length)
{
  g_autoptr (GString) both = g_string_new (written);
  const char *end = text + length;
  gsize offset = both->len;
  glong low = 0, high;

  high = MIN (g_utf8_strlen (text, (gssize) length), MAX_INSERTION);
  end = g_utf8_offset_to_pointer (text, high);
  while (low < high)
    {
      glong middle = low + (high - low + 1) / 2;

      g_string_truncate (both, offset);
      g_string_append_len (both, text, g_utf8_offset_to_pointer (text, middle) - text);
      if (kmzb_description_fits (both->str))
        low = middle;
      else
        high = middle - 1;
    }
  end = g_utf8_offset_to_pointer (text, low);
  explicit_bzero (both->str, both->len);
  return (gsize) (end - text);
}

/* Stops what would not fit before it is in the buffer: the counter never goes below nought. */
static void
on_insert_text (GtkTextBuffer *buffer, GtkTextIter *location, const char *text, int length, KmzbDetailsPage *self)
{
  char *written = get_text (self);
  gsize all = length < 0 ? strlen (text) : (gsize) length;
  gsize fits = fitting_length (written, text, all);

  wipe_free (written);
  if (fits == all)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  if (fits > 0)
    gtk_text_buffer_insert (buffer, location, text, (int) fits);
}

/* What looks like personal data is explained once; who touches "Next" again means it. */
static gboolean
warn_of_personal_data (KmzbDetailsPage *self)
{
  static const struct
  {
    KmzbPersonal kind;
    const char *words;
  } warnings[] = {
    { KMZB_PERSONAL_PESEL,
      N_ ("This looks like a PESEL number. We do not need it. Erase it, or touch “Next” again.") },
    { KMZB_PERSONAL_PHONE,
      N_ ("This looks like a phone number. We do not need it. Erase it, or touch “Next” again.") },
    { KMZB_PERSONAL_EMAIL,
      N_ ("This looks like an e-mail address. We do not need it. Erase it, or touch “Next” again.") },
    { KMZB_PERSONAL_PLATE,
      N_ ("This looks like a car’s number plate. Leave it only if it matters: touch “Next” again.") },
  };
  const char *text = kmzb_report_draft_get_description (draft_of (self));
  guint found = text != NULL ? kmzb_personal_find (text) & ~self->warned : 0;

  if (found == 0)
    return FALSE;
  self->warned |= found;
  for (guint i = 0; i < G_N_ELEMENTS (warnings); i++)
    if (found & warnings[i].kind)
      {
        kmzb_step_page_set_note (KMZB_STEP_PAGE (self), _(warnings[i].words));
        kmzb_step_page_scroll_to (KMZB_STEP_PAGE (self), self->field);
        break;
      }
  return TRUE;
}

static gboolean
kmzb_details_page_next (KmzbStepPage *page)
{
  KmzbDetailsPage *self = KMZB_DETAILS_PAGE (page);

  kmzb_report_page_leave (KMZB_REPORT_PAGE (self));
  if (!is_description_required (self) || kmzb_report_draft_get_description (draft_of (self)) != NULL)
    return !warn_of_personal_data (self);

  kmzb_step_page_set_note (page, _("Please write what happens there: this category needs a description."));
  gtk_widget_add_css_class (self->field, "missing");
  gtk_widget_grab_focus (self->description);
  return FALSE;
}

static void
kmzb_details_page_compact_changed (KmzbStepPage *page, gboolean compact)
{
  KmzbDetailsPage *self = KMZB_DETAILS_PAGE (page);

  gtk_widget_set_visible (self->when, !compact);
  gtk_widget_set_visible (self->description_hint, !compact);
  /* Who writes sees the field first, and at least these lines of it. */
  gtk_box_reorder_child_after (GTK_BOX (self->describing), self->category_hint,
                               compact ? self->field : self->description_line);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->field),
                                              compact ? FIELD_HEIGHT_COMPACT : FIELD_HEIGHT);
  gtk_widget_set_visible (self->similar,
                          !compact && kmzb_similar_offer_get_threat (KMZB_SIMILAR_OFFER (self->similar)) != NULL);
}

static gboolean
kmzb_details_page_back (KmzbReportPage *page)
{
  KmzbDetailsPage *self = KMZB_DETAILS_PAGE (page);

  if (!is_picking (self))
    return FALSE;
  set_picking (self, FALSE);
  return TRUE;
}

/* What helps an officer with this category, in the place of general advice. */
static void
show_hint (KmzbDetailsPage *self)
{
  KmzbReportContext *context = kmzb_report_page_get_context (KMZB_REPORT_PAGE (self));
  const char *slug = kmzb_report_draft_get_category (draft_of (self));
  const KmzbCategory *category = slug != NULL ? kmzb_catalog_lookup (context->catalog, slug) : NULL;
  const char *hint = category != NULL ? kmzb_category_get_hint (category, context->language) : NULL;

  gtk_label_set_label (GTK_LABEL (self->category_hint), hint != NULL ? hint : _("Write what happens there."));
}

static void
kmzb_details_page_enter (KmzbReportPage *page)
{
  KmzbDetailsPage *self = KMZB_DETAILS_PAGE (page);
  KmzbReportDraft *draft = draft_of (self);
  const char *text = kmzb_report_draft_get_description (draft);

  self->loading = TRUE;
  set_flags (self->day_parts, kmzb_report_draft_get_day_parts (draft));
  set_flags (self->week_days, kmzb_report_draft_get_week_days (draft));
  self->loading = FALSE;
  show_date (self);
  set_picking (self, FALSE);
  show_similar (self);
  show_hint (self);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->description)), text ? text : "", -1);
  gtk_label_set_label (GTK_LABEL (self->description_heading),
                       is_description_required (self) ? _("Description (needed)") : _("Description (optional)"));
  on_description_changed (self);
}

static void
kmzb_details_page_leave (KmzbReportPage *page)
{
  KmzbDetailsPage *self = KMZB_DETAILS_PAGE (page);
  char *text = get_text (self);

  kmzb_report_draft_set_description (draft_of (self), text);
  wipe_free (text);
}

static void
kmzb_details_page_dispose (GObject *object)
{
  KmzbDetailsPage *self = KMZB_DETAILS_PAGE (object);

  kmzb_details_page_set_neighbourhood (self, NULL);
  if (self->description != NULL)
    g_signal_handlers_disconnect_by_data (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->description)), self);
  G_OBJECT_CLASS (kmzb_details_page_parent_class)->dispose (object);
}

static void
kmzb_details_page_constructed (GObject *object)
{
  KmzbReportContext *context = kmzb_report_page_get_context (KMZB_REPORT_PAGE (object));

  G_OBJECT_CLASS (kmzb_details_page_parent_class)->constructed (object);
  g_signal_connect_object (context->confirmer, "changed", G_CALLBACK (show_similar), object, G_CONNECT_SWAPPED);
}

static void
kmzb_details_page_class_init (KmzbDetailsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kmzb_details_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kmzb_details_page_dispose;
  KMZB_STEP_PAGE_CLASS (klass)->next = kmzb_details_page_next;
  KMZB_STEP_PAGE_CLASS (klass)->compact_changed = kmzb_details_page_compact_changed;
  KMZB_REPORT_PAGE_CLASS (klass)->enter = kmzb_details_page_enter;
  KMZB_REPORT_PAGE_CLASS (klass)->leave = kmzb_details_page_leave;
  KMZB_REPORT_PAGE_CLASS (klass)->back = kmzb_details_page_back;

  /**
   * KmzbDetailsPage::confirm:
   * @threat: a #KmzbThreat
   *
   * The visitor means this threat, which somebody has reported already.
   */
  confirm_signal = g_signal_new ("confirm", KMZB_TYPE_DETAILS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, KMZB_TYPE_THREAT | G_SIGNAL_TYPE_STATIC_SCOPE);

  g_type_ensure (KMZB_TYPE_COLUMNS);
  g_type_ensure (KMZB_TYPE_SIMILAR_OFFER);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/report/details-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, when);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, day_parts);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, week_days);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, dates);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, similar);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, times);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, picking);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, category_hint);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, date);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, describing);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, description_line);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, description_heading);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, description_hint);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, field);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, description);
  gtk_widget_class_bind_template_child (widget_class, KmzbDetailsPage, counter);
  gtk_widget_class_bind_template_callback (widget_class, on_similar_accepted);
}

static void
make_chips (KmzbDetailsPage *self)
{
  const char *const dates[] = { _("Today"), _("Yesterday"), _("Another day") };

  for (guint i = 0; i < KMZB_N_DAY_PARTS; i++)
    {
      guint index = kmzb_words_shown_day_part (i);

      append_chip (self, self->day_parts,
                   kmzb_chip_new (kmzb_words_day_part_icon (index), kmzb_words_day_part (index)), 1u << index);
    }
  for (guint i = 0; i < KMZB_N_WEEK_DAYS; i++)
    {
      GtkWidget *chip = kmzb_chip_new (NULL, kmzb_words_week_day_short (i));

      gtk_accessible_update_property (GTK_ACCESSIBLE (chip),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, kmzb_words_week_day (i), -1);
      append_chip (self, self->week_days, chip, 1u << i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      self->date_chips[i] = kmzb_chip_new (NULL, dates[i]);
      g_signal_connect_swapped (self->date_chips[i], "toggled", G_CALLBACK (on_date_toggled), self);
      kmzb_columns_append (KMZB_COLUMNS (self->dates), self->date_chips[i]);
    }
}

static void
kmzb_details_page_init (KmzbDetailsPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  make_chips (self);
  kmzb_a11y_set_label (self->description, _("Description"));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->field), FIELD_HEIGHT);

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->description));
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  g_signal_connect (buffer, "insert-text", G_CALLBACK (on_insert_text), self);
  g_signal_connect_swapped (buffer, "changed", G_CALLBACK (on_description_changed), self);

  kmzb_step_page_set_question (page, _("Tell us more"));
  kmzb_step_page_set_progress (page, 3, KMZB_REPORT_N_COUNTED_STEPS);
  kmzb_step_page_set_next (page, _("Next"));
}

/* @neighbourhood: (nullable): knows a similar threat near by, where there is one */
void
kmzb_details_page_set_neighbourhood (KmzbDetailsPage *self, KmzbNeighbourhood *neighbourhood)
{
  g_return_if_fail (KMZB_IS_DETAILS_PAGE (self));

  if (self->neighbourhood != NULL)
    g_clear_signal_handler (&self->changed_id, self->neighbourhood);
  g_set_object (&self->neighbourhood, neighbourhood);
  if (neighbourhood != NULL)
    self->changed_id = g_signal_connect_swapped (neighbourhood, "changed", G_CALLBACK (show_similar), self);
}
