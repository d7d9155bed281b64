/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-migrator.h"

#include "kmzb-error.h"

static gboolean
run_step (KmzbDb *db, const KmzbMigration *step, guint version, GError **error)
{
  g_autofree char *stamp = g_strdup_printf ("PRAGMA user_version=%u", version);

  /* The version is stamped inside the step's own transaction: a power cut leaves the step whole or not begun. */
  if (!kmzb_db_begin_immediate (db, error))
    return FALSE;
  if ((step->sql && !kmzb_db_exec (db, step->sql, error)) || (step->func && !step->func (db, error))
      || !kmzb_db_exec (db, stamp, error))
    {
      kmzb_db_rollback (db);
      return FALSE;
    }
  return kmzb_db_commit (db, error);
}

/**
 * kmzb_migrate:
 * @steps: step i brings the schema from version i to i + 1; version 0 is an empty file
 *
 * Brings a database to version @n_steps, each step in a transaction of its own. A file whose version is higher was
 * written by a newer program and is left alone with %KMZB_ERROR_NEWER.
 */
gboolean
kmzb_migrate (KmzbDb *db, const KmzbMigration *steps, guint n_steps, GError **error)
{
  gint64 version = 0;

  if (!kmzb_db_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version < 0 || version > n_steps)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NEWER,
                   "%s has schema version %" G_GINT64_FORMAT "; this program knows up to %u",
                   kmzb_db_get_path (db), version, n_steps);
      return FALSE;
    }

  for (guint i = (guint) version; i < n_steps; i++)
    if (!run_step (db, &steps[i], i + 1, error))
      {
        g_prefix_error (error, "Migrating %s to schema %u: ", kmzb_db_get_path (db), i + 1);
        return FALSE;
      }
  return TRUE;
}
