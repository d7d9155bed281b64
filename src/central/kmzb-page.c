/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page.h"

#include <string.h>

#define ROOT "/admin/"
#define REPORT ROOT "report/"
#define COOKIE "kmzb_session"
#define TOKEN_LENGTH 64

static const char style[]
    = "body{font:1rem/1.5 system-ui,sans-serif;color:#1a1f24;background:#fff;max-width:72rem;margin:0 auto;padding:1rem}"
      "nav,.filters{display:flex;flex-wrap:wrap;gap:1rem;align-items:end}nav{border-bottom:1px solid #6b7680;"
      "padding-bottom:.75rem}nav form{margin-left:auto}h1{font-size:1.5rem}h2{font-size:1.2rem}a{color:#0b4f9c}"
      "label{display:block}input,select,textarea,button{font:inherit;padding:.5rem;min-height:2.75rem;"
      "border:1px solid #5b6670;border-radius:4px;background:#fff;color:#1a1f24;box-sizing:border-box;max-width:100%}"
      "button{background:#0b4f9c;color:#fff;border-color:#0b4f9c}textarea{width:40rem}"
      ":focus-visible{outline:3px solid #b35c00;outline-offset:2px}.scroll{overflow-x:auto}"
      "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #c5ccd3;"
      "vertical-align:top}.text{white-space:pre-wrap;overflow-wrap:anywhere}.fault{border-left:4px solid #a8071a;"
      "padding:.5rem 1rem;color:#8a0614}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}";

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

void
kmzb_page_begin (KmzbPage *self, const char *title)
{
  g_string_truncate (self->html, 0);
  kmzb_page_print (self,
                   "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                   "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
                   "<title>%s</title><link rel=\"stylesheet\" href=\"" ROOT "style.css\"></head><body>"
                   "<a class=\"skip\" href=\"#main\">%s</a>",
                   self->english ? "en" : "pl", title, kmzb_page_text (self, KMZB_TEXT_SKIP));
  if (self->session.user != NULL)
    {
      kmzb_page_print (self, "<header><nav><a href=\"" ROOT "\">%s</a>", kmzb_page_text (self, KMZB_TEXT_REPORTS));
      if (self->session.admin)
        kmzb_page_print (self, "<a href=\"" ROOT "audit\">%s</a>", kmzb_page_text (self, KMZB_TEXT_AUDIT));
      kmzb_page_add (self, "<form method=\"post\" action=\"" ROOT "logout\">");
      kmzb_page_add_csrf (self);
      kmzb_page_print (self, "%s <button>%s</button></form></nav></header>", self->session.user,
                       kmzb_page_text (self, KMZB_TEXT_LOG_OUT));
    }
  kmzb_page_print (self, "<main id=\"main\"><h1>%s</h1>", title);
}

void
kmzb_page_end (KmzbPage *self, guint status)
{
  kmzb_page_add (self, "</main></body></html>\n");
  kmzb_exchange_answer (self->exchange, status, "text/html; charset=utf-8",
                        g_string_free_to_bytes (g_steal_pointer (&self->html)));
}

void
kmzb_page_say (KmzbPage *self, guint status, KmzbText text)
{
  kmzb_page_begin (self, kmzb_page_text (self, text));
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

static gboolean
came_over_tls (KmzbRoutes *routes, KmzbExchange *exchange)
{
  return routes->tls
         || (routes->behind_proxy
             && g_strcmp0 (kmzb_exchange_get_header (exchange, "X-Forwarded-Proto"), "https") == 0);
}

void
kmzb_page_set_token (KmzbPage *self, const char *token)
{
  g_free (self->token);
  self->token = g_strdup (token);
  g_free (self->exchange->cookie);
  self->exchange->cookie = g_strconcat (COOKIE "=", token, "; Path=/admin; HttpOnly; SameSite=Strict",
                                        came_over_tls (self->routes, self->exchange) ? "; Secure" : "", NULL);
}

/* In the server's own time zone. */
char *
kmzb_page_format_time (gint64 us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (us / G_USEC_PER_SEC);

  return time ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");
}

static void
read_cookie (KmzbPage *self)
{
  const char *token = MHD_lookup_connection_value (self->exchange->connection, MHD_COOKIE_KIND, COOKIE);

  if (token != NULL && strlen (token) == TOKEN_LENGTH && strspn (token, "0123456789abcdef") == TOKEN_LENGTH)
    self->token = g_strdup (token);
}

static gboolean
find_session (KmzbPage *self)
{
  KmzbStorage *reader;
  g_autoptr (GError) error = NULL;

  self->session.token = self->token;
  if (self->token == NULL)
    return TRUE;
  reader = kmzb_archive_borrow (self->routes->archive, &error);
  if (reader != NULL)
    kmzb_users_find_session (reader, &self->session, kmzb_clock_get_real_us (self->routes->clock), &error);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error == NULL)
    return TRUE;
  kmzb_page_fail (self, error);
  return FALSE;
}

static void
run_post (KmzbPage *self, const char *path)
{
  g_autoptr (KmzbWireForm) form = kmzb_routes_read_form (self->exchange);

  if (form == NULL)
    return;
  if (!kmzb_users_check_csrf (self->token, kmzb_wire_form_get (form, "csrf")))
    kmzb_page_say (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_STALE);
  else if (g_str_equal (path, ROOT "login"))
    kmzb_page_post_login (self, form);
  else if (self->session.user == NULL)
    kmzb_page_redirect (self, ROOT "login");
  else if (g_str_equal (path, ROOT "logout"))
    kmzb_page_post_logout (self);
  else if (g_str_has_prefix (path, REPORT))
    kmzb_page_post_report (self, path + strlen (REPORT), form);
  else
    kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
}

static void
run_get (KmzbPage *self, const char *path)
{
  g_autoptr (KmzbWireForm) query = NULL;

  if (g_str_equal (path, ROOT "style.css"))
    {
      kmzb_exchange_answer (self->exchange, MHD_HTTP_OK, "text/css; charset=utf-8",
                            g_bytes_new_static (style, strlen (style)));
      return;
    }
  if (g_str_equal (path, ROOT "login"))
    {
      kmzb_page_show_login (self, MHD_HTTP_OK, KMZB_N_TEXTS);
      return;
    }
  if (self->session.user == NULL)
    {
      kmzb_page_redirect (self, ROOT "login");
      return;
    }
  query = kmzb_routes_read_query (self->exchange);
  if (query == NULL)
    return;
  if (g_str_equal (path, ROOT))
    kmzb_page_show_reports (self, query);
  else if (g_str_has_prefix (path, REPORT))
    kmzb_page_show_report (self, path + strlen (REPORT), FALSE, FALSE);
  else if (g_str_equal (path, ROOT "audit") && !self->session.admin)
    kmzb_page_say (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_DENIED);
  else if (g_str_equal (path, ROOT "audit"))
    kmzb_page_show_audit (self, query);
  else
    kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
}

gboolean
kmzb_page_takes_body (KmzbExchange *exchange)
{
  return g_str_has_prefix (exchange->path, ROOT) && g_str_equal (exchange->method, MHD_HTTP_METHOD_POST);
}

/**
 * kmzb_page_run:
 *
 * Answers what is asked under /admin/: only over TLS or from this machine, else there is no such page.
 *
 * Returns: whether the path was one of these
 */
gboolean
kmzb_page_run (KmzbRoutes *routes, KmzbExchange *exchange)
{
  const char *languages = kmzb_exchange_get_header (exchange, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
  KmzbPage self = { .routes = routes, .exchange = exchange };
  gboolean post = g_str_equal (exchange->method, MHD_HTTP_METHOD_POST);

  if (!g_str_has_prefix (exchange->path, "/admin")
      || (!came_over_tls (routes, exchange) && !kmzb_routes_is_local (exchange)))
    return FALSE;
  exchange->is_page = TRUE;
  self.english = languages != NULL && g_ascii_strncasecmp (languages, "en", 2) == 0;
  self.html = g_string_new (NULL);
  read_cookie (&self);
  if (g_str_equal (exchange->path, "/admin"))
    kmzb_page_redirect (&self, ROOT);
  else if (!post && !g_str_equal (exchange->method, MHD_HTTP_METHOD_GET)
           && !g_str_equal (exchange->method, MHD_HTTP_METHOD_HEAD))
    {
      exchange->allow = "GET, HEAD, POST";
      kmzb_page_say (&self, MHD_HTTP_METHOD_NOT_ALLOWED, KMZB_TEXT_NO_PAGE);
    }
  else if (find_session (&self))
    {
      if (post)
        run_post (&self, exchange->path);
      else
        run_get (&self, exchange->path);
    }
  if (self.html != NULL)
    g_string_free (self.html, TRUE);
  g_free (self.token);
  g_free (self.session.user);
  return TRUE;
}
