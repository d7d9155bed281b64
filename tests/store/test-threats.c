/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "store-fixture.h"
#include "wait.h"

#include <json-glib/json-glib.h>
#include <string.h>

static KmzbThreats *
make_threats (const char *prefix, guint n)
{
  KmzbThreats *threats = kmzb_threats_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", prefix, i);

      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_POLICE, id, "akty-wandalizmu", KMZB_STATUS_CONFIRMED,
                        (KmzbPoint){ 50.1, 21.2 }, FIXTURE_START_US, FIXTURE_START_US + G_USEC_PER_SEC);
    }
  return threats;
}

static void
import (Fixture *f, const char *origin, KmzbThreats *threats)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kmzb_store_import_threats_async (f->store, origin, threats, NULL, wait_take_result, &result);
  wait_for_result (&result);
  kmzb_store_import_threats_finish (f->store, result, &error);
  g_assert_no_error (error);
}

static KmzbThreats *
load (Fixture *f, const char *origin)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  KmzbThreats *threats;

  kmzb_store_load_threats_async (f->store, NULL, wait_take_result, &result);
  wait_for_result (&result);
  threats = kmzb_store_load_threats_finish (f->store, result, &found, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, origin);
  return threats;
}

/* Returns: (transfer full) (nullable): %NULL when the store knows no such threat */
static char *
find_id (Fixture *f, guint32 key)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  kmzb_store_find_threat_id_async (f->store, key, NULL, wait_take_result, &result);
  wait_for_result (&result);
  id = kmzb_store_find_threat_id_finish (f->store, result, &error);
  if (id == NULL)
    g_assert_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND);
  return id;
}

static void
test_a_pack_is_imported_once (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) first = make_threats ("a", 300);
  g_autoptr (KmzbThreats) other = make_threats ("b", 7);
  g_autoptr (KmzbThreats) loaded = NULL, unchanged = NULL, replaced = NULL;
  g_autoptr (KmzbThreat) threat = NULL;
  gint64 latest_us;

  import (f, "pack-1", first);
  loaded = load (f, "pack-1");
  g_assert_cmpuint (kmzb_threats_get_count (loaded), ==, 300);
  threat = kmzb_threats_get (loaded, 0);
  g_assert_null (threat->id);
  g_assert_cmpuint (threat->key, >, 0);
  g_assert_cmpstr (threat->category, ==, "akty-wandalizmu");
  g_assert_cmpint (threat->source, ==, KMZB_THREAT_SOURCE_POLICE);
  g_assert_cmpint (threat->status, ==, KMZB_STATUS_CONFIRMED);
  g_assert_cmpfloat (threat->place.lat, ==, 50.1);
  g_assert_cmpfloat (threat->place.lon, ==, 21.2);
  g_assert_cmpint (threat->created_us, ==, FIXTURE_START_US);
  g_assert_cmpuint (kmzb_threats_count_source (loaded, KMZB_THREAT_SOURCE_POLICE, &latest_us), ==, 300);
  g_assert_cmpint (latest_us, ==, FIXTURE_START_US + G_USEC_PER_SEC);

  import (f, "pack-1", other);
  unchanged = load (f, "pack-1");
  g_assert_cmpuint (kmzb_threats_get_count (unchanged), ==, 300);

  /* An older pack's threats do not linger. */
  import (f, "pack-2", other);
  replaced = load (f, "pack-2");
  g_assert_cmpuint (kmzb_threats_get_count (replaced), ==, 7);
}

/* Every threat's id is found by its key, and a key never means another threat later. */
static void
test_ids_are_found (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) first = make_threats ("a", 12);
  g_autoptr (KmzbThreats) other = make_threats ("b", 20);
  g_autoptr (KmzbThreats) loaded = NULL, replaced = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  import (f, "pack-1", first);
  loaded = load (f, "pack-1");
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (loaded, i);
      char *id = find_id (f, threat->key);

      g_assert_nonnull (id);
      g_assert_true (g_str_has_prefix (id, "a-"));
      g_assert_true (g_hash_table_add (ids, id));
    }

  import (f, "pack-2", other);
  replaced = load (f, "pack-2");
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (KmzbThreat) gone = kmzb_threats_get (loaded, i);
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (replaced, i);
      g_autofree char *id = find_id (f, threat->key);

      g_assert_null (find_id (f, gone->key));
      g_assert_true (g_str_has_prefix (id, "b-"));
    }
}

static void
test_what_central_sent_wins (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) threats = make_threats ("a", 2);
  g_autoptr (KmzbThreats) loaded = NULL;

  g_assert_true (fixture_try_exec (f, "INSERT INTO threats(id, from_pack, category, status, lat, lon,"
                                      " created_us, updated_us, source) VALUES('a-0', 0, 'akty-wandalizmu', 'eliminated', 50, 21,"
                                      " 1, 2, 'people')"));
  import (f, "pack-1", threats);
  import (f, "pack-2", threats);
  loaded = load (f, "pack-2");
  g_assert_cmpuint (kmzb_threats_get_count (loaded), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (loaded, i);
      g_autofree char *id = find_id (f, threat->key);

      g_assert_true ((threat->status == KMZB_STATUS_ELIMINATED) == g_str_equal (id, "a-0"));
    }
}

/* Who says so is kept; a threat of a source that is not known is left out. */
static void
test_sources (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbThreats) loaded = NULL;

  for (guint i = 0; i < KMZB_N_THREAT_SOURCES; i++)
    {
      g_autofree char *id = g_strdup_printf ("s-%u", i);

      kmzb_threats_add (threats, (KmzbThreatSource) i, id, "akty-wandalizmu", KMZB_STATUS_NEW,
                        (KmzbPoint){ 50.1, 21.2 }, 1, 2);
    }
  import (f, "pack-1", threats);
  g_assert_true (fixture_try_exec (f, "INSERT INTO threats(id, from_pack, category, status, lat, lon,"
                                      " created_us, updated_us, source) VALUES('s-9', 0, 'akty-wandalizmu', 'new', 50, 21, 1, 2,"
                                      " 'hearsay')"));
  loaded = load (f, "pack-1");
  g_assert_cmpuint (kmzb_threats_get_count (loaded), ==, KMZB_N_THREAT_SOURCES);
  for (guint i = 0; i < KMZB_N_THREAT_SOURCES; i++)
    g_assert_cmpint (kmzb_threats_get_source (loaded, i), ==, i);
}

static JsonObject *
read_status (Fixture *f, const char *data_dir, const char *pack, JsonParser *parser)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = kmzb_store_status_json (data_dir, f->clock, "Rynek", pack, "2026-04-01T00:00:00Z", &error);

  g_assert_no_error (error);
  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_status_beside_a_running_booth (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (f);
  g_autofree char *other = fixture_save_new (f);
  g_autoptr (KmzbThreats) threats = make_threats ("a", 12);
  g_autoptr (GPtrArray) claimed = fixture_claim (f->store, 1, FIXTURE_START_US, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GAsyncResult) result = NULL;
  JsonObject *status, *queue;

  fixture_settle (f->store, 1, KMZB_REPORT_REFUSED, 0);
  import (f, "pack-1", threats);
  kmzb_store_note_contact_async (f->store, FIXTURE_START_US, -3, NULL, wait_take_result, &result);
  wait_for_result (&result);
  kmzb_clock_advance (f->clock, 90 * G_USEC_PER_SEC);

  status = read_status (f, f->data_dir, "Powiat", parser);
  queue = json_object_get_object_member (status, "queue");
  g_assert_cmpstr (json_object_get_string_member (status, "booth"), ==, "Rynek");
  g_assert_cmpint (json_object_get_int_member (queue, "saved"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (queue, "refused"), ==, 1);
  g_assert_cmpuint (json_object_get_size (queue), ==, 7);
  g_assert_cmpint (json_object_get_int_member (status, "oldest_unsent_age_s"), ==, 90);
  g_assert_cmpstr (json_object_get_string_member (status, "last_sync"), ==, "2026-05-01T10:00:00Z");
  g_assert_cmpint (json_object_get_int_member (status, "clock_offset_s"), ==, -3);
  g_assert_cmpint (json_object_get_int_member (status, "threats"), ==, 12);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (status, "pack"), "name"), ==,
                   "Powiat");
}

static void
test_status_of_a_booth_that_never_ran (Fixture *f, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (f->data_dir, "never", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *status = read_status (f, nowhere, NULL, parser);

  g_assert_true (json_object_get_null_member (status, "oldest_unsent_age_s"));
  g_assert_true (json_object_get_null_member (status, "last_sync"));
  g_assert_true (json_object_get_null_member (status, "clock_offset_s"));
  g_assert_true (json_object_get_null_member (status, "pack"));
  g_assert_cmpuint (json_object_get_size (status), ==, 7);
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
}

/* --status looks; it must not set a file aside that a running booth may be using. */
static void
test_status_of_a_damaged_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_close (f);
  g_assert_true (g_file_set_contents (f->path, "no database", -1, NULL));
  g_assert_null (kmzb_store_status_json (f->data_dir, f->clock, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, f->path));
  g_assert_true (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/threats/a-pack-is-imported-once", test_a_pack_is_imported_once);
  add ("/threats/ids-are-found", test_ids_are_found);
  add ("/threats/what-central-sent-wins", test_what_central_sent_wins);
  add ("/threats/sources", test_sources);
  add ("/status/beside-a-running-booth", test_status_beside_a_running_booth);
  add ("/status/of-a-booth-that-never-ran", test_status_of_a_booth_that_never_ran);
  add ("/status/of-a-damaged-file", test_status_of_a_damaged_file);
  return g_test_run ();
}
