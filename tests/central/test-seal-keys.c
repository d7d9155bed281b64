/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-seal-keys.h"

#include "kmzb-error.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#define N_THREADS 6

typedef struct
{
  char *folder;
  char *path;
  KmzbSealKeys *keys;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("kmzb-seal-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, KMZB_SEAL_KEYS_FILE, NULL);
  fixture->keys = kmzb_seal_keys_new (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kmzb_seal_keys_free (fixture->keys);
  g_unlink (fixture->path);
  /* No half-written file is left beside it. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static KmzbSealKeyInfo *
make_key (KmzbSealKeys *keys)
{
  g_autoptr (GError) error = NULL;
  KmzbSealKeyInfo *info = kmzb_seal_keys_make (keys, G_GINT64_CONSTANT (1777629600000000), &error);

  g_assert_no_error (error);
  return info;
}

/* As a booth does it. */
static char *
seal (const KmzbSealKeyInfo *info, const void *text, gsize length)
{
  g_autofree guint8 *public_key = NULL, *box = g_malloc (length + crypto_box_SEALBYTES);
  gsize key_length;

  public_key = g_base64_decode (info->public_key, &key_length);
  g_assert_cmpuint (key_length, ==, crypto_box_PUBLICKEYBYTES);
  g_assert_cmpint (crypto_box_seal (box, text, length, public_key), ==, 0);
  return g_base64_encode (box, length + crypto_box_SEALBYTES);
}

static void
test_opens (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "a", "zażółć gęślą jaźń\n\"🚲\"'", "𐍈" };
  g_autoptr (KmzbSealKeyInfo) info = make_key (fixture->keys);
  g_autofree char *longest = g_strnfill (16000, 'x');
  struct stat file;

  for (guint i = 0; i <= G_N_ELEMENTS (texts); i++)
    {
      const char *text = i < G_N_ELEMENTS (texts) ? texts[i] : longest;
      g_autofree char *sealed = seal (info, text, strlen (text));
      g_autofree char *key_id = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *opened = kmzb_seal_open (fixture->keys, sealed, &key_id, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (opened, ==, text);
      g_assert_cmpstr (key_id, ==, info->id);
    }
  g_assert_cmpint (stat (fixture->path, &file), ==, 0);
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
}

/* What was sealed before a change is opened after it, by this and by another process that had read the old file. */
static void
test_rotation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KmzbSealKeys) other = kmzb_seal_keys_new (fixture->path);
  g_autoptr (KmzbSealKeyInfo) none = NULL, first = NULL, second = NULL, current = NULL;
  g_autofree char *early = NULL, *late = NULL, *opened_early = NULL, *opened_late = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_assert_true (kmzb_seal_keys_get_current (other, &none, NULL));
  g_assert_null (none);
  first = make_key (fixture->keys);
  early = seal (first, "early", 5);
  g_assert_true (kmzb_seal_keys_get_current (other, &current, NULL));
  g_assert_cmpstr (current->id, ==, first->id);
  g_clear_pointer (&current, kmzb_seal_key_info_free);

  second = make_key (fixture->keys);
  g_assert_cmpstr (first->public_key, !=, second->public_key);
  late = seal (second, "late", 4);
  opened_early = kmzb_seal_open (other, early, NULL, NULL);
  opened_late = kmzb_seal_open (other, late, NULL, NULL);
  g_assert_cmpstr (opened_early, ==, "early");
  g_assert_cmpstr (opened_late, ==, "late");
  g_assert_true (kmzb_seal_keys_get_current (other, &current, NULL));
  g_assert_cmpstr (current->id, ==, second->id);
  list = kmzb_seal_keys_list (other, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpint (((KmzbSealKeyInfo *) g_ptr_array_index (list, 0))->created_us, ==, 1777629600000000);
}

static void
assert_closed (KmzbSealKeys *keys, const char *sealed, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key_id = NULL;

  g_assert_null (kmzb_seal_open (keys, sealed, &key_id, &error));
  g_assert_error (error, KMZB_ERROR, code);
  g_assert_null (key_id);
}

static void
test_does_not_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KmzbSealKeyInfo) info = make_key (fixture->keys);
  g_autofree char *foreign_path = g_strconcat (fixture->path, "-foreign", NULL);
  g_autoptr (KmzbSealKeys) foreign = kmzb_seal_keys_new (foreign_path);
  g_autoptr (KmzbSealKeyInfo) foreign_info = make_key (foreign);
  g_autofree char *to_foreign = seal (foreign_info, "x", 1), *bytes = seal (info, "a\xff", 2);
  g_autofree char *nul = seal (info, "a\0b", 3), *torn = seal (info, "text", 4);
  g_autofree char *huge = g_strnfill (60000, 'A');

  assert_closed (fixture->keys, to_foreign, KMZB_ERROR_DENIED);
  assert_closed (fixture->keys, bytes, KMZB_ERROR_INVALID);
  assert_closed (fixture->keys, nul, KMZB_ERROR_INVALID);
  assert_closed (fixture->keys, "", KMZB_ERROR_INVALID);
  assert_closed (fixture->keys, "AAAA", KMZB_ERROR_INVALID);
  assert_closed (fixture->keys, "not base64!", KMZB_ERROR_INVALID);
  assert_closed (fixture->keys, huge, KMZB_ERROR_INVALID);
  torn[20] = torn[20] == 'A' ? 'B' : 'A';
  assert_closed (fixture->keys, torn, KMZB_ERROR_DENIED);
  g_assert_cmpint (g_unlink (foreign_path), ==, 0);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = { "", "x", "kmzb seal keys 1\nnonsense\n", "kmzb seal keys 2\n",
                                       "kmzb seal keys 1\n0123456789abcdef 2026-05-01T10:00:00Z "
                                       "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
                                       "kmzb seal keys 1\n0123456789abcdef 2026-05-01T10:00:00Z AAEC\n" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (KmzbSealKeys) keys = kmzb_seal_keys_new (fixture->path);
      g_autoptr (KmzbSealKeyInfo) info = NULL;
      g_autoptr (GError) error = NULL, again = NULL;
      g_autofree char *after = NULL;

      g_assert_true (g_file_set_contents_full (fixture->path, files[i], -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
      g_assert_false (kmzb_seal_keys_get_current (keys, &info, &error));
      g_assert_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, fixture->path));
      /* Nor is a damaged file written over: a key in it may still be saved by hand. */
      g_assert_null (kmzb_seal_keys_make (keys, 1, &again));
      g_assert_error (again, KMZB_ERROR, KMZB_ERROR_DAMAGED);
      g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
      g_assert_cmpstr (after, ==, files[i]);
    }
}

static void
test_readable_by_others (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KmzbSealKeyInfo) info = make_key (fixture->keys), current = NULL;
  g_autoptr (KmzbSealKeys) keys = kmzb_seal_keys_new (fixture->path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  g_assert_false (kmzb_seal_keys_get_current (keys, &current, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_DENIED);
}

static gpointer
rotate (gpointer path)
{
  g_autoptr (KmzbSealKeys) keys = kmzb_seal_keys_new (path);

  return make_key (keys);
}

/* Two operators at once: no key is lost. */
static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  GThread *threads[N_THREADS];
  g_autoptr (GPtrArray) list = NULL;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("rotate", rotate, fixture->path);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autoptr (KmzbSealKeyInfo) info = g_thread_join (threads[i]);
      g_autofree char *sealed = seal (info, "x", 1), *opened = kmzb_seal_open (fixture->keys, sealed, NULL, NULL);

      g_assert_cmpstr (opened, ==, "x");
    }
  list = kmzb_seal_keys_list (fixture->keys, NULL);
  g_assert_cmpuint (list->len, ==, N_THREADS);
}

#define ADD(name, func) g_test_add ("/central/seal-keys/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("opens", test_opens);
  ADD ("rotation", test_rotation);
  ADD ("does-not-open", test_does_not_open);
  ADD ("damaged", test_damaged);
  ADD ("readable-by-others", test_readable_by_others);
  ADD ("at-once", test_at_once);
  return g_test_run ();
}
