/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-routes.h"

#include "kmzb-error.h"
#include "kmzb-filter.h"
#include "kmzb-page.h"
#include "kmzb-wire-discovery.h"
#include "kmzb-wire-answer.h"

#include <string.h>

#define API_PATH "/open311/v2"
#define TEST_PATH "/open311/test/v2"
#define ID_MAX_LENGTH 128
/* Names of services are official names; other languages are the booths' matter. */
#define LANGUAGE "pl"

typedef void (*Handler) (KmzbRoutes *self, KmzbExchange *exchange, const char *id);

typedef struct
{
  const char *resource;
  gboolean has_id;
  Handler get;
  Handler post;
} Route;

/* Where the client sees this server: behind a proxy or another name that is not where it listens. */
static char *
see_url (KmzbRoutes *self, KmzbExchange *exchange)
{
  const char *host = kmzb_exchange_get_header (exchange, MHD_HTTP_HEADER_HOST);
  const char *scheme = self->tls ? "https" : "http";

  if (self->behind_proxy && g_strcmp0 (kmzb_exchange_get_header (exchange, "X-Forwarded-Proto"), "https") == 0)
    scheme = "https";
  if (host == NULL || *host == '\0' || strlen (host) > 255)
    return g_strdup (self->url);
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".-:[]_", *p) == NULL)
      return g_strdup (self->url);
  return g_strconcat (scheme, "://", host, NULL);
}

static void
get_discovery (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  g_autofree char *url = see_url (self, exchange);
  g_autofree char *base_url = g_strconcat (url, API_PATH, NULL), *test_url = g_strconcat (url, TEST_PATH, NULL);
  g_autoptr (KmzbSealKeyInfo) key = NULL;
  g_autoptr (GError) error = NULL;
  KmzbWireOffer offer = { .base_url = base_url, .test_url = test_url, .contact = self->contact };

  /* Without its key the server still takes reports; a booth keeps the key it has. */
  if (!kmzb_seal_keys_get_current (self->seal_keys, &key, &error))
    g_warning ("%s", error->message);
  if (key != NULL)
    {
      offer.public_key = key->public_key;
      offer.key_id = key->id;
    }
  kmzb_exchange_answer_wire (exchange, kmzb_wire_discovery_build (exchange->format, &offer));
}

static void
get_services (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  kmzb_exchange_answer_wire (exchange, kmzb_wire_answer_services (exchange->format, self->catalog, LANGUAGE));
}

static void
get_service (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  const KmzbCategory *category = kmzb_catalog_lookup (self->catalog, id);

  if (category == NULL)
    kmzb_exchange_answer_error (exchange, MHD_HTTP_NOT_FOUND, "No such service_code");
  else
    kmzb_exchange_answer_wire (exchange, kmzb_wire_answer_definition (exchange->format, category, LANGUAGE));
}

/* The database cannot be asked now. */
void
kmzb_routes_answer_trouble (KmzbExchange *exchange, const GError *error)
{
  g_warning ("Can't answer a request: %s", error->message);
  exchange->retry_seconds = KMZB_RETRY_SECONDS;
  kmzb_exchange_answer_error (exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "The server can't read its database now");
}

static void
get_requests (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  g_auto (KmzbArchiveFilter) filter = { 0 };
  g_autoptr (KmzbWireForm) query = kmzb_routes_read_query (exchange);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;

  if (query == NULL)
    return;
  if (!kmzb_filter_read (&filter, query, kmzb_clock_get_real_us (self->clock), &error))
    {
      kmzb_exchange_answer_error (exchange, MHD_HTTP_BAD_REQUEST, error->message);
      return;
    }
  items = kmzb_archive_list (exchange->archive, &filter, self->catalog, &error);
  if (items == NULL)
    kmzb_routes_answer_trouble (exchange, error);
  else
    kmzb_exchange_answer_wire (exchange, kmzb_wire_answer_requests (exchange->format, items, LANGUAGE));
}

/* Returns: (transfer full) (nullable): one item; %NULL when @exchange is answered */
static GPtrArray *
find_request (KmzbRoutes *self, KmzbExchange *exchange, const char *id, const char *fault)
{
  g_autofree char *lower = g_ascii_strdown (id, -1);
  char *ids[] = { lower, NULL };
  KmzbArchiveFilter filter = { .ids = ids, .page = 1, .page_size = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = kmzb_archive_list (exchange->archive, &filter, self->catalog, &error);

  if (items == NULL)
    kmzb_routes_answer_trouble (exchange, error);
  else if (items->len == 0)
    kmzb_exchange_answer_error (exchange, MHD_HTTP_NOT_FOUND, fault);
  else
    return g_steal_pointer (&items);
  return NULL;
}

static void
get_request (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  g_autoptr (GPtrArray) items = find_request (self, exchange, id, "No such service_request_id");

  if (items != NULL)
    kmzb_exchange_answer_wire (exchange, kmzb_wire_answer_requests (exchange->format, items, LANGUAGE));
}

/* Every POST is answered with its id at once; who asks for a token all the same gets it back. */
static void
get_token (KmzbRoutes *self, KmzbExchange *exchange, const char *token)
{
  g_autoptr (GPtrArray) items = find_request (self, exchange, token, "No such token");

  if (items != NULL)
    kmzb_exchange_answer_wire (
        exchange, kmzb_wire_answer_token (exchange->format, ((KmzbWireItem *) g_ptr_array_index (items, 0))->id, token));
}

static void
post_requests (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  kmzb_routes_post_request (self, exchange);
}

static const Route routes[] = {
  { "changes", FALSE, kmzb_routes_get_changes, NULL },
  { "discovery", FALSE, get_discovery, NULL },
  { "heartbeat", FALSE, NULL, kmzb_routes_post_heartbeat },
  { "requests", FALSE, get_requests, post_requests },
  { "requests", TRUE, get_request, NULL },
  { "servicerequestupdates", FALSE, kmzb_routes_get_updates, kmzb_routes_post_update },
  { "services", FALSE, get_services, NULL },
  { "services", TRUE, get_service, NULL },
  { "tokens", TRUE, get_token, NULL },
};

/* Splits what follows the API's path: "/requests/ID.json". */
static gboolean
split_path (const char *rest, char **resource, char **id)
{
  g_autofree char *text = g_strdup (*rest == '/' ? rest + 1 : rest);
  char *slash = strchr (text, '/');

  if (g_str_has_suffix (text, ".json"))
    text[strlen (text) - strlen (".json")] = '\0';
  else if (g_str_has_suffix (text, ".xml"))
    text[strlen (text) - strlen (".xml")] = '\0';
  if (slash != NULL)
    *slash = '\0';
  *id = slash ? g_strdup (slash + 1) : NULL;
  *resource = g_steal_pointer (&text);
  if (*id == NULL)
    return TRUE;
  for (const char *p = *id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
      return FALSE;
  return **id != '\0' && strlen (*id) <= ID_MAX_LENGTH;
}

/* @test: (out): whether the endpoint for trying out is meant */
static const Route *
find_route (KmzbExchange *exchange, char **id, gboolean *test)
{
  const char *path = exchange->path;
  g_autofree char *resource = NULL;

  *test = g_str_has_prefix (path, TEST_PATH "/");
  if (g_str_equal (path, "/open311/discovery.json") || g_str_equal (path, "/open311/discovery.xml"))
    path += strlen ("/open311");
  else if (*test)
    path += strlen (TEST_PATH);
  else if (g_str_has_prefix (path, API_PATH "/"))
    path += strlen (API_PATH);
  else
    return NULL;

  if (!split_path (path, &resource, id))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (routes[i].resource, resource) && routes[i].has_id == (*id != NULL)
        && (exchange->format == KMZB_WIRE_JSON
            || (routes[i].get != kmzb_routes_get_changes && routes[i].post != kmzb_routes_post_heartbeat)))
      return &routes[i];
  return NULL;
}

gboolean
kmzb_routes_is_read (const char *method)
{
  return g_str_equal (method, MHD_HTTP_METHOD_GET) || g_str_equal (method, MHD_HTTP_METHOD_HEAD);
}

/* @allow: static */
void
kmzb_routes_answer_wrong_method (KmzbExchange *exchange, const char *allow)
{
  exchange->allow = allow;
  kmzb_exchange_answer_error (exchange, MHD_HTTP_METHOD_NOT_ALLOWED, "This resource does not take that method");
}

/* Whether a body is of any use to what the request's first lines ask for; else it is refused before it is read. */
gboolean
kmzb_routes_takes_body (KmzbExchange *exchange)
{
  g_autofree char *id = NULL;
  gboolean test;
  const Route *route = find_route (exchange, &id, &test);

  if (kmzb_page_takes_body (exchange))
    return TRUE;
  return route != NULL && route->post != NULL && g_str_equal (exchange->method, MHD_HTTP_METHOD_POST);
}

static gboolean
choose_archive (KmzbRoutes *self, KmzbExchange *exchange, gboolean test)
{
  g_autoptr (GError) error = NULL;

  exchange->archive = test ? kmzb_test_archive_get (self->test_archive, &error) : self->archive;
  if (exchange->archive == NULL)
    kmzb_routes_answer_trouble (exchange, error);
  return exchange->archive != NULL;
}

/**
 * kmzb_routes_run:
 *
 * Answers a complete request, or leaves it %KMZB_EXCHANGE_WAITING: with an intake it is for the archive, and finished by
 * kmzb_routes_finish_post() once that has called back; else it is a page for kmzb_page_run().
 */
void
kmzb_routes_run (KmzbRoutes *self, KmzbExchange *exchange)
{
  g_autofree char *id = NULL;
  const Route *route;
  gboolean test;

  if (kmzb_routes_run_health (self, exchange))
    return;
  if (kmzb_page_is_meant (self, exchange))
    {
      exchange->stage = KMZB_EXCHANGE_WAITING;
      return;
    }
  if (g_str_has_prefix (exchange->path, "/s/"))
    {
      if (kmzb_routes_is_read (exchange->method))
        kmzb_routes_run_status_page (self, exchange);
      else
        kmzb_routes_answer_wrong_method (exchange, "GET, HEAD");
      return;
    }
  route = find_route (exchange, &id, &test);
  if (route == NULL)
    kmzb_exchange_answer_error (exchange, MHD_HTTP_NOT_FOUND, "No such resource");
  else if (route->get != NULL && kmzb_routes_is_read (exchange->method) && choose_archive (self, exchange, test))
    route->get (self, exchange, id);
  else if (route->post != NULL && g_str_equal (exchange->method, MHD_HTTP_METHOD_POST))
    {
      if (choose_archive (self, exchange, test))
        route->post (self, exchange, id);
    }
  else if (exchange->stage != KMZB_EXCHANGE_ANSWERED)
    kmzb_routes_answer_wrong_method (exchange, route->get == NULL ? "POST" : route->post ? "GET, HEAD, POST" : "GET, HEAD");
}
