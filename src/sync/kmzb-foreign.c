/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-foreign.h"

#include "kmzb-error.h"
#include "kmzb-time.h"
#include "kmzb-wire-foreign.h"

/* How far before the report's time the server's list is asked from: its clock and the booth's may differ. */
#define EARLIER_US (24 * 3600 * G_TIME_SPAN_SECOND)

/**
 * KmzbForeign:
 *
 * What has to be known before a report goes to a GeoReport server that is no kmzb-central. Such a server stores a
 * report twice that comes twice, so one that may have come already is looked for first, by its UUID.
 */
struct _KmzbForeign
{
  KmzbOpen311Client *client;
  KmzbClock *clock;
  GCancellable *cancellable;
  GHashTable *declares; /* service code -> whether its definition declares the UUID's attribute */
};

typedef struct
{
  KmzbForeign *foreign;
  const KmzbOutboxItem *item; /* borrowed */
  char *code;
  gboolean declares;
  gint64 since_us;
  KmzbForeignFunc func;
  gpointer user_data;
} Plan;

KmzbForeign *
kmzb_foreign_new (KmzbOpen311Client *client, KmzbClock *clock, GCancellable *cancellable)
{
  KmzbForeign *self = g_new0 (KmzbForeign, 1);

  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->cancellable = g_object_ref (cancellable);
  self->declares = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
kmzb_foreign_free (KmzbForeign *self)
{
  g_hash_table_unref (self->declares);
  g_object_unref (self->cancellable);
  g_object_unref (self->clock);
  g_object_unref (self->client);
  g_free (self);
}

/* What is known may be of another server, or old. */
void
kmzb_foreign_forget (KmzbForeign *self)
{
  g_hash_table_remove_all (self->declares);
}

/* ---- one report ---- */

static void
finish (Plan *plan,
        KmzbForeignPlan what,
        GBytes *payload,
        const char *server_id,
        const KmzbAnswer *answer,
        const GError *error)
{
  plan->func (what, payload, server_id, answer, error, plan->user_data);
  g_free (plan->code);
  g_free (plan);
}

static void
fail (Plan *plan, const KmzbAnswer *answer, const GError *error)
{
  g_autoptr (GError) own = NULL;

  if (error == NULL)
    own = g_error_new (KMZB_ERROR, KMZB_ERROR_UNPROVEN, "The server answers with HTTP %u", answer->status);
  finish (plan, KMZB_FOREIGN_FAILED, NULL, NULL, answer, error ? error : own);
}

static void
post (Plan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) payload
      = kmzb_wire_foreign_payload (plan->item->payload, plan->item->id, plan->code, plan->declares, &error);

  if (payload == NULL)
    fail (plan, NULL, error);
  else
    finish (plan, KMZB_FOREIGN_POST, payload, NULL, NULL, NULL);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  Plan *plan = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbAnswer) answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &error);
  KmzbWireFind found = KMZB_WIRE_FIND_UNKNOWN;
  g_autofree char *server_id = NULL;

  if (answer == NULL || kmzb_answer_is_trouble (answer))
    {
      fail (plan, answer, error);
      return;
    }
  if (answer->status == 200)
    found = kmzb_wire_find_report (answer->body, plan->item->id, plan->declares, plan->since_us, &server_id);
  if (found == KMZB_WIRE_FIND_THERE)
    finish (plan, KMZB_FOREIGN_THERE, NULL, server_id, NULL, NULL);
  else if (found == KMZB_WIRE_FIND_NOT_THERE)
    post (plan);
  else
    finish (plan, KMZB_FOREIGN_UNCERTAIN, NULL, NULL, NULL, NULL);
}

static void
look (Plan *plan)
{
  g_autofree char *since = NULL, *escaped_since = NULL, *escaped_code = NULL, *path = NULL;

  if (!plan->item->maybe_sent)
    {
      post (plan);
      return;
    }
  since = kmzb_time_format_w3c (plan->since_us);
  escaped_since = g_uri_escape_string (since, NULL, FALSE);
  escaped_code = g_uri_escape_string (plan->code, NULL, FALSE);
  path = g_strdup_printf ("requests.json?service_code=%s&start_date=%s", escaped_code, escaped_since);
  kmzb_open311_client_get_async (plan->foreign->client, path, KMZB_WIRE_LIST_MAX_BYTES, plan->foreign->cancellable,
                                 on_listed, plan);
}

static void
on_defined (GObject *source, GAsyncResult *result, gpointer data)
{
  Plan *plan = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbAnswer) answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &error);

  if (answer == NULL || kmzb_answer_is_trouble (answer))
    {
      fail (plan, answer, error);
      return;
    }
  /* A service without a definition is no fault: it declares nothing. */
  plan->declares = answer->status == 200 && kmzb_wire_declares_report_id (answer->body);
  g_hash_table_insert (plan->foreign->declares, g_strdup (plan->code), GINT_TO_POINTER (plan->declares));
  look (plan);
}

/* @item: outlives the plan. @func: is told once, perhaps at once */
void
kmzb_foreign_plan (KmzbForeign *self, const KmzbOutboxItem *item, KmzbForeignFunc func, gpointer user_data)
{
  Plan *plan = g_new0 (Plan, 1);
  g_autofree char *category = NULL;
  gpointer declares;

  plan->foreign = self;
  plan->item = item;
  plan->func = func;
  plan->user_data = user_data;
  category = kmzb_wire_get_service_code (item->payload);
  plan->code = category ? g_strdup (kmzb_open311_client_get_service_code (self->client, category)) : NULL;
  plan->since_us = MIN (item->saved_us, kmzb_clock_get_real_us (self->clock))
                   - kmzb_open311_client_get_clock_offset_s (self->client) * G_USEC_PER_SEC - EARLIER_US;
  if (plan->code == NULL)
    {
      g_autoptr (GError) error = g_error_new (KMZB_ERROR, KMZB_ERROR_DAMAGED, "The report names no service");

      fail (plan, NULL, error);
    }
  else if (g_hash_table_lookup_extended (self->declares, plan->code, NULL, &declares))
    {
      plan->declares = GPOINTER_TO_INT (declares);
      look (plan);
    }
  else
    {
      g_autofree char *escaped = g_uri_escape_string (plan->code, NULL, FALSE);
      g_autofree char *path = g_strconcat ("services/", escaped, ".json", NULL);

      kmzb_open311_client_get_async (self->client, path, KMZB_WIRE_LIST_MAX_BYTES, self->cancellable, on_defined, plan);
    }
}
