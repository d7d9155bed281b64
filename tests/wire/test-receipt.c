/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-receipt.h"

#include "kmzb-error.h"

#include <string.h>

#define ID "019a1b2c-3d4e-7f50-8123-456789abcdef"
#define OTHER "019a1b2c-3d4e-7f50-8123-000000000000"
#define JSON "application/json; charset=utf-8"

static KmzbReceipt
check (guint status, const char *type, const char *body, const char *uuid, char **id, GError **error)
{
  g_autoptr (GBytes) bytes = body ? g_bytes_new (body, strlen (body)) : NULL;

  return kmzb_wire_check_receipt (status, type, bytes, uuid, id, error);
}

static void
assert_doubt (guint status, const char *type, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup ("unset");

  g_free (g_steal_pointer (&id));
  g_assert_cmpint (check (status, type, body, ID, &id, &error), ==, KMZB_RECEIPT_DOUBT);
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_UNPROVEN);
  g_assert_null (id);
}

static void
test_received (void)
{
  static const char *const bodies[] = {
    "[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\",\"service_notice\":\"\"}]",
    "\xef\xbb\xbf [ {\"client_report_id\":\"019A1B2C-3D4E-7F50-8123-456789ABCDEF\",\"service_request_id\":\"" ID "\"} ]\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *id = NULL;

      g_assert_cmpint (check (200, JSON, bodies[i], ID, &id, &error), ==, KMZB_RECEIPT_RECEIVED);
      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, ID);
    }
  g_assert_cmpint (check (201, NULL, bodies[0], ID, NULL, NULL), ==, KMZB_RECEIPT_RECEIVED);
}

static void
test_foreign (void)
{
  g_autofree char *id = NULL, *token = NULL;

  g_assert_cmpint (check (200, JSON, "[{\"service_request_id\":4711}]", NULL, &id, NULL), ==, KMZB_RECEIPT_RECEIVED);
  g_assert_cmpstr (id, ==, "4711");
  g_assert_cmpint (check (200, JSON, "[{\"token\":\"t-1\",\"service_request_id\":\"\"}]", NULL, &token, NULL), ==,
                   KMZB_RECEIPT_RECEIVED);
  g_assert_cmpstr (token, ==, "t-1");
}

static void
test_doubt (void)
{
  static const char *const bodies[] = {
    NULL,
    "",
    "<html><body>Welcome to the hotel's network</body></html>",
    "[]",
    "{}",
    "null",
    "\"" ID "\"",
    "[{\"service_request_id\":\"" ID "\"}]",
    "[{\"client_report_id\":\"" ID "\"}]",
    "[{\"service_request_id\":\"\",\"client_report_id\":\"" ID "\"}]",
    "[{\"service_request_id\":null,\"client_report_id\":\"" ID "\"}]",
    "[{\"service_request_id\":0,\"client_report_id\":\"" ID "\"}]",
    "[{\"service_request_id\":\"0\",\"client_report_id\":\"" ID "\"}]",
    "[{\"service_request_id\":true,\"client_report_id\":\"" ID "\"}]",
    "[{\"service_request_id\":[1],\"client_report_id\":\"" ID "\"}]",
    "[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" OTHER "\"}]",
    "[{\"service_request_id\":\"" ID "\",\"client_report_id\":7}]",
    "{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\"}",
    "[[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\"}]]",
    "[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\"},{\"service_request_id\":\"2\"}]",
    "[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\"}",
    "[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\"}] trailing",
    "// [\n[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\"}]",
    "var x = [{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\"}];",
    "[{\"service_request_id\":\"\xff\",\"client_report_id\":\"" ID "\"}]",
  };
  static const guint statuses[] = { 0, 100, 204, 301, 302, 307, 308, 402, 405, 408, 409, 418, 429, 500, 502, 503, 504 };
  const char *good = "[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\"}]";

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    assert_doubt (200, JSON, bodies[i]);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    assert_doubt (statuses[i], JSON, good);
  assert_doubt (200, "text/html; charset=utf-8", good);
  assert_doubt (200, "TEXT/HTML", good);
}

static void
test_refused (void)
{
  static const guint refusing[] = { 400, 413, 422 }, denying[] = { 401, 403, 404 };
  const char *list = "[{\"code\":400,\"description\":\"lat is\\nmissing\"}]";
  const char *bare = "{\"code\":\"400\",\"description\":\"lat is missing\"}";

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL, denied = NULL;

      g_assert_cmpint (check (refusing[i], JSON, list, ID, NULL, &error), ==, KMZB_RECEIPT_REFUSED);
      g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, "lat is missing");
      g_assert_cmpint (check (refusing[i], NULL, bare, ID, NULL, NULL), ==, KMZB_RECEIPT_REFUSED);
      g_assert_cmpint (check (denying[i], JSON, list, ID, NULL, &denied), ==, KMZB_RECEIPT_DENIED);
      g_assert_error (denied, KMZB_ERROR, KMZB_ERROR_DENIED);
    }
}

static void
test_unproven_refusal (void)
{
  static const char *const bodies[] = {
    "<html>400 Bad Request</html>", "[]", "[{}]", "[400]", "{\"code\":400}", "[{\"description\":\"no\"}]",
    "{\"error\":\"bad\",\"message\":\"proxy\"}", "[{\"code\":true,\"description\":\"x\"}]",
    "[{\"code\":400,\"description\":17}]", "[{\"code\":400,\"description\":\"\"}]", "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      assert_doubt (400, JSON, bodies[i]);
      assert_doubt (403, JSON, bodies[i]);
    }
  assert_doubt (400, "text/html", "[{\"code\":400,\"description\":\"x\"}]");
  assert_doubt (500, JSON, "[{\"code\":400,\"description\":\"x\"}]");
}

static void
test_bombs (void)
{
  g_autofree char *nested = g_strnfill (60000, '[');
  g_autofree char *hidden = g_strconcat ("/* \" */", nested, NULL);
  g_autofree char *objects = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *huge = g_strnfill (KMZB_WIRE_RECEIPT_MAX_BYTES + 1, ' ');
  g_autofree char *number = g_strnfill (5000, '9');
  g_autofree char *integer = g_strconcat ("[{\"service_request_id\":", number, ",\"client_report_id\":\"" ID "\"}]", NULL);

  for (int i = 0; i < 8000; i++)
    g_string_append (text, "{\"a\":");
  objects = g_strdup (text->str);
  assert_doubt (200, JSON, nested);
  assert_doubt (200, JSON, hidden);
  assert_doubt (200, JSON, objects);
  assert_doubt (200, JSON, huge);
  assert_doubt (400, JSON, nested);
  assert_doubt (200, JSON, "[\"\\");
  assert_doubt (200, JSON, "[\"\\u12");
  /* Whatever a number of 5000 digits is taken for, nothing breaks. */
  check (200, JSON, integer, ID, NULL, NULL);
}

/* Bytes changed at random in a good answer: never a crash, and an id only beside the right echo. */
static void
test_mutations (void)
{
  const char *good = "[{\"service_request_id\":\"" ID "\",\"client_report_id\":\"" ID "\",\"service_notice\":\"\"}]";
  gsize length = strlen (good);
  g_autoptr (GRand) rand = g_rand_new_with_seed (311);

  for (int i = 0; i < 20000; i++)
    {
      g_autofree char *copy = g_strdup (good);
      g_autofree char *id = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gsize cut = g_rand_int_range (rand, 0, 4) == 0 ? (gsize) g_rand_int_range (rand, 0, (int) length) : length;

      for (int n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        copy[g_rand_int_range (rand, 0, (int) length)] = (char) g_rand_int_range (rand, 0, 256);
      bytes = g_bytes_new (copy, cut);
      if (kmzb_wire_check_receipt (200, JSON, bytes, ID, &id, NULL) == KMZB_RECEIPT_RECEIVED)
        g_assert_nonnull (id);
      else
        g_assert_null (id);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/receipt/received", test_received);
  g_test_add_func ("/wire/receipt/foreign", test_foreign);
  g_test_add_func ("/wire/receipt/doubt", test_doubt);
  g_test_add_func ("/wire/receipt/refused", test_refused);
  g_test_add_func ("/wire/receipt/unproven-refusal", test_unproven_refusal);
  g_test_add_func ("/wire/receipt/bombs", test_bombs);
  g_test_add_func ("/wire/receipt/mutations", test_mutations);
  return g_test_run ();
}
