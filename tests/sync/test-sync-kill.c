/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A booth that saves and sends without a pause, and central, are killed at random points, over and over: what was
 * answered as saved reaches central, once, and both files are whole.
 *
 * KMZB_TEST_KILLS: how often each of the two. KMZB_TEST_SEED: which one, and when. */
#include "sync-fixture.h"

#include "kmzb-db.h"
#include "kmzb-seal-keys.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_KILLS 50
/* Between two kills; what happens at a start and what happens under load are both met. */
#define PAUSE_MAX_US 60000
/* The next life of a booth begins when all that waits may be tried again. */
#define BETWEEN_LIVES_S 3600
#define WAITING_MAX 40
#define PATIENCE_S 120

static char *own_path;

/* ---- the booth that is killed ---- */

typedef struct
{
  KmzbClock *clock;
  KmzbStore *store;
  GRand *rand;
  char *id; /* of the report that is being saved */
} Victim;

static gboolean save_next (gpointer data);

/* Of the sync engine's words about a server that has just been killed nothing is of interest here. */
static GLogWriterOutput
log_faults (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) == 0)
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_standard_streams (level, fields, n_fields, data);
}

/* The booth's time runs fast: no wait between attempts is worth ours. */
static gboolean
pass_time (gpointer data)
{
  kmzb_clock_advance (((Victim *) data)->clock, G_USEC_PER_SEC);
  return G_SOURCE_CONTINUE;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Victim *victim = data;
  g_autoptr (GError) error = NULL;

  kmzb_store_save_finish (KMZB_STORE (source), result, &error);
  g_assert_no_error (error);
  dprintf (STDOUT_FILENO, "saved %s\n", victim->id);
  g_clear_pointer (&victim->id, g_free);
  g_timeout_add ((guint) g_rand_int_range (victim->rand, 0, 2), save_next, victim);
}

static gboolean
save_next (gpointer data)
{
  Victim *victim = data;
  g_autoptr (KmzbReport) report = fixture_make_report (NULL);

  if (kmzb_tally_get_waiting (kmzb_store_get_tally (victim->store)) >= WAITING_MAX)
    {
      g_timeout_add (2, save_next, victim);
      return G_SOURCE_REMOVE;
    }
  report->description = g_strdup_printf ("Zażółć gęślą jaźń: %s", report->id);
  report->saved_us = kmzb_clock_get_real_us (victim->clock);
  victim->id = g_strdup (report->id);
  kmzb_store_save_async (victim->store, report, NULL, on_saved, victim);
  return G_SOURCE_REMOVE;
}

static G_NORETURN void
run_booth (char **argv)
{
  Victim victim = { .rand = g_rand_new_with_seed ((guint32) strtoul (argv[6], NULL, 10)) };
  const KmzbSyncConfig config = { argv[3], argv[4], NULL };
  KmzbSyncEngine *engine;
  g_autoptr (GError) error = NULL;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  g_log_set_writer_func (log_faults, NULL, NULL);
  victim.clock = kmzb_clock_new_manual (g_ascii_strtoll (argv[5], NULL, 10));
  victim.store = kmzb_store_new (argv[2], victim.clock);
  kmzb_store_open (victim.store, &error);
  g_assert_no_error (error);
  g_assert_null (kmzb_store_get_set_aside (victim.store));
  engine = kmzb_sync_engine_new (victim.store, victim.clock, &config);
  kmzb_sync_engine_start (engine, &error);
  g_assert_no_error (error);
  g_timeout_add (5, pass_time, &victim);
  g_timeout_add (1, save_next, &victim);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- who kills ---- */

typedef struct
{
  Fixture base;
  GRand *rand;
  guint32 seed;
  guint64 n_kills; /* of each */
  guint n_lives;
  GHashTable *answered;
  GPid booth; /* 0: none */
  FILE *answers;
} Kill;

static void
set_up (Kill *k, gconstpointer data)
{
  const char *make_key[] = { "seal-key", NULL };

  fixture_set_up (&k->base, data);
  fixture_run_central (&k->base, make_key, NULL);
  fixture_close_booth (&k->base);
  k->n_kills = fixture_read_number ("KMZB_TEST_KILLS", N_KILLS);
  k->seed = fixture_choose_seed ();
  k->rand = g_rand_new_with_seed (k->seed);
  k->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
tear_down (Kill *k, gconstpointer data)
{
  fixture_tear_down (&k->base, data);
  g_hash_table_unref (k->answered);
  g_rand_free (k->rand);
}

static void
start_booth (Kill *k)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", k->base.central_port);
  g_autofree char *now = NULL, *seed = g_strdup_printf ("%u", g_rand_int (k->rand));
  const char *argv[] = { own_path, "--booth", k->base.data_dir, url, k->base.key_file, NULL, seed, NULL };
  g_autoptr (GError) error = NULL;
  int out;

  kmzb_clock_advance (k->base.clock, BETWEEN_LIVES_S * (gint64) G_USEC_PER_SEC);
  argv[5] = now = g_strdup_printf ("%" G_GINT64_FORMAT, kmzb_clock_get_real_us (k->base.clock));
  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &k->booth, NULL, &out,
                            NULL, &error);
  g_assert_no_error (error);
  k->answers = fdopen (out, "r");
  k->n_lives++;
}

static void
kill_booth (Kill *k)
{
  char line[64];
  int status;

  kill (k->booth, SIGKILL);
  while (fgets (line, sizeof line, k->answers) != NULL)
    /* Half a line was not an answer yet. */
    if (g_str_has_prefix (line, "saved ") && strlen (line) == strlen ("saved ") + 37)
      g_hash_table_add (k->answered, g_strndup (line + strlen ("saved "), 36));
  fclose (k->answers);
  g_assert_cmpint (waitpid (k->booth, &status, 0), ==, k->booth);
  /* It did not end by a fault of its own before. */
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  k->booth = 0;
}

static void
kill_central (Kill *k)
{
  g_subprocess_force_exit (k->base.central);
  g_assert_true (g_subprocess_wait (k->base.central, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (k->base.central) && g_subprocess_get_term_sig (k->base.central) == SIGKILL);
  g_clear_object (&k->base.central);
  g_usleep ((gulong) g_rand_int_range (k->rand, 0, PAUSE_MAX_US / 2));
  fixture_start_central (&k->base, NULL);
}

static void
send_all (Kill *k)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", k->base.central_port);
  gint64 until_us = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  kmzb_clock_advance (k->base.clock, BETWEEN_LIVES_S * (gint64) G_USEC_PER_SEC);
  fixture_open_booth (&k->base);
  g_assert_null (kmzb_store_get_set_aside (k->base.store));
  fixture_start_engine_at (&k->base, url, NULL);
  while (fixture_state (&k->base) != KMZB_SYNC_ALL_SENT && g_get_monotonic_time () < until_us)
    fixture_turn (&k->base, TRUE);
  g_assert_cmpint (fixture_state (&k->base), ==, KMZB_SYNC_ALL_SENT);
}

/* Every row is a report of its own: the text that is in it names its id. */
static void
check_central (Kill *k)
{
  g_autofree char *path = g_build_filename (k->base.folder, KMZB_SEAL_KEYS_FILE, NULL);
  g_autoptr (KmzbSealKeys) keys = kmzb_seal_keys_new (path);
  g_autoptr (KmzbDb) db = kmzb_db_open (k->base.database, KMZB_DB_READ_ONLY, NULL);
  g_autoptr (KmzbStmt) query = NULL;
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (db);
  g_assert_true (kmzb_db_check (db, NULL));
  query = kmzb_db_prepare (db, "SELECT id, coalesce(sealed_description, ''), coalesce(description, '') FROM reports", &error);
  g_assert_no_error (error);
  while (kmzb_stmt_step (query, &error) == KMZB_STEP_ROW)
    {
      const char *id = kmzb_stmt_text (query, 0), *sealed = kmzb_stmt_text (query, 1);
      char *text = *sealed ? kmzb_seal_open (keys, sealed, NULL, &error) : g_strdup (kmzb_stmt_text (query, 2));

      g_assert_no_error (error);
      g_assert_true (g_str_has_suffix (text, id));
      g_assert_true (g_hash_table_add (texts, text));
      g_hash_table_remove (k->answered, id);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (k->answered), ==, 0);
}

/* @n_again: (out): reports whose first attempt a kill cut off */
static void
check_booth (Kill *k, gint64 *n, gint64 *n_again)
{
  g_autofree char *path = g_build_filename (k->base.data_dir, "booth.db", NULL);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, NULL);
  gint64 n_received = -1;

  g_assert_nonnull (db);
  g_assert_true (kmzb_db_check (db, NULL));
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports", n, NULL));
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports WHERE state = 'received'", &n_received, NULL));
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports WHERE attempts > 1", n_again, NULL));
  g_assert_cmpint (n_received, ==, *n);
}

static void
test_kills (Kill *k, gconstpointer data)
{
  guint64 n_booth = 0, n_central = 0;
  guint n_answered;
  gint64 n = 0, n_again = 0;

  while (n_booth < k->n_kills || n_central < k->n_kills)
    {
      gboolean is_booth = n_central >= k->n_kills || (n_booth < k->n_kills && g_rand_boolean (k->rand));

      if (k->booth == 0)
        start_booth (k);
      g_usleep ((gulong) g_rand_int_range (k->rand, 0, PAUSE_MAX_US));
      if (is_booth)
        kill_booth (k);
      else
        kill_central (k);
      *(is_booth ? &n_booth : &n_central) += 1;
    }
  if (k->booth != 0)
    kill_booth (k);

  n_answered = g_hash_table_size (k->answered);
  send_all (k);
  check_central (k);
  check_booth (k, &n, &n_again);
  g_assert_cmpint (fixture_ask_central (&k->base, "SELECT count(*) FROM reports"), ==, n);
  g_assert_cmpuint (n_answered, >, 0);
  g_test_message ("soak: booth killed %u times, central %" G_GUINT64_FORMAT " times; %u reports were answered as saved,"
                  " central holds %" G_GINT64_FORMAT ", each once; %" G_GINT64_FORMAT " were sent again",
                  k->n_lives, n_central, n_answered, n, n_again);
}

int
main (int argc, char **argv)
{
  if (argc == 7 && g_str_equal (argv[1], "--booth"))
    run_booth (argv);

  own_path = g_file_read_link ("/proc/self/exe", NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sync-kill/answered-arrives-once", Kill, NULL, set_up, test_kills, tear_down);
  return g_test_run ();
}
