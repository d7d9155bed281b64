/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-signature.h"

#include "kmzb-error.h"
#include "kmzb-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* Detached signatures of region packs: Ed25519ph (RFC 8032) over the whole file, so that a pack of any size is read
 * once and never held. The file PACK.sig holds the signature, base64, on one line. */

/* The alphabet of RFC 4648, section 4, with its padding, as for the keys of sealed descriptions. */
#define VARIANT sodium_base64_VARIANT_ORIGINAL
#define BLOCK_BYTES (256 * 1024)

static void
ready (void)
{
  /* Fails only where the kernel gives no random numbers. */
  if (sodium_init () < 0)
    g_error ("libsodium does not work on this machine");
}

static gboolean
fail (GError **error, int saved_errno, const char *what, const char *path)
{
  g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't %s %s: %s", what, path,
               g_strerror (saved_errno));
  return FALSE;
}

/* Whether @text is the base64 of just @length bytes. */
static gboolean
decode (const char *text, guint8 *bytes, gsize length)
{
  const char *end = NULL;
  gsize n = 0;

  return sodium_base642bin (bytes, length, text, strlen (text), NULL, &n, &end, VARIANT) == 0 && *end == '\0'
         && n == length;
}

static char *
encode (const guint8 *bytes, gsize length)
{
  gsize size = sodium_base64_ENCODED_LEN (length, VARIANT);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, bytes, length, VARIANT);
}

/* Whether @text is a public key as kmzb_pack_signature_make_key() returns it. */
gboolean
kmzb_pack_signature_is_key (const char *text)
{
  guint8 key[crypto_sign_PUBLICKEYBYTES];

  return decode (text, key, sizeof key);
}

/**
 * kmzb_pack_signature_make_key:
 * @secret_file: a new file; it is never written over, as packs that were signed with it are trusted already
 *
 * Makes a key. The secret half goes into @secret_file, which only its owner can read.
 *
 * Returns: (transfer full): the public half, for [pack] trusted_keys; %NULL on error
 */
char *
kmzb_pack_signature_make_key (const char *secret_file, GError **error)
{
  guint8 public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  char *line;
  gboolean ok;

  if (g_file_test (secret_file, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_EXISTS, "Can't make key file %s: it is there already", secret_file);
      return NULL;
    }
  ready ();
  crypto_sign_keypair (public, secret);
  line = encode (secret, sizeof secret);
  sodium_memzero (secret, sizeof secret);
  ok = kmzb_file_write_durable (secret_file, line, strlen (line), 0600, error);
  sodium_memzero (line, strlen (line));
  g_free (line);
  return ok ? encode (public, sizeof public) : NULL;
}

static gboolean
read_all (int fd, const char *path, crypto_sign_state *state, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  gssize n;

  while ((n = read (fd, block, BLOCK_BYTES)) != 0)
    {
      if (n > 0)
        crypto_sign_update (state, block, (gsize) n);
      else if (errno != EINTR)
        return fail (error, errno, "read region pack", path);
    }
  return TRUE;
}

static gboolean
digest (const char *path, crypto_sign_state *state, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean ok;

  if (fd < 0)
    return fail (error, errno, "open region pack", path);
  crypto_sign_init (state);
  ok = read_all (fd, path, state, error);
  close (fd);
  return ok;
}

/**
 * kmzb_pack_signature_sign:
 * @path: a region pack; it is not looked at but for its bytes
 * @secret_file: see kmzb_pack_signature_make_key()
 *
 * Writes the pack's signature beside it, in place of one that was there.
 *
 * Returns: (transfer full): where it is, or %NULL
 */
char *
kmzb_pack_signature_sign (const char *path, const char *secret_file, GError **error)
{
  g_autofree char *file = g_strconcat (path, KMZB_PACK_SIGNATURE_SUFFIX, NULL);
  char *secret_text = kmzb_file_read_secret (secret_file, error);
  g_autofree char *text = NULL, *line = NULL;
  guint8 secret[crypto_sign_SECRETKEYBYTES], signature[crypto_sign_BYTES];
  crypto_sign_state state;
  gboolean ok;

  if (secret_text == NULL)
    return NULL;
  ready ();
  ok = decode (secret_text, secret, sizeof secret);
  sodium_memzero (secret_text, strlen (secret_text));
  g_free (secret_text);
  if (!ok)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Key file %s holds no key that kmzb-pack keygen made",
                   secret_file);
      return NULL;
    }
  ok = digest (path, &state, error);
  if (ok)
    crypto_sign_final_create (&state, signature, NULL, secret);
  sodium_memzero (secret, sizeof secret);
  if (!ok)
    return NULL;
  text = encode (signature, sizeof signature);
  line = g_strconcat (text, "\n", NULL);
  return kmzb_file_write_durable (file, line, strlen (line), 0644, error) ? g_steal_pointer (&file) : NULL;
}

static gboolean
read_signature (const char *path, guint8 signature[crypto_sign_BYTES], GError **error)
{
  g_autofree char *file = g_strconcat (path, KMZB_PACK_SIGNATURE_SUFFIX, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) fault = NULL;

  if (!g_file_get_contents (file, &text, NULL, &fault))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Can't read the signature of region pack %s: %s", path,
                   fault->message);
      return FALSE;
    }
  if (decode (g_strchomp (text), signature, crypto_sign_BYTES))
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "%s is no signature that kmzb-pack sign made", file);
  return FALSE;
}

/**
 * kmzb_pack_signature_check:
 * @trusted_keys: public keys, see kmzb_pack_signature_is_key()
 *
 * Reads the whole pack.
 *
 * Returns: whether one of @trusted_keys has signed @path as it is now
 */
gboolean
kmzb_pack_signature_check (const char *path, const char *const *trusted_keys, GError **error)
{
  guint8 signature[crypto_sign_BYTES], key[crypto_sign_PUBLICKEYBYTES];
  crypto_sign_state state;

  ready ();
  if (!read_signature (path, signature, error) || !digest (path, &state, error))
    return FALSE;
  for (guint i = 0; trusted_keys[i] != NULL; i++)
    {
      crypto_sign_state copy = state;

      if (decode (trusted_keys[i], key, sizeof key) && crypto_sign_final_verify (&copy, signature, key) == 0)
        return TRUE;
    }
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DENIED,
               "Region pack %s is not what any trusted key has signed: it was changed, or is another's", path);
  return FALSE;
}
