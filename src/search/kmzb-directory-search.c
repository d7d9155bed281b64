/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-address-words.h"
#include "kmzb-directory-private.h"
#include "kmzb-fold.h"

#include <string.h>

/* Costs are added up and the cheapest comes first: words as they are written before beginnings of words before slips of
 * the finger, and a surname before a given name. Among equals the order of surnames stands. */
#define COST_PREFIX 200
#define COST_TYPO 600
#define COST_NO_SURNAME 100
#define COST_RANK 10
#define COST_WORD_LEFT_OUT 1

#define MAX_WORDS 16

/* What people say before a name, folded. */
static const char *const ADDRESSES[] = {
  "pan",          "pana",         "panu",          "pani",      "dzielnicowy", "dzielnicowa", "dzielnicowego",
  "dzielnicowej", "dzielnicowemu", "policjant",     "policjantka", NULL,
};

typedef struct
{
  guint cost;
  guint officer;
} Match;

/* Adds the words of @text. Returns: how many */
static guint
add_words (KmzbDirectory *self, const char *text)
{
  g_autofree char *folded = kmzb_fold (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  guint n = 0;

  for (; words[n] != NULL && *words[n] != '\0'; n++)
    g_ptr_array_add (self->words, g_strdup (words[n]));
  return n;
}

/* Takes the names of all officers apart, for kmzb_directory_search_officers(). */
void
kmzb_directory_index_names (KmzbDirectory *self)
{
  self->words = g_ptr_array_new_with_free_func (g_free);
  self->names = g_array_sized_new (FALSE, FALSE, sizeof (KmzbDirectoryName), self->officers->len);
  for (guint i = 0; i < self->officers->len; i++)
    {
      const KmzbOfficer *officer = g_ptr_array_index (self->officers, i);
      const char *space = strrchr (officer->name, ' ');
      g_autofree char *given = g_strndup (officer->name, space != NULL ? (gsize) (space - officer->name) : 0);
      KmzbDirectoryName name = { .first_word = self->words->len };

      name.n_given = add_words (self, given);
      name.n_name = name.n_given + add_words (self, space != NULL ? space + 1 : officer->name);
      name.n_words = name.n_name + (officer->rank != NULL ? add_words (self, officer->rank) : 0);
      g_array_append_val (self->names, name);
    }
}

/* The word of the name that fits @typed best and is not taken. */
static KmzbWordFit
take_best (KmzbDirectory *self, const KmzbDirectoryName *name, const char *typed, guint *taken, guint *best)
{
  KmzbWord typed_word = { .text = typed };
  KmzbWordFit fit = KMZB_WORD_NONE;

  for (guint i = 0; i < MIN (name->n_name, MAX_WORDS) && fit != KMZB_WORD_EXACT; i++)
    {
      KmzbWord word = { .text = g_ptr_array_index (self->words, name->first_word + i) };
      KmzbWordFit this_fit = *taken & 1u << i ? KMZB_WORD_NONE : kmzb_word_fit (&typed_word, &word);

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

static gboolean
is_of_rank (KmzbDirectory *self, const KmzbDirectoryName *name, const char *typed)
{
  for (guint i = name->n_name; i < name->n_words; i++)
    if (g_str_equal (g_ptr_array_index (self->words, name->first_word + i), typed))
      return TRUE;
  return FALSE;
}

static gboolean
match_name (KmzbDirectory *self, const KmzbDirectoryName *name, char **words, guint *cost)
{
  KmzbWordFit worst = KMZB_WORD_EXACT;
  gboolean surname = FALSE;
  guint taken = 0, n_found = 0;

  *cost = 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint at = 0;
      KmzbWordFit fit = take_best (self, name, words[i], &taken, &at);

      if (fit == KMZB_WORD_NONE
          && (g_strv_contains (ADDRESSES, words[i]) || is_of_rank (self, name, words[i])))
        {
          *cost += COST_RANK;
          continue;
        }
      if (fit == KMZB_WORD_NONE)
        return FALSE;
      n_found++;
      surname |= at >= name->n_given;
      worst = MAX (worst, fit);
    }
  if (n_found == 0)
    return FALSE;
  *cost += (worst == KMZB_WORD_TYPO ? COST_TYPO : worst == KMZB_WORD_PREFIX ? COST_PREFIX : 0)
           + (surname ? 0 : COST_NO_SURNAME) + (name->n_name - n_found) * COST_WORD_LEFT_OUT;
  return TRUE;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *one = a, *other = b;

  return one->cost != other->cost ? (one->cost > other->cost) - (one->cost < other->cost)
                                  : (one->officer > other->officer) - (one->officer < other->officer);
}

/* The longest first: "pan Pankowski" is Pankowski's name and then a word that is no name of his. */
static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  gsize one = strlen (*(char *const *) a), other = strlen (*(char *const *) b);

  return (one < other) - (one > other);
}

/**
 * kmzb_directory_search_officers:
 * @text: as typed so far: "jan kow", "Kowalski", "asp. Kowalska", with Polish letters or without
 * @max: how many at most
 *
 * Every word must be one of the name, or begin one, or be one slip of the finger away from that; a rank and "pani
 * dzielnicowa" may stand before it.
 *
 * Returns: (transfer container) (element-type KmzbOfficer): the best first; none where nothing was typed
 */
GPtrArray *
kmzb_directory_search_officers (KmzbDirectory *self, const char *text, guint max)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_officer_unref);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  g_autofree char *folded = kmzb_fold (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1); /* none of nothing */

  qsort (words, g_strv_length (words), sizeof *words, compare_lengths);
  for (guint i = 0; *words != NULL && i < self->names->len; i++)
    {
      Match match = { .officer = i };

      if (match_name (self, &g_array_index (self->names, KmzbDirectoryName, i), words, &match.cost))
        g_array_append_val (matches, match);
    }
  g_array_sort (matches, compare_matches);
  for (guint i = 0; i < MIN (matches->len, max); i++)
    {
      guint at = g_array_index (matches, Match, i).officer;

      g_ptr_array_add (found, kmzb_officer_ref (g_ptr_array_index (self->officers, at)));
    }
  /* What somebody typed is overwritten before its memory goes back to the heap. */
  explicit_bzero (folded, strlen (folded));
  for (guint i = 0; words[i] != NULL; i++)
    explicit_bzero (words[i], strlen (words[i]));
  return found;
}
