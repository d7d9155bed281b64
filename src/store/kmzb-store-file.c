/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-file.h"

#include "kmzb-error.h"
#include "kmzb-file.h"
#include "kmzb-salvage.h"
#include "kmzb-store-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* DATA_DIR holds
 *
 *   booth.db, booth.db-wal, booth.db-shm     the booth's file
 *   booth.lock                               held by the running booth
 *   booth.db.DATE-aside[-wal|-shm|-journal]  a file that could not be used, kept with its log
 *
 * A file that is set aside keeps its name's relation to its log, so SQLite opens it as it was. */
#define FILE_NAME "booth.db"
#define LOCK_NAME "booth.lock"
#define ASIDE_PREFIX FILE_NAME "."
#define ASIDE_SUFFIX "-aside"
#define TAKEN_OVER "unsent reports taken over"

#define LONG 20000
#define LONG_LIMIT G_STRINGIFY (LONG)

/* The log, its index, and the journal that SQLite needs until a new file has a log: one that stayed behind would be
 * applied to whatever file stands there next, and empty it. */
static const char *const companions[] = { "-wal", "-shm", "-journal" };

char *
kmzb_store_file_get_path (const char *data_dir)
{
  return g_build_filename (data_dir, FILE_NAME, NULL);
}

static gboolean
fail (GError **error, const char *what, const char *path)
{
  int saved_errno = errno;

  g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't %s %s: %s", what, path,
               g_strerror (saved_errno));
  return FALSE;
}

/**
 * kmzb_store_file_lock:
 * @lock_fd: (out): to be closed when the booth ends; the kernel lets go of it also when the booth is killed
 *
 * Makes the data folder, readable by its owner alone, and takes it for this process. Two booths on one outbox would
 * send each other's reports twice.
 */
gboolean
kmzb_store_file_lock (const char *data_dir, int *lock_fd, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, LOCK_NAME, NULL);
  int fd;

  if (g_mkdir_with_parents (data_dir, 0700) < 0)
    return fail (error, "make data folder", data_dir);
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (error, "open", path);
  if (flock (fd, LOCK_EX | LOCK_NB) < 0)
    {
      if (errno == EWOULDBLOCK)
        g_set_error (error, KMZB_ERROR, KMZB_ERROR_BUSY, "Another booth is running on data folder %s", data_dir);
      else
        fail (error, "lock", path);
      close (fd);
      return FALSE;
    }
  *lock_fd = fd;
  return TRUE;
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  return fail (error, "set aside", from);
}

static gboolean
move_companions (const char *path, const char *aside, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *from = g_strconcat (path, companions[i], NULL);
      g_autofree char *to = g_strconcat (aside, companions[i], NULL);

      if (!move (from, to, error))
        return FALSE;
    }
  return TRUE;
}

/* A name for a file that is set aside now and that no other one has. */
static char *
make_aside_path (const char *path, gint64 now_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autofree char *date = now ? g_date_time_format (now, "%Y%m%dT%H%M%SZ") : g_strdup ("undated");

  for (guint i = 0;; i++)
    {
      g_autofree char *more = i ? g_strdup_printf (".%u", i) : g_strdup ("");
      g_autofree char *aside = g_strconcat (path, ".", date, more, ASIDE_SUFFIX, NULL);
      g_autofree char *log = g_strconcat (aside, companions[0], NULL);

      if (!g_file_test (aside, G_FILE_TEST_EXISTS) && !g_file_test (log, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&aside);
    }
}

/* Returns: (transfer full) (nullable): the file that was set aside last */
static char *
find_last_aside (const char *data_dir)
{
  g_autoptr (GDir) dir = g_dir_open (data_dir, 0, NULL);
  g_autofree char *best = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, ASIDE_PREFIX) && g_str_has_suffix (name, ASIDE_SUFFIX)
        && (best == NULL || strcmp (name, best) > 0))
      {
        g_free (best);
        best = g_strdup (name);
      }
  return best ? g_build_filename (data_dir, best, NULL) : NULL;
}

/* Returns: (transfer full) (nullable): the same, if its log has not followed it */
static char *
find_aside_without_log (const char *data_dir)
{
  g_autofree char *aside = find_last_aside (data_dir);
  g_autofree char *log = aside ? g_strconcat (aside, companions[0], NULL) : NULL;

  return aside == NULL || g_file_test (log, G_FILE_TEST_EXISTS) ? NULL : g_steal_pointer (&aside);
}

static goffset
get_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (goffset) info.st_size : 0;
}

/* A log without its file, because a power cut came between the renames of set_aside(), or because the file lost its
 * content. SQLite would delete it as stale, and the last reports with it. */
static gboolean
rescue_lone_log (const char *data_dir, const char *path, gint64 now_us, char **message, GError **error)
{
  g_autofree char *log = g_strconcat (path, companions[0], NULL);
  g_autofree char *aside = NULL;

  if (get_size (path) > 0 || get_size (log) == 0)
    return TRUE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    aside = find_aside_without_log (data_dir);
  if (aside == NULL)
    aside = make_aside_path (path, now_us);

  *message = g_strdup_printf ("%s has lost its file; kept as %s%s", log, aside, companions[0]);
  return move (path, aside, error) && move_companions (path, aside, error) && kmzb_file_sync_folder (data_dir, error);
}

/* The file first: until its log has followed, rescue_lone_log() knows where the log belongs. */
static gboolean
set_aside (const char *data_dir, const char *path, gint64 now_us, char **aside, GError **error)
{
  *aside = make_aside_path (path, now_us);
  return move (path, *aside, error) && kmzb_file_sync_folder (data_dir, error)
         && move_companions (path, *aside, error) && kmzb_file_sync_folder (data_dir, error);
}

/* The fresh file fared no better: it was not the old one's fault. What was begun of the fresh one holds nothing. */
static gboolean
put_back (const char *data_dir, const char *path, const char *aside, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *begun = g_strconcat (path, companions[i], NULL);

      if (g_unlink (begun) < 0 && errno != ENOENT)
        return fail (error, "remove", begun);
    }
  return move (aside, path, error) && move_companions (aside, path, error) && kmzb_file_sync_folder (data_dir, error);
}

/* Not the quick check: a report that an index has lost would wait for ever and never be seen. */
static gboolean
check_table (KmzbDb *db, const char *name, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA integrity_check('%s')", name);
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, sql, error);
  KmzbStep step = stmt ? kmzb_stmt_step (stmt, error) : KMZB_STEP_ERROR;

  if (step == KMZB_STEP_ERROR)
    return FALSE;
  if (step == KMZB_STEP_ROW && g_strcmp0 (kmzb_stmt_text (stmt, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "%s is damaged", kmzb_db_get_path (db));
  return FALSE;
}

/* What the outbox needs: what it holds exists nowhere else. Threats come again from the pack and may be a million: they
 * are left out. */
static gboolean
check_outbox (KmzbDb *db, GError **error)
{
  return check_table (db, "reports", error) && check_table (db, "sqlite_sequence", error)
         && check_table (db, "settings", error);
}

/* Whether the outbox is so long that it is checked beside a booth that runs already: a thousand reports take
 * one or two milliseconds, and a start must not wait for a hundred thousand. */
gboolean
kmzb_store_file_is_long (KmzbDb *db)
{
  gint64 n = 0;

  return kmzb_db_get_int (db, "SELECT count(*) FROM (SELECT 1 FROM reports LIMIT " LONG_LIMIT ")", &n, NULL)
         && n == LONG;
}

/* What the last run's check beside the booth found. */
static gboolean
check_mark (KmzbDb *db, GError **error)
{
  g_autofree char *mark = NULL;

  if (!kmzb_setting_get (db, KMZB_SETTING_DAMAGED, &mark, error))
    return FALSE;
  if (mark != NULL)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "%s is damaged", kmzb_db_get_path (db));
  return mark == NULL;
}

/**
 * kmzb_store_file_check:
 *
 * Checks a long outbox on a connection of its own, beside the booth. Takes its time.
 *
 * Returns: %FALSE with %KMZB_ERROR_DAMAGED, or another error when nothing could be found out
 */
gboolean
kmzb_store_file_check (const char *data_dir, GError **error)
{
  g_autofree char *path = kmzb_store_file_get_path (data_dir);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, error);

  return db != NULL && check_outbox (db, error);
}

/* SQLite opens a file that cannot be written all the same, and says so at the first write; what is damaged of its schema
 * or its free pages shows when a report comes. So one is saved, and taken back before any of it gets to the disk. */
#define TRY_TO_SAVE                                                                                                    \
  "BEGIN IMMEDIATE;"                                                                                                   \
  "INSERT INTO reports (id, number, boot_id, state, category, lat, lon, saved_us, payload)"                           \
  " VALUES ('', '', '', 'saved', '', 0, 0, 0, zeroblob(30000));"                                                       \
  "ROLLBACK"

static KmzbDb *
open_and_migrate (const char *path, GError **error)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_CREATE | KMZB_DB_DURABLE, error);

  if (db == NULL || !kmzb_store_schema_migrate (db, error) || !kmzb_db_exec (db, TRY_TO_SAVE, error)
      || !check_mark (db, error) || (!kmzb_store_file_is_long (db) && !check_outbox (db, error)))
    return NULL;
  return g_steal_pointer (&db);
}

/* A full disk or another process is not the file's fault: another file would fare no better. */
static gboolean
is_files_fault (const GError *error)
{
  return !g_error_matches (error, KMZB_ERROR, KMZB_ERROR_FULL) && !g_error_matches (error, KMZB_ERROR, KMZB_ERROR_BUSY);
}

/* Takes over what the file at @aside still tells. What fails now is tried again at the next start; the booth works
 * without it. */
static void
take_over (KmzbDb *db, const char *aside)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *message = NULL;
  KmzbSalvage salvage;
  gboolean told;

  if (!kmzb_salvage (db, aside, &salvage, &error)
      || !kmzb_setting_get (db, KMZB_SETTING_SET_ASIDE, &before, &error))
    {
      g_warning ("Can't take over the reports in %s yet: %s", aside, error->message);
      return;
    }
  /* A file that can't be opened at all is tried at every start; that is told once, and not again when it was seen. */
  told = before != NULL && (*before == '\0' || strstr (before, TAKEN_OVER) != NULL);
  if (told && salvage.n_unsent == 0 && salvage.n_lost == 0)
    return;
  message = g_strdup_printf ("%s; %u " TAKEN_OVER ", %u could not be read", before && *before ? before : aside,
                             salvage.n_unsent, salvage.n_lost);
  g_message ("%s", message);
  if (!kmzb_setting_put (db, KMZB_SETTING_SET_ASIDE, message, &error))
    g_warning ("%s", error->message);
}

static gboolean
note_set_aside (KmzbDb *db, const char *message, const char *aside, GError **error)
{
  if (!kmzb_db_begin_immediate (db, error))
    return FALSE;
  if (!kmzb_setting_put (db, KMZB_SETTING_SET_ASIDE, message, error)
      || (aside != NULL && !kmzb_setting_put (db, KMZB_SETTING_SALVAGE, aside, error)))
    {
      kmzb_db_rollback (db);
      return FALSE;
    }
  return kmzb_db_commit (db, error);
}

/* A power cut or a full disk came between setting a file aside and noting it in the fresh one: nobody would ever look
 * into the old one again. A fresh file whose setting was never made, with an old one beside it, is such a case. */
static gboolean
note_forgotten_aside (KmzbDb *db, const char *data_dir, GError **error)
{
  g_autofree char *noted = NULL, *aside = NULL, *message = NULL;

  if (!kmzb_setting_get (db, KMZB_SETTING_SET_ASIDE, &noted, error))
    return FALSE;
  aside = noted ? NULL : find_last_aside (data_dir);
  if (aside == NULL)
    return TRUE;
  message = g_strdup_printf ("The last start was cut off when it had set a file aside; kept as %s", aside);
  g_message ("%s", message);
  return note_set_aside (db, message, aside, error);
}

/**
 * kmzb_store_file_open:
 * @data_dir: locked by kmzb_store_file_lock()
 *
 * Opens the booth's file and brings it to the newest schema. One that cannot be used is never deleted, for it may
 * hold the only copy of a report: it is set aside, a fresh one started, and the setting "set_aside" of the fresh one
 * says so until the officer has seen it. Its reports are taken over as far as they can be read. Where no fresh one can be started either, the old one stays in its place.
 *
 * Returns: (transfer full): a durable connection, or %NULL
 */
KmzbDb *
kmzb_store_file_open (const char *data_dir, gint64 now_us, GError **error)
{
  g_autofree char *path = kmzb_store_file_get_path (data_dir);
  g_autofree char *aside = NULL;
  g_autofree char *message = NULL;
  g_autofree char *old = NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (GError) stuck = NULL;
  g_autoptr (KmzbDb) db = NULL;

  if (!rescue_lone_log (data_dir, path, now_us, &message, error))
    return NULL;
  db = open_and_migrate (path, &fault);
  if (db == NULL)
    {
      if (!is_files_fault (fault))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
      if (!set_aside (data_dir, path, now_us, &aside, error))
        {
          g_prefix_error (error, "%s; ", fault->message);
          return NULL;
        }
      g_free (message);
      message = g_strdup_printf ("%s; kept as %s", fault->message, aside);
      db = open_and_migrate (path, error);
      /* A disk that was too full for the log's index, or that fails: the reports must not be left behind for it. */
      if (db == NULL)
        {
          if (!put_back (data_dir, path, aside, &stuck))
            g_warning ("%s", stuck->message);
          return NULL;
        }
    }
  if (message != NULL)
    {
      g_message ("%s", message);
      if (!note_set_aside (db, message, aside, error))
        return NULL;
    }
  else if (!note_forgotten_aside (db, data_dir, error))
    return NULL;
  if (!kmzb_setting_get (db, KMZB_SETTING_SALVAGE, &old, error))
    return NULL;
  if (old != NULL)
    take_over (db, old);
  /* The file's own name must survive a power cut as its content does. */
  return kmzb_file_sync_folder (data_dir, error) ? g_steal_pointer (&db) : NULL;
}
