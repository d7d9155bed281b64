/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pin-icons.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gdk/gdk.h>

#define FOLDER "/pl/kmzb/Booth/icons/scalable/actions/"
/* The navy of UX.md, as pins have it. */
#define RED 0x12
#define GREEN 0x30
#define BLUE 0x5B

typedef struct
{
  KmzbCatalog *catalog;
  int side;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  kmzb_catalog_unref (job->catalog);
  g_free (job);
}

/* A symbolic icon is a shape: what it covers becomes navy. */
static GdkTexture *
tint (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guchar *source = gdk_pixbuf_read_pixels (pixbuf);
  guchar *pixels = g_malloc ((gsize) width * (gsize) height * 4);
  g_autoptr (GBytes) bytes = NULL;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint alpha = source[y * stride + x * 4 + 3];
        guchar *pixel = pixels + ((gsize) y * (gsize) width + (gsize) x) * 4;

        pixel[0] = (guchar) (RED * alpha / 255);
        pixel[1] = (guchar) (GREEN * alpha / 255);
        pixel[2] = (guchar) (BLUE * alpha / 255);
        pixel[3] = (guchar) alpha;
      }
  bytes = g_bytes_new_take (pixels, (gsize) width * (gsize) height * 4);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED, bytes, (gsize) width * 4);
}

static void
load_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Job *job = task_data;
  GPtrArray *categories = kmzb_catalog_get_categories (job->catalog);
  GHashTable *icons = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);

  for (guint i = 0; i < categories->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const KmzbCategory *category = g_ptr_array_index (categories, i);
      g_autofree char *path = g_strconcat (FOLDER, category->icon, ".svg", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_resource_at_scale (path, job->side, job->side, TRUE, &error);

      if (pixbuf == NULL || !gdk_pixbuf_get_has_alpha (pixbuf))
        g_message ("Can't draw icon %s of category %s: %s", category->icon, category->slug,
                   error != NULL ? error->message : "it has no shape");
      else
        g_hash_table_insert (icons, (gpointer) category->slug, tint (pixbuf));
    }
  g_task_return_pointer (task, icons, (GDestroyNotify) g_hash_table_unref);
}

/* @side: of a picture, in device pixels */
void
kmzb_pin_icons_load_async (KmzbCatalog *catalog,
                           int side,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new (Job, 1);

  job->catalog = kmzb_catalog_ref (catalog);
  job->side = side;
  g_task_set_source_tag (task, kmzb_pin_icons_load_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, load_in_thread);
}

/* Returns: (transfer full): interned category slug -> GdkTexture, of those that could be drawn */
GHashTable *
kmzb_pin_icons_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
