/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-routes.h"

#include "kmzb-error.h"
#include "kmzb-filter.h"
#include "kmzb-updates.h"
#include "kmzb-wire-answer.h"

#include <string.h>

#define NOTE_MAX_CODE_POINTS 4000
#define UPDATE_ID_MAX_BYTES 128
#define STATUS_MAX_BYTES 64

/**
 * kmzb_routes_get_updates:
 *
 * Answers GET servicerequestupdates: what the police said of reports, the newest last, for pollers of other systems.
 */
void
kmzb_routes_get_updates (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  g_auto (KmzbArchiveFilter) filter = { 0 };
  g_autoptr (KmzbWireForm) query = kmzb_routes_read_query (exchange);
  g_autoptr (GPtrArray) updates = NULL;
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader;

  if (query == NULL)
    return;
  if (!kmzb_filter_read (&filter, query, kmzb_clock_get_real_us (self->clock), &error))
    {
      kmzb_exchange_answer_error (exchange, MHD_HTTP_BAD_REQUEST, error->message);
      return;
    }
  reader = kmzb_archive_borrow (exchange->archive, &error);
  updates = reader ? kmzb_updates_list (reader, &filter, &error) : NULL;
  kmzb_archive_give_back (exchange->archive, reader);
  if (updates == NULL)
    kmzb_routes_answer_trouble (exchange, error);
  else
    kmzb_exchange_answer_wire (exchange, kmzb_wire_answer_updates (exchange->format, updates));
}

static gboolean
refuse (KmzbExchange *exchange, const char *description)
{
  kmzb_exchange_answer_error (exchange, MHD_HTTP_BAD_REQUEST, description);
  return FALSE;
}

static gboolean
is_word (const char *text, gsize max_bytes)
{
  if (strlen (text) > max_bytes)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_.:", *p) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_update (KmzbClientUpdate *update, KmzbExchange *exchange, KmzbWireForm *form)
{
  update->report_id = kmzb_wire_form_get (form, "service_request_id");
  update->update_id = kmzb_wire_form_get (form, "update_id");
  update->status = kmzb_wire_form_get (form, "status");
  update->note = kmzb_wire_form_get (form, "description");
  if (update->report_id == NULL || !is_word (update->report_id, UPDATE_ID_MAX_BYTES))
    return refuse (exchange, "service_request_id is missing or malformed");
  if (update->update_id == NULL || !is_word (update->update_id, UPDATE_ID_MAX_BYTES))
    return refuse (exchange, "update_id is missing or malformed");
  if (update->status == NULL || !is_word (update->status, STATUS_MAX_BYTES))
    return refuse (exchange, "status is missing or malformed");
  if (update->note != NULL && g_utf8_strlen (update->note, -1) > NOTE_MAX_CODE_POINTS)
    return refuse (exchange, "description is too long");
  return TRUE;
}

/**
 * kmzb_routes_post_update:
 *
 * Takes what a client has to say of a report that it has sent itself. It is kept for the officer: only the police say
 * where a report stands. The same update_id again is the same update.
 */
void
kmzb_routes_post_update (KmzbRoutes *self, KmzbExchange *exchange, const char *id)
{
  g_autoptr (KmzbWireForm) form = kmzb_routes_read_form (exchange);
  g_autofree char *booth = form ? kmzb_routes_find_booth (self, exchange, kmzb_routes_find_key (exchange, form)) : NULL;
  KmzbClientUpdate update = { .booth = booth, .now_us = kmzb_clock_get_real_us (self->clock) };
  g_autoptr (GError) error = NULL;

  if (booth == NULL || !read_update (&update, exchange, form) || !kmzb_routes_check_quota (self, exchange, booth))
    return;
  if (kmzb_archive_transact (exchange->archive, kmzb_updates_add, &update, &error))
    kmzb_exchange_answer_wire (exchange, kmzb_wire_answer_update_receipt (exchange->format, update.update_id));
  else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND))
    kmzb_exchange_answer_error (exchange, MHD_HTTP_NOT_FOUND, error->message);
  else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_EXISTS))
    kmzb_exchange_answer_error (exchange, MHD_HTTP_UNPROCESSABLE_CONTENT, error->message);
  else
    kmzb_routes_answer_trouble (exchange, error);
}
