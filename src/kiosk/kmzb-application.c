/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-application.h"

#include "kmzb-booth.h"
#include "kmzb-kiosk-init.h"
#include "kmzb-memory.h"
#include "kmzb-window.h"

#include <glib-unix.h>

/**
 * KmzbApplication:
 *
 * One run of the booth: opens it, shows its window, closes it in order. Without an application id it stays away from
 * the session bus, which a booth need not have; the lock on its file keeps a second one out.
 */
struct _KmzbApplication
{
  GtkApplication parent_instance;

  KmzbBooth *booth;
  gboolean opening;
  gboolean opened;
  KmzbWindow *window;
  guint signal_sources[3];
  int exit_code;
};

G_DEFINE_FINAL_TYPE (KmzbApplication, kmzb_application, GTK_TYPE_APPLICATION)

static gboolean
on_unix_signal (gpointer data)
{
  g_application_quit (G_APPLICATION (data));
  return G_SOURCE_CONTINUE;
}

/* The window shows when both the program and the booth's files are ready, whichever comes last. */
static void
show_when_ready (KmzbApplication *self)
{
  if (self->window != NULL && self->opened && !gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    kmzb_window_show_booth (self->window, self->booth);
}

static void
on_booth_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbApplication) self = data;
  g_autoptr (GError) error = NULL;

  self->opening = FALSE;
  self->opened = kmzb_booth_open_finish (KMZB_BOOTH (source), result, &error);
  if (self->opened)
    {
      show_when_ready (self);
    }
  else
    {
      g_printerr ("kmzb-kiosk: %s\n", error->message);
      self->exit_code = 1;
      g_application_quit (G_APPLICATION (self));
    }
  g_application_release (G_APPLICATION (self));
}

static void
kmzb_application_startup (GApplication *application)
{
  KmzbApplication *self = KMZB_APPLICATION (application);
  const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

  G_APPLICATION_CLASS (kmzb_application_parent_class)->startup (application);
  kmzb_kiosk_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->signal_sources[i] = g_unix_signal_add (numbers[i], on_unix_signal, self);
}

static void
on_first_frame (GdkFrameClock *clock, gpointer data)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_frame, data);
  kmzb_memory_run ();
}

static void
on_realized (GtkWidget *window, gpointer data)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_first_frame), NULL);
}

static void
kmzb_application_activate (GApplication *application)
{
  KmzbApplication *self = KMZB_APPLICATION (application);

  if (self->window == NULL)
    {
      self->window = g_object_ref_sink (kmzb_window_new (GTK_APPLICATION (self), kmzb_booth_get_options (self->booth)));
      g_signal_connect (self->window, "realize", G_CALLBACK (on_realized), NULL);
    }
  show_when_ready (self);
}

static void
kmzb_application_shutdown (GApplication *application)
{
  KmzbApplication *self = KMZB_APPLICATION (application);

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->window);
  if (self->booth != NULL)
    kmzb_booth_close (self->booth);
  g_clear_object (&self->booth);
  G_APPLICATION_CLASS (kmzb_application_parent_class)->shutdown (application);
}

static void
kmzb_application_class_init (KmzbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = kmzb_application_startup;
  application_class->activate = kmzb_application_activate;
  application_class->shutdown = kmzb_application_shutdown;
}

static void
kmzb_application_init (KmzbApplication *self)
{
}

/* @options: (transfer full) */
KmzbApplication *
kmzb_application_new (KmzbOptions *options)
{
  KmzbApplication *self = g_object_new (KMZB_TYPE_APPLICATION,
                                        "flags", G_APPLICATION_NON_UNIQUE,
                                        NULL);
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();

  self->booth = kmzb_booth_new (options, clock);
  return self;
}

/**
 * kmzb_application_run:
 *
 * Opens the booth's files on other threads while this one sets up GTK, which takes as long. A window shows only when
 * there is something to see in it.
 *
 * Returns: the exit code
 */
int
kmzb_application_run (KmzbApplication *self)
{
  int code;

  self->opening = TRUE;
  g_application_hold (G_APPLICATION (self));
  kmzb_booth_open_async (self->booth, NULL, on_booth_opened, g_object_ref (self));
  if (!gtk_init_check ())
    {
      while (self->opening)
        g_main_context_iteration (NULL, TRUE);
      kmzb_booth_close (self->booth);
      if (self->exit_code == 0)
        g_printerr ("kmzb-kiosk: Can't open a display; is DISPLAY or WAYLAND_DISPLAY set?\n");
      return 1;
    }
  code = g_application_run (G_APPLICATION (self), 0, NULL);
  return code != 0 ? code : self->exit_code;
}
