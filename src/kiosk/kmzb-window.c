/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-window.h"

#include "kmzb-access-panel.h"
#include "kmzb-access-setup.h"
#include "kmzb-access.h"
#include "kmzb-banners.h"
#include "kmzb-finder.h"
#include "kmzb-fullscreen.h"
#include "kmzb-idle-question.h"
#include "kmzb-idle.h"
#include "kmzb-language.h"
#include "kmzb-learn-page.h"
#include "kmzb-lockdown.h"
#include "kmzb-map-page.h"
#include "kmzb-memory.h"
#include "kmzb-modal.h"
#include "kmzb-officer-door.h"
#include "kmzb-officer-panel.h"
#include "kmzb-questions.h"
#include "kmzb-report-flow.h"
#include "kmzb-stage.h"
#include "kmzb-top-bar.h"
#include "kmzb-type-scale.h"

#include <glib/gi18n.h>

#define ANSWER_SECONDS 20
#define OFFICER_SECONDS 300 /* an officer reads, and talks to people */

/**
 * KmzbWindow:
 *
 * The booth's only window and the session of whoever stands before it. A visit begins on the start page, is led through
 * map and report, and ends by "Finish", by the end of a report or by silence; then nothing of it is left.
 */
struct _KmzbWindow
{
  GtkApplicationWindow parent_instance;

  KmzbBooth *booth;
  KmzbIdle *idle;
  KmzbScreen screen;

  GtkWidget *stage;
  GtkWidget *column;  /* top bar, banners, stack */
  GtkWidget *top_bar;
  GtkWidget *banners;
  GtkWidget *stack;
  GtkWidget *map_page;
  GtkWidget *flow;
  GtkWidget *finder;
  GtkWidget *learn;
  GtkWidget *panel; /* (nullable): the officer's, while it is open */
  KmzbPinLock *lock; /* (nullable) */

  gboolean windowed;
  guint resized_id;
};

G_DEFINE_FINAL_TYPE (KmzbWindow, kmzb_window, GTK_TYPE_APPLICATION_WINDOW)

static void rebuild (KmzbWindow *self);

static void
close_modal (KmzbWindow *self)
{
  kmzb_stage_close (KMZB_STAGE (self->stage));
}

static void
open_modal (KmzbWindow *self, GtkWidget *modal)
{
  kmzb_stage_open (KMZB_STAGE (self->stage), modal);
}

/* ---- the session ---- */

static void
show_screen (KmzbWindow *self, KmzbScreen screen)
{
  /* in the order of KmzbScreen; the first two are one page, the officer's is there while it is open */
  GtkWidget *const pages[] = { self->map_page, self->map_page, self->flow, self->finder, self->learn, self->panel };
  gboolean visited = screen != KMZB_SCREEN_START && screen != KMZB_SCREEN_OFFICER;

  self->screen = screen;
  kmzb_catalog_keeper_set_visited (kmzb_booth_get_catalog_keeper (self->booth), screen != KMZB_SCREEN_START);
  gtk_widget_set_visible (self->top_bar, visited);
  kmzb_top_bar_set_can_finish (KMZB_TOP_BAR (self->top_bar), TRUE);
  kmzb_map_page_set_visited (KMZB_MAP_PAGE (self->map_page), visited);
  /* The other pages are hidden, not only covered: GTK 4.8 tells a screen reader of all that is visible. */
  gtk_widget_set_visible (pages[screen], TRUE);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), pages[screen]);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (pages[i] != NULL)
      gtk_widget_set_visible (pages[i], pages[i] == pages[screen]);
}

static void
set_language (KmzbWindow *self, const char *language)
{
  if (g_str_equal (language, kmzb_language_get ()))
    return;
  kmzb_language_set (language);
  kmzb_report_context_set_language (kmzb_booth_get_report_context (self->booth), language);
  rebuild (self);
}

static void
remove_panel (KmzbWindow *self)
{
  if (self->panel != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), self->panel);
  self->panel = NULL;
}

/* Nothing of this visitor may meet the next one. */
static void
end_session (KmzbWindow *self)
{
  close_modal (self);
  kmzb_idle_stop (self->idle);
  kmzb_report_flow_reset (KMZB_REPORT_FLOW (self->flow));
  kmzb_finder_reset (KMZB_FINDER (self->finder));
  kmzb_learn_page_reset (KMZB_LEARN_PAGE (self->learn));
  kmzb_map_page_forget_visit (KMZB_MAP_PAGE (self->map_page));
  kmzb_access_reset (kmzb_access_get_default ());
  kmzb_lockdown_forget_clipboards (GTK_WIDGET (self));
  show_screen (self, KMZB_SCREEN_START);
  remove_panel (self);
  kmzb_idle_set_seconds (self->idle, kmzb_booth_get_options (self->booth)->idle_seconds);
  set_language (self, kmzb_options_get_start_language (kmzb_booth_get_options (self->booth)));
  kmzb_memory_trim_aside ();
}

static void
on_start (KmzbWindow *self)
{
  kmzb_idle_start (self->idle);
  show_screen (self, KMZB_SCREEN_MAP);
}

static void
on_report (KmzbWindow *self)
{
  KmzbPoint center;
  double zoom;

  kmzb_map_page_get_place (KMZB_MAP_PAGE (self->map_page), &center, &zoom);
  kmzb_report_flow_start (KMZB_REPORT_FLOW (self->flow), center, zoom);
  show_screen (self, KMZB_SCREEN_REPORT);
}

static void
on_report_saved (KmzbWindow *self, KmzbReport *report)
{
  if (kmzb_question_is_finish (kmzb_stage_get_modal (KMZB_STAGE (self->stage))))
    close_modal (self); /* two fingers: it was asked while the other one saved */
  if (report->confirms == NULL)
    kmzb_map_page_add_own_pin (KMZB_MAP_PAGE (self->map_page), report->place);
  kmzb_top_bar_set_can_finish (KMZB_TOP_BAR (self->top_bar), FALSE); /* that page has the same button */
}

static void
on_find (KmzbWindow *self)
{
  KmzbPoint center;
  double zoom;

  kmzb_map_page_get_place (KMZB_MAP_PAGE (self->map_page), &center, &zoom);
  kmzb_finder_start (KMZB_FINDER (self->finder), center, zoom, kmzb_language_get ());
  show_screen (self, KMZB_SCREEN_FIND);
}

static void
on_find_closed (KmzbWindow *self)
{
  show_screen (self, KMZB_SCREEN_MAP);
  kmzb_finder_reset (KMZB_FINDER (self->finder));
}

/* From the map, or from the start page: then a visit begins with it. */
static void
on_learn (KmzbWindow *self)
{
  KmzbPoint center;
  double zoom;

  if (self->screen == KMZB_SCREEN_START)
    kmzb_idle_start (self->idle);
  kmzb_map_page_get_place (KMZB_MAP_PAGE (self->map_page), &center, &zoom);
  kmzb_learn_page_start (KMZB_LEARN_PAGE (self->learn), center, zoom);
  show_screen (self, KMZB_SCREEN_LEARN);
}

static void
on_learn_closed (KmzbWindow *self)
{
  show_screen (self, KMZB_SCREEN_MAP);
  kmzb_learn_page_leave (KMZB_LEARN_PAGE (self->learn));
}

/* "Back" from the first page loses nothing: the draft waits for the next "Report a threat" of this visit. */
static void
on_report_cancelled (KmzbWindow *self)
{
  show_screen (self, KMZB_SCREEN_MAP);
}

static void
on_report_finished (KmzbWindow *self, gboolean again)
{
  if (again)
    on_report (self);
  else
    end_session (self);
}

static void
on_finish_response (KmzbWindow *self, int response)
{
  close_modal (self);
  if (response == KMZB_QUESTION_YES)
    end_session (self);
}

static void
on_finish (KmzbWindow *self)
{
  GtkWidget *modal;

  if (kmzb_report_flow_is_saving (KMZB_REPORT_FLOW (self->flow)))
    return; /* its number is a moment away */
  if (!kmzb_report_flow_has_draft (KMZB_REPORT_FLOW (self->flow)))
    {
      end_session (self);
      return;
    }
  modal = kmzb_question_new_finish ();
  g_signal_connect_swapped (modal, "response", G_CALLBACK (on_finish_response), self);
  open_modal (self, modal);
}

/* ---- languages ---- */

/* On the start page a chosen language is a visit that may never begin: silence takes it back without asking. */
static void
on_start_language (KmzbWindow *self, const char *language)
{
  g_autofree char *chosen = g_strdup (language); /* the page that says it is about to go */

  set_language (self, chosen);
  kmzb_idle_start (self->idle);
}

static void
on_language_response (KmzbWindow *self, int response)
{
  KmzbOptions *options = kmzb_booth_get_options (self->booth);

  close_modal (self);
  if (response >= 0)
    set_language (self, options->languages[response]);
}

static void
on_language (KmzbWindow *self)
{
  KmzbOptions *options = kmzb_booth_get_options (self->booth);
  GtkWidget *modal = kmzb_question_new_language (options->languages, kmzb_language_get ());

  g_signal_connect_swapped (modal, "response", G_CALLBACK (on_language_response), self);
  open_modal (self, modal);
}

/* On the start page, as with a language, silence takes it back. */
static void
on_access (KmzbWindow *self)
{
  GtkWidget *sheet = kmzb_access_sheet_new (self->banners);

  g_signal_connect_swapped (sheet, "closed", G_CALLBACK (close_modal), self);
  open_modal (self, sheet);
  if (self->screen == KMZB_SCREEN_START)
    kmzb_idle_start (self->idle);
}

/* ---- idle ---- */

/* A touch beside the question is no answer: rain and sleeves touch too. */
static void
on_idle_response (KmzbWindow *self, int response)
{
  if (response == KMZB_IDLE_QUESTION_YES)
    kmzb_idle_answer (self->idle);
}

static void
on_idle_ask (KmzbWindow *self)
{
  GtkWidget *modal;

  if (self->screen == KMZB_SCREEN_START)
    {
      end_session (self);
      return;
    }
  modal = kmzb_idle_question_new (kmzb_idle_get_answer_seconds (self->idle));
  g_signal_connect_swapped (modal, "response", G_CALLBACK (on_idle_response), self);
  open_modal (self, modal);
}

static void
on_idle_tick (KmzbWindow *self, guint seconds)
{
  kmzb_idle_question_set_seconds (kmzb_stage_get_modal (KMZB_STAGE (self->stage)), seconds);
}

/* ---- the officer ---- */

static void
on_leave (KmzbWindow *self)
{
  g_application_quit (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
}

/* The visit that was going on ends first: an officer sees nothing of it either. */
static void
open_panel (KmzbWindow *self)
{
  g_autoptr (KmzbOfficerContext) context = kmzb_officer_door_make_context (self->booth);

  end_session (self);
  self->panel = kmzb_officer_panel_new (context);
  g_signal_connect_swapped (self->panel, "closed", G_CALLBACK (end_session), self);
  g_signal_connect_swapped (self->panel, "leave", G_CALLBACK (on_leave), self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->panel);
  show_screen (self, KMZB_SCREEN_OFFICER);
  kmzb_idle_set_seconds (self->idle, OFFICER_SECONDS);
  kmzb_idle_start (self->idle);
}

static void
on_door_response (KmzbWindow *self, int response)
{
  close_modal (self);
  if (response == KMZB_OFFICER_DOOR_OPENED)
    open_panel (self);
}

/* "win.officer": the emblem was held. A window on a desk needs no PIN: it can be closed anyway. */
static void
on_officer (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KmzbWindow *self = KMZB_WINDOW (data);
  GtkWidget *modal;

  if (self->booth == NULL || self->panel != NULL || kmzb_stage_get_modal (KMZB_STAGE (self->stage)) != NULL)
    return;
  if (self->lock == NULL && self->windowed)
    {
      open_panel (self);
      return;
    }
  modal = kmzb_officer_door_new (self->booth, self->lock);
  g_signal_connect_swapped (modal, "response", G_CALLBACK (on_door_response), self);
  open_modal (self, modal);
  gtk_widget_child_focus (modal, GTK_DIR_TAB_FORWARD);
}

/* ---- texts that follow the language ---- */

static void
on_sync_changed (KmzbWindow *self)
{
  KmzbSyncEngine *engine = kmzb_booth_get_engine (self->booth);

  kmzb_top_bar_set_sync (KMZB_TOP_BAR (self->top_bar), kmzb_sync_engine_get_state (engine),
                         kmzb_sync_engine_get_n_waiting (engine));
}

static void
make_banners (KmzbWindow *self)
{
  kmzb_banners_set (KMZB_BANNERS (self->banners),
                    kmzb_booth_get_practice (self->booth)
                        || kmzb_learn_page_is_practising (KMZB_LEARN_PAGE (self->learn)),
                    kmzb_pack_is_training (kmzb_booth_get_pack (self->booth)));
}

/* Within reach of who sits or is small: below the screens, else above them. */
static void
place_top_bar (KmzbWindow *self)
{
  gboolean low = kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_LOW_CONTROLS);

  gtk_box_reorder_child_after (GTK_BOX (self->column), self->top_bar, low ? self->stack : NULL);
}

static void
on_access_changed (KmzbWindow *self)
{
  kmzb_idle_set_patience (self->idle, kmzb_access_get_patience (kmzb_access_get_default ()));
  if (self->screen == KMZB_SCREEN_START && kmzb_access_is_changed (kmzb_access_get_default ()))
    kmzb_idle_start (self->idle);
  place_top_bar (self);
}

static void
make_top_bar (KmzbWindow *self)
{
  if (self->top_bar != NULL)
    gtk_box_remove (GTK_BOX (self->column), self->top_bar);
  self->top_bar = kmzb_top_bar_new ();
  gtk_widget_set_visible (self->top_bar, self->screen != KMZB_SCREEN_START);
  g_signal_connect_swapped (self->top_bar, "language", G_CALLBACK (on_language), self);
  g_signal_connect_swapped (self->top_bar, "access", G_CALLBACK (on_access), self);
  g_signal_connect_swapped (self->top_bar, "finish", G_CALLBACK (on_finish), self);
  gtk_box_append (GTK_BOX (self->column), self->top_bar);
  place_top_bar (self);
  on_sync_changed (self);
}

/* Everything with words again, in another language; draft, map and pins stay. */
static void
rebuild (KmzbWindow *self)
{
  gboolean saved = self->screen == KMZB_SCREEN_REPORT
                   && kmzb_report_flow_get_step (KMZB_REPORT_FLOW (self->flow)) == KMZB_REPORT_STEP_SAVED;

  gtk_window_set_title (GTK_WINDOW (self), _("Threat map"));
  make_top_bar (self);
  kmzb_top_bar_set_can_finish (KMZB_TOP_BAR (self->top_bar), !saved);
  make_banners (self);
  kmzb_map_page_rebuild (KMZB_MAP_PAGE (self->map_page));
  kmzb_report_flow_rebuild (KMZB_REPORT_FLOW (self->flow));
  kmzb_finder_rebuild (KMZB_FINDER (self->finder), kmzb_language_get ());
  kmzb_learn_page_rebuild (KMZB_LEARN_PAGE (self->learn));
}

/* ---- the window itself ---- */

static gboolean
on_resized (gpointer data)
{
  KmzbWindow *self = data;

  self->resized_id = 0;
  kmzb_type_scale_set (kmzb_type_scale_for_size (gtk_widget_get_width (GTK_WIDGET (self)),
                                                 gtk_widget_get_height (GTK_WIDGET (self))));
  return G_SOURCE_REMOVE;
}

static void
kmzb_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbWindow *self = KMZB_WINDOW (widget);

  GTK_WIDGET_CLASS (kmzb_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->resized_id == 0)
    self->resized_id = g_idle_add (on_resized, self); /* styles can't change inside an allocation */
}

static void
kmzb_window_dispose (GObject *object)
{
  KmzbWindow *self = KMZB_WINDOW (object);

  g_clear_handle_id (&self->resized_id, g_source_remove);
  if (self->booth != NULL && kmzb_booth_get_engine (self->booth) != NULL)
    g_signal_handlers_disconnect_by_data (kmzb_booth_get_engine (self->booth), self);
  if (self->booth != NULL)
    g_signal_handlers_disconnect_by_data (self->booth, self);
  if (self->idle != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->idle, self);
      kmzb_idle_stop (self->idle);
    }
  g_clear_object (&self->idle);
  g_clear_object (&self->lock);
  g_clear_object (&self->booth);
  G_OBJECT_CLASS (kmzb_window_parent_class)->dispose (object);
}

static void
kmzb_window_class_init (KmzbWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_window_dispose;
  GTK_WIDGET_CLASS (klass)->size_allocate = kmzb_window_size_allocate;
}

static void
kmzb_window_init (KmzbWindow *self)
{
  static const GActionEntry actions[] = { { .name = "officer", .activate = on_officer } };

  gtk_widget_add_css_class (GTK_WIDGET (self), "kmzb");
  gtk_window_set_decorated (GTK_WINDOW (self), FALSE);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);

  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->banners = kmzb_banners_new ();
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (self->column), self->banners);
  gtk_box_append (GTK_BOX (self->column), self->stack);
  self->stage = kmzb_stage_new (self->column);
  gtk_window_set_child (GTK_WINDOW (self), self->stage);
}

/**
 * kmzb_window_new:
 *
 * The empty window; kmzb_window_show_booth() fills and shows it.
 */
KmzbWindow *
kmzb_window_new (GtkApplication *application, KmzbOptions *options)
{
  KmzbWindow *self = g_object_new (KMZB_TYPE_WINDOW, "application", application, NULL);

  self->windowed = options->window_width > 0;
  if (self->windowed)
    {
      gtk_window_set_decorated (GTK_WINDOW (self), TRUE);
      gtk_window_set_default_size (GTK_WINDOW (self), options->window_width, options->window_height);
      kmzb_type_scale_set (kmzb_type_scale_for_size (options->window_width, options->window_height));
      return self;
    }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "none"); /* fingers have no pointer */
  kmzb_fullscreen_follow (GTK_WINDOW (self));
  kmzb_lockdown_begin (GTK_WINDOW (self), options->next_key, options->choose_key);
  return self;
}

void
kmzb_window_show_booth (KmzbWindow *self, KmzbBooth *booth)
{
  KmzbOptions *options = kmzb_booth_get_options (booth);
  KmzbSyncEngine *engine = kmzb_booth_get_engine (booth);

  g_return_if_fail (self->booth == NULL);

  kmzb_language_set (kmzb_options_get_start_language (options));
  kmzb_access_setup (GTK_WINDOW (self), options, kmzb_booth_get_clock (booth));
  self->booth = g_object_ref (booth);
  self->idle = kmzb_idle_new (kmzb_booth_get_clock (booth), options->idle_seconds, ANSWER_SECONDS);
  kmzb_idle_watch (self->idle, GTK_WIDGET (self));
  self->lock = kmzb_officer_door_make_lock (booth);
  g_signal_connect_swapped (self->idle, "ask", G_CALLBACK (on_idle_ask), self);
  g_signal_connect_swapped (self->idle, "tick", G_CALLBACK (on_idle_tick), self);
  g_signal_connect_swapped (self->idle, "answered", G_CALLBACK (close_modal), self);
  g_signal_connect_swapped (self->idle, "expired", G_CALLBACK (end_session), self);
  g_signal_connect_swapped (engine, "notify", G_CALLBACK (on_sync_changed), self);
  g_signal_connect_swapped (booth, "notify::practice", G_CALLBACK (make_banners), self);

  self->map_page = kmzb_map_page_new (booth);
  g_signal_connect_swapped (self->map_page, "start", G_CALLBACK (on_start), self);
  g_signal_connect_swapped (self->map_page, "language", G_CALLBACK (on_start_language), self);
  g_signal_connect_swapped (self->map_page, "access", G_CALLBACK (on_access), self);
  g_signal_connect_swapped (self->map_page, "report", G_CALLBACK (on_report), self);
  g_signal_connect_swapped (self->map_page, "find", G_CALLBACK (on_find), self);
  g_signal_connect_swapped (self->map_page, "learn", G_CALLBACK (on_learn), self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->map_page);

  self->flow = kmzb_report_flow_new (kmzb_booth_get_report_context (booth));
  g_signal_connect_swapped (self->flow, "saved", G_CALLBACK (on_report_saved), self);
  g_signal_connect_swapped (self->flow, "cancelled", G_CALLBACK (on_report_cancelled), self);
  g_signal_connect_swapped (self->flow, "finished", G_CALLBACK (on_report_finished), self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->flow);

  self->finder = kmzb_finder_new (kmzb_booth_get_directory_keeper (booth), kmzb_booth_get_pack (booth),
                                  kmzb_booth_get_report_context (booth)->addresses,
                                  options->has_place ? &options->place : NULL);
  g_signal_connect_swapped (self->finder, "closed", G_CALLBACK (on_find_closed), self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->finder);

  self->learn = kmzb_learn_page_new (booth);
  g_signal_connect_swapped (self->learn, "closed", G_CALLBACK (on_learn_closed), self);
  g_signal_connect_swapped (self->learn, "notify::practising", G_CALLBACK (make_banners), self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->learn);

  gtk_window_set_title (GTK_WINDOW (self), _("Threat map"));
  make_top_bar (self);
  make_banners (self);
  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (on_access_changed), self, G_CONNECT_SWAPPED);
  on_access_changed (self);
  show_screen (self, KMZB_SCREEN_START);
  kmzb_map_page_read_early (KMZB_MAP_PAGE (self->map_page), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self));
}

KmzbScreen
kmzb_window_get_screen (KmzbWindow *self)
{
  return self->screen;
}
