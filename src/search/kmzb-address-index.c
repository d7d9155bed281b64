/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-address-index-private.h"

#include "kmzb-fold.h"

#include <string.h>

/**
 * KmzbAddressIndex:
 *
 * The streets, villages and places of a pack, held in memory to be searched while somebody types: a scan of all street
 * names with typos allowed takes a few milliseconds, and no database is asked for every letter. Immutable once loaded,
 * so any thread may search it.
 */

#define E7 1e7
/* A street is seldom longer, and the next town with one of that name seldom nearer. */
#define SAME_STREET_M 3000.0

typedef struct
{
  KmzbIndexHouse house;
  guint entry;
} LoadedHouse;

typedef struct
{
  KmzbAddressIndex *index;
  GHashTable *by_name; /* "street\nplace" -> entry + 1 */
  GString *key;
  GArray *houses; /* LoadedHouse, as they came */
} Loader;

static const char *
keep (KmzbAddressIndex *self, const char *text)
{
  return text != NULL && *text != '\0' ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

static void
append_words (KmzbAddressIndex *self, GArray *words, const char *name)
{
  g_autofree char *folded = kmzb_fold (name != NULL ? name : "");
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      {
        KmzbWord word = kmzb_word_make (g_string_chunk_insert_const (self->strings, parts[i]));

        g_array_append_val (words, word);
      }
}

static KmzbIndexEntry *
add_entry (KmzbAddressIndex *self, const char *street, const char *place)
{
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (KmzbWord));
  KmzbIndexEntry entry = { .street = keep (self, street), .place = keep (self, place) };

  append_words (self, words, entry.street != NULL ? entry.street : entry.place);
  entry.n_main = words->len;
  if (entry.street != NULL)
    append_words (self, words, entry.place);
  entry.n_words = words->len;
  entry.words = (KmzbWord *) (gpointer) g_array_free (g_steal_pointer (&words), FALSE);
  g_array_append_val (self->entries, entry);
  return &g_array_index (self->entries, KmzbIndexEntry, self->entries->len - 1);
}

static const char *
keep_postcode (KmzbAddressIndex *self, const char *postcode)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *at = postcode != NULL ? postcode : ""; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);
  return keep (self, digits->str);
}

static void
on_address (const KmzbPackAddress *address, gpointer data)
{
  Loader *loader = data;
  KmzbAddressIndex *self = loader->index;
  LoadedHouse loaded;
  guint entry;

  g_string_printf (loader->key, "%s\n%s", address->street != NULL ? address->street : "",
                   address->place != NULL ? address->place : "");
  if (loader->key->len == 1)
    return; /* a number alone is no address */
  entry = GPOINTER_TO_UINT (g_hash_table_lookup (loader->by_name, loader->key->str));
  if (entry == 0)
    {
      add_entry (self, address->street, address->place);
      entry = self->entries->len;
      g_hash_table_insert (loader->by_name, g_strdup (loader->key->str), GUINT_TO_POINTER (entry));
    }
  loaded.entry = entry - 1;
  loaded.house.number = g_string_chunk_insert_const (self->strings, address->number);
  loaded.house.postcode = keep_postcode (self, address->postcode);
  loaded.house.lat_e7 = (gint32) (address->point.lat * E7);
  loaded.house.lon_e7 = (gint32) (address->point.lon * E7);
  g_array_append_val (loader->houses, loaded);
  g_array_index (self->entries, KmzbIndexEntry, loaded.entry).n_houses++;
}

/* What people mean first when several places bear one name. */
static guint
rank_of (const char *kind)
{
  static const char *const kinds[] = { "city", "town", "village", "suburb", "quarter", "neighbourhood", "hamlet" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i]))
      return i;
  return G_N_ELEMENTS (kinds);
}

static void
on_place (const KmzbPackPlace *place, gpointer data)
{
  Loader *loader = data;
  KmzbIndexEntry *entry = add_entry (loader->index, NULL, place->name);

  entry->point = place->point;
  entry->rank = rank_of (place->kind);
}

/* ---- houses whose town is not said ---- */

typedef struct
{
  double lat;
  double lon;
} Middle;

/* The streets of that name which have a town: entry numbers. */
static GHashTable *
group_by_street (KmzbAddressIndex *self)
{
  GHashTable *by_street
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const KmzbIndexEntry *entry = &g_array_index (self->entries, KmzbIndexEntry, i);
      GArray *same;

      if (entry->street == NULL || entry->place == NULL)
        continue;
      same = g_hash_table_lookup (by_street, entry->street);
      if (same == NULL)
        g_hash_table_insert (by_street, (gpointer) entry->street, same = g_array_new (FALSE, FALSE, sizeof (guint)));
      g_array_append_val (same, i);
    }
  return by_street;
}

static void
add_to_middle (Middle *middles, const KmzbAddressIndex *self, const LoadedHouse *house)
{
  guint n = g_array_index (self->entries, KmzbIndexEntry, house->entry).n_houses;

  middles[house->entry].lat += house->house.lat_e7 / E7 / n;
  middles[house->entry].lon += house->house.lon_e7 / E7 / n;
}

/* Open data says the town of one house and not of its neighbour: both belong to the one street. */
static void
find_towns (KmzbAddressIndex *self, GArray *houses)
{
  g_autoptr (GHashTable) by_street = group_by_street (self);
  g_autofree Middle *middles = g_new0 (Middle, self->entries->len + 1);

  for (guint i = 0; i < houses->len; i++)
    add_to_middle (middles, self, &g_array_index (houses, LoadedHouse, i));
  for (guint i = 0; i < houses->len; i++)
    {
      LoadedHouse *house = &g_array_index (houses, LoadedHouse, i);
      KmzbIndexEntry *own = &g_array_index (self->entries, KmzbIndexEntry, house->entry);
      KmzbPoint point = { house->house.lat_e7 / E7, house->house.lon_e7 / E7 };
      double best_m = SAME_STREET_M;
      guint best = house->entry;
      GArray *same;

      if (own->street == NULL || own->place != NULL
          || (same = g_hash_table_lookup (by_street, own->street)) == NULL)
        continue;
      for (guint j = 0; j < same->len; j++)
        {
          guint other = g_array_index (same, guint, j);
          double m = kmzb_geo_distance_m (point, (KmzbPoint){ middles[other].lat, middles[other].lon });

          if (m < best_m)
            {
              best_m = m;
              best = other;
            }
        }
      own->n_houses--;
      g_array_index (self->entries, KmzbIndexEntry, best).n_houses++;
      house->entry = best;
    }
}

/* Houses of a street together: counted, then put in their places. */
static void
sort_houses (KmzbAddressIndex *self, GArray *loaded)
{
  g_autofree guint *next = g_new0 (guint, self->entries->len + 1);
  guint at = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      KmzbIndexEntry *entry = &g_array_index (self->entries, KmzbIndexEntry, i);

      entry->first_house = next[i] = at;
      at += entry->n_houses;
    }
  self->n_houses = loaded->len;
  self->houses = g_new (KmzbIndexHouse, MAX (loaded->len, 1));
  for (guint i = 0; i < loaded->len; i++)
    {
      const LoadedHouse *house = &g_array_index (loaded, LoadedHouse, i);

      self->houses[next[house->entry]++] = house->house;
    }
}

/* A street is shown at its house nearest to its middle: a point between houses may lie in a pond. */
static void
find_middle (KmzbAddressIndex *self, KmzbIndexEntry *entry)
{
  const KmzbIndexHouse *houses = self->houses + entry->first_house;
  double lat = 0, lon = 0, best = G_MAXDOUBLE;

  for (guint i = 0; i < entry->n_houses; i++)
    {
      lat += houses[i].lat_e7 / E7 / entry->n_houses;
      lon += houses[i].lon_e7 / E7 / entry->n_houses;
    }
  for (guint i = 0; i < entry->n_houses; i++)
    {
      KmzbPoint point = { houses[i].lat_e7 / E7, houses[i].lon_e7 / E7 };
      double distance = kmzb_geo_distance_m (point, (KmzbPoint){ lat, lon });

      if (distance < best)
        {
          best = distance;
          entry->point = point;
        }
    }
}

/**
 * kmzb_address_index_load:
 *
 * Reads the pack's addresses and places; an index without entries for a foreign MBTiles. Not for the UI thread.
 */
KmzbAddressIndex *
kmzb_address_index_load (KmzbPack *pack, GCancellable *cancellable, GError **error)
{
  g_autoptr (KmzbAddressIndex) self = g_new0 (KmzbAddressIndex, 1);
  g_autoptr (GHashTable) by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) houses = g_array_new (FALSE, FALSE, sizeof (LoadedHouse));
  g_autoptr (GString) key = g_string_new (NULL);
  Loader loader = { self, by_name, key, houses };

  g_return_val_if_fail (KMZB_IS_PACK (pack), NULL);

  self->country = g_strdup (kmzb_pack_get_country (pack));
  self->strings = g_string_chunk_new (64 * 1024);
  self->entries = g_array_new (FALSE, FALSE, sizeof (KmzbIndexEntry));
  if (!kmzb_pack_foreach_address (pack, on_address, &loader, cancellable, error)
      || !kmzb_pack_foreach_place (pack, on_place, &loader, error))
    return NULL;
  find_towns (self, houses);
  sort_houses (self, houses);
  for (guint i = 0; i < self->entries->len; i++)
    {
      KmzbIndexEntry *entry = &g_array_index (self->entries, KmzbIndexEntry, i);

      if (entry->n_houses > 0)
        find_middle (self, entry);
    }
  return g_steal_pointer (&self);
}

void
kmzb_address_index_free (KmzbAddressIndex *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; self->entries != NULL && i < self->entries->len; i++)
    g_free (g_array_index (self->entries, KmzbIndexEntry, i).words);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
  g_free (self->houses);
  g_free (self->country);
  g_free (self);
}

/* How many houses it knows. */
guint
kmzb_address_index_count (KmzbAddressIndex *self)
{
  return self->n_houses;
}

/* Returns: (transfer full) */
KmzbAddressHit *
kmzb_address_hit_copy (const KmzbAddressHit *self)
{
  KmzbAddressHit *copy = g_memdup2 (self, sizeof *self);

  copy->title = g_strdup (self->title);
  copy->number = g_strdup (self->number);
  copy->wanted = g_strdup (self->wanted);
  return copy;
}

void
kmzb_address_hit_free (KmzbAddressHit *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->number);
  g_free (self->wanted);
  g_free (self);
}
