/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "kmzb-db.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The long form sets KMZB_TEST_KILLS. */
#define N_KILLS "50"

static char *own_path;

/* The booth's part: saves one report after the other and says so after each success, as "Zapisano" does. */
static G_NORETURN void
run_booth (const char *data_dir)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autoptr (KmzbStore) store = kmzb_store_new (data_dir, clock);

  g_assert_true (kmzb_store_open (store, NULL));
  for (;;)
    {
      g_autoptr (KmzbReport) report = fixture_make_report ("Opis zagrożenia");

      g_assert_true (fixture_save (store, report, NULL));
      dprintf (STDOUT_FILENO, "%s\n", report->id);
    }
}

/* Starts a booth, hears @n_answers of it and kills it; what it answered goes into @answered. */
static void
kill_after (Fixture *f, guint n_answers, GHashTable *answered)
{
  const char *argv[] = { own_path, "--booth", f->data_dir, NULL };
  g_autoptr (GError) error = NULL;
  char line[64];
  guint n = 0;
  GPid pid;
  int out;
  FILE *answers;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL,
                            &error);
  g_assert_no_error (error);
  answers = fdopen (out, "r");
  while (fgets (line, sizeof line, answers) != NULL)
    {
      /* Half a line was not an answer yet. */
      if (strlen (line) == 37)
        g_hash_table_add (answered, g_strndup (line, 36));
      if (++n == n_answers)
        kill (pid, SIGKILL);
    }
  fclose (answers);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_cmpuint (n, >=, n_answers);
}

static void
test_answered_is_there_after_a_kill (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KmzbDb) db = NULL;
  GHashTableIter iter;
  gpointer id;
  const char *asked = g_getenv ("KMZB_TEST_KILLS");
  guint64 n_kills = 0;

  g_assert_true (g_ascii_string_to_unsigned (asked ? asked : N_KILLS, 10, 1, 100000, &n_kills, NULL));
  for (guint64 i = 0; i < n_kills; i++)
    {
      fixture_close (f);
      kill_after (f, (guint) g_test_rand_int_range (1, 8), answered);
      fixture_open (f);
      g_assert_null (kmzb_store_get_set_aside (f->store));
      g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, >=, g_hash_table_size (answered));
    }

  db = kmzb_db_open (f->path, KMZB_DB_READ_ONLY, NULL);
  g_assert_true (kmzb_db_check (db, NULL));
  g_hash_table_iter_init (&iter, answered);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM reports WHERE id = '%s' AND state = 'saved'"
                                              " AND instr(payload, '%s') > 0",
                                              (char *) id, (char *) id);
      gint64 n = 0;

      g_assert_true (kmzb_db_get_int (db, sql, &n, NULL));
      g_assert_cmpint (n, ==, 1);
    }
  g_test_message ("soak: %" G_GUINT64_FORMAT " kills, all %u answered reports are there", n_kills,
                  g_hash_table_size (answered));
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--booth"))
    run_booth (argv[2]);

  own_path = g_file_read_link ("/proc/self/exe", NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store-kill/answered-is-there-after-a-kill", Fixture, NULL, fixture_set_up,
              test_answered_is_there_after_a_kill, fixture_tear_down);
  return g_test_run ();
}
