/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-archive.h"
#include "kmzb-clock.h"
#include "kmzb-exchange.h"
#include "kmzb-known-keys.h"
#include "kmzb-metrics.h"
#include "kmzb-rate.h"
#include "kmzb-seal-keys.h"
#include "kmzb-test-archive.h"
#include "kmzb-wire-form.h"

G_BEGIN_DECLS

/**
 * KmzbRoutes:
 * @quota: of reports, for each booth
 * @lookups: of report numbers, for each address
 * @known_keys: of booths that have sent reports
 * @url: where this server is, for clients that do not say
 * @contact: (nullable): how to reach who runs this, for discovery
 * @silent_hours: a booth that was not heard of for longer is told of
 * @behind_proxy: a proxy in front ends TLS and says so in X-Forwarded-Proto
 *
 * What the routes work with. Owned by who fills it; does not change while the server runs.
 */
typedef struct
{
  KmzbArchive *archive;
  KmzbTestArchive *test_archive;
  KmzbCatalog *catalog;
  KmzbSealKeys *seal_keys;
  KmzbMetrics *metrics;
  KmzbRate *quota;
  KmzbRate *lookups;
  KmzbKnownKeys *known_keys;
  KmzbClock *clock;
  char *url;
  const char *contact;
  guint silent_hours;
  gboolean tls;
  gboolean behind_proxy;
} KmzbRoutes;

gboolean kmzb_routes_takes_body (KmzbExchange *exchange);
void kmzb_routes_run (KmzbRoutes *self, KmzbExchange *exchange);
void kmzb_routes_post_request (KmzbRoutes *self, KmzbExchange *exchange);
void kmzb_routes_finish_post (KmzbRoutes *self, KmzbExchange *exchange);
char *kmzb_routes_find_booth (KmzbRoutes *self, KmzbExchange *exchange, const char *key);
void kmzb_routes_answer_trouble (KmzbExchange *exchange, const GError *error);
const char *kmzb_routes_find_key (KmzbExchange *exchange, KmzbWireForm *form);
KmzbWireForm *kmzb_routes_read_form (KmzbExchange *exchange);
KmzbWireForm *kmzb_routes_read_query (KmzbExchange *exchange);
gboolean kmzb_routes_check_quota (KmzbRoutes *self, KmzbExchange *exchange, const char *booth);
void kmzb_routes_get_updates (KmzbRoutes *self, KmzbExchange *exchange, const char *id);
void kmzb_routes_post_update (KmzbRoutes *self, KmzbExchange *exchange, const char *id);
void kmzb_routes_get_changes (KmzbRoutes *self, KmzbExchange *exchange, const char *id);
void kmzb_routes_post_heartbeat (KmzbRoutes *self, KmzbExchange *exchange, const char *id);
gboolean kmzb_routes_is_local (KmzbExchange *exchange);
gboolean kmzb_routes_is_read (const char *method);
void kmzb_routes_answer_wrong_method (KmzbExchange *exchange, const char *allow);
const char *kmzb_routes_get_status_name (KmzbStatus status, gboolean english);
gboolean kmzb_routes_run_health (KmzbRoutes *self, KmzbExchange *exchange);
void kmzb_routes_run_status_page (KmzbRoutes *self, KmzbExchange *exchange);

G_END_DECLS
