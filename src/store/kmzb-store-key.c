/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-private.h"

#include "kmzb-error.h"

typedef struct
{
  gboolean has_key;
  KmzbWirePublicKey key;
} Offer;

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
  if (!((Offer *) data)->has_key)
    {
      if (kmzb_sealer_get_key (sealer) == NULL)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED,
                                 "The server is not a kmzb-central, and this booth's reports are sealed for one");
      return;
    }
  if (!kmzb_sealer_offer (sealer, &((Offer *) data)->key, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kmzb_store_publish_soon (self);
  stranger = kmzb_sealer_get_stranger (sealer);
  if (stranger == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_STRANGER,
                             "Central's key has changed from %s to %s; nothing is sent until it is confirmed",
                             kmzb_sealer_get_key (sealer)->id, stranger->id);
}

/**
 * kmzb_store_offer_key_async:
 * @base64: (nullable): a good public key that central showed over a connection which proved who it is; %NULL for a
 *   server that is no kmzb-central
 *
 * The first key is pinned, and descriptions are sealed to it from then on. A booth that knows a key sends nothing to a
 * server that is no kmzb-central.
 */
void
kmzb_store_offer_key_async (KmzbStore *self,
                            const char *base64,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree Offer *offer = g_new0 (Offer, 1);
  GError *error = NULL;

  g_return_if_fail (KMZB_IS_STORE (self));

  offer->has_key = base64 != NULL && kmzb_wire_public_key_parse (&offer->key, base64, &error);
  if (error == NULL)
    kmzb_store_run (self, offer_job, kmzb_store_offer_key_async, g_steal_pointer (&offer), g_free, cancellable, callback,
                    user_data);
  else
    g_task_report_error (self, callback, user_data, kmzb_store_offer_key_async, error);
}

/* Returns: %FALSE with %KMZB_ERROR_STRANGER when it is another key than the known one, %KMZB_ERROR_UNSUPPORTED when there
 * is none where there was one */
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
