/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-open311-client.h"
#include "kmzb-store.h"

G_BEGIN_DECLS

/**
 * KmzbProof:
 * @is_proven: the server is who it should be: it may be sent reports
 * @is_foreign: it is a GeoReport server without a kmzb-central's promises
 * @is_offline: the server could not be reached, or something stands in between, such as the page of a portal
 * @answer: (nullable): to the question that decided
 * @changes: (nullable): what its `changes.json` tells
 * @wants_heartbeat: it is a kmzb-central that asks how its booths are
 * @problem: (nullable): why nothing is proven
 */
typedef struct
{
  gboolean is_proven;
  gboolean is_foreign;
  gboolean is_offline;
  const KmzbAnswer *answer;
  const char *const *changes;
  gboolean wants_heartbeat;
  const GError *problem;
} KmzbProof;

typedef void (*KmzbProverFunc) (const KmzbProof *proof, gpointer user_data);

/* Private to the room. */
typedef struct _KmzbProver KmzbProver;

KmzbProver *kmzb_prover_new (KmzbStore *store,
                             KmzbOpen311Client *client,
                             GCancellable *cancellable,
                             KmzbProverFunc func,
                             gpointer user_data);
void kmzb_prover_free (KmzbProver *self);
void kmzb_prover_ask (KmzbProver *self);
gboolean kmzb_prover_is_asking (KmzbProver *self);

G_END_DECLS
