/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-category-search.h"

#include "kmzb-address-words.h"
#include "kmzb-fold.h"

#include <string.h>

/* Words shorter than this ("na", "w", "an") say nothing. */
#define LEAST_LENGTH 3
/* "śmieciami" means "śmieci": so much must be the same, and so much may differ at the end. */
#define LEAST_STEM 4
#define MAX_ENDING 3

enum
{
  COST_PREFIX = 1,
  COST_STEM = 3,
  COST_TYPO = 6,
  COST_NONE = 100,
};

static gboolean
shares_stem (const char *a, const char *b)
{
  gsize same = 0;

  while (a[same] != '\0' && a[same] == b[same])
    same++;
  return same >= LEAST_STEM && strlen (a + same) <= MAX_ENDING && strlen (b + same) <= MAX_ENDING;
}

static guint
cost_of_word (const char *typed, const char *word)
{
  KmzbWord one = { typed, NULL, FALSE }, other = { word, NULL, FALSE };
  KmzbWordFit fit = kmzb_word_fit (&one, &other);

  if (fit == KMZB_WORD_EXACT)
    return 0;
  if (fit == KMZB_WORD_PREFIX)
    return COST_PREFIX;
  if (shares_stem (typed, word))
    return COST_STEM;
  return fit == KMZB_WORD_TYPO ? COST_TYPO : COST_NONE;
}

/* The best that @typed finds among the words of @text. */
static guint
cost_in (const char *typed, const char *text)
{
  g_autofree char *folded = kmzb_fold (text != NULL ? text : "");
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  guint best = COST_NONE;

  for (guint i = 0; words[i] != NULL; i++)
    best = MIN (best, cost_of_word (typed, words[i]));
  return best;
}

/* Names before everyday words before explanations, the visitor's language before Polish. */
static guint
cost_of (const KmzbCategory *category, const char *language, const char *typed)
{
  const char *const languages[] = { language, "pl" };
  guint best = COST_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      guint name = cost_in (typed, kmzb_category_get_name (category, languages[i]));
      guint words = cost_in (typed, kmzb_category_get_words (category, languages[i]));
      guint explanation = cost_in (typed, kmzb_category_get_explanation (category, languages[i]));

      best = MIN (best, MIN (name, MIN (words + 1, explanation + 2)) + i);
    }
  return best;
}

typedef struct
{
  const KmzbCategory *category;
  guint cost;
  guint order;
} Hit;

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *one = a, *other = b;

  return one->cost != other->cost ? (one->cost > other->cost) - (one->cost < other->cost)
                                  : (one->order > other->order) - (one->order < other->order);
}

static void
add_if_fits (GArray *hits, const KmzbCategory *category, guint order, const char *language, GStrv typed)
{
  Hit hit = { category, 0, order };
  gboolean said = FALSE;

  for (guint i = 0; typed[i] != NULL; i++)
    {
      guint cost;

      if (g_utf8_strlen (typed[i], -1) < LEAST_LENGTH && typed[i + 1] != NULL)
        continue;
      if (*typed[i] == '\0' || (g_utf8_strlen (typed[i], -1) < LEAST_LENGTH && said))
        continue;
      cost = cost_of (category, language, typed[i]);
      if (cost >= COST_NONE)
        return;
      hit.cost += cost;
      said = TRUE;
    }
  if (said)
    g_array_append_val (hits, hit);
}

/**
 * kmzb_category_search:
 * @language: the visitor's; Polish words are found in every language
 * @text: as typed: "śmieci", "auta na chodniku", "smieciami"
 *
 * Returns: (transfer full) (element-type KmzbCategory): the best first, not owned
 */
GPtrArray *
kmzb_category_search (KmzbCatalog *catalog, const char *language, const char *text)
{
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);
  g_autofree char *folded = kmzb_fold (text);
  g_auto (GStrv) typed = g_strsplit (folded, " ", -1);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < categories->len; i++)
    if (!((const KmzbCategory *) g_ptr_array_index (categories, i))->is_retired)
      add_if_fits (hits, g_ptr_array_index (categories, i), i, language, typed);
  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (found, (gpointer) g_array_index (hits, Hit, i).category);
  return found;
}
