/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "kmzb-db.h"
#include "wait.h"

#include <string.h>

static void
on_changed (KmzbStore *store, Fixture *self)
{
  self->n_changed++;
}

static void
on_report_saved (KmzbStore *store, Fixture *self)
{
  /* Who hears it sees it counted. */
  g_assert_cmpuint (kmzb_tally_get_waiting (kmzb_store_get_tally (store)), >, 0);
  self->n_saved++;
}

void
fixture_open (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->store = kmzb_store_new (self->data_dir, self->clock);
  g_signal_connect (self->store, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->store, "report-saved", G_CALLBACK (on_report_saved), self);
  kmzb_store_open (self->store, &error);
  g_assert_no_error (error);
}

/* As if the program had ended. */
void
fixture_close (Fixture *self)
{
  if (self->store == NULL)
    return;
  kmzb_store_close (self->store);
  fixture_spin ();
  /* A thread that has answered lets go of its task, and so of the store, a moment later. */
  for (guint i = 0; i < 5000 && g_atomic_int_get (&G_OBJECT (self->store)->ref_count) > 1; i++)
    {
      g_usleep (1000);
      fixture_spin ();
    }
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_dir_make_tmp ("kmzb-store-XXXXXX", NULL);

  self->data_dir = g_build_filename (parent, "data", NULL);
  self->path = g_build_filename (self->data_dir, "booth.db", NULL);
  self->clock = kmzb_clock_new_manual (FIXTURE_START_US);
  fixture_open (self);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (self->data_dir);

  fixture_close (self);
  fixture_remove_folder (parent);
  g_clear_object (&self->clock);
  g_free (self->path);
  g_free (self->data_dir);
}

/* Dispatches what is ready in the default main context. */
void
fixture_spin (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

gboolean
fixture_save (KmzbStore *store, KmzbReport *report, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_save_async (store, report, NULL, wait_take_result, &result);
  wait_for_result (&result);
  return kmzb_store_save_finish (store, result, error);
}

/* Saves a report that is new. Returns: (transfer full): its id */
char *
fixture_save_new (Fixture *self)
{
  g_autoptr (KmzbReport) report = fixture_make_report ("Opis");
  g_autoptr (GError) error = NULL;

  fixture_save (self->store, report, &error);
  g_assert_no_error (error);
  return g_strdup (report->id);
}

GPtrArray *
fixture_claim (KmzbStore *store, guint max, gint64 due_us, gint64 *next_due_us)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 ignored;
  GPtrArray *items;

  kmzb_store_claim_async (store, max, due_us, NULL, wait_take_result, &result);
  wait_for_result (&result);
  items = kmzb_store_claim_finish (store, result, next_due_us ? next_due_us : &ignored, &error);
  g_assert_no_error (error);
  return items;
}

void
fixture_settle (KmzbStore *store, gint64 seq, KmzbReportState state, gint64 next_attempt_us)
{
  g_autoptr (GPtrArray) settlements = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_settlement_free);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KmzbSettlement *settlement = kmzb_settlement_new (seq, state);

  settlement->next_attempt_us = next_attempt_us;
  settlement->server_id = state == KMZB_REPORT_RECEIVED ? g_strdup ("server-1") : NULL;
  settlement->server_words = state == KMZB_REPORT_REFUSED ? g_strdup ("too long") : NULL;
  g_ptr_array_add (settlements, settlement);
  kmzb_store_settle_async (store, settlements, NULL, wait_take_result, &result);
  wait_for_result (&result);
  kmzb_store_settle_finish (store, result, &error);
  g_assert_no_error (error);
}

/* Looks into the file beside the store. */
gint64
fixture_query_int (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (self->path, KMZB_DB_READ_ONLY, &error);
  gint64 value = 0;

  g_assert_no_error (error);
  kmzb_db_get_int (db, sql, &value, &error);
  g_assert_no_error (error);
  return value;
}

/* Changes the file behind the store's back. */
gboolean
fixture_try_exec (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (self->path, 0, &error);

  g_assert_no_error (error);
  return kmzb_db_exec (db, sql, NULL);
}

/* Whether any file in the data folder holds these bytes. */
gboolean
fixture_files_contain (Fixture *self, const char *bytes)
{
  g_autoptr (GDir) dir = g_dir_open (self->data_dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->data_dir, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      if (memmem (content, length, bytes, strlen (bytes)) != NULL)
        return TRUE;
    }
  return FALSE;
}
