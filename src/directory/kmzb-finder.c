/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-finder.h"

#include "kmzb-a11y.h"
#include "kmzb-address-picker.h"
#include "kmzb-answer-page.h"
#include "kmzb-answer-same.h"
#include "kmzb-answer-words.h"
#include "kmzb-ask-page.h"
#include "kmzb-bounce.h"
#include "kmzb-finder-init.h"
#include "kmzb-map-view.h"
#include "kmzb-name-page.h"
#include "kmzb-osk-host.h"
#include "kmzb-pack-search.h"

#include <glib/gi18n.h>

/**
 * KmzbFinder:
 *
 * "Find your district officer": from an address, a touch on the map or a name to who looks after the place. What is asked
 * for stays while the language changes or the directory brings news; kmzb_finder_reset() forgets it. Emits "closed" when
 * the visitor goes back to the map.
 */
struct _KmzbFinder
{
  GtkWidget parent_instance;

  KmzbDirectoryKeeper *keeper;
  KmzbPack *pack;               /* nullable */
  KmzbAddressSearch *addresses; /* nullable */
  KmzbMapView *map;
  GtkWidget *keyboard;
  GtkWidget *page; /* nullable: a KmzbStepPage */
  KmzbBounce bounce;
  guint n_pages; /* shown so far: what tells one from the next */

  gboolean by_name;  /* the answer is of @officer, else of @place */
  gboolean has_place;
  KmzbPoint place;
  char *words;       /* nullable: of @place */
  KmzbAddressHit *hit; /* nullable: the address that led to @place */
  char *officer;     /* nullable: an id */
  KmzbDirectoryAnswer *answer; /* nullable */
  GCancellable *describing;    /* nullable */
  guint look_id;
  guint n_frames;
};

G_DEFINE_FINAL_TYPE (KmzbFinder, kmzb_finder, GTK_TYPE_WIDGET)

static guint closed_signal;

#define STREET_ZOOM 17.0
#define TOWN_ZOOM 15.0
#define PLACE_ZOOM 16.0 /* the houses around it are told apart */

static void open_ask (KmzbFinder *self);
static void open_name (KmzbFinder *self);
static void open_answer (KmzbFinder *self);

/* ---- pages ---- */

static void
on_keyboard_changed (KmzbFinder *self)
{
  if (self->page != NULL)
    kmzb_step_page_set_compact (KMZB_STEP_PAGE (self->page), kmzb_osk_host_is_open (KMZB_OSK_HOST (self->keyboard)));
}

/* @page: (nullable) (transfer floating): what is on screen from now on */
static void
show_page (KmzbFinder *self, GtkWidget *page, GCallback on_back)
{
  g_autoptr (GtkWidget) old = self->page != NULL ? g_object_ref (self->page) : NULL;

  kmzb_osk_host_close (KMZB_OSK_HOST (self->keyboard));
  if (old != NULL)
    {
      g_signal_handlers_disconnect_by_data (old, self);
      kmzb_osk_host_set_child (KMZB_OSK_HOST (self->keyboard), NULL);
      g_object_run_dispose (G_OBJECT (old)); /* the map is free before the next page takes it */
    }
  self->page = page;
  self->n_pages++;
  if (page == NULL)
    return;
  if (on_back != NULL)
    g_signal_connect_swapped (page, "back", on_back, self);
}

static void
attach_page (KmzbFinder *self)
{
  kmzb_osk_host_set_child (KMZB_OSK_HOST (self->keyboard), self->page);
}

static void
emit_closed (KmzbFinder *self)
{
  g_signal_emit (self, closed_signal, 0);
}

/* ---- what is asked for ---- */

static void
stop_describing (KmzbFinder *self)
{
  g_cancellable_cancel (self->describing);
  g_clear_object (&self->describing);
}

static void
forget_question (KmzbFinder *self)
{
  stop_describing (self);
  self->by_name = self->has_place = FALSE;
  self->place = (KmzbPoint){ 0 };
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->hit, kmzb_address_hit_free);
  g_clear_pointer (&self->officer, g_free);
  g_clear_pointer (&self->answer, kmzb_directory_answer_free);
  kmzb_map_view_set_marked (self->map, NULL);
  kmzb_map_view_set_beat (self->map, NULL);
}

/* Returns: (transfer full) (nullable): %NULL when the officer is gone from the directory */
static KmzbDirectoryAnswer *
ask (KmzbFinder *self)
{
  KmzbDirectory *directory = kmzb_directory_keeper_get_directory (self->keeper);
  KmzbOfficer *officer;

  if (!self->by_name)
    return kmzb_directory_ask_place (directory, self->place);
  officer = kmzb_directory_get_officer (directory, self->officer);
  return officer != NULL ? kmzb_directory_ask_officer (directory, officer) : NULL;
}

static gboolean
is_empty (KmzbDirectory *directory)
{
  return kmzb_directory_get_n_units (directory) == 0 && kmzb_directory_get_n_officers (directory) == 0
         && kmzb_directory_get_n_beats (directory) == 0;
}

/* ---- the map beside the answer ---- */

static void
look_at_answer (KmzbFinder *self)
{
  if (self->answer == NULL)
    return;
  if (self->answer->beat != NULL)
    kmzb_map_view_go_to_box (self->map, self->answer->beat->shape->box, PLACE_ZOOM, TRUE);
  else if (self->has_place && self->hit != NULL)
    kmzb_map_view_go_to (self->map, self->place.lat, self->place.lon, PLACE_ZOOM, TRUE);
}

/* The page has its size first: words beside the map may take more or less of it. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  KmzbFinder *self = KMZB_FINDER (widget);

  if (++self->n_frames < 3)
    return G_SOURCE_CONTINUE;
  self->look_id = 0;
  look_at_answer (self);
  return G_SOURCE_REMOVE;
}

static void
look_later (KmzbFinder *self)
{
  self->n_frames = 0;
  if (self->look_id == 0)
    self->look_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

static void
stop_looking (KmzbFinder *self)
{
  if (self->look_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->look_id);
  self->look_id = 0;
}

static void
mark (KmzbFinder *self)
{
  kmzb_map_view_set_marked (self->map, self->has_place ? &self->place : NULL);
  kmzb_map_view_set_beat (self->map, self->answer != NULL ? self->answer->beat : NULL);
}

/* ---- the answer ---- */

static void
show_words (KmzbFinder *self)
{
  g_autofree char *note = self->hit != NULL
                              ? kmzb_address_picker_describe (self->hit, KMZB_ADDRESS_PICKER_BY_TOUCH, TRUE)
                              : NULL;

  if (KMZB_IS_ANSWER_PAGE (self->page))
    kmzb_answer_page_set_place (KMZB_ANSWER_PAGE (self->page), self->words, note);
}

static void
show_answer (KmzbFinder *self)
{
  kmzb_answer_page_set_answer (KMZB_ANSWER_PAGE (self->page), self->answer, !self->by_name);
  show_words (self);
  mark (self);
}

static void
announce (KmzbFinder *self)
{
  g_autofree char *spoken = kmzb_answer_words_spoken (self->answer, !self->by_name);

  kmzb_a11y_announce (spoken);
}

static gboolean
is_same_beat (const KmzbDirectoryAnswer *a, const KmzbDirectoryAnswer *b)
{
  return a != NULL && a->beat != NULL && b->beat != NULL && g_str_equal (a->beat->id, b->beat->id);
}

/* Takes @answer. A page that is open already stays, and the map does not move within a beat. */
static void
take_answer (KmzbFinder *self, KmzbDirectoryAnswer *answer)
{
  gboolean open = KMZB_IS_ANSWER_PAGE (self->page);
  gboolean look = !open || !is_same_beat (self->answer, answer);

  g_clear_pointer (&self->answer, kmzb_directory_answer_free);
  self->answer = answer;
  if (!open)
    open_answer (self);
  else
    {
      show_answer (self);
      kmzb_step_page_scroll_to_top (KMZB_STEP_PAGE (self->page));
      announce (self);
    }
  if (look)
    look_later (self);
}

static void
on_described (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbFinder) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPackSpot) spot = kmzb_pack_describe_finish (KMZB_PACK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->describing);
  if (error != NULL)
    g_warning ("Can't look an address up: %s", error->message);
  if (spot == NULL || spot->address == NULL)
    return;
  g_free (self->words);
  self->words = g_strdup (spot->address);
  show_words (self);
}

/* ---- what pages and the map tell ---- */

static void
on_place_activated (KmzbFinder *self, double lat, double lon)
{
  KmzbPoint place = { lat, lon };

  if (KMZB_IS_NAME_PAGE (self->page) || self->page == NULL || !kmzb_point_is_valid (place))
    return;
  stop_describing (self);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->hit, kmzb_address_hit_free);
  g_clear_pointer (&self->officer, g_free);
  self->by_name = FALSE;
  self->has_place = TRUE;
  self->place = place;
  take_answer (self, ask (self));
  if (self->pack == NULL)
    return;
  self->describing = g_cancellable_new ();
  kmzb_pack_describe_async (self->pack, place, self->describing, on_described, g_object_ref (self));
}

/* A house has an answer; a street or a town may lie in several beats, and is only shown. */
static void
on_address_picked (KmzbFinder *self, const KmzbAddressHit *hit)
{
  forget_question (self);
  if (hit->kind == KMZB_ADDRESS_STREET || hit->kind == KMZB_ADDRESS_PLACE)
    {
      g_autofree char *note = kmzb_address_picker_describe (hit, KMZB_ADDRESS_PICKER_BY_TOUCH, TRUE);

      kmzb_map_view_go_to (self->map, hit->point.lat, hit->point.lon,
                           hit->kind == KMZB_ADDRESS_STREET ? STREET_ZOOM : TOWN_ZOOM, FALSE);
      kmzb_ask_page_set_text (KMZB_ASK_PAGE (self->page), ""); /* @hit is gone with its line */
      kmzb_osk_host_close (KMZB_OSK_HOST (self->keyboard));
      kmzb_step_page_set_note (KMZB_STEP_PAGE (self->page), note);
      return;
    }
  self->has_place = TRUE;
  self->place = hit->point;
  self->words = g_strdup (hit->title);
  self->hit = kmzb_address_hit_copy (hit);
  take_answer (self, ask (self));
}

static void
on_officer_picked (KmzbFinder *self, const KmzbOfficer *officer)
{
  g_autofree char *id = g_strdup (officer->id);
  KmzbDirectoryAnswer *answer;

  forget_question (self);
  self->by_name = TRUE;
  self->officer = g_steal_pointer (&id);
  answer = ask (self);
  if (answer != NULL)
    take_answer (self, answer);
}

/* From the answer: to the question that led there. */
static void
on_answer_back (KmzbFinder *self)
{
  gboolean by_name = self->by_name;

  forget_question (self);
  stop_looking (self);
  if (is_empty (kmzb_directory_keeper_get_directory (self->keeper)))
    emit_closed (self);
  else if (by_name)
    open_name (self);
  else
    open_ask (self);
}

static void
on_name_back (KmzbFinder *self)
{
  open_ask (self);
}

/* ---- the pages ---- */

static void
open_ask (KmzbFinder *self)
{
  KmzbDirectory *directory = kmzb_directory_keeper_get_directory (self->keeper);
  GtkWidget *page;

  show_page (self, NULL, NULL);
  page = kmzb_ask_page_new (self->map, self->addresses);
  kmzb_ask_page_offer_names (KMZB_ASK_PAGE (page), kmzb_directory_get_n_officers (directory) > 0);
  g_signal_connect_swapped (page, "picked", G_CALLBACK (on_address_picked), self);
  g_signal_connect_swapped (page, "by-name", G_CALLBACK (open_name), self);
  show_page (self, page, G_CALLBACK (emit_closed));
  attach_page (self);
}

static void
open_name (KmzbFinder *self)
{
  GtkWidget *page;

  show_page (self, NULL, NULL);
  page = kmzb_name_page_new (kmzb_directory_keeper_get_directory (self->keeper));
  g_signal_connect_swapped (page, "picked", G_CALLBACK (on_officer_picked), self);
  show_page (self, page, G_CALLBACK (on_name_back));
  attach_page (self);
}

/* With what @answer says. */
static void
open_answer (KmzbFinder *self)
{
  GtkWidget *page;

  show_page (self, NULL, NULL);
  page = kmzb_answer_page_new (self->map);
  g_signal_connect_swapped (page, "next", G_CALLBACK (emit_closed), self);
  show_page (self, page, G_CALLBACK (on_answer_back));
  show_answer (self);
  attach_page (self);
}

/* ---- news ---- */

/* The words change where they stand, and the map stays where it is. */
static void
on_directory_changed (KmzbFinder *self)
{
  KmzbDirectory *directory = kmzb_directory_keeper_get_directory (self->keeper);
  g_autoptr (KmzbDirectoryAnswer) answer = NULL;

  if (KMZB_IS_ASK_PAGE (self->page))
    kmzb_ask_page_offer_names (KMZB_ASK_PAGE (self->page), kmzb_directory_get_n_officers (directory) > 0);
  else if (KMZB_IS_NAME_PAGE (self->page))
    kmzb_name_page_set_directory (KMZB_NAME_PAGE (self->page), directory);
  if (!KMZB_IS_ANSWER_PAGE (self->page))
    return;
  if (!self->by_name && !self->has_place)
    {
      if (is_empty (directory))
        return;
      forget_question (self);
      open_ask (self); /* there was no directory, and now there is one */
      return;
    }
  answer = ask (self);
  if (answer == NULL)
    {
      forget_question (self);
      open_name (self);
      kmzb_step_page_set_note (KMZB_STEP_PAGE (self->page), _("This officer is not in the list any more."));
      return;
    }
  if (kmzb_answer_is_same (self->answer, answer))
    return;
  g_clear_pointer (&self->answer, kmzb_directory_answer_free);
  self->answer = g_steal_pointer (&answer);
  show_answer (self);
  announce (self);
}

/* What the finger began on the page before is not an answer to this one. */
static gboolean
on_event (KmzbFinder *self, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);
  double x, y;

  if ((type != GDK_TOUCH_BEGIN && type != GDK_BUTTON_PRESS) || !gdk_event_get_position (event, &x, &y))
    return GDK_EVENT_PROPAGATE;
  return kmzb_bounce_check (&self->bounce, gdk_event_get_time (event), x, y, self->n_pages) ? GDK_EVENT_STOP
                                                                                            : GDK_EVENT_PROPAGATE;
}

static void
kmzb_finder_dispose (GObject *object)
{
  KmzbFinder *self = KMZB_FINDER (object);

  if (self->keyboard != NULL)
    {
      stop_looking (self);
      g_signal_handlers_disconnect_by_data (self->keyboard, self);
      g_signal_handlers_disconnect_by_data (self->map, self);
      show_page (self, NULL, NULL);
      forget_question (self);
    }
  g_clear_pointer (&self->keyboard, gtk_widget_unparent);
  g_clear_object (&self->map);
  g_clear_object (&self->keeper);
  g_clear_object (&self->pack);
  g_clear_object (&self->addresses);
  G_OBJECT_CLASS (kmzb_finder_parent_class)->dispose (object);
}

static void
kmzb_finder_class_init (KmzbFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_finder_dispose;
  closed_signal = g_signal_new ("closed", KMZB_TYPE_FINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "finder");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_finder_init (KmzbFinder *self)
{
  GtkEventController *touches = gtk_event_controller_legacy_new ();

  kmzb_finder_init_room ();
  gtk_event_controller_set_propagation_phase (touches, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (touches, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), touches);
  self->keyboard = kmzb_osk_host_new ();
  g_signal_connect_swapped (self->keyboard, "notify::open", G_CALLBACK (on_keyboard_changed), self);
  gtk_widget_set_parent (self->keyboard, GTK_WIDGET (self));
  self->map = g_object_ref_sink (KMZB_MAP_VIEW (kmzb_map_view_new ()));
  kmzb_map_view_set_asks_place (self->map, TRUE);
  g_signal_connect_swapped (self->map, "place-activated", G_CALLBACK (on_place_activated), self);
}

/**
 * kmzb_finder_new:
 * @pack: (nullable): its map is shown
 * @addresses: (nullable): without them nothing is typed but names
 * @home: (nullable): where the booth stands
 *
 * Call kmzb_finder_start() before it is shown.
 */
GtkWidget *
kmzb_finder_new (KmzbDirectoryKeeper *keeper,
                 KmzbPack *pack,
                 KmzbAddressSearch *addresses,
                 const KmzbPoint *home)
{
  KmzbFinder *self = g_object_new (KMZB_TYPE_FINDER, NULL);

  self->keeper = g_object_ref (keeper);
  g_set_object (&self->pack, pack);
  g_set_object (&self->addresses, addresses);
  kmzb_map_view_set_pack (self->map, pack);
  if (home != NULL)
    kmzb_map_view_set_home (self->map, home->lat, home->lon, TRUE);
  g_signal_connect_object (keeper, "changed", G_CALLBACK (on_directory_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * kmzb_finder_start:
 * @center: what the visitor looks at
 * @zoom: for tiles of 256 pixels
 * @language: of the keyboard
 *
 * Asks for the place, or says that there is no directory.
 */
void
kmzb_finder_start (KmzbFinder *self, KmzbPoint center, double zoom, const char *language)
{
  g_return_if_fail (KMZB_IS_FINDER (self));

  forget_question (self);
  kmzb_osk_host_set_language (KMZB_OSK_HOST (self->keyboard), language);
  kmzb_map_view_go_to (self->map, center.lat, center.lon, zoom, FALSE);
  if (!is_empty (kmzb_directory_keeper_get_directory (self->keeper)))
    {
      open_ask (self);
      return;
    }
  self->answer = kmzb_directory_ask_place (kmzb_directory_keeper_get_directory (self->keeper), center);
  open_answer (self);
}

/* The same page in another language; what was typed and what was answered stays. */
void
kmzb_finder_rebuild (KmzbFinder *self, const char *language)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KMZB_IS_FINDER (self));

  kmzb_map_view_rebuild (self->map);
  kmzb_osk_host_set_language (KMZB_OSK_HOST (self->keyboard), language);
  if (KMZB_IS_ASK_PAGE (self->page))
    {
      text = g_strdup (kmzb_ask_page_get_text (KMZB_ASK_PAGE (self->page)));
      open_ask (self);
      kmzb_ask_page_set_text (KMZB_ASK_PAGE (self->page), text);
    }
  else if (KMZB_IS_NAME_PAGE (self->page))
    {
      text = g_strdup (kmzb_name_page_get_text (KMZB_NAME_PAGE (self->page)));
      open_name (self);
      kmzb_name_page_set_text (KMZB_NAME_PAGE (self->page), text);
    }
  else if (KMZB_IS_ANSWER_PAGE (self->page))
    open_answer (self);
}

/* Nothing of the visitor is left. */
void
kmzb_finder_reset (KmzbFinder *self)
{
  g_return_if_fail (KMZB_IS_FINDER (self));

  stop_looking (self);
  show_page (self, NULL, NULL);
  forget_question (self);
  kmzb_map_view_go_home (self->map);
}
