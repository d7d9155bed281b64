/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include "kmzb-widgets-init.h"

#define FOLDER "/pl/kmzb/Booth/icons/scalable/actions"
#define SIZE 96

/* The share of the square that @paintable covers; every covered pixel must have exactly @color. */
static double
covered (GdkPaintable *paintable, const char *name, const GdkRGBA *color)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);
  gsize solid = 0;

  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (paintable), snapshot, SIZE, SIZE, color, 1);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);

  const guchar *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      {
        const guint32 pixel = ((const guint32 *) (const void *) (data + y * stride))[x];

        if (pixel >> 24 < 250)
          continue;
        solid++;
        double alpha = pixel >> 24; /* the colours are premultiplied */
        double off = ABS ((pixel >> 16 & 255) - color->red * alpha) + ABS ((pixel >> 8 & 255) - color->green * alpha)
                     + ABS ((pixel & 255) - color->blue * alpha);
        if (off > 12)
          g_error ("%s: pixel %d,%d is #%06x", name, x, y, pixel & 0xffffff);
      }

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return (double) solid / (SIZE * SIZE);
}

static GtkIconPaintable *
look_up (const char *name, int size)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  if (!gtk_icon_theme_has_icon (theme, name))
    g_error ("No icon %s", name);
  return gtk_icon_theme_lookup_icon (theme, name, NULL, size, 1, GTK_TEXT_DIR_LTR, GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
}

/* The share that the drawing itself covers, before GTK changes its colours. */
static double
drawn (const char *file)
{
  g_autofree char *path = g_build_filename (FOLDER, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_resource_at_scale (path, SIZE, SIZE, TRUE, &error);
  gsize solid = 0;

  g_assert_no_error (error);
  g_assert_true (gdk_pixbuf_get_has_alpha (pixbuf));
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      solid += gdk_pixbuf_read_pixels (pixbuf)[y * gdk_pixbuf_get_rowstride (pixbuf) + x * 4 + 3] >= 250;
  return (double) solid / (SIZE * SIZE);
}

/* GTK paints strokes and fills alike in the text's colour, and an outline stays an outline. */
static void
test_recoloured (void)
{
  const GdkRGBA colors[] = { { 1, 1, 1, 1 }, { 0.071f, 0.188f, 0.357f, 1 }, { 0.961f, 0.639f, 0, 1 } };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) files = g_resources_enumerate_children (FOLDER, 0, &error);
  guint outlines = 0;

  g_assert_no_error (error);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (files[i], strlen (files[i]) - strlen (".svg"));
      g_autoptr (GtkIconPaintable) icon = look_up (name, SIZE);

      for (guint c = 0; c < G_N_ELEMENTS (colors); c++)
        {
          double share = covered (GDK_PAINTABLE (icon), name, &colors[c]);

          if (share < 0.02 || fabs (share - drawn (files[i])) > 0.005)
            g_error ("%s covers %.3f of its square, %.3f as drawn", name, share, drawn (files[i]));
        }
      outlines += !g_str_has_prefix (name, "kmzb-status-");
    }
  g_assert_cmpuint (outlines, >, 60);
}

/* The half circle of "verification" and the ring of "not confirmed" are told apart without colour. */
static void
test_shapes_differ (void)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  const char *names[] = { "kmzb-status-new-symbolic", "kmzb-status-verification-symbolic",
                          "kmzb-status-not-confirmed-symbolic" };
  double shares[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GtkIconPaintable) icon = look_up (names[i], SIZE);
      shares[i] = covered (GDK_PAINTABLE (icon), names[i], &white);
    }
  g_assert_cmpfloat (shares[0], >, shares[1] + 0.05);
  g_assert_cmpfloat (shares[1], >, shares[2] + 0.01);
}

static void
test_emblem (void)
{
  g_autoptr (GtkIconPaintable) icon = NULL;

  g_assert_true (gtk_icon_theme_has_icon (gtk_icon_theme_get_for_display (gdk_display_get_default ()), "pl.kmzb.Booth"));
  icon = look_up ("pl.kmzb.Booth-symbolic", SIZE);
  g_assert_cmpfloat (covered (GDK_PAINTABLE (icon), "emblem", &(GdkRGBA) { 1, 1, 1, 1 }), >, 0.05);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kmzb_widgets_init ();

  g_test_add_func ("/icons/recoloured", test_recoloured);
  g_test_add_func ("/icons/shapes-differ", test_shapes_differ);
  g_test_add_func ("/icons/emblem", test_emblem);
  return g_test_run ();
}
