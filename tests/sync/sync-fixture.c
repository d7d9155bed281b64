/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "kmzb-db.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

static char *
central_path (void)
{
  return g_build_filename (g_getenv ("KMZB_BUILD_DIR"), "src", "central", "kmzb-central", NULL);
}

/* Runs kmzb-central on the fixture's database to its end. @out: (optional) (out): what it printed */
void
fixture_run_central (Fixture *self, const char *const *arguments, char **out)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *printed = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_ptr_array_add (argv, central_path ());
  g_ptr_array_add (argv, g_strdup ("--database"));
  g_ptr_array_add (argv, g_strdup (self->database));
  g_ptr_array_add (argv, g_strdup ("--data-dir")); /* its keys, too, are this test's alone */
  g_ptr_array_add (argv, g_strdup (self->folder));
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (arguments[i]));
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &printed, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  if (out != NULL)
    *out = g_steal_pointer (&printed);
}

/* Gets a key for @booth and gives it to the booth. */
void
fixture_write_key (Fixture *self, const char *booth)
{
  const char *arguments[] = { "keys", "add", booth, NULL };
  g_autofree char *key = NULL;

  fixture_run_central (self, arguments, &key);
  g_assert_true (g_file_set_contents_full (self->key_file, key, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

/* A server must not outlive a test that failed. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* At the port that it had before, if it had one. @more: (nullable): more options */
void
fixture_start_central (Fixture *self, const char *const *more)
{
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->central_port);
  g_autofree char *catalog = g_build_filename (g_getenv ("KMZB_SOURCE_DIR"), "data", "catalog", "catalog.ini", NULL);
  g_autofree char *path = central_path ();
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_add_many (argv, path, "--database", self->database, "--data-dir", self->folder, "--listen", listen, "--catalog", catalog, NULL);
  if (more != NULL)
    g_strv_builder_addv (argv, (const char **) more);
  arguments = g_strv_builder_end (argv);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->central = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->central));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on http"));
  self->central_port = (guint16) g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
}

void
fixture_stop_central (Fixture *self)
{
  if (self->central == NULL)
    return;
  g_subprocess_send_signal (self->central, SIGTERM);
  g_assert_true (g_subprocess_wait (self->central, NULL, NULL));
  g_clear_object (&self->central);
}

void
fixture_open_booth (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->store = kmzb_store_new (self->data_dir, self->clock);
  kmzb_store_open (self->store, &error);
  g_assert_no_error (error);
}

void
fixture_start_engine_at (Fixture *self, const char *url, const char *ca_file)
{
  const KmzbSyncConfig config = { url, self->key_file, ca_file };
  g_autoptr (GError) error = NULL;

  self->engine = kmzb_sync_engine_new (self->store, self->clock, &config);
  kmzb_sync_engine_start (self->engine, &error);
  g_assert_no_error (error);
}

void
fixture_start_engine (Fixture *self)
{
  g_autofree char *url = fault_proxy_get_url (self->proxy);

  fixture_start_engine_at (self, url, NULL);
}

/* As if the program had ended. */
void
fixture_close_booth (Fixture *self)
{
  if (self->engine != NULL)
    kmzb_sync_engine_stop (self->engine);
  kmzb_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (self->engine != NULL)
    g_assert_finalize_object (g_steal_pointer (&self->engine));
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

/* A number from the environment, for a test's long form. */
guint
fixture_read_number (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);
  guint64 value = otherwise;

  if (text != NULL)
    g_assert_true (g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &value, NULL));
  return (guint) value;
}

/* KMZB_TEST_SEED, or a new one, which is told: what failed can be run again. */
guint32
fixture_choose_seed (void)
{
  guint32 seed = fixture_read_number ("KMZB_TEST_SEED", g_random_int_range (1, G_MAXINT32));

  g_test_message ("KMZB_TEST_SEED=%u", seed);
  return seed;
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("kmzb-sync-XXXXXX", NULL);
  self->data_dir = g_build_filename (self->folder, "booth", NULL);
  self->database = g_build_filename (self->folder, "central.db", NULL);
  self->key_file = g_build_filename (self->folder, "key", NULL);
  self->clock = kmzb_clock_new_manual (FIXTURE_START_US);
  fixture_write_key (self, "Rynek");
  fixture_start_central (self, NULL);
  self->proxy = fault_proxy_new (self->central_port);
  fixture_open_booth (self);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  fixture_close_booth (self);
  fault_proxy_free (self->proxy);
  fixture_stop_central (self);
  fixture_remove_folder (self->folder);
  g_assert_finalize_object (g_steal_pointer (&self->clock));
  g_free (self->key_file);
  g_free (self->database);
  g_free (self->data_dir);
  g_free (self->folder);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  kmzb_store_save_finish (KMZB_STORE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

void
fixture_save_report (Fixture *self, KmzbReport *report)
{
  gboolean saved = FALSE;

  kmzb_store_save_async (self->store, report, NULL, on_saved, &saved);
  fixture_wait (self, FALSE, saved);
}

/* Saves a new report. Returns: (transfer full): its id */
char *
fixture_save (Fixture *self, const char *description)
{
  g_autoptr (KmzbReport) report = fixture_make_report (description);

  fixture_save_report (self, report);
  return g_strdup (report->id);
}

void
fixture_turn (Fixture *self, gboolean by_clock)
{
  if (g_main_context_iteration (NULL, FALSE))
    return;
  /* Not while something is under way: by the booth's clock it would take too long. */
  if (by_clock && fixture_state (self) != KMZB_SYNC_SENDING)
    kmzb_clock_advance (self->clock, G_USEC_PER_SEC / 2);
  g_usleep (2000);
}

/* Time for what should not happen to happen. */
void
fixture_rest (Fixture *self)
{
  for (guint i = 0; i < 50; i++)
    fixture_turn (self, FALSE);
}

void
fixture_advance (Fixture *self, guint seconds)
{
  kmzb_clock_advance (self->clock, seconds * (gint64) G_USEC_PER_SEC);
  fixture_rest (self);
}

guint
fixture_received (Fixture *self)
{
  return kmzb_store_get_tally (self->store)->received;
}

KmzbSyncState
fixture_state (Fixture *self)
{
  return kmzb_sync_engine_get_state (self->engine);
}

/* A number out of central's database. */
gint64
fixture_ask_central (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (self->database, KMZB_DB_READ_ONLY, &error);
  gint64 value = 0;

  g_assert_no_error (error);
  kmzb_db_get_int (db, sql, &value, &error);
  g_assert_no_error (error);
  return value;
}
