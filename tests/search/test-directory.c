/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "directory-maker.h"

#include <math.h>

static const KmzbPoint IN_A = { 50.5, 20.5 }, IN_B = { 50.5, 21.5 }, IN_C = { 50.5, 22.5 }, OUTSIDE = { 52.5, 20.5 };

/* Four squares in a row. a: one officer; b: two; c: vacant, its unit is known; d: vacant, nobody says whose it is. */
static KmzbDirectoryRecords *
make_town (void)
{
  KmzbDirectoryRecords *town = kmzb_directory_records_new ();

  directory_maker_add_unit (town, "east", 50.5, 23.75);
  directory_maker_add_unit (town, "west", 50.5, 20.25);
  directory_maker_add_beat (town, "a", "gmina", 20, 50, 1);
  directory_maker_add_beat (town, "b", "east", 21, 50, 1);
  directory_maker_add_beat (town, "c", "west", 22, 50, 1);
  directory_maker_add_beat (town, "d", NULL, 23, 50, 1);
  directory_maker_add_officer (town, "1", "a", "west", "asp.", "Jan Kowalski");
  directory_maker_add_officer (town, "2", "b", "west", "mł. asp.", "Świętosława Żółć");
  directory_maker_add_officer (town, "3", "b", NULL, NULL, "Anna Brzęczyszczykiewicz");
  return town;
}

static KmzbDirectory *
make_directory (void)
{
  g_autoptr (KmzbDirectoryRecords) town = make_town ();

  return kmzb_directory_new (town, NULL);
}

static void
assert_officers (GPtrArray *officers, const char *ids)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < officers->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", ((KmzbOfficer *) g_ptr_array_index (officers, i))->id);
  g_assert_cmpstr (found->str, ==, ids);
}

static void
assert_answer (KmzbDirectory *directory,
               KmzbPoint place,
               KmzbDirectoryAnswerKind kind,
               const char *beat,
               const char *officers,
               const char *unit,
               gboolean nearest)
{
  g_autoptr (KmzbDirectoryAnswer) answer = kmzb_directory_ask_place (directory, place);

  g_assert_cmpint (answer->kind, ==, kind);
  g_assert_cmpstr (answer->beat ? answer->beat->id : NULL, ==, beat);
  assert_officers (answer->officers, officers);
  g_assert_cmpstr (answer->unit ? answer->unit->id : NULL, ==, unit);
  g_assert_cmpint (answer->unit_is_nearest, ==, nearest);
  if (unit != NULL)
    g_assert_cmpfloat_with_epsilon (answer->unit_distance_m, kmzb_geo_distance_m (place, answer->unit->place), 0.001);
  else
    g_assert_cmpfloat (answer->unit_distance_m, <, 0);
}

static void
test_places (void)
{
  g_autoptr (KmzbDirectory) town = make_directory ();
  g_autoptr (KmzbDirectory) empty = kmzb_directory_new (NULL, NULL);

  /* a names a gmina, so its officer says whose it is; b names its unit itself. */
  assert_answer (town, IN_A, KMZB_DIRECTORY_KNOWN, "a", "1", "west", FALSE);
  assert_answer (town, IN_B, KMZB_DIRECTORY_KNOWN, "b", "3 2", "east", FALSE);
  assert_answer (town, IN_C, KMZB_DIRECTORY_VACANT, "c", "", "west", FALSE);
  assert_answer (town, (KmzbPoint){ 50.5, 23.5 }, KMZB_DIRECTORY_VACANT, "d", "", "east", TRUE);
  assert_answer (town, OUTSIDE, KMZB_DIRECTORY_OUTSIDE, NULL, "", "west", TRUE);
  assert_answer (town, (KmzbPoint){ 52.5, 23.5 }, KMZB_DIRECTORY_OUTSIDE, NULL, "", "east", TRUE);
  assert_answer (empty, IN_A, KMZB_DIRECTORY_NOBODY, NULL, "", NULL, FALSE);
  assert_answer (town, (KmzbPoint){ NAN, 20 }, KMZB_DIRECTORY_OUTSIDE, NULL, "", NULL, FALSE);
  /* A border belongs to one of the two. */
  assert_answer (town, (KmzbPoint){ 50.5, 21 }, KMZB_DIRECTORY_KNOWN, "b", "3 2", "east", FALSE);
}

/* An answer outlives the directory it came from. */
static void
test_officer (void)
{
  KmzbDirectory *town = make_directory ();
  g_autoptr (KmzbDirectoryAnswer) one = kmzb_directory_ask_officer (town, kmzb_directory_get_officer (town, "1"));
  g_autoptr (KmzbDirectoryAnswer) three = kmzb_directory_ask_officer (town, kmzb_directory_get_officer (town, "3"));

  g_assert_null (kmzb_directory_get_officer (town, "4"));
  g_assert_null (kmzb_directory_get_officer (town, NULL));
  kmzb_directory_unref (town);
  g_assert_cmpint (one->kind, ==, KMZB_DIRECTORY_KNOWN);
  assert_officers (one->officers, "1");
  g_assert_cmpstr (one->beat->id, ==, "a");
  g_assert_cmpstr (one->unit->id, ==, "west");
  g_assert_cmpstr (((KmzbOfficer *) three->officers->pdata[0])->name, ==, "Anna Brzęczyszczykiewicz");
  g_assert_cmpstr (three->unit->id, ==, "east");
}

/* Who belongs to a beat or a unit that nobody told of can still be found by name. */
static void
test_lost_officers (void)
{
  g_autoptr (KmzbDirectoryRecords) town = make_town ();
  g_autoptr (KmzbDirectory) directory = NULL;
  g_autoptr (KmzbDirectoryAnswer) no_beat = NULL, no_unit = NULL, nothing = NULL;

  directory_maker_add_officer (town, "4", "x", "east", NULL, "Bez Rejonu");
  directory_maker_add_officer (town, "5", "d", "x", NULL, "Bez Jednostki");
  directory_maker_add_officer (town, "6", "", "", NULL, "Bez Niczego");
  g_test_expect_message ("kmzb-search", G_LOG_LEVEL_MESSAGE, "3 of 6 district officers*");
  directory = kmzb_directory_new (town, NULL);
  g_test_assert_expected_messages ();

  no_beat = kmzb_directory_ask_officer (directory, kmzb_directory_get_officer (directory, "4"));
  g_assert_null (no_beat->beat);
  g_assert_cmpstr (no_beat->unit->id, ==, "east");
  g_assert_false (no_beat->unit_is_nearest);
  g_assert_cmpfloat (no_beat->unit_distance_m, <, 0);
  no_unit = kmzb_directory_ask_officer (directory, kmzb_directory_get_officer (directory, "5"));
  g_assert_cmpstr (no_unit->beat->id, ==, "d");
  g_assert_cmpstr (no_unit->unit->id, ==, "east");
  g_assert_true (no_unit->unit_is_nearest);
  nothing = kmzb_directory_ask_officer (directory, kmzb_directory_get_officer (directory, "6"));
  g_assert_null (nothing->beat);
  g_assert_null (nothing->unit);
}

static void
test_nearest_units (void)
{
  g_autoptr (KmzbDirectory) town = make_directory ();
  g_autoptr (GArray) all = kmzb_directory_list_nearest_units (town, IN_C, 10);
  g_autoptr (GArray) one = kmzb_directory_list_nearest_units (town, IN_C, 1);
  g_autoptr (GArray) none = kmzb_directory_list_nearest_units (town, (KmzbPoint){ 91, 0 }, 10);

  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (g_array_index (all, KmzbUnitNearby, 0).unit->id, ==, "east");
  g_assert_cmpstr (g_array_index (all, KmzbUnitNearby, 1).unit->id, ==, "west");
  /* 1.25 degrees of longitude at 50.5 N are 88.4 km. */
  g_assert_cmpfloat_with_epsilon (g_array_index (all, KmzbUnitNearby, 0).distance_m, 88400, 200);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A beat within a larger one, whichever was told first; of two alike the id decides. */
static void
test_overlaps (void)
{
  for (guint turn = 0; turn < 2; turn++)
    {
      g_autoptr (KmzbDirectoryRecords) records = kmzb_directory_records_new ();
      g_autoptr (KmzbDirectory) directory = NULL;

      directory_maker_add_beat (records, turn ? "large" : "small", NULL, turn ? 20 : 20.25, turn ? 50 : 50.25, turn ? 1 : 0.25);
      directory_maker_add_beat (records, turn ? "small" : "large", NULL, turn ? 20.25 : 20, turn ? 50.25 : 50, turn ? 0.25 : 1);
      directory_maker_add_beat (records, turn ? "same-1" : "same-2", NULL, 30, 50, 1);
      directory_maker_add_beat (records, turn ? "same-2" : "same-1", NULL, 30, 50, 1);
      directory = kmzb_directory_new (records, NULL);
      g_assert_cmpstr (kmzb_directory_find_beat (directory, (KmzbPoint){ 50.375, 20.375 })->id, ==, "small");
      g_assert_cmpstr (kmzb_directory_find_beat (directory, (KmzbPoint){ 50.75, 20.75 })->id, ==, "large");
      g_assert_cmpstr (kmzb_directory_find_beat (directory, (KmzbPoint){ 50.5, 30.5 })->id, ==, "same-1");
    }
}

/* ---- news from central ---- */

static void
test_central_wins (void)
{
  g_autoptr (KmzbDirectoryRecords) pack = make_town ();
  g_autoptr (KmzbDirectoryRecords) central = kmzb_directory_records_new ();
  g_autoptr (KmzbDirectory) directory = NULL;
  KmzbArea *gmina;

  /* Officer 1 has gone to c, 2 has left, 4 is new; beat a is drawn anew, d is gone; unit west has moved. */
  directory_maker_add_officer (central, "1", "c", "west", "asp. szt.", "Jan Kowalski");
  directory_maker_add_officer (central, "4", "e", "east", NULL, "Nowa Twarz");
  g_hash_table_add (central->gone_officers, g_strdup ("2"));
  directory_maker_add_beat (central, "a", NULL, 20, 51, 1);
  directory_maker_add_beat (central, "e", NULL, 24, 50, 1);
  g_hash_table_add (central->gone_areas, g_strdup ("d"));
  g_hash_table_add (central->gone_areas, g_strdup ("1")); /* an officer's id says nothing of areas */
  directory_maker_add_unit (central, "west", 51.5, 20.5);
  directory = kmzb_directory_new (pack, central);

  g_assert_cmpuint (kmzb_directory_get_n_officers (directory), ==, 3);
  g_assert_cmpuint (kmzb_directory_get_n_units (directory), ==, 2);
  g_assert_cmpuint (kmzb_directory_get_n_beats (directory), ==, 4);
  assert_answer (directory, IN_C, KMZB_DIRECTORY_KNOWN, "c", "1", "west", FALSE);
  assert_answer (directory, IN_B, KMZB_DIRECTORY_KNOWN, "b", "3", "east", FALSE);
  assert_answer (directory, (KmzbPoint){ 51.5, 20.5 }, KMZB_DIRECTORY_VACANT, "a", "", "west", TRUE);
  assert_answer (directory, IN_A, KMZB_DIRECTORY_OUTSIDE, NULL, "", "west", TRUE);
  assert_answer (directory, (KmzbPoint){ 50.5, 24.5 }, KMZB_DIRECTORY_KNOWN, "e", "4", "east", FALSE);
  g_assert_cmpstr (kmzb_directory_get_officer (directory, "1")->rank, ==, "asp. szt.");
  g_assert_null (kmzb_directory_get_officer (directory, "2"));
  g_assert_null (kmzb_directory_get_beat (directory, "d"));

  /* Central alone, and a beat that has become a gmina. */
  gmina = directory_maker_beat ("b", NULL, 21, 50, 1);
  gmina->kind = KMZB_AREA_GMINA;
  g_ptr_array_add (central->areas, gmina);
  g_clear_pointer (&directory, kmzb_directory_unref);
  directory = kmzb_directory_new (pack, central);
  assert_answer (directory, IN_B, KMZB_DIRECTORY_OUTSIDE, NULL, "", "west", TRUE);
  g_clear_pointer (&directory, kmzb_directory_unref);
  directory = kmzb_directory_new (NULL, central);
  g_assert_cmpuint (kmzb_directory_get_n_officers (directory), ==, 2);
}

/* ---- by name ---- */

static const struct
{
  const char *typed;
  guint max;
  const char *found;
} searches[] = {
  { "", 10, "" },
  { "  ., ", 10, "" },
  { "Kowalski", 10, "k1 k2 d1" }, /* as it is written before a slip of the finger */
  { "kowalski", 1, "k1" },
  { "KOWALSKI JAN", 10, "k2" },
  { "jan kow", 10, "k3 k2" },
  { "kow jan", 10, "k3 k2" },
  { "jan", 10, "k3 k2 j1" },      /* Janusz begins so; whole words first */
  { "Kowal", 10, "k3 k1 k2 d1" }, /* Kowal himself, then those who begin so by surname; Nowak-Kowalska has it at the end */
  { "kowalska", 10, "d1 k1 k2" },
  { "zolc", 10, "z1" },
  { "ŻÓŁĆ", 10, "z1" },
  { "zółc swieto", 10, "z1" },
  { "Świętosława", 10, "z1" },
  { "brzęczyszcykiewicz", 10, "b1" }, /* a letter is missing */
  { "brzęczyszczykiewicz anna maria", 10, "" },
  { "pani żółć", 10, "z1" },
  { "dzielnicowy Kowalski", 10, "k1 k2 d1" },
  { "pan", 10, "p1" },
  { "pan pankowski", 10, "p1" },
  { "dzielnicowa", 10, "" },
  { "asp. Kowalski", 10, "k2" },
  { "mł. asp. kowalski", 10, "" },
  { "sierż. szt. Kowalski Adam", 10, "k1" },
  { "asp", 10, "" },
  { "st", 10, "s1" }, /* a name that begins like a rank */
  { "x", 10, "" },
  { "12", 10, "" },
};

static void
test_search (void)
{
  g_autoptr (KmzbDirectoryRecords) records = kmzb_directory_records_new ();
  g_autoptr (KmzbDirectory) directory = NULL;

  directory_maker_add_officer (records, "z1", NULL, NULL, "st. asp.", "Świętosława Żółć");
  directory_maker_add_officer (records, "k3", NULL, NULL, NULL, "Jan Kowal");
  directory_maker_add_officer (records, "k2", NULL, NULL, "asp.", "Jan Kowalski");
  directory_maker_add_officer (records, "k1", NULL, NULL, "sierż. szt.", "Adam Kowalski");
  directory_maker_add_officer (records, "d1", NULL, NULL, NULL, "Ewa Nowak-Kowalska");
  directory_maker_add_officer (records, "j1", NULL, NULL, NULL, "Janusz Wrona");
  directory_maker_add_officer (records, "b1", NULL, NULL, NULL, "Anna Brzęczyszczykiewicz");
  directory_maker_add_officer (records, "s1", NULL, NULL, NULL, "Olga Stopa");
  directory_maker_add_officer (records, "p1", NULL, NULL, NULL, "Iza Pankowska");
  directory_maker_add_officer (records, "n1", NULL, NULL, NULL, "...");
  directory = kmzb_directory_new (records, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GPtrArray) found = kmzb_directory_search_officers (directory, searches[i].typed, searches[i].max);

      g_test_message ("“%s”", searches[i].typed);
      assert_officers (found, searches[i].found);
    }
}

/* A name of many words, and one that is a single long word. */
static void
test_odd_names (void)
{
  g_autoptr (KmzbDirectoryRecords) records = kmzb_directory_records_new ();
  g_autoptr (KmzbDirectory) directory = NULL;
  g_autoptr (GPtrArray) found = NULL, none = NULL;
  g_autoptr (GString) long_name = g_string_new (NULL);
  g_autofree char *one_word = g_strnfill (100000, 'a');

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (long_name, "imie%u ", i);
  directory_maker_add_officer (records, "1", NULL, NULL, NULL, long_name->str);
  directory_maker_add_officer (records, "2", NULL, NULL, NULL, one_word);
  g_assert_null (kmzb_officer_new ("3", NULL, NULL, NULL, " \t\n", NULL, NULL));
  g_assert_null (kmzb_officer_new ("", NULL, NULL, NULL, "Jan", NULL, NULL));
  g_assert_null (kmzb_officer_new (NULL, NULL, NULL, NULL, "Jan", NULL, NULL));
  directory = kmzb_directory_new (records, NULL);
  found = kmzb_directory_search_officers (directory, "imie7", 10);
  assert_officers (found, "1");
  none = kmzb_directory_search_officers (directory, one_word, 0);
  assert_officers (none, "");
}

/* ---- as many as Poland has ---- */

#define SIDE 100 /* beats a side: 10,000 */

static void
test_many (void)
{
  g_autoptr (KmzbDirectoryRecords) records = kmzb_directory_records_new ();
  g_autoptr (KmzbDirectory) directory = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *unit = g_strdup_printf ("u%u", i / 20);
      g_autofree char *name = g_strdup_printf ("Imię%c Nazwisko%u", 'a' + (int) (i % 26), i);

      directory_maker_add_beat (records, id, unit, 14 + i % SIDE * 0.0625, 49 + i / SIDE * 0.0625, 0.0625);
      if (i % 20 == 0)
        directory_maker_add_unit (records, unit, 49 + i / SIDE * 0.0625, 14 + i % SIDE * 0.0625);
      directory_maker_add_officer (records, id, id, unit, "asp.", name);
    }
  directory = kmzb_directory_new (records, NULL);
  for (guint i = 0; i < 20000; i++)
    {
      guint x = (guint) g_rand_int_range (rand, 0, SIDE), y = (guint) g_rand_int_range (rand, 0, SIDE);
      KmzbPoint place = { 49 + (y + 0.5) * 0.0625, 14 + (x + 0.5) * 0.0625 };
      KmzbArea *beat = kmzb_directory_find_beat (directory, place);

      g_assert_cmpuint (g_ascii_strtoull (beat->id, NULL, 10), ==, y * SIDE + x);
      if (i % 100 == 0)
        {
          g_autoptr (KmzbDirectoryAnswer) answer = kmzb_directory_ask_place (directory, place);
          g_autofree char *unit = g_strdup_printf ("u%u", (y * SIDE + x) / 20);

          assert_officers (answer->officers, beat->id);
          g_assert_cmpstr (answer->unit->id, ==, unit);
        }
    }
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *typed = g_strdup_printf ("nazwisko%u", 1000 * i + 999);
      g_autofree char *id = g_strdup_printf ("%u", 1000 * i + 999);
      g_autoptr (GPtrArray) found = kmzb_directory_search_officers (directory, typed, 5);
      g_autoptr (GPtrArray) all = kmzb_directory_search_officers (directory, "imiea", 5);

      g_assert_cmpuint (found->len, >=, 1);
      g_assert_cmpstr (((KmzbOfficer *) found->pdata[0])->id, ==, id);
      g_assert_cmpuint (all->len, ==, 5);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/directory/places", test_places);
  g_test_add_func ("/search/directory/officer", test_officer);
  g_test_add_func ("/search/directory/lost-officers", test_lost_officers);
  g_test_add_func ("/search/directory/nearest-units", test_nearest_units);
  g_test_add_func ("/search/directory/overlaps", test_overlaps);
  g_test_add_func ("/search/directory/central-wins", test_central_wins);
  g_test_add_func ("/search/directory/search", test_search);
  g_test_add_func ("/search/directory/odd-names", test_odd_names);
  g_test_add_func ("/search/directory/many", test_many);
  return g_test_run ();
}
