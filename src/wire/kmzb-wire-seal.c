/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-seal.h"

#include "kmzb-error.h"

#include <sodium.h>
#include <string.h>

/* Sealed boxes of libsodium (crypto_box_seal): whoever seals cannot open, so a stolen booth tells nothing. */

G_STATIC_ASSERT (KMZB_WIRE_KEY_BYTES == crypto_box_PUBLICKEYBYTES);

/* The alphabet of RFC 4648, section 4, with its padding. */
#define VARIANT sodium_base64_VARIANT_ORIGINAL

static void
ready (void)
{
  /* Fails only where the kernel gives no random numbers. */
  if (sodium_init () < 0)
    g_error ("libsodium does not work on this machine");
}

static gboolean
invalid (GError **error, const char *fault)
{
  g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, fault);
  return FALSE;
}

/* As kmzb-central names its keys. */
static void
make_id (KmzbWirePublicKey *self)
{
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_generichash (hash, sizeof hash, self->bytes, sizeof self->bytes, NULL, 0);
  sodium_bin2hex (self->id, sizeof self->id, hash, (KMZB_WIRE_KEY_ID_SIZE - 1) / 2);
}

static gboolean
read_key (guint8 key[KMZB_WIRE_KEY_BYTES], const char *base64)
{
  gsize length = 0;
  const char *end = NULL;

  return sodium_base642bin (key, KMZB_WIRE_KEY_BYTES, base64, strlen (base64), NULL, &length, &end, VARIANT) == 0
         && *end == '\0' && length == KMZB_WIRE_KEY_BYTES;
}

static char *
write_base64 (const guint8 *data, gsize length)
{
  gsize size = sodium_base64_ENCODED_LEN (length, VARIANT);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, data, length, VARIANT);
}

/**
 * kmzb_wire_public_key_parse:
 * @self: (out)
 * @base64: 32 bytes, as discovery and configuration write them
 *
 * Returns: %FALSE when @base64 is no key to which anything can be sealed
 */
gboolean
kmzb_wire_public_key_parse (KmzbWirePublicKey *self, const char *base64, GError **error)
{
  static const char probe[] = "probe";
  guint8 sealed[sizeof probe + crypto_box_SEALBYTES];

  ready ();
  memset (self, 0, sizeof *self);
  if (!read_key (self->bytes, base64))
    return invalid (error, "must be a public key: 32 bytes in base64");
  /* A point of small order would seal to everybody; libsodium refuses it here and not at the first report. */
  if (crypto_box_seal (sealed, (const guint8 *) probe, sizeof probe, self->bytes) != 0)
    return invalid (error, "is no usable public key");
  make_id (self);
  return TRUE;
}

/* Returns: (transfer full) */
char *
kmzb_wire_public_key_to_base64 (const KmzbWirePublicKey *self)
{
  return write_base64 (self->bytes, sizeof self->bytes);
}

gboolean
kmzb_wire_public_key_equal (const KmzbWirePublicKey *a, const KmzbWirePublicKey *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/**
 * kmzb_wire_seal:
 * @text: UTF-8
 *
 * Returns: (transfer full): @text as only the owner of @key's secret half can read it, in base64; never the same twice
 */
char *
kmzb_wire_seal (const KmzbWirePublicKey *key, const char *text)
{
  gsize length = strlen (text);
  gsize sealed_length = length + crypto_box_SEALBYTES;
  g_autofree guint8 *sealed = g_malloc (sealed_length);

  ready ();
  /* Only a key that kmzb_wire_public_key_parse() has not seen fails here. */
  if (crypto_box_seal (sealed, (const guint8 *) text, length, key->bytes) != 0)
    g_error ("Can't seal to key %s", key->id);
  return write_base64 (sealed, sealed_length);
}
