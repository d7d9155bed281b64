/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-archive-query.h"
#include "kmzb-archive.h"

#include "kmzb-error.h"
#include "kmzb-keys.h"
#include "kmzb-uuid.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_THREADS 8
#define N_REPORTS 200

typedef struct
{
  char *folder;
  char *path;
  KmzbCatalog *catalog;
  KmzbArchive *archive;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *catalog = g_test_build_filename (G_TEST_DIST, "data", "catalog", "catalog.ini", NULL);
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kmzb-archive-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "central.db", NULL);
  fixture->catalog = kmzb_catalog_load (catalog, NULL);
  fixture->archive = kmzb_archive_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kmzb_archive_close (fixture->archive);
  kmzb_catalog_unref (fixture->catalog);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  /* A clean end leaves no log behind. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static KmzbIntake *
make_intake (const char *id, const char *content)
{
  KmzbIntake *intake = g_new0 (KmzbIntake, 1);

  intake->request = g_new0 (KmzbWireRequest, 1);
  intake->request->report = kmzb_report_new ();
  intake->request->report->id = g_strdup (id);
  intake->request->report->category = g_strdup ("akty-wandalizmu");
  intake->request->has_place = TRUE;
  intake->request->report->place = (KmzbPoint) { 50, 20 };
  intake->digest = g_bytes_new (content, strlen (content));
  intake->booth = g_strdup ("booth");
  intake->received_us = g_get_real_time ();
  intake->result = KMZB_INTAKE_FAILED;
  return intake;
}

static void
count_done (KmzbIntake *intake, gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static guint
count_stored (Fixture *fixture)
{
  KmzbArchiveFilter filter = { .page = 1, .page_size = KMZB_ARCHIVE_MAX_PAGE_SIZE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = kmzb_archive_list (fixture->archive, &filter, fixture->catalog, &error);

  g_assert_no_error (error);
  return items->len;
}

typedef struct
{
  Fixture *fixture;
  GPtrArray *ids;
  KmzbIntake *intakes[N_REPORTS];
  int done;
} Client;

static gpointer
send_all (gpointer data)
{
  Client *client = data;

  for (guint i = 0; i < N_REPORTS; i++)
    {
      client->intakes[i] = make_intake (g_ptr_array_index (client->ids, i), "same");
      client->intakes[i]->done = count_done;
      client->intakes[i]->data = &client->done;
      kmzb_archive_add (client->fixture->archive, client->intakes[i]);
    }
  return NULL;
}

/* Every thread sends the same reports: of each, one is stored and the others are told that it was there. */
static void
test_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree Client *clients = g_new0 (Client, N_THREADS);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_REPORTS; i++)
    g_ptr_array_add (ids, kmzb_uuid7_new (g_get_real_time ()));
  for (guint t = 0; t < N_THREADS; t++)
    {
      clients[t].fixture = fixture;
      clients[t].ids = ids;
      threads[t] = g_thread_new ("client", send_all, &clients[t]);
    }
  for (guint t = 0; t < N_THREADS; t++)
    g_thread_join (threads[t]);
  kmzb_archive_flush (fixture->archive);

  for (guint i = 0; i < N_REPORTS; i++)
    {
      guint stored = 0;

      for (guint t = 0; t < N_THREADS; t++)
        {
          stored += clients[t].intakes[i]->result == KMZB_INTAKE_STORED;
          g_assert_true (clients[t].intakes[i]->result == KMZB_INTAKE_STORED
                         || clients[t].intakes[i]->result == KMZB_INTAKE_REPLAYED);
          kmzb_intake_free (clients[t].intakes[i]);
        }
      g_assert_cmpuint (stored, ==, 1);
    }
  for (guint t = 0; t < N_THREADS; t++)
    g_assert_cmpint (g_atomic_int_get (&clients[t].done), ==, N_REPORTS);
  g_assert_cmpuint (count_stored (fixture), ==, N_REPORTS);
}

static KmzbIntakeResult
add_and_wait (Fixture *fixture, const char *id, const char *content)
{
  g_autoptr (KmzbIntake) intake = make_intake (id, content);
  int done = 0;

  intake->done = count_done;
  intake->data = &done;
  kmzb_archive_add (fixture->archive, intake);
  kmzb_archive_flush (fixture->archive);
  g_assert_cmpint (done, ==, 1);
  return intake->result;
}

static void
test_over_a_restart (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = kmzb_uuid7_new (g_get_real_time ());

  g_assert_cmpint (add_and_wait (fixture, id, "one"), ==, KMZB_INTAKE_STORED);
  kmzb_archive_close (fixture->archive);
  fixture->archive = kmzb_archive_open (fixture->path, NULL);
  g_assert_cmpint (add_and_wait (fixture, id, "one"), ==, KMZB_INTAKE_REPLAYED);
  g_assert_cmpint (add_and_wait (fixture, id, "two"), ==, KMZB_INTAKE_CONFLICT);
  g_assert_cmpuint (count_stored (fixture), ==, 1);
}

#define N_KEYS 150
#define HOUR_US G_TIME_SPAN_HOUR

static gboolean
add_keys (KmzbStorage *storage, gpointer data, GError **error)
{
  GPtrArray *keys = data;

  for (guint i = 0; i < N_KEYS; i++)
    {
      g_autofree char *name = g_strdup_printf ("booth-%u", i);
      char *key = kmzb_keys_add (storage, name, g_get_real_time (), error);

      if (key == NULL)
        return FALSE;
      g_ptr_array_add (keys, key);
    }
  return TRUE;
}

/* A report by @key as that of the @index-th booth. */
static KmzbIntake *
make_keyed (GPtrArray *keys, guint key, guint index, gint64 later_us)
{
  g_autofree char *id = kmzb_uuid7_new (g_get_real_time ());
  KmzbIntake *intake = make_intake (id, "same");

  g_free (intake->booth);
  intake->booth = g_strdup_printf ("booth-%u", index);
  intake->key_hash = kmzb_keys_hash (g_ptr_array_index (keys, key));
  intake->received_us += later_us;
  return intake;
}

static void
store (Fixture *fixture, GPtrArray *group)
{
  g_autoptr (KmzbStorage) storage = kmzb_storage_open (fixture->path, NULL);
  g_autoptr (GError) error = NULL;

  kmzb_archive_store_group (storage, group, &error);
  g_assert_no_error (error);
}

/* @intake: (transfer full) */
static KmzbIntakeResult
store_over (KmzbStorage *storage, KmzbIntake *intake)
{
  g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_intake_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (group, intake);
  kmzb_archive_store_group (storage, group, &error);
  g_assert_no_error (error);
  return intake->result;
}

static gboolean
revoke_key (KmzbStorage *storage, gpointer name, GError **error)
{
  return kmzb_keys_revoke (storage, name, g_get_real_time () - HOUR_US, error);
}

/* The key is asked for again in the transaction that stores the report, whatever was known of it when it came in. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_intake_free);
  g_autoptr (KmzbStorage) other = kmzb_storage_open (fixture->path, NULL);
  g_autofree char *new_key = NULL;
  KmzbIntake *all[N_KEYS + 2];

  g_assert_true (kmzb_archive_transact (fixture->archive, add_keys, keys, NULL));
  /* Every second one is revoked, as by another process. One has got hold of another booth's key. One needs none. */
  for (guint i = 1; i < N_KEYS; i += 2)
    {
      g_autofree char *name = g_strdup_printf ("booth-%u", i);

      g_assert_true (kmzb_keys_revoke (other, name, g_get_real_time () - HOUR_US, NULL));
    }
  for (guint i = 0; i < N_KEYS; i++)
    g_ptr_array_add (group, all[i] = make_keyed (keys, i, i, 0));
  g_ptr_array_add (group, all[N_KEYS] = make_keyed (keys, 0, 2, 0));
  g_ptr_array_add (group, all[N_KEYS + 1] = make_intake ("019a1b2c-3d4e-7f50-8123-456789abcdef", "same"));
  store (fixture, group);
  for (guint i = 0; i < N_KEYS; i++)
    g_assert_cmpint (all[i]->result, ==, i % 2 == 0 ? KMZB_INTAKE_STORED : KMZB_INTAKE_DENIED);
  g_assert_cmpint (all[N_KEYS]->result, ==, KMZB_INTAKE_DENIED);
  g_assert_cmpint (all[N_KEYS + 1]->result, ==, KMZB_INTAKE_STORED);
  g_assert_cmpuint (count_stored (fixture), ==, N_KEYS / 2 + 1);

  /* One connection that knows a key sees what another changes, and what it changes itself. */
  g_assert_cmpint (store_over (other, make_keyed (keys, 2, 2, 0)), ==, KMZB_INTAKE_STORED);
  g_assert_true (kmzb_archive_transact (fixture->archive, revoke_key, (gpointer) "booth-2", NULL));
  g_assert_cmpint (store_over (other, make_keyed (keys, 2, 2, 0)), ==, KMZB_INTAKE_DENIED);
  g_assert_cmpint (store_over (other, make_keyed (keys, 4, 4, 0)), ==, KMZB_INTAKE_STORED);
  g_assert_true (kmzb_keys_revoke (other, "booth-4", g_get_real_time () - HOUR_US, NULL));
  g_assert_cmpint (store_over (other, make_keyed (keys, 4, 4, 0)), ==, KMZB_INTAKE_DENIED);
  g_assert_cmpint (store_over (other, make_keyed (keys, 6, 6, 0)), ==, KMZB_INTAKE_STORED);

  /* Changed, with an hour for the old one: then it ends without anybody's doing. */
  new_key = kmzb_keys_rotate (other, "booth-0", HOUR_US, g_get_real_time (), NULL);
  g_assert_cmpint (store_over (other, make_keyed (keys, 0, 0, HOUR_US / 2)), ==, KMZB_INTAKE_STORED);
  g_assert_cmpint (store_over (other, make_keyed (keys, 0, 0, 2 * HOUR_US)), ==, KMZB_INTAKE_DENIED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/central/archive/once", Fixture, NULL, set_up, test_once, tear_down);
  g_test_add ("/central/archive/over-a-restart", Fixture, NULL, set_up, test_over_a_restart, tear_down);
  g_test_add ("/central/archive/keys", Fixture, NULL, set_up, test_keys, tear_down);
  return g_test_run ();
}
