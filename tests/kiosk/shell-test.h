/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-kiosk-init.h"
#include "kmzb-language.h"

G_BEGIN_DECLS

/* The booth's shell with the tests' data; every language speaks in msgids. */
static inline void
shell_test_init (int *argc, char ***argv)
{
  g_autofree char *data_folder = NULL;

  gtk_test_init (argc, argv, NULL);
  data_folder = g_test_build_filename (G_TEST_DIST, "data", NULL);
  g_setenv ("KMZB_DATADIR", data_folder, TRUE);
  g_setenv ("KMZB_LOCALEDIR", "/nonexistent", TRUE);
  kmzb_language_init ();
  kmzb_kiosk_init ();
}

G_END_DECLS
