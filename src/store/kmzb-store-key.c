/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-private.h"

#include "kmzb-error.h"

static void
offer_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  KmzbSealer *sealer;
  const KmzbWirePublicKey *stranger;
  GError *error = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  sealer = kmzb_store_get_sealer (self);
  if (!kmzb_sealer_offer (sealer, data, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kmzb_store_publish_soon (self);
  stranger = kmzb_sealer_get_stranger (sealer);
  if (stranger == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_DENIED,
                             "Central's key has changed from %s to %s; nothing is sent until it is confirmed",
                             kmzb_sealer_get_key (sealer)->id, stranger->id);
}

/**
 * kmzb_store_offer_key_async:
 * @base64: a good public key that central showed over a connection which proved who it is
 *
 * The first key is pinned, and descriptions are sealed to it from then on.
 */
void
kmzb_store_offer_key_async (KmzbStore *self,
                            const char *base64,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree KmzbWirePublicKey *key = g_new0 (KmzbWirePublicKey, 1);
  GError *error = NULL;

  g_return_if_fail (KMZB_IS_STORE (self) && base64 != NULL);

  if (kmzb_wire_public_key_parse (key, base64, &error))
    kmzb_store_run (self, offer_job, kmzb_store_offer_key_async, g_steal_pointer (&key), g_free, cancellable, callback,
                    user_data);
  else
    g_task_report_error (self, callback, user_data, kmzb_store_offer_key_async, error);
}

/* Returns: %FALSE with %KMZB_ERROR_DENIED when it is another key than the known one */
gboolean
kmzb_store_offer_key_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
trust_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (!kmzb_sealer_trust (kmzb_store_get_sealer (self), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kmzb_store_publish_soon (self);
  g_task_return_boolean (task, TRUE);
}

/* The officer has made sure, by the key's id, that central's key has been changed rightly. %KMZB_ERROR_DENIED when the
 * known key is configured. Wake the engine afterwards. */
void
kmzb_store_trust_key_async (KmzbStore *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self));

  kmzb_store_run (self, trust_job, kmzb_store_trust_key_async, NULL, NULL, cancellable, callback, user_data);
}

gboolean
kmzb_store_trust_key_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
