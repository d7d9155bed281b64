/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-prover.h"

#include "kmzb-error.h"
#include "kmzb-wire-discovery.h"
#include "kmzb-wire-foreign.h"

/**
 * KmzbProver:
 *
 * Asks a server who it is before anything is sent to it: by its discovery, and by the key to which descriptions are
 * sealed. What is no kmzb-central may still be another GeoReport server, known by its list of services; a booth that
 * has met central does not believe that. One question at a time.
 */
struct _KmzbProver
{
  KmzbStore *store;
  KmzbOpen311Client *client;
  GCancellable *cancellable;
  KmzbProverFunc func;
  gpointer user_data;

  gboolean asking;
  gboolean is_foreign;
  GError *fault;
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
  self->is_foreign = FALSE;
  g_clear_error (&self->fault);
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
    .is_foreign = self->is_foreign,
    .is_offline = is_offline,
    .answer = self->answer,
    .changes = self->discovery ? (const char *const *) self->discovery->changes : NULL,
    .wants_heartbeat = !self->is_foreign && self->discovery != NULL && self->discovery->heartbeat,
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

/* ---- a server that is no kmzb-central ---- */

static void
on_services (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbProver *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbAnswer) answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &error);

  if (answer != NULL && answer->status == 200 && kmzb_wire_is_service_list (answer->body))
    {
      g_clear_error (&self->fault);
      kmzb_store_offer_key_async (self->store, NULL, NULL, on_key_offered, self);
      return;
    }
  finish (self, !kmzb_answer_is_trouble (self->answer), g_steal_pointer (&self->fault));
}

/* @fault: (transfer full): what is wrong, if it is no foreign GeoReport server either */
static void
try_foreign (KmzbProver *self, GError *fault)
{
  GError *error = NULL;

  self->fault = fault;
  self->is_foreign = TRUE;
  if (!kmzb_open311_client_use_endpoint (self->client, self->discovery ? self->discovery->url : NULL, &error))
    {
      g_clear_error (&self->fault);
      finish (self, FALSE, error);
      return;
    }
  kmzb_open311_client_get_async (self->client, "services.json", KMZB_WIRE_LIST_MAX_BYTES, self->cancellable,
                                 on_services, self);
}

/* ---- who it is ---- */

static void
on_discovered (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbProver *self = data;
  GError *error = NULL;

  self->answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &error);
  if (self->answer != NULL)
    self->discovery = kmzb_answer_read_discovery (self->answer, &error);
  if (self->answer == NULL)
    finish (self, TRUE, error);
  else if (self->discovery != NULL && self->discovery->is_central)
    {
      kmzb_open311_client_use_endpoint (self->client, NULL, NULL);
      if (self->discovery->public_key != NULL)
        kmzb_store_offer_key_async (self->store, self->discovery->public_key, NULL, on_key_offered, self);
      else
        finish (self, FALSE, NULL);
    }
  else if (self->discovery != NULL || self->answer->status == 404)
    try_foreign (self, error ? error
                             : g_error_new (KMZB_ERROR, KMZB_ERROR_UNSUPPORTED, "The server has no list of services"));
  else
    finish (self, !kmzb_answer_is_trouble (self->answer), error);
}

/* The prover's function is told, perhaps at once. The key file is read again: the key may be another one by now. */
void
kmzb_prover_ask (KmzbProver *self)
{
  g_autoptr (GError) fault = NULL;

  g_return_if_fail (!self->asking);

  forget (self);
  self->asking = TRUE;
  if (!kmzb_open311_client_load_key (self->client, &fault))
    /* Whatever is wrong with the file, it is not the server that refuses the key. */
    finish (self, FALSE, g_error_new_literal (KMZB_ERROR, KMZB_ERROR_INVALID, fault->message));
  else
    kmzb_open311_client_get_async (self->client, "discovery.json", KMZB_WIRE_DISCOVERY_MAX_BYTES, self->cancellable,
                                   on_discovered, self);
}
