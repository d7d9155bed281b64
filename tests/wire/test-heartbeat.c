/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-wire-heartbeat.h"

#include <string.h>

static KmzbWireHeartbeat *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return kmzb_wire_heartbeat_parse (body, error);
}

static void
test_there_and_back (void)
{
  const KmzbWireHeartbeat sent = { .version = (char *) "1.2", .pack_id = (char *) "rze-7", .pack_name = (char *) "Powiat „rzeszowski”\\",
                                   .pack_made = (char *) "2026-11-01T10:00:00Z", .n_waiting = 3, .n_aside = 1,
                                   .oldest_unsent_s = 7200, .has_clock_offset = TRUE, .clock_offset_s = -90,
                                   .free_bytes = G_GINT64_CONSTANT (123456789012) };
  g_autoptr (GBytes) body = kmzb_wire_heartbeat_build (&sent);
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireHeartbeat) got = kmzb_wire_heartbeat_parse (body, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (got->version, ==, sent.version);
  g_assert_cmpstr (got->pack_id, ==, sent.pack_id);
  g_assert_cmpstr (got->pack_name, ==, sent.pack_name);
  g_assert_cmpstr (got->pack_made, ==, sent.pack_made);
  g_assert_cmpint (got->n_waiting, ==, 3);
  g_assert_cmpint (got->n_aside, ==, 1);
  g_assert_cmpint (got->oldest_unsent_s, ==, 7200);
  g_assert_true (got->has_clock_offset);
  g_assert_cmpint (got->clock_offset_s, ==, -90);
  g_assert_cmpint (got->free_bytes, ==, sent.free_bytes);
}

static void
test_what_is_unknown_is_left_out (void)
{
  const KmzbWireHeartbeat sent = { .version = (char *) "1", .oldest_unsent_s = -1, .free_bytes = -1 };
  g_autoptr (GBytes) body = kmzb_wire_heartbeat_build (&sent);
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (KmzbWireHeartbeat) got = parse (text, NULL);

  g_assert_cmpstr (text, ==, "{\"version\":\"1\",\"waiting\":0,\"aside\":0}");
  g_assert_null (got->pack_id);
  g_assert_false (got->has_clock_offset);
  g_assert_cmpint (got->oldest_unsent_s, ==, -1);
  g_assert_cmpint (got->free_bytes, ==, -1);
}

static void
test_newer_booth (void)
{
  g_autoptr (KmzbWireHeartbeat) got
      = parse ("{\"version\":\"9\",\"mood\":[1,{\"a\":null}],\"pack\":{\"id\":\"x\",\"colour\":1},\"waiting\":2}", NULL);

  g_assert_nonnull (got);
  g_assert_cmpint (got->n_waiting, ==, 2);
  g_assert_cmpstr (got->pack_id, ==, "x");
}

static void
test_no_heartbeat (void)
{
  static const char *const bad[] = {
    "", "[]", "null", "{}", "x", "{\"version\":1}", "{\"version\":\"1\",\"waiting\":-1}",
    "{\"version\":\"1\",\"waiting\":1.5}", "{\"version\":\"1\",\"waiting\":\"1\"}", "{\"version\":\"1\",\"waiting\":null}",
    "{\"version\":\"1\",\"waiting\":9223372036854775807}", "{\"version\":\"1\",\"clock_offset_s\":-9223372036854775807}",
    "{\"version\":\"1\",\"free_bytes\":{}}", "{\"version\":\"1\",\"pack\":[]}", "{\"version\":\"1\",\"pack\":{\"id\":[]}}",
    "{\"version\":\"a\\nb\"}", "{\"version\":\"123456789012345678901234567890123\"}",
  };
  g_autofree char *spaces = g_strnfill (KMZB_WIRE_HEARTBEAT_MAX_BYTES, ' ');
  g_autofree char *large = g_strconcat ("{\"version\":\"1\"}", spaces, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) fault = NULL;
      g_autoptr (KmzbWireHeartbeat) got = parse (bad[i], &fault);

      if (got != NULL)
        g_error ("%s is taken for a heartbeat", bad[i]);
      g_assert_error (fault, KMZB_ERROR, KMZB_ERROR_INVALID);
    }
  g_assert_null (parse (large, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/heartbeat/there-and-back", test_there_and_back);
  g_test_add_func ("/wire/heartbeat/what-is-unknown-is-left-out", test_what_is_unknown_is_left_out);
  g_test_add_func ("/wire/heartbeat/newer-booth", test_newer_booth);
  g_test_add_func ("/wire/heartbeat/no-heartbeat", test_no_heartbeat);
  return g_test_run ();
}
