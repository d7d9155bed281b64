/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-booths.h"
#include "kmzb-routes.h"

#include <gio/gio.h>

/* Whether the request comes from this machine, and not through a proxy on it. */
gboolean
kmzb_routes_is_local (KmzbExchange *exchange)
{
  g_autofree char *client = kmzb_exchange_dup_client (exchange, FALSE);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (client);

  return kmzb_exchange_get_header (exchange, "X-Forwarded-For") == NULL
         && kmzb_exchange_get_header (exchange, "Forwarded") == NULL
         && ((address != NULL && g_inet_address_get_is_loopback (address)) || g_str_equal (client, "0000:0000:0000:0000"));
}

/* Without its database a server still tells what it has done, and nothing of booths. */
static void
answer_metrics (KmzbRoutes *self, KmzbExchange *exchange)
{
  gint64 now_us = kmzb_clock_get_real_us (self->clock);
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->archive, &error);
  g_autoptr (GPtrArray) booths = reader ? kmzb_booths_list (reader, NULL, now_us, &error) : NULL;

  kmzb_archive_give_back (self->archive, reader);
  kmzb_exchange_answer (exchange, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8",
                        kmzb_metrics_build (self->metrics, kmzb_connections_count_busy (exchange->connections), booths,
                                            now_us));
}

/**
 * kmzb_routes_run_health:
 *
 * `/healthz` says whether this server can reach its database: 200 "ok" or 503; a balancer may ask with HEAD. `/metrics`
 * tells a Prometheus on this machine what it has done; to everybody else there is no such page.
 *
 * Returns: whether the path was one of these
 */
gboolean
kmzb_routes_run_health (KmzbRoutes *self, KmzbExchange *exchange)
{
  gboolean health = g_str_equal (exchange->path, "/healthz"), metrics = g_str_equal (exchange->path, "/metrics");
  g_autoptr (GError) error = NULL;

  if ((!health && !metrics) || (metrics && !kmzb_routes_is_local (exchange)))
    return FALSE;
  if (!kmzb_routes_is_read (exchange->method))
    kmzb_routes_answer_wrong_method (exchange, "GET, HEAD");
  else if (metrics)
    answer_metrics (self, exchange);
  else if (kmzb_archive_check (self->archive, &error))
    kmzb_exchange_answer (exchange, MHD_HTTP_OK, "text/plain; charset=utf-8", g_bytes_new_static ("ok\n", 3));
  else
    kmzb_routes_answer_trouble (exchange, error);
  return TRUE;
}
