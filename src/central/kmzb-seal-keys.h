/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KMZB_SEAL_KEYS_FILE "seal-keys"

/**
 * KmzbSealKeyInfo:
 * @id: 16 hexadecimal digits, made from the public key
 * @public_key: base64 of its 32 bytes, as the booth's configuration takes it
 */
typedef struct
{
  char *id;
  char *public_key;
  gint64 created_us;
} KmzbSealKeyInfo;

void kmzb_seal_key_info_free (KmzbSealKeyInfo *self);

typedef struct _KmzbSealKeys KmzbSealKeys;

KmzbSealKeys *kmzb_seal_keys_new (const char *path);
void kmzb_seal_keys_free (KmzbSealKeys *self);

KmzbSealKeyInfo *kmzb_seal_keys_make (KmzbSealKeys *self, gint64 now_us, GError **error);
GPtrArray *kmzb_seal_keys_list (KmzbSealKeys *self, GError **error);
gboolean kmzb_seal_keys_get_current (KmzbSealKeys *self, KmzbSealKeyInfo **info, GError **error);
char *kmzb_seal_open (KmzbSealKeys *self, const char *sealed, char **key_id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbSealKeyInfo, kmzb_seal_key_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbSealKeys, kmzb_seal_keys_free)

G_END_DECLS
