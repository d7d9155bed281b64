/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page.h"

#include "kmzb-accept-language.h"
#include "kmzb-central-resources.h"

#include <gio/gio.h>
#include <string.h>

#define SESSION_COOKIE "kmzb_session"
#define LANGUAGE_COOKIE "kmzb_language"
#define LANGUAGE_SECONDS (365 * 24 * 3600)
#define TOKEN_LENGTH 64

typedef void (*Handler) (KmzbPage *page, const char *rest, KmzbWireForm *form);

/**
 * Route:
 * @path: below the root; one that ends in a slash stands for all below it
 * @get_role: who may look
 * @post_role: who may change
 *
 * Every page and who may use it. A page that stands here without a role of its own is for everybody.
 */
typedef struct
{
  const char *path;
  Handler get;
  KmzbRole get_role;
  Handler post;
  KmzbRole post_role;
} Route;

static const Route pages[] = {
  { "login", kmzb_page_get_login, KMZB_ROLE_NOBODY, kmzb_page_post_login, KMZB_ROLE_NOBODY },
  { "language", NULL, KMZB_ROLE_NOBODY, kmzb_page_post_language, KMZB_ROLE_NOBODY },
  { "", kmzb_page_get_reports, KMZB_ROLE_VIEWER, NULL, KMZB_ROLE_NOBODY },
  { "account", kmzb_page_get_account, KMZB_ROLE_VIEWER, kmzb_page_post_account, KMZB_ROLE_VIEWER },
  { "logout", NULL, KMZB_ROLE_NOBODY, kmzb_page_post_logout, KMZB_ROLE_VIEWER },
  { "report/", kmzb_page_get_report, KMZB_ROLE_VIEWER, kmzb_page_post_report, KMZB_ROLE_COORDINATOR },
  { "tallies", kmzb_page_get_tallies, KMZB_ROLE_VIEWER, NULL, KMZB_ROLE_NOBODY },
  { "export.csv", kmzb_page_get_csv, KMZB_ROLE_COORDINATOR, NULL, KMZB_ROLE_NOBODY },
  { "booths", kmzb_page_get_booths, KMZB_ROLE_VIEWER, kmzb_page_post_booths, KMZB_ROLE_ADMIN },
  { "booth/", kmzb_page_get_booth, KMZB_ROLE_VIEWER, kmzb_page_post_booth, KMZB_ROLE_ADMIN },
  { "audit", kmzb_page_get_audit, KMZB_ROLE_ADMIN, NULL, KMZB_ROLE_NOBODY },
};

static gboolean
came_over_tls (KmzbRoutes *self, KmzbExchange *exchange)
{
  return self->tls
         || (self->behind_proxy
             && g_strcmp0 (kmzb_exchange_get_header (exchange, "X-Forwarded-Proto"), "https") == 0);
}

/* @max_age_seconds: 0: until the browser is closed */
void
kmzb_page_set_cookie (KmzbPage *self, const char *name, const char *value, gint64 max_age_seconds)
{
  g_autofree char *age
      = max_age_seconds > 0 ? g_strdup_printf ("; Max-Age=%" G_GINT64_FORMAT, max_age_seconds) : g_strdup ("");

  g_free (self->exchange->cookie);
  self->exchange->cookie = g_strconcat (name, "=", value, "; Path=/admin; HttpOnly; SameSite=Strict", age,
                                        came_over_tls (self->routes, self->exchange) ? "; Secure" : "", NULL);
}

void
kmzb_page_set_token (KmzbPage *self, const char *token)
{
  g_free (self->token);
  self->token = g_strdup (token);
  kmzb_page_set_cookie (self, SESSION_COOKIE, token, 0);
}

static const char *
read_cookie (KmzbPage *self, const char *name)
{
  return MHD_lookup_connection_value (self->exchange->connection, MHD_COOKIE_KIND, name);
}

static void
read_token (KmzbPage *self)
{
  const char *token = read_cookie (self, SESSION_COOKIE);

  if (token != NULL && strlen (token) == TOKEN_LENGTH && strspn (token, "0123456789abcdef") == TOKEN_LENGTH)
    self->token = g_strdup (token);
}

/* What was chosen here; else what the browser asks for; else Polish. */
static gboolean
wants_english (KmzbPage *self)
{
  const char *chosen = read_cookie (self, LANGUAGE_COOKIE);
  const char *accepted = kmzb_exchange_get_header (self->exchange, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);

  if (g_strcmp0 (chosen, "en") == 0 || g_strcmp0 (chosen, "pl") == 0)
    return *chosen == 'e';
  return kmzb_accept_language_weigh (accepted, "en") > kmzb_accept_language_weigh (accepted, "pl");
}

void
kmzb_page_post_language (KmzbPage *self, const char *rest, KmzbWireForm *form)
{
  const char *back = kmzb_page_read_field (form, "back");
  gboolean english = g_str_equal (kmzb_page_read_field (form, "language"), "en");

  kmzb_page_set_cookie (self, LANGUAGE_COOKIE, english ? "en" : "pl", LANGUAGE_SECONDS);
  kmzb_page_redirect (self, kmzb_page_is_own_address (back) ? back : KMZB_PAGE_ROOT);
}

/* Returns: %FALSE when that could not be found out; then there is an answer */
gboolean
kmzb_page_find_session (KmzbPage *self)
{
  gint64 now_us = kmzb_clock_get_real_us (self->routes->clock);
  KmzbStorage *reader;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->session.user, g_free);
  self->session = (KmzbSession) { .token = self->token };
  if (self->token == NULL)
    return TRUE;
  reader = kmzb_archive_borrow (self->routes->archive, &error);
  if (reader != NULL)
    kmzb_users_find_session (reader, &self->session, now_us, &error);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error == NULL && self->session.user != NULL && self->session.seen_us + KMZB_SESSION_NOTE_US < now_us)
    {
      g_autoptr (GError) fault = NULL;

      /* Where nothing can be written, one may still look. */
      self->session.seen_us = now_us;
      if (!kmzb_archive_transact (self->routes->archive, kmzb_users_note_session, &self->session, &fault))
        g_warning ("Can't note that a session is in use: %s", fault->message);
    }
  if (error == NULL)
    return TRUE;
  /* Whoever it is, nothing is shown to them. */
  g_clear_pointer (&self->session.user, g_free);
  self->session.role = KMZB_ROLE_NOBODY;
  kmzb_page_fail (self, error);
  return FALSE;
}

/* @rest: (out): what follows the route's path */
static const Route *
find_route (const char *path, const char **rest)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gsize length = strlen (pages[i].path);
      gboolean whole = length == 0 || pages[i].path[length - 1] != '/';

      *rest = path + length;
      if (whole ? g_str_equal (path, pages[i].path) : g_str_has_prefix (path, pages[i].path))
        return &pages[i];
    }
  return NULL;
}

/* Comes back here after signing in, where there is something to look at. */
static void
send_to_login (KmzbPage *self)
{
  g_autofree char *address = kmzb_page_get_address (self), *next = g_uri_escape_string (address, "/", FALSE);
  g_autofree char *login = g_strconcat (KMZB_PAGE_ROOT "login?next=", next, NULL);
  const char *rest;
  const Route *route = find_route (self->exchange->path + strlen (KMZB_PAGE_ROOT), &rest);
  gboolean post = g_str_equal (self->exchange->method, MHD_HTTP_METHOD_POST);
  gboolean plain = g_str_equal (address, KMZB_PAGE_ROOT) || (post && (route == NULL || route->get == NULL));

  kmzb_page_redirect (self, plain ? KMZB_PAGE_ROOT "login" : login);
}

static gboolean
may (KmzbPage *self, KmzbRole role)
{
  if (self->session.role >= role)
    return TRUE;
  if (self->session.user == NULL)
    send_to_login (self);
  else
    kmzb_page_say (self, MHD_HTTP_FORBIDDEN, role == KMZB_ROLE_ADMIN ? KMZB_TEXT_DENIED : KMZB_TEXT_NO_RIGHT);
  return FALSE;
}

/* Whether a page of ours sent it: browsers say so over TLS and on this machine, and no other site's page can. It is no
 * word of who asks, and nothing is done for it. */
static gboolean
is_from_here (KmzbPage *self)
{
  return g_strcmp0 (kmzb_exchange_get_header (self->exchange, "Sec-Fetch-Site"), "same-origin") == 0;
}

/* A form that cannot be taken: the session that it was made for is over, or another one has begun in another window.
 * What was typed is not lost, and nothing is done before it is sent again. */
static void
refuse_post (KmzbPage *self, const Route *route, const char *rest, KmzbWireForm *form)
{
  KmzbDraft draft = { .path = self->exchange->path + strlen (KMZB_PAGE_ROOT) };
  gboolean has_draft = kmzb_page_read_draft (&draft, form);

  if (route->post == kmzb_page_post_login)
    kmzb_page_repeat_login (self, form);
  else if (self->session.user == NULL && route->get != NULL)
    {
      g_autofree char *next = kmzb_page_get_address (self);

      kmzb_page_show_login (self, MHD_HTTP_FORBIDDEN, has_draft ? KMZB_TEXT_EXPIRED : KMZB_TEXT_EXPIRED_UNDONE, next,
                            has_draft ? &draft : NULL);
    }
  else if (may (self, route->post_role) && !(has_draft && kmzb_page_show_draft (self, &draft)))
    kmzb_page_say (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_STALE);
}

/**
 * kmzb_page_show_draft:
 *
 * For whoever has typed it to look at and send: it is theirs, but nobody knows any more that they meant to.
 *
 * Returns: whether they may; else nothing is shown
 */
gboolean
kmzb_page_show_draft (KmzbPage *self, const KmzbDraft *draft)
{
  const char *rest;
  const Route *route = find_route (draft->path, &rest);

  if (route == NULL || self->session.role < route->post_role)
    return FALSE;
  if (route->post == kmzb_page_post_report && draft->booth == NULL)
    kmzb_page_show_report_draft (self, rest, draft);
  else if (route->post == kmzb_page_post_booths && draft->booth != NULL)
    kmzb_page_show_booth_draft (self, draft);
  else
    return FALSE;
  return TRUE;
}

static void
run_post (KmzbPage *self, const Route *route, const char *rest)
{
  g_autoptr (KmzbWireForm) form = kmzb_routes_read_form (self->exchange);
  gboolean bound;

  if (form == NULL)
    return;
  bound = kmzb_users_check_csrf (self->token, kmzb_wire_form_get (form, "csrf"));
  if (bound && self->session.role >= route->post_role)
    route->post (self, rest, form);
  else if (bound || is_from_here (self))
    refuse_post (self, route, rest, form);
  else
    kmzb_page_say (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_STALE);
}

static void
run_get (KmzbPage *self, const Route *route, const char *rest)
{
  g_autoptr (KmzbWireForm) query = may (self, route->get_role) ? kmzb_routes_read_query (self->exchange) : NULL;

  if (query != NULL)
    route->get (self, rest, query);
}

static void
run_page (KmzbPage *self, gboolean post)
{
  const char *rest;
  const Route *route = find_route (self->exchange->path + strlen (KMZB_PAGE_ROOT), &rest);

  if (route != NULL && (post ? route->post : route->get) != NULL)
    {
      if (post)
        run_post (self, route, rest);
      else
        run_get (self, route, rest);
    }
  /* Who is not signed in does not learn what there is. */
  else if (may (self, KMZB_ROLE_VIEWER))
    kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
}

/* Pages name it with the sum of its content: a browser keeps it, and asks for it anew when the server is another. */
static void
answer_style (KmzbExchange *exchange)
{
  exchange->may_be_kept = g_strcmp0 (exchange->query, kmzb_page_get_style_sum ()) == 0;
  kmzb_exchange_answer (exchange, MHD_HTTP_OK, "text/css; charset=utf-8", kmzb_page_make_style ("central.css"));
}

gboolean
kmzb_page_takes_body (KmzbExchange *exchange)
{
  return g_str_has_prefix (exchange->path, KMZB_PAGE_ROOT) && g_str_equal (exchange->method, MHD_HTTP_METHOD_POST);
}

/**
 * kmzb_page_is_meant:
 *
 * Returns: whether something under /admin/ is asked for, over TLS or from this machine; else there is no such page
 */
gboolean
kmzb_page_is_meant (KmzbRoutes *routes, KmzbExchange *exchange)
{
  return (g_str_equal (exchange->path, "/admin") || g_str_has_prefix (exchange->path, KMZB_PAGE_ROOT))
         && (came_over_tls (routes, exchange) || kmzb_routes_is_local (exchange));
}

/**
 * kmzb_page_run:
 *
 * Answers what is asked under /admin/. It may take its time, for a password or a tally over years: it is not called
 * on a thread that booths wait for.
 */
void
kmzb_page_run (KmzbRoutes *routes, KmzbExchange *exchange)
{
  KmzbPage self = { .routes = routes, .exchange = exchange };
  gboolean post = g_str_equal (exchange->method, MHD_HTTP_METHOD_POST);

  exchange->is_page = TRUE;
  self.english = wants_english (&self);
  self.html = g_string_new (NULL);
  read_token (&self);
  kmzb_page_read_list (&self, exchange->query);
  if (!post && !g_str_equal (exchange->method, MHD_HTTP_METHOD_GET)
      && !g_str_equal (exchange->method, MHD_HTTP_METHOD_HEAD))
    {
      exchange->allow = "GET, HEAD, POST";
      kmzb_page_say (&self, MHD_HTTP_METHOD_NOT_ALLOWED, KMZB_TEXT_NO_PAGE);
    }
  else if (g_str_equal (exchange->path, "/admin"))
    kmzb_page_redirect (&self, KMZB_PAGE_ROOT);
  else if (g_str_equal (exchange->path, KMZB_PAGE_ROOT "style.css") && !post)
    answer_style (exchange);
  else if (kmzb_page_find_session (&self))
    run_page (&self, post);
  if (self.html != NULL)
    g_string_free (self.html, TRUE);
  g_free (self.list);
  g_free (self.token);
  g_free (self.session.user);
}
