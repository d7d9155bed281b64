/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"
#include "kmzb-wire-heartbeat.h"

G_BEGIN_DECLS

/**
 * KmzbBoothInfo:
 * @heard_us: when it was heard of last; 0: never, and then nothing else is known but its keys
 * @oldest_us: since when the oldest of its reports that wait has waited; 0: none waits
 * @n_keys: in force
 * @n_waiting, @n_aside, @has_clock_offset, @clock_offset_s, @free_bytes: see #KmzbWireHeartbeat
 *
 * A booth as its operator sees it: every name that was ever given a key.
 */
typedef struct
{
  char *name;
  guint n_keys;
  gint64 heard_us;
  char *version;
  char *pack_name; /* (nullable); as are the other texts of the pack */
  char *pack_made;
  gint64 n_waiting;
  gint64 n_aside;
  gint64 oldest_us;
  gboolean has_clock_offset;
  gint64 clock_offset_s;
  gint64 free_bytes;
} KmzbBoothInfo;

/* What a booth said of itself. */
typedef struct
{
  const char *booth;
  const KmzbWireHeartbeat *heartbeat;
  gint64 now_us;
} KmzbBoothNews;

gboolean kmzb_booths_note (KmzbStorage *storage, gpointer news, GError **error);
GPtrArray *kmzb_booths_list (KmzbStorage *storage, const char *name, gint64 now_us, GError **error);
gboolean kmzb_booth_info_is_silent (const KmzbBoothInfo *self, gint64 now_us, guint silent_hours);
void kmzb_booth_info_free (KmzbBoothInfo *self);
void kmzb_booths_add_metrics (GPtrArray *booths, gint64 now_us, GString *out);

G_END_DECLS
