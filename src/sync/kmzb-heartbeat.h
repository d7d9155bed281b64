/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-gate.h"
#include "kmzb-open311-client.h"
#include "kmzb-prover.h"
#include "kmzb-vitals.h"

G_BEGIN_DECLS

/* At most this often, and at random up to half as long again; and at least this often while there is a connection. */
#define KMZB_HEARTBEAT_EVERY_S (5 * 60)
#define KMZB_HEARTBEAT_AT_LEAST_S (60 * 60)

/* Private to the room. */
typedef struct _KmzbHeartbeat KmzbHeartbeat;

KmzbHeartbeat *kmzb_heartbeat_new (KmzbVitals *vitals,
                                   KmzbClock *clock,
                                   KmzbOpen311Client *client,
                                   const KmzbGate *reports_gate);
void kmzb_heartbeat_free (KmzbHeartbeat *self);
void kmzb_heartbeat_note_proof (const KmzbProof *proof, gpointer heartbeat);
void kmzb_heartbeat_stop (KmzbHeartbeat *self);

G_END_DECLS
