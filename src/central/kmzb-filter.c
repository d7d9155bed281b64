/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-filter.h"

#include "kmzb-error.h"
#include "kmzb-time.h"

#include <string.h>

#define MAX_LIST 100
#define MAX_LIST_BYTES 8192
#define MAX_PAGE 100000
#define DEFAULT_WINDOW_US (90 * G_TIME_SPAN_DAY)

static gboolean
invalid (GError **error, const char *field, const char *fault)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "%s %s", field, fault);
  return FALSE;
}

/* A comma list, or several, as some clients send it; empty parts say nothing. */
static gboolean
read_list (KmzbWireForm *query, const char *name, GStrv *list, GError **error)
{
  g_autoptr (GPtrArray) lists = kmzb_wire_form_get_all (query, name);
  g_autofree char *text = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  guint n = 0;

  g_ptr_array_add (lists, NULL);
  text = g_strjoinv (",", (char **) lists->pdata);
  if (strlen (text) > MAX_LIST_BYTES)
    return invalid (error, name, "is too long");
  parts = g_strsplit (text, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      {
        if (++n > MAX_LIST)
          return invalid (error, name, "names too many");
        g_strv_builder_add (builder, parts[i]);
      }
  *list = n > 0 ? g_strv_builder_end (builder) : NULL;
  return TRUE;
}

/* W3C times may leave out the seconds, or be a day, which is one of UTC. Returns: (transfer full): with all of them;
 * @span_us: (out): how long the time that was named lasts */
static char *
complete_time (const char *text, gint64 *span_us)
{
  gsize length = strlen (text);

  *span_us = G_USEC_PER_SEC;
  if (kmzb_date_is_valid (text))
    {
      *span_us = G_TIME_SPAN_DAY;
      return g_strconcat (text, "T00:00:00Z", NULL);
    }
  if (length > strlen ("2026-05-01T10:00") && text[10] == 'T' && text[13] == ':' && text[16] != ':')
    {
      *span_us = G_TIME_SPAN_MINUTE;
      return g_strdup_printf ("%.16s:00%s", text, text + 16);
    }
  return g_strdup (text);
}

/* @last: whether the last moment of the time that was named is meant, and not its first: times are shown in whole
 * seconds, and a bound takes in its whole second */
static gboolean
read_time (KmzbWireForm *query, const char *name, gboolean last, gint64 *us, GError **error)
{
  const char *text = kmzb_wire_form_get (query, name);
  g_autofree char *whole = NULL;
  gint64 span_us;
  gsize length;

  if (text == NULL)
    return TRUE;
  whole = complete_time (text, &span_us);
  /* An unescaped "+02:00" arrives as " 02:00". */
  length = strlen (whole);
  if (length > 6 && whole[length - 6] == ' ')
    whole[length - 6] = '+';
  if (!kmzb_time_parse_w3c (whole, us))
    return invalid (error, name, "is not a W3C time such as 2026-05-01T10:00:00Z");
  if (last)
    *us += span_us - 1;
  return TRUE;
}

static gboolean
read_number (KmzbWireForm *query, const char *name, guint max, guint *value, GError **error)
{
  const char *text = kmzb_wire_form_get (query, name);
  guint64 number;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, max, &number, NULL))
    return invalid (error, name, "is not a number in range");
  *value = (guint) number;
  return TRUE;
}

static gboolean
read_status (KmzbArchiveFilter *self, KmzbWireForm *query, GError **error)
{
  g_auto (GStrv) list = NULL;

  if (!read_list (query, "status", &list, error))
    return FALSE;
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (g_ascii_strcasecmp (list[i], "open") == 0)
      self->want_open = TRUE;
    else if (g_ascii_strcasecmp (list[i], "closed") == 0)
      self->want_closed = TRUE;
    else
      return invalid (error, "status", "is neither open nor closed");
  return TRUE;
}

static void
lower (GStrv list)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    for (char *p = list[i]; *p != '\0'; p++)
      *p = g_ascii_tolower (*p);
}

/**
 * kmzb_filter_read:
 * @query: of GET requests; fields that are not known say nothing
 *
 * Reads what is asked for. Without ids and times the last 90 days are meant, and never more than 1000 at once, as the
 * standard says.
 */
gboolean
kmzb_filter_read (KmzbArchiveFilter *self, KmzbWireForm *query, gint64 now_us, GError **error)
{
  self->page = 1;
  self->page_size = KMZB_ARCHIVE_MAX_PAGE_SIZE;
  if (!read_list (query, "service_request_id", &self->ids, error)
      || !read_list (query, "service_code", &self->service_codes, error) || !read_status (self, query, error)
      || !read_time (query, "start_date", FALSE, &self->start_us, error)
      || !read_time (query, "end_date", TRUE, &self->end_us, error)
      || !read_time (query, "updated_after", FALSE, &self->updated_after_us, error)
      || !read_time (query, "updated_before", TRUE, &self->updated_before_us, error)
      || !read_number (query, "page", MAX_PAGE, &self->page, error)
      || !read_number (query, "page_size", KMZB_ARCHIVE_MAX_PAGE_SIZE, &self->page_size, error))
    return FALSE;

  lower (self->ids);
  if (self->ids == NULL && self->updated_after_us == 0 && self->updated_before_us == 0 && self->start_us == 0)
    self->start_us = (self->end_us != 0 ? self->end_us : now_us) - DEFAULT_WINDOW_US;
  return TRUE;
}

void
kmzb_filter_clear (KmzbArchiveFilter *self)
{
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->service_codes, g_strfreev);
}
