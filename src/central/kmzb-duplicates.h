/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

/**
 * KmzbJoin:
 * @report: the id of the report that says again what another one said
 * @main: the id or the number of the other one; not used for parting
 * @author: who says so
 * @main_id: (out) (transfer full): what it is joined to, or was
 *
 * Two reports of one threat.
 */
typedef struct
{
  const char *report;
  const char *main;
  const char *author;
  gint64 now_us;
  char *main_id;
} KmzbJoin;

gboolean kmzb_duplicates_join (KmzbStorage *storage, gpointer join, GError **error);
gboolean kmzb_duplicates_part (KmzbStorage *storage, gpointer join, GError **error);
gboolean kmzb_duplicates_follow (KmzbStorage *storage,
                                 const char *main_id,
                                 const char *status,
                                 const char *note,
                                 const char *author,
                                 gint64 now_us,
                                 GError **error);

G_END_DECLS
