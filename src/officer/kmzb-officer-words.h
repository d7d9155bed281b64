/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-officer-context.h"
#include "kmzb-queue-entry.h"
#include "kmzb-sync-state.h"

G_BEGIN_DECLS

#define KMZB_N_HOLD_REASONS 5

const char *kmzb_officer_state_word (KmzbReportState state);
const char *kmzb_officer_state_help (KmzbReportState state);
const char *kmzb_officer_category_name (KmzbOfficerContext *context, const char *slug);
const char *kmzb_officer_reason_slug (guint index);
const char *kmzb_officer_reason_word (const char *slug);
const char *kmzb_officer_trouble_words (KmzbTrouble trouble);
char *kmzb_officer_when (gint64 real_us);
char *kmzb_officer_span (gint64 us);
char *kmzb_officer_deed (const KmzbAuditEntry *entry);

G_END_DECLS
