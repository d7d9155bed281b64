/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-report.h"

#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"
#include "kmzb-validate.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define SHORT_TEXT_MAX_CODE_POINTS 255
#define LONG_TEXT_MAX_CODE_POINTS 2000

static const char *const sources[] = { "visitor", "debate", "council", "organisation", "joke" };

/* The shortest decimal that reads back as the same double, with "." whatever the locale. Returns: @buffer */
char *
kmzb_wire_format_degrees (double degrees, char buffer[KMZB_WIRE_DEGREES_SIZE])
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, KMZB_WIRE_DEGREES_SIZE, formats[i], degrees);
      if (g_ascii_strtod (buffer, NULL) == degrees)
        break;
    }
  return buffer;
}

static void
add_flags (KmzbWireForm *form, const char *name, guint flags, guint n, const char *(*to_slug) (guint))
{
  for (guint i = 0; i < n; i++)
    if (flags & 1u << i)
      kmzb_wire_form_add (form, name, to_slug (i));
}

/**
 * kmzb_wire_encode_report:
 * @report: a valid report that is not practice
 * @seal_to: (nullable): central's key: then the bytes hold the description only sealed
 * @clock_state: "ok", "unsure" or the seconds by which the booth's clock is known to be ahead of central's
 *
 * The bytes that are frozen when the report is saved and sent however often. They hold no api_key, nor the address
 * that the booth found.
 *
 * Returns: (transfer full): the form's bytes
 */
GBytes *
kmzb_wire_encode_report (const KmzbReport *report, const KmzbWirePublicKey *seal_to, const char *clock_state)
{
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_new ();
  g_autofree char *saved_at = kmzb_time_format_w3c (report->saved_us);
  g_autofree char *sealed = NULL;
  gboolean has_description = report->description != NULL && *report->description != '\0';
  char degrees[KMZB_WIRE_DEGREES_SIZE];

  g_return_val_if_fail (!report->practice, NULL);

  kmzb_wire_form_add (form, "service_code", report->category);
  kmzb_wire_form_add (form, "lat", kmzb_wire_format_degrees (report->place.lat, degrees));
  kmzb_wire_form_add (form, "long", kmzb_wire_format_degrees (report->place.lon, degrees));
  if (has_description && seal_to != NULL)
    sealed = kmzb_wire_seal (seal_to, report->description);
  else
    kmzb_wire_form_add (form, "description", report->description);
  kmzb_wire_form_add (form, "attribute[client_report_id]", report->id);
  kmzb_wire_form_add (form, "attribute[client_number]", report->number);
  kmzb_wire_form_add (form, "attribute[saved_at]", saved_at);
  kmzb_wire_form_add (form, "attribute[clock_state]", clock_state);
  add_flags (form, "attribute[day_part][]", report->day_parts, KMZB_N_DAY_PARTS, kmzb_day_part_to_slug);
  add_flags (form, "attribute[week_days][]", report->week_days, KMZB_N_WEEK_DAYS, kmzb_week_day_to_slug);
  kmzb_wire_form_add (form, "attribute[observed_date]", report->observed_date);
  kmzb_wire_form_add (form, "attribute[confirms]", report->confirms);
  kmzb_wire_form_add (form, "attribute[source]", report->source ? report->source : "visitor");
  kmzb_wire_form_add (form, "attribute[burst]", report->burst ? "true" : NULL);
  kmzb_wire_form_add (form, "attribute[sealed_description]", sealed);
  return kmzb_wire_form_encode (form);
}

/* What one report says, apart from what differs each time it is encoded. Returns: (transfer full) (nullable) */
static GBytes *
get_digest (GBytes *payload, gsize *sealed_length)
{
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (data, length, NULL);
  const char *sealed = form ? kmzb_wire_form_get (form, "attribute[sealed_description]") : NULL;

  if (form == NULL)
    return NULL;
  *sealed_length = sealed ? strlen (sealed) : 0;
  kmzb_wire_form_remove (form, "attribute[sealed_description]");
  kmzb_wire_form_remove (form, "attribute[clock_state]");
  return kmzb_wire_form_digest (form);
}

/**
 * kmzb_wire_payloads_match:
 * @a: from kmzb_wire_encode_report(); likewise @b
 *
 * Whether both are of the same report with the same content, as far as anybody can tell without central's secret key:
 * a description sealed twice is never the same bytes.
 */
gboolean
kmzb_wire_payloads_match (GBytes *a, GBytes *b)
{
  gsize a_length = 0, b_length = 0;
  g_autoptr (GBytes) a_digest = NULL, b_digest = NULL;

  if (g_bytes_equal (a, b))
    return TRUE;
  a_digest = get_digest (a, &a_length);
  b_digest = get_digest (b, &b_length);
  return a_digest != NULL && b_digest != NULL && a_length == b_length && g_bytes_equal (a_digest, b_digest);
}

/**
 * kmzb_wire_mark_as_joke:
 * @payload: from kmzb_wire_encode_report()
 *
 * Returns: (transfer full): the same report, of which the officer says that it is a joke
 */
GBytes *
kmzb_wire_mark_as_joke (GBytes *payload, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (data, length, error);

  if (form == NULL)
    return NULL;
  kmzb_wire_form_remove (form, "attribute[source]");
  kmzb_wire_form_add (form, "attribute[source]", "joke");
  return kmzb_wire_form_encode (form);
}

/* The fault in words that never hold the value: they go back to the client and into logs. */
static gboolean
invalid (GError **error, const char *field, const char *fault)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "%s %s", field, fault);
  return FALSE;
}

static gboolean
read_degrees (KmzbWireForm *form, const char *name, double limit, double *degrees, GError **error)
{
  const char *text = kmzb_wire_form_get (form, name);
  char *end = NULL;

  /* strtod also takes "nan", "inf" and hexadecimal, which are no coordinates. */
  if (strspn (text, "+-.0123456789eE") != strlen (text) || strlen (text) >= KMZB_WIRE_DEGREES_SIZE)
    return invalid (error, name, "is not a decimal number of degrees");
  *degrees = g_ascii_strtod (text, &end);
  if (*end != '\0' || end == text)
    return invalid (error, name, "is not a decimal number of degrees");
  if (!isfinite (*degrees) || fabs (*degrees) > limit)
    return invalid (error, name, "is not on Earth");
  return TRUE;
}

static gboolean
read_place (KmzbWireForm *form, KmzbWireRequest *request, GError **error)
{
  gboolean has_lat = kmzb_wire_form_get (form, "lat") != NULL;
  gboolean has_long = kmzb_wire_form_get (form, "long") != NULL;

  if (has_lat != has_long)
    return invalid (error, has_lat ? "long" : "lat", "is missing");
  request->has_place = has_lat;
  if (has_lat)
    return read_degrees (form, "lat", 90, &request->report->place.lat, error)
           && read_degrees (form, "long", 180, &request->report->place.lon, error);
  if (request->address_string == NULL && request->address_id == NULL)
    return invalid (error, "lat and long, address_string or address_id", "must say where it is");
  return TRUE;
}

static gboolean
read_text (KmzbWireForm *form, const char *name, glong max_code_points, char **text, GError **error)
{
  const char *value = kmzb_wire_form_get (form, name);

  if (value != NULL && strlen (value) > (gsize) max_code_points && g_utf8_strlen (value, -1) > max_code_points)
    return invalid (error, name, "is too long");
  *text = g_strdup (value);
  return TRUE;
}

static gboolean
read_flags (KmzbWireForm *form,
            const char *name,
            guint n,
            const char *(*to_slug) (guint),
            guint *flags,
            GError **error)
{
  g_autoptr (GPtrArray) values = kmzb_wire_form_get_all (form, name);

  for (guint i = 0; i < values->len; i++)
    {
      guint bit = 0;

      while (bit < n && !g_str_equal (to_slug (bit), g_ptr_array_index (values, i)))
        bit++;
      if (bit == n)
        return invalid (error, name, "has an unknown value");
      *flags |= 1u << bit;
    }
  return TRUE;
}

static gboolean
read_identity (KmzbWireForm *form, KmzbReport *report, GError **error)
{
  const char *id = kmzb_wire_form_get (form, "attribute[client_report_id]");
  const char *number = kmzb_wire_form_get (form, "attribute[client_number]");
  const char *confirms = kmzb_wire_form_get (form, "attribute[confirms]");

  report->id = id ? g_ascii_strdown (id, -1) : NULL;
  if (id != NULL && !kmzb_uuid_is_valid (report->id))
    return invalid (error, "attribute[client_report_id]", "is not a UUID");
  report->number = number && strlen (number) < 32 ? kmzb_number_parse (number) : NULL;
  if (number != NULL && report->number == NULL)
    return invalid (error, "attribute[client_number]", "is not a report number");
  if (confirms != NULL && strlen (confirms) > 64)
    return invalid (error, "attribute[confirms]", "is too long");
  report->confirms = g_strdup (confirms);
  return TRUE;
}

static gboolean
read_clock_state (KmzbWireForm *form, KmzbWireRequest *request, GError **error)
{
  const char *state = kmzb_wire_form_get (form, "attribute[clock_state]");
  gint64 ignored;

  if (state != NULL && !g_str_equal (state, "ok") && !g_str_equal (state, "unsure")
      && !g_ascii_string_to_signed (state, 10, G_MININT32, G_MAXINT32, &ignored, NULL))
    return invalid (error, "attribute[clock_state]", "is not ok, unsure or seconds");
  request->clock_state = g_strdup (state);
  return TRUE;
}

static gboolean
read_when (KmzbWireForm *form, KmzbReport *report, GError **error)
{
  const char *saved_at = kmzb_wire_form_get (form, "attribute[saved_at]");
  const char *date = kmzb_wire_form_get (form, "attribute[observed_date]");

  if (saved_at != NULL && !kmzb_time_parse_w3c (saved_at, &report->saved_us))
    return invalid (error, "attribute[saved_at]", "is not a W3C time");
  if (date != NULL && !kmzb_date_is_valid (date))
    return invalid (error, "attribute[observed_date]", "is not a calendar day");
  report->observed_date = g_strdup (date);
  return read_flags (form, "attribute[day_part]", KMZB_N_DAY_PARTS, kmzb_day_part_to_slug, &report->day_parts, error)
         && read_flags (form, "attribute[week_days]", KMZB_N_WEEK_DAYS, kmzb_week_day_to_slug, &report->week_days,
                        error);
}

static gboolean
read_source (KmzbWireForm *form, KmzbReport *report, GError **error)
{
  const char *source = kmzb_wire_form_get (form, "attribute[source]");

  for (guint i = 0; source != NULL && i < G_N_ELEMENTS (sources); i++)
    if (g_str_equal (source, sources[i]))
      {
        report->source = i == 0 ? NULL : g_strdup (source);
        return TRUE;
      }
  return source == NULL || invalid (error, "attribute[source]", "is unknown");
}

static gboolean
read_burst (KmzbWireForm *form, KmzbReport *report, GError **error)
{
  const char *burst = kmzb_wire_form_get (form, "attribute[burst]");

  report->burst = g_strcmp0 (burst, "true") == 0;
  return burst == NULL || report->burst || g_str_equal (burst, "false")
         || invalid (error, "attribute[burst]", "is not true or false");
}

/**
 * kmzb_wire_decode_report:
 *
 * Reads a POSTed form, a booth's or a foreign client's. Whether the service exists is the caller's question. Fields
 * that GeoReport v2 does not know are passed over.
 *
 * Returns: (transfer full): the request, or %NULL with an error that names the field and the fault, never the value
 */
KmzbWireRequest *
kmzb_wire_decode_report (KmzbWireForm *form, GError **error)
{
  g_autoptr (KmzbWireRequest) request = g_new0 (KmzbWireRequest, 1);
  KmzbReport *report = request->report = kmzb_report_new ();

  if (!read_text (form, "service_code", SHORT_TEXT_MAX_CODE_POINTS, &report->category, error))
    return NULL;
  if (report->category == NULL)
    {
      invalid (error, "service_code", "is missing");
      return NULL;
    }
  if (!read_text (form, "description", KMZB_DESCRIPTION_MAX_CODE_POINTS, &report->description, error)
      || !read_text (form, "address_string", LONG_TEXT_MAX_CODE_POINTS, &request->address_string, error)
      || !read_text (form, "address_id", SHORT_TEXT_MAX_CODE_POINTS, &request->address_id, error)
      || !read_text (form, "media_url", LONG_TEXT_MAX_CODE_POINTS, &request->media_url, error)
      || !read_text (form, "attribute[sealed_description]", KMZB_WIRE_FORM_MAX_BYTES, &request->sealed_description,
                     error)
      || !read_place (form, request, error) || !read_identity (form, report, error)
      || !read_when (form, report, error) || !read_clock_state (form, request, error)
      || !read_source (form, report, error) || !read_burst (form, report, error))
    return NULL;
  return g_steal_pointer (&request);
}

static void
wipe_free (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

void
kmzb_wire_request_free (KmzbWireRequest *self)
{
  if (self == NULL)
    return;
  kmzb_report_unref (self->report);
  wipe_free (self->address_string);
  g_free (self->address_id);
  g_free (self->media_url);
  g_free (self->clock_state);
  g_free (self->sealed_description);
  g_free (self);
}
