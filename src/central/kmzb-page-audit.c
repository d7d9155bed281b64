/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-filter.h"
#include "kmzb-page.h"

#include "kmzb-number.h"

#include <string.h>

#define PAGE_SIZE 50

/* @id, @number: the columns that they stand in */
static void
add_report (KmzbPage *self, KmzbRows *rows, int id, int number)
{
  g_autofree char *name = kmzb_rows_is_null (rows, number) ? NULL : kmzb_number_format (kmzb_rows_text (rows, number));

  if (!kmzb_rows_is_null (rows, id))
    kmzb_page_print (self, "<a href=\"/admin/report/%s\">%s</a>", kmzb_rows_text (rows, id),
                     name ? name : kmzb_rows_text (rows, id));
}

/* To which main report it was joined, or what status it got. */
static void
add_detail (KmzbPage *self, KmzbRows *rows)
{
  if (!kmzb_rows_is_null (rows, 7))
    add_report (self, rows, 7, 8);
  else if (!kmzb_rows_is_null (rows, 5))
    kmzb_page_print (self, "%s", kmzb_page_name_status (self, kmzb_rows_text (rows, 5)));
}

static void
add_line (KmzbPage *self, KmzbRows *rows)
{
  g_autofree char *when = kmzb_page_format_time (kmzb_rows_int (rows, 1));
  gboolean unknown = g_str_equal (kmzb_rows_text (rows, 2), KMZB_AUDIT_UNKNOWN);

  kmzb_page_print (self, "<tr role=\"row\"><td role=\"cell\" class=\"time\">%s</td>", when);
  kmzb_page_print (self, "<td role=\"cell\" class=\"any\">%s</td>",
                   unknown ? kmzb_page_text (self, KMZB_TEXT_UNKNOWN_NAME) : kmzb_rows_text (rows, 2));
  kmzb_page_print (self, "<td role=\"cell\">%s</td><td role=\"cell\">",
                   kmzb_text_get_action (kmzb_rows_text (rows, 3), self->english));
  add_report (self, rows, 4, 6);
  kmzb_page_add (self, "</td><td role=\"cell\" class=\"text\">");
  add_detail (self, rows);
  kmzb_page_add (self, "</td></tr>");
}

/* @who, @report: whose lines, and about what, by number or id; "" for all */
static KmzbRows *
find_lines (KmzbStorage *storage, const KmzbPageCursor *from, const char *who, const char *report, GError **error)
{
  g_autofree char *number = strlen (report) < 32 ? kmzb_number_parse (report) : NULL;

  return kmzb_storage_query (storage,
                             "SELECT audit.id, at_us, actor, action, report_id, detail, reports.number, main.id,"
                             " main.number FROM audit LEFT JOIN reports ON reports.id=audit.report_id"
                             " LEFT JOIN reports AS main ON main.id=audit.detail WHERE (at_us, audit.id)<($1, $2)"
                             " AND ($3='' OR actor=$3) AND ($4='' OR report_id=$4 OR reports.number=$6)"
                             " ORDER BY at_us DESC, audit.id DESC LIMIT $5",
                             KMZB_VALUES (kmzb_value_int (from->requested_us), kmzb_value_text (from->id),
                                          kmzb_value_text (who), kmzb_value_text (report),
                                          kmzb_value_int (PAGE_SIZE + 1), kmzb_value_text (number)),
                             error);
}

static void
add_field (KmzbPage *self, KmzbWireForm *query, const char *name, KmzbText label)
{
  kmzb_page_print (self, "<p><label for=\"a-%s\">%s</label><input id=\"a-%s\" name=\"%s\" value=\"%s\"></p>", name,
                   kmzb_page_text (self, label), name, name, kmzb_page_read_field (query, name));
}

static void
add_filter (KmzbPage *self, KmzbWireForm *query)
{
  kmzb_page_print (self,
                   "<section aria-label=\"%s\"><form method=\"get\" action=\"/admin/audit\" role=\"search\">"
                   "<div class=\"filters\">",
                   kmzb_page_text (self, KMZB_TEXT_FILTERS));
  add_field (self, query, "who", KMZB_TEXT_WHO);
  add_field (self, query, "report", KMZB_TEXT_NUMBER);
  kmzb_page_print (self, "</div><p class=\"send\"><button class=\"main\">%s</button> <a href=\"/admin/audit\">%s</a></p>"
                         "</form></section>",
                   kmzb_page_text (self, KMZB_TEXT_SHOW), kmzb_page_text (self, KMZB_TEXT_CLEAR));
}

static void
add_page_link (KmzbPage *self, KmzbWireForm *query, const char *cursor, KmzbText text)
{
  g_autofree char *who = g_uri_escape_string (kmzb_page_read_field (query, "who"), NULL, FALSE);
  g_autofree char *report = g_uri_escape_string (kmzb_page_read_field (query, "report"), NULL, FALSE);

  kmzb_page_print (self, "<a class=\"button\" href=\"/admin/audit?who=%s&report=%s&older=%s\">%s</a>", who, report,
                   cursor ? cursor : "", kmzb_page_text (self, text));
}

/* @next: (out): where the next page begins. Returns: how many lines there are, one more than shown where there are more */
static guint
add_lines (KmzbPage *self, KmzbRows *rows, char **next, GError **error)
{
  static const KmzbText heads[]
      = { KMZB_TEXT_WHEN, KMZB_TEXT_WHO, KMZB_TEXT_WHAT, KMZB_TEXT_REPORT, KMZB_TEXT_DETAIL };
  guint n = 0;

  while (kmzb_rows_next (rows, error))
    if (++n <= PAGE_SIZE)
      {
        if (n == 1)
          kmzb_page_add_heads (self, KMZB_TEXT_AUDIT_CAPTION, heads, G_N_ELEMENTS (heads));
        add_line (self, rows);
        g_free (*next);
        *next = kmzb_page_cursor_format (kmzb_rows_int (rows, 1), kmzb_rows_text (rows, 0));
      }
  if (n > 0)
    kmzb_page_add_table_end (self);
  else
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_AUDIT_NONE));
  return n;
}

/**
 * kmzb_page_get_audit:
 *
 * Who did what, for administrators; of one user or one report where that is asked for.
 */
void
kmzb_page_get_audit (KmzbPage *self, const char *rest, KmzbWireForm *query)
{
  g_autoptr (GError) error = NULL;
  KmzbPageCursor from = { G_MAXINT64, NULL };
  gboolean later = kmzb_page_cursor_parse (&from, kmzb_page_read_field (query, "older"));
  g_autofree char *id = from.id = later ? from.id : g_strdup (""), *next = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  KmzbRows *rows = reader ? find_lines (reader, &from, kmzb_page_read_field (query, "who"),
                                        kmzb_page_read_field (query, "report"), &error)
                          : NULL;
  guint n = 0;

  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_AUDIT));
  add_filter (self, query);
  kmzb_page_add (self, "<section>");
  if (rows != NULL)
    n = add_lines (self, rows, &next, &error);
  g_clear_pointer (&rows, kmzb_rows_free);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    {
      kmzb_page_fail (self, error);
      return;
    }
  kmzb_page_print (self, "<nav class=\"paging\" aria-label=\"%s\">", kmzb_page_text (self, KMZB_TEXT_PAGING_AUDIT));
  if (later)
    add_page_link (self, query, NULL, KMZB_TEXT_NEWEST);
  if (n > PAGE_SIZE)
    add_page_link (self, query, next, KMZB_TEXT_NEXT);
  kmzb_page_add (self, "</nav></section>");
  kmzb_page_end (self, MHD_HTTP_OK);
}
