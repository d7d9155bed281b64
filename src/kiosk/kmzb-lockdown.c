/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A booth that fills the screen is left by the officer's panel and by nothing else: no key, no second button, no long
 * press and no window manager's wish opens anything or closes the window. */
#include "kmzb-lockdown.h"

#include <sys/prctl.h>

/* Ctrl with these edits text, as on any keyboard. */
static gboolean
edits_text (guint keyval)
{
  switch (gdk_keyval_to_lower (keyval))
    {
    case GDK_KEY_a:
    case GDK_KEY_c:
    case GDK_KEY_v:
    case GDK_KEY_x:
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_Home:
    case GDK_KEY_End:
    case GDK_KEY_BackSpace:
    case GDK_KEY_Delete:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_modifier (guint keyval)
{
  return (keyval >= GDK_KEY_Shift_L && keyval <= GDK_KEY_Hyper_R) || keyval == GDK_KEY_ISO_Level3_Shift
         || keyval == GDK_KEY_Mode_switch || keyval == GDK_KEY_Num_Lock;
}

/* Whether a key means something to GTK or a desktop that is no visitor's business: menus, emoji, the inspector, the
 * screen's picture, another program. What writes, edits or moves the focus goes through. */
gboolean
kmzb_lockdown_key_is_dead (guint keyval, GdkModifierType modifiers)
{
  if (is_modifier (keyval))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Menu:
    case GDK_KEY_Print:
    case GDK_KEY_Sys_Req:
    case GDK_KEY_Pause:
    case GDK_KEY_F10:
    case GDK_KEY_F11:
      return TRUE;
    default:
      break;
    }
  if (keyval >= 0x10080000 && keyval <= 0x1008ffff)
    return TRUE; /* volume, browser, sleep: XF86 keys */
  if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK | GDK_HYPER_MASK))
    return TRUE;
  if (modifiers & GDK_CONTROL_MASK)
    return !edits_text (keyval);
  return FALSE;
}

/* The buttons of the two-button mode are whatever keys their maker gave them. */
static guint buttons[2];

/* Before the widget that it is for. */
static gboolean
on_event (GtkEventController *controller, GdkEvent *event)
{
  guint keyval;

  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
      keyval = gdk_key_event_get_keyval (event);
      return keyval != buttons[0] && keyval != buttons[1]
             && kmzb_lockdown_key_is_dead (keyval, gdk_event_get_modifier_state (event));
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
      return gdk_button_event_get_button (event) != GDK_BUTTON_PRIMARY;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
on_close_request (GtkWindow *window)
{
  return TRUE;
}

static gboolean
close_popover (gpointer data)
{
  g_autoptr (GtkPopover) popover = data;

  gtk_popover_popdown (popover);
  return G_SOURCE_REMOVE;
}

/* The booth has none of its own: whatever comes is GTK's, over a text that was touched long or selected. Nobody sees it
 * (kiosk.css), and nobody can touch it before it goes. */
static gboolean
on_map (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (GTK_IS_POPOVER (widget))
    {
      gtk_widget_set_can_target (widget, FALSE);
      g_idle_add_full (G_PRIORITY_HIGH, close_popover, g_object_ref (widget), NULL);
    }
  return TRUE;
}

static void
forget_clipboard (GdkClipboard *clipboard)
{
  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

/* What a visitor copied or selected is gone; what another program put there is none of a visitor's. */
void
kmzb_lockdown_forget_clipboards (GtkWidget *window)
{
  forget_clipboard (gtk_widget_get_clipboard (window));
  forget_clipboard (gtk_widget_get_primary_clipboard (window));
}

/* Before gtk_init(): what the environment could still open, and what a crash could still write. A program that may not
 * be dumped leaves no visitor's text in a core file, whatever handles those on this machine, and lets no other program
 * of the same user look into it. */
void
kmzb_lockdown_prepare (void)
{
  g_unsetenv ("GTK_DEBUG");
  g_unsetenv ("GTK_INSPECTOR_DISPLAY");
#if !defined(__SANITIZE_ADDRESS__)
  prctl (PR_SET_DUMPABLE, 0);
#endif
}

/* @window: fills the screen, for as long as the program runs; @next_key, @choose_key: stay alive whatever they are */
void
kmzb_lockdown_begin (GtkWindow *window, guint next_key, guint choose_key)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  buttons[0] = next_key;
  buttons[1] = choose_key;
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (on_event), NULL);
  gtk_widget_add_controller (GTK_WIDGET (window), events);
  g_signal_connect (window, "close-request", G_CALLBACK (on_close_request), NULL);
  gtk_widget_add_css_class (GTK_WIDGET (window), "kmzb-locked");
  gtk_window_set_handle_menubar_accel (window, FALSE);
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
}
