/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disk has no room: at every single write, sync or new file of whatever the store does, for that one moment or until
 * somebody makes room. Each time: a clear error or none, nothing lost, nothing half written, and it works once there is
 * room, without and with a restart. */
#include "old-file.h"
#include "power-cut.h"
#include "store-fixture.h"

#include "kmzb-db.h"
#include "kmzb-error.h"
#include "kmzb-store-changes.h"
#include "kmzb-store-officer.h"
#include "wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>

#define SECRET "Kowalskiego-z-parteru"
#define SERVER "https://central.example/"
#define N_THREATS 400
#define KEY "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8="

typedef struct
{
  Fixture base;
  KmzbReport *report;
  char *stick;
} Full;

/* @prepare: (nullable): before the disk fills up. @act: may be done again after it failed; FALSE with an error. @check:
 * how things stand when @act has succeeded (or not, with %FALSE) */
typedef struct
{
  const char *name;
  void (*prepare) (Full *u);
  gboolean (*act) (Full *u, GError **error);
  void (*check) (Full *u, gboolean done);
  gboolean at_start; /* opens the store itself */
} Deed;

static gint64
ask (Full *u, const char *sql)
{
  return fixture_query_int (&u->base, sql);
}

/* ---- a visitor saves ---- */

static gboolean
save (Full *u, GError **error)
{
  return fixture_save (u->base.store, u->report, error);
}

static void
check_saved (Full *u, gboolean done)
{
  g_assert_cmpint (ask (u, "SELECT count(*) FROM reports"), ==, done);
  g_assert_cmpint (ask (u, "SELECT count(*) FROM reports WHERE state = 'saved' AND instr(payload, '" SECRET "') > 0"), ==,
                   done);
  g_assert_cmpuint (kmzb_store_get_tally (u->base.store)->saved, ==, done);
}

/* ---- it is sent ---- */

static void
save_first (Full *u)
{
  g_assert_true (save (u, NULL));
}

static gboolean
claim (Full *u, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gint64 next;

  kmzb_store_claim_async (u->base.store, 1, FIXTURE_START_US, NULL, wait_take_result, &result);
  items = kmzb_store_claim_finish (u->base.store, wait_for_result (&result), &next, error);
  g_assert_true (items == NULL || items->len == 1);
  return items != NULL;
}

static void
check_claimed (Full *u, gboolean done)
{
  g_assert_cmpint (ask (u, "SELECT count(*) FROM reports WHERE instr(payload, '" SECRET "') > 0"), ==, 1);
  /* A restart makes it wait again. */
  g_assert_cmpuint (kmzb_tally_get_waiting (kmzb_store_get_tally (u->base.store)), ==, 1);
  if (!done)
    g_assert_cmpint (ask (u, "SELECT count(*) FROM reports WHERE state = 'saved'"), ==, 1);
}

static void
save_and_claim (Full *u)
{
  save_first (u);
  g_assert_true (claim (u, NULL));
}

static gboolean
receive (Full *u, GError **error)
{
  g_autoptr (GPtrArray) settlements = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_settlement_free);
  g_autoptr (GAsyncResult) result = NULL;
  KmzbSettlement *settlement = kmzb_settlement_new (1, KMZB_REPORT_RECEIVED);

  settlement->server_id = g_strdup ("server-1");
  g_ptr_array_add (settlements, settlement);
  kmzb_store_settle_async (u->base.store, settlements, NULL, wait_take_result, &result);
  return kmzb_store_settle_finish (u->base.store, wait_for_result (&result), error);
}

static void
check_received (Full *u, gboolean done)
{
  g_assert_cmpint (ask (u, "SELECT count(*) FROM reports WHERE state = 'received' AND payload IS NULL"), ==, done);
  if (!done)
    g_assert_cmpint (ask (u, "SELECT count(*) FROM reports WHERE state = 'sending' AND instr(payload, '" SECRET "') > 0"),
                     ==, 1);
  /* The bytes go as well, if not at once then by and by. */
  for (guint i = 0; done && i < 2000 && fixture_files_contain (&u->base, SECRET); i++)
    {
      kmzb_clock_advance (u->base.clock, 6 * G_USEC_PER_SEC);
      fixture_spin ();
      g_usleep (2000);
    }
  g_assert_true (done != fixture_files_contain (&u->base, SECRET));
}

static gboolean
note_contact (Full *u, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_note_contact_async (u->base.store, FIXTURE_START_US, 1000, NULL, wait_take_result, &result);
  return kmzb_store_note_contact_finish (u->base.store, wait_for_result (&result), error);
}

static void
check_contact (Full *u, gboolean done)
{
  g_assert_cmpint (ask (u, "SELECT count(*) FROM settings WHERE key IN ('last_sync_us', 'clock_offset_s', 'clock_base')"),
                   ==, done ? 3 : 0);
}

static gboolean
offer_key (Full *u, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_offer_key_async (u->base.store, KEY, NULL, wait_take_result, &result);
  return kmzb_store_offer_key_finish (u->base.store, wait_for_result (&result), error);
}

static void
check_key (Full *u, gboolean done)
{
  g_assert_cmpint (ask (u, "SELECT count(*) FROM settings WHERE key = 'pinned_key' AND value = '" KEY "'"), ==, done);
}

/* ---- what central and the pack tell ---- */

static gboolean
apply_page (Full *u, GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\"items\":[");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  KmzbWireChanges *page;

  for (guint i = 0; i < N_THREATS; i++)
    g_string_append_printf (json,
                            "%s{\"id\":\"t-%u\",\"category\":\"akty-wandalizmu\",\"status\":\"confirmed\",\"lat\":50.1,"
                            "\"lon\":22,\"created\":\"2026-04-01T10:00:00Z\",\"updated\":\"2026-04-02T10:00:00Z\"}",
                            i > 0 ? "," : "", i);
  g_string_append (json, "],\"deleted\":[\"gone\"],\"cursor\":\"c1\",\"more\":false}");
  body = g_bytes_new (json->str, json->len);
  page = kmzb_wire_changes_parse (KMZB_WIRE_CHANGES_OF_THREATS, body, NULL);
  g_assert_nonnull (page);
  kmzb_store_apply_changes_async (u->base.store, SERVER, page, NULL, wait_take_result, &result);
  return kmzb_store_apply_changes_finish (u->base.store, wait_for_result (&result), error);
}

static void
check_page (Full *u, gboolean done)
{
  g_assert_cmpint (ask (u, "SELECT count(*) FROM threats WHERE from_pack = 0"), ==, done ? N_THREATS : 0);
  g_assert_cmpint (ask (u, "SELECT count(*) FROM walks WHERE cursor = 'c1'"), ==, done);
}

static gboolean
import_pack (Full *u, GError **error)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < N_THREATS; i++)
    {
      g_autofree char *id = g_strdup_printf ("p-%u", i);

      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, id, "inne", KMZB_STATUS_NEW, (KmzbPoint){ 50, 22 }, 0, 0);
    }
  kmzb_store_import_threats_async (u->base.store, "pack-1", threats, NULL, wait_take_result, &result);
  return kmzb_store_import_threats_finish (u->base.store, wait_for_result (&result), error);
}

static void
check_pack (Full *u, gboolean done)
{
  g_assert_cmpint (ask (u, "SELECT count(*) FROM threats WHERE from_pack = 1"), ==, done ? N_THREATS : 0);
  g_assert_cmpint (ask (u, "SELECT count(*) FROM settings WHERE key = 'threats_origin' AND value = 'pack-1'"), ==, done);
}

/* ---- the officer ---- */

static gboolean
hold (Full *u, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_act_async (u->base.store, KMZB_OFFICER_HOLD, 1, "joke", NULL, wait_take_result, &result);
  return kmzb_store_act_finish (u->base.store, wait_for_result (&result), error);
}

static void
check_held (Full *u, gboolean done)
{
  g_assert_cmpint (ask (u, "SELECT count(*) FROM reports WHERE state = 'held' AND reason = 'joke'"), ==, done);
  g_assert_cmpint (ask (u, "SELECT count(*) FROM audit"), ==, done);
  g_assert_cmpint (ask (u, "SELECT count(*) FROM reports WHERE instr(payload, '" SECRET "') > 0"), ==, 1);
}

static gboolean
export (Full *u, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KmzbExport) file = NULL;

  kmzb_store_export_async (u->base.store, u->stick, "Rynek", NULL, wait_take_result, &result);
  file = kmzb_store_export_finish (u->base.store, wait_for_result (&result), error);
  g_assert_true (file == NULL || file->n == 1);
  return file != NULL;
}

/* Returns: how many files are on the stick, of whatever name */
static guint
count_files (Full *u)
{
  g_autoptr (GDir) dir = g_dir_open (u->stick, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The booth's own disk is full, the stick is not: what must get out gets out. */
static void
check_exported (Full *u, gboolean done)
{
  g_assert_true (done);
  g_assert_cmpuint (count_files (u), ==, 1);
  check_claimed (u, FALSE);
}

/* ---- the start ---- */

static gboolean
start (Full *u, GError **error)
{
  Fixture *f = &u->base;

  fixture_close (f);
  f->store = kmzb_store_new (f->data_dir, f->clock);
  return kmzb_store_open (f->store, error);
}

static void
check_started (Full *u, gboolean done)
{
  if (done)
    g_assert_cmpint (ask (u, "SELECT count(*) FROM reports"), ==, 0);
}

static void
leave_old_file (Full *u)
{
  old_file_write (u->base.data_dir, OLD_FILE_FIRST);
}

static void
check_migrated (Full *u, gboolean done)
{
  if (done)
    old_file_check (u->base.path);
}

/* A file of a newer program: a fresh one is started, and the reports are taken over. */
static void
leave_newer_file (Full *u)
{
  g_autoptr (KmzbDb) db = NULL;

  old_file_write (u->base.data_dir, OLD_FILE_LAST);
  db = kmzb_db_open (u->base.path, 0, NULL);
  g_assert_true (kmzb_db_exec (db, "PRAGMA user_version = 99", NULL));
}

/* The start may succeed while the reports are still to be taken over: then the next one does it. */
static void
check_salvaged (Full *u, gboolean done)
{
  if (!done)
    return;
  if (ask (u, "SELECT count(*) FROM reports") == 0)
    g_assert_true (start (u, NULL));
  g_assert_nonnull (kmzb_store_get_set_aside (u->base.store));
  old_file_check (u->base.path);
}

static const Deed deeds[] = {
  { "save", NULL, save, check_saved, FALSE },
  { "claim", save_first, claim, check_claimed, FALSE },
  { "receipt", save_and_claim, receive, check_received, FALSE },
  { "contact", NULL, note_contact, check_contact, FALSE },
  { "key", NULL, offer_key, check_key, FALSE },
  { "page", NULL, apply_page, check_page, FALSE },
  { "pack", NULL, import_pack, check_pack, FALSE },
  { "hold", save_first, hold, check_held, FALSE },
  { "export", save_first, export, check_exported, FALSE },
  { "first-start", NULL, start, check_started, TRUE },
  { "old-file", leave_old_file, start, check_migrated, TRUE },
  { "newer-file", leave_newer_file, start, check_salvaged, TRUE },
};

/* ---- all of them, at every step ---- */

static void
set_up (Full *u, const Deed *deed)
{
  g_autofree char *parent = g_dir_make_tmp ("kmzb-full-XXXXXX", NULL);

  u->base.data_dir = g_build_filename (parent, "data", NULL);
  u->base.path = g_build_filename (u->base.data_dir, "booth.db", NULL);
  u->stick = g_build_filename (parent, "stick", NULL);
  g_assert_cmpint (g_mkdir (u->base.data_dir, 0700) | g_mkdir (u->stick, 0700), ==, 0);
  u->base.clock = kmzb_clock_new_manual (FIXTURE_START_US);
  u->report = fixture_make_report (SECRET);
  power_cut_begin ();
  if (!deed->at_start)
    fixture_open (&u->base);
  if (deed->prepare != NULL)
    deed->prepare (u);
}

static void
tear_down (Full *u)
{
  g_autofree char *parent = g_path_get_dirname (u->base.data_dir);

  fixture_close (&u->base);
  power_cut_end (u->base.data_dir, POWER_CUT_KEEPS);
  fixture_remove_folder (parent);
  g_clear_object (&u->base.clock);
  kmzb_report_unref (u->report);
  g_free (u->base.path);
  g_free (u->base.data_dir);
  g_free (u->stick);
}

static void
assert_sound (Full *u)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (u->base.path, KMZB_DB_READ_ONLY, NULL);

  g_assert_true (kmzb_db_check (db, NULL));
}

/* An error that an officer can do something with: it names the file, and that there is no room. A disk that has none
 * for SQLite's index of the log or at a sync says so less clearly. */
static void
check_error (Full *u, const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == KMZB_ERROR);
  g_assert_true (error->code == KMZB_ERROR_FULL || error->code == KMZB_ERROR_IO);
  g_assert_nonnull (strstr (error->message, u->base.data_dir));
}

/* Returns: %FALSE when the deed took fewer steps than @at */
static gboolean
fill_up_once (const Deed *deed, guint at, gboolean once)
{
  Full u = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean done, was_full;

  set_up (&u, deed);
  disk_full_arm (at, once);
  done = deed->act (&u, &error);
  if (!done)
    check_error (&u, error);
  fixture_spin ();
  g_test_message ("step %u%s: %s", at, once ? " alone" : "", error ? error->message : "done all the same");
  was_full = disk_full_end ();
  if (!done)
    {
      if (!deed->at_start)
        deed->check (&u, FALSE);
      g_clear_error (&error);
      deed->act (&u, &error);
      g_assert_no_error (error);
    }
  fixture_spin ();
  deed->check (&u, TRUE);
  fixture_close (&u.base);
  fixture_open (&u.base);
  assert_sound (&u);
  deed->check (&u, TRUE);
  tear_down (&u);
  return was_full;
}

static void
test_deed (gconstpointer data)
{
  const Deed *deed = data;

  for (int once = 0; once <= 1; once++)
    {
      guint at = 1;

      while (fill_up_once (deed, at, once))
        at++;
      g_test_message ("%u steps", at - 1);
      g_assert_cmpuint (at, >, 2);
    }
}

/* ---- a stick and a disk of real files ---- */

/* The file on the stick can grow to every size but the last: no file, no crumb, and a clear error. */
static void
test_full_stick (void)
{
  Full u = { 0 };
  struct rlimit before, limit;
  gboolean done = FALSE;
  guint size = 0;

  set_up (&u, &deeds[0]);
  save_first (&u);
  fixture_close (&u.base); /* its own file is grown by now: only the stick's is in want of room */
  fixture_open (&u.base);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  for (; !done; size += 7)
    {
      g_autoptr (GError) error = NULL;

      limit = before;
      limit.rlim_cur = size;
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      done = export (&u, &error);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      g_assert_cmpuint (count_files (&u), ==, done);
      if (!done)
        {
          g_assert_true (error->domain == KMZB_ERROR);
          g_assert_nonnull (strstr (error->message, u.stick));
        }
      check_claimed (&u, FALSE);
    }
  g_assert_cmpuint (size, >, 200);
  tear_down (&u);
}

/* A disk that is full to the last byte, and then has one block more, and one more: every deed in turn. */
static void
test_small_disk (gconstpointer data)
{
  const Deed *deed = data;
  g_autofree char *block = g_strnfill (4096, 'x');
  g_autofree char *disk = g_dir_make_tmp ("kmzb-disk-XXXXXX", NULL);
  g_autofree char *ballast = g_build_filename (disk, "ballast", NULL);
  gboolean done = FALSE;
  Full u = { 0 };

  if (mount ("kmzb-test", disk, "tmpfs", 0, "size=2m") != 0)
    {
      g_rmdir (disk);
      g_test_skip ("cannot mount a small disk");
      return;
    }
  u.base.data_dir = g_build_filename (disk, "data", NULL);
  u.base.path = g_build_filename (u.base.data_dir, "booth.db", NULL);
  u.stick = g_dir_make_tmp ("kmzb-stick-XXXXXX", NULL);
  u.base.clock = kmzb_clock_new_manual (FIXTURE_START_US);
  u.report = fixture_make_report (SECRET);
  g_assert_cmpint (g_mkdir (u.base.data_dir, 0700), ==, 0);
  if (!deed->at_start)
    fixture_open (&u.base);
  if (deed->prepare != NULL)
    deed->prepare (&u);

  FILE *file = fopen (ballast, "w");
  while (fwrite (block, 512, 1, file) == 1 && fflush (file) == 0)
    ;
  fclose (file);
  for (guint tries = 0; !done; tries++)
    {
      g_autoptr (GError) error = NULL;
      GStatBuf info;

      done = deed->act (&u, &error);
      if (!done)
        {
          check_error (&u, error);
          g_assert_cmpint (g_stat (ballast, &info), ==, 0);
          g_assert_cmpint (info.st_size, >, 0);
          g_assert_cmpint (truncate (ballast, MAX (0, info.st_size / 4096 - 1) * 4096), ==, 0);
        }
    }
  g_assert_cmpint (g_unlink (ballast), ==, 0);
  deed->check (&u, TRUE);
  fixture_close (&u.base);
  fixture_open (&u.base);
  assert_sound (&u);
  deed->check (&u, TRUE);
  fixture_close (&u.base);
  g_assert_cmpint (umount (disk), ==, 0);
  g_assert_cmpint (g_rmdir (disk), ==, 0);
  fixture_remove_folder (u.stick);
  g_clear_object (&u.base.clock);
  kmzb_report_unref (u.report);
  g_free (u.base.path);
  g_free (u.base.data_dir);
  g_free (u.stick);
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  /* A store without room complains, and should. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autofree char *path = g_strconcat ("/disk-full/every-step/", deeds[i].name, NULL);
      g_autofree char *small = g_strconcat ("/disk-full/small-disk/", deeds[i].name, NULL);

      g_test_add_data_func (path, &deeds[i], test_deed);
      g_test_add_data_func (small, &deeds[i], test_small_disk);
    }
  g_test_add_func ("/disk-full/stick", test_full_stick);
  return g_test_run ();
}
