/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-gl-picture.h"
#include "kmzb-tile-source.h"
#include "map-pack.h"

#include <gsk/gl/gskglrenderer.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SIDE 256
#define BYTES ((gsize) SIDE * SIDE * 4)
/* In all 100 MB, of which nothing is to be left. */
#define MANY 400
#define MANY_LEAVE (20 * 1024 * 1024)

typedef struct
{
  GtkWidget *window;
  GtkWidget *widget;
  gboolean gl;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  f->widget = gtk_picture_new ();
  gtk_widget_set_size_request (f->widget, SIDE, SIDE);
  gtk_window_set_child (GTK_WINDOW (f->window), f->widget);
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->widget);
  f->gl = GSK_IS_GL_RENDERER (gtk_native_get_renderer (GTK_NATIVE (f->window)));
  if (!f->gl && g_strcmp0 (g_getenv ("GSK_RENDERER"), "gl") == 0)
    g_test_skip ("there is no OpenGL here");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
}

/* Every row a colour of its own, more and more translucent. */
static GdkTexture *
make_picture (void)
{
  g_autofree guint32 *pixels = g_new (guint32, BYTES / 4);
  g_autoptr (GBytes) bytes = NULL;

  for (guint32 y = 0; y < SIDE; y++)
    for (guint32 x = 0; x < SIDE; x++)
      pixels[y * SIDE + x] = (255 - y) << 24 | ((255 - y) / 2) << 16 | ((255 - y) / 3) << 8 | (255 - y) * x / SIDE;
  bytes = g_bytes_new_take (g_steal_pointer (&pixels), BYTES);
  return gdk_memory_texture_new (SIDE, SIDE, GDK_MEMORY_DEFAULT, bytes, (gsize) SIDE * 4);
}

static void
assert_same (GdkTexture *a, GdkTexture *b)
{
  g_autofree guchar *pixels_a = g_malloc (BYTES), *pixels_b = g_malloc (BYTES);

  gdk_texture_download (a, pixels_a, (gsize) SIDE * 4);
  gdk_texture_download (b, pixels_b, (gsize) SIDE * 4);
  g_assert_cmpmem (pixels_a, BYTES, pixels_b, BYTES);
}

/* The same to the pixel, in itself and as it is drawn; where the renderer draws from memory nothing changes. */
static void
test_same_picture (Fixture *f, gconstpointer data)
{
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (f->window));
  const graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, SIDE, SIDE);
  g_autoptr (GdkTexture) picture = make_picture (), kept = kmzb_gl_picture_new (f->widget, picture);
  g_autoptr (GskRenderNode) node = NULL, kept_node = NULL;
  g_autoptr (GdkTexture) drawn = NULL, kept_drawn = NULL;

  if (!f->gl)
    {
      g_assert_null (kept);
      return;
    }
  g_assert_true (GDK_IS_GL_TEXTURE (kept));
  assert_same (picture, kept);
  /* Once is enough. */
  g_assert_null (kmzb_gl_picture_new (f->widget, kept));

  node = gsk_texture_node_new (picture, &area);
  kept_node = gsk_texture_node_new (kept, &area);
  drawn = gsk_renderer_render_texture (renderer, node, &area);
  kept_drawn = gsk_renderer_render_texture (renderer, kept_node, &area);
  assert_same (drawn, kept_drawn);
}

static gsize
get_resident (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  return (gsize) g_ascii_strtoull (strchr (text, ' '), NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

static gpointer
let_go (gpointer texture)
{
  g_object_unref (texture);
  return NULL;
}

/* A worker may be the last to need one; what nobody needs is gone. */
static void
test_let_go_on_any_thread (Fixture *f, gconstpointer data)
{
  g_autoptr (GdkTexture) picture = make_picture ();
  gsize before;

  if (!f->gl)
    return;
  for (guint i = 0; i < MANY; i++)
    {
      if (i == MANY / 8)
        before = get_resident ();
      g_thread_join (g_thread_new ("worker", let_go, kmzb_gl_picture_new (f->widget, picture)));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_cmpuint (get_resident (), <, before + MANY_LEAVE);
}

/* What was drawn is looked up as the renderer keeps it, and stays. */
static void
test_tile_is_kept_once (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("kmzb-gl-XXXXXX", NULL), *path = g_build_filename (folder, "a.mbtiles", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (KmzbTileSource) source = NULL;
  KmzbTileKey key = kmzb_tile_key (12, TILE_X, TILE_Y);
  g_autoptr (GdkTexture) decoded = NULL;
  GdkTexture *texture = NULL;

  make_pack (path, SIDE);
  pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  source = kmzb_tile_source_for_pack (pack);
  g_assert_null (kmzb_tile_source_get_picture (source, key, f->widget));
  kmzb_tile_source_want (source, f, &key, 1);
  while (kmzb_tile_source_lookup (source, key, &texture) != KMZB_TILE_PRESENT)
    g_main_context_iteration (NULL, TRUE);
  decoded = g_object_ref (texture);
  g_assert_false (GDK_IS_GL_TEXTURE (decoded));

  texture = kmzb_tile_source_get_picture (source, key, f->widget);
  g_assert_true (GDK_IS_GL_TEXTURE (texture) == f->gl);
  g_assert_true (kmzb_tile_source_get_picture (source, key, f->widget) == texture);
  assert_same (texture, decoded);
  /* Nobody but this test has the other any more. */
  g_assert_true ((texture == decoded) == !f->gl);
  g_assert_cmpuint (G_OBJECT (decoded)->ref_count, ==, f->gl ? 1 : 2);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  ADD ("/map/gl-picture/same", test_same_picture);
  ADD ("/map/gl-picture/let-go-on-any-thread", test_let_go_on_any_thread);
  ADD ("/map/gl-picture/tile-is-kept-once", test_tile_is_kept_once);
  return g_test_run ();
}
