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
  g_autoptr (GBytes) bytes = kmzb_wire_discovery_build ("http://127.0.0.1:8311/open311/v2");
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireDiscovery) found = kmzb_wire_discovery_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found->url, ==, "http://127.0.0.1:8311/open311/v2");
  g_assert_true (found->is_central);
  g_assert_cmpuint (found->kmzb_version, ==, 1);
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
  g_test_add_func ("/wire/discovery/foreign", test_foreign);
  g_test_add_func ("/wire/discovery/refused", test_refused);
  return g_test_run ();
}
