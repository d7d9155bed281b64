/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server answers a booth, but for changes, and how a booth tells central that it is. The first letter says what. */
#include "fuzz.h"
#include "kmzb-wire-discovery.h"
#include "kmzb-wire-foreign.h"
#include "kmzb-wire-heartbeat.h"
#include "kmzb-wire-receipt.h"
#include "kmzb-wire-seal.h"

#define ID "0190a1b2-0000-7000-8000-000000000001"

static void
check_receipt (guint status, const char *content_type, GBytes *body, const char *uuid)
{
  g_autofree char *server_id = NULL;
  g_autoptr (GError) error = NULL;
  KmzbReceipt receipt = kmzb_wire_check_receipt (status, content_type, body, uuid, &server_id, &error);

  g_assert_true ((receipt == KMZB_RECEIPT_RECEIVED) == (error == NULL));
  g_assert_true ((receipt == KMZB_RECEIPT_RECEIVED) == (server_id != NULL));
  g_assert_true (server_id == NULL || *server_id != '\0');
  fuzz_check_text (server_id);
  fuzz_check_text (error ? error->message : NULL);
}

static void
check_discovery (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireDiscovery) discovery = kmzb_wire_discovery_parse (body, &error);
  KmzbWirePublicKey key;

  g_assert_true ((discovery == NULL) == (error != NULL));
  if (discovery == NULL)
    return;
  fuzz_check_text (discovery->url);
  fuzz_check_text (discovery->key_id);
  if (discovery->public_key != NULL)
    kmzb_wire_public_key_parse (&key, discovery->public_key, NULL);
}

static void
check_heartbeat (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireHeartbeat) heartbeat = kmzb_wire_heartbeat_parse (body, &error);

  g_assert_true ((heartbeat == NULL) == (error != NULL));
  if (heartbeat == NULL)
    return;
  fuzz_check_text (heartbeat->version);
  fuzz_check_text (heartbeat->pack_name);
  g_assert_true (heartbeat->version != NULL && heartbeat->n_waiting >= 0 && heartbeat->oldest_unsent_s >= -1);

  g_autoptr (GBytes) built = kmzb_wire_heartbeat_build (heartbeat);
  if (g_bytes_get_size (built) > KMZB_WIRE_HEARTBEAT_MAX_BYTES)
    return;
  g_autoptr (KmzbWireHeartbeat) again = kmzb_wire_heartbeat_parse (built, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->version, ==, heartbeat->version);
  g_assert_cmpint (again->clock_offset_s, ==, heartbeat->clock_offset_s);
}

static void
check_list (GBytes *body, gboolean declares)
{
  g_autofree char *server_id = NULL;
  KmzbWireFind find = kmzb_wire_find_report (body, ID, declares, G_GINT64_CONSTANT (1777629600000000), &server_id);

  g_assert_true (server_id == NULL || find == KMZB_WIRE_FIND_THERE);
  fuzz_check_text (server_id);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const guint statuses[] = { 200, 201, 400, 401, 403, 404, 413, 422, 500 };
  FuzzCursor cursor = { data, size };
  g_autofree char *line = NULL;
  g_autoptr (GBytes) body = NULL;

  fuzz_begin ();
  line = fuzz_take_line (&cursor);
  body = fuzz_take_rest (&cursor);
  switch (*line)
    {
    case 'd':
      check_discovery (body);
      break;
    case 'h':
      check_heartbeat (body);
      break;
    case 'l':
      check_list (body, TRUE);
      check_list (body, FALSE);
      break;
    case 's':
      kmzb_wire_is_service_list (body);
      kmzb_wire_declares_report_id (body);
      break;
    default:
      for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
        check_receipt (statuses[i], line, body, i % 2 ? NULL : ID);
    }
  return 0;
}
