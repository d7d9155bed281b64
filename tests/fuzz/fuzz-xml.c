/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XML as foreign clients post it; and whatever text comes out of it goes into answers that are well-formed XML. */
#include "fuzz.h"
#include "kmzb-wire-answer.h"
#include "kmzb-wire-report.h"
#include "kmzb-wire-xml.h"

#include <libxml/parser.h>

static void
check_well_formed (GBytes *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);
  xmlDoc *document = xmlReadMemory (text, (int) length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

  g_assert_nonnull (document);
  xmlFreeDoc (document);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireForm) form = NULL;
  g_autofree char *text = NULL;

  fuzz_begin ();
  form = kmzb_wire_xml_parse_form ((const char *) data, size, &error);
  g_assert_true ((form == NULL) == (error != NULL));
  if (form != NULL)
    {
      g_autoptr (KmzbWireRequest) request = kmzb_wire_decode_report (form, NULL);
      const char *description = kmzb_wire_form_get (form, "description");

      fuzz_check_text (description);
      if (description != NULL)
        {
          g_autoptr (GBytes) answer = kmzb_wire_answer_error (KMZB_WIRE_XML, 400, description);

          check_well_formed (answer);
        }
    }
  text = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_autoptr (GBytes) error_answer = kmzb_wire_answer_error (KMZB_WIRE_XML, 400, text);
  g_autoptr (GBytes) receipt = kmzb_wire_answer_token (KMZB_WIRE_XML, text, text);

  check_well_formed (error_answer);
  check_well_formed (receipt);
  return 0;
}
