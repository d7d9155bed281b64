/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pin.h"

#include "kmzb-error.h"

#include <sodium.h>
#include <string.h>

/* 64 MiB and four passes: a fifth of a second on a small booth, which has the memory free, and for whoever stole the
 * configuration file two days of a processor core for all PINs of six digits. */
#define PASSES 4
#define MEMORY (64u * 1024 * 1024)

static gboolean
begin (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_IO, "libsodium can't start");
  return FALSE;
}

/* Whether @pin has so many digits and nothing else. */
gboolean
kmzb_pin_is_acceptable (const char *pin)
{
  gsize length = strlen (pin);

  return length >= KMZB_PIN_LEAST && length <= KMZB_PIN_MOST && strspn (pin, "0123456789") == length;
}

/* Returns: (transfer full): for [booth] pin_hash: an Argon2id string with its own salt and cost */
char *
kmzb_pin_hash (const char *pin, GError **error)
{
  g_autofree char *hash = g_malloc0 (crypto_pwhash_STRBYTES);

  if (!begin (error))
    return NULL;
  if (crypto_pwhash_str_alg (hash, pin, strlen (pin), PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_FULL, "Not enough memory to hash a PIN");
      return NULL;
    }
  return g_steal_pointer (&hash);
}

/* Whether @hash can be verified against at all, so that a cut-off line is told at the start and not at the stand. */
gboolean
kmzb_pin_hash_is_valid (const char *hash)
{
  return g_str_has_prefix (hash, crypto_pwhash_argon2id_STRPREFIX) && strlen (hash) < crypto_pwhash_STRBYTES
         && begin (NULL) && crypto_pwhash_str_needs_rehash (hash, PASSES, MEMORY) >= 0;
}

/* Takes a fraction of a second and much memory: not for the main thread. */
gboolean
kmzb_pin_verify (const char *hash, const char *pin)
{
  return begin (NULL) && crypto_pwhash_str_verify (hash, pin, strlen (pin)) == 0;
}
