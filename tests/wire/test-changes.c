/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-changes.h"

#include "kmzb-error.h"

#include <string.h>

#define ID "019a1b2c-3d4e-7f50-8123-456789abcdef"
#define NOW_US (G_GINT64_CONSTANT (1777629600) * G_USEC_PER_SEC)

static KmzbWireChanges *
parse (KmzbWireChangesKind kind, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return kmzb_wire_changes_parse (kind, bytes, error);
}

static void
test_threats (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireChanges) read
      = parse (KMZB_WIRE_CHANGES_OF_THREATS,
               "{\"items\":[{\"id\":\"a\",\"category\":\"akty-wandalizmu\",\"status\":\"new\",\"source\":\"people\","
               "\"lat\":50.03700000000001,\"lon\":21.9990001,\"created\":\"2026-05-01T10:00:00Z\","
               "\"updated\":\"2026-05-01T12:00:01+02:00\"},"
               "{\"id\":\"b \\\"quoted\\\"\",\"category\":\"inne\",\"status\":\"eliminated\",\"source\":\"police\","
               "\"lat\":\"-0.5\",\"long\":-180,\"created\":\"1970-01-01T00:00:00Z\","
               "\"updated\":\"2026-05-01T10:00:00Z\"}],\"deleted\":[\"gone\"],\"cursor\":\"opaque:7\",\"more\":true}",
               &error);
  const KmzbWireThreat *threat;

  g_assert_no_error (error);
  g_assert_cmpuint (read->threats->len, ==, 2);
  g_assert_cmpuint (read->n_bad, ==, 0);
  g_assert_cmpuint (kmzb_wire_changes_get_n (read), ==, 3);
  threat = &g_array_index (read->threats, KmzbWireThreat, 0);
  g_assert_cmpstr (threat->id, ==, "a");
  g_assert_cmpstr (threat->category, ==, "akty-wandalizmu");
  g_assert_true (threat->place.lat == 50.03700000000001 && threat->place.lon == 21.9990001);
  g_assert_cmpint (threat->created_us, ==, NOW_US);
  g_assert_cmpint (threat->updated_us, ==, NOW_US + G_USEC_PER_SEC);
  threat = &g_array_index (read->threats, KmzbWireThreat, 1);
  g_assert_cmpstr (threat->id, ==, "b \"quoted\"");
  g_assert_cmpint (threat->source, ==, KMZB_THREAT_SOURCE_POLICE);
  g_assert_cmpint (threat->status, ==, KMZB_STATUS_ELIMINATED);
  g_assert_true (threat->place.lat == -0.5 && threat->place.lon == -180);
  g_assert_cmpstr (g_ptr_array_index (read->deleted, 0), ==, "gone");
  g_assert_cmpstr (read->cursor, ==, "opaque:7");
  g_assert_true (read->more);
}

static void
test_standings (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireChanges) read
      = parse (KMZB_WIRE_CHANGES_OF_STATUSES,
               "{\"items\":[{\"client_report_id\":\"019A1B2C-3D4E-7F50-8123-456789ABCDEF\",\"status\":\"confirmed\","
               "\"updated\":\"2026-05-01T10:00:00Z\"},{\"client_report_id\":\"x\",\"status\":\"confirmed\","
               "\"updated\":\"2026-05-01T10:00:00Z\"}],\"cursor\":\"1\"}",
               &error);
  const KmzbWireStanding *standing;

  g_assert_no_error (error);
  g_assert_cmpuint (read->standings->len, ==, 1);
  g_assert_cmpuint (read->n_bad, ==, 1);
  g_assert_false (read->more);
  standing = &g_array_index (read->standings, KmzbWireStanding, 0);
  g_assert_cmpstr (standing->id, ==, ID);
  g_assert_null (standing->number);
  g_assert_cmpint (standing->status, ==, KMZB_STATUS_CONFIRMED);
}

static void
test_records (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireChanges) read
      = parse (KMZB_WIRE_CHANGES_OF_STATISTICS, "{\"items\":[{\"id\":\"s1\",\"value\":7,\"x\":{\"y\":[1]}},{\"value\":1}],"
                                        "\"deleted\":[\"s0\",7],\"cursor\":\"1\",\"more\":false}", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (read->records->len, ==, 1);
  g_assert_cmpuint (read->deleted->len, ==, 1);
  g_assert_cmpuint (read->n_bad, ==, 2);
  g_assert_cmpstr (g_array_index (read->records, KmzbWireRecord, 0).json, ==,
                   "{\"id\":\"s1\",\"value\":7,\"x\":{\"y\":[1]}}");
}

/* Items nobody can use do not spoil the page. */
static void
test_bad_items_are_left_out (void)
{
#define GOOD "\"id\":\"a\",\"category\":\"c\",\"status\":\"new\",\"created\":\"2026-05-01T10:00:00Z\"," \
             "\"updated\":\"2026-05-01T10:00:00Z\""
  static const char *const items[] = {
    "1", "null", "[]", "{}", "{" GOOD "}", "{" GOOD ",\"lat\":1}", "{" GOOD ",\"lat\":91,\"long\":0}",
    "{" GOOD ",\"lat\":\"nan\",\"long\":0}", "{" GOOD ",\"lat\":true,\"long\":0}",
    "{" GOOD ",\"lat\":1,\"long\":1,\"source\":\"rumour\"}", "{" GOOD ",\"lat\":1,\"long\":1,\"status\":\"future\"}",
    "{" GOOD ",\"lat\":1,\"long\":1,\"id\":7}", "{" GOOD ",\"lat\":1,\"long\":1,\"updated\":\"yesterday\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"items\":[%s,{" GOOD ",\"lat\":\"1.5\",\"long\":2}],\"cursor\":\"c\"}",
                                               items[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (KmzbWireChanges) page = parse (KMZB_WIRE_CHANGES_OF_THREATS, text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->threats->len, ==, 1);
      g_assert_cmpuint (page->n_bad, ==, 1);
    }
}

static void
test_no_page (void)
{
  g_autofree char *cursor = g_strnfill (KMZB_WIRE_CURSOR_MAX_BYTES + 1, 'c');
  g_autofree char *long_cursor = g_strdup_printf ("{\"items\":[],\"cursor\":\"%s\"}", cursor);
  const char *bodies[] = {
    "", "<html>", "[]", "{}", "{\"items\":[]}", "{\"items\":{},\"cursor\":\"c\"}", "{\"items\":[],\"cursor\":\"\"}",
    "{\"items\":[],\"cursor\":7}", "{\"items\":[],\"cursor\":\"c\",\"more\":\"yes\"}", "{\"cursor\":\"c\"}", long_cursor,
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (KMZB_WIRE_CHANGES_OF_THREATS, bodies[i], &error));
      g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
    }
}

static void
test_kinds (void)
{
  for (guint i = 0; i < KMZB_WIRE_N_CHANGES_KINDS; i++)
    {
      KmzbWireChangesKind kind;

      g_assert_true (kmzb_wire_changes_kind_from_slug (kmzb_wire_changes_kind_to_slug (i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (kmzb_wire_changes_kind_from_slug (NULL, &(KmzbWireChangesKind){ 0 }));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/changes/threats", test_threats);
  g_test_add_func ("/wire/changes/standings", test_standings);
  g_test_add_func ("/wire/changes/records", test_records);
  g_test_add_func ("/wire/changes/bad-items-are-left-out", test_bad_items_are_left_out);
  g_test_add_func ("/wire/changes/no-page", test_no_page);
  g_test_add_func ("/wire/changes/kinds", test_kinds);
  return g_test_run ();
}
