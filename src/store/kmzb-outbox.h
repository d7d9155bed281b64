/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-outbox-item.h"
#include "kmzb-report.h"
#include "kmzb-tally.h"

G_BEGIN_DECLS

/* Private to the room: everybody else goes through KmzbStore. */
typedef struct _KmzbOutbox KmzbOutbox;

char *kmzb_outbox_read_boot_id (void);
KmzbOutbox *kmzb_outbox_new (KmzbDb *db, const char *boot_id, GError **error);
void kmzb_outbox_free (KmzbOutbox *self);
const KmzbTally *kmzb_outbox_get_tally (KmzbOutbox *self);
gboolean kmzb_outbox_insert (KmzbOutbox *self, KmzbReport *report, GBytes *payload, GError **error);
GPtrArray *kmzb_outbox_claim (KmzbOutbox *self, guint max, gint64 due_us, gint64 *next_due_us, GError **error);
gboolean kmzb_outbox_settle (KmzbOutbox *self, GPtrArray *settlements, gint64 now_us, GError **error);
void kmzb_outbox_note_moved (KmzbOutbox *self, KmzbReportState from, KmzbReportState to);
gboolean kmzb_outbox_wipe (KmzbOutbox *self, GError **error);
gboolean kmzb_outbox_needs_wipe (KmzbOutbox *self);

gboolean kmzb_outbox_count (KmzbDb *db, KmzbTally *tally, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbOutbox, kmzb_outbox_free)

G_END_DECLS
