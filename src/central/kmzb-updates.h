/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-status.h"
#include "kmzb-storage.h"

G_BEGIN_DECLS

/**
 * KmzbStatusChange:
 * @report: its id or the number that its visitor was given
 * @note: (nullable): for the public, with the status
 * @author: who says so, for the audit
 *
 * What the police say of a report.
 */
typedef struct
{
  const char *report;
  KmzbStatus status;
  const char *note;
  const char *author;
  gint64 now_us;
} KmzbStatusChange;

gboolean kmzb_updates_set_status (KmzbStorage *storage, gpointer change, GError **error);

G_END_DECLS
