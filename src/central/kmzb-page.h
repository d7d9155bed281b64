/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-routes.h"
#include "kmzb-users.h"

G_BEGIN_DECLS

typedef enum
{
  KMZB_TEXT_REPORTS, KMZB_TEXT_AUDIT, KMZB_TEXT_LOG_IN, KMZB_TEXT_LOG_OUT, KMZB_TEXT_NAME, KMZB_TEXT_PASSWORD,
  KMZB_TEXT_WRONG, KMZB_TEXT_WAIT, KMZB_TEXT_STALE, KMZB_TEXT_NO_PAGE, KMZB_TEXT_TROUBLE, KMZB_TEXT_DENIED,
  KMZB_TEXT_STATUS, KMZB_TEXT_CATEGORY, KMZB_TEXT_FROM, KMZB_TEXT_TO, KMZB_TEXT_NUMBER, KMZB_TEXT_ALL,
  KMZB_TEXT_SHOW, KMZB_TEXT_NONE, KMZB_TEXT_NEXT, KMZB_TEXT_PREVIOUS, KMZB_TEXT_SENT, KMZB_TEXT_RECEIVED,
  KMZB_TEXT_BOOTH, KMZB_TEXT_PLACE, KMZB_TEXT_DESCRIPTION, KMZB_TEXT_OPEN, KMZB_TEXT_NO_DESCRIPTION,
  KMZB_TEXT_CANNOT_OPEN, KMZB_TEXT_SET_STATUS, KMZB_TEXT_NOTE, KMZB_TEXT_SAVE, KMZB_TEXT_HISTORY, KMZB_TEXT_WHO,
  KMZB_TEXT_WHAT, KMZB_TEXT_WHEN, KMZB_TEXT_REPORT, KMZB_TEXT_SKIP, KMZB_TEXT_BAD_FORM, KMZB_N_TEXTS,
} KmzbText;

/**
 * KmzbPage:
 * @token: (nullable): what the browser's cookie says
 * @session: whose it is; without a user nobody is signed in
 *
 * One page for a coordinator in the making.
 */
typedef struct
{
  KmzbRoutes *routes;
  KmzbExchange *exchange;
  gboolean english;
  char *token;
  KmzbSession session;
  GString *html;
} KmzbPage;

const char *kmzb_page_text (KmzbPage *self, KmzbText text);
const char *kmzb_page_find_action (KmzbPage *self, const char *action);
void kmzb_page_begin (KmzbPage *self, const char *title);
void kmzb_page_add (KmzbPage *self, const char *html);
void kmzb_page_print (KmzbPage *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void kmzb_page_add_csrf (KmzbPage *self);
void kmzb_page_end (KmzbPage *self, guint status);
void kmzb_page_say (KmzbPage *self, guint status, KmzbText text);
void kmzb_page_redirect (KmzbPage *self, const char *path);
void kmzb_page_set_token (KmzbPage *self, const char *token);
char *kmzb_page_format_time (gint64 us);
void kmzb_page_fail (KmzbPage *self, const GError *error);

void kmzb_page_show_login (KmzbPage *self, guint status, KmzbText fault);
void kmzb_page_post_login (KmzbPage *self, KmzbWireForm *form);
void kmzb_page_post_logout (KmzbPage *self);
void kmzb_page_show_reports (KmzbPage *self, KmzbWireForm *query);
void kmzb_page_show_report (KmzbPage *self, const char *id, gboolean open, gboolean bad_form);
void kmzb_page_post_report (KmzbPage *self, const char *id, KmzbWireForm *form);
void kmzb_page_show_audit (KmzbPage *self, KmzbWireForm *query);

gboolean kmzb_page_takes_body (KmzbExchange *exchange);
gboolean kmzb_page_run (KmzbRoutes *routes, KmzbExchange *exchange);

G_END_DECLS
