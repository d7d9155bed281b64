/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the program's own files are: installed, or in the trees it was just built in. */
#include "kmzb-paths.h"

#include <string.h>

/* Written beside the uninstalled program by Meson: the source root, then the build root. */
#define TREES_FILE "kmzb-kiosk.trees"

static GStrv
read_trees (void)
{
  static GStrv trees = NULL;
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
      g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
      g_autofree char *file = folder != NULL ? g_build_filename (folder, TREES_FILE, NULL) : NULL;
      g_autofree char *content = NULL;

      if (file != NULL && g_file_get_contents (file, &content, NULL, NULL))
        {
          trees = g_strsplit (g_strchomp (content), "\n", 2);
          if (g_strv_length (trees) != 2)
            g_clear_pointer (&trees, g_strfreev);
        }
      g_once_init_leave (&done, 1);
    }
  return trees;
}

/* Returns: (transfer full): the folder that holds pl/LC_MESSAGES/kmzb.mo */
char *
kmzb_paths_get_locale_dir (void)
{
  const char *given = g_getenv ("KMZB_LOCALEDIR");
  GStrv trees = read_trees ();

  if (given != NULL)
    return g_strdup (given);
  if (trees != NULL)
    return g_build_filename (trees[1], "po", NULL);
  return g_strdup (KMZB_LOCALEDIR);
}

/**
 * kmzb_paths_get_data_file:
 * @folder: below data/ in the source tree, as "catalog"
 * @name: the file there; installed files of all folders lie together
 *
 * Returns: (transfer full): a path, whether or not the file exists
 */
char *
kmzb_paths_get_data_file (const char *folder, const char *name)
{
  const char *given = g_getenv ("KMZB_DATADIR");
  GStrv trees = read_trees ();

  if (given != NULL)
    return g_build_filename (given, folder, name, NULL);
  if (trees != NULL)
    return g_build_filename (trees[0], "data", folder, name, NULL);
  return g_build_filename (KMZB_PKGDATADIR, name, NULL);
}
