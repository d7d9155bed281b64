/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-state.h"

G_BEGIN_DECLS

/**
 * KmzbOutboxItem:
 * @seq: place in the queue
 * @id: the report's UUID
 * @payload: the bytes frozen at save, without the booth's key
 * @saved_us: by the booth's clock
 * @attempts: tries that ended in doubt so far
 * @maybe_sent: a server may have it although it has not said so
 *
 * A report that the sync engine has claimed.
 */
typedef struct
{
  gint64 seq;
  char *id;
  GBytes *payload;
  gint64 saved_us;
  guint attempts;
  gboolean maybe_sent;
} KmzbOutboxItem;

/**
 * KmzbSettlement:
 * @seq: of a claimed report
 * @state: what it becomes: received, refused, uncertain, or saved again
 * @attempted: whether this counts as a try
 * @maybe_sent: for saved: the server may have it
 * @next_attempt_us: for saved: real time before which it is not tried again by itself; 0 for at once
 * @server_id: (nullable): the server's id, with received
 * @server_words: (nullable): what the server said, for the officer
 *
 * How an attempt to send ended.
 */
typedef struct
{
  gint64 seq;
  KmzbReportState state;
  gboolean attempted;
  gboolean maybe_sent;
  gint64 next_attempt_us;
  char *server_id;
  char *server_words;
} KmzbSettlement;

void kmzb_outbox_item_free (KmzbOutboxItem *self);

KmzbSettlement *kmzb_settlement_new (gint64 seq, KmzbReportState state);
void kmzb_settlement_free (KmzbSettlement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbOutboxItem, kmzb_outbox_item_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbSettlement, kmzb_settlement_free)

G_END_DECLS
