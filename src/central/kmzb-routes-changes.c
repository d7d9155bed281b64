/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-routes.h"

#include "kmzb-error.h"

#include <string.h>

#define BEARER "Bearer "

/* A key in the header stays out of the logs of proxies; in the query it is taken as in a POST's form. */
static const char *
find_key (KmzbExchange *exchange, KmzbWireForm *query)
{
  const char *header = kmzb_exchange_get_header (exchange, MHD_HTTP_HEADER_AUTHORIZATION);

  if (header != NULL && g_ascii_strncasecmp (header, BEARER, strlen (BEARER)) == 0)
    return header + strlen (BEARER);
  return kmzb_wire_form_get (query, "api_key");
}

static gboolean
read_ask (KmzbChangesAsk *ask, KmzbWireForm *query, GError **error)
{
  const char *limit = kmzb_wire_form_get (query, "limit");
  guint64 number = KMZB_CHANGES_DEFAULT_LIMIT;

  if (!kmzb_changes_kind_from_slug (kmzb_wire_form_get (query, "kind"), &ask->kind))
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "kind is missing or unknown");
      return FALSE;
    }
  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 1, KMZB_CHANGES_MAX_LIMIT, &number, NULL))
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "limit is not a number in range");
      return FALSE;
    }
  ask->limit = (guint) number;
  ask->since = kmzb_wire_form_get (query, "since");
  return TRUE;
}

static void
answer_fault (KmzbExchange *exchange, const GError *error)
{
  if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_INVALID))
    kmzb_exchange_answer_error (exchange, MHD_HTTP_BAD_REQUEST, error->message);
  else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND))
    kmzb_exchange_answer_error (exchange, MHD_HTTP_GONE, error->message);
  else
    kmzb_routes_answer_trouble (exchange, error);
}

/**
 * kmzb_routes_get_changes:
 *
 * Answers GET changes: what a booth does not know yet. See kmzb_changes_build().
 */
void
kmzb_routes_get_changes (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  const char *text = exchange->query ? exchange->query : "";
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireForm) query = kmzb_wire_form_parse (text, strlen (text), &error);
  g_autofree char *booth = NULL;
  KmzbChangesAsk ask = { 0 };
  GBytes *page;

  if (query == NULL)
    {
      answer_fault (exchange, error);
      return;
    }
  booth = kmzb_routes_find_booth (self, exchange, find_key (exchange, query));
  if (booth == NULL)
    return;
  ask.booth = booth;
  page = read_ask (&ask, query, &error) ? kmzb_archive_get_changes (self->archive, &ask, &error) : NULL;
  if (page == NULL)
    answer_fault (exchange, error);
  else
    kmzb_exchange_answer_json (exchange, page);
}
