/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a booth says of itself, as central reads it: whatever it is, it can be said again the same way. */
#include "fuzz.h"
#include "kmzb-wire-heartbeat.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size), again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireHeartbeat) first = NULL, second = NULL;

  fuzz_begin ();
  first = kmzb_wire_heartbeat_parse (body, &error);
  g_assert_true ((first == NULL) == (error != NULL));
  fuzz_check_text (error ? error->message : NULL);
  if (first == NULL)
    return 0;
  fuzz_check_text (first->version);
  fuzz_check_text (first->pack_name);
  g_assert_cmpint (first->n_waiting, >=, 0);
  g_assert_cmpint (first->free_bytes, >=, -1);
  again = kmzb_wire_heartbeat_build (first);
  second = kmzb_wire_heartbeat_parse (again, NULL);
  g_assert_nonnull (second);
  g_assert_cmpstr (first->version, ==, second->version);
  g_assert_cmpstr (first->pack_id, ==, second->pack_id);
  g_assert_cmpint (first->n_waiting, ==, second->n_waiting);
  g_assert_cmpint (first->oldest_unsent_s, ==, second->oldest_unsent_s);
  g_assert_cmpint (first->clock_offset_s, ==, second->clock_offset_s);
  g_assert_cmpint (first->free_bytes, ==, second->free_bytes);
  return 0;
}
