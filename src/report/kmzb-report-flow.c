/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-flow.h"

#include "kmzb-bounce.h"
#include "kmzb-category-page.h"
#include "kmzb-check-page.h"
#include "kmzb-confirmer.h"
#include "kmzb-details-page.h"
#include "kmzb-emergency-page.h"
#include "kmzb-map-view.h"
#include "kmzb-osk-host.h"
#include "kmzb-neighbourhood.h"
#include "kmzb-place-finder.h"
#include "kmzb-place-page.h"
#include "kmzb-report-draft.h"
#include "kmzb-report-init.h"
#include "kmzb-report-saver.h"
#include "kmzb-rules-page.h"
#include "kmzb-saved-page.h"
#include "kmzb-urgent-page.h"

#include <glib/gi18n.h>

/**
 * KmzbReportFlow:
 *
 * A visitor's way from the rules to a saved report. The draft holds what was said; pages are made when they are first
 * needed and thrown away when the language changes or the visitor leaves. "Back" and "Change" lose nothing.
 */
struct _KmzbReportFlow
{
  GtkWidget parent_instance;

  KmzbReportContext *context;
  KmzbReportDraft *draft;
  KmzbMapView *map;
  KmzbPlaceFinder *finder;
  KmzbNeighbourhood *neighbourhood;
  GtkWidget *keyboard;
  GtkWidget *stack;
  KmzbReportPage *pages[KMZB_N_REPORT_STEPS];

  KmzbReportStep step;
  KmzbBounce bounce;
  gboolean rules_accepted;
  gboolean changing; /* from the check page and straight back to it */
  KmzbReportSaver *saver;
  KmzbThreat *confirming; /* nullable: instead of a report of its own */
  gboolean practice; /* this flow's reports are never sent, whatever the booth's others are */
  char *saved_number;
  gboolean saved_confirms;
};

G_DEFINE_FINAL_TYPE (KmzbReportFlow, kmzb_report_flow, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_SAVED,
  SIGNAL_FINISHED,
  SIGNAL_CANCELLED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void show_step (KmzbReportFlow *self, KmzbReportStep step, GtkStackTransitionType transition);

/* ---- the order ---- */

static KmzbReportStep
step_after (KmzbReportStep step)
{
  return step == KMZB_REPORT_STEP_URGENT ? KMZB_REPORT_STEP_PLACE : step + 1;
}

static KmzbReportStep
step_before (KmzbReportStep step)
{
  return step == KMZB_REPORT_STEP_PLACE ? KMZB_REPORT_STEP_URGENT : step - 1;
}

/* Where to go when a changed line is answered: to the check page, unless the new category wants a description. */
static KmzbReportStep
step_after_change (KmzbReportFlow *self)
{
  const char *slug = kmzb_report_draft_get_category (self->draft);
  const KmzbCategory *category = slug != NULL ? kmzb_catalog_lookup (self->context->catalog, slug) : NULL;

  if (category != NULL && category->description_required
      && kmzb_report_draft_get_description (self->draft) == NULL)
    return KMZB_REPORT_STEP_DETAILS;
  self->changing = FALSE;
  return KMZB_REPORT_STEP_CHECK;
}

/* ---- saving ---- */

static void
on_saved (KmzbReportFlow *self, KmzbReport *report)
{
  g_free (self->saved_number);
  self->saved_number = g_strdup (report->number);
  self->saved_confirms = report->confirms != NULL;
  kmzb_report_draft_clear (self->draft);
  show_step (self, KMZB_REPORT_STEP_SAVED, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, report);
}

/* The visitor means a threat that is known already: its confirmation is saved in the place of another report. */
static void
on_confirm (KmzbReportFlow *self, KmzbThreat *threat)
{
  if (self->confirming != NULL || kmzb_report_saver_is_saving (self->saver))
    return;
  self->confirming = kmzb_threat_ref (threat);
  kmzb_confirmer_confirm (self->context->confirmer, threat);
}

static void
on_confirmer_changed (KmzbReportFlow *self)
{
  g_autoptr (KmzbThreat) threat = NULL;
  KmzbConfirmState state;

  if (self->confirming == NULL)
    return;
  state = kmzb_confirmer_get_state (self->context->confirmer, self->confirming);
  if (state == KMZB_CONFIRM_NONE || state == KMZB_CONFIRM_SAVING)
    return;
  threat = g_steal_pointer (&self->confirming);
  if (state == KMZB_CONFIRM_SAVED)
    on_saved (self, kmzb_confirmer_get_report (self->context->confirmer, threat));
  else if (self->pages[self->step] != NULL)
    kmzb_step_page_set_note (
        KMZB_STEP_PAGE (self->pages[self->step]),
        state == KMZB_CONFIRM_GONE
            ? _("That threat is not on the map any more. Please go on with your report.")
            : _("We could not save the report. Nothing is lost: try again, or ask the officer."));
}

static void
on_failed (KmzbReportFlow *self)
{
  if (self->step == KMZB_REPORT_STEP_CHECK)
    kmzb_check_page_show_failure (KMZB_CHECK_PAGE (self->pages[KMZB_REPORT_STEP_CHECK]));
}

static void
save (KmzbReportFlow *self)
{
  kmzb_check_page_set_saving (KMZB_CHECK_PAGE (self->pages[KMZB_REPORT_STEP_CHECK]), TRUE);
  kmzb_report_saver_save (self->saver, self->practice || self->context->practice);
}

/* ---- what pages ask for ---- */

static void
look_around (KmzbReportFlow *self)
{
  KmzbPoint place;

  if (kmzb_report_draft_get_place (self->draft, &place))
    kmzb_neighbourhood_look (self->neighbourhood, self->context->threats, place);
}

static void
on_next (KmzbReportFlow *self, KmzbReportPage *page)
{
  if (page != self->pages[self->step] || self->confirming != NULL)
    return; /* a second touch on a page that is already sliding away */

  switch (self->step)
    {
    case KMZB_REPORT_STEP_CHECK:
      save (self);
      return;
    case KMZB_REPORT_STEP_SAVED:
      g_signal_emit (self, signals[SIGNAL_FINISHED], 0, FALSE);
      return;
    case KMZB_REPORT_STEP_RULES:
      self->rules_accepted = TRUE;
      break;
    case KMZB_REPORT_STEP_PLACE:
      look_around (self);
      break;
    default:
      break;
    }
  if (self->changing)
    show_step (self, step_after_change (self), GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT);
  else
    show_step (self, step_after (self->step), GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT);
}

static void
on_back (KmzbReportFlow *self, KmzbReportPage *page)
{
  if (page != self->pages[self->step] || kmzb_report_saver_is_saving (self->saver))
    return;

  if (kmzb_report_page_back (page))
    return;
  kmzb_report_page_leave (page); /* the draft knows what was typed or erased before it is asked */
  if (self->step == KMZB_REPORT_STEP_SAVED)
    {
      g_signal_emit (self, signals[SIGNAL_FINISHED], 0, TRUE);
    }
  else if (self->changing && step_after_change (self) == KMZB_REPORT_STEP_CHECK)
    {
      show_step (self, KMZB_REPORT_STEP_CHECK, GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
    }
  else if (self->step == KMZB_REPORT_STEP_RULES
           || (self->step == KMZB_REPORT_STEP_URGENT && self->rules_accepted && self->pages[KMZB_REPORT_STEP_RULES] == NULL))
    {
      g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
    }
  else
    {
      self->changing = FALSE;
      show_step (self, step_before (self->step), GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
    }
}

static void
on_urgent (KmzbReportFlow *self, KmzbReportPage *page)
{
  if (page != self->pages[self->step])
    return;
  show_step (self, KMZB_REPORT_STEP_EMERGENCY, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
}

static void
on_change (KmzbReportFlow *self, guint line)
{
  static const KmzbReportStep steps[KMZB_N_REPORT_LINES] = {
    [KMZB_REPORT_LINE_PLACE] = KMZB_REPORT_STEP_PLACE,
    [KMZB_REPORT_LINE_CATEGORY] = KMZB_REPORT_STEP_CATEGORY,
    [KMZB_REPORT_LINE_TIMES] = KMZB_REPORT_STEP_DETAILS,
    [KMZB_REPORT_LINE_DATE] = KMZB_REPORT_STEP_DETAILS,
    [KMZB_REPORT_LINE_DESCRIPTION] = KMZB_REPORT_STEP_DETAILS,
  };

  if (kmzb_report_saver_is_saving (self->saver))
    return;
  self->changing = TRUE;
  show_step (self, steps[line], GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
}

static void
on_timed_out (KmzbReportFlow *self)
{
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0, FALSE);
}

/* What the finger began on the step before is not an answer to this one. */
static gboolean
on_event (KmzbReportFlow *self, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);
  double x, y;

  if ((type != GDK_TOUCH_BEGIN && type != GDK_BUTTON_PRESS) || !gdk_event_get_position (event, &x, &y))
    return GDK_EVENT_PROPAGATE;
  return kmzb_bounce_check (&self->bounce, gdk_event_get_time (event), x, y, self->step) ? GDK_EVENT_STOP
                                                                                         : GDK_EVENT_PROPAGATE;
}

static void
on_keyboard_changed (KmzbReportFlow *self)
{
  if (self->pages[self->step] != NULL)
    kmzb_step_page_set_compact (KMZB_STEP_PAGE (self->pages[self->step]),
                                kmzb_osk_host_is_open (KMZB_OSK_HOST (self->keyboard)));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- pages ---- */

/* Not only out of sight: GTK 4.8 tells a screen reader of every child of a stack that is visible. */
static void
hide_other_pages (KmzbReportFlow *self)
{
  if (gtk_stack_get_transition_running (GTK_STACK (self->stack)))
    return;
  for (guint i = 0; i < KMZB_N_REPORT_STEPS; i++)
    if (self->pages[i] != NULL && i != self->step)
      gtk_widget_set_visible (GTK_WIDGET (self->pages[i]), FALSE);
}

static KmzbReportPage *
make_page (KmzbReportFlow *self, KmzbReportStep step)
{
  const GType types[KMZB_N_REPORT_STEPS] = {
    [KMZB_REPORT_STEP_RULES] = KMZB_TYPE_RULES_PAGE,
    [KMZB_REPORT_STEP_URGENT] = KMZB_TYPE_URGENT_PAGE,
    [KMZB_REPORT_STEP_EMERGENCY] = KMZB_TYPE_EMERGENCY_PAGE,
    [KMZB_REPORT_STEP_PLACE] = KMZB_TYPE_PLACE_PAGE,
    [KMZB_REPORT_STEP_CATEGORY] = KMZB_TYPE_CATEGORY_PAGE,
    [KMZB_REPORT_STEP_DETAILS] = KMZB_TYPE_DETAILS_PAGE,
    [KMZB_REPORT_STEP_CHECK] = KMZB_TYPE_CHECK_PAGE,
    [KMZB_REPORT_STEP_SAVED] = KMZB_TYPE_SAVED_PAGE,
  };
  KmzbReportPage *page = g_object_new (types[step], "context", self->context, "draft", self->draft, NULL);

  g_signal_connect_object (page, "next", G_CALLBACK (on_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "back", G_CALLBACK (on_back), self, G_CONNECT_SWAPPED);
  if (step == KMZB_REPORT_STEP_URGENT)
    g_signal_connect_object (page, "urgent", G_CALLBACK (on_urgent), self, G_CONNECT_SWAPPED);
  if (step == KMZB_REPORT_STEP_PLACE)
    kmzb_place_page_set_map (KMZB_PLACE_PAGE (page), self->map, self->finder);
  if (step == KMZB_REPORT_STEP_CATEGORY)
    kmzb_category_page_set_neighbourhood (KMZB_CATEGORY_PAGE (page), self->neighbourhood);
  if (step == KMZB_REPORT_STEP_DETAILS && !self->practice)
    kmzb_details_page_set_neighbourhood (KMZB_DETAILS_PAGE (page), self->neighbourhood);
  if (step == KMZB_REPORT_STEP_DETAILS)
    g_signal_connect_object (page, "confirm", G_CALLBACK (on_confirm), self, G_CONNECT_SWAPPED);
  if (step == KMZB_REPORT_STEP_CHECK)
    g_signal_connect_object (page, "change", G_CALLBACK (on_change), self, G_CONNECT_SWAPPED);
  if (step == KMZB_REPORT_STEP_SAVED)
    g_signal_connect_object (page, "timed-out", G_CALLBACK (on_timed_out), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (GTK_STACK (self->stack), GTK_WIDGET (page));
  return page;
}

/* GTK 4.8 tells a screen reader of everything that is visible, and all pages of a stack are. */
static void
tell_step (KmzbReportFlow *self)
{
  for (guint i = 0; i < KMZB_N_REPORT_STEPS; i++)
    if (self->pages[i] != NULL)
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->pages[i]), GTK_ACCESSIBLE_STATE_HIDDEN, i != self->step, -1);
}

/* Who comes back finds the pin where it was put; who only changes the language, where it is. */
static void
show_chosen_place (KmzbReportFlow *self)
{
  KmzbPoint place;

  if (kmzb_report_draft_get_place (self->draft, &place))
    kmzb_map_view_go_to (self->map, place.lat, place.lon,
                         MAX (kmzb_map_view_get_zoom (self->map), KMZB_PLACE_LEAST_ZOOM), FALSE);
}

static void
show_step (KmzbReportFlow *self, KmzbReportStep step, GtkStackTransitionType transition)
{
  KmzbReportPage *old = self->pages[self->step];

  kmzb_osk_host_close (KMZB_OSK_HOST (self->keyboard));
  if (old != NULL)
    kmzb_report_page_leave (old);
  if (self->pages[step] == NULL)
    self->pages[step] = make_page (self, step);
  if (step == KMZB_REPORT_STEP_SAVED)
    kmzb_saved_page_set_number (KMZB_SAVED_PAGE (self->pages[step]), self->saved_number, self->saved_confirms,
                                kmzb_report_saver_get_before (self->saver));
  if (step == KMZB_REPORT_STEP_PLACE && self->step != step)
    show_chosen_place (self);
  self->step = step;
  kmzb_report_page_enter (self->pages[step]);
  kmzb_step_page_scroll_to_top (KMZB_STEP_PAGE (self->pages[step]));
  gtk_widget_set_visible (GTK_WIDGET (self->pages[step]), TRUE);
  gtk_stack_set_transition_type (GTK_STACK (self->stack), transition);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), GTK_WIDGET (self->pages[step]));
  tell_step (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
drop_pages (KmzbReportFlow *self)
{
  kmzb_osk_host_close (KMZB_OSK_HOST (self->keyboard));
  if (self->pages[self->step] != NULL)
    kmzb_report_page_leave (self->pages[self->step]);
  if (self->pages[KMZB_REPORT_STEP_PLACE] != NULL)
    kmzb_place_page_set_map (KMZB_PLACE_PAGE (self->pages[KMZB_REPORT_STEP_PLACE]), NULL, NULL);
  for (guint i = 0; i < KMZB_N_REPORT_STEPS; i++)
    if (self->pages[i] != NULL)
      {
        gtk_stack_remove (GTK_STACK (self->stack), GTK_WIDGET (self->pages[i]));
        self->pages[i] = NULL;
      }
}

static void
kmzb_report_flow_dispose (GObject *object)
{
  KmzbReportFlow *self = KMZB_REPORT_FLOW (object);

  if (self->stack != NULL)
    {
      drop_pages (self);
      g_signal_handlers_disconnect_by_data (self->stack, self);
    }
  self->stack = NULL;
  g_clear_pointer (&self->keyboard, gtk_widget_unparent);
  g_clear_object (&self->neighbourhood);
  g_clear_object (&self->finder);
  g_clear_object (&self->map);
  g_clear_object (&self->draft);
  g_clear_object (&self->saver);
  g_clear_pointer (&self->confirming, kmzb_threat_unref);
  g_clear_pointer (&self->context, kmzb_report_context_unref);
  g_clear_pointer (&self->saved_number, g_free);
  G_OBJECT_CLASS (kmzb_report_flow_parent_class)->dispose (object);
}

static void
kmzb_report_flow_class_init (KmzbReportFlowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_report_flow_dispose;

  /**
   * KmzbReportFlow::saved:
   * @report: as it is on the disk; not to be changed
   */
  signals[SIGNAL_SAVED] = g_signal_new ("saved", KMZB_TYPE_REPORT_FLOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, KMZB_TYPE_REPORT | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * KmzbReportFlow::finished:
   * @again: the same visitor wants to report another; otherwise the visit is over
   */
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", KMZB_TYPE_REPORT_FLOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  /**
   * KmzbReportFlow::cancelled:
   *
   * "Back" on the first page. The draft is kept for the next start.
   */
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", KMZB_TYPE_REPORT_FLOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 0);
  /**
   * KmzbReportFlow::changed:
   *
   * Another step is on screen, or the keyboard came or went.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KMZB_TYPE_REPORT_FLOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "report-flow");
}

static void
kmzb_report_flow_init (KmzbReportFlow *self)
{
  GtkEventController *touches = gtk_event_controller_legacy_new ();

  kmzb_report_init ();
  gtk_event_controller_set_propagation_phase (touches, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (touches, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), touches);
  self->stack = gtk_stack_new ();
  gtk_stack_set_transition_duration (GTK_STACK (self->stack), 200);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  g_signal_connect_swapped (self->stack, "notify::transition-running", G_CALLBACK (hide_other_pages), self);
  self->keyboard = kmzb_osk_host_new ();
  kmzb_osk_host_set_child (KMZB_OSK_HOST (self->keyboard), self->stack);
  g_signal_connect_swapped (self->keyboard, "notify::open", G_CALLBACK (on_keyboard_changed), self);
  gtk_widget_set_parent (self->keyboard, GTK_WIDGET (self));
  self->step = KMZB_REPORT_STEP_RULES;
}

/**
 * kmzb_report_flow_new:
 *
 * Call kmzb_report_flow_start() before it is shown.
 */
GtkWidget *
kmzb_report_flow_new (KmzbReportContext *context)
{
  KmzbReportFlow *self;

  g_return_val_if_fail (context != NULL, NULL);

  self = g_object_new (KMZB_TYPE_REPORT_FLOW, NULL);
  self->context = kmzb_report_context_ref (context);
  self->draft = kmzb_report_draft_new (context->clock);
  self->finder = kmzb_place_finder_new (context->pack, self->draft);
  self->neighbourhood = kmzb_neighbourhood_new ();
  self->saver = kmzb_report_saver_new (context, self->draft);
  g_signal_connect_object (self->saver, "saved", G_CALLBACK (on_saved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context->confirmer, "changed", G_CALLBACK (on_confirmer_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saver, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  kmzb_osk_host_set_language (KMZB_OSK_HOST (self->keyboard), context->language);
  self->map = g_object_ref_sink (KMZB_MAP_VIEW (kmzb_map_view_new ()));
  kmzb_map_view_set_show_pin (self->map, TRUE);
  kmzb_map_view_set_pack (self->map, context->pack);
  if (context->has_home)
    kmzb_map_view_set_home (self->map, context->home.lat, context->home.lon, TRUE);
  return GTK_WIDGET (self);
}

/**
 * kmzb_report_flow_start:
 * @point: what the visitor looks at; where the pin begins
 * @zoom: for tiles of 256 pixels
 *
 * Begins a report, or goes on with the draft that a visitor left with "Back".
 */
void
kmzb_report_flow_start (KmzbReportFlow *self, KmzbPoint point, double zoom)
{
  KmzbPoint chosen;

  g_return_if_fail (KMZB_IS_REPORT_FLOW (self));

  g_clear_pointer (&self->saved_number, g_free);
  self->changing = FALSE;
  if (!kmzb_report_draft_get_place (self->draft, &chosen))
    kmzb_map_view_go_to (self->map, point.lat, point.lon, MAX (zoom, KMZB_PLACE_LEAST_ZOOM), FALSE);
  show_step (self, self->rules_accepted ? KMZB_REPORT_STEP_URGENT : KMZB_REPORT_STEP_RULES,
             GTK_STACK_TRANSITION_TYPE_NONE);
}

/* Makes the pages anew, on the same step with the same answers: the language has changed. */
void
kmzb_report_flow_rebuild (KmzbReportFlow *self)
{
  g_return_if_fail (KMZB_IS_REPORT_FLOW (self));

  /* Map and keyboard are never thrown away: they follow also where no page has been made yet. */
  kmzb_map_view_rebuild (self->map);
  kmzb_osk_host_set_language (KMZB_OSK_HOST (self->keyboard), self->context->language);
  if (self->pages[self->step] == NULL)
    return;
  drop_pages (self);
  show_step (self, self->step, GTK_STACK_TRANSITION_TYPE_NONE);
  if (kmzb_report_saver_is_saving (self->saver))
    kmzb_check_page_set_saving (KMZB_CHECK_PAGE (self->pages[KMZB_REPORT_STEP_CHECK]), TRUE);
}

/* Forgets the visitor: answers, text, what was accepted, and the pages that showed it. */
void
kmzb_report_flow_reset (KmzbReportFlow *self)
{
  g_return_if_fail (KMZB_IS_REPORT_FLOW (self));

  drop_pages (self);
  kmzb_place_finder_forget (self->finder);
  kmzb_neighbourhood_forget (self->neighbourhood);
  kmzb_report_draft_clear (self->draft);
  kmzb_report_saver_forget (self->saver);
  g_clear_pointer (&self->confirming, kmzb_threat_unref);
  g_clear_pointer (&self->saved_number, g_free);
  self->rules_accepted = self->changing = FALSE;
  if (!self->practice)
    kmzb_burst_begin_session (self->context->burst);
  self->step = KMZB_REPORT_STEP_RULES;
  kmzb_map_view_go_home (self->map);
}

/* Whether something would be lost, so that leaving asks first. */
gboolean
kmzb_report_flow_has_draft (KmzbReportFlow *self)
{
  g_return_val_if_fail (KMZB_IS_REPORT_FLOW (self), FALSE);

  return !kmzb_report_draft_is_empty (self->draft);
}

/* Whether a report is on its way to the disk. */
gboolean
kmzb_report_flow_is_saving (KmzbReportFlow *self)
{
  g_return_val_if_fail (KMZB_IS_REPORT_FLOW (self), FALSE);

  return kmzb_report_saver_is_saving (self->saver);
}

KmzbReportStep
kmzb_report_flow_get_step (KmzbReportFlow *self)
{
  g_return_val_if_fail (KMZB_IS_REPORT_FLOW (self), KMZB_REPORT_STEP_RULES);

  return self->step;
}

/* Whether the on-screen keyboard is open: what is not the field makes room. */
gboolean
kmzb_report_flow_is_typing (KmzbReportFlow *self)
{
  g_return_val_if_fail (KMZB_IS_REPORT_FLOW (self), FALSE);

  return kmzb_osk_host_is_open (KMZB_OSK_HOST (self->keyboard));
}

/* Makes this flow one to learn with: what it saves stays at the booth. Before its first start. */
void
kmzb_report_flow_set_practice (KmzbReportFlow *self, gboolean practice)
{
  g_return_if_fail (KMZB_IS_REPORT_FLOW (self));

  self->practice = practice;
}
