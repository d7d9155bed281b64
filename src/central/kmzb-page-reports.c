/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page.h"

#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-time.h"
#include "kmzb-updates.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_SIZE 50
#define MAX_PAGE 100000
#define NOTE_MAX_CODE_POINTS 1000

static const char *
read_field (KmzbWireForm *form, const char *name)
{
  const char *value = kmzb_wire_form_get (form, name);

  return value ? value : "";
}

static guint
read_page (KmzbWireForm *query)
{
  guint64 page = 1;

  g_ascii_string_to_unsigned (read_field (query, "page"), 10, 1, MAX_PAGE, &page, NULL);
  return (guint) page;
}

static const char *
name_category (KmzbPage *self, const char *slug)
{
  const KmzbCategory *category = kmzb_catalog_lookup (self->routes->catalog, slug);

  return category ? kmzb_category_get_name (category, self->english ? "en" : "pl") : slug;
}

static const char *
name_status (KmzbPage *self, const char *slug)
{
  KmzbStatus status;

  return kmzb_status_from_slug (slug, &status) ? kmzb_routes_get_status_name (status, self->english) : slug;
}

/* Midnight in the server's zone, @days later. Returns: 0 for what is no date */
static gint64
read_day (const char *text, int days)
{
  g_autoptr (GDateTime) start = NULL, day = NULL;
  int year, month, number;

  if (!kmzb_date_is_valid (text))
    return 0;
  year = atoi (text);
  month = atoi (text + 5);
  number = atoi (text + 8);
  start = g_date_time_new_local (year, month, number, 0, 0, 0);
  day = start ? g_date_time_add_days (start, days) : NULL;
  return day ? g_date_time_to_unix (day) * G_USEC_PER_SEC : 0;
}

static void
add_condition (GString *sql, GArray *values, const char *condition, KmzbValue value)
{
  g_array_append_val (values, value);
  g_string_append_printf (sql, " AND %s$%u", condition, values->len);
}

static KmzbRows *
find_reports (KmzbStorage *storage, KmzbWireForm *query, const char *number, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT id, number, service_code, status, requested_us, booth FROM reports"
                                          " WHERE 1=1");
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (KmzbValue));
  gint64 from_us = read_day (read_field (query, "from"), 0), to_us = read_day (read_field (query, "to"), 1);
  KmzbValue page[] = { kmzb_value_int (PAGE_SIZE + 1), kmzb_value_int ((gint64) (read_page (query) - 1) * PAGE_SIZE) };

  if (*read_field (query, "number") != '\0')
    add_condition (sql, values, "number=", kmzb_value_text (number ? number : ""));
  if (*read_field (query, "status") != '\0')
    add_condition (sql, values, "status=", kmzb_value_text (read_field (query, "status")));
  if (*read_field (query, "category") != '\0')
    add_condition (sql, values, "service_code=", kmzb_value_text (read_field (query, "category")));
  if (from_us != 0)
    add_condition (sql, values, "requested_us>=", kmzb_value_int (from_us));
  if (to_us != 0)
    add_condition (sql, values, "requested_us<", kmzb_value_int (to_us));
  g_array_append_vals (values, page, G_N_ELEMENTS (page));
  g_string_append_printf (sql, " ORDER BY requested_us DESC, id DESC LIMIT $%u OFFSET $%u", values->len - 1,
                          values->len);
  return kmzb_storage_query (storage, sql->str, (const KmzbValue *) values->data, values->len, error);
}

static void
add_option (KmzbPage *self, const char *value, const char *name, const char *chosen)
{
  kmzb_page_print (self, "<option value=\"%s\"%s>%s</option>", value, g_str_equal (value, chosen) ? " selected" : "",
                   name);
}

static void
add_status_options (KmzbPage *self, const char *chosen)
{
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    add_option (self, kmzb_status_to_slug ((KmzbStatus) i), kmzb_routes_get_status_name ((KmzbStatus) i, self->english),
                chosen);
}

static void
add_filters (KmzbPage *self, KmzbWireForm *query)
{
  GPtrArray *categories = kmzb_catalog_get_categories (self->routes->catalog);
  const char *all = kmzb_page_text (self, KMZB_TEXT_ALL);

  kmzb_page_print (self, "<form class=\"filters\" method=\"get\" action=\"/admin/\"><p><label for=\"number\">%s</label>"
                   "<input id=\"number\" name=\"number\" value=\"%s\"></p><p><label for=\"status\">%s</label>"
                   "<select id=\"status\" name=\"status\">",
                   kmzb_page_text (self, KMZB_TEXT_NUMBER), read_field (query, "number"),
                   kmzb_page_text (self, KMZB_TEXT_STATUS));
  add_option (self, "", all, read_field (query, "status"));
  add_status_options (self, read_field (query, "status"));
  kmzb_page_print (self, "</select></p><p><label for=\"category\">%s</label><select id=\"category\" name=\"category\">",
                   kmzb_page_text (self, KMZB_TEXT_CATEGORY));
  add_option (self, "", all, read_field (query, "category"));
  for (guint i = 0; i < categories->len; i++)
    {
      const KmzbCategory *category = g_ptr_array_index (categories, i);

      add_option (self, category->slug, name_category (self, category->slug), read_field (query, "category"));
    }
  kmzb_page_print (self, "</select></p><p><label for=\"from\">%s</label><input id=\"from\" name=\"from\" type=\"date\" "
                   "value=\"%s\"></p><p><label for=\"to\">%s</label><input id=\"to\" name=\"to\" type=\"date\" "
                   "value=\"%s\"></p><p><button>%s</button></p></form>",
                   kmzb_page_text (self, KMZB_TEXT_FROM), read_field (query, "from"),
                   kmzb_page_text (self, KMZB_TEXT_TO), read_field (query, "to"),
                   kmzb_page_text (self, KMZB_TEXT_SHOW));
}

static void
add_page_link (KmzbPage *self, const char *path, KmzbWireForm *query, guint page, KmzbText text)
{
  static const char *const fields[] = { "number", "status", "category", "from", "to" };
  g_autoptr (GString) url = g_string_new (path);

  g_string_append_printf (url, "?page=%u", page);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *value = g_uri_escape_string (read_field (query, fields[i]), NULL, FALSE);

      if (*value != '\0')
        g_string_append_printf (url, "&%s=%s", fields[i], value);
    }
  kmzb_page_print (self, "<a href=\"%s\">%s</a> ", url->str, kmzb_page_text (self, text));
}

static void
add_paging (KmzbPage *self, const char *path, KmzbWireForm *query, guint n_rows)
{
  guint page = read_page (query);

  kmzb_page_add (self, "<p>");
  if (page > 1)
    add_page_link (self, path, query, page - 1, KMZB_TEXT_PREVIOUS);
  if (n_rows > PAGE_SIZE)
    add_page_link (self, path, query, page + 1, KMZB_TEXT_NEXT);
  kmzb_page_add (self, "</p>");
}

static void
add_heads (KmzbPage *self, const KmzbText *heads, guint n)
{
  kmzb_page_add (self, "<div class=\"scroll\"><table><thead><tr>");
  for (guint i = 0; i < n; i++)
    kmzb_page_print (self, "<th scope=\"col\">%s</th>", kmzb_page_text (self, heads[i]));
  kmzb_page_add (self, "</tr></thead><tbody>");
}

static void
add_report_row (KmzbPage *self, KmzbRows *rows)
{
  g_autofree char *id = g_strdup (kmzb_rows_text (rows, 0));
  g_autofree char *number = kmzb_rows_is_null (rows, 1) ? NULL : kmzb_number_format (kmzb_rows_text (rows, 1));
  g_autofree char *sent = kmzb_page_format_time (kmzb_rows_int (rows, 4));

  kmzb_page_print (self, "<tr><td><a href=\"/admin/report/%s\">%s</a></td>", id, number ? number : id);
  kmzb_page_print (self, "<td>%s</td>", name_category (self, kmzb_rows_text (rows, 2)));
  kmzb_page_print (self, "<td>%s</td><td>%s</td>", name_status (self, kmzb_rows_text (rows, 3)), sent);
  kmzb_page_print (self, "<td>%s</td></tr>", kmzb_rows_text (rows, 5));
}

void
kmzb_page_show_reports (KmzbPage *self, KmzbWireForm *query)
{
  static const KmzbText heads[]
      = { KMZB_TEXT_NUMBER, KMZB_TEXT_CATEGORY, KMZB_TEXT_STATUS, KMZB_TEXT_SENT, KMZB_TEXT_BOOTH };
  const char *typed = read_field (query, "number");
  g_autofree char *number = strlen (typed) < 32 ? kmzb_number_parse (typed) : NULL;
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  KmzbRows *rows = reader ? find_reports (reader, query, number, &error) : NULL;
  guint n = 0;

  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_REPORTS));
  add_filters (self, query);
  add_heads (self, heads, G_N_ELEMENTS (heads));
  while (rows != NULL && kmzb_rows_next (rows, &error))
    if (++n <= PAGE_SIZE)
      add_report_row (self, rows);
  g_clear_pointer (&rows, kmzb_rows_free);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    {
      kmzb_page_fail (self, error);
      return;
    }
  kmzb_page_add (self, "</tbody></table></div>");
  if (n == 0)
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_NONE));
  add_paging (self, "/admin/", query, n);
  kmzb_page_end (self, MHD_HTTP_OK);
}

static void
add_fact (KmzbPage *self, KmzbText name, const char *value)
{
  kmzb_page_print (self, "<tr><th scope=\"row\">%s</th><td class=\"text\">%s</td></tr>", kmzb_page_text (self, name),
                   value ? value : "");
}

/* What it says in columns 8 and 9, opened; only for who has asked for it and was written down. */
static void
add_description (KmzbPage *self, KmzbRows *rows, const char *id, gboolean open)
{
  gboolean plain = !kmzb_rows_is_null (rows, 8), sealed = !kmzb_rows_is_null (rows, 9);
  g_autofree char *key_id = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;

  kmzb_page_print (self, "<h2>%s</h2>", kmzb_page_text (self, KMZB_TEXT_DESCRIPTION));
  if (!plain && !sealed)
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_NO_DESCRIPTION));
  else if (!open)
    {
      kmzb_page_print (self, "<form method=\"post\" action=\"/admin/report/%s\">", id);
      kmzb_page_add_csrf (self);
      kmzb_page_print (self, "<button name=\"action\" value=\"open\">%s</button></form>",
                       kmzb_page_text (self, KMZB_TEXT_OPEN));
    }
  else
    {
      text = sealed ? kmzb_seal_open (self->routes->seal_keys, kmzb_rows_text (rows, 9), &key_id, &error)
                    : g_strdup (kmzb_rows_text (rows, 8));
      kmzb_page_print (self, "<p class=\"text\">%s</p>",
                       text ? text : kmzb_page_text (self, KMZB_TEXT_CANNOT_OPEN));
      if (text != NULL)
        explicit_bzero (text, strlen (text));
    }
}

static void
add_status_form (KmzbPage *self, const char *id, const char *status)
{
  kmzb_page_print (self, "<h2>%s</h2><form method=\"post\" action=\"/admin/report/%s\">",
                   kmzb_page_text (self, KMZB_TEXT_SET_STATUS), id);
  kmzb_page_add_csrf (self);
  kmzb_page_print (self, "<p><label for=\"status\">%s</label><select id=\"status\" name=\"status\">",
                   kmzb_page_text (self, KMZB_TEXT_STATUS));
  add_status_options (self, status);
  kmzb_page_print (self,
                   "</select></p><p><label for=\"note\">%s</label><textarea id=\"note\" name=\"note\" rows=\"3\" "
                   "maxlength=\"%u\"></textarea></p><p><button name=\"action\" value=\"status\">%s</button></p></form>",
                   kmzb_page_text (self, KMZB_TEXT_NOTE), NOTE_MAX_CODE_POINTS, kmzb_page_text (self, KMZB_TEXT_SAVE));
}

static gboolean
add_history (KmzbPage *self, KmzbStorage *reader, const char *id, GError **error)
{
  static const KmzbText heads[] = { KMZB_TEXT_WHEN, KMZB_TEXT_WHO, KMZB_TEXT_STATUS, KMZB_TEXT_NOTE };
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (reader,
                            "SELECT updated_us, author, status, note FROM updates WHERE report_id=$1 AND origin='police'"
                            " ORDER BY updated_us DESC, id LIMIT 200",
                            KMZB_VALUES (kmzb_value_text (id)), error);
  g_autoptr (GError) fault = NULL;

  kmzb_page_print (self, "<h2>%s</h2>", kmzb_page_text (self, KMZB_TEXT_HISTORY));
  add_heads (self, heads, G_N_ELEMENTS (heads));
  while (rows != NULL && kmzb_rows_next (rows, &fault))
    {
      g_autofree char *when = kmzb_page_format_time (kmzb_rows_int (rows, 0));

      kmzb_page_print (self, "<tr><td>%s</td><td>%s</td>", when, kmzb_rows_text (rows, 1));
      kmzb_page_print (self, "<td>%s</td>", name_status (self, kmzb_rows_text (rows, 2)));
      kmzb_page_print (self, "<td class=\"text\">%s</td></tr>", kmzb_rows_is_null (rows, 3) ? "" : kmzb_rows_text (rows, 3));
    }
  kmzb_page_add (self, "</tbody></table></div>");
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return rows != NULL && (error == NULL || *error == NULL);
}

static void
add_report (KmzbPage *self, KmzbRows *rows, const char *id, gboolean open, gboolean bad_form)
{
  g_autofree char *number = kmzb_rows_is_null (rows, 0) ? NULL : kmzb_number_format (kmzb_rows_text (rows, 0));
  g_autofree char *sent = kmzb_page_format_time (kmzb_rows_int (rows, 3));
  g_autofree char *received = kmzb_page_format_time (kmzb_rows_int (rows, 4));
  g_autofree char *title = g_strconcat (kmzb_page_text (self, KMZB_TEXT_REPORT), " ", number ? number : id, NULL);
  g_autofree char *place = NULL, *status = g_strdup (kmzb_rows_text (rows, 2));
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];

  kmzb_page_begin (self, title);
  if (bad_form)
    kmzb_page_print (self, "<p class=\"fault\" role=\"alert\">%s</p>", kmzb_page_text (self, KMZB_TEXT_BAD_FORM));
  kmzb_page_add (self, "<table><tbody>");
  add_fact (self, KMZB_TEXT_CATEGORY, name_category (self, kmzb_rows_text (rows, 1)));
  add_fact (self, KMZB_TEXT_STATUS, name_status (self, status));
  add_fact (self, KMZB_TEXT_SENT, sent);
  add_fact (self, KMZB_TEXT_RECEIVED, received);
  add_fact (self, KMZB_TEXT_BOOTH, kmzb_rows_text (rows, 10));
  if (!kmzb_rows_is_null (rows, 5) && !kmzb_rows_is_null (rows, 6))
    {
      g_ascii_formatd (lat, sizeof lat, "%.5f", kmzb_rows_real (rows, 5));
      g_ascii_formatd (lon, sizeof lon, "%.5f", kmzb_rows_real (rows, 6));
      place = g_strdup_printf ("%s, %s\n%s", lat, lon, kmzb_rows_is_null (rows, 7) ? "" : kmzb_rows_text (rows, 7));
    }
  else if (!kmzb_rows_is_null (rows, 7))
    place = g_strdup (kmzb_rows_text (rows, 7));
  add_fact (self, KMZB_TEXT_PLACE, place);
  kmzb_page_add (self, "</tbody></table>");
  add_description (self, rows, id, open);
  add_status_form (self, id, status);
}

void
kmzb_page_show_report (KmzbPage *self, const char *id, gboolean open, gboolean bad_form)
{
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  gboolean found;
  KmzbRows *rows
      = reader ? kmzb_storage_query (reader,
                                     "SELECT number, service_code, status, requested_us, received_us, lat, lon,"
                                     " address_string, description, sealed_description, booth FROM reports WHERE id=$1",
                                     KMZB_VALUES (kmzb_value_text (id)), &error)
               : NULL;

  found = rows != NULL && kmzb_rows_next (rows, &error);
  if (found)
    add_report (self, rows, id, open, bad_form);
  g_clear_pointer (&rows, kmzb_rows_free);
  if (found)
    add_history (self, reader, id, &error);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    kmzb_page_fail (self, error);
  else if (!found)
    kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
  else
    kmzb_page_end (self, bad_form ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_OK);
}

typedef struct
{
  KmzbStatusChange change;
  KmzbAuditEntry entry;
} Decision;

static gboolean
decide (KmzbStorage *storage, gpointer data, GError **error)
{
  Decision *self = data;

  return kmzb_updates_set_status (storage, &self->change, error) && kmzb_audit_add (storage, &self->entry, error);
}

static gboolean
note_opening (KmzbStorage *storage, gpointer data, GError **error)
{
  KmzbAuditEntry *entry = data;
  gint64 n;

  if (!kmzb_storage_get_int (storage, "SELECT count(*) FROM reports WHERE id=$1",
                             KMZB_VALUES (kmzb_value_text (entry->report)), &n, error))
    return FALSE;
  if (n > 0)
    return kmzb_audit_add (storage, entry, error);
  g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "No report has that id");
  return FALSE;
}

/* Nothing is opened that was not written into the audit before. */
void
kmzb_page_post_report (KmzbPage *self, const char *id, KmzbWireForm *form)
{
  const char *note = read_field (form, "note"), *action = read_field (form, "action");
  gint64 now_us = kmzb_clock_get_real_us (self->routes->clock);
  g_autofree char *author = g_strconcat ("coordinator:", self->session.user, NULL);
  Decision decision = { { .report = id, .note = *note ? note : NULL, .author = author, .now_us = now_us },
                        { .actor = self->session.user, .action = action, .report = id, .now_us = now_us } };
  gboolean open = g_str_equal (action, "open"), done;
  g_autofree char *path = g_strconcat ("/admin/report/", id, NULL);
  g_autoptr (GError) error = NULL;

  if (!open
      && (!g_str_equal (action, "status") || g_utf8_strlen (note, -1) > NOTE_MAX_CODE_POINTS
          || !kmzb_status_from_slug (read_field (form, "status"), &decision.change.status)))
    {
      kmzb_page_show_report (self, id, FALSE, TRUE);
      return;
    }
  done = open ? kmzb_archive_transact (self->routes->archive, note_opening, &decision.entry, &error)
              : kmzb_archive_transact (self->routes->archive, decide, &decision, &error);
  if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND))
    kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
  else if (!done)
    kmzb_page_fail (self, error);
  else if (open)
    kmzb_page_show_report (self, id, TRUE, FALSE);
  else
    kmzb_page_redirect (self, path);
}

void
kmzb_page_show_audit (KmzbPage *self, KmzbWireForm *query)
{
  static const KmzbText heads[] = { KMZB_TEXT_WHEN, KMZB_TEXT_WHO, KMZB_TEXT_WHAT, KMZB_TEXT_REPORT };
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  KmzbRows *rows = reader ? kmzb_storage_query (reader,
                                                "SELECT at_us, actor, action, report_id FROM audit"
                                                " ORDER BY at_us DESC, id DESC LIMIT $1 OFFSET $2",
                                                KMZB_VALUES (kmzb_value_int (PAGE_SIZE + 1),
                                                             kmzb_value_int ((gint64) (read_page (query) - 1) * PAGE_SIZE)),
                                                &error)
                          : NULL;
  guint n = 0;

  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_AUDIT));
  add_heads (self, heads, G_N_ELEMENTS (heads));
  while (rows != NULL && kmzb_rows_next (rows, &error))
    if (++n <= PAGE_SIZE)
      {
        g_autofree char *when = kmzb_page_format_time (kmzb_rows_int (rows, 0));

        kmzb_page_print (self, "<tr><td>%s</td><td>%s</td>", when, kmzb_rows_text (rows, 1));
        kmzb_page_print (self, "<td>%s</td>", kmzb_page_find_action (self, kmzb_rows_text (rows, 2)));
        kmzb_page_print (self, "<td>%s</td></tr>", kmzb_rows_is_null (rows, 3) ? "" : kmzb_rows_text (rows, 3));
      }
  g_clear_pointer (&rows, kmzb_rows_free);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    {
      kmzb_page_fail (self, error);
      return;
    }
  kmzb_page_add (self, "</tbody></table></div>");
  add_paging (self, "/admin/audit", query, n);
  kmzb_page_end (self, MHD_HTTP_OK);
}
