/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-report.h"

#include "kmzb-page-filter.h"

#include <string.h>

#define ALL "all"

/* @query: (nullable): of an address. Remembers the list that it names, so that what comes next leads on through it. */
void
kmzb_page_read_list (KmzbPage *self, const char *query)
{
  g_autoptr (KmzbWireForm) form = query ? kmzb_wire_form_parse (query, strlen (query), NULL) : NULL;
  const char *list = form ? kmzb_page_read_field (form, "list") : "";

  g_free (self->list);
  self->list = *list != '\0' && strlen (list) <= KMZB_LIST_MAX_BYTES ? g_strdup (list) : NULL;
}

/* @filter: (nullable): the list's query, "status=new"; %NULL: no list. Returns: (transfer full): what follows a report's
 * address: "?list=status%3Dnew" */
char *
kmzb_page_format_list (const char *filter)
{
  g_autofree char *value = g_uri_escape_string (filter && *filter ? filter : ALL, NULL, FALSE);

  return filter ? g_strconcat ("?list=", value, NULL) : g_strdup ("");
}

/* A form about a report; what it leads to knows the list, too. */
void
kmzb_page_begin_report_form (KmzbPage *self, const char *id)
{
  g_autofree char *list = kmzb_page_format_list (self->list);

  kmzb_page_print (self, "<form method=\"post\" action=\"" KMZB_PAGE_ROOT "report/%s%s\">", id, list);
  kmzb_page_add_csrf (self);
}

/* The report next to @report in its list. */
static gboolean
add_step (KmzbPage *self, KmzbStorage *reader, const KmzbPageFilter *filter, const KmzbCase *report, gboolean newer,
          GError **error)
{
  KmzbPageCursor from = { report->requested_us, report->id };
  g_autoptr (KmzbRows) rows = kmzb_page_filter_query (filter, reader, &from, newer, 1, error);
  g_autofree char *list = kmzb_page_format_list (self->list);
  g_autoptr (GError) fault = NULL;

  if (rows != NULL && kmzb_rows_next (rows, &fault))
    kmzb_page_print (self, "<a class=\"button\" href=\"" KMZB_PAGE_ROOT "report/%s%s\" rel=\"%s\">%s</a>",
                     kmzb_rows_text (rows, KMZB_COLUMN_ID), list, newer ? "prev" : "next",
                     kmzb_page_text (self, newer ? KMZB_TEXT_NEWER_REPORT : KMZB_TEXT_OLDER_REPORT));
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return rows != NULL && fault == NULL;
}

/* The list as it goes on from this report. No id is smaller than "". */
static void
add_way_back (KmzbPage *self, const KmzbPageFilter *filter, const KmzbCase *report)
{
  g_autofree char *query = kmzb_page_filter_format (filter, NULL);
  g_autofree char *cursor = kmzb_page_cursor_format (report->requested_us + 1, "");

  kmzb_page_print (self, "<a class=\"button\" href=\"" KMZB_PAGE_ROOT "?%s%solder=%s\">%s</a>", query,
                   *query != '\0' ? "&" : "", cursor, kmzb_page_text (self, KMZB_TEXT_BACK_TO_LIST));
}

/**
 * kmzb_page_add_queue:
 *
 * The way on to the next report of the list that this one was opened from. It is found by this report's place among
 * those that the filter lets through, also when this one, decided, is not among them any more.
 */
gboolean
kmzb_page_add_queue (KmzbPage *self, KmzbStorage *reader, const KmzbCase *report, GError **error)
{
  g_autoptr (KmzbWireForm) query = self->list ? kmzb_wire_form_parse (self->list, strlen (self->list), NULL) : NULL;
  g_auto (KmzbPageFilter) filter = { 0 };
  gboolean ok;

  if (query == NULL)
    return TRUE;
  kmzb_page_filter_read (&filter, query);
  if (filter.wrong->len > 0)
    return TRUE;
  kmzb_page_print (self, "<nav class=\"paging\" aria-label=\"%s\">", kmzb_page_text (self, KMZB_TEXT_QUEUE));
  ok = add_step (self, reader, &filter, report, TRUE, error) && add_step (self, reader, &filter, report, FALSE, error);
  add_way_back (self, &filter, report);
  kmzb_page_add (self, "</nav>");
  return ok;
}
