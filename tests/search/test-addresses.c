/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-address-search.h"

#include "kmzb-error.h"
#include "kmzb-pack-schema.h"
#include "pack-maker.h"

#include <glib/gstdio.h>

/* Two small towns and a village: enough for every way in which people type an address. */
static const struct
{
  const char *street, *number, *place, *postcode;
  double lat, lon;
} ADDRESSES[] = {
  { "Lipowa", "5", "Dobrzyń", "35-001", 50.000, 20.000 },
  { "Lipowa", "7", "Dobrzyń", "35-001", 50.001, 20.001 },
  { "Lipowa", "7A", "Dobrzyń", "35-001", 50.001, 20.002 },
  { "Lipowa", "12/4", "Dobrzyń", "35-002", 50.002, 20.002 },
  { "Lipowa", "20", "Dobrzyń", "35-002", 50.003, 20.003 },
  { "Lipowa", "1", "Zagórze", "36-100", 50.200, 20.200 },
  { "Lipowa", "7", "Zagórze", "36-100", 50.201, 20.201 },
  { "Lipcowa", "3", "Dobrzyń", "35-001", 50.004, 20.004 },
  { "3 Maja", "12", "Dobrzyń", "35-003", 50.005, 20.005 },
  { "3 Maja", "12A", "Dobrzyń", "35-003", 50.006, 20.005 },
  { "Majowa", "3", "Dobrzyń", "35-003", 50.007, 20.005 },
  { "11-go Listopada", "8", "Dobrzyń", "35-003", 50.008, 20.005 },
  { "Generała Władysława Sikorskiego", "2", "Dobrzyń", "35-004", 50.009, 20.006 },
  { "al. Tadeusza Rejtana", "16C", "Dobrzyń", "35-004", 50.010, 20.006 },
  { "Plac Wolności", "1", "Dobrzyń", "35-004", 50.011, 20.006 },
  { "św. Jana", "4", "Dobrzyń", "35-004", 50.012, 20.006 },
  { "Jana Pawła II", "10", "Dobrzyń", "35-004", 50.013, 20.006 },
  { "Osiedle Słoneczne", "6", "Dobrzyń", "35-004", 50.014, 20.006 },
  { "Żółkiewskiego", "9", "Dobrzyń", "35-004", 50.015, 20.006 },
  { "Krótka", "1", "Dobrzyń", "35-004", 50.016, 20.006 },
  { "Krótka", "3", NULL, NULL, 50.017, 20.006 }, /* its neighbour says which town */
  { "Samotna", "2", NULL, NULL, 50.018, 20.006 },
  { NULL, "12", "Lipowiec", "36-200", 50.100, 20.000 },
  { NULL, "14", "Lipowiec", "36-200", 50.101, 20.000 },
};

static char *folder;
static KmzbPack *pack;
static KmzbAddressIndex *addresses;

static const KmzbPoint MARKET = { 50.0, 20.0 };

static void
make_pack (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  KmzbDb *db;

  folder = g_dir_make_tmp ("kmzb-search-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "region.mbtiles", NULL);
  db = kmzb_db_open (path, KMZB_DB_CREATE, &error);
  g_assert_no_error (error);
  pack_maker_run (db, KMZB_PACK_SQL_TILES KMZB_PACK_SQL_REGION
                  "INSERT INTO kmzb_meta VALUES('schema','1'),('id','abc'),('country','pl');"
                  "INSERT INTO images VALUES('a',x'89504e470d0a1a0a0000000d494844520000010000000100080300000000');"
                  "INSERT INTO map VALUES(0,0,0,'a');"
                  "INSERT INTO metadata VALUES('minzoom','0'),('maxzoom','18'),('bounds','19,49,21,51');"
                  "INSERT INTO places VALUES(1,'Dobrzyń','town',50.0,20.0,9000,'dobrzyn'),"
                  "(2,'Zagórze','village',50.2,20.2,300,'zagorze'),(3,'Lipowiec','village',50.1,20.0,90,'lipowiec'),"
                  "(4,'Dobrzyniec','village',50.3,20.3,90,'dobrzyniec');");
  for (guint i = 0; i < G_N_ELEMENTS (ADDRESSES); i++)
    {
      g_autoptr (KmzbStmt) stmt
          = kmzb_db_prepare (db, "INSERT INTO addresses VALUES(NULL,?1,?2,?3,?4,?5,?6,'')", &error);

      g_assert_no_error (error);
      kmzb_stmt_bind_text (stmt, 1, ADDRESSES[i].street);
      kmzb_stmt_bind_text (stmt, 2, ADDRESSES[i].number);
      kmzb_stmt_bind_text (stmt, 3, ADDRESSES[i].place);
      kmzb_stmt_bind_text (stmt, 4, ADDRESSES[i].postcode);
      kmzb_stmt_bind_double (stmt, 5, ADDRESSES[i].lat);
      kmzb_stmt_bind_double (stmt, 6, ADDRESSES[i].lon);
      g_assert_true (kmzb_stmt_run (stmt, &error));
    }
  kmzb_db_close (db);
  pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  addresses = kmzb_address_index_load (pack, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kmzb_address_index_count (addresses), ==, G_N_ELEMENTS (ADDRESSES));
}

static GPtrArray *
search (const char *text)
{
  return kmzb_address_index_search (addresses, text, MARKET, 8, NULL);
}

/* What people type, and what must come first. */
static const struct
{
  const char *typed, *first;
} QUERIES[] = {
  { "lipowa 7", "ul. Lipowa 7, Dobrzyń" },
  { "Lipowa 7", "ul. Lipowa 7, Dobrzyń" },
  { "ul. Lipowa", "ul. Lipowa, Dobrzyń" },
  { "ulica lipowa 7a", "ul. Lipowa 7A, Dobrzyń" },
  { "lipowa 7 a", "ul. Lipowa 7A, Dobrzyń" },
  { "LIPOWA 12/4", "ul. Lipowa 12/4, Dobrzyń" },
  { "lipowa 5/8", "ul. Lipowa 5, Dobrzyń" },
  { "lipowa 5 m. 8", "ul. Lipowa 5, Dobrzyń" },
  { "lipowa nr 5", "ul. Lipowa 5, Dobrzyń" },
  { "7 lipowa", "ul. Lipowa 7, Dobrzyń" },
  { "Dobrzyn lipow", "ul. Lipowa, Dobrzyń" },
  { "dobrzyń, lipowa 20", "ul. Lipowa 20, Dobrzyń" },
  { "lipowa 7 zagorze", "ul. Lipowa 7, Zagórze" },
  { "lipowa 1", "ul. Lipowa 1, Zagórze" }, /* the number is known only there */
  { "36-100 lipowa 7", "ul. Lipowa 7, Zagórze" },
  { "lipowa 7, 36-1", "ul. Lipowa 7, Zagórze" },
  { "36100 lipowa 7", "ul. Lipowa 7, Zagórze" },
  { "lipwa 7", "ul. Lipowa 7, Dobrzyń" },   /* a letter left out */
  { "lippowa 7", "ul. Lipowa 7, Dobrzyń" }, /* one too many */
  { "lipiwa 7", "ul. Lipowa 7, Dobrzyń" },  /* another one */
  { "lipoaw 7", "ul. Lipowa 7, Dobrzyń" },  /* two changed about */
  { "kipowa 7", "ul. Lipowa 7, Dobrzyń" },  /* the key beside */
  { "3 Maja 12a", "ul. 3 Maja 12A, Dobrzyń" },
  { "3-go maja 12", "ul. 3 Maja 12, Dobrzyń" },
  { "trzeciego maja 12", "ul. 3 Maja 12, Dobrzyń" },
  { "maja 3", "ul. 3 Maja, Dobrzyń" },
  { "majowa 3", "ul. Majowa 3, Dobrzyń" },
  { "11 listopada 8", "ul. 11-go Listopada 8, Dobrzyń" },
  { "11 lis", "ul. 11-go Listopada, Dobrzyń" },
  { "sikorskiego 2", "ul. Generała Władysława Sikorskiego 2, Dobrzyń" },
  { "gen. sikorskiego 2", "ul. Generała Władysława Sikorskiego 2, Dobrzyń" },
  { "gen w sikorskiego", "ul. Generała Władysława Sikorskiego, Dobrzyń" },
  { "aleja rejtana 16c", "al. Tadeusza Rejtana 16C, Dobrzyń" },
  { "Rejtana 16 C", "al. Tadeusza Rejtana 16C, Dobrzyń" },
  { "pl wolnosci 1", "Plac Wolności 1, Dobrzyń" },
  { "plac w", "Plac Wolności, Dobrzyń" },
  { "swietego jana 4", "ul. św. Jana 4, Dobrzyń" },
  { "św. Jana", "ul. św. Jana, Dobrzyń" },
  { "jana pawla 2", "ul. Jana Pawła II, Dobrzyń" },
  { "jana pawła ii 10", "ul. Jana Pawła II 10, Dobrzyń" },
  { "os. sloneczne 6", "Osiedle Słoneczne 6, Dobrzyń" },
  { "zolkiewskiego", "ul. Żółkiewskiego, Dobrzyń" },
  { "żółkiewskigo 9", "ul. Żółkiewskiego 9, Dobrzyń" },
  { "lipowiec 14", "Lipowiec 14" },
  { "lipowiec", "Lipowiec" },
  { "dobrzyń", "Dobrzyń" },
  { "dobrzyni", "Dobrzyniec" },
  { "kró", "ul. Krótka, Dobrzyń" },
  { "krótka 3", "ul. Krótka 3, Dobrzyń" },
  { "samotna 2", "ul. Samotna 2" },
  { "вул. Ліпова 7", "ul. Lipowa 7, Dobrzyń" },
  { "Сікорського 2", "ul. Generała Władysława Sikorskiego 2, Dobrzyń" },
  { "Жулкєвського", "ul. Żółkiewskiego, Dobrzyń" },
  { "Рейтана 16с", "al. Tadeusza Rejtana 16C, Dobrzyń" },
  { "площа Вольності 1", "Plac Wolności 1, Dobrzyń" },
};

static void
test_queries (void)
{
  guint n_wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (QUERIES); i++)
    {
      g_autoptr (GPtrArray) hits = search (QUERIES[i].typed);
      const KmzbAddressHit *first = hits->len > 0 ? g_ptr_array_index (hits, 0) : NULL;

      if (first != NULL && g_str_equal (first->title, QUERIES[i].first))
        continue;
      g_test_message ("“%s” finds “%s” first and not “%s”", QUERIES[i].typed, first != NULL ? first->title : "nothing",
                      QUERIES[i].first);
      n_wrong++;
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

/* As written before a beginning before a slip; near by before far away. */
static void
test_ranking (void)
{
  static const char *const order[] = { "ul. Lipowa, Dobrzyń", "ul. Lipowa, Zagórze", "ul. Lipcowa, Dobrzyń" };
  g_autoptr (GPtrArray) exact = search ("lipowa");
  g_autoptr (GPtrArray) prefix = search ("lip");

  g_assert_cmpuint (exact->len, >=, G_N_ELEMENTS (order));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpstr (((KmzbAddressHit *) g_ptr_array_index (exact, i))->title, ==, order[i]);
  g_assert_cmpuint (prefix->len, ==, 4);

  {
    g_autoptr (GPtrArray) there = kmzb_address_index_search (addresses, "lipowa", (KmzbPoint){ 50.2, 20.2 }, 8, NULL);

    g_assert_cmpstr (((KmzbAddressHit *) g_ptr_array_index (there, 0))->title, ==, "ul. Lipowa, Zagórze");
  }
}

/* A number that the pack lacks: the nearest of the street, and both numbers to say so. */
static void
test_missing_number (void)
{
  g_autoptr (GPtrArray) hits = search ("lipowa 18 dobrzyn");
  const KmzbAddressHit *hit = g_ptr_array_index (hits, 0);

  g_assert_cmpint (hit->kind, ==, KMZB_ADDRESS_NEAR_HOUSE);
  g_assert_cmpstr (hit->wanted, ==, "18");
  g_assert_cmpstr (hit->number, ==, "20");
  g_assert_cmpstr (hit->title, ==, "ul. Lipowa 20, Dobrzyń");
  g_assert_cmpfloat_with_epsilon (hit->point.lat, 50.003, 1e-6);
}

static void
test_kinds (void)
{
  g_autoptr (GPtrArray) house = search ("lipowa 7");
  g_autoptr (GPtrArray) street = search ("lipowa");
  g_autoptr (GPtrArray) place = search ("dobrzyń");

  g_assert_cmpint (((KmzbAddressHit *) g_ptr_array_index (house, 0))->kind, ==, KMZB_ADDRESS_HOUSE);
  g_assert_cmpint (((KmzbAddressHit *) g_ptr_array_index (street, 0))->kind, ==, KMZB_ADDRESS_STREET);
  g_assert_cmpint (((KmzbAddressHit *) g_ptr_array_index (place, 0))->kind, ==, KMZB_ADDRESS_PLACE);
}

static void
test_nothing (void)
{
  static const char *const typed[] = { "", "   ", "…", "xyzzy 7", "99-999", "lipowa kosmos", "\xff\xfe", "7", "ul." };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (GPtrArray) hits = search (typed[i]);

      g_assert_cmpuint (hits->len, ==, 0);
    }
}

static void
test_postcode_alone (void)
{
  g_autoptr (GPtrArray) hits = search ("36-200");

  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpstr (((KmzbAddressHit *) g_ptr_array_index (hits, 0))->title, ==, "Lipowiec");
}

/* No text may bring it down, and no hit may lack a title. */
static void
test_anything_typed (void)
{
  static const char letters[] = "lipowa 3maja-/.,0123456789ąćęłńóśźżABC ";

  for (int i = 0; i < 4000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GPtrArray) hits = NULL;
      int length = g_test_rand_int_range (0, 30);

      while (length-- > 0)
        g_string_append_c (text, letters[g_test_rand_int_range (0, sizeof letters - 1)]);
      hits = search (text->str);
      g_assert_cmpuint (hits->len, <=, 8);
      for (guint j = 0; j < hits->len; j++)
        g_assert_cmpstr (((KmzbAddressHit *) g_ptr_array_index (hits, j))->title, !=, "");
    }
}

/* ---- on other threads ---- */

typedef struct
{
  guint n_done;
  guint n_cancelled;
  GPtrArray *last;
} Answers;

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  Answers *answers = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = kmzb_address_search_query_finish (KMZB_ADDRESS_SEARCH (source), result, &error);

  answers->n_done++;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    answers->n_cancelled++;
  else
    {
      g_assert_no_error (error);
      g_clear_pointer (&answers->last, g_ptr_array_unref);
      answers->last = hits;
    }
}

/* Each letter takes the query before it back; the last one answers. */
static void
test_typing (void)
{
  g_autoptr (KmzbAddressSearch) searcher = kmzb_address_search_new (pack);
  g_autoptr (GCancellable) cancellable = NULL;
  Answers answers = { 0 };
  const char *text = "lipowa 7";

  kmzb_address_search_warm_up (searcher);
  for (gsize length = 1; length <= strlen (text); length++)
    {
      g_autofree char *typed = g_strndup (text, length);

      g_cancellable_cancel (cancellable);
      g_clear_object (&cancellable);
      cancellable = g_cancellable_new ();
      kmzb_address_search_query_async (searcher, typed, MARKET, 8, cancellable, on_found, &answers);
    }
  while (answers.n_done < strlen (text))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (answers.n_cancelled, ==, strlen (text) - 1);
  g_assert_cmpstr (((KmzbAddressHit *) g_ptr_array_index (answers.last, 0))->title, ==, "ul. Lipowa 7, Dobrzyń");
  g_ptr_array_unref (answers.last);
}

/* Loading ends when nobody waits for it any more. */
static void
test_cancelled_load (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (kmzb_address_index_load (pack, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_pack ();
  g_test_add_func ("/search/addresses/queries", test_queries);
  g_test_add_func ("/search/addresses/ranking", test_ranking);
  g_test_add_func ("/search/addresses/missing-number", test_missing_number);
  g_test_add_func ("/search/addresses/kinds", test_kinds);
  g_test_add_func ("/search/addresses/nothing", test_nothing);
  g_test_add_func ("/search/addresses/postcode-alone", test_postcode_alone);
  g_test_add_func ("/search/addresses/anything-typed", test_anything_typed);
  g_test_add_func ("/search/addresses/typing", test_typing);
  g_test_add_func ("/search/addresses/cancelled-load", test_cancelled_load);
  status = g_test_run ();
  kmzb_address_index_free (addresses);
  g_object_unref (pack);
  {
    g_autofree char *path = g_build_filename (folder, "region.mbtiles", NULL);

    g_unlink (path);
    g_rmdir (folder);
    g_free (folder);
  }
  return status;
}
