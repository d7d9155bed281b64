/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page.h"

#include "kmzb-clock.h"

#include <string.h>

static void
add_hidden (KmzbPage *self, const char *name, const char *value)
{
  kmzb_page_print (self, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

/**
 * kmzb_page_show_login:
 * @fault: %KMZB_N_TEXTS for none
 * @next: where to go then, of our own addresses, or ""
 * @draft: (nullable): what waits for it; of the page that @next leads to
 */
void
kmzb_page_show_login (KmzbPage *self, guint status, KmzbText fault, const char *next, const KmzbDraft *draft)
{
  gboolean wrong = fault == KMZB_TEXT_WRONG;

  /* The form is bound to this browser before anybody is signed in, too. */
  if (self->token == NULL)
    {
      g_autofree char *token = kmzb_users_make_token ();

      kmzb_page_set_token (self, token);
    }
  self->wrong = wrong;
  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_LOG_IN));
  kmzb_page_add (self, "<section class=\"narrow\">");
  if (fault != KMZB_N_TEXTS)
    kmzb_page_add_fault (self, fault);
  else if (*next != '\0')
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_LOG_IN_FIRST));
  kmzb_page_add (self, "<form method=\"post\" action=\"" KMZB_PAGE_ROOT "login\">");
  kmzb_page_add_csrf (self);
  add_hidden (self, "next", next);
  if (draft != NULL && draft->status != NULL)
    {
      add_hidden (self, "draft-status", draft->status);
      add_hidden (self, "draft-note", draft->note);
    }
  else if (draft != NULL)
    add_hidden (self, draft->main ? "draft-main" : "draft-booth", draft->main ? draft->main : draft->booth);
  kmzb_page_print (self, "<p><label for=\"name\">%s</label>", kmzb_page_text (self, KMZB_TEXT_NAME));
  kmzb_page_print (self, "<input id=\"name\" name=\"name\" value=\"%s\" autocomplete=\"username\" autocapitalize=\"none\" required",
                   self->name ? self->name : "");
  if (wrong)
    kmzb_page_add_wrong (self, "fault");
  kmzb_page_print (self, "></p><p><label for=\"password\">%s</label>", kmzb_page_text (self, KMZB_TEXT_PASSWORD));
  kmzb_page_add (self, "<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\""
                       " required");
  if (wrong)
    kmzb_page_add_wrong (self, "fault");
  kmzb_page_print (self, "></p><p><button class=\"main\">%s</button></p></form></section>",
                   kmzb_page_text (self, KMZB_TEXT_LOG_IN));
  kmzb_page_end (self, status);
}

static const char *
read_next (KmzbWireForm *form)
{
  const char *next = kmzb_page_read_field (form, "next");

  return kmzb_page_is_own_address (next) ? next : "";
}

/**
 * kmzb_page_read_draft:
 * @draft: its path is set
 *
 * Returns: whether the form has something that would be missed
 */
gboolean
kmzb_page_read_draft (KmzbDraft *draft, KmzbWireForm *form)
{
  const char *action = kmzb_page_read_field (form, "action");

  if (g_str_equal (action, "status"))
    {
      draft->status = kmzb_page_read_field (form, "status");
      draft->note = kmzb_page_read_field (form, "note");
    }
  else if (g_str_equal (action, "join"))
    draft->main = kmzb_wire_form_get (form, "main");
  else if (g_str_equal (draft->path, "booths"))
    draft->booth = kmzb_wire_form_get (form, "name");
  return draft->status != NULL || draft->main != NULL || draft->booth != NULL;
}

/**
 * Kept:
 *
 * The same as it comes with the login's form.
 */
typedef struct
{
  KmzbDraft draft;
  char *path;
  gboolean is_there;
} Kept;

static void
kept_clear (Kept *self)
{
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kept, kept_clear)

static void
read_kept (Kept *self, KmzbWireForm *form)
{
  const char *next = read_next (form);

  if (*next == '\0')
    return;
  next += strlen (KMZB_PAGE_ROOT);
  self->path = g_strndup (next, strcspn (next, "?"));
  self->draft = (KmzbDraft) { .path = self->path,
                              .status = kmzb_wire_form_get (form, "draft-status"),
                              .note = kmzb_page_read_field (form, "draft-note"),
                              .main = kmzb_wire_form_get (form, "draft-main"),
                              .booth = kmzb_wire_form_get (form, "draft-booth") };
  self->is_there = self->draft.status != NULL || self->draft.main != NULL || self->draft.booth != NULL;
}

static const KmzbDraft *
kept_get (const Kept *self)
{
  return self->is_there ? &self->draft : NULL;
}

void
kmzb_page_get_login (KmzbPage *self, const char *rest, KmzbWireForm *query)
{
  kmzb_page_show_login (self, MHD_HTTP_OK, KMZB_N_TEXTS, read_next (query), NULL);
}

/* The form is not bound to this browser any more; nobody is signed in by it. */
void
kmzb_page_repeat_login (KmzbPage *self, KmzbWireForm *form)
{
  g_auto (Kept) kept = { 0 };

  read_kept (&kept, form);
  kmzb_page_show_login (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_LOG_IN_AGAIN, read_next (form), kept_get (&kept));
}

/* Signed in: on to where they were going, or back to what they had typed. */
static void
go_on (KmzbPage *self, const char *next, const KmzbDraft *draft)
{
  if (draft == NULL)
    kmzb_page_redirect (self, *next != '\0' ? next : KMZB_PAGE_ROOT);
  else if (kmzb_page_find_session (self))
    {
      const char *query = strchr (next, '?');

      kmzb_page_read_list (self, query ? query + 1 : NULL);
      if (!kmzb_page_show_draft (self, draft))
        kmzb_page_redirect (self, next);
    }
}

static gboolean
try_login (KmzbPage *self, KmzbLogin *login, GError **error)
{
  KmzbArchive *archive = self->routes->archive;
  KmzbStorage *reader = kmzb_archive_borrow (archive, error);
  gboolean ok = reader != NULL && kmzb_users_check_login (reader, login, error);

  kmzb_archive_give_back (archive, reader);
  return ok && kmzb_archive_transact (archive, kmzb_users_log_in, login, error);
}

void
kmzb_page_post_login (KmzbPage *self, const char *rest, KmzbWireForm *form)
{
  const char *name = kmzb_wire_form_get (form, "name"), *password = kmzb_wire_form_get (form, "password");
  const char *next = read_next (form);
  g_auto (Kept) kept = { 0 };
  const KmzbDraft *draft;
  g_autofree char *client = kmzb_exchange_dup_client (self->exchange, self->routes->behind_proxy);
  KmzbLogin login = { .name = name, .password = password, .client = client,
                      .now_us = kmzb_clock_get_real_us (self->routes->clock) };
  g_autofree char *bucket = g_strconcat ("login ", client, NULL);
  g_autoptr (GError) error = NULL;

  read_kept (&kept, form);
  draft = kept_get (&kept);
  self->name = name;
  if (!kmzb_rate_take (self->routes->lookups, bucket, kmzb_clock_get_monotonic_us (self->routes->clock),
                       &login.wait_seconds))
    name = NULL;
  else if (name == NULL || password == NULL || strlen (password) > KMZB_PASSWORD_MAX)
    {
      kmzb_page_show_login (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_WRONG, next, draft);
      return;
    }
  if (name != NULL && !try_login (self, &login, &error))
    kmzb_page_fail (self, error);
  else if (login.wait_seconds > 0)
    {
      self->exchange->retry_seconds = login.wait_seconds;
      kmzb_page_show_login (self, MHD_HTTP_TOO_MANY_REQUESTS, KMZB_TEXT_WAIT, next, draft);
    }
  else if (login.token == NULL)
    kmzb_page_show_login (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_WRONG, next, draft);
  else
    {
      kmzb_page_set_token (self, login.token);
      go_on (self, next, draft);
    }
  g_free (login.token);
}

static void
add_password (KmzbPage *self, const char *name, KmzbText label, gboolean wrong)
{
  kmzb_page_print (self, "<p><label for=\"%s\">%s</label><input id=\"%s\" name=\"%s\" type=\"password\" required",
                   name, kmzb_page_text (self, label), name, name);
  kmzb_page_print (self, " autocomplete=\"%s\"",
                   label == KMZB_TEXT_OLD_PASSWORD ? "current-password" : "new-password");
  if (wrong)
    kmzb_page_add_wrong (self, "fault");
  kmzb_page_add (self, "></p>");
}

static void
add_facts (KmzbPage *self, gint64 n_sessions, gint64 before_us)
{
  static const KmzbText may[]
      = { KMZB_TEXT_LOG_IN, KMZB_TEXT_MAY_LOOK, KMZB_TEXT_MAY_DECIDE, KMZB_TEXT_MAY_ALL };
  g_autofree char *sessions = g_strdup_printf ("%" G_GINT64_FORMAT, n_sessions);
  g_autofree char *before = before_us != 0 ? kmzb_page_format_time (before_us) : g_strdup ("–");
  g_autofree char *role
      = g_strdup_printf ("%s: %s", kmzb_page_name_role (self), kmzb_page_text (self, may[self->session.role]));

  kmzb_page_add (self, "<section class=\"narrow\">");
  kmzb_page_begin_facts (self, KMZB_TEXT_ACCOUNT);
  kmzb_page_add_fact (self, KMZB_TEXT_ROLE, role);
  kmzb_page_add_fact (self, KMZB_TEXT_LAST_LOGIN, before);
  kmzb_page_add_fact (self, KMZB_TEXT_SESSIONS, sessions);
  kmzb_page_add (self, "</tbody></table></section>");
}

static gboolean
read_account (KmzbPage *self, gint64 *n_sessions, gint64 *before_us, GError **error)
{
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, error);
  gboolean ok = reader != NULL
                && kmzb_users_read_account (reader, self->session.user, kmzb_clock_get_real_us (self->routes->clock),
                                            n_sessions, before_us, error);

  kmzb_archive_give_back (self->routes->archive, reader);
  return ok;
}

/* @fault: of the form that was sent, or %KMZB_N_TEXTS */
static void
show_account (KmzbPage *self, guint status, KmzbText fault, gboolean done)
{
  gint64 n_sessions, before_us;
  g_autoptr (GError) error = NULL;

  if (!read_account (self, &n_sessions, &before_us, &error))
    {
      kmzb_page_fail (self, error);
      return;
    }
  self->wrong = fault != KMZB_N_TEXTS;
  kmzb_page_begin_named (self, KMZB_TEXT_ACCOUNT, self->session.user);
  if (done)
    kmzb_page_print (self, "<p class=\"done\" role=\"status\">%s</p>", kmzb_page_text (self, KMZB_TEXT_DONE_PASSWORD));
  add_facts (self, n_sessions, before_us);
  kmzb_page_print (self, "<section class=\"narrow\"><h2>%s</h2>", kmzb_page_text (self, KMZB_TEXT_CHANGE_PASSWORD));
  if (fault != KMZB_N_TEXTS)
    kmzb_page_add_fault (self, fault);
  kmzb_page_add (self, "<form method=\"post\" action=\"" KMZB_PAGE_ROOT "account\">");
  kmzb_page_add_csrf (self);
  add_password (self, "old", KMZB_TEXT_OLD_PASSWORD, fault == KMZB_TEXT_WRONG_PASSWORD);
  add_password (self, "new", KMZB_TEXT_NEW_PASSWORD, fault == KMZB_TEXT_BAD_PASSWORD);
  add_password (self, "again", KMZB_TEXT_NEW_AGAIN, fault == KMZB_TEXT_BAD_PASSWORD);
  kmzb_page_print (self, "<p><button class=\"main\" name=\"action\" value=\"password\">%s</button></p></form></section>",
                   kmzb_page_text (self, KMZB_TEXT_CHANGE_PASSWORD));
  kmzb_page_print (self, "<section class=\"narrow\"><h2>%s</h2><p>%s</p><form method=\"post\" action=\"" KMZB_PAGE_ROOT
                         "account\">",
                   kmzb_page_text (self, KMZB_TEXT_EVERYWHERE_OUT), kmzb_page_text (self, KMZB_TEXT_EVERYWHERE_HINT));
  kmzb_page_add_csrf (self);
  kmzb_page_print (self, "<button name=\"action\" value=\"everywhere\">%s</button></form></section>",
                   kmzb_page_text (self, KMZB_TEXT_EVERYWHERE_OUT));
  kmzb_page_end (self, status);
}

void
kmzb_page_get_account (KmzbPage *self, const char *rest, KmzbWireForm *query)
{
  show_account (self, MHD_HTTP_OK, KMZB_N_TEXTS, *kmzb_page_read_field (query, "done") != '\0');
}

/* The old password is asked for as at a login, with its delays: a browser left alone does not give an account away. */
static void
change_password (KmzbPage *self, KmzbWireForm *form)
{
  const char *fresh = kmzb_page_read_field (form, "new");
  g_autofree char *client = kmzb_exchange_dup_client (self->exchange, self->routes->behind_proxy);
  KmzbLogin login = { .name = self->session.user, .password = kmzb_page_read_field (form, "old"), .client = client,
                      .now_us = kmzb_clock_get_real_us (self->routes->clock) };
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = g_str_equal (fresh, kmzb_page_read_field (form, "again"))
                              ? kmzb_users_hash_password (fresh, NULL)
                              : NULL;

  if (hash == NULL)
    show_account (self, MHD_HTTP_BAD_REQUEST, KMZB_TEXT_BAD_PASSWORD, FALSE);
  else if (strlen (login.password) > KMZB_PASSWORD_MAX)
    show_account (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_WRONG_PASSWORD, FALSE);
  else if (!try_login (self, &login, &error))
    kmzb_page_fail (self, error);
  else if (login.token == NULL)
    {
      self->exchange->retry_seconds = login.wait_seconds;
      show_account (self, login.wait_seconds ? MHD_HTTP_TOO_MANY_REQUESTS : MHD_HTTP_FORBIDDEN,
                    login.wait_seconds ? KMZB_TEXT_WAIT : KMZB_TEXT_WRONG_PASSWORD, FALSE);
    }
  else if (!kmzb_archive_transact (self->routes->archive, kmzb_users_set_password,
                                   &(KmzbPasswordChange){ login.name, hash, login.token, login.now_us }, &error))
    kmzb_page_fail (self, error);
  else
    {
      kmzb_page_set_token (self, login.token);
      kmzb_page_redirect (self, KMZB_PAGE_ROOT "account?done=password");
    }
  g_free (login.token);
}

void
kmzb_page_post_account (KmzbPage *self, const char *rest, KmzbWireForm *form)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (kmzb_page_read_field (form, "action"), "password"))
    change_password (self, form);
  else if (!g_str_equal (kmzb_page_read_field (form, "action"), "everywhere"))
    show_account (self, MHD_HTTP_BAD_REQUEST, KMZB_N_TEXTS, FALSE);
  else if (!kmzb_archive_transact (self->routes->archive, kmzb_users_log_out_everywhere, self->session.user, &error))
    kmzb_page_fail (self, error);
  else
    kmzb_page_redirect (self, KMZB_PAGE_ROOT "login");
}

void
kmzb_page_post_logout (KmzbPage *self, const char *rest, KmzbWireForm *form)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fresh = kmzb_users_make_token ();

  if (!kmzb_archive_transact (self->routes->archive, kmzb_users_log_out, self->token, &error))
    {
      kmzb_page_fail (self, error);
      return;
    }
  kmzb_page_set_token (self, fresh);
  kmzb_page_redirect (self, KMZB_PAGE_ROOT "login");
}
