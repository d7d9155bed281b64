/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-page-texts.h"
#include "kmzb-routes.h"
#include "kmzb-users.h"

G_BEGIN_DECLS

#define KMZB_PAGE_ROOT "/admin/"

/**
 * KmzbPage:
 * @token: (nullable): what the browser's cookie says
 * @session: whose it is; without a user nobody is signed in
 * @name: (nullable): who wants to sign in, to be typed once
 * @list: (nullable): the query of the list that a report was opened from, as "status=new"
 * @wrong: something that was sent was refused, which the title says
 * @focused: a field has got the focus
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
  const char *name;
  char *list;
  gboolean wrong;
  gboolean focused;
  GString *html;
} KmzbPage;

/**
 * KmzbDraft:
 * @path: of the page that the form is on, below the root and without a query: "report/ID"
 * @status: what was chosen, with @note: what was typed
 * @main: the main report that was typed
 * @booth: the name that was typed for a new booth
 *
 * What somebody was about to send when their session ended: one of the three, the others are %NULL. Until they have
 * signed in again it is in the browser's form alone: not in the database, an address, a cookie or a log.
 */
typedef struct
{
  const char *path;
  const char *status;
  const char *note;
  const char *main;
  const char *booth;
} KmzbDraft;

const char *kmzb_page_text (KmzbPage *self, KmzbText text);
void kmzb_page_begin (KmzbPage *self, const char *title);
void kmzb_page_begin_named (KmzbPage *self, KmzbText kind, const char *name);
void kmzb_page_add (KmzbPage *self, const char *html);
void kmzb_page_print (KmzbPage *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void kmzb_page_add_csrf (KmzbPage *self);
void kmzb_page_add_heads (KmzbPage *self, KmzbText caption, const KmzbText *heads, guint n);
void kmzb_page_add_table_end (KmzbPage *self);
void kmzb_page_begin_facts (KmzbPage *self, KmzbText caption);
void kmzb_page_add_fact (KmzbPage *self, KmzbText name, const char *value);
void kmzb_page_add_option (KmzbPage *self, const char *value, const char *name, const char *chosen);
void kmzb_page_add_status (KmzbPage *self, const char *slug);
const char *kmzb_page_get_sign (const char *slug);
GBytes *kmzb_page_make_style (const char *name);
const char *kmzb_page_get_style_sum (void);
void kmzb_page_add_fault (KmzbPage *self, KmzbText text);
void kmzb_page_add_focus (KmzbPage *self);
void kmzb_page_add_wrong (KmzbPage *self, const char *described_by);
void kmzb_page_end (KmzbPage *self, guint status);
void kmzb_page_say (KmzbPage *self, guint status, KmzbText text);
void kmzb_page_redirect (KmzbPage *self, const char *path);
void kmzb_page_set_token (KmzbPage *self, const char *token);
void kmzb_page_set_cookie (KmzbPage *self, const char *name, const char *value, gint64 max_age_seconds);
void kmzb_page_fail (KmzbPage *self, const GError *error);

const char *kmzb_page_read_field (KmzbWireForm *form, const char *name);
const char *kmzb_page_name_category (KmzbPage *self, const char *slug);
const char *kmzb_page_name_role (KmzbPage *self);
const char *kmzb_page_name_status (KmzbPage *self, const char *slug);
char *kmzb_page_format_time (gint64 us);
char *kmzb_page_format_count (KmzbPage *self, gint64 n);
char *kmzb_page_get_address (KmzbPage *self);
gboolean kmzb_page_is_own_address (const char *address);

/* What stands under each address: @rest is what follows a path that ends in a slash, else "". */
gboolean kmzb_page_find_session (KmzbPage *self);
void kmzb_page_show_login (KmzbPage *self, guint status, KmzbText fault, const char *next, const KmzbDraft *draft);
void kmzb_page_repeat_login (KmzbPage *self, KmzbWireForm *form);
gboolean kmzb_page_read_draft (KmzbDraft *draft, KmzbWireForm *form);
gboolean kmzb_page_show_draft (KmzbPage *self, const KmzbDraft *draft);
void kmzb_page_show_report_draft (KmzbPage *self, const char *id, const KmzbDraft *draft);
void kmzb_page_show_booth_draft (KmzbPage *self, const KmzbDraft *draft);
void kmzb_page_read_list (KmzbPage *self, const char *query);
char *kmzb_page_format_list (const char *filter);
void kmzb_page_get_login (KmzbPage *self, const char *rest, KmzbWireForm *query);
void kmzb_page_post_login (KmzbPage *self, const char *rest, KmzbWireForm *form);
void kmzb_page_get_account (KmzbPage *self, const char *rest, KmzbWireForm *query);
void kmzb_page_post_account (KmzbPage *self, const char *rest, KmzbWireForm *form);
void kmzb_page_post_logout (KmzbPage *self, const char *rest, KmzbWireForm *form);
void kmzb_page_post_language (KmzbPage *self, const char *rest, KmzbWireForm *form);
void kmzb_page_get_reports (KmzbPage *self, const char *rest, KmzbWireForm *query);
void kmzb_page_get_report (KmzbPage *self, const char *id, KmzbWireForm *query);
void kmzb_page_post_report (KmzbPage *self, const char *id, KmzbWireForm *form);
void kmzb_page_get_csv (KmzbPage *self, const char *rest, KmzbWireForm *query);
void kmzb_page_get_tallies (KmzbPage *self, const char *rest, KmzbWireForm *query);
void kmzb_page_get_booths (KmzbPage *self, const char *rest, KmzbWireForm *query);
void kmzb_page_post_booths (KmzbPage *self, const char *rest, KmzbWireForm *form);
void kmzb_page_get_booth (KmzbPage *self, const char *name, KmzbWireForm *query);
void kmzb_page_post_booth (KmzbPage *self, const char *name, KmzbWireForm *form);
void kmzb_page_get_audit (KmzbPage *self, const char *rest, KmzbWireForm *query);

gboolean kmzb_page_takes_body (KmzbExchange *exchange);
gboolean kmzb_page_is_meant (KmzbRoutes *routes, KmzbExchange *exchange);
void kmzb_page_run (KmzbRoutes *routes, KmzbExchange *exchange);

G_END_DECLS
