/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-open311-client.h"
#include "kmzb-outcomes.h"

G_BEGIN_DECLS

/**
 * KmzbVerdict:
 * @KMZB_VERDICT_SETTLED: the server has proven what became of the report, and that it works
 * @KMZB_VERDICT_DENIED: the server does not accept the key or the service
 * @KMZB_VERDICT_DOUBT: nothing is proven
 * @KMZB_VERDICT_STOPPED: the booth has not waited for the answer
 *
 * What an attempt says about the server; what it says about the report is among the outcomes already.
 */
typedef enum
{
  KMZB_VERDICT_SETTLED,
  KMZB_VERDICT_DENIED,
  KMZB_VERDICT_DOUBT,
  KMZB_VERDICT_STOPPED,
} KmzbVerdict;

/* @answer: (nullable): of the server; @problem: (nullable): for the officer and the log, on anything but SETTLED */
typedef void (*KmzbCourierFunc) (KmzbVerdict verdict,
                                 gint64 seq,
                                 const KmzbAnswer *answer,
                                 const GError *problem,
                                 gpointer user_data);

/* Private to the room. */
typedef struct _KmzbCourier KmzbCourier;

KmzbCourier *kmzb_courier_new (KmzbOpen311Client *client,
                               KmzbClock *clock,
                               KmzbOutcomes *outcomes,
                               GCancellable *cancellable,
                               KmzbCourierFunc func,
                               gpointer user_data);
void kmzb_courier_free (KmzbCourier *self);
void kmzb_courier_set_foreign (KmzbCourier *self, gboolean is_foreign);
gboolean kmzb_courier_is_foreign (KmzbCourier *self);
guint kmzb_courier_get_n_in_flight (KmzbCourier *self);
void kmzb_courier_post (KmzbCourier *self, KmzbOutboxItem *item);

G_END_DECLS
