/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-gate.h"
#include "kmzb-open311-client.h"
#include "kmzb-prover.h"
#include "kmzb-store.h"
#include "kmzb-sync-state.h"

G_BEGIN_DECLS

/* How often central is asked for news, give or take a quarter. */
#define KMZB_PULL_EVERY_S (15 * 60)

/* Private to the room. */
typedef struct _KmzbPuller KmzbPuller;

/* Called on the puller's thread. */
typedef void (*KmzbPullerFunc) (KmzbNewsState state, gpointer user_data);

KmzbPuller *kmzb_puller_new (KmzbStore *store, KmzbClock *clock, KmzbOpen311Client *client, const KmzbGate *reports_gate);
void kmzb_puller_free (KmzbPuller *self);
void kmzb_puller_set_proof_func (KmzbPuller *self, KmzbProverFunc func, gpointer user_data);
void kmzb_puller_set_told_func (KmzbPuller *self, KmzbPullerFunc func, gpointer user_data);
void kmzb_puller_set_metered (KmzbPuller *self, gboolean metered);
void kmzb_puller_wake (KmzbPuller *self);
void kmzb_puller_ask (KmzbPuller *self);
gboolean kmzb_puller_is_busy (KmzbPuller *self);
void kmzb_puller_stop (KmzbPuller *self);

G_END_DECLS
