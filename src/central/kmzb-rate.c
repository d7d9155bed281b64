/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-rate.h"

#include <math.h>

/* Whoever comes when the table is full shares one bucket. */
#define THE_OTHERS ""

typedef struct
{
  double tokens;
  gint64 at_us;
} Bucket;

/**
 * KmzbRate:
 *
 * How much each name may ask for: a bucket of tokens that fills again with time. What it needs is bounded, however
 * many names there are. Callable from any thread.
 */
struct _KmzbRate
{
  GMutex lock;
  GHashTable *buckets; /* of Bucket by name; a full bucket is the same as none */
  double most;
  double per_second;
  guint max_names;
};

/* @most: at once; @per_second: for good; @max_names: how many are told apart */
KmzbRate *
kmzb_rate_new (guint most, double per_second, guint max_names)
{
  KmzbRate *self = g_new0 (KmzbRate, 1);

  g_mutex_init (&self->lock);
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->most = most;
  self->per_second = per_second;
  self->max_names = max_names;
  return self;
}

void
kmzb_rate_free (KmzbRate *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->buckets);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* A clock that went back adds nothing and takes nothing. */
static void
fill (KmzbRate *self, Bucket *bucket, gint64 now_us)
{
  if (now_us > bucket->at_us)
    bucket->tokens += (double) (now_us - bucket->at_us) / G_USEC_PER_SEC * self->per_second;
  bucket->tokens = MIN (bucket->tokens, self->most);
  bucket->at_us = MAX (bucket->at_us, now_us);
}

static void
drop_full (KmzbRate *self, gint64 now_us)
{
  GHashTableIter iter;
  gpointer bucket;

  g_hash_table_iter_init (&iter, self->buckets);
  while (g_hash_table_iter_next (&iter, NULL, &bucket))
    {
      fill (self, bucket, now_us);
      if (((Bucket *) bucket)->tokens >= self->most)
        g_hash_table_iter_remove (&iter);
    }
}

static Bucket *
find_bucket (KmzbRate *self, const char *name, gint64 now_us)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, name);

  if (bucket == NULL && g_hash_table_size (self->buckets) >= self->max_names)
    drop_full (self, now_us);
  if (bucket == NULL && g_hash_table_size (self->buckets) >= self->max_names)
    bucket = g_hash_table_lookup (self->buckets, name = THE_OTHERS);
  if (bucket == NULL)
    {
      bucket = g_new0 (Bucket, 1);
      *bucket = (Bucket) { self->most, now_us };
      g_hash_table_insert (self->buckets, g_strdup (name), bucket);
    }
  return bucket;
}

/**
 * kmzb_rate_take:
 * @now_us: monotonic
 * @wait_seconds: (out) (optional): after how long there is a token again
 *
 * Returns: whether @name may
 */
gboolean
kmzb_rate_take (KmzbRate *self, const char *name, gint64 now_us, guint *wait_seconds)
{
  Bucket *bucket;
  gboolean may;

  g_mutex_lock (&self->lock);
  bucket = find_bucket (self, name, now_us);
  fill (self, bucket, now_us);
  may = bucket->tokens >= 1;
  if (may)
    bucket->tokens -= 1;
  else if (wait_seconds != NULL)
    *wait_seconds = (guint) CLAMP (ceil ((1 - bucket->tokens) / self->per_second), 1, 3600);
  g_mutex_unlock (&self->lock);
  return may;
}
