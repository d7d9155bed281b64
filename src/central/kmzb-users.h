/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

#define KMZB_PASSWORD_MIN 12
#define KMZB_PASSWORD_MAX 256
/* A session that nobody uses ends; that it is used is written down this often. */
#define KMZB_SESSION_IDLE_US (30 * G_TIME_SPAN_MINUTE)
#define KMZB_SESSION_NOTE_US (1 * G_TIME_SPAN_MINUTE)

/**
 * KmzbRole:
 * @KMZB_ROLE_NOBODY: not signed in
 * @KMZB_ROLE_VIEWER: looks at reports and tallies; opens no description, changes nothing, takes nothing away
 * @KMZB_ROLE_COORDINATOR: decides
 * @KMZB_ROLE_ADMIN: sees who did what besides
 *
 * Each may do what those before it may.
 */
typedef enum
{
  KMZB_ROLE_NOBODY,
  KMZB_ROLE_VIEWER,
  KMZB_ROLE_COORDINATOR,
  KMZB_ROLE_ADMIN,
} KmzbRole;

/**
 * KmzbSession:
 * @token: (in): what the browser has in its cookie
 * @seen_us: when it was last known to be in use
 *
 * Who is signed in.
 */
typedef struct
{
  char *user;
  KmzbRole role;
  gint64 seen_us;
  const char *token;
} KmzbSession;

/**
 * KmzbLogin:
 * @client: where it comes from, for the audit
 * @token: (out): of the new session; %NULL when the name or the password is wrong
 * @wait_seconds: (out): with %NULL: how long nobody may try under this name
 */
typedef struct
{
  const char *name;
  const char *password;
  const char *client;
  gint64 now_us;
  gboolean right; /* set by kmzb_users_check_login(), as is @known: somebody has that name */
  gboolean known;
  char *token;
  guint wait_seconds;
} KmzbLogin;

/**
 * KmzbPasswordChange:
 * @hash: of the new password
 * @token: of the one session that stays
 */
typedef struct
{
  const char *name;
  const char *hash;
  const char *token;
  gint64 now_us;
} KmzbPasswordChange;

/**
 * KmzbUserChange:
 * @name: of the user
 * @role, @hash: of a new one; see kmzb_users_hash_password()
 * @actor: who does it, as the audit names them
 */
typedef struct
{
  const char *name;
  const char *role;
  const char *hash;
  const char *actor;
  gint64 now_us;
} KmzbUserChange;

/* One line of the audit. @report, @detail: (nullable): what it was done to, and with what */
typedef struct
{
  const char *actor;
  const char *action;
  const char *report;
  const char *detail;
  gint64 now_us;
} KmzbAuditEntry;

/* In the audit instead of a name that nobody has: people type passwords into the wrong field. */
#define KMZB_AUDIT_UNKNOWN "?"

gboolean kmzb_users_add (KmzbStorage *storage, gpointer change, GError **error);
gboolean kmzb_users_disable (KmzbStorage *storage, gpointer change, GError **error);
GPtrArray *kmzb_users_list (KmzbStorage *storage, GError **error);

char *kmzb_users_make_token (void);
char *kmzb_users_make_csrf (const char *token);
gboolean kmzb_users_check_csrf (const char *token, const char *csrf);
gboolean kmzb_users_check_login (KmzbStorage *storage, KmzbLogin *login, GError **error);
gboolean kmzb_users_log_in (KmzbStorage *storage, gpointer login, GError **error);
gboolean kmzb_users_log_out (KmzbStorage *storage, gpointer token, GError **error);
gboolean kmzb_users_find_session (KmzbStorage *storage, KmzbSession *session, gint64 now_us, GError **error);
gboolean kmzb_users_read_account (KmzbStorage *storage,
                                  const char *name,
                                  gint64 now_us,
                                  gint64 *n_sessions,
                                  gint64 *before_us,
                                  GError **error);
gboolean kmzb_users_log_out_everywhere (KmzbStorage *storage, gpointer name, GError **error);
gboolean kmzb_users_check (const char *name, const char *role, GError **error);
char *kmzb_users_hash_password (const char *password, GError **error);
gboolean kmzb_users_set_password (KmzbStorage *storage, gpointer change, GError **error);
gboolean kmzb_users_note_session (KmzbStorage *storage, gpointer session, GError **error);
gboolean kmzb_audit_add (KmzbStorage *storage, gpointer entry, GError **error);

G_END_DECLS
