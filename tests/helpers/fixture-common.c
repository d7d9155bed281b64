/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-common.h"

#include "kmzb-number.h"
#include "kmzb-uuid.h"

#include <glib/gstdio.h>

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
