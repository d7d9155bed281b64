/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sodium.h>
#include <string.h>

/* What only central can do: a key pair, and opening what was sealed to it. With libsodium alone, so that a test of our
 * sealing does not rest on our own code. */
typedef struct
{
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 secret[crypto_box_SECRETKEYBYTES];
  char base64[64]; /* of the public half */
} Unsealer;

static inline void
unsealer_init (Unsealer *self)
{
  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_box_keypair (self->public_key, self->secret);
  sodium_bin2base64 (self->base64, sizeof self->base64, self->public_key, sizeof self->public_key,
                     sodium_base64_VARIANT_ORIGINAL);
}

/* Returns: (transfer full) (nullable): %NULL when it cannot be opened */
static inline char *
unsealer_open (const Unsealer *self, const char *sealed)
{
  gsize size = strlen (sealed), length = 0;
  g_autofree guint8 *box = g_malloc (size + 1);
  g_autofree char *text = NULL;

  if (sodium_base642bin (box, size, sealed, size, NULL, &length, NULL, sodium_base64_VARIANT_ORIGINAL) != 0
      || length < crypto_box_SEALBYTES)
    return NULL;
  text = g_malloc0 (length - crypto_box_SEALBYTES + 1);
  if (crypto_box_seal_open ((guint8 *) text, box, length, self->public_key, self->secret) != 0)
    return NULL;
  return g_steal_pointer (&text);
}
