/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-discovery.h"

#include "kmzb-error.h"

#include <string.h>

static KmzbWireDiscovery *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return kmzb_wire_discovery_parse (bytes, error);
}

static void
test_own (void)
{
  KmzbWireOffer offer = { .base_url = "http://127.0.0.1:8311/open311/v2" };
  g_autoptr (GBytes) bytes = kmzb_wire_discovery_build (KMZB_WIRE_JSON, &offer);
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireDiscovery) found = kmzb_wire_discovery_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found->url, ==, "http://127.0.0.1:8311/open311/v2");
  g_assert_true (found->is_central);
  g_assert_cmpuint (found->kmzb_version, ==, 1);
  g_assert_null (found->public_key);
}

static void
test_key (void)
{
  KmzbWireOffer offer = { "https://x.example/open311/v2", "https://x.example/open311/test/v2",
                          "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "0123456789abcdef" };
  g_autoptr (GBytes) bytes = kmzb_wire_discovery_build (KMZB_WIRE_JSON, &offer);
  g_autoptr (KmzbWireDiscovery) found = kmzb_wire_discovery_parse (bytes, NULL);

  g_assert_cmpstr (found->public_key, ==, offer.public_key);
  g_assert_cmpstr (found->key_id, ==, offer.key_id);
  g_assert_true (g_strv_contains ((const char *const *) found->changes, "threats"));
  g_assert_true (g_strv_contains ((const char *const *) found->changes, "statuses"));
}

/* A key that cannot be one is none; the server is a kmzb-central all the same. */
static void
test_bad_key (void)
{
#define WITH_KEY(key, id) \
  "{\"endpoints\":[{\"specification\":\"GeoReport_v2\",\"formats\":[\"application/json\"],\"url\":\"https://x/\"," \
  "\"kmzb\":{\"version\":1,\"public_key\":" key ",\"key_id\":" id "}}]}"
  static const char *const bodies[] = {
    WITH_KEY ("7", "\"a\""), WITH_KEY ("\"\"", "\"a\""), WITH_KEY ("\"AAEC\"", "\"a\""),
    WITH_KEY ("\"!!!!AwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"", "\"a\""),
    WITH_KEY ("\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"", "7"),
    WITH_KEY ("\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"", "\"../x\""),
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (KmzbWireDiscovery) found = parse (bodies[i], NULL);

      g_assert_true (found->is_central);
      g_assert_null (found->public_key);
      g_assert_null (found->key_id);
    }
}

static void
test_foreign (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireDiscovery) found
      = parse ("{\"changeset\":\"x\",\"endpoints\":["
               "{\"specification\":\"https://wiki.open311.org/GeoReport_v2\",\"url\":\"https://t.example/v2\","
               "\"type\":\"test\",\"formats\":[\"application/json\"],\"kmzb\":{\"version\":1}},"
               "{\"specification\":\"http://wiki.open311.org/GeoReport_v2\",\"url\":\"https://x.example/v2\","
               "\"type\":\"production\",\"formats\":[\"text/xml\"]},"
               "{\"specification\":\"http://wiki.open311.org/GeoReport_v2\",\"url\":\"https://city.example/v2/\","
               "\"type\":\"production\",\"formats\":[\"text/xml\",\"application/json\"],\"kmzb\":true}]}",
               &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found->url, ==, "https://city.example/v2");
  g_assert_false (found->is_central);
}

static void
test_refused (void)
{
#define ENDPOINT(url) \
  "{\"endpoints\":[{\"specification\":\"GeoReport_v2\",\"formats\":[\"application/json\"],\"url\":" url "}]}"
  static const char *const bodies[] = {
    "", "<html>", "[]", "{}", "{\"endpoints\":{}}", "{\"endpoints\":[1,null,\"x\",[]]}",
    "{\"endpoints\":[{\"specification\":\"GeoReport_v2\"}]}", ENDPOINT ("7"), ENDPOINT ("\"\""),
    ENDPOINT ("\"ftp://x/\""), ENDPOINT ("\"file:///etc/passwd\""), ENDPOINT ("\"https://a b/\""),
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bodies[i], &error));
      g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/discovery/own", test_own);
  g_test_add_func ("/wire/discovery/key", test_key);
  g_test_add_func ("/wire/discovery/bad-key", test_bad_key);
  g_test_add_func ("/wire/discovery/foreign", test_foreign);
  g_test_add_func ("/wire/discovery/refused", test_refused);
  return g_test_run ();
}
