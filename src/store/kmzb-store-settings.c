/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-settings.h"

#include "kmzb-store-private.h"
#include "kmzb-store-schema.h"

typedef struct
{
  char *key;
  char *value;
} Setting;

static void
setting_free (Setting *setting)
{
  g_free (setting->key);
  g_free (setting->value);
  g_free (setting);
}

static void
get_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *value = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (kmzb_setting_get (db, data, &value, &error))
    g_task_return_pointer (task, value, g_free);
  else
    g_task_return_error (task, error);
}

/* Reads what kmzb_store_set_setting_async() wrote under @key. */
void
kmzb_store_get_setting_async (KmzbStore *self,
                              const char *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self) && key != NULL);

  kmzb_store_run (self, get_job, kmzb_store_get_setting_async, g_strdup (key), g_free, cancellable, callback,
                  user_data);
}

/* Returns: (transfer full) (nullable): %NULL without an error when it was never set */
char *
kmzb_store_get_setting_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
set_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  Setting *setting = data;
  GError *error = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (kmzb_setting_put (db, setting->key, setting->value, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Success means that the value is on the disk. */
void
kmzb_store_set_setting_async (KmzbStore *self,
                              const char *key,
                              const char *value,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Setting *setting;

  g_return_if_fail (KMZB_IS_STORE (self) && key != NULL && value != NULL);

  setting = g_new0 (Setting, 1);
  setting->key = g_strdup (key);
  setting->value = g_strdup (value);
  kmzb_store_run (self, set_job, kmzb_store_set_setting_async, setting, (GDestroyNotify) setting_free, cancellable,
                  callback, user_data);
}

gboolean
kmzb_store_set_setting_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
