/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-users.h"

#include "kmzb-error.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"

#include <sodium.h>
#include <string.h>

#define NAME_MAX_LENGTH 64
#define TOKEN_BYTES 32
#define HASH_BYTES 32
#define SESSION_US (8 * G_TIME_SPAN_HOUR)
/* Argon2id as OWASP advises, and a little more; one at a time, so that a flood of logins takes no more memory. */
#define HASH_OPS 3
#define HASH_MEMORY (32 * 1024 * 1024)
#define ACCOUNT_DAYS 90
#define FREE_TRIES 2
#define MAX_WAIT_SECONDS 300
/* Lines of the audit for failed logins under one name, and under all unknown ones together, in a day. */
#define MAX_NOTED_FAILURES 50

static GMutex hashing;

static const char *const roles[] = { NULL, "viewer", "coordinator", "admin" };

/* Returns: %KMZB_ROLE_NOBODY for what is no role */
static KmzbRole
find_role (const char *name)
{
  for (guint i = KMZB_ROLE_VIEWER; i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (roles[i], name))
      return (KmzbRole) i;
  return KMZB_ROLE_NOBODY;
}

static void
hash_text (const char *text, guint8 hash[HASH_BYTES])
{
  crypto_generichash (hash, HASH_BYTES, (const guint8 *) text, strlen (text), NULL, 0);
}

static gboolean
check_password_rules (const char *password, GError **error)
{
  if (g_utf8_validate (password, -1, NULL) && g_utf8_strlen (password, -1) >= KMZB_PASSWORD_MIN
      && strlen (password) <= KMZB_PASSWORD_MAX)
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "A password has %d characters at least and %d bytes at most",
               KMZB_PASSWORD_MIN, KMZB_PASSWORD_MAX);
  return FALSE;
}

/* Whether somebody of that name could have that role. */
gboolean
kmzb_users_check (const char *name, const char *role, GError **error)
{
  gboolean ok = *name != '\0' && strlen (name) <= NAME_MAX_LENGTH && g_ascii_isalnum (*name);

  for (const char *p = name; ok && *p != '\0'; p++)
    ok = g_ascii_isalnum (*p) || strchr ("-_.", *p) != NULL;
  if (!ok)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                 "A user's name is 1 to %d ASCII letters, digits and -_. and begins with a letter or digit",
                 NAME_MAX_LENGTH);
  else if (!(ok = find_role (role) != KMZB_ROLE_NOBODY))
    g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "A role is viewer, coordinator or admin");
  return ok;
}

static gboolean
hash_password (const char *password, char hash[crypto_pwhash_STRBYTES], GError **error)
{
  gboolean ok;

  g_mutex_lock (&hashing);
  ok = crypto_pwhash_str_alg (hash, password, strlen (password), HASH_OPS, HASH_MEMORY, crypto_pwhash_ALG_ARGON2ID13)
       == 0;
  g_mutex_unlock (&hashing);
  if (!ok)
    g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't hash the password: not enough memory");
  return ok;
}

/* Takes its time. Returns: (transfer full): what is kept of a password; %NULL with %KMZB_ERROR_INVALID for a bad one */
char *
kmzb_users_hash_password (const char *password, GError **error)
{
  g_autofree char *hash = g_malloc0 (crypto_pwhash_STRBYTES);

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't start libsodium");
      return NULL;
    }
  return check_password_rules (password, error) && hash_password (password, hash, error) ? g_steal_pointer (&hash)
                                                                                          : NULL;
}

static gboolean
note_change (KmzbStorage *storage, const KmzbUserChange *self, const char *action, GError **error)
{
  KmzbAuditEntry entry = { .actor = self->actor, .action = action, .detail = self->name, .now_us = self->now_us };

  return kmzb_audit_add (storage, &entry, error);
}

/* A #KmzbStorageFunc with a #KmzbUserChange. A user who was disabled may be added again, with a new password. */
gboolean
kmzb_users_add (KmzbStorage *storage, gpointer change, GError **error)
{
  const KmzbUserChange *self = change;
  guint n_changed;

  if (!kmzb_users_check (self->name, self->role, error)
      || !kmzb_storage_run (storage,
                            "INSERT INTO users(name, password, role, created_us) VALUES($1, $2, $3, $4)"
                            " ON CONFLICT(name) DO UPDATE SET password=excluded.password, role=excluded.role,"
                            " created_us=excluded.created_us, disabled_us=NULL WHERE users.disabled_us IS NOT NULL",
                            KMZB_VALUES (kmzb_value_text (self->name), kmzb_value_text (self->hash),
                                         kmzb_value_text (self->role), kmzb_value_int (self->now_us)),
                            &n_changed, error))
    return FALSE;
  if (n_changed > 0)
    return note_change (storage, self, "user-add", error);
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_EXISTS, "%s is a user already; disable it first", self->name);
  return FALSE;
}

/* A #KmzbStorageFunc with a #KmzbUserChange. From the next request on every session of that user is over, in a running
 * server too. */
gboolean
kmzb_users_disable (KmzbStorage *storage, gpointer change, GError **error)
{
  const KmzbUserChange *self = change;
  guint n_changed;

  if (!kmzb_storage_run (storage, "UPDATE users SET disabled_us=$1 WHERE name=$2 AND disabled_us IS NULL",
                         KMZB_VALUES (kmzb_value_int (self->now_us), kmzb_value_text (self->name)), &n_changed, error)
      || !kmzb_storage_run (storage, "DELETE FROM sessions WHERE name=$1",
                            KMZB_VALUES (kmzb_value_text (self->name)), NULL, error))
    return FALSE;
  if (n_changed > 0)
    return note_change (storage, self, "user-disable", error);
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "No user %s is in force", self->name);
  return FALSE;
}

/* Returns: (transfer full) (element-type utf8): a line for each */
GPtrArray *
kmzb_users_list (KmzbStorage *storage, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KmzbRows) rows = kmzb_storage_query (
      storage, "SELECT name, role, created_us, disabled_us FROM users ORDER BY name", NULL, 0, error);
  g_autoptr (GError) fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    {
      g_autofree char *created = kmzb_time_format_w3c (kmzb_rows_int (rows, 2));
      g_autofree char *disabled
          = kmzb_rows_is_null (rows, 3) ? NULL : kmzb_time_format_w3c (kmzb_rows_int (rows, 3));
      g_autofree char *name = g_strdup (kmzb_rows_text (rows, 0));

      g_ptr_array_add (lines, g_strdup_printf ("%s\t%s\tmade %s%s%s", name, kmzb_rows_text (rows, 1), created,
                                               disabled ? "\tdisabled " : "", disabled ? disabled : ""));
    }
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (rows != NULL)
    return g_steal_pointer (&lines);
  return NULL;
}

/* Returns: (transfer full): 256 random bits in hexadecimal */
char *
kmzb_users_make_token (void)
{
  guint8 random[TOKEN_BYTES];
  char *token = g_malloc (TOKEN_BYTES * 2 + 1);

  kmzb_random_bytes (random, sizeof random);
  return sodium_bin2hex (token, TOKEN_BYTES * 2 + 1, random, sizeof random);
}

/* Returns: (transfer full): what a form of this session must carry; from it the token cannot be told */
char *
kmzb_users_make_csrf (const char *token)
{
  g_autofree char *text = g_strconcat ("kmzb form\n", token, NULL);
  guint8 hash[HASH_BYTES];
  char *csrf = g_malloc (HASH_BYTES * 2 + 1);

  hash_text (text, hash);
  return sodium_bin2hex (csrf, HASH_BYTES * 2 + 1, hash, sizeof hash);
}

/* @token, @csrf: (nullable) */
gboolean
kmzb_users_check_csrf (const char *token, const char *csrf)
{
  g_autofree char *right = token ? kmzb_users_make_csrf (token) : NULL;

  return right != NULL && csrf != NULL && strlen (csrf) == strlen (right)
         && sodium_memcmp (right, csrf, strlen (right)) == 0;
}

/* The delay is kept for 16 bits of a hash of the name and not for the name: a name that nobody has is made to
 * wait like all others, and the table stays small whatever is typed. */
static gint64
find_slot (const char *name)
{
  guint8 hash[HASH_BYTES];

  hash_text (name, hash);
  return hash[0] << 8 | hash[1];
}

/* Who, from where, when; never what was typed for a password, nor for a name that is none. Names are few and each has
 * so many lines a day, the last of which says that there may be more: nobody fills the disk with them. */
static gboolean
audit_failure (KmzbStorage *storage, const KmzbLogin *login, GError **error)
{
  KmzbAuditEntry entry = { .actor = login->known ? login->name : KMZB_AUDIT_UNKNOWN, .detail = login->client,
                           .now_us = login->now_us };
  gint64 n;

  if (!kmzb_storage_get_int (storage,
                             "SELECT count(*) FROM audit WHERE at_us>$1 AND actor=$2"
                             " AND action IN ('login-failed', 'login-many')",
                             KMZB_VALUES (kmzb_value_int (login->now_us - G_TIME_SPAN_DAY), kmzb_value_text (entry.actor)),
                             &n, error))
    return FALSE;
  entry.action = n == MAX_NOTED_FAILURES - 1 ? "login-many" : "login-failed";
  return n >= MAX_NOTED_FAILURES || kmzb_audit_add (storage, &entry, error);
}

static gboolean
note_failure (KmzbStorage *storage, KmzbLogin *login, gint64 slot, gint64 failures, GError **error)
{
  gint64 seconds = failures < FREE_TRIES ? 0 : MIN (MAX_WAIT_SECONDS, (gint64) 1 << MIN (failures - FREE_TRIES + 1, 20));

  return kmzb_storage_run (storage,
                           "INSERT INTO login_delays(slot, failures, until_us) VALUES($1, $2, $3)"
                           " ON CONFLICT(slot) DO UPDATE SET failures=excluded.failures, until_us=excluded.until_us",
                           KMZB_VALUES (kmzb_value_int (slot), kmzb_value_int (failures + 1),
                                        kmzb_value_int (login->now_us + seconds * G_USEC_PER_SEC)),
                           NULL, error)
         && audit_failure (storage, login, error);
}

static gboolean
open_session (KmzbStorage *storage, KmzbLogin *login, gint64 slot, GError **error)
{
  guint8 hash[HASH_BYTES];
  KmzbAuditEntry entry = { .actor = login->name, .action = "login", .now_us = login->now_us };

  g_free (login->token);
  login->token = kmzb_users_make_token ();
  hash_text (login->token, hash);
  return kmzb_storage_run (storage, "DELETE FROM sessions WHERE expires_us<=$1 OR seen_us<=$2",
                           KMZB_VALUES (kmzb_value_int (login->now_us),
                                        kmzb_value_int (login->now_us - KMZB_SESSION_IDLE_US)),
                           NULL, error)
         && kmzb_storage_run (storage, "DELETE FROM login_delays WHERE slot=$1", KMZB_VALUES (kmzb_value_int (slot)),
                              NULL, error)
         && kmzb_storage_run (storage, "INSERT INTO sessions(hash, name, expires_us, seen_us) VALUES($1, $2, $3, $4)",
                              KMZB_VALUES (kmzb_value_bytes (hash, sizeof hash), kmzb_value_text (login->name),
                                           kmzb_value_int (login->now_us + SESSION_US), kmzb_value_int (login->now_us)),
                              NULL, error)
         && kmzb_audit_add (storage, &entry, error);
}

/* A name that nobody has takes as long as a wrong password. */
static gboolean
check_password (const char *hash, const char *password)
{
  static char nobody[crypto_pwhash_STRBYTES];
  gboolean ok;

  g_mutex_lock (&hashing);
  if (hash == NULL && *nobody == '\0'
      && crypto_pwhash_str_alg (nobody, "", 0, HASH_OPS, HASH_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
    *nobody = '\0';
  ok = crypto_pwhash_str_verify (hash ? hash : nobody, password, strlen (password)) == 0 && hash != NULL;
  g_mutex_unlock (&hashing);
  return ok;
}

/* Looks whether the password is right, which takes its time: outside of any transaction that others wait for. */
gboolean
kmzb_users_check_login (KmzbStorage *storage, KmzbLogin *login, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (storage, "SELECT password, disabled_us FROM users WHERE name=$1",
                            KMZB_VALUES (kmzb_value_text (login->name)), error);

  if (rows == NULL)
    return FALSE;
  login->known = kmzb_rows_next (rows, &fault);
  if (login->known && kmzb_rows_is_null (rows, 1))
    hash = g_strdup (kmzb_rows_text (rows, 0));
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  login->right = check_password (hash, login->password);
  return TRUE;
}

/**
 * kmzb_users_log_in:
 * @login: a #KmzbLogin, checked. While its name must wait even the right password is refused: who tries many at the
 *   same time gets no more answers than one after another
 *
 * A #KmzbStorageFunc. Who types wrong passwords waits longer each time, with one name at all servers of the database.
 */
gboolean
kmzb_users_log_in (KmzbStorage *storage, gpointer login, GError **error)
{
  KmzbLogin *self = login;
  gint64 slot = find_slot (self->name), failures = 0, until_us = 0;
  g_autoptr (GError) fault = NULL;
  KmzbRows *rows = kmzb_storage_query (storage, "SELECT failures, until_us FROM login_delays WHERE slot=$1",
                                       KMZB_VALUES (kmzb_value_int (slot)), error);

  if (rows == NULL)
    return FALSE;
  if (kmzb_rows_next (rows, &fault))
    {
      failures = kmzb_rows_int (rows, 0);
      until_us = kmzb_rows_int (rows, 1);
    }
  kmzb_rows_free (rows);
  if (fault == NULL && until_us > self->now_us)
    {
      self->wait_seconds = (guint) ((MIN (until_us - self->now_us, MAX_WAIT_SECONDS * G_USEC_PER_SEC) - 1)
                                    / G_USEC_PER_SEC + 1);
      return TRUE;
    }
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  return self->right ? open_session (storage, self, slot, error)
                                               : note_failure (storage, self, slot, failures, error);
}

/* A #KmzbStorageFunc. @token: of the session that ends */
gboolean
kmzb_users_log_out (KmzbStorage *storage, gpointer token, GError **error)
{
  guint8 hash[HASH_BYTES];

  hash_text (token, hash);
  return kmzb_storage_run (storage, "DELETE FROM sessions WHERE hash=$1",
                           KMZB_VALUES (kmzb_value_bytes (hash, sizeof hash)), NULL, error);
}

/* A #KmzbStorageFunc. @name: whose sessions all end */
gboolean
kmzb_users_log_out_everywhere (KmzbStorage *storage, gpointer name, GError **error)
{
  return kmzb_storage_run (storage, "DELETE FROM sessions WHERE name=$1", KMZB_VALUES (kmzb_value_text (name)), NULL,
                           error);
}

/* A #KmzbStorageFunc. @change: a #KmzbPasswordChange. Whoever else may know the old password is out */
gboolean
kmzb_users_set_password (KmzbStorage *storage, gpointer change, GError **error)
{
  const KmzbPasswordChange *self = change;
  KmzbAuditEntry entry = { .actor = self->name, .action = "password", .now_us = self->now_us };
  guint8 hash[HASH_BYTES];

  hash_text (self->token, hash);
  return kmzb_storage_run (storage, "UPDATE users SET password=$1 WHERE name=$2 AND disabled_us IS NULL",
                           KMZB_VALUES (kmzb_value_text (self->hash), kmzb_value_text (self->name)), NULL, error)
         && kmzb_storage_run (storage, "DELETE FROM sessions WHERE name=$1 AND hash<>$2",
                              KMZB_VALUES (kmzb_value_text (self->name), kmzb_value_bytes (hash, sizeof hash)), NULL,
                              error)
         && kmzb_audit_add (storage, &entry, error);
}

/* Returns: whether the token is of a session in force; @error is set only when the database could not be asked */
gboolean
kmzb_users_find_session (KmzbStorage *storage, KmzbSession *session, gint64 now_us, GError **error)
{
  guint8 hash[HASH_BYTES];
  g_autoptr (KmzbRows) rows = NULL;

  hash_text (session->token, hash);
  rows = kmzb_storage_query (storage,
                             "SELECT users.name, users.role, sessions.seen_us FROM sessions JOIN users ON users.name=sessions.name"
                             " WHERE sessions.hash=$1 AND sessions.expires_us>$2 AND sessions.seen_us>$3"
                             " AND users.disabled_us IS NULL",
                             KMZB_VALUES (kmzb_value_bytes (hash, sizeof hash), kmzb_value_int (now_us),
                                          kmzb_value_int (now_us - KMZB_SESSION_IDLE_US)),
                             error);
  if (rows == NULL || !kmzb_rows_next (rows, error))
    return FALSE;
  session->user = g_strdup (kmzb_rows_text (rows, 0));
  session->role = find_role (kmzb_rows_text (rows, 1));
  session->seen_us = kmzb_rows_int (rows, 2);
  return TRUE;
}

/**
 * kmzb_users_read_account:
 * @n_sessions: (out): how many of the user's are in force
 * @before_us: (out): when they signed in before the last time; 0: not within what the audit still has of it
 *
 * What tells somebody whether another one uses their name.
 */
gboolean
kmzb_users_read_account (KmzbStorage *storage, const char *name, gint64 now_us, gint64 *n_sessions, gint64 *before_us,
                         GError **error)
{
  return kmzb_storage_get_int (storage,
                               "SELECT count(*) FROM sessions WHERE name=$1 AND expires_us>$2 AND seen_us>$3",
                               KMZB_VALUES (kmzb_value_text (name), kmzb_value_int (now_us),
                                            kmzb_value_int (now_us - KMZB_SESSION_IDLE_US)),
                               n_sessions, error)
         && kmzb_storage_get_int (storage,
                                  "SELECT coalesce(max(at_us), 0) FROM audit WHERE actor=$1 AND action='login' AND at_us>$2"
                                  " AND at_us<(SELECT max(at_us) FROM audit WHERE actor=$1 AND action='login'"
                                  " AND at_us>$2)",
                                  KMZB_VALUES (kmzb_value_text (name),
                                               kmzb_value_int (now_us - ACCOUNT_DAYS * G_TIME_SPAN_DAY)),
                                  before_us, error);
}

/* A #KmzbStorageFunc. @session: a #KmzbSession that is in use at its @seen_us */
gboolean
kmzb_users_note_session (KmzbStorage *storage, gpointer session, GError **error)
{
  const KmzbSession *self = session;
  guint8 hash[HASH_BYTES];

  hash_text (self->token, hash);
  return kmzb_storage_run (storage, "UPDATE sessions SET seen_us=$1 WHERE hash=$2 AND seen_us<$1",
                           KMZB_VALUES (kmzb_value_int (self->seen_us), kmzb_value_bytes (hash, sizeof hash)), NULL,
                           error);
}

/* A #KmzbStorageFunc. @entry: a #KmzbAuditEntry */
gboolean
kmzb_audit_add (KmzbStorage *storage, gpointer entry, GError **error)
{
  const KmzbAuditEntry *self = entry;
  g_autofree char *id = kmzb_uuid7_new (self->now_us);

  return kmzb_storage_run (storage,
                           "INSERT INTO audit(id, at_us, actor, action, report_id, detail)"
                           " VALUES($1, $2, $3, $4, $5, $6)",
                           KMZB_VALUES (kmzb_value_text (id), kmzb_value_int (self->now_us),
                                        kmzb_value_text (self->actor), kmzb_value_text (self->action),
                                        kmzb_value_text (self->report), kmzb_value_text (self->detail)),
                           NULL, error);
}
