/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-duplicates.h"

#include "kmzb-changes.h"
#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-uuid.h"

#include <string.h>

/* More of one threat are hardly one threat; and each change of it is written for every one. */
#define MAX_DUPLICATES 500

/* A report as far as joining is concerned. */
typedef struct
{
  char *id;
  char *main_id;
  char *status;
  char *own_status;
} Side;

static void
side_clear (Side *self)
{
  g_free (self->id);
  g_free (self->main_id);
  g_free (self->status);
  g_free (self->own_status);
  *self = (Side) { 0 };
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static char *
dup_text (KmzbRows *rows, int column)
{
  return kmzb_rows_is_null (rows, column) ? NULL : g_strdup (kmzb_rows_text (rows, column));
}

/* Holds the report to the end of the transaction, then reads it: two coordinators who join A to B and B to A at once
 * do it one after the other. Returns: %FALSE with %KMZB_ERROR_NOT_FOUND where there is none */
static gboolean
hold (KmzbStorage *storage, const char *name, Side *side, GError **error)
{
  g_autofree char *number = strlen (name) < 32 ? kmzb_number_parse (name) : NULL, *lower = g_ascii_strdown (name, -1);
  const KmzbValue names[] = { kmzb_value_text (lower), kmzb_value_text (number) };
  g_autoptr (KmzbRows) rows = NULL;
  g_autoptr (GError) fault = NULL;

  side_clear (side);
  if (!kmzb_storage_run (storage, "UPDATE reports SET updated_us=updated_us WHERE id=$1 OR number=$2", names, 2, NULL,
                         error))
    return FALSE;
  rows = kmzb_storage_query (storage, "SELECT id, main_id, status, own_status FROM reports WHERE id=$1 OR number=$2",
                             names, 2, error);
  if (rows == NULL)
    return FALSE;
  if (kmzb_rows_next (rows, &fault))
    {
      *side = (Side) { dup_text (rows, 0), dup_text (rows, 1), dup_text (rows, 2), dup_text (rows, 3) };
      return TRUE;
    }
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "No report has that number or id");
  return FALSE;
}

/* Returns: (transfer full) (element-type utf8): the ids of what is joined to a report */
static GPtrArray *
list_duplicates (KmzbStorage *storage, const char *main_id, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KmzbRows) rows = kmzb_storage_query (storage, "SELECT id FROM reports WHERE main_id=$1 ORDER BY id",
                                                  KMZB_VALUES (kmzb_value_text (main_id)), error);
  g_autoptr (GError) fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    g_ptr_array_add (ids, g_strdup (kmzb_rows_text (rows, 0)));
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (rows != NULL)
    return g_steal_pointer (&ids);
  return NULL;
}

/* Writes a report's new state, with a number of its own among the changes. @assignments: of $4 and $5 */
static gboolean
change (KmzbStorage *storage, const char *assignments, const char *id, const char *first, const char *second,
        gint64 now_us, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE reports SET seq=$1, updated_us=CASE WHEN updated_us>=$2 THEN"
                                          " updated_us+1 ELSE $2 END, %s WHERE id=$3",
                                          assignments);
  gint64 seq;

  return kmzb_changes_take_numbers (storage, 1, &seq, error)
         && kmzb_storage_run (storage, sql,
                              (const KmzbValue[]){ seq ? kmzb_value_int (seq) : kmzb_value_text (NULL),
                                                   kmzb_value_int (now_us), kmzb_value_text (id),
                                                   kmzb_value_text (first), kmzb_value_text (second) },
                              second ? 5 : 4, NULL, error);
}

/* What the public and pollers of other systems are told. */
static gboolean
tell (KmzbStorage *storage, const char *id, const char *status, const char *note, const char *author, gint64 now_us,
      GError **error)
{
  g_autofree char *update_id = kmzb_uuid7_new (now_us);

  return kmzb_storage_run (storage,
                           "INSERT INTO updates(id, report_id, origin, author, status, note, updated_us)"
                           " SELECT $1, id, 'police', $3, $4, $5, updated_us FROM reports WHERE id=$2",
                           KMZB_VALUES (kmzb_value_text (update_id), kmzb_value_text (id), kmzb_value_text (author),
                                        kmzb_value_text (status), kmzb_value_text (note)),
                           NULL, error);
}

/**
 * kmzb_duplicates_follow:
 *
 * Sets the status of all that is joined to a report, in the transaction that sets its own.
 */
gboolean
kmzb_duplicates_follow (KmzbStorage *storage, const char *main_id, const char *status, const char *note,
                        const char *author, gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) ids = list_duplicates (storage, main_id, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!change (storage, "status=$4", ids->pdata[i], status, NULL, now_us, error)
        || !tell (storage, ids->pdata[i], status, note, author, now_us, error))
      return FALSE;
  return ids != NULL;
}

static gboolean
attach (KmzbStorage *storage, const KmzbJoin *join, const char *id, const Side *target, gboolean news, GError **error)
{
  return change (storage, "own_status=coalesce(own_status, status), main_id=$4, status=$5", id, target->id,
                 target->status, join->now_us, error)
         && (!news || tell (storage, id, target->status, NULL, join->author, join->now_us, error));
}

/* Whether @report may be joined to @target, which is a main report already. */
static gboolean
check (KmzbStorage *storage, const Side *report, const Side *target, GError **error)
{
  gint64 n = 0;

  if (g_str_equal (report->id, target->id))
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "A report can't be joined to itself");
      return FALSE;
    }
  if (!kmzb_storage_get_int (storage, "SELECT count(*) FROM reports WHERE main_id IN ($1, $2)",
                             KMZB_VALUES (kmzb_value_text (report->id), kmzb_value_text (target->id)), &n, error))
    return FALSE;
  if (n >= MAX_DUPLICATES)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_FULL, "A report has %d duplicates at most", MAX_DUPLICATES);
  return n < MAX_DUPLICATES;
}

/**
 * kmzb_duplicates_join:
 * @join: a #KmzbJoin
 *
 * Makes a report the duplicate of another, or of that one's main report; a #KmzbStorageFunc. What was joined to the
 * report comes along, so that there is never a chain. From now on all of them stand where the main report stands, and
 * booths' maps show that one alone.
 *
 * Returns: %FALSE with %KMZB_ERROR_NOT_FOUND where one of them is missing, %KMZB_ERROR_INVALID where they are the same
 */
gboolean
kmzb_duplicates_join (KmzbStorage *storage, gpointer join, GError **error)
{
  KmzbJoin *self = join;
  g_auto (Side) report = { 0 }, target = { 0 };
  g_autoptr (GPtrArray) followers = NULL;
  g_autofree char *root = NULL;

  if (!hold (storage, self->report, &report, error) || !hold (storage, self->main, &target, error))
    return FALSE;
  if (target.main_id != NULL)
    {
      root = g_strdup (target.main_id);
      if (!hold (storage, root, &target, error))
        return FALSE;
    }
  g_free (self->main_id);
  self->main_id = g_strdup (target.id);
  if (g_strcmp0 (report.main_id, target.id) == 0)
    return TRUE;
  if (!check (storage, &report, &target, error)
      || (followers = list_duplicates (storage, report.id, error)) == NULL)
    return FALSE;
  g_ptr_array_add (followers, g_strdup (report.id));
  for (guint i = 0; i < followers->len; i++)
    if (!attach (storage, self, followers->pdata[i], &target, !g_str_equal (report.status, target.status), error))
      return FALSE;
  return TRUE;
}

/**
 * kmzb_duplicates_part:
 * @join: a #KmzbJoin
 *
 * Undoes a join; a #KmzbStorageFunc. The report stands where it stood before, and is on the map again.
 *
 * Returns: %FALSE with %KMZB_ERROR_NOT_FOUND where there is no such report or it is no duplicate
 */
gboolean
kmzb_duplicates_part (KmzbStorage *storage, gpointer join, GError **error)
{
  KmzbJoin *self = join;
  g_auto (Side) report = { 0 };

  if (!hold (storage, self->report, &report, error))
    return FALSE;
  if (report.main_id == NULL || report.own_status == NULL)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "The report is no duplicate");
      return FALSE;
    }
  g_free (self->main_id);
  self->main_id = g_strdup (report.main_id);
  return change (storage, "main_id=NULL, own_status=NULL, status=$4", report.id, report.own_status, NULL, self->now_us,
                 error)
         && (g_str_equal (report.status, report.own_status)
             || tell (storage, report.id, report.own_status, NULL, self->author, self->now_us, error));
}
