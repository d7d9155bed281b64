/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fair-booth.h"

#include "fixture-common.h"

#include "kmzb-open311-client.h"
#include "kmzb-store-officer.h"
#include "kmzb-sync-engine.h"
#include "wait.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORD "--booth"

/* ---- the booth's side: commands on stdin, one answer each on stdout ---- */

typedef struct
{
  KmzbClock *clock;
  KmzbStore *store;
  KmzbSyncEngine *engine;
  const char *name;
} Booth;

/* The answer is what the visitor reads: only after the COMMIT. */
static void
save (Booth *booth, char **words)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = g_strcompress (words[3]);
  g_autoptr (KmzbReport) report = fixture_make_report (text);
  g_autoptr (GError) error = NULL;

  g_free (report->id);
  g_free (report->number);
  report->id = g_strdup (words[1]);
  report->number = g_strdup (words[2]);
  report->saved_us = kmzb_clock_get_real_us (booth->clock);
  kmzb_store_save_async (booth->store, report, NULL, wait_take_result, &result);
  kmzb_store_save_finish (booth->store, wait_for_result (&result), &error);
  g_assert_no_error (error);
  printf ("saved\n");
}

/* The clock moves, and what is under way comes to its end, or to where only more time helps. */
static void
tick (Booth *booth, char **words)
{
  const KmzbTally *tally = kmzb_store_get_tally (booth->store);
  gint64 until_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  kmzb_clock_advance (booth->clock, g_ascii_strtoll (words[1], NULL, 10));
  for (guint quiet = 0; quiet < 4 && g_get_monotonic_time () < until_us;)
    {
      gboolean busy = g_main_context_iteration (NULL, FALSE) || kmzb_open311_get_n_under_way () > 0
                      || kmzb_sync_engine_get_state (booth->engine) == KMZB_SYNC_SENDING;

      quiet = busy ? 0 : quiet + 1;
      g_usleep (1000);
    }
  printf ("%u %u %u %d %d %d\n", kmzb_tally_get_waiting (tally), tally->received, tally->refused,
          (int) kmzb_sync_engine_get_state (booth->engine), (int) kmzb_sync_engine_get_trouble (booth->engine),
          kmzb_store_get_stranger_id (booth->store) != NULL);
}

static void
trust (Booth *booth)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kmzb_store_trust_key_async (booth->store, NULL, wait_take_result, &result);
  kmzb_store_trust_key_finish (booth->store, wait_for_result (&result), &error);
  g_assert_no_error (error);
  printf ("trusted\n");
}

static void
export (Booth *booth, char **words)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KmzbExport) file = NULL;
  g_autoptr (GError) error = NULL;

  kmzb_store_export_async (booth->store, words[1], booth->name, NULL, wait_take_result, &result);
  file = kmzb_store_export_finish (booth->store, wait_for_result (&result), &error);
  g_assert_no_error (error);
  printf ("%u %u %s\n", file->n, file->n_readable, file->path);
}

static void
obey (Booth *booth, char *line)
{
  g_auto (GStrv) words = NULL;

  line[strcspn (line, "\n")] = '\0';
  words = g_strsplit (line, "\t", 4);

  if (g_str_equal (words[0], "save"))
    save (booth, words);
  else if (g_str_equal (words[0], "tick"))
    tick (booth, words);
  else if (g_str_equal (words[0], "trust"))
    trust (booth);
  else if (g_str_equal (words[0], "export"))
    export (booth, words);
  else
    g_error ("Unknown command %s", words[0]);
  fflush (stdout);
}

void
fair_booth_main (int argc, char **argv)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  if (argc != 7 || !g_str_equal (argv[1], WORD))
    return;

  const KmzbSyncConfig config = { argv[3], argv[4], NULL };
  g_autoptr (GError) error = NULL;
  Booth booth = { .name = argv[5] };

  /* stdout is for answers. */
  g_log_writer_default_set_use_stderr (TRUE);
  booth.clock = kmzb_clock_new_manual (g_ascii_strtoll (argv[6], NULL, 10));
  booth.store = kmzb_store_new (argv[2], booth.clock);
  kmzb_store_open (booth.store, &error);
  g_assert_no_error (error);
  g_assert_null (kmzb_store_get_set_aside (booth.store));
  booth.engine = kmzb_sync_engine_new (booth.store, booth.clock, &config);
  kmzb_sync_engine_start (booth.engine, &error);
  g_assert_no_error (error);
  while (getline (&line, &size, stdin) > 0)
    obey (&booth, line);
  kmzb_sync_engine_stop (booth.engine);
  kmzb_store_close (booth.store);
  _exit (0);
}

/* ---- the fair's side ---- */

struct _FairBooth
{
  GPid pid;
  FILE *in;
  FILE *out;
};

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

FairBooth *
fair_booth_start (const char *data_dir, const char *url, const char *key_file, const char *name, gint64 now_us)
{
  FairBooth *self = g_new0 (FairBooth, 1);
  g_autofree char *own_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, now_us);
  const char *argv[] = { own_path, WORD, data_dir, url, key_file, name, now, NULL };
  g_autoptr (GError) error = NULL;
  int in, out;

  signal (SIGPIPE, SIG_IGN);
  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
                            die_with_parent, NULL, &self->pid, &in, &out, NULL, &error);
  g_assert_no_error (error);
  self->in = fdopen (in, "w");
  self->out = fdopen (out, "r");
  return self;
}

static G_GNUC_PRINTF (2, 3) void
say (FairBooth *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vfprintf (self->in, format, arguments);
  va_end (arguments);
  fflush (self->in);
}

/* Returns: (transfer full) (nullable): a whole line without its end; %NULL when the booth has none to give any more */
static char *
hear (FairBooth *self)
{
  char *line = NULL;
  size_t size = 0;
  ssize_t length = getline (&line, &size, self->out);

  if (length > 0 && line[length - 1] == '\n')
    return g_strchomp (line);
  free (line);
  return NULL;
}

static int
leave (FairBooth *self)
{
  int status = 0;

  fclose (self->in);
  g_assert_cmpint (waitpid (self->pid, &status, 0), ==, self->pid);
  fclose (self->out);
  g_free (self);
  return status;
}

/* The power is cut. */
void
fair_booth_kill (FairBooth *self)
{
  kill (self->pid, SIGKILL);
  leave (self);
}

/* It is shut down in peace. */
void
fair_booth_end (FairBooth *self)
{
  g_assert_cmpint (leave (self), ==, 0);
}

gboolean
fair_booth_save (FairBooth *self, const char *id, const char *number, const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);
  g_autofree char *answer = NULL;

  say (self, "save\t%s\t%s\t%s\n", id, number, escaped);
  answer = hear (self);
  return g_strcmp0 (answer, "saved") == 0;
}

/* The power goes while the report is being saved. Returns: whether the visitor still read "saved" */
gboolean
fair_booth_save_and_kill (FairBooth *self, const char *id, const char *number, const char *text, gulong delay_us)
{
  g_autofree char *escaped = g_strescape (text, NULL);
  g_autofree char *answer = NULL;

  say (self, "save\t%s\t%s\t%s\n", id, number, escaped);
  g_usleep (delay_us);
  kill (self->pid, SIGKILL);
  answer = hear (self);
  leave (self);
  return g_strcmp0 (answer, "saved") == 0;
}

void
fair_booth_tick (FairBooth *self, gint64 us, FairStanding *standing)
{
  g_autofree char *answer = NULL;
  int state, trouble;

  say (self, "tick\t%" G_GINT64_FORMAT "\n", us);
  answer = hear (self);
  g_assert_nonnull (answer);
  g_assert_cmpint (sscanf (answer, "%u %u %u %d %d %d", &standing->n_waiting, &standing->n_received,
                           &standing->n_refused, &state, &trouble, &standing->sees_stranger),
                   ==, 6);
  standing->state = (KmzbSyncState) state;
  standing->trouble = (KmzbTrouble) trouble;
}

void
fair_booth_tick_and_kill (FairBooth *self, gint64 us, gulong delay_us)
{
  say (self, "tick\t%" G_GINT64_FORMAT "\n", us);
  g_usleep (delay_us);
  fair_booth_kill (self);
}

void
fair_booth_trust (FairBooth *self)
{
  g_autofree char *answer = NULL;

  say (self, "trust\n");
  answer = hear (self);
  g_assert_cmpstr (answer, ==, "trusted");
}

/* @path: (out): the file. Returns: how many reports are in it */
guint
fair_booth_export (FairBooth *self, const char *folder, char **path, guint *n_readable)
{
  g_autofree char *answer = NULL;
  guint n = 0;
  int at = 0;

  say (self, "export\t%s\n", folder);
  answer = hear (self);
  g_assert_nonnull (answer);
  g_assert_cmpint (sscanf (answer, "%u %u %n", &n, n_readable, &at), ==, 2);
  *path = g_strdup (answer + at);
  return n;
}
