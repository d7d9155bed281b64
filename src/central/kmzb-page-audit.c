/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-filter.h"
#include "kmzb-page.h"

#define PAGE_SIZE 50

static void
add_line (KmzbPage *self, KmzbRows *rows)
{
  g_autofree char *when = kmzb_page_format_time (kmzb_rows_int (rows, 1));

  kmzb_page_print (self, "<tr role=\"row\"><td role=\"cell\" class=\"time\">%s</td>", when);
  kmzb_page_print (self, "<td role=\"cell\">%s</td>", kmzb_rows_text (rows, 2));
  kmzb_page_print (self, "<td role=\"cell\">%s</td><td role=\"cell\">",
                   kmzb_text_get_action (kmzb_rows_text (rows, 3), self->english));
  if (!kmzb_rows_is_null (rows, 4))
    {
      g_autofree char *id = g_strdup (kmzb_rows_text (rows, 4));

      kmzb_page_print (self, "<a href=\"/admin/report/%s\">%s</a>", id, id);
    }
  kmzb_page_add (self, "</td>");
  kmzb_page_print (self, "<td role=\"cell\">%s</td></tr>", kmzb_rows_is_null (rows, 5) ? "" : kmzb_rows_text (rows, 5));
}

static KmzbRows *
find_lines (KmzbStorage *storage, const KmzbPageCursor *from, GError **error)
{
  return kmzb_storage_query (storage,
                             "SELECT id, at_us, actor, action, report_id, detail FROM audit WHERE (at_us, id)<($1, $2)"
                             " ORDER BY at_us DESC, id DESC LIMIT $3",
                             KMZB_VALUES (kmzb_value_int (from->requested_us), kmzb_value_text (from->id),
                                          kmzb_value_int (PAGE_SIZE + 1)),
                             error);
}

void
kmzb_page_get_audit (KmzbPage *self, const char *rest, KmzbWireForm *query)
{
  static const KmzbText heads[]
      = { KMZB_TEXT_WHEN, KMZB_TEXT_WHO, KMZB_TEXT_WHAT, KMZB_TEXT_REPORT, KMZB_TEXT_DETAIL };
  g_autoptr (GError) error = NULL;
  KmzbPageCursor from = { G_MAXINT64, NULL };
  gboolean later = kmzb_page_cursor_parse (&from, kmzb_page_read_field (query, "older"));
  g_autofree char *id = from.id = later ? from.id : g_strdup (""), *next = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  KmzbRows *rows = reader ? find_lines (reader, &from, &error) : NULL;
  guint n = 0;

  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_AUDIT));
  kmzb_page_add (self, "<section>");
  kmzb_page_add_heads (self, KMZB_TEXT_AUDIT_CAPTION, heads, G_N_ELEMENTS (heads));
  while (rows != NULL && kmzb_rows_next (rows, &error))
    if (++n <= PAGE_SIZE)
      {
        add_line (self, rows);
        g_free (next);
        next = kmzb_page_cursor_format (kmzb_rows_int (rows, 1), kmzb_rows_text (rows, 0));
      }
  g_clear_pointer (&rows, kmzb_rows_free);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    {
      kmzb_page_fail (self, error);
      return;
    }
  kmzb_page_add_table_end (self);
  kmzb_page_print (self, "<nav class=\"paging\" aria-label=\"%s\">", kmzb_page_text (self, KMZB_TEXT_PAGING));
  if (later)
    kmzb_page_print (self, "<a class=\"button\" href=\"/admin/audit\">%s</a>", kmzb_page_text (self, KMZB_TEXT_NEWEST));
  if (n > PAGE_SIZE)
    kmzb_page_print (self, "<a class=\"button\" href=\"/admin/audit?older=%s\">%s</a>", next,
                     kmzb_page_text (self, KMZB_TEXT_NEXT));
  kmzb_page_add (self, "</nav></section>");
  kmzb_page_end (self, MHD_HTTP_OK);
}
