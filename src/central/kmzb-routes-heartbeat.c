/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-booths.h"
#include "kmzb-routes.h"

/**
 * kmzb_routes_post_heartbeat:
 *
 * Takes what a booth says of itself (kmzb_wire_heartbeat_build()); the key goes in a header. Of what one booth says the
 * last is kept. It counts towards its quota like a report, in a bucket of its own: however it chatters, its reports
 * are taken.
 */
void
kmzb_routes_post_heartbeat (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  g_autofree char *booth = kmzb_routes_find_booth (self, exchange, kmzb_routes_find_key (exchange, NULL));
  g_autofree char *bucket = g_strconcat ("heartbeat ", booth, NULL);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KmzbWireHeartbeat) heartbeat = NULL;
  g_autoptr (GError) error = NULL;

  if (booth == NULL || !kmzb_routes_check_quota (self, exchange, bucket))
    return;
  body = exchange->body ? g_bytes_new (exchange->body->data, exchange->body->len) : g_bytes_new_static ("", 0);
  heartbeat = kmzb_wire_heartbeat_parse (body, &error);
  if (heartbeat == NULL)
    kmzb_exchange_answer_error (exchange, MHD_HTTP_BAD_REQUEST, error->message);
  else
    {
      KmzbBoothNews news = { booth, heartbeat, kmzb_clock_get_real_us (self->clock) };

      if (kmzb_archive_transact (exchange->archive, kmzb_booths_note, &news, &error))
        kmzb_exchange_answer_wire (exchange, g_bytes_new_static ("{}", 2));
      else
        kmzb_routes_answer_trouble (exchange, error);
    }
}
