/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-gl-picture.h"

#include <epoxy/gl.h>
#include <gsk/gl/gskglrenderer.h>

/* Before the next frame is drawn: a map that never rests leaves no time after it. */
#define DROP_PRIORITY G_PRIORITY_HIGH_IDLE
#define CHANNELS 4

/* A context that shares its textures with the renderer's, and those that nobody needs any more. There is one a display,
 * and it lives as long. It is used on the main thread alone; the last to need a texture may be on any. */
typedef struct
{
  GdkGLContext *context; /* (nullable): there is none to be had */
  GByteArray *pixels;    /* on their way */
  GMutex lock;
  GArray *unneeded; /* of GLuint; under lock */
  guint drop_id;    /* under lock */
} Shelf;

typedef struct
{
  Shelf *shelf;
  GLuint id;
} Kept;

static Shelf *
get_shelf (GdkDisplay *display)
{
  static GQuark quark;
  g_autoptr (GdkGLContext) context = NULL;
  Shelf *shelf;

  if (quark == 0)
    quark = g_quark_from_static_string ("kmzb-gl-pictures");
  shelf = g_object_get_qdata (G_OBJECT (display), quark);
  if (shelf != NULL)
    return shelf;

  shelf = g_new0 (Shelf, 1);
  shelf->pixels = g_byte_array_new ();
  g_mutex_init (&shelf->lock);
  shelf->unneeded = g_array_new (FALSE, FALSE, sizeof (GLuint));
  g_object_set_qdata (G_OBJECT (display), quark, shelf);
  context = gdk_display_create_gl_context (display, NULL);
  /* OpenGL ES does not know the order of bytes that GDK hands pictures out in. */
  if (context != NULL && gdk_gl_context_realize (context, NULL) && !gdk_gl_context_get_use_es (context))
    shelf->context = g_steal_pointer (&context);
  return shelf;
}

/* Any context will do that shares its textures, and the renderer's own is the one there is while a frame is made: to
 * change from one to the other takes longer than a picture. It is left as it was. */
static void
make_current (Shelf *shelf)
{
  GdkGLContext *current = gdk_gl_context_get_current ();

  if (current == NULL || !gdk_gl_context_is_shared (shelf->context, current))
    gdk_gl_context_make_current (shelf->context);
}

static gboolean
on_drop (gpointer user_data)
{
  Shelf *shelf = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shelf->lock);

  make_current (shelf);
  glDeleteTextures ((GLsizei) shelf->unneeded->len, (const GLuint *) (gpointer) shelf->unneeded->data);
  g_array_set_size (shelf->unneeded, 0);
  shelf->drop_id = 0;
  return G_SOURCE_REMOVE;
}

static void
kept_free (gpointer data)
{
  g_autofree Kept *kept = data;
  Shelf *shelf = kept->shelf;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shelf->lock);

  g_array_append_val (shelf->unneeded, kept->id);
  if (shelf->drop_id == 0)
    shelf->drop_id = g_idle_add_full (DROP_PRIORITY, on_drop, shelf, NULL);
}

/* Returns: the texture's name, 0 when there was no room for it */
static GLuint
upload (Shelf *shelf, GdkTexture *picture)
{
  int width = gdk_texture_get_width (picture), height = gdk_texture_get_height (picture);
  GLint bound = 0;
  GLuint id = 0;

  g_byte_array_set_size (shelf->pixels, (guint) (width * height * CHANNELS));
  gdk_texture_download (picture, shelf->pixels->data, (gsize) width * CHANNELS);
  glGetError (); /* of another's call */
  glGetIntegerv (GL_TEXTURE_BINDING_2D, &bound);
  glGenTextures (1, &id);
  glBindTexture (GL_TEXTURE_2D, id);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
                shelf->pixels->data);
  glBindTexture (GL_TEXTURE_2D, (GLuint) bound);
  if (glGetError () == GL_NO_ERROR)
    return id;
  glDeleteTextures (1, &id);
  return 0;
}

/**
 * kmzb_gl_picture_new:
 * @widget: who draws it
 * @picture: a picture in memory
 *
 * GTK's renderer copies a picture in memory to where it draws from, and keeps that copy beside the original as long as
 * the original is there. This hands the copy alone to it. For the main thread; what it returns may be let go on any.
 *
 * Returns: (transfer full) (nullable): @picture as the renderer of @widget keeps it; %NULL when it draws from memory,
 * or has the picture already
 */
GdkTexture *
kmzb_gl_picture_new (GtkWidget *widget, GdkTexture *picture)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;
  GLuint id;
  Shelf *shelf;
  Kept *kept;

  if (GDK_IS_GL_TEXTURE (picture) || renderer == NULL || !GSK_IS_GL_RENDERER (renderer))
    return NULL;
  shelf = get_shelf (gtk_widget_get_display (widget));
  if (shelf->context == NULL)
    return NULL;
  make_current (shelf);
  id = upload (shelf, picture);
  if (id == 0)
    return NULL;
  kept = g_new0 (Kept, 1);
  *kept = (Kept){ shelf, id };
  return gdk_gl_texture_new (shelf->context, id, gdk_texture_get_width (picture), gdk_texture_get_height (picture),
                             kept_free, kept);
}
