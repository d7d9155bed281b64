/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-chart.h"
#include "kmzb-page-list.h"

#include "kmzb-clock.h"

#include <math.h>

#define PATH KMZB_PAGE_ROOT "tallies"
#define DEFAULT_WEEKS 12
/* As many columns as can be told apart; a longer time is counted in months or years. */
#define MAX_SPANS 60
#define MAX_AREAS 300

typedef struct
{
  KmzbPage *page;
  const KmzbPageFilter *filter;
  KmzbStorage *reader;
} Count;

static GPtrArray *
new_tallies (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_tally_free);
}

/* Returns: (transfer full): to @path, with one field of the filter set anew */
static char *
make_link (const Count *self, const char *path, const char *name, const char *value)
{
  const char *const without[] = { name, NULL };
  g_autofree char *rest = kmzb_page_filter_format (self->filter, without);
  g_autofree char *escaped = g_uri_escape_string (value, ",", FALSE);

  return g_strdup_printf ("%s?%s%s%s=%s", path, rest, *rest != '\0' ? "&" : "", name, escaped);
}

/* @select: what is counted, one line each; @order: how the lines are sorted */
static KmzbRows *
query (const Count *self, const char *select, const char *order, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (KmzbValue));
  g_autoptr (GString) sql = kmzb_page_filter_make_where (self->filter, values);

  g_string_prepend (sql, " FROM reports");
  g_string_prepend (sql, select);
  g_string_append (sql, order);
  return kmzb_storage_query (self->reader, sql->str, (const KmzbValue *) values->data, values->len, error);
}

static gboolean
is_good (KmzbRows *rows, GError **error, GError *fault)
{
  if (fault != NULL)
    g_propagate_error (error, fault);
  return rows != NULL && fault == NULL;
}

static gboolean
count_statuses (const Count *self, GPtrArray *tallies, gint64 *total, GError **error)
{
  gint64 counts[KMZB_N_STATUSES] = { 0 };
  g_autoptr (KmzbRows) rows = query (self, "SELECT status, count(*)", " GROUP BY status", error);
  GError *fault = NULL;
  KmzbStatus status;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    {
      *total += kmzb_rows_int (rows, 1);
      if (kmzb_status_from_slug (kmzb_rows_text (rows, 0), &status))
        counts[status] = kmzb_rows_int (rows, 1);
    }
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    {
      const char *slug = kmzb_status_to_slug ((KmzbStatus) i);
      KmzbTally *tally = kmzb_tally_new (slug, make_link (self, KMZB_PAGE_ROOT, "status", slug), counts[i]);

      tally->status = g_strdup (slug);
      g_ptr_array_add (tallies, tally);
    }
  return is_good (rows, error, fault);
}

static gboolean
count_categories (const Count *self, GPtrArray *tallies, GError **error)
{
  g_autoptr (KmzbRows) rows = query (self, "SELECT service_code, count(*) AS n",
                                     " GROUP BY service_code ORDER BY n DESC, service_code LIMIT 100", error);
  GError *fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    {
      const char *slug = kmzb_rows_text (rows, 0);

      g_ptr_array_add (tallies, kmzb_tally_new (kmzb_page_name_category (self->page, slug),
                                                make_link (self, KMZB_PAGE_ROOT, "category", slug), kmzb_rows_int (rows, 1)));
    }
  return is_good (rows, error, fault);
}

/* @fine: cells of a hundredth of a degree, else of a tenth */
static gboolean
count_areas (const Count *self, GPtrArray *tallies, gboolean fine, GError **error)
{
  const char *select = fine ? "SELECT round(lat*100-0.4999999) AS y, round(lon*100-0.4999999) AS x, count(*) AS n"
                            : "SELECT round(lat*10-0.4999999) AS y, round(lon*10-0.4999999) AS x, count(*) AS n";
  g_autofree char *order = g_strdup_printf (" AND lat IS NOT NULL AND lon IS NOT NULL GROUP BY 1, 2"
                                            " ORDER BY n DESC, y, x LIMIT %d",
                                            MAX_AREAS);
  g_autoptr (KmzbRows) rows = query (self, select, order, error);
  double scale = fine ? 100 : 10;
  GError *fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    {
      int y = (int) lround (kmzb_rows_real (rows, 0)), x = (int) lround (kmzb_rows_real (rows, 1));
      char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];
      const char *format = fine ? "%.2f" : "%.1f";
      g_autofree char *area = NULL, *name = NULL;
      KmzbTally *tally;

      area = g_strconcat (g_ascii_formatd (lat, sizeof lat, format, y / scale), ",",
                          g_ascii_formatd (lon, sizeof lon, format, x / scale), NULL);
      name = g_strdup_printf ("%s° N, %s° E", lat, lon);
      /* From a large cell one gets to its small ones, and from those to the list. */
      tally = kmzb_tally_new (name, make_link (self, fine ? KMZB_PAGE_ROOT : PATH, "area", area),
                              kmzb_rows_int (rows, 2));
      tally->x = x;
      tally->y = y;
      g_ptr_array_add (tallies, tally);
    }
  return is_good (rows, error, fault);
}

typedef enum
{
  SPAN_WEEK,
  SPAN_MONTH,
  SPAN_YEAR,
} Span;

static GDateTime *
add_spans (GDateTime *time, Span span, int n)
{
  return span == SPAN_WEEK ? g_date_time_add_weeks (time, n)
         : span == SPAN_MONTH ? g_date_time_add_months (time, n)
                              : g_date_time_add_years (time, n);
}

/* The span that @us is in, from its first midnight in the server's zone. */
static GDateTime *
begin_span (gint64 us, Span span)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (us / G_USEC_PER_SEC), day = NULL;
  int month = span == SPAN_YEAR ? 1 : g_date_time_get_month (time);

  if (span != SPAN_WEEK)
    return g_date_time_new_local (g_date_time_get_year (time), month, 1, 0, 0, 0);
  day = g_date_time_new_local (g_date_time_get_year (time), month, g_date_time_get_day_of_month (time), 0, 0, 0);
  return g_date_time_add_days (day, 1 - g_date_time_get_day_of_week (day));
}

/* The finest spans that are not too many. */
static Span
choose_span (gint64 from_us, gint64 to_us)
{
  gint64 days = (to_us - from_us) / G_TIME_SPAN_DAY;

  return days <= MAX_SPANS * 7 ? SPAN_WEEK : days <= MAX_SPANS * 30 ? SPAN_MONTH : SPAN_YEAR;
}

static gint64
to_us (GDateTime *time)
{
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* @begin, @end: (nullable): an open end takes in what is beyond, by clocks that go wrong */
static gboolean
count_span (const Count *self, GDateTime *begin, GDateTime *end, gint64 *n, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (KmzbValue));
  g_autoptr (GString) sql = kmzb_page_filter_make_where (self->filter, values);

  g_string_prepend (sql, "SELECT count(*) FROM reports");
  for (guint i = 0; i < 2; i++)
    {
      GDateTime *bound = i == 0 ? begin : end;
      KmzbValue value = kmzb_value_int (bound ? to_us (bound) : 0);

      if (bound == NULL)
        continue;
      g_array_append_val (values, value);
      g_string_append_printf (sql, " AND requested_us%s$%u", i == 0 ? ">=" : "<", values->len);
    }
  return kmzb_storage_get_int (self->reader, sql->str, (const KmzbValue *) values->data, values->len, n, error);
}

/* Returns: (transfer full): to the list of the days from @begin to before @end, within the filter's own */
static char *
link_span (const Count *self, GDateTime *begin, GDateTime *end)
{
  static const char *const without[] = { "from", "to", NULL };
  g_autoptr (GDateTime) last = g_date_time_add_days (end, -1);
  g_autofree char *rest = kmzb_page_filter_format (self->filter, without);
  g_autofree char *from = g_date_time_format (begin, "%Y-%m-%d"), *to = g_date_time_format (last, "%Y-%m-%d");
  const char *own_from = kmzb_page_read_field (self->filter->query, "from");
  const char *own_to = kmzb_page_read_field (self->filter->query, "to");

  return g_strdup_printf (KMZB_PAGE_ROOT "?%s%sfrom=%s&to=%s", rest, *rest != '\0' ? "&" : "",
                          g_strcmp0 (own_from, from) > 0 ? own_from : from,
                          *own_to != '\0' && g_strcmp0 (own_to, to) < 0 ? own_to : to);
}

static gboolean
count_spans (const Count *self, GPtrArray *tallies, Span *span, GError **error)
{
  static const char *const formats[] = { "%Y-%m-%d", "%Y-%m", "%Y" };
  gint64 now_us = kmzb_clock_get_real_us (self->page->routes->clock);
  gint64 from_us = self->filter->from_us, end_us = self->filter->to_us ? self->filter->to_us : now_us + 1;
  g_autoptr (GDateTime) begin = NULL;

  if (from_us == 0)
    {
      g_autoptr (KmzbRows) rows = query (self, "SELECT min(requested_us)", "", error);

      if (rows == NULL || !kmzb_rows_next (rows, error))
        return FALSE;
      from_us = kmzb_rows_is_null (rows, 0) ? now_us : MIN (kmzb_rows_int (rows, 0), now_us);
    }
  *span = choose_span (from_us, end_us);
  begin = begin_span (from_us, *span);
  for (guint i = 0; to_us (begin) < end_us && i < 10 * MAX_SPANS; i++)
    {
      g_autoptr (GDateTime) end = add_spans (begin, *span, 1);
      g_autofree char *name = g_date_time_format (begin, formats[*span]);
      gboolean last = to_us (end) >= end_us && self->filter->to_us == 0;
      gint64 n;

      if (!count_span (self, i > 0 ? begin : NULL, last ? NULL : end, &n, error))
        return FALSE;
      g_ptr_array_add (tallies, kmzb_tally_new (name, link_span (self, begin, end), n));
      g_date_time_unref (begin);
      begin = g_steal_pointer (&end);
    }
  return TRUE;
}

/* Without a period of its own a tally is of the last weeks; the form says so, and so do its links. */
static void
fill_period (KmzbPage *self, KmzbWireForm *query)
{
  gint64 now_us = kmzb_clock_get_real_us (self->routes->clock);
  g_autoptr (GDateTime) monday = begin_span (now_us, SPAN_WEEK), from = g_date_time_add_weeks (monday, -DEFAULT_WEEKS);
  g_autofree char *text = g_date_time_format (from, "%Y-%m-%d");

  if (kmzb_wire_form_get (query, "from") == NULL && kmzb_wire_form_get (query, "to") == NULL)
    kmzb_wire_form_add (query, "from", text);
}

static gboolean
add_tallies (const Count *self, GError **error)
{
  static const KmzbText span_names[] = { KMZB_TEXT_WEEK, KMZB_TEXT_MONTH, KMZB_TEXT_YEAR };
  static const KmzbText captions[] = { KMZB_TEXT_BY_WEEK, KMZB_TEXT_BY_MONTH, KMZB_TEXT_BY_YEAR };
  g_autoptr (GPtrArray) statuses = new_tallies (), categories = new_tallies (), spans = new_tallies ();
  g_autoptr (GPtrArray) areas = new_tallies ();
  gboolean fine = *kmzb_page_read_field (self->filter->query, "area") != '\0';
  KmzbPage *page = self->page;
  g_autofree char *sum = NULL;
  gint64 total = 0;
  Span span;

  if (!count_statuses (self, statuses, &total, error) || !count_categories (self, categories, error)
      || !count_spans (self, spans, &span, error) || !count_areas (self, areas, fine, error))
    return FALSE;
  sum = kmzb_page_format_count (page, total);
  kmzb_page_print (page, "<p class=\"total\">%s: <strong>%s</strong></p>", kmzb_page_text (page, KMZB_TEXT_TOTAL), sum);
  kmzb_page_add (page, "<div class=\"charts\"><section>");
  kmzb_page_add_bars (page, KMZB_TEXT_BY_STATUS, KMZB_TEXT_STATUS, statuses);
  kmzb_page_print (page, "</section><section><h2>%s</h2>", kmzb_page_text (page, captions[span]));
  kmzb_page_add_columns (page, captions[span], span_names[span], spans);
  kmzb_page_add (page, "</section><section>");
  kmzb_page_add_bars (page, KMZB_TEXT_BY_CATEGORY, KMZB_TEXT_CATEGORY, categories);
  kmzb_page_print (page, "</section><section><h2>%s</h2><p class=\"hint\">%s</p>",
                   kmzb_page_text (page, KMZB_TEXT_BY_AREA),
                   kmzb_page_text (page, fine ? KMZB_TEXT_FINE_CELLS : KMZB_TEXT_CELLS));
  if (areas->len > 0)
    kmzb_page_add_grid (page, KMZB_TEXT_BY_AREA, areas,
                        cos (((KmzbTally *) areas->pdata[0])->y / (fine ? 100. : 10.) * G_PI / 180));
  else
    kmzb_page_print (page, "<p>%s</p>", kmzb_page_text (page, KMZB_TEXT_NONE));
  kmzb_page_add (page, "</section></div>");
  return TRUE;
}

/**
 * kmzb_page_get_tallies:
 *
 * How many reports by status, category, time and place, of those that a filter lets through.
 */
void
kmzb_page_get_tallies (KmzbPage *self, const char *rest, KmzbWireForm *query)
{
  g_auto (KmzbPageFilter) filter = { 0 };
  g_autoptr (GError) error = NULL;
  Count count = { .page = self, .filter = &filter };

  fill_period (self, query);
  kmzb_page_filter_read (&filter, query);
  self->wrong = filter.wrong->len > 0;
  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_TALLIES));
  kmzb_page_add_filters (self, &filter, PATH);
  kmzb_page_add_tools (self, &filter);
  count.reader = filter.wrong->len == 0 ? kmzb_archive_borrow (self->routes->archive, &error) : NULL;
  if (count.reader != NULL)
    add_tallies (&count, &error);
  kmzb_archive_give_back (self->routes->archive, count.reader);
  if (error != NULL)
    kmzb_page_fail (self, error);
  else
    kmzb_page_end (self, filter.wrong->len == 0 ? MHD_HTTP_OK : MHD_HTTP_BAD_REQUEST);
}
