/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-routes.h"

#include "kmzb-error.h"

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
  g_autoptr (KmzbWireForm) query = kmzb_routes_read_query (exchange);
  g_autoptr (GError) error = NULL;
  g_autofree char *booth = NULL;
  KmzbChangesAsk ask = { 0 };
  GBytes *page;

  if (query == NULL)
    return;
  booth = kmzb_routes_find_booth (self, exchange, kmzb_routes_find_key (exchange, query));
  if (booth == NULL)
    return;
  ask.booth = booth;
  page = read_ask (&ask, query, &error) ? kmzb_archive_get_changes (exchange->archive, &ask, &error) : NULL;
  if (page == NULL)
    answer_fault (exchange, error);
  else
    kmzb_exchange_answer_wire (exchange, page);
}
