/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form or a query as it comes to central, and the payload that a booth has kept. */
#include "fuzz.h"
#include "kmzb-filter.h"
#include "kmzb-wire-foreign.h"
#include "kmzb-wire-report.h"

#define SERVICE "a"
#define ID "0190a1b2-0000-7000-8000-000000000001"

static void
check_report (KmzbWireForm *form)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireRequest) request = kmzb_wire_decode_report (form, &error);

  g_assert_true ((request == NULL) == (error != NULL));
  if (request == NULL)
    return;
  g_assert_true (!request->has_place || kmzb_point_is_valid (request->report->place));
  g_assert_nonnull (request->report->category);
  fuzz_check_text (request->report->category);
  fuzz_check_text (request->report->description);
  fuzz_check_text (request->report->number);
  fuzz_check_text (request->address_string);
  fuzz_check_text (request->media_url);
  fuzz_check_text (request->clock_state);
}

static void
check_filter (KmzbWireForm *form)
{
  g_auto (KmzbArchiveFilter) filter = { 0 };
  g_autoptr (GError) error = NULL;

  if (!kmzb_filter_read (&filter, form, G_GINT64_CONSTANT (1777629600000000), &error))
    g_assert_nonnull (error);
  else
    g_assert_true (filter.page >= 1 && filter.page_size >= 1 && filter.page_size <= KMZB_ARCHIVE_MAX_PAGE_SIZE);
}

static void
check_payload (GBytes *body)
{
  g_autofree char *code = kmzb_wire_get_service_code (body);
  g_autoptr (GBytes) with = kmzb_wire_foreign_payload (body, ID, SERVICE, TRUE, NULL);
  g_autoptr (GBytes) without = kmzb_wire_foreign_payload (body, ID, SERVICE, FALSE, NULL);
  g_autoptr (GBytes) joke = kmzb_wire_mark_as_joke (body, NULL);

  g_assert_true (kmzb_wire_payloads_match (body, body));
  if (joke != NULL)
    g_assert_true (kmzb_wire_payloads_match (joke, joke));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireForm) form = NULL;

  fuzz_begin ();
  body = g_bytes_new (data, size);
  form = kmzb_wire_form_parse ((const char *) data, size, &error);
  g_assert_true ((form == NULL) == (error != NULL));
  check_payload (body);
  if (form == NULL)
    return 0;

  g_autoptr (GBytes) text = kmzb_wire_form_encode (form);
  g_autoptr (GBytes) digest = kmzb_wire_form_digest (form);
  gsize length;
  const char *encoded = g_bytes_get_data (text, &length);
  /* Escapes can make it three times as long as what came in. */
  if (length <= KMZB_WIRE_FORM_MAX_BYTES)
    {
      g_autoptr (KmzbWireForm) again = kmzb_wire_form_parse (encoded ? encoded : "", length, &error);
      g_assert_no_error (error);
      g_autoptr (GBytes) second = kmzb_wire_form_encode (again);
      g_autoptr (GBytes) same = kmzb_wire_form_digest (again);

      g_assert_true (g_bytes_equal (text, second));
      g_assert_true (g_bytes_equal (digest, same));
    }
  check_report (form);
  check_filter (form);
  return 0;
}
