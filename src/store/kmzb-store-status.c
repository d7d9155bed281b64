/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store.h"

#include "kmzb-error.h"
#include "kmzb-outbox.h"
#include "kmzb-store-file.h"
#include "kmzb-store-schema.h"
#include "kmzb-time.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

typedef struct
{
  KmzbTally tally;
  gint64 n_threats;
  char *last_sync_us;
  char *clock_offset_s;
} Facts;

static void
facts_clear (Facts *facts)
{
  g_free (facts->last_sync_us);
  g_free (facts->clock_offset_s);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

/* A disk without room for the log's index, which even a reader makes, must not hide the queue: a file that was closed
 * in order has no log, and is read as it stands. */
static KmzbDb *
open_to_look (const char *path, GError **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf info;
  gboolean has_log = g_stat (log, &info) == 0 && info.st_size > 0;
  g_autoptr (GError) fault = NULL;
  KmzbDb *db = kmzb_db_open (path, KMZB_DB_READ_ONLY, &fault);

  if (db != NULL)
    return db;
  if (!has_log && !g_error_matches (fault, KMZB_ERROR, KMZB_ERROR_DAMAGED))
    return kmzb_db_open (path, KMZB_DB_READ_ONLY | KMZB_DB_IMMUTABLE, error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

/* Only what is surely not there is a booth that never ran: a folder that may not be looked into can hold a queue.
 *
 * @exists: (out): whether there is a file to look at */
static gboolean
find_file (const char *path, gboolean *exists, GError **error)
{
  GStatBuf info;
  int saved_errno;

  *exists = g_stat (path, &info) == 0;
  if (*exists || errno == ENOENT)
    return TRUE;
  saved_errno = errno;
  g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't open %s: %s", path,
               g_strerror (saved_errno));
  return FALSE;
}

/* Looks without touching: another booth may be running on the file, so nothing is migrated, repaired or set aside. */
static gboolean
read_facts (const char *path, Facts *facts, GError **error)
{
  g_autoptr (KmzbDb) db = open_to_look (path, error);
  gint64 version = 0;

  if (db == NULL || !kmzb_db_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version == 0)
    return TRUE;
  if (version > kmzb_store_schema_get_version ())
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NEWER, "%s was written by a newer booth (schema %" G_GINT64_FORMAT ")",
                   path, version);
      return FALSE;
    }
  return kmzb_outbox_count (db, &facts->tally, error)
         && kmzb_db_get_int (db, "SELECT count(*) FROM threats", &facts->n_threats, error)
         && kmzb_setting_get (db, KMZB_SETTING_LAST_SYNC, &facts->last_sync_us, error)
         && kmzb_setting_get (db, KMZB_SETTING_CLOCK_OFFSET, &facts->clock_offset_s, error);
}

static void
add_queue (JsonBuilder *builder, const KmzbTally *tally)
{
  json_builder_set_member_name (builder, "queue");
  json_builder_begin_object (builder);
  for (guint i = 0; i < KMZB_N_REPORT_STATES; i++)
    {
      json_builder_set_member_name (builder, kmzb_report_state_to_string (i));
      json_builder_add_int_value (builder, tally->by_state[i]);
    }
  json_builder_end_object (builder);
}

/* @text: (nullable): %NULL becomes null */
static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_times (JsonBuilder *builder, const Facts *facts, gint64 now_us)
{
  gint64 last_us = facts->last_sync_us ? g_ascii_strtoll (facts->last_sync_us, NULL, 10) : 0;
  g_autofree char *last = facts->last_sync_us ? kmzb_time_format_w3c (last_us) : NULL;

  json_builder_set_member_name (builder, "oldest_unsent_age_s");
  if (kmzb_tally_get_waiting (&facts->tally) > 0)
    json_builder_add_int_value (builder, MAX (0, now_us - facts->tally.oldest_unsent_us) / G_USEC_PER_SEC);
  else
    json_builder_add_null_value (builder);

  add_text (builder, "last_sync", last);

  json_builder_set_member_name (builder, "clock_offset_s");
  if (facts->clock_offset_s != NULL)
    json_builder_add_int_value (builder, g_ascii_strtoll (facts->clock_offset_s, NULL, 10));
  else
    json_builder_add_null_value (builder);
}

static void
add_pack (JsonBuilder *builder, const char *name, const char *made)
{
  json_builder_set_member_name (builder, "pack");
  if (name == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  add_text (builder, "name", name);
  add_text (builder, "made", made);
  json_builder_end_object (builder);
}

/**
 * kmzb_store_status_json:
 * @booth: (nullable): the booth's name
 * @pack_name: (nullable): the region pack's name; %NULL when the booth has none
 * @pack_made: (nullable): when that pack was made, RFC 3339
 *
 * What --status prints (DESIGN.md, "Contracts"). Needs no open store and may run beside one. A folder in which no
 * booth has run yet has nothing in its queue.
 *
 * Returns: (transfer full): a JSON object, or %NULL
 */
char *
kmzb_store_status_json (const char *data_dir,
                        KmzbClock *clock,
                        const char *booth,
                        const char *pack_name,
                        const char *pack_made,
                        GError **error)
{
  g_autofree char *path = kmzb_store_file_get_path (data_dir);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_auto (Facts) facts = { 0 };
  gboolean exists;

  if (!find_file (path, &exists, error) || (exists && !read_facts (path, &facts, error)))
    return NULL;

  json_builder_begin_object (builder);
  add_text (builder, "booth", booth);
  add_queue (builder, &facts.tally);
  add_times (builder, &facts, kmzb_clock_get_real_us (clock));
  add_pack (builder, pack_name, pack_made);
  json_builder_set_member_name (builder, "threats");
  json_builder_add_int_value (builder, facts.n_threats);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
