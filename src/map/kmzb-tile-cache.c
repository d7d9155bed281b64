/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tile-cache.h"

/* What a remembered absence costs: the entry itself. */
#define ABSENT_COST 128
/* Of a pixel, where the renderer keeps it to draw with; as it was decoded it takes three or four. */
#define PIXEL_COST 4

typedef struct
{
  KmzbTileKey key;
  GdkTexture *texture; /* (nullable) */
  gboolean unreadable;
  gboolean doubted; /* unreadable, but that was a while ago */
  gsize cost;
  guint64 turn; /* of its last use */
  GList link;
} Entry;

/* Decoded tiles, the least recently looked at forgotten first. What was looked at in this turn or the one before stays,
 * however much that is: forgetting what is in view would mean reading it again at once, and for ever. Belongs to one
 * thread. */
struct _KmzbTileCache
{
  GHashTable *entries; /* KmzbTileKey * inside the Entry -> Entry */
  GQueue recent;       /* of Entry, newest first */
  gsize budget;
  gsize size;
  guint64 turn;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_object (&entry->texture);
  g_free (entry);
}

/* @budget is in bytes of memory, for decoded tiles and what draws them. */
KmzbTileCache *
kmzb_tile_cache_new (gsize budget)
{
  KmzbTileCache *self = g_new0 (KmzbTileCache, 1);

  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);
  g_queue_init (&self->recent);
  self->budget = budget;
  self->turn = 1;
  return self;
}

void
kmzb_tile_cache_free (KmzbTileCache *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

static void
forget (KmzbTileCache *self, Entry *entry)
{
  g_queue_unlink (&self->recent, &entry->link);
  self->size -= entry->cost;
  g_hash_table_remove (self->entries, &entry->key);
}

static void
forget_oldest (KmzbTileCache *self)
{
  Entry *oldest;

  while (self->size > self->budget && (oldest = g_queue_peek_tail (&self->recent)) != NULL
         && oldest->turn + 1 < self->turn)
    forget (self, oldest);
}

/* Somebody is about to look at all that is in view, and around it. */
void
kmzb_tile_cache_begin_turn (KmzbTileCache *self)
{
  self->turn++;
}

void
kmzb_tile_cache_set_budget (KmzbTileCache *self, gsize budget)
{
  self->budget = budget;
  forget_oldest (self);
}

gsize
kmzb_tile_cache_get_size (KmzbTileCache *self)
{
  return self->size;
}

guint
kmzb_tile_cache_get_count (KmzbTileCache *self)
{
  return self->recent.length;
}

/* @texture: (out) (transfer none) (optional): the picture, or %NULL unless present. Counts as a use of the tile. */
KmzbTilePresence
kmzb_tile_cache_lookup (KmzbTileCache *self, KmzbTileKey key, GdkTexture **texture)
{
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (texture != NULL)
    *texture = entry != NULL ? entry->texture : NULL;
  if (entry == NULL)
    return KMZB_TILE_UNKNOWN;

  g_queue_unlink (&self->recent, &entry->link);
  g_queue_push_head_link (&self->recent, &entry->link);
  entry->turn = self->turn;
  if (entry->texture != NULL)
    return KMZB_TILE_PRESENT;
  return entry->unreadable ? KMZB_TILE_UNREADABLE : KMZB_TILE_ABSENT;
}

static void
put (KmzbTileCache *self, KmzbTileKey key, GdkTexture *texture, gboolean unreadable)
{
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry != NULL)
    forget (self, entry);

  entry = g_new0 (Entry, 1);
  entry->key = key;
  entry->link.data = entry;
  entry->turn = self->turn;
  entry->unreadable = unreadable;
  entry->cost = ABSENT_COST;
  if (texture != NULL)
    {
      entry->texture = g_object_ref (texture);
      entry->cost += (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) * PIXEL_COST;
    }
  g_hash_table_insert (self->entries, &entry->key, entry);
  g_queue_push_head_link (&self->recent, &entry->link);
  self->size += entry->cost;
  forget_oldest (self);
}

/* @texture: (nullable) (transfer none): %NULL remembers that there is no such tile. */
void
kmzb_tile_cache_put (KmzbTileCache *self, KmzbTileKey key, GdkTexture *texture)
{
  put (self, key, texture, FALSE);
}

/* Remembers that nobody can say what the tile shows. */
void
kmzb_tile_cache_put_unreadable (KmzbTileCache *self, KmzbTileKey key)
{
  put (self, key, NULL, TRUE);
}

/* What could not be read may be readable by now: a cable that was loose, a file that was put back. Each stays unreadable
 * until somebody has tried. Returns: whether there are any */
gboolean
kmzb_tile_cache_doubt_unreadable (KmzbTileCache *self)
{
  gboolean any = FALSE;

  for (GList *link = self->recent.head; link != NULL; link = link->next)
    {
      Entry *entry = link->data;

      entry->doubted = entry->unreadable;
      any = any || entry->unreadable;
    }
  return any;
}

/* Whether it is worth to read an unreadable tile again. */
gboolean
kmzb_tile_cache_is_doubted (KmzbTileCache *self, KmzbTileKey key)
{
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  return entry != NULL && entry->doubted;
}

/* @texture: (transfer none): the picture of a tile that is present, kept in another way */
void
kmzb_tile_cache_replace (KmzbTileCache *self, KmzbTileKey key, GdkTexture *texture)
{
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  g_return_if_fail (entry != NULL && entry->texture != NULL);

  g_set_object (&entry->texture, texture);
}
