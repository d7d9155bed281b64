/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-common.h"

#include "kmzb-number.h"
#include "kmzb-uuid.h"

#include <glib/gstdio.h>
#include <unistd.h>

KmzbReport *
fixture_make_report (const char *description)
{
  KmzbReport *report = kmzb_report_new ();

  report->id = kmzb_uuid7_new (FIXTURE_START_US);
  report->number = kmzb_number_new ();
  report->category = g_strdup ("nieprawidlowe-parkowanie");
  report->place = (KmzbPoint){ 50.0413, 21.999 };
  report->description = g_strdup (description);
  report->saved_us = FIXTURE_START_US;
  return report;
}

/* To be called first in main(), by a test that syncs a thousand times and cuts no real power: its folders are made in
 * memory where the machine has such a place, and it does not stand and fall with the disk of the day. */
void
fixture_use_memory (void)
{
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) && g_access ("/dev/shm", W_OK | X_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
}

/* With all that is in it. */
void
fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        fixture_remove_folder (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}
