/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KmzbDbFlags:
 * @KMZB_DB_READ_ONLY: never write; the file must exist
 * @KMZB_DB_CREATE: make the file when it is missing, readable by its owner alone
 * @KMZB_DB_DURABLE: WAL with synchronous=FULL and secure_delete: what a COMMIT answered is on the disk, what was
 *   deleted is gone
 * @KMZB_DB_IMMUTABLE: the file cannot change while it is open (a region pack): no locks, no WAL
 */
typedef enum
{
  KMZB_DB_READ_ONLY = 1 << 0,
  KMZB_DB_CREATE = 1 << 1,
  KMZB_DB_DURABLE = 1 << 2,
  KMZB_DB_IMMUTABLE = 1 << 3,
} KmzbDbFlags;

typedef enum
{
  KMZB_STEP_ERROR = -1,
  KMZB_STEP_DONE = 0,
  KMZB_STEP_ROW = 1,
} KmzbStep;

typedef struct _KmzbDb KmzbDb;
typedef struct _KmzbStmt KmzbStmt;

KmzbDb *kmzb_db_open (const char *path, KmzbDbFlags flags, GError **error);
void kmzb_db_close (KmzbDb *self);
const char *kmzb_db_get_path (KmzbDb *self);
gboolean kmzb_db_exec (KmzbDb *self, const char *sql, GError **error);
gboolean kmzb_db_begin_immediate (KmzbDb *self, GError **error);
gboolean kmzb_db_commit (KmzbDb *self, GError **error);
void kmzb_db_rollback (KmzbDb *self);
gint64 kmzb_db_get_last_row_id (KmzbDb *self);
int kmzb_db_get_changes (KmzbDb *self);
gboolean kmzb_db_get_int (KmzbDb *self, const char *sql, gint64 *value, GError **error);
gboolean kmzb_db_has_table (KmzbDb *self, const char *name);
gboolean kmzb_db_has_column (KmzbDb *self, const char *table, const char *column);
gboolean kmzb_db_checkpoint (KmzbDb *self, GError **error);
gboolean kmzb_db_check (KmzbDb *self, GError **error);

KmzbStmt *kmzb_db_prepare (KmzbDb *self, const char *sql, GError **error);
void kmzb_stmt_free (KmzbStmt *self);
void kmzb_stmt_bind_text (KmzbStmt *self, int index, const char *value);
void kmzb_stmt_bind_int (KmzbStmt *self, int index, gint64 value);
void kmzb_stmt_bind_double (KmzbStmt *self, int index, double value);
void kmzb_stmt_bind_blob (KmzbStmt *self, int index, gconstpointer data, gsize length);
void kmzb_stmt_bind_bytes (KmzbStmt *self, int index, GBytes *bytes);
void kmzb_stmt_borrow_text (KmzbStmt *self, int index, const char *value);
void kmzb_stmt_borrow_blob (KmzbStmt *self, int index, gconstpointer data, gsize length);
void kmzb_stmt_bind_null (KmzbStmt *self, int index);
KmzbStep kmzb_stmt_step (KmzbStmt *self, GError **error);
gboolean kmzb_stmt_run (KmzbStmt *self, GError **error);
void kmzb_stmt_reset (KmzbStmt *self);
gboolean kmzb_stmt_is_null (KmzbStmt *self, int column);
const char *kmzb_stmt_text (KmzbStmt *self, int column);
const char *kmzb_stmt_utf8 (KmzbStmt *self, int column);
gint64 kmzb_stmt_int (KmzbStmt *self, int column);
double kmzb_stmt_double (KmzbStmt *self, int column);
gconstpointer kmzb_stmt_blob (KmzbStmt *self, int column, gsize *length);
GBytes *kmzb_stmt_bytes (KmzbStmt *self, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbDb, kmzb_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbStmt, kmzb_stmt_free)

G_END_DECLS
