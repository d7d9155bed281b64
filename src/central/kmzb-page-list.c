/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-list.h"

#include "kmzb-number.h"

#define PAGE_SIZE 50

/* One line of the list. */
typedef struct
{
  char *id;
  char *number; /* (nullable) */
  char *category;
  char *status;
  char *booth;
  gint64 requested_us;
  gboolean duplicate;
  gboolean confirms;
  gboolean burst;
} Line;

static void
line_free (Line *self)
{
  g_free (self->id);
  g_free (self->number);
  g_free (self->category);
  g_free (self->status);
  g_free (self->booth);
  g_free (self);
}

static Line *
read_line (KmzbRows *rows)
{
  Line *self = g_new0 (Line, 1);

  self->id = g_strdup (kmzb_rows_text (rows, KMZB_COLUMN_ID));
  if (!kmzb_rows_is_null (rows, KMZB_COLUMN_NUMBER))
    self->number = kmzb_number_format (kmzb_rows_text (rows, KMZB_COLUMN_NUMBER));
  self->category = g_strdup (kmzb_rows_text (rows, KMZB_COLUMN_CATEGORY));
  self->status = g_strdup (kmzb_rows_text (rows, KMZB_COLUMN_STATUS));
  self->booth = g_strdup (kmzb_rows_text (rows, KMZB_COLUMN_BOOTH));
  self->requested_us = kmzb_rows_int (rows, KMZB_COLUMN_REQUESTED);
  self->duplicate = !kmzb_rows_is_null (rows, KMZB_COLUMN_MAIN);
  self->confirms = !kmzb_rows_is_null (rows, KMZB_COLUMN_CONFIRMS);
  self->burst = kmzb_rows_int (rows, KMZB_COLUMN_BURST) != 0;
  return self;
}

/**
 * Slice:
 * @lines: (element-type Line): in the list's order, the newest first
 * @newer, @older: whether there are others before and after these
 *
 * One page of the list. It is found by the reports that it stands between, not by its number: the tenth thousandth
 * page is there as quickly as the first, and a link shows the same after new reports have come.
 */
typedef struct
{
  GPtrArray *lines;
  gboolean newer;
  gboolean older;
} Slice;

static void
reverse (GPtrArray *array)
{
  for (guint i = 0; i < array->len / 2; i++)
    {
      gpointer swap = array->pdata[i];

      array->pdata[i] = array->pdata[array->len - 1 - i];
      array->pdata[array->len - 1 - i] = swap;
    }
}

static gboolean
read_slice (Slice *self, KmzbStorage *storage, const KmzbPageFilter *filter, GError **error)
{
  KmzbPageCursor from = { 0 };
  gboolean newer = kmzb_page_cursor_parse (&from, kmzb_page_read_field (filter->query, "newer"));
  gboolean older = !newer && kmzb_page_cursor_parse (&from, kmzb_page_read_field (filter->query, "older")), more;
  g_autofree char *id = from.id;
  KmzbRows *rows
      = kmzb_page_filter_query (filter, storage, newer || older ? &from : NULL, newer, PAGE_SIZE + 1, error);
  g_autoptr (GError) fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    g_ptr_array_add (self->lines, read_line (rows));
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  if (rows == NULL || (error != NULL && *error != NULL))
    {
      kmzb_rows_free (rows);
      return FALSE;
    }
  kmzb_rows_free (rows);
  more = self->lines->len > PAGE_SIZE;
  if (more)
    g_ptr_array_set_size (self->lines, PAGE_SIZE);
  if (newer)
    reverse (self->lines);
  self->newer = newer ? more : older;
  self->older = newer ? TRUE : more;
  return TRUE;
}

/* @list: what leads on from report to report */
static void
add_line (KmzbPage *self, const Line *line, const char *list)
{
  g_autofree char *sent = kmzb_page_format_time (line->requested_us);

  kmzb_page_print (self, "<tr role=\"row\"><td role=\"cell\"><a%s href=\"/admin/report/%s%s\">%s</a>",
                   line->number ? " class=whole" : "", line->id, list, line->number ? line->number : line->id);
  if (line->duplicate)
    kmzb_page_print (self, " <span class=\"mark\">%s</span>", kmzb_page_text (self, KMZB_TEXT_DUPLICATE));
  if (line->confirms)
    kmzb_page_print (self, " <span class=\"mark\">%s</span>", kmzb_page_text (self, KMZB_TEXT_CONFIRMATION));
  if (line->burst)
    kmzb_page_print (self, " <span class=\"mark\">%s</span>", kmzb_page_text (self, KMZB_TEXT_BURST));
  kmzb_page_print (self, "</td><td role=\"cell\">%s</td><td role=\"cell\">",
                   kmzb_page_name_category (self, line->category));
  kmzb_page_add_status (self, line->status);
  kmzb_page_print (self, "</td><td role=\"cell\" class=\"time\" data-name=\"%s\">%s</td>",
                   kmzb_page_text (self, KMZB_TEXT_SENT), sent);
  kmzb_page_print (self, "<td role=\"cell\" data-name=\"%s\">%s</td></tr>", kmzb_page_text (self, KMZB_TEXT_BOOTH),
                   line->booth);
}

static void
add_page_link (KmzbPage *self, const KmzbPageFilter *filter, const char *name, const Line *line, KmzbText text)
{
  g_autofree char *query = kmzb_page_filter_format (filter, NULL);
  g_autofree char *cursor = line ? kmzb_page_cursor_format (line->requested_us, line->id) : NULL;

  kmzb_page_print (self, "<a class=\"button\" href=\"" KMZB_PAGE_ROOT "?%s%s%s%s%s\">%s</a>", query,
                   *query != '\0' && line ? "&" : "", line ? name : "", line ? "=" : "", cursor ? cursor : "",
                   kmzb_page_text (self, text));
}

static void
add_paging (KmzbPage *self, const KmzbPageFilter *filter, const Slice *slice)
{
  GPtrArray *lines = slice->lines;

  if (!slice->newer && !slice->older)
    return;
  kmzb_page_print (self, "<nav class=\"paging\" aria-label=\"%s\">", kmzb_page_text (self, KMZB_TEXT_PAGING));
  if (slice->newer)
    add_page_link (self, filter, NULL, NULL, KMZB_TEXT_NEWEST);
  if (slice->newer && lines->len > 0)
    add_page_link (self, filter, "newer", lines->pdata[0], KMZB_TEXT_PREVIOUS);
  if (slice->older && lines->len > 0)
    add_page_link (self, filter, "older", lines->pdata[lines->len - 1], KMZB_TEXT_NEXT);
  kmzb_page_add (self, "</nav>");
}

static void
add_list (KmzbPage *self, const KmzbPageFilter *filter, const Slice *slice)
{
  static const KmzbText heads[]
      = { KMZB_TEXT_NUMBER, KMZB_TEXT_CATEGORY, KMZB_TEXT_STATUS, KMZB_TEXT_SENT, KMZB_TEXT_BOOTH };

  g_autofree char *query = kmzb_page_filter_format (filter, NULL), *list = kmzb_page_format_list (query);

  kmzb_page_add (self, "<section>");
  if (slice->lines->len > 0)
    {
      kmzb_page_add_heads (self, KMZB_TEXT_LIST_CAPTION, heads, G_N_ELEMENTS (heads));
      for (guint i = 0; i < slice->lines->len; i++)
        add_line (self, slice->lines->pdata[i], list);
      kmzb_page_add_table_end (self);
    }
  else
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_NONE));
  if (filter->has_words && slice->lines->len < PAGE_SIZE)
    kmzb_page_print (self, "<p class=\"hint\">%s</p>", kmzb_page_text (self, KMZB_TEXT_SCANNED));
  add_paging (self, filter, slice);
  kmzb_page_add (self, "</section>");
}

void
kmzb_page_get_reports (KmzbPage *self, const char *rest, KmzbWireForm *query)
{
  g_auto (KmzbPageFilter) filter = { 0 };
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  Slice slice = { .lines = lines };
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader;

  kmzb_page_filter_read (&filter, query);
  reader = filter.wrong->len == 0 ? kmzb_archive_borrow (self->routes->archive, &error) : NULL;
  if (reader != NULL)
    read_slice (&slice, reader, &filter, &error);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    {
      kmzb_page_fail (self, error);
      return;
    }
  self->wrong = filter.wrong->len > 0;
  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_REPORTS));
  kmzb_page_add_filters (self, &filter, KMZB_PAGE_ROOT);
  kmzb_page_add_tools (self, &filter);
  if (filter.wrong->len == 0)
    add_list (self, &filter, &slice);
  kmzb_page_end (self, filter.wrong->len == 0 ? MHD_HTTP_OK : MHD_HTTP_BAD_REQUEST);
}
