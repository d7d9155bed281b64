/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-columns.h"
#include "kmzb-contact-card.h"
#include "kmzb-qr.h"
#include "kmzb-widgets-init.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_columns (void)
{
  KmzbColumns *columns = g_object_ref_sink (KMZB_COLUMNS (kmzb_columns_new (3, 100, 10)));

  for (int i = 0; i < 7; i++)
    {
      GtkWidget *child = gtk_label_new (NULL);

      gtk_widget_set_size_request (child, 80, 20 + i);
      kmzb_columns_append (columns, child);
    }
  g_assert_cmpuint (kmzb_columns_get_columns_for (columns, 50), ==, 1);
  g_assert_cmpuint (kmzb_columns_get_columns_for (columns, 209), ==, 1);
  g_assert_cmpuint (kmzb_columns_get_columns_for (columns, 210), ==, 2);
  g_assert_cmpuint (kmzb_columns_get_columns_for (columns, 320), ==, 3);
  g_assert_cmpuint (kmzb_columns_get_columns_for (columns, 5000), ==, 3);

  /* Three rows of the highest child, 26, and the gaps between. */
  int height;
  gtk_widget_measure (GTK_WIDGET (columns), GTK_ORIENTATION_VERTICAL, 320, NULL, &height, NULL, NULL);
  g_assert_cmpint (height, ==, 3 * 26 + 2 * 10);
  /* Without a width: the least height of all, and not that of the narrowest. */
  int least;
  gtk_widget_measure (GTK_WIDGET (columns), GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, ==, height);
  gtk_widget_size_allocate (GTK_WIDGET (columns), &(GtkAllocation){ 0, 0, 320, height }, -1);
  graphene_rect_t last;
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_last_child (GTK_WIDGET (columns)),
                                            GTK_WIDGET (columns), &last));
  g_assert_cmpfloat (last.origin.x, ==, 0);
  g_assert_cmpfloat (last.origin.y, ==, 2 * 36);
  g_assert_cmpfloat (last.size.width, ==, 100);

  /* Words that need more room than a column has: fewer columns, nothing cut. */
  gtk_widget_set_size_request (gtk_widget_get_first_child (GTK_WIDGET (columns)), 250, 20);
  g_assert_cmpuint (kmzb_columns_get_columns_for (columns, 320), ==, 1);
  g_object_unref (columns);
}

/* Below each other, only who wants room grows, and no further than a row may. */
static void
test_columns_below_each_other (void)
{
  KmzbColumns *columns = g_object_ref_sink (KMZB_COLUMNS (kmzb_columns_new (2, 200, 10)));
  GtkWidget *modest = gtk_label_new (NULL), *greedy = gtk_label_new (NULL);
  static const struct
  {
    int height, grown;
  } rooms[] = { { 100, 60 }, { 150, 110 }, { 1000, 300 } };
  int height;

  gtk_widget_set_size_request (modest, 80, 30);
  gtk_widget_set_size_request (greedy, 80, 60);
  gtk_widget_set_vexpand (greedy, TRUE);
  g_object_set (columns, "max-row-height", 300, NULL);
  kmzb_columns_append (columns, modest);
  kmzb_columns_append (columns, greedy);
  gtk_widget_measure (GTK_WIDGET (columns), GTK_ORIENTATION_VERTICAL, 320, NULL, &height, NULL, NULL);
  g_assert_cmpint (height, ==, 30 + 10 + 60);
  for (gsize i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      gtk_widget_size_allocate (GTK_WIDGET (columns), &(GtkAllocation){ 0, 0, 320, rooms[i].height }, -1);
      g_assert_cmpint (gtk_widget_get_height (modest), ==, 30);
      g_assert_cmpint (gtk_widget_get_height (greedy), ==, rooms[i].grown);
    }
  /* Equal wishes are equal where there is room, and else no reason to scroll further. */
  gtk_widget_set_vexpand (greedy, FALSE);
  gtk_widget_size_allocate (GTK_WIDGET (columns), &(GtkAllocation){ 0, 0, 320, 130 }, -1);
  g_assert_cmpint (gtk_widget_get_height (modest), ==, 60);
  gtk_widget_size_allocate (GTK_WIDGET (columns), &(GtkAllocation){ 0, 0, 320, 129 }, -1);
  g_assert_cmpint (gtk_widget_get_height (modest), ==, 30);
  /* Beside each other they stay equal. */
  gtk_widget_measure (GTK_WIDGET (columns), GTK_ORIENTATION_VERTICAL, 500, NULL, &height, NULL, NULL);
  g_assert_cmpint (height, ==, 60);
  g_object_unref (columns);
}

static GdkTexture *
draw (GtkWidget *window, GtkWidget *widget, int side)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gtk_widget_size_allocate (widget, &(GtkAllocation){ 0, 0, side, side }, -1);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, side, side));
}

static guint8
pixel (const guint8 *data, int side, int x, int y)
{
  return data[(y * side + x) * 4];
}

/* By an independent reader, if there is one. */
static void
read_back (GdkTexture *texture, const char *text)
{
  g_autofree char *zbarimg = g_find_program_in_path ("zbarimg");
  g_autofree char *expected = g_strstrip (g_strdup (text));
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "kmzb-test-XXXXXX.png", NULL);
  const char *const argv[] = { zbarimg, "--raw", "-q", path, NULL };
  g_autofree char *out = NULL;

  if (zbarimg == NULL)
    return;
  g_assert_true (g_close (g_mkstemp (path), NULL));
  g_assert_true (gdk_texture_save_to_png (texture, path));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, NULL,
                               NULL));
  g_assert_cmpstr (g_strstrip (out), ==, expected);
  g_remove (path);
}

/* The fullest card of an officer, with Polish letters and folded lines, has modules of at least three pixels in the room
 * that a sheet has on the smallest screen. */
static void
test_contact_card (void)
{
  enum { SIDE = 270 };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *qr = kmzb_qr_new ();
  g_autoptr (KmzbUnit) unit = NULL;
  g_autoptr (KmzbOfficer) officer = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *card = NULL;

  gtk_window_set_child (GTK_WINDOW (window), qr);
  gtk_window_present (GTK_WINDOW (window));
  for (guint n = 100; n > 0; n--)
    {
      g_autofree char *tail = g_strnfill (n, 'i');
      g_autofree char *address = g_strconcat ("ul. Świętojańska 13A, 99-992 Żółwin", tail, NULL);

      g_clear_pointer (&unit, kmzb_unit_unref);
      g_clear_pointer (&officer, kmzb_officer_unref);
      g_clear_pointer (&card, g_free);
      unit = kmzb_unit_new ("u", KMZB_UNIT_KOMENDA, "Komenda Powiatowa Policji w Jarzębinowie nad Źródłem, wydział "
                            "prewencji", address, "47 000 00 00", NULL, (KmzbPoint){ 50, 20 });
      officer = kmzb_officer_new ("o", NULL, "u", "asp. szt.", "Bogumiła Jarzębska-Lipko", "47 000 00 00",
                                  "b.j@policja.example");
      card = kmzb_contact_card_of_officer (officer, unit, "Dzielnicowa");
      if (strstr (card, "ADR") != NULL)
        break;
    }
  g_assert_cmpuint (strlen (card), >, KMZB_CONTACT_CARD_MAX_BYTES - 5);
  kmzb_qr_set_text (KMZB_QR (qr), card);
  g_assert_cmpuint (kmzb_qr_get_modules (KMZB_QR (qr)), ==, 77);
  g_assert_cmpuint (SIDE / (77 + 8), ==, 3);
  texture = draw (window, qr, SIDE);
  read_back (texture, card);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Whole pixels, nothing between black and white; four modules of quiet; read back by an independent reader if there
 * is one. */
static void
test_qr (void)
{
  static const char text[] = "https://kmzb.example/zgloszenie/4K72MX9QD";
  enum { SIDE = 400 };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *qr = kmzb_qr_new ();
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint8 *data = g_malloc (SIDE * SIDE * 4);

  gtk_window_set_child (GTK_WINDOW (window), qr);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpuint (kmzb_qr_get_modules (KMZB_QR (qr)), ==, 0);
  kmzb_qr_set_text (KMZB_QR (qr), text);
  texture = draw (window, qr, SIDE);
  gdk_texture_download (texture, data, SIDE * 4);

  int modules = (int) kmzb_qr_get_modules (KMZB_QR (qr)) + 8;
  int px = SIDE / modules, left = (SIDE - px * modules) / 2;
  for (int y = 0; y < modules; y++)
    for (int x = 0; x < modules; x++)
      {
        guint8 first = pixel (data, SIDE, left + x * px, left + y * px);

        g_assert_true (first == 0 || first == 255);
        for (int i = 0; i < px * px; i++)
          g_assert_cmpuint (pixel (data, SIDE, left + x * px + i % px, left + y * px + i / px), ==, first);
        if (x < 4 || y < 4 || x >= modules - 4 || y >= modules - 4)
          g_assert_cmpuint (first, ==, 255);
      }

  read_back (texture, text);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kmzb_widgets_init ();
  g_test_add_func ("/widgets/columns", test_columns);
  g_test_add_func ("/widgets/columns-below-each-other", test_columns_below_each_other);
  g_test_add_func ("/widgets/qr", test_qr);
  g_test_add_func ("/widgets/contact-card", test_contact_card);
  return g_test_run ();
}
