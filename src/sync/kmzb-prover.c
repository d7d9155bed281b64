/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-prover.h"

#include "kmzb-error.h"
#include "kmzb-wire-discovery.h"

/**
 * KmzbProver:
 *
 * Asks a server who it is before anything is sent to it: by its discovery, and by the key to which descriptions are
 * sealed. One question at a time.
 */
struct _KmzbProver
{
  KmzbStore *store;
  KmzbOpen311Client *client;
  GCancellable *cancellable;
  KmzbProverFunc func;
  gpointer user_data;

  gboolean asking;
  KmzbAnswer *answer;
  KmzbWireDiscovery *discovery;
};

KmzbProver *
kmzb_prover_new (KmzbStore *store,
                 KmzbOpen311Client *client,
                 GCancellable *cancellable,
                 KmzbProverFunc func,
                 gpointer user_data)
{
  KmzbProver *self = g_new0 (KmzbProver, 1);

  self->store = g_object_ref (store);
  self->client = g_object_ref (client);
  self->cancellable = g_object_ref (cancellable);
  self->func = func;
  self->user_data = user_data;
  return self;
}

static void
forget (KmzbProver *self)
{
  g_clear_pointer (&self->answer, kmzb_answer_free);
  g_clear_pointer (&self->discovery, kmzb_wire_discovery_free);
}

void
kmzb_prover_free (KmzbProver *self)
{
  g_return_if_fail (!self->asking);

  forget (self);
  g_object_unref (self->cancellable);
  g_object_unref (self->client);
  g_object_unref (self->store);
  g_free (self);
}

gboolean
kmzb_prover_is_asking (KmzbProver *self)
{
  return self->asking;
}

/* @problem: (transfer full) (nullable): %NULL when all is proven */
static void
finish (KmzbProver *self, gboolean is_offline, GError *problem)
{
  const KmzbProof proof = {
    .is_proven = problem == NULL,
    .is_offline = is_offline,
    .answer = self->answer,
    .changes = self->discovery ? (const char *const *) self->discovery->changes : NULL,
    .problem = problem,
  };

  self->asking = FALSE;
  self->func (&proof, self->user_data);
  g_clear_error (&problem);
  if (!self->asking)
    forget (self);
}

static void
on_key_offered (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbProver *self = data;
  GError *error = NULL;

  kmzb_store_offer_key_finish (KMZB_STORE (source), result, &error);
  finish (self, FALSE, error);
}

static void
on_discovered (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbProver *self = data;
  gboolean is_offline = TRUE;
  GError *error = NULL;

  self->answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &error);
  if (self->answer != NULL)
    self->discovery = kmzb_answer_read_discovery (self->answer, &is_offline, &error);
  if (self->discovery == NULL)
    finish (self, is_offline, error);
  else if (self->discovery->public_key == NULL)
    finish (self, FALSE, NULL);
  else
    kmzb_store_offer_key_async (self->store, self->discovery->public_key, NULL, on_key_offered, self);
}

/* The prover's function is told, perhaps at once. The key file is read again: the key may be another one by now. */
void
kmzb_prover_ask (KmzbProver *self)
{
  GError *error = NULL;

  g_return_if_fail (!self->asking);

  forget (self);
  self->asking = TRUE;
  if (!kmzb_open311_client_load_key (self->client, &error))
    finish (self, FALSE, error);
  else
    kmzb_open311_client_get_async (self->client, "discovery.json", KMZB_WIRE_DISCOVERY_MAX_BYTES, self->cancellable,
                                   on_discovered, self);
}
