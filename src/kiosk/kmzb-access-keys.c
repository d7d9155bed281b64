/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-access-keys.h"

#include "kmzb-access.h"
#include "kmzb-focus.h"
#include "kmzb-osk-scan.h"

/**
 * KmzbAccessKeys:
 *
 * The whole booth by two buttons: one goes on to the next control, the other activates it; both are keys of any
 * keyboard, by default F1 and F2. Held for three seconds, either begins reading aloud, so that nobody needs to see the
 * screen to begin; while it is read aloud, holding reads the screen again. Page Up and Page Down scroll. Also keeps the focus in sight for as long as
 * somebody uses keys, which GTK takes away after three seconds.
 */
struct _KmzbAccessKeys
{
  GObject parent_instance;

  GtkWindow *window; /* weak */
  KmzbClock *clock;
  KmzbReader *reader;
  KmzbAccess *access;
  guint next;
  guint activate;
  guint held; /* key value, 0 for none */
  guint hold_id;
  gboolean by_key; /* the last thing that was used */
};

G_DEFINE_FINAL_TYPE (KmzbAccessKeys, kmzb_access_keys, G_TYPE_OBJECT)

/* ---- what the two buttons do ---- */

/* What is only to be read has nothing that could take the focus: it is scrolled to its end before the focus goes on. */
static void
go_on (KmzbAccessKeys *self)
{
  GtkWidget *window = GTK_WIDGET (self->window);

  if (kmzb_osk_scan_next (window) || kmzb_focus_scroll (window, GTK_SCROLL_PAGE_DOWN, TRUE) || gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD))
    return;
  gtk_window_set_focus (self->window, NULL); /* after the last comes the first */
  gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
}

static void
activate (KmzbAccessKeys *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  if (kmzb_osk_scan_activate (GTK_WIDGET (self->window)) || focus == NULL)
    return;
  if (!kmzb_osk_scan_begin (GTK_WIDGET (self->window), focus))
    gtk_widget_activate (focus);
}

static gboolean
on_held (gpointer data)
{
  KmzbAccessKeys *self = data;

  self->hold_id = 0;
  if (kmzb_access_has (self->access, KMZB_ACCESS_ALOUD))
    kmzb_reader_read_screen (self->reader);
  else if (kmzb_access_can_speak (self->access))
    kmzb_access_set (self->access, KMZB_ACCESS_ALOUD, TRUE);
  return G_SOURCE_REMOVE;
}

static void
let_go (KmzbAccessKeys *self)
{
  self->held = 0;
  g_clear_handle_id (&self->hold_id, g_source_remove);
}

static void
press (KmzbAccessKeys *self, guint key)
{
  gboolean in_sight = gtk_window_get_focus_visible (self->window) && gtk_window_get_focus (self->window) != NULL;

  if (self->held == key)
    return; /* the keyboard repeats it */
  let_go (self);
  self->held = key;
  self->hold_id = kmzb_clock_add_timeout (self->clock, KMZB_ACCESS_KEYS_HOLD_MS, on_held, self);
  kmzb_access_set (self->access, KMZB_ACCESS_TWO_BUTTONS, TRUE);
  kmzb_osk_scan_note_key (GTK_WIDGET (self->window));
  gtk_window_set_focus_visible (self->window, TRUE);
  if (key == self->next)
    go_on (self);
  else if (in_sight) /* nobody chooses what nobody was shown */
    activate (self);
}

static guint
key_of (GdkEvent *event)
{
  return gdk_key_event_get_keyval (event);
}

static gboolean
on_event (KmzbAccessKeys *self, GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
      self->by_key = TRUE;
      if (key_of (event) == GDK_KEY_Page_Down || key_of (event) == GDK_KEY_Page_Up)
        return kmzb_focus_scroll (GTK_WIDGET (self->window),
                                  key_of (event) == GDK_KEY_Page_Up ? GTK_SCROLL_PAGE_UP : GTK_SCROLL_PAGE_DOWN, FALSE);
      if (key_of (event) != self->next && key_of (event) != self->activate)
        return GDK_EVENT_PROPAGATE;
      press (self, key_of (event));
      return GDK_EVENT_STOP;

    case GDK_KEY_RELEASE:
      if (key_of (event) != self->held || self->held == 0)
        return GDK_EVENT_PROPAGATE;
      let_go (self);
      return GDK_EVENT_STOP;

    case GDK_TOUCH_BEGIN:
    case GDK_BUTTON_PRESS:
      self->by_key = FALSE;
      kmzb_osk_scan_end (GTK_WIDGET (self->window));
      return GDK_EVENT_PROPAGATE;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_focus_visible_changed (KmzbAccessKeys *self)
{
  if (self->by_key && !gtk_window_get_focus_visible (self->window))
    gtk_window_set_focus_visible (self->window, TRUE);
}

static void
kmzb_access_keys_dispose (GObject *object)
{
  KmzbAccessKeys *self = KMZB_ACCESS_KEYS (object);

  let_go (self);
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->clock);
  g_clear_object (&self->reader);
  g_clear_object (&self->access);
  G_OBJECT_CLASS (kmzb_access_keys_parent_class)->dispose (object);
}

static void
kmzb_access_keys_class_init (KmzbAccessKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_access_keys_dispose;
}

static void
kmzb_access_keys_init (KmzbAccessKeys *self)
{
}

/**
 * kmzb_access_keys_new:
 * @next: key value of the button that goes on
 * @activate: key value of the button that chooses
 *
 * Listens as long as it lives; the window must not outlive it.
 */
KmzbAccessKeys *
kmzb_access_keys_new (GtkWindow *window, KmzbClock *clock, KmzbReader *reader, guint next, guint activate_key)
{
  KmzbAccessKeys *self = g_object_new (KMZB_TYPE_ACCESS_KEYS, NULL);
  GtkEventController *events = gtk_event_controller_legacy_new ();

  g_set_weak_pointer (&self->window, window);
  self->clock = g_object_ref (clock);
  self->reader = g_object_ref (reader);
  self->access = g_object_ref (kmzb_access_get_default ());
  self->next = next;
  self->activate = activate_key;
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), events);
  g_signal_connect_swapped (window, "notify::focus-visible", G_CALLBACK (on_focus_visible_changed), self);
  return self;
}
