/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

G_BEGIN_DECLS

/**
 * KmzbKeyInfo:
 * @revoked_us: 0 while the key is in force
 */
typedef struct
{
  char *name;
  gint64 created_us;
  gint64 revoked_us;
} KmzbKeyInfo;

void kmzb_key_info_free (KmzbKeyInfo *self);

char *kmzb_keys_add (KmzbDb *db, const char *name, gint64 now_us, GError **error);
gboolean kmzb_keys_revoke (KmzbDb *db, const char *name, gint64 now_us, GError **error);
GPtrArray *kmzb_keys_list (KmzbDb *db, GError **error);
char *kmzb_keys_find_booth (KmzbDb *db, const char *key, GError **error);

G_END_DECLS
