/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-keys.h"

#include "kmzb-error.h"
#include "kmzb-uuid.h"

#include <nettle/sha2.h>
#include <string.h>

#define KEY_PREFIX "kmzb_"
#define KEY_RANDOM_BYTES 32
#define KEY_MAX_LENGTH 128
#define NAME_MAX_LENGTH 64
/* A power of two. */
#define MAX_READ_AT_ONCE 128
/* Of keys that are known to a connection that stores reports. */
#define MAX_KEPT 20000

void
kmzb_key_info_free (KmzbKeyInfo *self)
{
  g_free (self->name);
  g_free (self);
}

/* A key is 256 random bits, so one round of SHA-256 is enough: there is nothing to guess, unlike a password. And
 * since the database is asked for the hash, how long that takes tells nothing about the key. */
static void
hash_key (const char *key, guint8 hash[SHA256_DIGEST_SIZE])
{
  struct sha256_ctx sum;

  sha256_init (&sum);
  sha256_update (&sum, strlen (key), (const guint8 *) key);
  sha256_digest (&sum, SHA256_DIGEST_SIZE, hash);
}

/* What kmzb_keys_read() has read. */
static void
forget (KmzbStorage *storage)
{
  if (storage->keys != NULL)
    g_hash_table_remove_all (storage->keys);
}

static char *
make_key (void)
{
  guint8 random[KEY_RANDOM_BYTES];
  g_autofree char *base64 = NULL;

  kmzb_random_bytes (random, sizeof random);
  base64 = g_base64_encode (random, sizeof random);
  /* The URL's alphabet without padding: it travels in forms and is copied by hand. */
  g_strdelimit (base64, "+", '-');
  g_strdelimit (base64, "/", '_');
  *strchrnul (base64, '=') = '\0';
  return g_strconcat (KEY_PREFIX, base64, NULL);
}

static gboolean
check_name (const char *name, GError **error)
{
  gsize length = strlen (name);
  gboolean ok = length > 0 && length <= NAME_MAX_LENGTH && g_ascii_isalnum (*name);

  for (const char *p = name; ok && *p != '\0'; p++)
    ok = g_ascii_isalnum (*p) || strchr ("-_.", *p) != NULL;
  if (!ok)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                 "A booth's name is 1 to %d ASCII letters, digits and -_. and begins with a letter or digit",
                 NAME_MAX_LENGTH);
  return ok;
}

/**
 * kmzb_keys_add:
 * @name: the booth's
 *
 * Makes a booth's key. Only its hash is kept, so this is the one chance to see it. The name of a revoked key may be
 * used again: that is how a booth's key is changed.
 *
 * Returns: (transfer full): the key
 */
char *
kmzb_keys_add (KmzbStorage *storage, const char *name, gint64 now_us, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *key = make_key ();
  guint8 hash[SHA256_DIGEST_SIZE];

  if (!check_name (name, error))
    return NULL;
  hash_key (key, hash);
  forget (storage);
  if (kmzb_storage_run (storage, "INSERT INTO keys(hash, name, created_us) VALUES($1, $2, $3)",
                        KMZB_VALUES (kmzb_value_bytes (hash, sizeof hash), kmzb_value_text (name),
                                     kmzb_value_int (now_us)),
                        NULL, &fault))
    return g_steal_pointer (&key);

  if (g_error_matches (fault, KMZB_ERROR, KMZB_ERROR_EXISTS))
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_EXISTS, "%s has a key already; revoke it first", name);
  else
    g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

/* The name's keys that are in force beyond @end_us end then. */
static gboolean
end_keys (KmzbStorage *storage, const char *name, gint64 end_us, guint *n_changed, GError **error)
{
  forget (storage);
  return kmzb_storage_run (storage,
                           "UPDATE keys SET revoked_us=$1 WHERE name=$2 AND (revoked_us IS NULL OR revoked_us>$1)",
                           KMZB_VALUES (kmzb_value_int (end_us), kmzb_value_text (name)), n_changed, error);
}

/**
 * kmzb_keys_rotate:
 * @grace_us: for so long the old key is worth as much as the new one, while somebody brings that to the booth
 *
 * To be called in a transaction.
 *
 * Returns: (transfer full): the new key; %NULL with %KMZB_ERROR_NOT_FOUND when the name has none that could be changed
 */
char *
kmzb_keys_rotate (KmzbStorage *storage, const char *name, gint64 grace_us, gint64 now_us, GError **error)
{
  gint64 n = 0;

  if (!kmzb_storage_get_int (storage, "SELECT count(*) FROM keys WHERE name=$1 AND revoked_us IS NULL",
                             KMZB_VALUES (kmzb_value_text (name)), &n, error))
    return NULL;
  if (n == 0)
    {
      if (check_name (name, error))
        g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "%s has no key in force", name);
      return NULL;
    }
  return end_keys (storage, name, now_us + grace_us, NULL, error) ? kmzb_keys_add (storage, name, now_us, error)
                                                                         : NULL;
}

/* From the next request on the name's keys are worth nothing, in a running server too. */
gboolean
kmzb_keys_revoke (KmzbStorage *storage, const char *name, gint64 now_us, GError **error)
{
  guint n_changed;

  if (!end_keys (storage, name, now_us, &n_changed, error))
    return FALSE;
  if (n_changed == 0)
    {
      if (check_name (name, error))
        g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "%s has no key in force", name);
      return FALSE;
    }
  return TRUE;
}

/* Name and times from three columns. Returns: (transfer full) */
static KmzbKeyInfo *
read_info (KmzbRows *rows, int column)
{
  KmzbKeyInfo *info = g_new0 (KmzbKeyInfo, 1);

  info->name = g_strdup (kmzb_rows_text (rows, column));
  info->created_us = kmzb_rows_int (rows, column + 1);
  info->revoked_us = kmzb_rows_is_null (rows, column + 2) ? 0 : kmzb_rows_int (rows, column + 2);
  return info;
}

/* @name: (nullable): of one booth; %NULL: all. Returns: (transfer full) (element-type KmzbKeyInfo): by name, then age */
GPtrArray *
kmzb_keys_list (KmzbStorage *storage, const char *name, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_key_info_free);
  g_autoptr (KmzbRows) rows = kmzb_storage_query (
      storage, "SELECT name, created_us, revoked_us FROM keys WHERE $1='' OR name=$1 ORDER BY name, created_us",
      KMZB_VALUES (kmzb_value_text (name ? name : "")), error);
  g_autoptr (GError) fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    g_ptr_array_add (list, read_info (rows, 0));
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (rows != NULL)
    return g_steal_pointer (&list);
  return NULL;
}

/* @key: (nullable): as the client sent it. Returns: (transfer full) (nullable): what it is looked up by; %NULL when it
 * can be nobody's */
GBytes *
kmzb_keys_hash (const char *key)
{
  guint8 hash[SHA256_DIGEST_SIZE];

  if (key == NULL || strlen (key) > KEY_MAX_LENGTH)
    return NULL;
  hash_key (key, hash);
  return g_bytes_new (hash, sizeof hash);
}

static KmzbValue
hash_value (GBytes *hash)
{
  gsize length;
  gconstpointer bytes = g_bytes_get_data (hash, &length);

  return kmzb_value_bytes (bytes, length);
}

/* @hash: see kmzb_keys_hash(). Returns: (transfer full) (nullable): whose key it is, or %NULL, with @error set only
 * when the database could not be asked */
char *
kmzb_keys_find_booth (KmzbStorage *storage, GBytes *hash, gint64 now_us, GError **error)
{
  g_autoptr (KmzbRows) rows = kmzb_storage_query (
      storage, "SELECT name FROM keys WHERE hash=$1 AND (revoked_us IS NULL OR revoked_us>$2)",
      KMZB_VALUES (hash_value (hash), kmzb_value_int (now_us)), error);

  return rows != NULL && kmzb_rows_next (rows, error) ? g_strdup (kmzb_rows_text (rows, 0)) : NULL;
}

static gboolean
read_some (KmzbStorage *storage, GBytes *const *hashes, guint n, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT hash, name, created_us, revoked_us FROM keys WHERE hash IN ($1");
  KmzbValue values[MAX_READ_AT_ONCE] = { hash_value (hashes[0]) };
  g_autoptr (KmzbRows) rows = NULL;
  g_autoptr (GError) fault = NULL;
  guint n_places = 1;

  /* A few lengths alone, so that the statements stay prepared; the last hash is asked for again. */
  for (; n_places < n || (n_places & (n_places - 1)) != 0; n_places++)
    {
      g_string_append_printf (sql, ",$%u", n_places + 1);
      values[n_places] = hash_value (hashes[MIN (n_places, n - 1)]);
    }
  g_string_append_c (sql, ')');
  rows = kmzb_storage_query (storage, sql->str, values, n_places, &fault);
  while (rows != NULL && kmzb_rows_next (rows, &fault))
    g_hash_table_insert (storage->keys, kmzb_rows_dup_bytes (rows, 0), read_info (rows, 1));
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/**
 * kmzb_keys_read:
 * @hashes: (element-type GBytes): see kmzb_keys_hash()
 *
 * In a transaction that takes reports: makes kmzb_keys_is_of() know these keys as they stand now. What was read before
 * is not read again while nobody else has written anything.
 */
gboolean
kmzb_keys_read (KmzbStorage *storage, GPtrArray *hashes, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_sized_new (hashes->len);

  if (storage->keys == NULL)
    storage->keys = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                           (GDestroyNotify) kmzb_key_info_free);
  if (!storage->class->is_unchanged (storage) || g_hash_table_size (storage->keys) > MAX_KEPT)
    forget (storage);
  for (guint i = 0; i < hashes->len; i++)
    if (!g_hash_table_contains (storage->keys, g_ptr_array_index (hashes, i)))
      g_ptr_array_add (missing, g_ptr_array_index (hashes, i));
  for (guint done = 0; done < missing->len; done += MAX_READ_AT_ONCE)
    if (!read_some (storage, (GBytes *const *) missing->pdata + done, MIN (missing->len - done, MAX_READ_AT_ONCE), error))
      return FALSE;
  return TRUE;
}

/* In the transaction of kmzb_keys_read(): whether that key is @booth's and in force. */
gboolean
kmzb_keys_is_of (KmzbStorage *storage, GBytes *hash, const char *booth, gint64 now_us)
{
  const KmzbKeyInfo *info = g_hash_table_lookup (storage->keys, hash);

  return info != NULL && g_str_equal (info->name, booth) && (info->revoked_us == 0 || info->revoked_us > now_us);
}
