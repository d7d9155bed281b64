/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-state.h"
#include "kmzb-status.h"
#include "kmzb-store.h"

G_BEGIN_DECLS

/**
 * KmzbLookup:
 * @state: where the report stands at this booth
 * @has_status: whether central has told what became of it; valid only with @state received
 * @status: as central told it last
 * @as_of_us: when central was last asked for statuses, else last proven to answer, by the booth's clock; 0 for never
 *
 * What somebody who knows a report's number is told: nothing of what the report says, nor where or when it was made.
 */
typedef struct
{
  KmzbReportState state;
  gboolean has_status;
  KmzbStatus status;
  gint64 as_of_us;
} KmzbLookup;

void kmzb_store_lookup_number_async (KmzbStore *self,
                                     const char *number,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean kmzb_store_lookup_number_finish (KmzbStore *self, GAsyncResult *result, KmzbLookup *lookup, GError **error);

G_END_DECLS
