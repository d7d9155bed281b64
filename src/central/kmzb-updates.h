/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-archive.h"

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

/**
 * KmzbClientUpdate:
 * @booth: who sends it; it must be who sent the report
 * @update_id: the client's own
 * @note: (nullable): as private as a description
 */
typedef struct
{
  const char *booth;
  const char *report_id;
  const char *update_id;
  const char *status;
  const char *note;
  gint64 now_us;
} KmzbClientUpdate;

gboolean kmzb_updates_add (KmzbStorage *storage, gpointer update, GError **error);
GPtrArray *kmzb_updates_list (KmzbStorage *storage, const KmzbArchiveFilter *filter, GError **error);
gboolean kmzb_updates_set_status (KmzbStorage *storage, gpointer change, GError **error);

G_END_DECLS
