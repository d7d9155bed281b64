/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbWordFit:
 *
 * How well a typed word fits a word of an address, best first.
 */
typedef enum
{
  KMZB_WORD_EXACT,
  KMZB_WORD_PREFIX,
  KMZB_WORD_TYPO,
  KMZB_WORD_NONE,
} KmzbWordFit;

/**
 * KmzbWord:
 * @text: folded (kmzb_fold())
 * @meaning: (nullable): "gen" for "general", "generała" and "gen.": what people write in many ways; static
 * @weak: says little: people leave it out ("ulica", "generała")
 */
typedef struct
{
  const char *text;
  const char *meaning;
  gboolean weak;
} KmzbWord;

KmzbWord kmzb_word_make (const char *folded);
KmzbWordFit kmzb_word_fit (const KmzbWord *typed, const KmzbWord *word);
gboolean kmzb_word_is_number (const char *folded);

/**
 * KmzbAddressQuery:
 * @words: (element-type KmzbWord): in the order in which they were typed; a house number is among them
 * @postcode: (nullable): digits of a postcode, perhaps only the first
 *
 * What somebody typed, taken apart.
 */
typedef struct
{
  GArray *words;
  char *postcode;
  /*< private >*/
  char **texts;
} KmzbAddressQuery;

KmzbAddressQuery *kmzb_address_query_parse (const char *text);
void kmzb_address_query_free (KmzbAddressQuery *self);

char *kmzb_house_number_fold (const char *number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbAddressQuery, kmzb_address_query_free)

G_END_DECLS
