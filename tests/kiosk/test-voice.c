/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speech Dispatcher that is not there, and one that never answers. That it speaks is seen by tests/touch/test_a11y.py. */
#include "kmzb-voice.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#define PATIENCE_MS 20000

static char *folder;

static void
count (KmzbVoice *voice, guint *n)
{
  (*n)++;
}

static gboolean
on_late (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for (const guint *n, guint wanted)
{
  gboolean late = FALSE;
  guint id = g_timeout_add (PATIENCE_MS, on_late, &late);

  while (*n < wanted && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (id);
}

/* Every wish fails once, however many words it has; the next one tries anew. */
static void
test_absent (void)
{
  g_autoptr (KmzbVoice) voice = kmzb_voice_new ();
  guint failed = 0;

  if (voice == NULL)
    {
      g_test_skip ("built without Speech Dispatcher");
      return;
    }
  g_signal_connect (voice, "failed", G_CALLBACK (count), &failed);
  kmzb_voice_say (voice, "Dzień dobry", "pl");
  kmzb_voice_say (voice, "Gdzie?", "pl");
  wait_for (&failed, 1);
  kmzb_voice_hush (voice);
  kmzb_voice_say (voice, "Guten Tag", "de");
  wait_for (&failed, 2);
  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (failed, ==, 2);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  g_ptr_array_add (data, g_object_ref (connection));
  return TRUE;
}

/* It takes the connection and is silent: nothing here waits, not even the end. */
static void
test_hung (void)
{
  g_autofree char *path = g_build_filename (folder, "speech-dispatcher", "speechd.sock", NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  KmzbVoice *voice = kmzb_voice_new ();
  guint failed = 0;

  if (voice == NULL)
    {
      g_test_skip ("built without Speech Dispatcher");
      return;
    }
  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                                 NULL, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), connections);
  g_socket_service_start (service);
  g_signal_connect (voice, "failed", G_CALLBACK (count), &failed);

  kmzb_voice_say (voice, "Dzień dobry", "pl");
  wait_for (&connections->len, 1);
  for (int i = 0; i < 1000; i++)
    {
      kmzb_voice_hush (voice);
      kmzb_voice_say (voice, "Gdzie?", "pl");
    }
  g_assert_finalize_object (voice);
  g_assert_cmpuint (failed, ==, 0);
  g_assert_no_errno (g_unlink (path));
}

int
main (int argc, char **argv)
{
  int code;

  folder = g_dir_make_tmp ("kmzb-voice-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  g_setenv ("SPEECHD_CMD", "/bin/false", TRUE);
  g_unsetenv ("SPEECHD_ADDRESS");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice/absent", test_absent);
  g_test_add_func ("/voice/hung", test_hung);
  code = g_test_run ();
  g_free (folder);
  return code;
}
