/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fixture-common.h"

#include "kmzb-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *data_dir;
  char *path;
  KmzbClock *clock;
  KmzbStore *store;
  guint n_changed;
  guint n_saved;
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);
void fixture_open (Fixture *self);
void fixture_close (Fixture *self);

gboolean fixture_save (KmzbStore *store, KmzbReport *report, GError **error);
char *fixture_save_new (Fixture *self);
GPtrArray *fixture_claim (KmzbStore *store, guint max, gint64 due_us, gint64 *next_due_us);
void fixture_settle (KmzbStore *store, gint64 seq, KmzbReportState state, gint64 next_attempt_us);
void fixture_spin (void);

gint64 fixture_query_int (Fixture *self, const char *sql);
gboolean fixture_try_exec (Fixture *self, const char *sql);
gboolean fixture_files_contain (Fixture *self, const char *bytes);

G_END_DECLS
