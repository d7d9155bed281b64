/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-known-keys.h"

/**
 * KmzbKnownKeys:
 *
 * Whose the keys were that have been in force before. That is no leave to anything: a key may have been revoked since,
 * by another process too. It spares a booth's report a question to the database before the one that stores it, which
 * asks for the key again (#KmzbIntake). Strangers are not in here and get no further than they did. Keeps hashes, never
 * a key. Callable from any thread.
 */
struct _KmzbKnownKeys
{
  GMutex lock;
  GHashTable *booths; /* names by hash */
  guint max_keys;
};

/* @max_keys: beyond them all are forgotten, and looked up once more */
KmzbKnownKeys *
kmzb_known_keys_new (guint max_keys)
{
  KmzbKnownKeys *self = g_new0 (KmzbKnownKeys, 1);

  g_mutex_init (&self->lock);
  self->booths = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, g_free);
  self->max_keys = max_keys;
  return self;
}

void
kmzb_known_keys_free (KmzbKnownKeys *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->booths);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Returns: (transfer full) (nullable): whose key it was when it was last looked up */
char *
kmzb_known_keys_find (KmzbKnownKeys *self, GBytes *hash)
{
  char *booth;

  g_mutex_lock (&self->lock);
  booth = g_strdup (g_hash_table_lookup (self->booths, hash));
  g_mutex_unlock (&self->lock);
  return booth;
}

/* The database has just said so. */
void
kmzb_known_keys_add (KmzbKnownKeys *self, GBytes *hash, const char *booth)
{
  g_mutex_lock (&self->lock);
  if (g_hash_table_size (self->booths) >= self->max_keys)
    g_hash_table_remove_all (self->booths);
  g_hash_table_replace (self->booths, g_bytes_ref (hash), g_strdup (booth));
  g_mutex_unlock (&self->lock);
}

/* The database has said that it is worth nothing. */
void
kmzb_known_keys_drop (KmzbKnownKeys *self, GBytes *hash)
{
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->booths, hash);
  g_mutex_unlock (&self->lock);
}
