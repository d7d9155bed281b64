/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page.h"

#include "kmzb-central-resources.h"
#include "kmzb-clock.h"

#include <gio/gio.h>
#include <string.h>

#define REPORTS_PATH KMZB_PAGE_ROOT
#define ADDRESS_MAX_BYTES 2000
#define STYLES "/pl/kmzb/Central/"

/* The pages that every page leads to, and who sees them there. */
static const struct
{
  const char *path;
  KmzbText name;
  KmzbRole role;
} entries[] = {
  { KMZB_PAGE_ROOT, KMZB_TEXT_REPORTS, KMZB_ROLE_VIEWER },
  { KMZB_PAGE_ROOT "tallies", KMZB_TEXT_TALLIES, KMZB_ROLE_VIEWER },
  { KMZB_PAGE_ROOT "booths", KMZB_TEXT_BOOTHS, KMZB_ROLE_VIEWER },
  { KMZB_PAGE_ROOT "audit", KMZB_TEXT_AUDIT, KMZB_ROLE_ADMIN },
};

/* Each status has a shape of its own, as on the booth's map. */
static const char *const signs[KMZB_N_STATUSES] = {
  [KMZB_STATUS_NEW] = "<path d=\"M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0z\"/>",
  [KMZB_STATUS_VERIFICATION] = "<path d=\"M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0z\" class=\"line\"/>"
                               "<path d=\"M12 3a9 9 0 0 0 0 18z\"/>",
  [KMZB_STATUS_CONFIRMED] = "<path d=\"M12 3l10 18H2z\"/>",
  [KMZB_STATUS_PASSED_ON] = "<path d=\"M4 2l18 10-18 10z\"/>",
  [KMZB_STATUS_NOT_CONFIRMED] = "<path d=\"M4.5 12a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0z\" class=\"line\"/>",
  [KMZB_STATUS_ELIMINATED] = "<path d=\"M4.5 12.5l5 5.5 10-12\" class=\"line\"/>",
  [KMZB_STATUS_MISTAKE] = "<path d=\"M5.5 12h13\" class=\"line\"/>",
};

const char *
kmzb_page_text (KmzbPage *self, KmzbText text)
{
  return kmzb_text_get (text, self->english);
}

void
kmzb_page_add (KmzbPage *self, const char *html)
{
  g_string_append (self->html, html);
}

/* printf() whose texts (%s) are escaped. */
void
kmzb_page_print (KmzbPage *self, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (self->html, text);
}

void
kmzb_page_add_csrf (KmzbPage *self)
{
  g_autofree char *csrf = kmzb_users_make_csrf (self->token);

  kmzb_page_print (self, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", csrf);
}

/* A table that becomes cards on a narrow screen: its roles are written out, or they would be lost with the layout. */
void
kmzb_page_add_heads (KmzbPage *self, KmzbText caption, const KmzbText *heads, guint n)
{
  kmzb_page_print (self,
                   "<table class=\"cards\" role=\"table\"><caption>%s</caption><thead role=\"rowgroup\">"
                   "<tr role=\"row\">",
                   kmzb_page_text (self, caption));
  for (guint i = 0; i < n; i++)
    kmzb_page_print (self, "<th scope=\"col\" role=\"columnheader\">%s</th>", kmzb_page_text (self, heads[i]));
  kmzb_page_add (self, "</tr></thead><tbody role=\"rowgroup\">");
}

void
kmzb_page_add_table_end (KmzbPage *self)
{
  kmzb_page_add (self, "</tbody></table>");
}

/* A table of names and values; kmzb_page_add_table_end() ends it. @caption: for who does not see the page */
void
kmzb_page_begin_facts (KmzbPage *self, KmzbText caption)
{
  kmzb_page_print (self, "<table class=\"facts\"><caption class=\"unseen\">%s</caption><tbody>",
                   kmzb_page_text (self, caption));
}

/* @value: (nullable): with none there is no line */
void
kmzb_page_add_fact (KmzbPage *self, KmzbText name, const char *value)
{
  if (value != NULL && *value != '\0')
    kmzb_page_print (self, "<tr><th scope=\"row\">%s</th><td class=\"text\">%s</td></tr>", kmzb_page_text (self, name),
                     value);
}

void
kmzb_page_add_option (KmzbPage *self, const char *value, const char *name, const char *chosen)
{
  kmzb_page_print (self, "<option value=\"%s\"%s>%s</option>", value, g_str_equal (value, chosen) ? " selected" : "",
                   name);
}

/* Returns: the inside of an SVG of 24 by 24 */
const char *
kmzb_page_get_sign (const char *slug)
{
  KmzbStatus status;

  return kmzb_status_from_slug (slug, &status) ? signs[status] : "";
}

static void
add_style (GByteArray *style, const char *name)
{
  g_autofree char *path = g_strconcat (STYLES, name, NULL);
  g_autoptr (GBytes) part = g_resource_lookup_data (kmzb_central_get_resource (), path, 0, NULL);
  gsize length;
  gconstpointer data = g_bytes_get_data (part, &length);

  g_byte_array_append (style, data, (guint) length);
}

/* @name: of a file in ui/central. Returns: (transfer full): it, behind the colours that all pages have in common */
GBytes *
kmzb_page_make_style (const char *name)
{
  GByteArray *style = g_byte_array_new ();

  add_style (style, "common.css");
  add_style (style, name);
  return g_byte_array_free_to_bytes (style);
}

/* Returns: (transfer none): changes when the pages' style does */
const char *
kmzb_page_get_style_sum (void)
{
  static char *sum;

  if (g_once_init_enter (&sum))
    {
      g_autoptr (GBytes) style = kmzb_page_make_style ("central.css");
      g_autofree char *whole = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, style);

      g_once_init_leave (&sum, g_strndup (whole, 16));
    }
  return sum;
}

/* Shape, colour and word. */
void
kmzb_page_add_status (KmzbPage *self, const char *slug)
{
  KmzbStatus status;

  if (!kmzb_status_from_slug (slug, &status))
    {
      kmzb_page_print (self, "%s", slug);
      return;
    }
  kmzb_page_print (self, "<span class=\"status\"><svg class=\"sign s-%s\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">",
                   slug);
  kmzb_page_add (self, signs[status]);
  kmzb_page_print (self, "</svg>%s</span>", kmzb_routes_get_status_name (status, self->english));
}

void
kmzb_page_add_fault (KmzbPage *self, KmzbText text)
{
  kmzb_page_print (self, "<p class=\"fault\" id=\"fault\" role=\"alert\">%s</p>", kmzb_page_text (self, text));
}

/* Inside the tag of a field: the page begins there. Only the first that asks for it gets it. */
void
kmzb_page_add_focus (KmzbPage *self)
{
  if (!self->focused)
    kmzb_page_add (self, " autofocus");
  self->focused = TRUE;
}

/* Inside the tag of a field whose content was refused. @described_by: ids of what says why */
void
kmzb_page_add_wrong (KmzbPage *self, const char *described_by)
{
  kmzb_page_print (self, " aria-invalid=\"true\" aria-describedby=\"%s\"", described_by);
  kmzb_page_add_focus (self);
}

/* Returns: (transfer full): where this page is, to come back to */
char *
kmzb_page_get_address (KmzbPage *self)
{
  gboolean post = g_str_equal (self->exchange->method, MHD_HTTP_METHOD_POST);
  const char *query = post ? NULL : self->exchange->query;
  g_autofree char *list = kmzb_page_format_list (post ? self->list : NULL);
  g_autofree char *address = g_strconcat (self->exchange->path, query ? "?" : "", query ? query : list, NULL);

  /* Who has just signed in is not led back to do it again. */
  if (self->session.user != NULL && g_str_equal (address, KMZB_PAGE_ROOT "login"))
    return g_strdup (REPORTS_PATH);
  return g_strdup (kmzb_page_is_own_address (address) ? address : REPORTS_PATH);
}

/* Whether it is of these pages and nothing else, however it is read: what a form or a link sent here is gone to. */
gboolean
kmzb_page_is_own_address (const char *address)
{
  if (!g_str_has_prefix (address, KMZB_PAGE_ROOT) || strlen (address) > ADDRESS_MAX_BYTES)
    return FALSE;
  for (const char *p = address; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/-._~?&=%+:,", *p) == NULL)
      return FALSE;
  return TRUE;
}

const char *
kmzb_page_name_role (KmzbPage *self)
{
  static const KmzbText names[] = { KMZB_TEXT_LOG_IN, KMZB_TEXT_VIEWER, KMZB_TEXT_COORDINATOR, KMZB_TEXT_ADMIN };

  return kmzb_page_text (self, names[self->session.role]);
}

static gboolean
is_here (KmzbPage *self, const char *path)
{
  return g_str_equal (self->exchange->path, path);
}

static void
add_entries (KmzbPage *self)
{
  kmzb_page_print (self, "<nav aria-label=\"%s\"><ul>", kmzb_page_text (self, KMZB_TEXT_NAVIGATION));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (self->session.role >= entries[i].role)
      kmzb_page_print (self, "<li><a href=\"%s\"%s>%s</a></li>", entries[i].path,
                       is_here (self, entries[i].path) ? " aria-current=page" : "",
                       kmzb_page_text (self, entries[i].name));
  kmzb_page_add (self, "</ul></nav>");
}

static void
add_language (KmzbPage *self)
{
  g_autofree char *address = kmzb_page_get_address (self);
  const char *other = self->english ? "pl" : "en";

  kmzb_page_add (self, "<form method=\"post\" action=\"" KMZB_PAGE_ROOT "language\">");
  kmzb_page_add_csrf (self);
  kmzb_page_print (self,
                   "<input type=\"hidden\" name=\"back\" value=\"%s\"><button class=\"quiet\" name=\"language\" "
                   "value=\"%s\" lang=\"%s\">%s</button></form>",
                   address, other, other, kmzb_page_text (self, KMZB_TEXT_OTHER_LANGUAGE));
}

static void
add_header (KmzbPage *self)
{
  kmzb_page_print (self, "<header><div class=\"head\"><p class=\"brand\">%s</p>", kmzb_page_text (self, KMZB_TEXT_BRAND));
  if (self->session.user != NULL)
    add_entries (self);
  kmzb_page_add (self, "<div class=\"own\">");
  if (self->token != NULL)
    add_language (self);
  if (self->session.user != NULL)
    {
      kmzb_page_add (self, "<form method=\"post\" action=\"" KMZB_PAGE_ROOT "logout\">");
      kmzb_page_add_csrf (self);
      kmzb_page_print (self,
                       "<span class=\"who\"><a href=\"" KMZB_PAGE_ROOT "account\">%s</a> <span>%s</span></span>"
                       "<button class=\"quiet\">%s</button></form>",
                       self->session.user, kmzb_page_name_role (self), kmzb_page_text (self, KMZB_TEXT_LOG_OUT));
    }
  kmzb_page_add (self, "</div></div></header>");
}

/* What comes before a page's heading. */
static void
begin (KmzbPage *self, const char *title)
{
  g_string_truncate (self->html, 0);
  kmzb_page_print (self,
                   "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                   "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
                   "<title>%s%s – %s</title><link rel=\"stylesheet\" href=\"" KMZB_PAGE_ROOT "style.css?%s\"></head><body>"
                   "<a class=\"skip\" href=\"#main\">%s</a>",
                   self->english ? "en" : "pl", self->wrong ? kmzb_page_text (self, KMZB_TEXT_ERROR) : "", title,
                   kmzb_page_text (self, KMZB_TEXT_BRAND), kmzb_page_get_style_sum (),
                   kmzb_page_text (self, KMZB_TEXT_SKIP));
  add_header (self);
  kmzb_page_add (self, "<main id=\"main\" tabindex=\"-1\">");
}

void
kmzb_page_begin (KmzbPage *self, const char *title)
{
  begin (self, title);
  kmzb_page_print (self, "<h1>%s</h1>", title);
}

/* Of one thing: "Report 4K7-2MX-9QD", the name kept whole where it fits a line. */
void
kmzb_page_begin_named (KmzbPage *self, KmzbText kind, const char *name)
{
  g_autofree char *title = g_strconcat (kmzb_page_text (self, kind), " ", name, NULL);

  begin (self, title);
  kmzb_page_print (self, "<h1>%s <span class=\"name\">%s</span></h1>", kmzb_page_text (self, kind), name);
}

void
kmzb_page_end (KmzbPage *self, guint status)
{
  kmzb_page_add (self, "</main></body></html>\n");
  kmzb_exchange_answer (self->exchange, status, "text/html; charset=utf-8",
                        g_string_free_to_bytes (g_steal_pointer (&self->html)));
}

/* A page of its own for @text: the first sentence is its heading, and there is a way on. */
void
kmzb_page_say (KmzbPage *self, guint status, KmzbText text)
{
  const char *whole = kmzb_page_text (self, text), *end = strchr (whole, '.');
  g_autofree char *title = g_strndup (whole, end ? (gsize) (end - whole) : strlen (whole));
  gboolean known = self->session.user != NULL;

  kmzb_page_begin (self, title);
  if (end != NULL && end[1] != '\0')
    kmzb_page_print (self, "<p>%s</p>", end + 2);
  kmzb_page_print (self, "<p><a href=\"%s\">%s</a></p>", known ? KMZB_PAGE_ROOT : KMZB_PAGE_ROOT "login",
                   kmzb_page_text (self, known ? KMZB_TEXT_REPORTS : KMZB_TEXT_LOG_IN));
  kmzb_page_end (self, status);
}

void
kmzb_page_fail (KmzbPage *self, const GError *error)
{
  g_warning ("Can't make a page: %s", error ? error->message : "unknown");
  self->exchange->retry_seconds = KMZB_RETRY_SECONDS;
  kmzb_page_say (self, MHD_HTTP_SERVICE_UNAVAILABLE, KMZB_TEXT_TROUBLE);
}

void
kmzb_page_redirect (KmzbPage *self, const char *path)
{
  self->exchange->location = g_strdup (path);
  kmzb_exchange_answer (self->exchange, MHD_HTTP_SEE_OTHER, "text/html; charset=utf-8", g_bytes_new_static ("", 0));
}

/* @form: (nullable). Returns: the field, or "" */
const char *
kmzb_page_read_field (KmzbWireForm *form, const char *name)
{
  const char *value = form ? kmzb_wire_form_get (form, name) : NULL;

  return value ? value : "";
}

const char *
kmzb_page_name_category (KmzbPage *self, const char *slug)
{
  const KmzbCategory *category = kmzb_catalog_lookup (self->routes->catalog, slug);

  return category ? kmzb_category_get_name (category, self->english ? "en" : "pl") : slug;
}

const char *
kmzb_page_name_status (KmzbPage *self, const char *slug)
{
  KmzbStatus status;

  return kmzb_status_from_slug (slug, &status) ? kmzb_routes_get_status_name (status, self->english) : slug;
}

/* In the server's own time zone. */
char *
kmzb_page_format_time (gint64 us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (us / G_USEC_PER_SEC);

  return time ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/* With its thousands apart, where people of that language write them so. Returns: (transfer full) */
char *
kmzb_page_format_count (KmzbPage *self, gint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0 && (self->english || length > 4))
        g_string_append (text, self->english ? "," : "\u00a0");
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}
