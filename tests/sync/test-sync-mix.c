/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every fault of a line, in an order that a seed decides, between the booth and the real central: nothing is lost,
 * nothing comes twice, nothing is refused that central did not refuse, and every text comes out as it went in.
 *
 * KMZB_TEST_REPORTS: how many reports. KMZB_TEST_SEED: which order. */
#include "certificate.h"
#include "fault-resolver.h"
#include "sync-fixture.h"

#include "kmzb-db.h"
#include "kmzb-seal-keys.h"
#include "kmzb-text.h"

#include <string.h>

#define N_REPORTS 300
/* Saved before the booth has met central: it knows no key then and sends what was written as it is. */
#define N_UNSEALED 10
/* So many wait at most: sending and saving go on beside each other. */
#define WAITING_MAX 60
/* How often the booth's program is started. */
#define SESSIONS_MIN 12
#define REPORTS_A_SESSION 100
/* The booth's time that passes for each millisecond of ours, while it sends and while it waits. */
#define SENDING_STEP_S 5
#define WAITING_STEP_S 15
/* Nothing received for so long, by our time: it never comes. */
#define PATIENCE_S 120
#define TEXT_MAX_CHARACTERS 500
/* What comes down meanwhile: some pages of threats, of which a part changes and a part goes away halfway. */
#define N_THREATS 5000
#define N_GONE 700
#define N_CONFIRMED 300

typedef struct
{
  Fixture base;
  FaultMix *mix;
  FaultProxy *proxy;
  FaultCertificates certificates;
  GResolver *resolver;
  GRand *rand; /* of the texts */
  char *url;
  char *ca_file;
  guint n;
  guint n_saved;
  guint n_to_be_sealed; /* with a text, and saved when the key was known */
  guint32 seed;
  GHashTable *texts; /* id -> what was written */
} Mix;

/* ---- what stands between ---- */

static void
make_certificates (Mix *m)
{
  static const struct
  {
    const char *name, *subject, *from, *to;
    gboolean is_vouched_for;
  } all[] = {
    { "good", "DNS:central.test", "20200101000000Z", "20490101000000Z", TRUE },
    { "stranger", "DNS:central.test", "20200101000000Z", "20490101000000Z", FALSE },
    { "wrong-name", "DNS:other.test", "20200101000000Z", "20490101000000Z", TRUE },
    { "expired", "DNS:central.test", "20200101000000Z", "20200201000000Z", TRUE },
  };
  GTlsCertificate **places[] = { &m->certificates.good, &m->certificates.stranger, &m->certificates.wrong_name,
                                 &m->certificates.expired };
  g_autoptr (GString) trusted = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *path
          = certificate_make (m->base.folder, all[i].name, all[i].subject, all[i].from, all[i].to);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      if (all[i].is_vouched_for)
        g_string_append (trusted, text);
      *places[i] = certificate_load (m->base.folder, all[i].name);
    }
  m->ca_file = g_build_filename (m->base.folder, "ca.pem", NULL);
  g_assert_true (g_file_set_contents (m->ca_file, trusted->str, -1, NULL));
}

/* Gives central threats from number @first on. */
static void
import_threats (Mix *m, guint first, guint n_confirmed)
{
  g_autofree char *path = g_build_filename (m->base.folder, "threats.geojson", NULL);
  const char *import[] = { "import-threats", path, NULL };
  g_autoptr (GString) text = g_string_new ("{\"type\":\"FeatureCollection\",\"name\":\"threats\",\"features\":[");

  for (guint i = first; i < N_THREATS; i++)
    g_string_append_printf (text,
                            "%s{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[21.%04u,50.%04u]},"
                            "\"properties\":{\"id\":\"019a1b2c-0000-7000-8000-%012u\",\"category\":\"akty-wandalizmu\","
                            "\"status\":\"%s\",\"source\":\"people\",\"created\":\"2026-04-01T10:00:00Z\","
                            "\"updated\":\"2026-04-02T10:00:00Z\"}}",
                            i > first ? "," : "", i, i, i, i < first + n_confirmed ? "confirmed" : "verification");
  g_string_append (text, "]}");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  fixture_run_central (&m->base, import, NULL);
}

static void
set_up (Mix *m, gconstpointer data)
{
  const char *make_key[] = { "seal-key", NULL };

  fixture_set_up (&m->base, data);
  fixture_run_central (&m->base, make_key, NULL);
  import_threats (m, 0, 0);
  m->n = fixture_read_number ("KMZB_TEST_REPORTS", N_REPORTS);
  m->seed = fixture_choose_seed ();
  m->mix = fault_mix_new (m->seed);
  m->rand = g_rand_new_with_seed (m->seed);
  m->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  m->resolver = fault_resolver_new (m->mix);
  g_resolver_set_default (m->resolver);
  make_certificates (m);
  m->proxy = fault_proxy_new_mixed (m->base.central_port, m->mix, &m->certificates);
  m->url = g_strdup_printf ("https://central.test:%u", fault_proxy_get_port (m->proxy));
}

static void
tear_down (Mix *m, gconstpointer data)
{
  fixture_close_booth (&m->base);
  fault_proxy_free (m->proxy);
  fault_mix_free (m->mix);
  fixture_open_booth (&m->base); /* the fixture's own end closes it */
  fixture_tear_down (&m->base, data);
  g_object_unref (m->certificates.good);
  g_object_unref (m->certificates.stranger);
  g_object_unref (m->certificates.wrong_name);
  g_object_unref (m->certificates.expired);
  g_object_unref (m->resolver);
  g_hash_table_unref (m->texts);
  g_rand_free (m->rand);
  g_free (m->ca_file);
  g_free (m->url);
}

/* ---- what visitors write ---- */

/* Letters of every script the booth meets, signs that forms and JSON escape, emoji of one and of many code points, both
 * directions of writing with their marks, and a letter that normalization leaves in two. */
static const char *const scraps[]
    = { "Zażółć gęślą jaźń ", "Хто їде вночі? ", "Straße, Übermut ", "אבג \u200f", "مرحبا\u200e ", "🚓", "👩\u200d👩\u200d👧\u200d👦",
        "🇵🇱", "👍🏽", "q\u0301", "\n", "\n\n", "\"", "'", "`", "\\", "\\n", "&", "=", "+", "%", "%41", "%00", "<b>", "</script>",
        ";", "--", "{\"a\":1}", "]]>", "\t", "\u00a0", "€", "𝔘", "a", "Z", "0", " " };

static char *
write_text (Mix *m)
{
  g_autoptr (GString) text = g_string_new (NULL);
  /* Some write nothing, some all that is allowed. */
  int wanted = g_rand_int_range (m->rand, -50, TEXT_MAX_CHARACTERS + 150);
  g_autofree char *clean = NULL;

  while (kmzb_text_count_characters (text->str) < (gsize) CLAMP (wanted, 0, TEXT_MAX_CHARACTERS - 20))
    g_string_append (text, scraps[g_rand_int_range (m->rand, 0, G_N_ELEMENTS (scraps))]);
  while (wanted > TEXT_MAX_CHARACTERS && kmzb_text_count_characters (text->str) < TEXT_MAX_CHARACTERS)
    g_string_append (text, "ż");
  /* As the visitor's page does. */
  clean = kmzb_text_clean (text->str);
  g_assert_cmpuint (kmzb_text_count_characters (clean), <=, TEXT_MAX_CHARACTERS);
  return g_steal_pointer (&clean);
}

static void
save_one (Mix *m)
{
  g_autofree char *text = write_text (m);
  g_autoptr (KmzbReport) report = fixture_make_report (*text ? text : NULL);

  report->place.lat += g_rand_double (m->rand) / 100;
  report->place.lon += g_rand_double (m->rand) / 100;
  report->saved_us = kmzb_clock_get_real_us (m->base.clock);
  fixture_save_report (&m->base, report);
  m->n_to_be_sealed += m->n_saved >= N_UNSEALED && *text != '\0';
  m->n_saved++;
  g_hash_table_insert (m->texts, g_strdup (report->id), g_steal_pointer (&text));
}

/* ---- sending ---- */

static void
start_engine (Mix *m)
{
  fixture_start_engine_at (&m->base, m->url, m->ca_file);
}

/* As if the program had been ended and started again. */
static void
restart_booth (Mix *m)
{
  fixture_close_booth (&m->base);
  fixture_open_booth (&m->base);
  start_engine (m);
}

static void
turn (Mix *m)
{
  if (g_main_context_iteration (NULL, FALSE))
    return;
  if (!fault_proxy_is_busy (m->proxy))
    kmzb_clock_advance (m->base.clock,
                        (fixture_state (&m->base) == KMZB_SYNC_SENDING ? SENDING_STEP_S : WAITING_STEP_S)
                            * (gint64) G_USEC_PER_SEC);
  g_usleep (1000);
}

static void
assert_nothing_given_up (Mix *m)
{
  const KmzbTally *tally = kmzb_store_get_tally (m->base.store);

  g_assert_cmpuint (tally->refused, ==, 0);
  g_assert_cmpuint (tally->uncertain, ==, 0);
  g_assert_cmpuint (tally->held, ==, 0);
}

/* Saves, up to @n_saved, and sends until @n have been received. */
static void
send_until (Mix *m, guint n, guint n_saved)
{
  gint64 seen_us = g_get_monotonic_time ();
  guint seen = 0;

  while (fixture_received (&m->base) < n)
    {
      if (seen != fixture_received (&m->base))
        seen_us = g_get_monotonic_time ();
      seen = fixture_received (&m->base);
      if (g_get_monotonic_time () - seen_us > PATIENCE_S * G_USEC_PER_SEC)
        g_error ("Stands still at %u of %u received: %s", seen, n,
                 kmzb_sync_engine_get_problem (m->base.engine) ? kmzb_sync_engine_get_problem (m->base.engine)->message
                                                               : "no problem");
      if (m->n_saved < n_saved && m->n_saved - seen < WAITING_MAX)
        save_one (m);
      turn (m);
    }
  assert_nothing_given_up (m);
}

/* ---- what became of it ---- */

static void
compare_texts (Mix *m, guint *n_sealed)
{
  g_autofree char *path = g_build_filename (m->base.folder, KMZB_SEAL_KEYS_FILE, NULL);
  g_autoptr (KmzbSealKeys) keys = kmzb_seal_keys_new (path);
  g_autoptr (KmzbDb) db = kmzb_db_open (m->base.database, KMZB_DB_READ_ONLY, NULL);
  g_autoptr (KmzbStmt) query = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (db);
  g_assert_true (kmzb_db_check (db, NULL));
  query = kmzb_db_prepare (db, "SELECT id, description, sealed_description FROM reports", &error);
  g_assert_no_error (error);
  while (kmzb_stmt_step (query, &error) == KMZB_STEP_ROW)
    {
      const char *id = kmzb_stmt_text (query, 0), *sealed = kmzb_stmt_text (query, 2);
      const char *text = kmzb_stmt_text (query, 1), *wanted = g_hash_table_lookup (m->texts, id);
      g_autofree char *opened = sealed ? kmzb_seal_open (keys, sealed, NULL, &error) : NULL;

      g_assert_no_error (error);
      g_assert_nonnull (wanted);
      if (sealed != NULL)
        g_assert_null (text);
      g_assert_cmpstr (sealed ? opened : text ? text : "", ==, wanted);
      *n_sealed += sealed != NULL;
      g_hash_table_remove (m->texts, id);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (m->texts), ==, 0);
}

static void
check_booth (Mix *m)
{
  g_autofree char *path = g_build_filename (m->base.data_dir, "booth.db", NULL);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, NULL);
  gint64 n = -1;

  g_assert_nonnull (db);
  g_assert_true (kmzb_db_check (db, NULL));
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports WHERE state='received' AND payload IS NULL", &n, NULL));
  g_assert_cmpint (n, ==, m->n);
}

static gint64
count_threats (Mix *m, const char *where)
{
  g_autofree char *path = g_build_filename (m->base.data_dir, "booth.db", NULL);
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM threats WHERE ", where, NULL);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, NULL);
  gint64 n = -1;

  g_assert_true (kmzb_db_get_int (db, sql, &n, NULL));
  return n;
}

/* Through the same faults what central knows comes to the booth: what stayed, what changed, and every report. */
static void
wait_for_threats (Mix *m)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;
  gint64 wanted = N_THREATS - N_GONE + m->n;

  while (count_threats (m, "1") != wanted || count_threats (m, "status = 'confirmed'") != N_CONFIRMED)
    {
      if (g_get_monotonic_time () > until_us)
        g_error ("The booth knows %" G_GINT64_FORMAT " threats of %" G_GINT64_FORMAT, count_threats (m, "1"), wanted);
      for (guint i = 0; i < 100; i++)
        turn (m);
    }
}

static void
test_every_fault (Mix *m, gconstpointer data)
{
  guint n_sealed = 0, n_sessions = MAX (SESSIONS_MIN, m->n / REPORTS_A_SESSION);
  const char *missing;

  for (guint i = 0; i < N_UNSEALED; i++)
    save_one (m);
  start_engine (m);
  send_until (m, 1, N_UNSEALED); /* the key is known from here on */
  for (guint i = 1; i < n_sessions; i++)
    {
      send_until (m, (guint) ((guint64) m->n * i / n_sessions), m->n);
      restart_booth (m);
      if (i == n_sessions / 2)
        import_threats (m, N_GONE, N_CONFIRMED);
    }
  send_until (m, m->n, m->n);
  turn (m);
  g_assert_cmpint (fixture_state (&m->base), ==, KMZB_SYNC_ALL_SENT);
  g_assert_cmpint (fixture_ask_central (&m->base, "SELECT count(*) FROM reports"), ==, m->n);
  wait_for_threats (m);
  compare_texts (m, &n_sealed);
  check_booth (m);
  g_assert_cmpuint (n_sealed, ==, m->n_to_be_sealed);

  missing = fault_mix_find_missing (m->mix);
  if (missing != NULL)
    g_error ("Never came: %s", missing);
  g_assert_cmpint (fault_proxy_get_n_passed (m->proxy), >, (int) m->n);
  g_test_message ("soak: %u reports through %u faults and %u requests that came through; central was sent %d and holds"
                  " %u, each once; %u sealed",
                  m->n, fault_mix_get_n_all (m->mix), fault_mix_get_n (m->mix, FAULT_NONE),
                  fault_proxy_get_n_passed (m->proxy), m->n, n_sealed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (certificate_can_make ())
    g_test_add ("/sync-mix/every-fault", Mix, NULL, set_up, test_every_fault, tear_down);
  else
    g_test_message ("no openssl to make a certificate, or no TLS in GLib");
  return g_test_run ();
}
