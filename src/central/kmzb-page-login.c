/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page.h"

#include <string.h>

/* @fault: %KMZB_N_TEXTS for none */
void
kmzb_page_show_login (KmzbPage *self, guint status, KmzbText fault)
{
  /* The form is bound to this browser before anybody is signed in, too. */
  if (self->token == NULL)
    {
      g_autofree char *token = kmzb_users_make_token ();

      kmzb_page_set_token (self, token);
    }
  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_LOG_IN));
  if (fault != KMZB_N_TEXTS)
    kmzb_page_print (self, "<p class=\"fault\" role=\"alert\">%s</p>", kmzb_page_text (self, fault));
  kmzb_page_add (self, "<form method=\"post\" action=\"/admin/login\">");
  kmzb_page_add_csrf (self);
  kmzb_page_print (self,
                   "<p><label for=\"name\">%s</label><input id=\"name\" name=\"name\" autocomplete=\"username\" required>"
                   "</p><p><label for=\"password\">%s</label><input id=\"password\" name=\"password\" type=\"password\" "
                   "autocomplete=\"current-password\" required></p><p><button>%s</button></p></form>",
                   kmzb_page_text (self, KMZB_TEXT_NAME), kmzb_page_text (self, KMZB_TEXT_PASSWORD),
                   kmzb_page_text (self, KMZB_TEXT_LOG_IN));
  kmzb_page_end (self, status);
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
kmzb_page_post_login (KmzbPage *self, KmzbWireForm *form)
{
  const char *name = kmzb_wire_form_get (form, "name"), *password = kmzb_wire_form_get (form, "password");
  KmzbLogin login = { .name = name, .password = password, .now_us = kmzb_clock_get_real_us (self->routes->clock) };
  g_autofree char *client = kmzb_exchange_dup_client (self->exchange, self->routes->behind_proxy);
  g_autofree char *bucket = g_strconcat ("login ", client, NULL);
  g_autoptr (GError) error = NULL;

  if (!kmzb_rate_take (self->routes->lookups, bucket, kmzb_clock_get_monotonic_us (self->routes->clock),
                       &login.wait_seconds))
    name = NULL;
  else if (name == NULL || password == NULL || strlen (password) > KMZB_PASSWORD_MAX)
    {
      kmzb_page_show_login (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_WRONG);
      return;
    }
  if (name != NULL && !try_login (self, &login, &error))
    kmzb_page_fail (self, error);
  else if (login.wait_seconds > 0)
    {
      self->exchange->retry_seconds = login.wait_seconds;
      kmzb_page_show_login (self, MHD_HTTP_TOO_MANY_REQUESTS, KMZB_TEXT_WAIT);
    }
  else if (login.token == NULL)
    kmzb_page_show_login (self, MHD_HTTP_FORBIDDEN, KMZB_TEXT_WRONG);
  else
    {
      kmzb_page_set_token (self, login.token);
      kmzb_page_redirect (self, "/admin/");
    }
  g_free (login.token);
}

void
kmzb_page_post_logout (KmzbPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fresh = kmzb_users_make_token ();

  if (!kmzb_archive_transact (self->routes->archive, kmzb_users_log_out, self->token, &error))
    {
      kmzb_page_fail (self, error);
      return;
    }
  kmzb_page_set_token (self, fresh);
  kmzb_page_redirect (self, "/admin/login");
}
