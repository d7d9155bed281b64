/* SPDX-License-Identifier: GPL-3.0-or-later */
/* USB sticks, as desktops and udisks mount them. */
#include "kmzb-media.h"

#include <gio/gunixmounts.h>
#include <string.h>

/* Whether something mounted at @path is a stick that somebody put in. */
gboolean
kmzb_media_is_for_removable (const char *path)
{
  static const char *const roots[] = { "/media/", "/run/media/" };

  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    if (g_str_has_prefix (path, roots[i]) && path[strlen (roots[i])] != '\0')
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (element-type filename): the folders of all sticks that can be written to */
GPtrArray *
kmzb_media_list (void)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  GList *mounts = g_unix_mounts_get (NULL);

  for (GList *l = mounts; l != NULL; l = l->next)
    {
      const char *path = g_unix_mount_get_mount_path (l->data);

      if (kmzb_media_is_for_removable (path) && !g_unix_mount_is_readonly (l->data))
        g_ptr_array_add (folders, g_strdup (path));
    }
  g_list_free_full (mounts, (GDestroyNotify) g_unix_mount_free);
  return folders;
}
