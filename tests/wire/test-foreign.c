/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-foreign.h"

#include "kmzb-error.h"

#include <string.h>

#define SERVICE "a"
#define ID "019a1b2c-3d4e-7f50-8123-456789abcdef"
#define SINCE_US (G_GINT64_CONSTANT (1777629600) * G_USEC_PER_SEC) /* 2026-05-01T10:00:00Z */

static GBytes *
make_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_services (void)
{
  static const char *const good[] = {
    "[{\"service_code\":\"a\",\"service_name\":\"A\"}]",
    "[{\"service_code\":7,\"service_name\":\"A\",\"x\":1},{\"service_code\":\"b\",\"service_name\":\"B\"}]",
  };
  static const char *const bad[] = {
    "", "<html>", "{}", "[]", "[1]", "[{}]", "[{\"service_code\":\"a\"}]",
    "[{\"service_code\":\"a\",\"service_name\":\"A\"},null]", "{\"services\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GBytes) bytes = make_bytes (good[i]);
      g_assert_true (kmzb_wire_is_service_list (bytes));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = make_bytes (bad[i]);
      g_assert_false (kmzb_wire_is_service_list (bytes));
    }
}

static void
test_declares (void)
{
  static const struct
  {
    const char *text;
    gboolean declares;
  } rows[] = {
    { "{\"service_code\":\"a\",\"attributes\":[{\"code\":\"x\"},{\"code\":\"client_report_id\"}]}", TRUE },
    { "[{\"service_code\":\"a\",\"attributes\":[{\"code\":\"client_report_id\"}]}]", TRUE },
    { "{\"service_code\":\"a\",\"attributes\":[{\"code\":\"x\"},7]}", FALSE },
    { "{\"service_code\":\"a\",\"attributes\":{}}", FALSE },
    { "[{\"code\":404,\"description\":\"client_report_id\"}]", FALSE },
    { "<html>client_report_id", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = make_bytes (rows[i].text);
      g_assert_cmpint (kmzb_wire_declares_report_id (bytes), ==, rows[i].declares);
    }
}

static void
test_payload (void)
{
  g_autoptr (GBytes) plain = make_bytes ("service_code=a&description=Auta+na+chodniku&attribute%5Bx%5D=1");
  g_autoptr (GBytes) empty = make_bytes ("service_code=a&lat=1");
  g_autoptr (GBytes) sealed = make_bytes ("service_code=a&attribute%5Bsealed_description%5D=AAAA");
  g_autoptr (GBytes) same = kmzb_wire_foreign_payload (plain, ID, SERVICE, TRUE, NULL);
  g_autoptr (GBytes) marked = kmzb_wire_foreign_payload (plain, ID, SERVICE, FALSE, NULL);
  g_autoptr (GBytes) only = kmzb_wire_foreign_payload (empty, ID, SERVICE, FALSE, NULL);
  g_autoptr (GBytes) other = kmzb_wire_foreign_payload (empty, ID, "Ł 7", TRUE, NULL);
  g_autofree char *other_text = g_strndup (g_bytes_get_data (other, NULL), g_bytes_get_size (other));
  g_autofree char *text = g_strndup (g_bytes_get_data (marked, NULL), g_bytes_get_size (marked));
  g_autofree char *only_text = g_strndup (g_bytes_get_data (only, NULL), g_bytes_get_size (only));
  g_autofree char *code = kmzb_wire_get_service_code (plain);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_bytes_equal (same, plain));
  g_assert_cmpstr (text, ==, "service_code=a&attribute%5Bx%5D=1&description=Auta+na+chodniku%0A" ID);
  g_assert_cmpstr (only_text, ==, "service_code=a&lat=1&description=" ID);
  g_assert_cmpstr (code, ==, "a");
  g_assert_cmpstr (other_text, ==, "lat=1&service_code=%C5%81+7");
  g_assert_null (kmzb_wire_foreign_payload (sealed, ID, SERVICE, TRUE, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED);
}

static KmzbWireFind
find (const char *text, gboolean declares, char **server_id)
{
  g_autoptr (GBytes) bytes = make_bytes (text);

  return kmzb_wire_find_report (bytes, ID, declares, SINCE_US, server_id);
}

static void
test_find (void)
{
#define OTHER "{\"service_request_id\":8,\"description\":\"x\",\"requested_datetime\":\"2026-05-02T00:00:00Z\"}"
  static const struct
  {
    const char *text;
    gboolean declares;
    KmzbWireFind find;
    const char *server_id;
  } rows[] = {
    { "[" OTHER ",{\"service_request_id\":7,\"description\":\"a\\n" ID "\"}]", FALSE, KMZB_WIRE_FIND_THERE, "7" },
    { "[{\"service_request_id\":\"q-1\",\"attributes\":[{\"value\":\"019A1B2C-3D4E-7F50-8123-456789ABCDEF\"}]}]", TRUE,
      KMZB_WIRE_FIND_THERE, "q-1" },
    { "[]", FALSE, KMZB_WIRE_FIND_NOT_THERE, NULL },
    { "[" OTHER "]", FALSE, KMZB_WIRE_FIND_NOT_THERE, NULL },
    /* It may be there: this server shows no attributes, this one no descriptions. */
    { "[" OTHER "]", TRUE, KMZB_WIRE_FIND_UNKNOWN, NULL },
    { "[{\"service_request_id\":8}]", FALSE, KMZB_WIRE_FIND_UNKNOWN, NULL },
    { "<html>", FALSE, KMZB_WIRE_FIND_UNKNOWN, NULL },
    { "{}", FALSE, KMZB_WIRE_FIND_UNKNOWN, NULL },
    { "[{\"code\":400}, 7]", FALSE, KMZB_WIRE_FIND_UNKNOWN, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *server_id = NULL;

      g_assert_cmpint (find (rows[i].text, rows[i].declares, &server_id), ==, rows[i].find);
      g_assert_cmpstr (server_id, ==, rows[i].server_id);
    }
}

/* A list that was cut to a page says nothing unless it goes back far enough. */
static void
test_find_in_a_page (void)
{
  g_autoptr (GString) list = g_string_new ("[" OTHER);
  g_autofree char *server_id = NULL, *old = NULL;

  for (guint i = 0; i < 49; i++)
    g_string_append (list, "," OTHER);
  old = g_strconcat (list->str, ",{\"description\":\"x\",\"requested_datetime\":\"2026-04-30T00:00:00Z\"}]", NULL);
  g_string_append (list, "]");
  g_assert_cmpint (find (list->str, FALSE, &server_id), ==, KMZB_WIRE_FIND_UNKNOWN);
  g_assert_cmpint (find (old, FALSE, &server_id), ==, KMZB_WIRE_FIND_NOT_THERE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/foreign/services", test_services);
  g_test_add_func ("/wire/foreign/declares", test_declares);
  g_test_add_func ("/wire/foreign/payload", test_payload);
  g_test_add_func ("/wire/foreign/find", test_find);
  g_test_add_func ("/wire/foreign/find-in-a-page", test_find_in_a_page);
  return g_test_run ();
}
