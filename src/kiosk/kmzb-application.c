/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-application.h"

#include "kmzb-booth.h"
#include "kmzb-kiosk-init.h"
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

  KmzbOptions *options; /* until the booth takes them */
  KmzbBooth *booth;
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

static void
on_booth_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbApplication) self = data;
  g_autoptr (GError) error = NULL;

  g_application_release (G_APPLICATION (self));
  if (!kmzb_booth_open_finish (KMZB_BOOTH (source), result, &error))
    {
      g_printerr ("kmzb-kiosk: %s\n", error->message);
      self->exit_code = 1;
      g_application_quit (G_APPLICATION (self));
      return;
    }
  if (self->window != NULL)
    kmzb_window_show_booth (self->window, self->booth);
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

/* The booth's files are opened on other threads while this one prepares the window's renderer, which takes as long.
 * The window shows only when there is something to see in it. */
static void
kmzb_application_activate (GApplication *application)
{
  KmzbApplication *self = KMZB_APPLICATION (application);
  g_autoptr (KmzbClock) clock = NULL;

  if (self->booth != NULL)
    return;
  clock = kmzb_clock_new_system ();
  self->window = g_object_ref_sink (kmzb_window_new (GTK_APPLICATION (self), self->options));
  self->booth = kmzb_booth_new (g_steal_pointer (&self->options), clock);
  g_application_hold (application);
  kmzb_booth_open_async (self->booth, NULL, on_booth_opened, g_object_ref (self));
  gtk_widget_realize (GTK_WIDGET (self->window));
}

static void
kmzb_application_shutdown (GApplication *application)
{
  KmzbApplication *self = KMZB_APPLICATION (application);

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  /* GTK 4.8 waits for the X server once more when it shuts down, and then lays out a surface that was never shown: a
   * window that was realized in vain has to live until after that. */
  if (self->window != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    gtk_window_destroy (GTK_WINDOW (self->window));
  if (self->booth != NULL)
    kmzb_booth_close (self->booth);
  g_clear_object (&self->booth);
  G_APPLICATION_CLASS (kmzb_application_parent_class)->shutdown (application);
  g_clear_object (&self->window);
}

static void
kmzb_application_finalize (GObject *object)
{
  g_clear_pointer (&KMZB_APPLICATION (object)->options, kmzb_options_free);
  G_OBJECT_CLASS (kmzb_application_parent_class)->finalize (object);
}

static void
kmzb_application_class_init (KmzbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kmzb_application_finalize;
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

  self->options = options;
  return self;
}

/* Returns: the exit code */
int
kmzb_application_run (KmzbApplication *self)
{
  int code = g_application_run (G_APPLICATION (self), 0, NULL);

  return code != 0 ? code : self->exit_code;
}
