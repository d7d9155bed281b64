/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-open311-client.h"
#include "kmzb-outbox-item.h"

G_BEGIN_DECLS

/**
 * KmzbForeignPlan:
 * @KMZB_FOREIGN_FAILED: nothing was learnt; later
 * @KMZB_FOREIGN_POST: it is to be sent
 * @KMZB_FOREIGN_THERE: the server has it already
 * @KMZB_FOREIGN_UNCERTAIN: the server may have it and cannot tell
 *
 * What is to be done with a report.
 */
typedef enum
{
  KMZB_FOREIGN_FAILED,
  KMZB_FOREIGN_POST,
  KMZB_FOREIGN_THERE,
  KMZB_FOREIGN_UNCERTAIN,
} KmzbForeignPlan;

/* Private to the room. */
typedef struct _KmzbForeign KmzbForeign;

/* @payload: to post; @server_id: (nullable): where it is there; @answer: (nullable): of a server in trouble.
 * @error: why nothing was learnt */
typedef void (*KmzbForeignFunc) (KmzbForeignPlan plan,
                                 GBytes *payload,
                                 const char *server_id,
                                 const KmzbAnswer *answer,
                                 const GError *error,
                                 gpointer user_data);

KmzbForeign *kmzb_foreign_new (KmzbOpen311Client *client, KmzbClock *clock, GCancellable *cancellable);
void kmzb_foreign_free (KmzbForeign *self);
void kmzb_foreign_forget (KmzbForeign *self);
void kmzb_foreign_plan (KmzbForeign *self, const KmzbOutboxItem *item, KmzbForeignFunc func, gpointer user_data);

G_END_DECLS
