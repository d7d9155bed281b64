/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-private.h"

#include "kmzb-store-file.h"
#include "kmzb-store-schema.h"
#include "kmzb-threat-table.h"

typedef struct
{
  char *origin;
  KmzbThreats *threats;
} Import;

typedef struct
{
  char *origin;
  KmzbThreats *threats;
} Loaded;

static void
import_free (Import *import)
{
  g_free (import->origin);
  kmzb_threats_unref (import->threats);
  g_free (import);
}

static void
import_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  Import *import = data;
  GError *error = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (kmzb_threat_table_import (db, import->origin, import->threats, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * kmzb_store_import_threats_async:
 * @origin: the pack's id, or several joined
 * @threats: not changed from here on
 *
 * Takes a pack's threats in, in one transaction, once for each @origin in a row; they replace another pack's.
 */
void
kmzb_store_import_threats_async (KmzbStore *self,
                                 const char *origin,
                                 KmzbThreats *threats,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self) && origin != NULL && threats != NULL);

  Import *import = g_new0 (Import, 1);
  import->origin = g_strdup (origin);
  import->threats = kmzb_threats_ref (threats);
  kmzb_store_run (self, import_job, kmzb_store_import_threats_async, import, (GDestroyNotify) import_free, cancellable,
                  callback, user_data);
}

gboolean
kmzb_store_import_threats_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
loaded_free (Loaded *loaded)
{
  g_clear_pointer (&loaded->threats, kmzb_threats_unref);
  g_free (loaded->origin);
  g_free (loaded);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = kmzb_store_file_get_path (kmzb_store_get_data_dir (source));
  Loaded *loaded = g_new0 (Loaded, 1);
  GError *error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, &error);

  if (db != NULL && kmzb_setting_get (db, KMZB_SETTING_THREATS_ORIGIN, &loaded->origin, &error)
      && (loaded->threats = kmzb_threat_table_load (db, &error)) != NULL)
    {
      g_task_return_pointer (task, loaded, (GDestroyNotify) loaded_free);
      return;
    }
  loaded_free (loaded);
  g_task_return_error (task, error);
}

/* Reads on a connection of its own: a save must not wait behind a million threats. */
void
kmzb_store_load_threats_async (KmzbStore *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kmzb_store_load_threats_async);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * kmzb_store_load_threats_finish:
 * @origin: (out) (transfer full) (nullable) (optional): the pack whose threats were taken in last
 *
 * Returns: (transfer full): all threats that the booth knows; %NULL on error
 */
KmzbThreats *
kmzb_store_load_threats_finish (KmzbStore *self, GAsyncResult *result, char **origin, GError **error)
{
  Loaded *loaded;
  KmzbThreats *threats;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  loaded = g_task_propagate_pointer (G_TASK (result), error);
  if (loaded == NULL)
    return NULL;
  threats = g_steal_pointer (&loaded->threats);
  if (origin != NULL)
    *origin = g_steal_pointer (&loaded->origin);
  loaded_free (loaded);
  return threats;
}

static void
find_id_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = kmzb_store_file_get_path (kmzb_store_get_data_dir (source));
  GError *error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, &error);
  char *id = db != NULL ? kmzb_threat_table_find_id (db, GPOINTER_TO_UINT (data), &error) : NULL;

  if (id != NULL)
    g_task_return_pointer (task, id, g_free);
  else
    g_task_return_error (task, error);
}

/* @key: a threat's, as kmzb_store_load_threats_async() gave it. Reads on a connection of its own, too: neither waits
 * for the other. */
void
kmzb_store_find_threat_id_async (KmzbStore *self,
                                 guint32 key,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kmzb_store_find_threat_id_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (key), NULL);
  g_task_run_in_thread (task, find_id_in_thread);
}

/* Returns: (transfer full) (nullable): central's or the pack's id; %NULL with %KMZB_ERROR_NOT_FOUND when the booth does
 * not know that threat any more */
char *
kmzb_store_find_threat_id_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
