/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-archive-query.h"

#include "kmzb-changes.h"
#include "kmzb-error.h"

#include <string.h>

#define N_VALUES 24

static const char insert_sql[]
    = "INSERT INTO reports(id, digest, number, booth, service_code, status, lat, lon, address_string, address_id,"
      " description, sealed_description, media_url, day_parts, week_days, observed_date, confirms, source,"
      " clock_state, saved_us, requested_us, received_us, updated_us, seq, burst)"
      " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,"
      " $22, $23, $24)"
      " ON CONFLICT DO NOTHING";

/* Officers mark jokes at the booth; the public map never shows them. */
static const char *
first_status (const KmzbReport *report)
{
  KmzbStatus status = g_strcmp0 (report->source, "joke") == 0 ? KMZB_STATUS_MISTAKE : KMZB_STATUS_NEW;

  return kmzb_status_to_slug (status);
}

/* @seq: 0 for not numbered yet */
static void
fill_values (KmzbValue values[N_VALUES], const KmzbIntake *intake, gboolean with_number, gint64 seq)
{
  const KmzbWireRequest *request = intake->request;
  const KmzbReport *report = request->report;
  const KmzbValue null = { .type = KMZB_VALUE_NULL };
  gsize length;
  gconstpointer digest = g_bytes_get_data (intake->digest, &length);
  guint n = 0;

  values[n++] = kmzb_value_text (report->id);
  values[n++] = kmzb_value_bytes (digest, length);
  values[n++] = kmzb_value_text (with_number ? report->number : NULL);
  values[n++] = kmzb_value_text (intake->booth);
  values[n++] = kmzb_value_text (report->category);
  values[n++] = kmzb_value_text (first_status (report));
  values[n++] = request->has_place ? kmzb_value_real (report->place.lat) : null;
  values[n++] = request->has_place ? kmzb_value_real (report->place.lon) : null;
  values[n++] = kmzb_value_text (request->address_string);
  values[n++] = kmzb_value_text (request->address_id);
  values[n++] = kmzb_value_text (report->description);
  values[n++] = kmzb_value_text (request->sealed_description);
  values[n++] = kmzb_value_text (request->media_url);
  values[n++] = kmzb_value_int (report->day_parts);
  values[n++] = kmzb_value_int (report->week_days);
  values[n++] = kmzb_value_text (report->observed_date);
  values[n++] = kmzb_value_text (report->confirms);
  values[n++] = kmzb_value_text (report->source ? report->source : "visitor");
  values[n++] = kmzb_value_text (request->clock_state);
  values[n++] = report->saved_us != 0 ? kmzb_value_int (report->saved_us) : null;
  values[n++] = kmzb_value_int (kmzb_intake_get_requested_us (intake));
  values[n++] = kmzb_value_int (intake->received_us);
  values[n++] = seq != 0 ? kmzb_value_int (seq) : null;
  values[n++] = kmzb_value_int (report->burst);
  g_assert (n == N_VALUES);
}

/* Returns: whether the statements ran; @intake's result says what they found */
static gboolean
compare_stored (KmzbStorage *storage, KmzbIntake *intake, gboolean *found, GError **error)
{
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (storage, "SELECT digest FROM reports WHERE id=$1",
                            KMZB_VALUES (kmzb_value_text (intake->request->report->id)), error);
  g_autoptr (GError) fault = NULL;

  *found = rows != NULL && kmzb_rows_next (rows, &fault);
  if (*found)
    {
      g_autoptr (GBytes) stored = kmzb_rows_dup_bytes (rows, 0);
      /* Wiped with the texts (kmzb_retention_run()): its id is all that is left to know it by. */
      gboolean is_wiped = stored == NULL || g_bytes_get_size (stored) == 0;

      intake->result = is_wiped || g_bytes_equal (stored, intake->digest) ? KMZB_INTAKE_REPLAYED : KMZB_INTAKE_CONFLICT;
    }
  if (fault == NULL)
    return rows != NULL;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* A report that could not go in: its id is there already, or its number. */
static gboolean
settle (KmzbStorage *storage, KmzbIntake *intake, gint64 seq, GError **error)
{
  KmzbValue values[N_VALUES];
  gboolean found;
  guint n_changed;

  if (!compare_stored (storage, intake, &found, error))
    return FALSE;
  if (found)
    return TRUE;

  /* Two booths drew the same number, about once in a million reports. The number belongs to the first; a report
   * without one is better than a report refused. */
  fill_values (values, intake, FALSE, seq);
  if (!kmzb_storage_run (storage, insert_sql, values, N_VALUES, &n_changed, error))
    return FALSE;
  if (n_changed == 0)
    {
      /* Another server stored it between the two statements. */
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_BUSY, "A report was stored twice at the same moment");
      return FALSE;
    }
  g_warning ("Report %s is stored without its number, which another report has", intake->request->report->id);
  return TRUE;
}

/* Denies what came with a key that is not, or no longer, the booth's.
 *
 * Returns: (transfer full) (element-type KmzbIntake): the others, or %NULL */
static GPtrArray *
check_keys (KmzbStorage *storage, GPtrArray *group, GError **error)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_sized_new (group->len), good = g_ptr_array_sized_new (group->len);

  for (guint i = 0; i < group->len; i++)
    {
      KmzbIntake *intake = g_ptr_array_index (group, i);

      if (intake->key_hash != NULL)
        g_ptr_array_add (hashes, intake->key_hash);
    }
  if (!kmzb_keys_read (storage, hashes, error))
    return NULL;
  for (guint i = 0; i < group->len; i++)
    {
      KmzbIntake *intake = g_ptr_array_index (group, i);

      if (intake->key_hash == NULL
          || kmzb_keys_is_of (storage, intake->key_hash, intake->booth, intake->received_us))
        g_ptr_array_add (good, intake);
      else
        intake->result = KMZB_INTAKE_DENIED;
    }
  return g_steal_pointer (&good);
}

static gboolean
store (KmzbStorage *storage, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) group = check_keys (storage, data, error);
  g_autofree KmzbValue *values = group ? g_new (KmzbValue, (gsize) group->len * N_VALUES) : NULL;
  g_autofree guint *n_changed = group ? g_new0 (guint, group->len) : NULL;
  gint64 seq;

  if (group == NULL || group->len == 0)
    return group != NULL;
  if (!kmzb_changes_take_numbers (storage, group->len, &seq, error))
    return FALSE;
  for (guint i = 0; i < group->len; i++)
    fill_values (values + (gsize) i * N_VALUES, g_ptr_array_index (group, i), TRUE, seq ? seq + i : 0);
  if (!storage->class->run_each (storage, insert_sql, values, N_VALUES, group->len, n_changed, error))
    return FALSE;
  for (guint i = 0; i < group->len; i++)
    {
      KmzbIntake *intake = g_ptr_array_index (group, i);

      intake->result = KMZB_INTAKE_STORED;
      if (n_changed[i] == 0 && !settle (storage, intake, seq ? seq + i : 0, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const KmzbIntake *left = *(const KmzbIntake *const *) a, *right = *(const KmzbIntake *const *) b;

  return strcmp (left->request->report->id, right->request->report->id);
}

/**
 * kmzb_archive_store_group:
 * @group: (element-type KmzbIntake): sorted by this
 *
 * Stores reports in one transaction, and sets each one's result. Whether a report is new, a replay or a conflict is
 * decided inside that transaction, so no two of them can both be the first.
 *
 * Returns: %FALSE when nothing of it is known to be stored; all have failed then
 */
gboolean
kmzb_archive_store_group (KmzbStorage *storage, GPtrArray *group, GError **error)
{
  /* In one order everywhere: two servers with the same reports would else each wait for the other. */
  g_ptr_array_sort (group, compare_ids);
  if (kmzb_storage_transact (storage, store, group, error))
    return TRUE;
  for (guint i = 0; i < group->len; i++)
    ((KmzbIntake *) g_ptr_array_index (group, i))->result = KMZB_INTAKE_FAILED;
  return FALSE;
}
