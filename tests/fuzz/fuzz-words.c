/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed at a booth, or stands in an answer as a word: text, numbers of reports, times, ids. */
#include "fuzz.h"
#include "kmzb-address-words.h"
#include "kmzb-fold.h"
#include "kmzb-number.h"
#include "kmzb-personal.h"
#include "kmzb-text.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"

#include <string.h>

static void
check_typed (const char *text)
{
  g_autofree char *folded = kmzb_fold (text), *house = kmzb_house_number_fold (text), *clean = kmzb_text_clean (text);
  g_autofree char *number = kmzb_number_parse (text);
  g_autoptr (KmzbAddressQuery) query = kmzb_address_query_parse (text);

  fuzz_check_text (folded);
  fuzz_check_text (house);
  fuzz_check_text (clean);
  kmzb_text_count_characters (clean);
  kmzb_personal_find (text);
  if (number != NULL)
    {
      g_autofree char *shown = kmzb_number_format (number);
      g_autofree char *again = kmzb_number_parse (shown);

      g_assert_cmpstr (again, ==, number);
    }
  for (guint i = 0; query != NULL && i < query->words->len; i++)
    for (guint j = 0; j < query->words->len; j++)
      kmzb_word_fit (&g_array_index (query->words, KmzbWord, i), &g_array_index (query->words, KmzbWord, j));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *raw = g_strndup ((const char *) data, MIN (size, 2000));
  g_autofree char *text = NULL;
  gint64 us;

  fuzz_begin ();
  text = g_utf8_make_valid (raw, -1);
  check_typed (text);
  kmzb_uuid_is_valid (raw);
  kmzb_date_is_valid (raw);
  if (kmzb_time_parse_w3c (raw, &us))
    {
      g_autofree char *shown = kmzb_time_format_w3c (us);
      gint64 again;

      g_assert_true (kmzb_time_parse_w3c (shown, &again) && ABS (again - us) < G_USEC_PER_SEC);
    }
  return 0;
}
