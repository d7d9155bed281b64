/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KMZB_WIRE_KEY_BYTES 32
/* Room for a key's id with its NUL. */
#define KMZB_WIRE_KEY_ID_SIZE 17

/**
 * KmzbWirePublicKey:
 * @id: 16 hexadecimal digits of the key's hash, by which people and logs tell keys apart
 *
 * The X25519 key of a central server, to which descriptions are sealed. It is no secret.
 */
typedef struct
{
  guint8 bytes[KMZB_WIRE_KEY_BYTES];
  char id[KMZB_WIRE_KEY_ID_SIZE];
} KmzbWirePublicKey;

gboolean kmzb_wire_public_key_parse (KmzbWirePublicKey *self, const char *base64, GError **error);
char *kmzb_wire_public_key_to_base64 (const KmzbWirePublicKey *self);
gboolean kmzb_wire_public_key_equal (const KmzbWirePublicKey *a, const KmzbWirePublicKey *b);

char *kmzb_wire_seal (const KmzbWirePublicKey *key, const char *text);

G_END_DECLS
