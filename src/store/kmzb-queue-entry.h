/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-state.h"

G_BEGIN_DECLS

/**
 * KmzbQueueEntry:
 * @saved_us: by the booth's clock
 * @attempts: tries that ended in doubt
 * @next_attempt_us: real time before which a saved one is not tried again by itself; 0 for none
 * @server_words: (nullable): what the server said last
 * @reason: (nullable): why the officer holds it: a word of kmzb-officer-words.h
 * @burst: one of many from one visitor or one spot in a short time
 * @maybe_sent: it may have left the booth, so that it can't be changed any more
 *
 * One report as the officer sees it: never what was written in it.
 */
typedef struct
{
  gint64 seq;
  char *number;
  char *category;
  KmzbReportState state;
  gint64 saved_us;
  guint attempts;
  gint64 next_attempt_us;
  char *server_words;
  char *reason;
  gboolean burst;
  gboolean maybe_sent;
} KmzbQueueEntry;

/**
 * KmzbAuditEntry:
 * @action: "hold", "release", "joke", "retry", "export", "practice-on", "practice-off", "trust-key", "leave"
 * @number: (nullable): of the report that it was done to
 * @reason: (nullable)
 *
 * What an officer did.
 */
typedef struct
{
  gint64 at_us;
  char *action;
  char *number;
  char *reason;
} KmzbAuditEntry;

void kmzb_queue_entry_free (KmzbQueueEntry *self);
void kmzb_audit_entry_free (KmzbAuditEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbQueueEntry, kmzb_queue_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbAuditEntry, kmzb_audit_entry_free)

G_END_DECLS
