/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tile-source.h"

#include "kmzb-error.h"
#include "kmzb-gl-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* Two workers keep a 1080p view filled from a cold start in a tenth of a second; more would starve the renderer. */
#define MAX_WORKERS 2
/* Somewhat more than a view of 1920x1080 and the tiles around it: another 1.5 ms brings back what was left. */
#define CACHE_BUDGET (22 * 1024 * 1024)
/* What can't be read and is in view is tried again so often. */
#define RETRY_S 5

typedef struct
{
  KmzbTileKey key;
  GdkTexture *texture; /* (nullable): no such tile, or */
  gboolean unreadable;
} Arrival;

/* What the workers and the main thread share; outlives the source while a worker is still at it. */
typedef struct
{
  gatomicrefcount ref_count;
  KmzbPack *pack;
  GMainContext *context;

  GMutex lock;
  KmzbTileSource *source; /* (nullable): cleared when the source goes */
  GHashTable *wishes;     /* client -> GArray of KmzbTileKey, the most wanted last */
  GHashTable *in_work;    /* KmzbTileKey * */
  GArray *arrivals;       /* Arrival */
  guint n_workers;
  gboolean delivery_due;
  gboolean fault_told;
} Desk;

/**
 * KmzbTileSource:
 *
 * The decoded tiles of one pack, shared by every map over it. Reading and decoding happen on worker threads; each
 * client says which tiles it wants now, and what it no longer names is no longer read: there is nothing to cancel.
 */
struct _KmzbTileSource
{
  GObject parent;

  Desk *desk;
  KmzbTileCache *cache;
  guint retry_id;
};

G_DEFINE_FINAL_TYPE (KmzbTileSource, kmzb_tile_source, G_TYPE_OBJECT)

enum
{
  SIGNAL_ARRIVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];
static GQuark source_quark;

static void
arrival_clear (gpointer data)
{
  g_clear_object (&((Arrival *) data)->texture);
}

static Desk *
desk_new (KmzbPack *pack)
{
  Desk *desk = g_new0 (Desk, 1);

  g_atomic_ref_count_init (&desk->ref_count);
  desk->pack = g_object_ref (pack);
  desk->context = g_main_context_ref_thread_default ();
  g_mutex_init (&desk->lock);
  desk->wishes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  desk->in_work = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  desk->arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival));
  g_array_set_clear_func (desk->arrivals, arrival_clear);
  return desk;
}

static Desk *
desk_ref (Desk *desk)
{
  g_atomic_ref_count_inc (&desk->ref_count);
  return desk;
}

static void
desk_unref (Desk *desk)
{
  if (!g_atomic_ref_count_dec (&desk->ref_count))
    return;
  g_hash_table_unref (desk->wishes);
  g_hash_table_unref (desk->in_work);
  g_array_unref (desk->arrivals);
  g_main_context_unref (desk->context);
  g_mutex_clear (&desk->lock);
  g_object_unref (desk->pack);
  g_free (desk);
}

/* @bytes: an image file. PNG and JPEG stay in the decoder's own pixel format, which is the cheapest to draw; the rest
 * (WebP) goes through gdk-pixbuf's loaders. */
GdkTexture *
kmzb_tile_decode (GBytes *bytes, GError **error)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (bytes, error);

  if (texture == NULL)
    return NULL;
  if (gdk_texture_get_width (texture) > KMZB_TILE_MAX_SIDE || gdk_texture_get_height (texture) > KMZB_TILE_MAX_SIDE)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED, "a tile of %dx%d pixels is larger than %d",
                   gdk_texture_get_width (texture), gdk_texture_get_height (texture), KMZB_TILE_MAX_SIDE);
      return NULL;
    }
  return g_steal_pointer (&texture);
}

static void
read_tile (Desk *desk, Arrival *arrival)
{
  KmzbTileKey key = arrival->key;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean tell;

  bytes = kmzb_pack_read_tile (desk->pack, kmzb_tile_key_z (key), kmzb_tile_key_x (key), kmzb_tile_key_y (key),
                               &error);
  if (bytes != NULL)
    arrival->texture = kmzb_tile_decode (bytes, &error);
  if (error == NULL)
    return;
  arrival->unreadable = TRUE;

  /* One damaged tile is a hole that its parent fills; a damaged pack would otherwise flood the log. */
  g_mutex_lock (&desk->lock);
  tell = !desk->fault_told;
  desk->fault_told = TRUE;
  g_mutex_unlock (&desk->lock);
  if (tell)
    g_message ("Can't show tile %d/%d/%d of %s: %s", kmzb_tile_key_z (key), kmzb_tile_key_x (key),
               kmzb_tile_key_y (key), kmzb_pack_get_path (desk->pack), error->message);
}

/* Only what somebody looks at is wanted, and so read, again. */
static gboolean
on_retry (gpointer user_data)
{
  KmzbTileSource *self = user_data;

  self->retry_id = 0;
  if (kmzb_tile_cache_doubt_unreadable (self->cache))
    g_signal_emit (self, signals[SIGNAL_ARRIVED], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
deliver (gpointer user_data)
{
  Desk *desk = user_data;
  g_autoptr (KmzbTileSource) source = NULL;
  g_autoptr (GArray) arrivals = NULL;

  g_mutex_lock (&desk->lock);
  arrivals = g_steal_pointer (&desk->arrivals);
  desk->arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival));
  g_array_set_clear_func (desk->arrivals, arrival_clear);
  desk->delivery_due = FALSE;
  /* The source is cleared on this thread alone, so it cannot go between here and the ref. */
  if (desk->source != NULL)
    source = g_object_ref (desk->source);
  g_mutex_unlock (&desk->lock);

  if (source == NULL)
    return G_SOURCE_REMOVE;
  for (guint i = 0; i < arrivals->len; i++)
    {
      Arrival *arrival = &g_array_index (arrivals, Arrival, i);

      if (!arrival->unreadable)
        kmzb_tile_cache_put (source->cache, arrival->key, arrival->texture);
      else
        {
          kmzb_tile_cache_put_unreadable (source->cache, arrival->key);
          if (source->retry_id == 0)
            source->retry_id = g_timeout_add_seconds (RETRY_S, on_retry, source);
        }
    }
  g_signal_emit (source, signals[SIGNAL_ARRIVED], 0);
  return G_SOURCE_REMOVE;
}

/* Not g_main_context_invoke(): while nobody runs the context, as before and after the main loop, that would deliver
 * right here, on a worker that holds the lock. */
static void
send_for_delivery (Desk *desk)
{
  g_autoptr (GSource) delivery = g_idle_source_new ();

  g_source_set_priority (delivery, G_PRIORITY_DEFAULT);
  g_source_set_callback (delivery, deliver, desk_ref (desk), (GDestroyNotify) desk_unref);
  g_source_attach (delivery, desk->context);
}

/* The most wanted tile of any client that no worker has in hand. Called with the lock held. */
static gboolean
take_wish (Desk *desk, KmzbTileKey *key)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->wishes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GArray *keys = value;

      while (keys->len > 0)
        {
          *key = g_array_index (keys, KmzbTileKey, keys->len - 1);
          g_array_set_size (keys, keys->len - 1);
          if (!g_hash_table_contains (desk->in_work, key))
            return TRUE;
        }
    }
  return FALSE;
}

static void
work (gpointer data, gpointer user_data)
{
  Desk *desk = data;
  KmzbTileKey key;

  g_mutex_lock (&desk->lock);
  while (take_wish (desk, &key))
    {
      gint64 *in_work = g_new (gint64, 1);
      Arrival arrival = { .key = key };

      *in_work = (gint64) key;
      g_hash_table_add (desk->in_work, in_work);
      g_mutex_unlock (&desk->lock);

      read_tile (desk, &arrival);

      g_mutex_lock (&desk->lock);
      g_hash_table_remove (desk->in_work, &key);
      g_array_append_val (desk->arrivals, arrival);
      if (!desk->delivery_due)
        {
          desk->delivery_due = TRUE;
          send_for_delivery (desk);
        }
    }
  desk->n_workers--;
  g_mutex_unlock (&desk->lock);
  desk_unref (desk);
}

static GThreadPool *
get_workers (void)
{
  static GThreadPool *workers;

  if (g_once_init_enter (&workers))
    g_once_init_leave (&workers, g_thread_pool_new (work, NULL, MAX_WORKERS, FALSE, NULL));
  return workers;
}

static void
kmzb_tile_source_finalize (GObject *object)
{
  KmzbTileSource *self = KMZB_TILE_SOURCE (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_object_set_qdata (G_OBJECT (self->desk->pack), source_quark, NULL);
  g_mutex_lock (&self->desk->lock);
  self->desk->source = NULL;
  g_hash_table_remove_all (self->desk->wishes);
  g_mutex_unlock (&self->desk->lock);
  g_clear_pointer (&self->desk, desk_unref);
  g_clear_pointer (&self->cache, kmzb_tile_cache_free);

  G_OBJECT_CLASS (kmzb_tile_source_parent_class)->finalize (object);
}

static void
kmzb_tile_source_class_init (KmzbTileSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_tile_source_finalize;
  source_quark = g_quark_from_static_string ("kmzb-tile-source");

  /**
   * KmzbTileSource::arrived:
   *
   * Some wanted tiles were read and can be looked up now, or it is time to want others again.
   */
  signals[SIGNAL_ARRIVED]
      = g_signal_new ("arrived", KMZB_TYPE_TILE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_tile_source_init (KmzbTileSource *self)
{
  self->cache = kmzb_tile_cache_new (CACHE_BUDGET);
}

/* Returns: (transfer full): the one source of @pack. For the main thread. */
KmzbTileSource *
kmzb_tile_source_for_pack (KmzbPack *pack)
{
  KmzbTileSource *self;

  g_return_val_if_fail (KMZB_IS_PACK (pack), NULL);

  g_type_ensure (KMZB_TYPE_TILE_SOURCE);
  self = source_quark != 0 ? g_object_get_qdata (G_OBJECT (pack), source_quark) : NULL;
  if (self != NULL)
    return g_object_ref (self);

  self = g_object_new (KMZB_TYPE_TILE_SOURCE, NULL);
  self->desk = desk_new (pack);
  self->desk->source = self;
  g_object_set_qdata (G_OBJECT (pack), source_quark, self);
  return self;
}

KmzbPack *
kmzb_tile_source_get_pack (KmzbTileSource *self)
{
  g_return_val_if_fail (KMZB_IS_TILE_SOURCE (self), NULL);
  return self->desk->pack;
}

/* Before all that is in view is looked up: that, and what was before it, will not be forgotten. */
void
kmzb_tile_source_begin_turn (KmzbTileSource *self)
{
  g_return_if_fail (KMZB_IS_TILE_SOURCE (self));
  kmzb_tile_cache_begin_turn (self->cache);
}

/* @texture: (out) (transfer none) (optional): valid until the main loop runs again */
KmzbTilePresence
kmzb_tile_source_lookup (KmzbTileSource *self, KmzbTileKey key, GdkTexture **texture)
{
  g_return_val_if_fail (KMZB_IS_TILE_SOURCE (self), KMZB_TILE_UNKNOWN);
  return kmzb_tile_cache_lookup (self->cache, key, texture);
}

/* Whether an unreadable tile was found so a while ago, and should be wanted again. */
gboolean
kmzb_tile_source_is_doubted (KmzbTileSource *self, KmzbTileKey key)
{
  g_return_val_if_fail (KMZB_IS_TILE_SOURCE (self), FALSE);
  return kmzb_tile_cache_is_doubted (self->cache, key);
}

/* Returns: (transfer none) (nullable): what @widget is to draw now. A picture that was drawn once is kept where its
 * renderer has it, and no longer beside it. */
GdkTexture *
kmzb_tile_source_get_picture (KmzbTileSource *self, KmzbTileKey key, GtkWidget *widget)
{
  GdkTexture *texture;
  g_autoptr (GdkTexture) kept = NULL;

  g_return_val_if_fail (KMZB_IS_TILE_SOURCE (self), NULL);

  if (kmzb_tile_cache_lookup (self->cache, key, &texture) != KMZB_TILE_PRESENT)
    return NULL;
  kept = kmzb_gl_picture_new (widget, texture);
  if (kept == NULL)
    return texture;
  kmzb_tile_cache_replace (self->cache, key, kept);
  return kept;
}

/**
 * kmzb_tile_source_want:
 * @client: who asks; any address that is the client's own
 * @keys: the tiles @client lacks now, the most wanted first
 *
 * Replaces what @client wanted before. With no keys the client is forgotten.
 */
void
kmzb_tile_source_want (KmzbTileSource *self, gpointer client, const KmzbTileKey *keys, guint n_keys)
{
  Desk *desk;

  g_return_if_fail (KMZB_IS_TILE_SOURCE (self));

  desk = self->desk;
  g_mutex_lock (&desk->lock);
  if (n_keys == 0)
    g_hash_table_remove (desk->wishes, client);
  else
    {
      GArray *wishes = g_array_sized_new (FALSE, FALSE, sizeof (KmzbTileKey), n_keys);

      for (guint i = n_keys; i > 0; i--)
        g_array_append_val (wishes, keys[i - 1]);
      g_hash_table_insert (desk->wishes, client, wishes);
      while (desk->n_workers < MIN (MAX_WORKERS, n_keys))
        {
          desk->n_workers++;
          g_thread_pool_push (get_workers (), desk_ref (desk), NULL);
        }
    }
  g_mutex_unlock (&desk->lock);
}
