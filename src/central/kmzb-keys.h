/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

/**
 * KmzbKeyInfo:
 * @revoked_us: when it ends or has ended; 0: nobody has said
 */
typedef struct
{
  char *name;
  gint64 created_us;
  gint64 revoked_us;
} KmzbKeyInfo;

void kmzb_key_info_free (KmzbKeyInfo *self);

char *kmzb_keys_add (KmzbStorage *storage, const char *name, gint64 now_us, GError **error);
char *kmzb_keys_rotate (KmzbStorage *storage, const char *name, gint64 grace_us, gint64 now_us, GError **error);
gboolean kmzb_keys_revoke (KmzbStorage *storage, const char *name, gint64 now_us, GError **error);
GPtrArray *kmzb_keys_list (KmzbStorage *storage, const char *name, GError **error);
GBytes *kmzb_keys_hash (const char *key);
char *kmzb_keys_find_booth (KmzbStorage *storage, GBytes *hash, gint64 now_us, GError **error);
gboolean kmzb_keys_read (KmzbStorage *storage, GPtrArray *hashes, GError **error);
gboolean kmzb_keys_is_of (KmzbStorage *storage, GBytes *hash, const char *booth, gint64 now_us);

G_END_DECLS
