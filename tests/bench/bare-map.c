/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bare-map PACK: libshumate's own map with its own raster renderer over the same pack, and nothing else: the peer that
 * `./kmzb bench start` measures the booth against. Says "map settled" when all it shows is there. */
#include "bare-source.h"

#define START_LEVEL 15

/* Told after the frame that shows the last tile, as the booth's map tells it. */
static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  BareSource *source = user_data;
  static gboolean told;

  if (told || !bare_source_is_idle (source))
    return;
  told = TRUE;
  g_print ("map settled\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GListModel) monitors = NULL;
  g_autoptr (GdkMonitor) monitor = NULL;
  BareSource *source;
  ShumateMap *map;
  GtkWidget *window;
  GdkRectangle screen;
  KmzbPoint center;
  int level;

  if (argc != 2)
    {
      g_printerr ("Usage: bare-map PACK\n");
      return 2;
    }
  gtk_init ();
  pack = kmzb_pack_open (argv[1], &error);
  if (pack == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  /* What the booth begins with: as many tiles. */
  level = CLAMP (START_LEVEL, kmzb_pack_get_min_zoom (pack), kmzb_pack_get_max_zoom (pack));
  center = kmzb_pack_get_center (pack);
  source = bare_source_new (pack);
  map = bare_source_new_map (source, center, level);

  monitors = g_object_ref (gdk_display_get_monitors (gdk_display_get_default ()));
  monitor = g_list_model_get_item (monitors, 0);
  gdk_monitor_get_geometry (monitor, &screen);
  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), screen.width, screen.height);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (map));
  gtk_window_fullscreen (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect_after (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), source);

  loop = g_main_loop_new (NULL, FALSE);
  g_main_loop_run (loop);
  return 0;
}
