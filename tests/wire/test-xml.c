/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-answer.h"
#include "kmzb-wire-discovery.h"
#include "kmzb-wire-xml.h"

#include "kmzb-error.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <string.h>

static KmzbWireForm *
parse (const char *text, GError **error)
{
  return kmzb_wire_xml_parse_form (text, strlen (text), error);
}

static void
assert_all (KmzbWireForm *form, const char *name, const char *expected)
{
  g_autoptr (GPtrArray) values = kmzb_wire_form_get_all (form, name);
  g_autofree char *joined = NULL;

  g_ptr_array_add (values, NULL);
  joined = g_strjoinv ("|", (char **) values->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

static void
test_form (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireForm) form
      = parse ("<?xml version=\"1.0\"?>\n<!-- <not> a field --><service_requests xmlns=\"http://x\"><request>\n"
               "<service_code>klusownictwo</service_code><lat>50.1</lat><long>21.5</long><address_id/>\n"
               "<description><![CDATA[a <b> & ]]>zażółć &lt;i&gt; &#x1F6B2;\nnext</description>\n"
               "<attributes><attribute><code>day_part</code><values><value>night</value><value>evening</value></values>"
               "</attribute><attribute><value>debate</value><code>source</code></attribute></attributes>\n"
               "</request></service_requests>",
               &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kmzb_wire_form_get (form, "service_code"), ==, "klusownictwo");
  g_assert_cmpstr (kmzb_wire_form_get (form, "lat"), ==, "50.1");
  g_assert_cmpstr (kmzb_wire_form_get (form, "description"), ==, "a <b> & zażółć <i> 🚲\nnext");
  g_assert_null (kmzb_wire_form_get (form, "address_id"));
  assert_all (form, "attribute[day_part]", "night|evening");
  assert_all (form, "attribute[source]", "debate");
  g_assert_null (kmzb_wire_form_get (form, "request"));
}

/* Files of the machine, other servers, a memory that is full: none of it can be had with a report. */
static void
test_refused (void)
{
  static const char *const bodies[] = {
    "", " ", "text", "<a>", "<a></b>", "<a><b></a></b>", "<a>&nbsp;</a>", "<a>&#0;</a>", "<a>\xff</a>", "<a/><b/>",
    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><lat>&x;</lat></a>",
    "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>",
    "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;&x;\"><!ENTITY z \"&y;&y;&y;&y;\">]><a><lat>&z;</lat></a>",
    "<!doctype a><a/>", "<a><!ELEMENT b></a>",
    "<a><b><c><d><e><f><g><h><i><j><k><l><m><n><o><p><q>1</q></p></o></n></m></l></k></j></i></h></g></f></e></d></c></b></a>",
    "<?xml version=\"1.0\" encoding=\"utf-7\"?><a>+ADwAIQ-DOCTYPE</a", "\xfe\xff\0<\0a\0/\0>",
  };
  g_autoptr (GString) many = g_string_new ("<a>"), huge = g_string_new ("<a>");
  g_autoptr (GError) error = NULL, too_huge = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) fault = NULL;

      g_assert_null (parse (bodies[i], &fault));
      g_assert_error (fault, KMZB_ERROR, KMZB_ERROR_INVALID);
    }
  for (guint i = 0; i < 300; i++)
    g_string_append (many, "<b>1</b>");
  g_string_append (many, "</a>");
  g_assert_null (parse (many->str, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
  g_string_set_size (huge, KMZB_WIRE_FORM_MAX_BYTES);
  memset (huge->str + 3, 'x', huge->len - 3);
  g_string_append (huge, "</a>");
  g_assert_null (parse (huge->str, &too_huge));
  g_assert_error (too_huge, KMZB_ERROR, KMZB_ERROR_INVALID);
}

/* Whatever comes, there is an answer and no crash. */
static void
test_mutations (void)
{
  static const char good[] = "<r><lat>50.1</lat><attributes><attribute><code>x</code><value>&amp;</value></attribute>"
                             "</attributes><d><![CDATA[x]]></d><!-- c --></r>";
  g_autoptr (GRand) random = g_rand_new_with_seed (311);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_memdup2 (good, sizeof good);
      gsize length = (gsize) g_rand_int_range (random, 0, sizeof good);

      for (int n = g_rand_int_range (random, 0, 4); n > 0; n--)
        text[g_rand_int_range (random, 0, sizeof good)] = (char) g_rand_int_range (random, 0, 256);
      g_autoptr (GError) error = NULL;
      g_autoptr (KmzbWireForm) form = kmzb_wire_xml_parse_form (text, length, &error);

      g_assert_true ((form != NULL) != (error != NULL));
    }
}

/* @bytes: (transfer full). Returns: what @path says of the document, joined */
static char *
ask (GBytes *bytes, const char *path)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  xmlDocPtr document = xmlReadMemory (data, (int) length, NULL, NULL, XML_PARSE_NONET);
  xmlXPathContextPtr context;
  xmlXPathObjectPtr found;
  GString *out = g_string_new (NULL);

  g_assert_nonnull (document);
  context = xmlXPathNewContext (document);
  found = xmlXPathEvalExpression ((const xmlChar *) path, context);
  for (int i = 0; found->nodesetval != NULL && i < found->nodesetval->nodeNr; i++)
    {
      xmlChar *content = xmlNodeGetContent (found->nodesetval->nodeTab[i]);

      g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", (const char *) content);
      xmlFree (content);
    }
  xmlXPathFreeObject (found);
  xmlXPathFreeContext (context);
  xmlFreeDoc (document);
  g_bytes_unref (bytes);
  return g_string_free (out, FALSE);
}

static void
assert_xml (GBytes *bytes, const char *path, const char *expected)
{
  g_autofree char *found = ask (bytes, path);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_answers (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "catalog", "catalog.ini", NULL);
  g_autoptr (KmzbCatalog) catalog = kmzb_catalog_load (path, NULL);
  const KmzbCategory *category = kmzb_catalog_lookup (catalog, "akty-wandalizmu");
  KmzbWireOffer offer = { .base_url = "https://x/open311/v2", .test_url = "https://x/open311/test/v2" };
  KmzbWireItem item = { .id = (char *) "7", .service_code = (char *) "akty-wandalizmu", .category = category,
                        .status = KMZB_STATUS_ELIMINATED, .has_place = TRUE, .place = { 50.037, -0.5 } };
  KmzbWireUpdate update = { .id = (char *) "u", .report_id = (char *) "7", .status = KMZB_STATUS_CONFIRMED,
                            .note = (char *) "a < b & \"c\" \x01 🚲" };
  g_autoptr (GPtrArray) items = g_ptr_array_new (), updates = g_ptr_array_new (), none = g_ptr_array_new ();
  g_autoptr (GBytes) nothing = NULL;

  g_ptr_array_add (items, &item);
  g_ptr_array_add (updates, &update);
  assert_xml (kmzb_wire_answer_services (KMZB_WIRE_XML, catalog, "pl"), "/services/service[1]/service_code",
              "nieprawidlowe-parkowanie");
  assert_xml (kmzb_wire_answer_definition (KMZB_WIRE_XML, category, "pl"),
              "/service_definition/attributes/attribute[code='week_days']/values/value/key",
              "mon|tue|wed|thu|fri|sat|sun");
  assert_xml (kmzb_wire_answer_definition (KMZB_WIRE_XML, category, "pl"), "/service_definition/service_code",
              "akty-wandalizmu");
  assert_xml (kmzb_wire_answer_requests (KMZB_WIRE_XML, items, "pl"),
              "/service_requests/request/*[self::service_request_id or self::status or self::lat or self::long]",
              "7|closed|50.037|-0.5");
  nothing = kmzb_wire_answer_requests (KMZB_WIRE_XML, none, "pl");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (nothing, NULL), (gssize) g_bytes_get_size (nothing),
                                  "<service_requests></service_requests>"));
  assert_xml (kmzb_wire_answer_receipt (KMZB_WIRE_XML, "7", "7"), "/service_requests/request/*", "7|7|");
  assert_xml (kmzb_wire_answer_token (KMZB_WIRE_XML, "7", "t"), "/service_requests/request/*", "7|t");
  assert_xml (kmzb_wire_answer_updates (KMZB_WIRE_XML, updates),
              "/service_request_updates/request_update/description", "a < b & \"c\" \xef\xbf\xbd 🚲");
  assert_xml (kmzb_wire_answer_update_receipt (KMZB_WIRE_XML, "u"), "/service_request_updates/request_update/update_id",
              "u");
  assert_xml (kmzb_wire_answer_error (KMZB_WIRE_XML, 400, "<script>"), "/errors/error/*", "400|<script>");
  assert_xml (kmzb_wire_discovery_build (KMZB_WIRE_XML, &offer), "/discovery/endpoints/endpoint/type",
              "production|test");
  assert_xml (kmzb_wire_discovery_build (KMZB_WIRE_XML, &offer), "/discovery/endpoints/endpoint[1]/formats/format",
              "application/json|text/xml");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/xml/form", test_form);
  g_test_add_func ("/wire/xml/refused", test_refused);
  g_test_add_func ("/wire/xml/mutations", test_mutations);
  g_test_add_func ("/wire/xml/answers", test_answers);
  return g_test_run ();
}
