/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-answer.h"

#include "kmzb-wire-receipt.h"

#include <json-glib/json-glib.h>

#define ID "019a1b2c-3d4e-7f50-8123-456789abcdef"

static KmzbCatalog *
load_catalog (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "catalog", "catalog.ini", NULL);
  g_autoptr (GError) error = NULL;
  KmzbCatalog *catalog = kmzb_catalog_load (path, &error);

  g_assert_no_error (error);
  return catalog;
}

/* @bytes: (transfer full) */
static JsonNode *
read_json (GBytes *bytes)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (GError) error = NULL;
  JsonNode *root = json_from_string (text, &error);

  g_bytes_unref (bytes);
  g_assert_no_error (error);
  return root;
}

static void
test_services (void)
{
  g_autoptr (KmzbCatalog) catalog = load_catalog ();
  g_autoptr (JsonNode) root = read_json (kmzb_wire_answer_services (KMZB_WIRE_JSON, catalog, "pl"));
  JsonArray *array = json_node_get_array (root);
  JsonObject *first = json_array_get_object_element (array, 0);

  g_assert_cmpuint (json_array_get_length (array), ==, kmzb_catalog_get_categories (catalog)->len);
  g_assert_cmpstr (json_object_get_string_member (first, "service_code"), ==, "nieprawidlowe-parkowanie");
  g_assert_cmpstr (json_object_get_string_member (first, "service_name"), ==, "Nieprawidłowe parkowanie");
  g_assert_cmpstr (json_object_get_string_member (first, "group"), ==, "Drogi i kolej");
  g_assert_true (json_object_get_boolean_member (first, "metadata"));
}

static void
test_definition (void)
{
  g_autoptr (KmzbCatalog) catalog = load_catalog ();
  g_autoptr (JsonNode) root
      = read_json (kmzb_wire_answer_definition (KMZB_WIRE_JSON, kmzb_catalog_lookup (catalog, "akty-wandalizmu"), "pl"));
  JsonArray *attributes = json_object_get_array_member (json_node_get_object (root), "attributes");
  gboolean days = FALSE;

  g_assert_cmpuint (json_array_get_length (attributes), ==, 11);
  for (guint i = 0; i < json_array_get_length (attributes); i++)
    {
      JsonObject *attribute = json_array_get_object_element (attributes, i);

      g_assert_false (json_object_get_boolean_member (attribute, "required"));
      if (g_str_equal (json_object_get_string_member (attribute, "code"), "week_days"))
        {
          days = TRUE;
          g_assert_cmpuint (json_array_get_length (json_object_get_array_member (attribute, "values")), ==, 7);
        }
    }
  g_assert_true (days);
}

static void
test_requests (void)
{
  g_autoptr (KmzbCatalog) catalog = load_catalog ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_wire_item_free);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) text = NULL;
  KmzbWireItem *item = g_new0 (KmzbWireItem, 1);
  JsonObject *first, *second;

  item->id = g_strdup (ID);
  item->service_code = g_strdup ("akty-wandalizmu");
  item->category = kmzb_catalog_lookup (catalog, item->service_code);
  item->status = KMZB_STATUS_NEW;
  item->has_place = TRUE;
  item->place = (KmzbPoint) { 50.03700000000001, 21.9990001 };
  item->requested_us = 1777629600 * G_GINT64_CONSTANT (1000000) + 999999;
  g_ptr_array_add (items, item);
  item = g_new0 (KmzbWireItem, 1);
  item->id = g_strdup ("2");
  item->service_code = g_strdup ("gone");
  item->status = KMZB_STATUS_PASSED_ON;
  g_ptr_array_add (items, item);

  item = g_new0 (KmzbWireItem, 1);
  item->id = g_strdup ("3");
  item->service_code = g_strdup ("klusownictwo");
  item->has_place = TRUE;
  item->place = (KmzbPoint) { 50.037, -0.5 };
  g_ptr_array_add (items, item);

  text = kmzb_wire_answer_requests (KMZB_WIRE_JSON, items, "pl");
  /* For people to read, too. */
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text),
                                  "\"lat\":50.037,\"long\":-0.5}"));
  root = read_json (g_steal_pointer (&text));
  first = json_array_get_object_element (json_node_get_array (root), 0);
  second = json_array_get_object_element (json_node_get_array (root), 1);
  g_assert_cmpstr (json_object_get_string_member (first, "service_request_id"), ==, ID);
  g_assert_cmpstr (json_object_get_string_member (first, "status"), ==, "open");
  g_assert_cmpstr (json_object_get_string_member (first, "kmzb_status"), ==, "new");
  g_assert_cmpstr (json_object_get_string_member (first, "requested_datetime"), ==, "2026-05-01T10:00:00Z");
  g_assert_true (json_object_get_double_member (first, "lat") == 50.03700000000001);
  g_assert_true (json_object_get_double_member (first, "long") == 21.9990001);
  g_assert_false (json_object_has_member (first, "description"));
  g_assert_cmpstr (json_object_get_string_member (second, "status"), ==, "closed");
  g_assert_cmpstr (json_object_get_string_member (second, "service_name"), ==, "gone");
  g_assert_false (json_object_has_member (second, "lat"));
}

/* Whatever an error says, a reader gets just that back. */
static void
test_text_survives (void)
{
  g_autoptr (GString) text = g_string_new ("zażółć 🚲 \"q\" \\ / <script> \x7f &");
  g_autoptr (JsonNode) root = NULL;
  JsonObject *error;

  for (char c = 1; c < 0x20; c++)
    g_string_append_c (text, c);
  root = read_json (kmzb_wire_answer_error (KMZB_WIRE_JSON, 400, text->str));
  error = json_array_get_object_element (json_node_get_array (root), 0);
  g_assert_cmpint (json_object_get_int_member (error, "code"), ==, 400);
  g_assert_cmpstr (json_object_get_string_member (error, "description"), ==, text->str);
}

/* What central answers is what the booth takes as proof. */
static void
test_both_ends_agree (void)
{
  g_autoptr (GBytes) receipt = kmzb_wire_answer_receipt (KMZB_WIRE_JSON, ID, ID);
  g_autoptr (GBytes) fault = kmzb_wire_answer_error (KMZB_WIRE_JSON, 422, "<b>\"no\"\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  g_assert_cmpint (kmzb_wire_check_receipt (200, "application/json", receipt, ID, &id, NULL), ==,
                   KMZB_RECEIPT_RECEIVED);
  g_assert_cmpstr (id, ==, ID);
  g_assert_cmpint (kmzb_wire_check_receipt (422, "application/json", fault, ID, NULL, &error), ==,
                   KMZB_RECEIPT_REFUSED);
  g_assert_cmpstr (error->message, ==, "<b>\"no\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/answer/services", test_services);
  g_test_add_func ("/wire/answer/definition", test_definition);
  g_test_add_func ("/wire/answer/requests", test_requests);
  g_test_add_func ("/wire/answer/text-survives", test_text_survives);
  g_test_add_func ("/wire/answer/both-ends-agree", test_both_ends_agree);
  return g_test_run ();
}
