/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-list.h"
#include "kmzb-page-report.h"

#include "kmzb-clock.h"
#include "kmzb-number.h"

#include <string.h>

#define ROWS_AT_ONCE 500
/* Excel takes a file for UTF-8 only when it says so. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/**
 * Export:
 * @query: (transfer full): that the filter was read from
 * @last: where the next part begins
 * @excel: for an Excel set up as in Poland: semicolons between fields, decimal commas
 *
 * The list as a file on its way to the browser. Each part is a question of its own that begins behind the last report
 * of the one before, so that neither a transaction nor a million lines stay open while a slow line takes them.
 */
typedef struct
{
  KmzbArchive *archive;
  KmzbPage page; /* for names in the right language; nothing else of it is there any more */
  KmzbWireForm *query;
  KmzbPageFilter filter;
  KmzbPageCursor last;
  gboolean excel;
  gboolean begun;
  gboolean done;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  kmzb_page_filter_clear (&self->filter);
  kmzb_wire_form_free (self->query);
  g_free (self->last.id);
  g_free (self);
}

static void
add_separator (Export *self, GString *csv)
{
  if (csv->len > 0 && csv->str[csv->len - 1] != '\n' && !g_str_equal (csv->str, BYTE_ORDER_MARK))
    g_string_append_c (csv, self->excel ? ';' : ',');
}

/* Whether a spreadsheet might take it for something to reckon with: also behind what is not seen, and in wide letters. */
static gboolean
is_formula (const char *text)
{
  static const gunichar beginnings[] = { '=', '+', '-', '@', '\t', '\r', '\n', 0xff1d, 0xff0b, 0xff0d, 0xff20, 0 };

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      for (guint i = 0; beginnings[i] != 0; i++)
        if (letter == beginnings[i])
          return TRUE;
      if (!g_unichar_isspace (letter) && g_unichar_type (letter) != G_UNICODE_FORMAT)
        return FALSE;
    }
  return FALSE;
}

/* RFC 4180; and what a spreadsheet would take for a formula is made a text for it. */
static void
add_text (Export *self, GString *csv, const char *text)
{
  add_separator (self, csv);
  g_string_append_c (csv, '"');
  if (is_formula (text))
    g_string_append_c (csv, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

static void
add_column (Export *self, GString *csv, KmzbRows *rows, int column)
{
  add_text (self, csv, kmzb_rows_is_null (rows, column) ? "" : kmzb_rows_text (rows, column));
}

static void
add_time (Export *self, GString *csv, gint64 us)
{
  g_autofree char *time = kmzb_page_format_time (us);

  add_text (self, csv, time);
}

/* A number is no text: a spreadsheet reckons with it. */
static void
add_degrees (Export *self, GString *csv, KmzbRows *rows, int column)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (!kmzb_rows_is_null (rows, column))
    g_ascii_formatd (text, sizeof text, "%.6f", kmzb_rows_real (rows, column));
  if (self->excel)
    g_strdelimit (text, ".", ',');
  add_separator (self, csv);
  g_string_append (csv, text);
}

/* @names: (transfer full) */
static void
add_names (Export *self, GString *csv, char *names)
{
  add_text (self, csv, names);
  g_free (names);
}

static void
add_heads (Export *self, GString *csv)
{
  static const KmzbText heads[] = {
    KMZB_TEXT_NUMBER, KMZB_TEXT_ID, KMZB_TEXT_CATEGORY, KMZB_TEXT_STATUS, KMZB_TEXT_SENT, KMZB_TEXT_RECEIVED,
    KMZB_TEXT_CHANGED, KMZB_TEXT_BOOTH, KMZB_TEXT_SOURCE, KMZB_TEXT_LATITUDE, KMZB_TEXT_LONGITUDE, KMZB_TEXT_MAIN_ID,
    KMZB_TEXT_CONFIRMS, KMZB_TEXT_BURST, KMZB_TEXT_OBSERVED, KMZB_TEXT_DAY_PARTS, KMZB_TEXT_WEEK_DAYS,
  };

  g_string_append (csv, BYTE_ORDER_MARK);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    add_text (self, csv, kmzb_page_text (&self->page, heads[i]));
  g_string_append (csv, "\r\n");
}

static void
add_line (Export *self, GString *csv, KmzbRows *rows)
{
  g_autofree char *number
      = kmzb_rows_is_null (rows, KMZB_COLUMN_NUMBER) ? NULL
                                                     : kmzb_number_format (kmzb_rows_text (rows, KMZB_COLUMN_NUMBER));

  add_text (self, csv, number ? number : "");
  add_column (self, csv, rows, KMZB_COLUMN_ID);
  add_text (self, csv, kmzb_page_name_category (&self->page, kmzb_rows_text (rows, KMZB_COLUMN_CATEGORY)));
  add_text (self, csv, kmzb_page_name_status (&self->page, kmzb_rows_text (rows, KMZB_COLUMN_STATUS)));
  add_time (self, csv, kmzb_rows_int (rows, KMZB_COLUMN_REQUESTED));
  add_time (self, csv, kmzb_rows_int (rows, KMZB_COLUMN_RECEIVED));
  add_time (self, csv, kmzb_rows_int (rows, KMZB_COLUMN_UPDATED));
  add_column (self, csv, rows, KMZB_COLUMN_BOOTH);
  add_text (self, csv, kmzb_page_name_source (&self->page, kmzb_rows_text (rows, KMZB_COLUMN_SOURCE)));
  add_degrees (self, csv, rows, KMZB_COLUMN_LAT);
  add_degrees (self, csv, rows, KMZB_COLUMN_LON);
  add_column (self, csv, rows, KMZB_COLUMN_MAIN);
  add_column (self, csv, rows, KMZB_COLUMN_CONFIRMS);
  add_text (self, csv, kmzb_rows_int (rows, KMZB_COLUMN_BURST) ? "1" : "");
  add_column (self, csv, rows, KMZB_COLUMN_DATE);
  add_names (self, csv, kmzb_page_name_day_parts (&self->page, (guint) kmzb_rows_int (rows, KMZB_COLUMN_DAY_PARTS)));
  add_names (self, csv, kmzb_page_name_week_days (&self->page, (guint) kmzb_rows_int (rows, KMZB_COLUMN_WEEK_DAYS)));
  g_string_append (csv, "\r\n");
}

static gboolean
add_lines (Export *self, KmzbStorage *reader, GString *csv, GError **error)
{
  g_autoptr (KmzbRows) rows = kmzb_page_filter_query (&self->filter, reader, self->last.id ? &self->last : NULL, FALSE,
                                                      ROWS_AT_ONCE, error);
  g_autoptr (GError) fault = NULL;
  guint n = 0;

  for (; rows != NULL && kmzb_rows_next (rows, &fault); n++)
    {
      add_line (self, csv, rows);
      g_free (self->last.id);
      self->last.id = g_strdup (kmzb_rows_text (rows, KMZB_COLUMN_ID));
      self->last.requested_us = kmzb_rows_int (rows, KMZB_COLUMN_REQUESTED);
    }
  self->done = n < ROWS_AT_ONCE;
  if (fault == NULL)
    return rows != NULL;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* A #KmzbExchangeMore. */
static gboolean
make_more (gpointer data, GString *csv, GError **error)
{
  Export *self = data;
  KmzbStorage *reader;
  gboolean ok;

  if (self->done)
    return TRUE;
  if (!self->begun)
    add_heads (self, csv);
  self->begun = TRUE;
  reader = kmzb_archive_borrow (self->archive, error);
  ok = reader != NULL && add_lines (self, reader, csv, error);
  kmzb_archive_give_back (self->archive, reader);
  return ok;
}

static Export *
export_new (KmzbPage *page)
{
  Export *self = g_new0 (Export, 1);

  self->archive = page->routes->archive;
  self->page.routes = page->routes;
  self->page.english = page->english;
  self->query = kmzb_routes_read_query (page->exchange);
  self->excel = g_str_equal (kmzb_page_read_field (self->query, "for"), "excel");
  kmzb_page_filter_read (&self->filter, self->query);
  return self;
}

/* Nothing leaves that was not written into the audit before: who, when, and what was asked for. */
static gboolean
note_export (KmzbPage *self, const KmzbPageFilter *filter, GError **error)
{
  g_autofree char *asked = kmzb_page_filter_format (filter, NULL);
  KmzbAuditEntry entry = { .actor = self->session.user, .action = "export", .detail = asked,
                           .now_us = kmzb_clock_get_real_us (self->routes->clock) };

  return kmzb_archive_transact (self->routes->archive, kmzb_audit_add, &entry, error);
}

/**
 * kmzb_page_get_csv:
 *
 * The filtered list as a file for a spreadsheet, without anything that a visitor wrote. "for=excel" asks for the form
 * that a Polish Excel opens by itself.
 */
void
kmzb_page_get_csv (KmzbPage *self, const char *rest, KmzbWireForm *query)
{
  Export *export = export_new (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) today = NULL;
  g_autofree char *day = NULL;

  if (export->filter.wrong->len > 0)
    {
      kmzb_page_say (self, MHD_HTTP_BAD_REQUEST, KMZB_TEXT_BAD_FILTER);
      export_free (export);
      return;
    }
  if (!note_export (self, &export->filter, &error))
    {
      kmzb_page_fail (self, error);
      export_free (export);
      return;
    }
  today = g_date_time_new_from_unix_local (kmzb_clock_get_real_us (self->routes->clock) / G_USEC_PER_SEC);
  day = g_date_time_format (today, "%Y-%m-%d");
  self->exchange->disposition = g_strdup_printf ("attachment; filename=\"%s-%s.csv\"",
                                                 self->english ? "reports" : "zgloszenia", day);
  kmzb_exchange_answer_stream (self->exchange, "text/csv; charset=utf-8; header=present", make_more, export, export_free);
}
