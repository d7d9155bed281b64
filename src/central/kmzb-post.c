/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-routes.h"

#include "kmzb-error.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-answer.h"
#include "kmzb-wire-xml.h"

#include <string.h>

#define BEARER "Bearer "

static gboolean
refuse (KmzbExchange *exchange, guint status, const char *description)
{
  kmzb_exchange_answer_error (exchange, status, description);
  return FALSE;
}

static void
refuse_key (KmzbExchange *exchange)
{
  refuse (exchange, MHD_HTTP_FORBIDDEN, "api_key is missing or not in force");
}

static gboolean
is_form (const char *content_type)
{
  static const char form[] = "application/x-www-form-urlencoded";
  gsize length = strlen (form);

  return content_type == NULL
         || (g_ascii_strncasecmp (content_type, form, length) == 0
             && (content_type[length] == '\0' || strchr ("; \t", content_type[length]) != NULL));
}

static gboolean
is_xml (const char *content_type)
{
  return content_type != NULL
         && (g_ascii_strncasecmp (content_type, "text/xml", 8) == 0
             || g_ascii_strncasecmp (content_type, "application/xml", 15) == 0);
}

/* A body is small; one that grows when it is unpacked would have to be bounded twice. */
static gboolean
is_packed (KmzbExchange *exchange)
{
  const char *coding = kmzb_exchange_get_header (exchange, MHD_HTTP_HEADER_CONTENT_ENCODING);

  return coding != NULL && *coding != '\0' && g_ascii_strcasecmp (coding, "identity") != 0;
}

/* Returns: (transfer full) (nullable): the fields of a body; %NULL when @exchange is answered */
KmzbWireForm *
kmzb_routes_read_form (KmzbExchange *exchange)
{
  const char *type = kmzb_exchange_get_header (exchange, MHD_HTTP_HEADER_CONTENT_TYPE);
  const char *data = exchange->body ? (const char *) exchange->body->data : "";
  gsize length = exchange->body ? exchange->body->len : 0;
  g_autoptr (GError) error = NULL;
  KmzbWireForm *form = NULL;

  if (is_packed (exchange))
    refuse (exchange, MHD_HTTP_BAD_REQUEST, "The body is packed; send it without Content-Encoding");
  else if (!is_form (type) && !is_xml (type))
    refuse (exchange, MHD_HTTP_BAD_REQUEST, "The body is not application/x-www-form-urlencoded");
  else if (length == 0)
    refuse (exchange, MHD_HTTP_BAD_REQUEST, "The body is empty");
  else if (is_xml (type))
    form = kmzb_wire_xml_parse_form (data, length, &error);
  else
    form = kmzb_wire_form_parse (data, length, &error);
  if (error != NULL)
    refuse (exchange, MHD_HTTP_BAD_REQUEST, error->message);
  return form;
}

/* Returns: (transfer full) (nullable): the fields of the query; %NULL when @exchange is answered */
KmzbWireForm *
kmzb_routes_read_query (KmzbExchange *exchange)
{
  const char *text = exchange->query ? exchange->query : "";
  g_autoptr (GError) error = NULL;
  KmzbWireForm *query = kmzb_wire_form_parse (text, strlen (text), &error);

  if (query == NULL)
    refuse (exchange, MHD_HTTP_BAD_REQUEST, error->message);
  return query;
}

/**
 * kmzb_routes_find_key:
 * @form: (nullable): a body or a query
 *
 * Who may reads and writes sends a key: in the form, as the standard says; in the query, as some clients do even with
 * a body; or in the header, where no proxy writes it into a log.
 *
 * Returns: (transfer none) (nullable)
 */
const char *
kmzb_routes_find_key (KmzbExchange *exchange, KmzbWireForm *form)
{
  const char *header = kmzb_exchange_get_header (exchange, MHD_HTTP_HEADER_AUTHORIZATION);
  const char *key = form ? kmzb_wire_form_get (form, "api_key") : NULL;

  if (key == NULL && header != NULL && g_ascii_strncasecmp (header, BEARER, strlen (BEARER)) == 0)
    key = header + strlen (BEARER);
  if (key == NULL)
    key = MHD_lookup_connection_value (exchange->connection, MHD_GET_ARGUMENT_KIND, "api_key");
  return key;
}

/**
 * kmzb_routes_find_booth:
 * @key: (nullable)
 *
 * Who asks? Answered before anything else: a stranger learns nothing about what would be a good request.
 *
 * Returns: (transfer full) (nullable): the booth's name; %NULL when @exchange is answered
 */
char *
kmzb_routes_find_booth (KmzbRoutes *self, KmzbExchange *exchange, const char *key)
{
  g_autoptr (GError) error = NULL;
  gint64 now_us = kmzb_clock_get_real_us (self->clock);
  g_autoptr (GBytes) hash = kmzb_keys_hash (key);
  char *booth = hash ? kmzb_archive_find_booth (self->archive, hash, now_us, &error) : NULL;

  if (error != NULL)
    kmzb_routes_answer_trouble (exchange, error);
  else if (booth == NULL)
    refuse_key (exchange);
  else
    kmzb_known_keys_add (self->known_keys, hash, booth);
  g_free (exchange->booth);
  exchange->booth = g_strdup (booth);
  return booth;
}

static gboolean
check_service (KmzbRoutes *self, KmzbExchange *exchange, const KmzbWireRequest *request)
{
  const char *fault = kmzb_intake_find_fault (request, self->catalog);

  return fault == NULL || refuse (exchange, MHD_HTTP_BAD_REQUEST, fault);
}

/* The report's id: from the attribute, the header, or made here for a client that knows neither. */
static gboolean
settle_id (KmzbExchange *exchange, KmzbReport *report, gint64 now_us)
{
  const char *header = kmzb_exchange_get_header (exchange, "Idempotency-Key");
  g_autofree char *key = header && *header ? g_ascii_strdown (header, -1) : NULL;

  if (key != NULL && !kmzb_uuid_is_valid (key))
    return refuse (exchange, MHD_HTTP_BAD_REQUEST, "Idempotency-Key is not a UUID");
  if (key != NULL && report->id != NULL && !g_str_equal (key, report->id))
    return refuse (exchange, MHD_HTTP_BAD_REQUEST, "Idempotency-Key and attribute[client_report_id] disagree");
  if (report->id == NULL)
    report->id = key ? g_steal_pointer (&key) : kmzb_uuid7_new (now_us);
  return TRUE;
}

/* A key that was stolen, or a booth that has gone mad, must not fill the disk. */
gboolean
kmzb_routes_check_quota (KmzbRoutes *self, KmzbExchange *exchange, const char *booth)
{
  if (kmzb_rate_take (self->quota, booth, kmzb_clock_get_monotonic_us (self->clock), &exchange->retry_seconds))
    return TRUE;
  return refuse (exchange, MHD_HTTP_TOO_MANY_REQUESTS, "This key has sent too many reports; come again later");
}

/* Returns: (transfer full) (nullable): the report in @form; %NULL when @exchange is answered */
static KmzbWireRequest *
read_report (KmzbRoutes *self, KmzbExchange *exchange, KmzbWireForm *form, const char *booth, gint64 now_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireRequest) request = kmzb_wire_decode_report (form, &error);

  if (request == NULL)
    refuse (exchange, MHD_HTTP_BAD_REQUEST, error->message);
  else if (check_service (self, exchange, request) && settle_id (exchange, request->report, now_us)
           && kmzb_routes_check_quota (self, exchange, booth))
    return g_steal_pointer (&request);
  return NULL;
}

/* Returns: (transfer full) (nullable): a report of @booth's; %NULL when @exchange is answered */
static KmzbIntake *
make_intake (KmzbRoutes *self, KmzbExchange *exchange, KmzbWireForm *form, const char *booth)
{
  gint64 now_us = kmzb_clock_get_real_us (self->clock);
  KmzbWireRequest *request = read_report (self, exchange, form, booth, now_us);
  KmzbIntake *intake;

  if (request == NULL)
    return NULL;
  intake = g_new0 (KmzbIntake, 1);
  intake->request = request;
  intake->digest = kmzb_wire_form_digest (form);
  intake->booth = g_strdup (booth);
  intake->received_us = now_us;
  return intake;
}

/* Whose key has been in force before: the archive asks for it again in the transaction that stores the report. The
 * archive for trying out knows no keys.
 *
 * Returns: (transfer full) (nullable): the booth's name */
static char *
find_known_booth (KmzbRoutes *self, KmzbExchange *exchange, GBytes *hash)
{
  if (exchange->archive != self->archive)
    return NULL;
  g_free (exchange->booth);
  exchange->booth = kmzb_known_keys_find (self->known_keys, hash);
  return g_strdup (exchange->booth);
}

/**
 * kmzb_routes_post_request:
 *
 * Checks a POSTed report. A good one becomes @exchange's intake and the exchange waits; the caller suspends the
 * connection and then adds the intake to the archive. A bad one is answered.
 */
void
kmzb_routes_post_request (KmzbRoutes *self, KmzbExchange *exchange)
{
  g_autoptr (KmzbWireForm) form = kmzb_routes_read_form (exchange);
  const char *key = form ? kmzb_routes_find_key (exchange, form) : NULL;
  g_autoptr (GBytes) hash = kmzb_keys_hash (key);
  g_autofree char *known = hash ? find_known_booth (self, exchange, hash) : NULL;
  g_autofree char *asked = form && known == NULL ? kmzb_routes_find_booth (self, exchange, key) : NULL;
  const char *booth = known ? known : asked;

  if (booth == NULL)
    return;
  exchange->intake = make_intake (self, exchange, form, booth);
  if (exchange->intake != NULL)
    {
      exchange->intake->key_hash = known ? g_steal_pointer (&hash) : NULL;
      exchange->stage = KMZB_EXCHANGE_WAITING;
    }
  else if (known != NULL)
    {
      /* Whose key is revoked is told that, and not what is wrong with the report. */
      g_autofree char *still = kmzb_routes_find_booth (self, exchange, key);
    }
}

/* Turns the archive's word into the answer. */
void
kmzb_routes_finish_post (KmzbRoutes *self, KmzbExchange *exchange)
{
  const char *id = exchange->intake->request->report->id;

  switch (exchange->intake->result)
    {
    case KMZB_INTAKE_STORED:
    case KMZB_INTAKE_REPLAYED:
      kmzb_exchange_answer_wire (exchange, kmzb_wire_answer_receipt (exchange->format, id, id));
      break;
    case KMZB_INTAKE_CONFLICT:
      refuse (exchange, MHD_HTTP_UNPROCESSABLE_CONTENT, "Another report is stored under this client_report_id");
      break;
    case KMZB_INTAKE_DENIED:
      kmzb_known_keys_drop (self->known_keys, exchange->intake->key_hash);
      refuse_key (exchange);
      break;
    case KMZB_INTAKE_FAILED:
    default:
      exchange->retry_seconds = KMZB_RETRY_SECONDS;
      refuse (exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "The server can't store reports now");
    }
}
