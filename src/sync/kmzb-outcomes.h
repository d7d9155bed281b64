/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-store.h"

G_BEGIN_DECLS

/**
 * KmzbOutcomesFunc:
 * @saved_again: whether a report waits again
 * @error: (nullable): why nothing could be written; what there was to write is kept
 *
 * A writing has ended.
 */
typedef void (*KmzbOutcomesFunc) (gboolean saved_again, const GError *error, gpointer user_data);

/* Private to the room. */
typedef struct _KmzbOutcomes KmzbOutcomes;

KmzbOutcomes *kmzb_outcomes_new (KmzbStore *store, KmzbClock *clock, KmzbOutcomesFunc func, gpointer user_data);
void kmzb_outcomes_free (KmzbOutcomes *self);
KmzbSettlement *kmzb_outcomes_add (KmzbOutcomes *self, gint64 seq, KmzbReportState state);
gboolean kmzb_outcomes_is_empty (KmzbOutcomes *self);
gboolean kmzb_outcomes_is_writing (KmzbOutcomes *self);
gboolean kmzb_outcomes_has_failed (KmzbOutcomes *self);
void kmzb_outcomes_write (KmzbOutcomes *self);
void kmzb_outcomes_write_soon (KmzbOutcomes *self);

G_END_DECLS
