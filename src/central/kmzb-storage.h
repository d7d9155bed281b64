/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KMZB_VALUE_NULL,
  KMZB_VALUE_INT,
  KMZB_VALUE_REAL,
  KMZB_VALUE_TEXT,
  KMZB_VALUE_BYTES,
} KmzbValueType;

/**
 * KmzbValue:
 *
 * What is bound to a place of a statement. Texts and bytes are borrowed until the call returns.
 */
typedef struct
{
  KmzbValueType type;
  gsize length; /* of bytes */
  union
  {
    gint64 integer;
    double real;
    const char *text;
    gconstpointer bytes;
  };
} KmzbValue;

static inline KmzbValue
kmzb_value_int (gint64 integer)
{
  return (KmzbValue) { .type = KMZB_VALUE_INT, .integer = integer };
}

static inline KmzbValue
kmzb_value_real (double real)
{
  return (KmzbValue) { .type = KMZB_VALUE_REAL, .real = real };
}

/* @text: (nullable) */
static inline KmzbValue
kmzb_value_text (const char *text)
{
  return (KmzbValue) { .type = text ? KMZB_VALUE_TEXT : KMZB_VALUE_NULL, .text = text };
}

static inline KmzbValue
kmzb_value_bytes (gconstpointer bytes, gsize length)
{
  return (KmzbValue) { .type = KMZB_VALUE_BYTES, .length = length, .bytes = bytes };
}

typedef struct _KmzbRows KmzbRows;

/**
 * KmzbRowsClass:
 *
 * A result, read row by row. A text is valid until the next row.
 */
typedef struct
{
  gboolean (*next) (KmzbRows *self, GError **error);
  gboolean (*is_null) (KmzbRows *self, int column);
  const char *(*get_text) (KmzbRows *self, int column);
  gint64 (*get_int) (KmzbRows *self, int column);
  double (*get_real) (KmzbRows *self, int column);
  GBytes *(*dup_bytes) (KmzbRows *self, int column);
  void (*free) (KmzbRows *self);
} KmzbRowsClass;

struct _KmzbRows
{
  const KmzbRowsClass *class;
};

/* Returns: whether there is a row; after the last one, or with @error set, %FALSE */
#define kmzb_rows_next(rows, error) ((rows)->class->next ((rows), (error)))
#define kmzb_rows_is_null(rows, column) ((rows)->class->is_null ((rows), (column)))
#define kmzb_rows_text(rows, column) ((rows)->class->get_text ((rows), (column)))
#define kmzb_rows_int(rows, column) ((rows)->class->get_int ((rows), (column)))
#define kmzb_rows_real(rows, column) ((rows)->class->get_real ((rows), (column)))
#define kmzb_rows_dup_bytes(rows, column) ((rows)->class->dup_bytes ((rows), (column)))
void kmzb_rows_free (KmzbRows *rows);

typedef struct _KmzbStorage KmzbStorage;

/**
 * KmzbStorageClass:
 * @begin: a transaction that will write
 * @begin_snapshot: one that reads, and sees nothing of what others write meanwhile
 * @commit: %FALSE: nothing of it is known to be stored
 * @run_each: one statement @n_times, with @n_values values each time; @n_changed gets the rows that each time touched
 * @query: the rows must be freed before the next statement
 * @is_unchanged: in a transaction: whether no other connection has committed anything since this was asked last; %FALSE
 *   where that cannot be told
 * @run_script: statements without values
 *
 * A place where central keeps things. One object is one connection and belongs to one thread at a time. Statements
 * are written in what SQLite and PostgreSQL (and what speaks its protocol) have in common; values stand as $1, $2 ...
 * Errors name the place, never a value.
 */
typedef struct
{
  gboolean (*begin) (KmzbStorage *self, GError **error);
  gboolean (*begin_snapshot) (KmzbStorage *self, GError **error);
  gboolean (*commit) (KmzbStorage *self, GError **error);
  void (*rollback) (KmzbStorage *self);
  gboolean (*run_each) (KmzbStorage *self,
                        const char *sql,
                        const KmzbValue *values,
                        guint n_values,
                        guint n_times,
                        guint *n_changed,
                        GError **error);
  KmzbRows *(*query) (KmzbStorage *self, const char *sql, const KmzbValue *values, guint n_values, GError **error);
  gboolean (*is_unchanged) (KmzbStorage *self);
  gboolean (*run_script) (KmzbStorage *self, const char *sql, GError **error);
  void (*close) (KmzbStorage *self);
} KmzbStorageClass;

/**
 * KmzbStorage:
 * @numbers_at_once: one writer at a time: a change gets its number in its own transaction. Where many write at once,
 *   changes are numbered afterwards; see kmzb-changes.c
 * @retries: a transaction may fail because of another one, and is then to be tried again
 * @keys: (nullable): those that are known (kmzb-keys.c)
 * @n_writers: how many connections of one process write well beside each other
 */
struct _KmzbStorage
{
  const KmzbStorageClass *class;
  gboolean numbers_at_once;
  gboolean retries;
  guint n_writers;
  GHashTable *keys;
};

typedef gboolean (*KmzbStorageFunc) (KmzbStorage *storage, gpointer data, GError **error);

KmzbStorage *kmzb_storage_open (const char *place, GError **error);
KmzbStorage *kmzb_storage_open_reader (const char *place, GError **error);
void kmzb_storage_close (KmzbStorage *self);
gboolean kmzb_storage_is_url (const char *place);
char *kmzb_storage_get_test_place (const char *place);
gboolean kmzb_storage_has_test (const char *place, gboolean *has_test, GError **error);

gboolean kmzb_storage_transact (KmzbStorage *self, KmzbStorageFunc func, gpointer data, GError **error);
gboolean kmzb_storage_run (KmzbStorage *self,
                           const char *sql,
                           const KmzbValue *values,
                           guint n_values,
                           guint *n_changed,
                           GError **error);
KmzbRows *kmzb_storage_query (KmzbStorage *self,
                              const char *sql,
                              const KmzbValue *values,
                              guint n_values,
                              GError **error);
gboolean kmzb_storage_get_int (KmzbStorage *self,
                               const char *sql,
                               const KmzbValue *values,
                               guint n_values,
                               gint64 *value,
                               GError **error);

/* KMZB_VALUES (kmzb_value_int (1), ...): the two arguments @values and @n_values of a call. */
#define KMZB_VALUES(...) \
  (const KmzbValue[]){ __VA_ARGS__ }, (guint) (sizeof ((const KmzbValue[]){ __VA_ARGS__ }) / sizeof (KmzbValue))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbRows, kmzb_rows_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbStorage, kmzb_storage_close)

G_END_DECLS
