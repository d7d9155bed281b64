/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-address-index-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * What fits, and what comes first. Costs are added up and the cheapest hit is shown first. The weights keep an order that
 * people expect: words as they are written before beginnings of words before slips of the finger; a name that is all
 * there before one of which words are missing; and among equals what is nearest to the map.
 */
#define COST_PREFIX 200
#define COST_TYPO 600
#define COST_WORD_LEFT_OUT 25
#define COST_WEAK_WORD_LEFT_OUT 4
#define COST_WEAK_WORD_WRONG 30
#define COST_PLACE_FOR_STREET 10
#define COST_RANK 2
#define COST_NUMBER_MISSING 130 /* a street elsewhere that has the number goes first */
#define COST_POSTCODE_WRONG 120
#define COST_KM 3.0
#define MAX_COST_DISTANCE 120.0

#define CANCEL_ENTRIES 512
#define MAX_WORDS 16

typedef struct
{
  const KmzbIndexEntry *entry;
  const char *number; /* of those typed, the one that no word of the name took; nullable */
  const char *flat;
  guint cost;
} Match;

static const KmzbWord *
word_at (const KmzbAddressQuery *query, guint i)
{
  return &g_array_index (query->words, KmzbWord, i);
}

/* The word of the entry that fits @typed best and is not taken. */
static KmzbWordFit
take_best (const KmzbIndexEntry *entry, const KmzbWord *typed, guint *taken, guint *best)
{
  KmzbWordFit fit = KMZB_WORD_NONE;

  for (guint i = 0; i < MIN (entry->n_words, MAX_WORDS) && fit != KMZB_WORD_EXACT; i++)
    {
      KmzbWordFit this_fit = *taken & 1u << i ? KMZB_WORD_NONE : kmzb_word_fit (typed, &entry->words[i]);

      if (this_fit < fit)
        {
          fit = this_fit;
          *best = i;
        }
    }
  if (fit != KMZB_WORD_NONE)
    *taken |= 1u << *best;
  return fit;
}

static guint
cost_of_left_out (const KmzbIndexEntry *entry, guint taken)
{
  guint cost = 0;

  for (guint i = 0; i < MIN (entry->n_main, MAX_WORDS); i++)
    if (!(taken & 1u << i))
      cost += entry->words[i].weak ? COST_WEAK_WORD_LEFT_OUT : COST_WORD_LEFT_OUT;
  return cost;
}

/* Whether all that was typed has its place in @entry, and at what cost. */
static gboolean
match_words (const KmzbAddressQuery *query, const KmzbIndexEntry *entry, gboolean weak_counts, Match *match)
{
  guint taken = 0, worst = KMZB_WORD_EXACT;
  gboolean named = FALSE;

  *match = (Match){ .entry = entry };
  for (guint i = 0; i < query->words->len; i++)
    {
      const KmzbWord *typed = word_at (query, i);
      guint at = 0;
      KmzbWordFit fit = take_best (entry, typed, &taken, &at);

      if (fit == KMZB_WORD_NONE && kmzb_word_is_number (typed->text) && entry->n_houses > 0)
        {
          if (match->number == NULL)
            match->number = typed->text;
          else if (match->flat == NULL)
            match->flat = typed->text;
          continue;
        }
      if (fit == KMZB_WORD_NONE && typed->weak)
        {
          match->cost += COST_WEAK_WORD_WRONG;
          continue;
        }
      if (fit == KMZB_WORD_NONE)
        return FALSE;
      if (at < entry->n_main && (!typed->weak || weak_counts))
        named = TRUE;
      worst = MAX (worst, (guint) fit);
    }
  if (!named && query->words->len > 0 && !(query->postcode != NULL && match->number == NULL && worst == KMZB_WORD_EXACT))
    return FALSE;
  if (query->words->len == 0 && entry->n_houses == 0)
    return FALSE;
  match->cost += worst == KMZB_WORD_TYPO ? COST_TYPO : worst == KMZB_WORD_PREFIX ? COST_PREFIX : 0;
  match->cost += cost_of_left_out (entry, taken) + entry->rank * COST_RANK;
  if (entry->street == NULL && entry->n_houses > 0 && match->number == NULL)
    match->cost += COST_PLACE_FOR_STREET; /* the place itself stands for its village */
  return TRUE;
}

static gboolean
has_postcode (KmzbAddressIndex *self, const KmzbIndexEntry *entry, const char *postcode)
{
  for (guint i = 0; i < entry->n_houses; i++)
    {
      const char *known = self->houses[entry->first_house + i].postcode;

      if (known != NULL && g_str_has_prefix (known, postcode))
        return TRUE;
    }
  return FALSE;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *one = a, *other = b;

  return one->cost != other->cost ? (one->cost > other->cost) - (one->cost < other->cost)
                                  : (one->entry > other->entry) - (one->entry < other->entry);
}

/* ---- houses ---- */

static KmzbPoint
point_of (const KmzbIndexHouse *house)
{
  return (KmzbPoint){ house->lat_e7 / 1e7, house->lon_e7 / 1e7 };
}

/* How far two numbers lie apart along a street; the other side of it a little farther. */
static guint
number_distance (const char *a, const char *b)
{
  long one = strtol (a, NULL, 10), other = strtol (b, NULL, 10);
  guint apart = (guint) MIN (labs (one - other), 100000);

  return apart * 4 + (apart % 2 != 0 ? 2 : 0) + !g_str_equal (a, b);
}

/* The house with the number that was typed, or the nearest one. */
static const KmzbIndexHouse *
find_house (KmzbAddressIndex *self, const Match *match, gboolean *exact)
{
  g_autofree char *with_flat = match->flat != NULL ? g_strdup_printf ("%s/%s", match->number, match->flat) : NULL;
  const KmzbIndexHouse *best = NULL;
  guint best_distance = G_MAXUINT;

  for (guint i = 0; i < match->entry->n_houses; i++)
    {
      const KmzbIndexHouse *house = &self->houses[match->entry->first_house + i];
      g_autofree char *number = kmzb_house_number_fold (house->number);
      guint distance = g_strcmp0 (number, with_flat) == 0 ? 0 : 1 + number_distance (match->number, number);

      if (distance < best_distance)
        {
          best_distance = distance;
          best = house;
        }
    }
  *exact = best_distance <= 1;
  return best;
}

static KmzbAddressHit *
make_hit (KmzbAddressIndex *self, const Match *match)
{
  const KmzbIndexEntry *entry = match->entry;
  KmzbAddressHit *hit = g_new0 (KmzbAddressHit, 1);
  gboolean exact = FALSE;
  const KmzbIndexHouse *house = match->number != NULL ? find_house (self, match, &exact) : NULL;

  hit->kind = house == NULL ? (entry->n_houses > 0 ? KMZB_ADDRESS_STREET : KMZB_ADDRESS_PLACE)
              : exact       ? KMZB_ADDRESS_HOUSE
                            : KMZB_ADDRESS_NEAR_HOUSE;
  hit->point = house != NULL ? point_of (house) : entry->point;
  hit->number = house != NULL ? g_strdup (house->number) : NULL;
  hit->wanted = house != NULL && !exact ? g_strdup (match->number) : NULL;
  hit->title = kmzb_pack_format_address (self->country, entry->street, hit->number, entry->place);
  return hit;
}

/* A village is both a place and an entry with houses: one line is enough. */
static gboolean
has_title (GPtrArray *hits, const char *title)
{
  for (guint i = 0; i < hits->len; i++)
    if (g_str_equal (((KmzbAddressHit *) g_ptr_array_index (hits, i))->title, title))
      return TRUE;
  return FALSE;
}

static GPtrArray *
make_hits (KmzbAddressIndex *self, GArray *matches, guint max)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_address_hit_free);

  for (guint i = 0; i < matches->len && hits->len < max; i++)
    {
      KmzbAddressHit *hit = make_hit (self, &g_array_index (matches, Match, i));

      if (has_title (hits, hit->title))
        kmzb_address_hit_free (hit);
      else
        g_ptr_array_add (hits, hit);
    }
  return hits;
}

/* Numbers are asked for among the streets that are left: a street that has the number goes before one that lacks it. */
static void
add_number_costs (KmzbAddressIndex *self, GArray *matches)
{
  for (guint i = 0; i < matches->len; i++)
    {
      Match *match = &g_array_index (matches, Match, i);
      gboolean exact = TRUE;

      if (match->number != NULL)
        find_house (self, match, &exact);
      if (!exact)
        match->cost += COST_NUMBER_MISSING;
    }
  g_array_sort (matches, compare_matches);
}

static gboolean
only_weak_words (const KmzbAddressQuery *query)
{
  for (guint i = 0; i < query->words->len; i++)
    if (!word_at (query, i)->weak)
      return FALSE;
  return TRUE;
}

/**
 * kmzb_address_index_search:
 * @text: as typed so far
 * @near: what the map shows: of equals the nearest comes first
 *
 * Any thread may call it. Takes a few milliseconds for a region; ends early, with what it has, when cancelled.
 *
 * Returns: (transfer full) (element-type KmzbAddressHit): the best first
 */
GPtrArray *
kmzb_address_index_search (KmzbAddressIndex *self,
                           const char *text,
                           KmzbPoint near,
                           guint max,
                           GCancellable *cancellable)
{
  g_autoptr (KmzbAddressQuery) query = kmzb_address_query_parse (text);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  gboolean weak_counts = only_weak_words (query);

  if (query->words->len == 0 && query->postcode == NULL)
    return make_hits (self, matches, max);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const KmzbIndexEntry *entry = &g_array_index (self->entries, KmzbIndexEntry, i);
      double km = kmzb_geo_distance_m (near, entry->point) / 1000;
      Match match;

      if (i % CANCEL_ENTRIES == 0 && g_cancellable_is_cancelled (cancellable))
        break;
      if (entry->street != NULL && entry->n_houses == 0)
        continue; /* all its houses have found their town */
      if (!match_words (query, entry, weak_counts, &match))
        continue;
      if (query->postcode != NULL && entry->n_houses > 0 && !has_postcode (self, entry, query->postcode))
        {
          if (query->words->len == 0)
            continue;
          match.cost += COST_POSTCODE_WRONG;
        }
      match.cost += (guint) MIN (km * COST_KM, MAX_COST_DISTANCE);
      g_array_append_val (matches, match);
    }
  g_array_sort (matches, compare_matches);
  g_array_set_size (matches, MIN (matches->len, max * 4));
  add_number_costs (self, matches);
  return make_hits (self, matches, max);
}
