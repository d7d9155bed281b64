/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-backoff.h"
#include "kmzb-error.h"
#include "kmzb-gate.h"
#include "kmzb-open311-client.h"

#include <glib/gstdio.h>

static void
test_backoff (void)
{
  static const struct
  {
    guint n;
    gint64 longest_s;
  } rows[] = { { 1, 10 }, { 2, 20 }, { 3, 40 }, { 7, 640 }, { 8, 900 }, { 9, 900 }, { G_MAXUINT, 900 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (kmzb_backoff_delay_us (rows[i].n, 0.0), ==, 5 * G_USEC_PER_SEC);
      g_assert_cmpint (kmzb_backoff_delay_us (rows[i].n, 1.0), ==, rows[i].longest_s * G_USEC_PER_SEC);
      g_assert_cmpint (kmzb_backoff_delay_us (rows[i].n, 0.5), <, rows[i].longest_s * G_USEC_PER_SEC);
    }
}

static void
test_gate (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (0);
  KmzbGate gate = { .clock = clock };

  g_assert_false (kmzb_gate_is_closed (&gate));
  kmzb_gate_close (&gate, -1);
  kmzb_gate_close (&gate, -1);
  g_assert_cmpuint (gate.n_failures, ==, 1);
  g_assert_cmpint (kmzb_gate_get_left_us (&gate), >=, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (kmzb_gate_get_left_us (&gate), <=, 10 * G_USEC_PER_SEC);
  kmzb_clock_advance (clock, 10 * G_USEC_PER_SEC);
  g_assert_false (kmzb_gate_is_closed (&gate));

  kmzb_gate_close (&gate, -1);
  kmzb_gate_open_early (&gate);
  g_assert_false (kmzb_gate_is_closed (&gate));
  g_assert_cmpuint (gate.n_failures, ==, 1);

  /* What the server asked for is kept, but not for years. */
  kmzb_gate_close (&gate, G_MAXINT64 / 2);
  kmzb_gate_open_early (&gate);
  g_assert_cmpint (kmzb_gate_get_left_us (&gate), ==, 3600 * (gint64) G_USEC_PER_SEC);
  kmzb_gate_reset (&gate);
  g_assert_false (kmzb_gate_is_closed (&gate));
}

static void
test_base_url (void)
{
  static const char *const good[][2] = {
    { "https://kmzb.example.pl", "https://kmzb.example.pl/open311/v2/" },
    { "https://kmzb.example.pl/", "https://kmzb.example.pl/open311/v2/" },
    { "https://kmzb.example.pl:8443/open311/v2", "https://kmzb.example.pl:8443/open311/v2/" },
    { "https://kmzb.example.pl/a/b/", "https://kmzb.example.pl/a/b/" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080/open311/v2/" },
    { "http://[::1]:8080", "http://[::1]:8080/open311/v2/" },
    { "http://localhost", "http://localhost/open311/v2/" },
  };
  static const char *const bad[] = {
    "http://kmzb.example.pl", "http://10.0.0.1:8080",          "http://127.0.0.1.example.pl", "ftp://127.0.0.1/",
    "kmzb.example.pl",        "https://user:pw@kmzb.example.pl", "https://kmzb.example.pl/?a=b", "https:///open311",
    "",                       "http://localhost.example.pl",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *url = kmzb_open311_base_url (good[i][0], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (url, ==, good[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kmzb_open311_base_url (bad[i], &error));
      g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
    }
}

/* What cannot work is told when the booth starts, with the name of the file. */
static void
test_bad_configuration (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autofree char *folder = g_dir_make_tmp ("kmzb-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  const KmzbSyncConfig open_key = { "http://127.0.0.1:1", path, NULL };
  const KmzbSyncConfig no_key = { "http://127.0.0.1:1", "/nowhere/key", NULL };
  const KmzbSyncConfig bad_ca = { "https://127.0.0.1:1", NULL, path };
  const KmzbSyncConfig *all[] = { &open_key, &no_key, &bad_ca };
  const char *names[] = { path, "/nowhere/key", path };

  g_assert_true (g_file_set_contents_full (path, "secret\n", -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  g_chmod (path, 0644);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kmzb_open311_client_new (all[i], clock, &error));
      g_assert_true (error->domain == KMZB_ERROR);
      g_assert_nonnull (strstr (error->message, names[i]));
      g_assert_null (strstr (error->message, "secret"));
    }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wait/backoff", test_backoff);
  g_test_add_func ("/wait/gate", test_gate);
  g_test_add_func ("/client/base-url", test_base_url);
  g_test_add_func ("/client/bad-configuration", test_bad_configuration);
  return g_test_run ();
}
