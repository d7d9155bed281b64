/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-fold.h"
#include "kmzb-latin.h"

static void
check (const char *text, const char *expected)
{
  g_autofree char *folded = kmzb_fold (text);
  g_autofree char *again = kmzb_fold (folded);

  g_assert_cmpstr (folded, ==, expected);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_polish (void)
{
  check ("Zażółć gęślą jaźń", "zazolc gesla jazn");
  check ("ŁÓDŹ", "lodz");
  check ("Świętokrzyska 5A", "swietokrzyska 5a");
  check ("al. Tadeusza Rejtana", "al tadeusza rejtana");
}

static void
test_neighbours (void)
{
  check ("Straße", "strasse");
  check ("Neubrandenburg Lindetal-Süd", "neubrandenburg lindetal sud");
  check ("Đorđe Æsir", "dorde aesir");
  check ("Львів", "львів");
}

static void
test_gaps (void)
{
  check ("", "");
  check (" — ,. ", "");
  check ("  3-go   Maja, 12/4 ", "3 go maja 12 4");
  check ("ks. J. Popiełuszki", "ks j popieluszki");
}

/* A letter typed as base and mark is the letter typed as one. */
static void
test_composed_and_decomposed (void)
{
  check ("z\xcc\x87o\xcc\x81\xc5\x82w", "zolw");
  check ("ﬁlm №5", "film no5");
}

static void
test_invalid_bytes_do_not_stop (void)
{
  g_autofree char *folded = kmzb_fold ("a\xff\xfe z");

  g_assert_cmpstr (folded, ==, "a z");
}

/* A Polish street as Ukrainians write it comes out as on its sign, or one slip beside it. */
static void
test_cyrillic (void)
{
  static const struct
  {
    const char *typed, *latin;
  } cases[] = {
    { "Ліпова", "lipowa" },       { "вул. Варшавська 7Б", "wul. warszawska 7b" }, { "Ягеллонська", "jagiellonska" },
    { "Марії", "mariji" },        { "Щеціньська", "szczecinska" },                { "Хороба", "choroba" },
    { "Lipowa 5A, ą", "Lipowa 5A, ą" }, { "Нє", "nie" },                         { "м'я", "m'ja" },
    { "Сікорського", "sikorskiego" }, { "Міцкевича", "mickiewycza" },
    { "Мая Ёж", "maja joż" },     { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *latin = kmzb_latin_from_cyrillic (cases[i].typed);

      g_assert_cmpstr (latin, ==, cases[i].latin);
    }
  g_free (kmzb_latin_from_cyrillic ("\xd0 \xff"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/fold/polish", test_polish);
  g_test_add_func ("/search/fold/neighbours", test_neighbours);
  g_test_add_func ("/search/fold/gaps", test_gaps);
  g_test_add_func ("/search/fold/composed-and-decomposed", test_composed_and_decomposed);
  g_test_add_func ("/search/fold/invalid-bytes-do-not-stop", test_invalid_bytes_do_not_stop);
  g_test_add_func ("/search/latin/cyrillic", test_cyrillic);
  return g_test_run ();
}
