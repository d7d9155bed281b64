/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-outbox-item.h"

void
kmzb_outbox_item_free (KmzbOutboxItem *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self);
}

/* Returns: (transfer full): a settlement that counts as a try */
KmzbSettlement *
kmzb_settlement_new (gint64 seq, KmzbReportState state)
{
  KmzbSettlement *self = g_new0 (KmzbSettlement, 1);

  self->seq = seq;
  self->state = state;
  self->attempted = TRUE;
  return self;
}

void
kmzb_settlement_free (KmzbSettlement *self)
{
  if (self == NULL)
    return;
  g_free (self->server_id);
  g_free (self->server_words);
  g_free (self);
}
