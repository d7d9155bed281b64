/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ./kmzb bench measures of the booth's file and of sending; see sync_benches.py. Prints one JSON object. */
#include "kmzb-db.h"
#include "kmzb-number.h"
#include "kmzb-store-schema.h"
#include "kmzb-store.h"
#include "kmzb-sync-engine.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-report.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

static G_NORETURN void
die (const char *what, const GError *error)
{
  g_printerr ("sync-bench: %s: %s\n", what, error ? error->message : "failed");
  exit (1);
}

static KmzbReport *
make_report (void)
{
  KmzbReport *report = kmzb_report_new ();

  report->saved_us = g_get_real_time ();
  report->id = kmzb_uuid7_new (report->saved_us);
  report->number = kmzb_number_new ();
  report->category = g_strdup ("nieprawidlowe-parkowanie");
  report->place = (KmzbPoint){ 50.0413 + g_random_double () / 100, 21.999 + g_random_double () / 100 };
  report->day_parts = KMZB_DAY_PART_EVENING;
  report->week_days = 1 << 5;
  report->description = g_strdup ("Auta stoją na chodniku tak, że z wózkiem trzeba iść ulicą. Codziennie po szesnastej.");
  return report;
}

/* ---- a long queue ---- */

static void
fill (const char *data_dir, guint n)
{
  g_autofree char *path = g_build_filename (data_dir, "booth.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = NULL;
  g_autoptr (KmzbStmt) insert = NULL;

  g_mkdir_with_parents (data_dir, 0700);
  db = kmzb_db_open (path, KMZB_DB_CREATE | KMZB_DB_DURABLE, &error);
  if (db == NULL || !kmzb_store_schema_migrate (db, &error) || !kmzb_db_begin_immediate (db, &error))
    die ("can't fill the queue", error);
  insert = kmzb_db_prepare (db,
                            "INSERT INTO reports(id, number, boot_id, state, category, lat, lon, saved_us, payload)"
                            " VALUES(?1, ?2, 'bench', 'saved', ?3, ?4, ?5, ?6, ?7)",
                            &error);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KmzbReport) report = make_report ();
      g_autoptr (GBytes) payload = kmzb_wire_encode_report (report, NULL, "unsure");

      kmzb_stmt_bind_text (insert, 1, report->id);
      kmzb_stmt_bind_text (insert, 2, report->number);
      kmzb_stmt_bind_text (insert, 3, report->category);
      kmzb_stmt_bind_double (insert, 4, report->place.lat);
      kmzb_stmt_bind_double (insert, 5, report->place.lon);
      kmzb_stmt_bind_int (insert, 6, report->saved_us);
      kmzb_stmt_bind_bytes (insert, 7, payload);
      if (!kmzb_stmt_run (insert, &error))
        die ("can't fill the queue", error);
    }
  if (!kmzb_db_commit (db, &error))
    die ("can't fill the queue", error);
  g_clear_pointer (&insert, kmzb_stmt_free);
  kmzb_db_checkpoint (db, NULL);
  g_print ("{\"queued\": %u}\n", n);
}

/* ---- one save ---- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!kmzb_store_save_finish (KMZB_STORE (source), result, &error))
    die ("can't save", error);
  *(gboolean *) data = TRUE;
}

static double
save_ms (KmzbStore *store)
{
  g_autoptr (KmzbReport) report = make_report ();
  gint64 begun_us = g_get_monotonic_time ();
  gboolean saved = FALSE;

  kmzb_store_save_async (store, report, NULL, on_saved, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
  return (g_get_monotonic_time () - begun_us) / 1000.0;
}

/* The least that can be asked of SQLite: the same bytes as one row of a bare table. */
static double
raw_ms (KmzbStmt *insert)
{
  g_autoptr (KmzbReport) report = make_report ();
  g_autoptr (GBytes) payload = kmzb_wire_encode_report (report, NULL, "unsure");
  g_autoptr (GError) error = NULL;
  gint64 begun_us = g_get_monotonic_time ();

  kmzb_stmt_bind_text (insert, 1, report->id);
  kmzb_stmt_bind_bytes (insert, 2, payload);
  if (!kmzb_stmt_run (insert, &error))
    die ("can't insert", error);
  return (g_get_monotonic_time () - begun_us) / 1000.0;
}

static void
print_list (const char *name, GArray *values, const char *end)
{
  g_print ("\"%s\": [", name);
  for (guint i = 0; i < values->len; i++)
    g_print ("%s%.4f", i ? ", " : "", g_array_index (values, double, i));
  g_print ("]%s", end);
}

static void
save (const char *data_dir, guint n)
{
  g_autofree char *path = g_build_filename (data_dir, "raw.db", NULL);
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autoptr (KmzbStore) store = kmzb_store_new (data_dir, clock);
  g_autoptr (GArray) saves = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) raws = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = NULL;
  g_autoptr (KmzbStmt) insert = NULL;

  if (!kmzb_store_open (store, &error))
    die ("can't open the store", error);
  db = kmzb_db_open (path, KMZB_DB_CREATE | KMZB_DB_DURABLE, &error);
  if (db == NULL || !kmzb_db_exec (db, "CREATE TABLE raw(id TEXT, payload BLOB)", &error)
      || (insert = kmzb_db_prepare (db, "INSERT INTO raw VALUES(?1, ?2)", &error)) == NULL)
    die ("can't make a bare table", error);
  for (guint i = 0; i < n + 20; i++)
    {
      double ms[] = { save_ms (store), raw_ms (insert) };

      if (i < 20) /* both warm up */
        continue;
      g_array_append_val (saves, ms[0]);
      g_array_append_val (raws, ms[1]);
    }
  kmzb_store_close (store);
  g_print ("{");
  print_list ("save", saves, ", ");
  print_list ("raw", raws, "}\n");
}

/* ---- sending and fetching ---- */

static KmzbSyncEngine *
start_engine (KmzbStore *store, KmzbClock *clock, const char *url, const char *key_file)
{
  const KmzbSyncConfig config = { url, key_file, NULL };
  KmzbSyncEngine *engine = kmzb_sync_engine_new (store, clock, &config);
  g_autoptr (GError) error = NULL;

  if (!kmzb_sync_engine_start (engine, &error))
    die ("can't send", error);
  return engine;
}

static void
drain (const char *data_dir, const char *url, const char *key_file)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autoptr (KmzbStore) store = kmzb_store_new (data_dir, clock);
  g_autoptr (KmzbSyncEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  const KmzbTally *tally;
  gint64 begun_us;
  guint n;

  if (!kmzb_store_open (store, &error))
    die ("can't open the store", error);
  tally = kmzb_store_get_tally (store);
  n = tally->saved;
  begun_us = g_get_monotonic_time ();
  engine = start_engine (store, clock, url, key_file);
  while (tally->received < n)
    {
      g_main_context_iteration (NULL, TRUE);
      if (tally->refused > 0 || kmzb_sync_engine_get_problem (engine) != NULL)
        die ("not all was taken", kmzb_sync_engine_get_problem (engine));
    }
  g_print ("{\"reports\": %u, \"seconds\": %.4f}\n", n, (g_get_monotonic_time () - begun_us) / 1e6);
  kmzb_sync_engine_stop (engine);
  kmzb_store_close (store);
}

static gint64
count_threats (const char *data_dir, gint64 *complete)
{
  g_autofree char *path = g_build_filename (data_dir, "booth.db", NULL);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, NULL);
  gint64 n = 0;

  if (db == NULL || !kmzb_db_get_int (db, "SELECT complete FROM walks WHERE kind = 'threats'", complete, NULL)
      || (*complete && !kmzb_db_get_int (db, "SELECT count(*) FROM threats", &n, NULL)))
    return 0;
  return n;
}

static void
on_records_changed (KmzbStore *store, guint kind, gint64 *begun_us)
{
  /* The small kinds come first: the first page of threats is on its way now. */
  if (*begun_us == 0)
    *begun_us = g_get_monotonic_time ();
}

typedef struct
{
  const char *data_dir;
  gint64 n;
  gint64 ended_us;
  int is_over; /* atomic */
} Look;

/* Beside the main loop. */
static gpointer
look_for_the_end (gpointer data)
{
  Look *look = data;
  gint64 complete = 0;

  while (!complete)
    {
      g_usleep (20 * 1000);
      look->n = count_threats (look->data_dir, &complete);
      look->ended_us = g_get_monotonic_time ();
    }
  g_atomic_int_set (&look->is_over, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* From the first page asked for to the last one on the disk. */
static void
pull (const char *data_dir, const char *url, const char *key_file)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autoptr (KmzbStore) store = kmzb_store_new (data_dir, clock);
  g_autoptr (KmzbSyncEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  Look look = { .data_dir = data_dir };
  GThread *thread;
  gint64 begun_us = 0;

  if (!kmzb_store_open (store, &error))
    die ("can't open the store", error);
  g_signal_connect (store, "records-changed", G_CALLBACK (on_records_changed), &begun_us);
  engine = start_engine (store, clock, url, key_file);
  thread = g_thread_new ("look", look_for_the_end, &look);
  while (!g_atomic_int_get (&look.is_over))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_print ("{\"threats\": %" G_GINT64_FORMAT ", \"seconds\": %.4f}\n", look.n,
           (look.ended_us - begun_us) / 1e6);
  kmzb_sync_engine_stop (engine);
  kmzb_store_close (store);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "fill"))
    fill (argv[2], (guint) atoi (argv[3]));
  else if (argc == 4 && g_str_equal (argv[1], "save"))
    save (argv[2], (guint) atoi (argv[3]));
  else if (argc == 5 && g_str_equal (argv[1], "drain"))
    drain (argv[2], argv[3], argv[4]);
  else if (argc == 5 && g_str_equal (argv[1], "pull"))
    pull (argv[2], argv[3], argv[4]);
  else
    {
      g_printerr ("usage: sync-bench fill|save DIR N | drain|pull DIR URL KEY_FILE\n");
      return 2;
    }
  return 0;
}
