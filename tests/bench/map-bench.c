/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map-bench MAP PACK COUNT LAT LON ZOOM: a map over the whole screen to be measured by ./kmzb bench.
 *
 * MAP is "booth" (the booth's map with COUNT synthetic threats), "filter" (the same with a button), "bare" (libshumate's
 * map and raster renderer) or "markers" (that with COUNT markers in a ShumateMarkerLayer). It prints one JSON object a line: {"ready":true,…}
 * when all is there, then an answer to each line of standard input:
 *   begin              forget what was measured                        {}
 *   end                what was measured since                         {"frames":[ms…],"costs":[ms…],…,"rss":bytes}
 *   complete           from the last change to the whole picture       {"complete":ms}
 *   go LAT LON ZOOM    jump, and answer when the picture is whole      {"complete":ms}
 *   sweep N            move by some pixels in each of N frames, and    {"cpu":ms}
 *                      answer what a frame cost all processors: the same however busy the machine is
 *   filter             wait for a touch of the button at the upper left, which filters otherwise than before, and
 *                      answer when that is on the screen               {"filter":ms,"shown":n}
 * "map-bench index PACK COUNT" has no window: how long the index takes, and how large it is. */
#include "bare-source.h"
#include "kmzb-map-view-private.h"
#include "kmzb-memory.h"
#include "kmzb-threat-index.h"
#include "kmzb-widgets-init.h"
#include "synthetic.h"
#include "watch.h"

#include <gio/gunixinputstream.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#define SEED 1972
#define SWEEP_PX 12.0

typedef struct
{
  GtkWidget *map; /* KmzbMapView or ShumateMap */
  BareSource *source;
  ShumateViewport *viewport;
  Watch *watch;
  guint count;
  gboolean ready;
  gboolean going;

  GtkWidget *button; /* (nullable): filters */
  guint n_filters;
  guint n_sweep;
  guint n_swept;
  gint64 sweep_cpu_us;
  gint64 touched_us;
  gboolean filtering;
  gboolean filtered;
} Bench;

static gboolean
is_complete (gpointer data)
{
  Bench *bench = data;

  return bench->source != NULL ? bare_source_is_idle (bench->source)
                               : kmzb_map_view_is_settled (KMZB_MAP_VIEW (bench->map));
}

/* Returns: resident bytes of this process */
static gint64
get_rss (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  words = g_strsplit (text, " ", 3);
  return g_ascii_strtoll (words[1], NULL, 10) * sysconf (_SC_PAGESIZE);
}

static char *
list_of (GArray *values)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (text, "%s%.2f", i > 0 ? "," : "", g_array_index (values, double, i));
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static void
answer_measured (Bench *bench)
{
  g_autofree char *frames = list_of (watch_get_frames (bench->watch));
  g_autofree char *costs = list_of (watch_get_costs (bench->watch));

  g_print ("{\"frames\":%s,\"costs\":%s,\"block\":%.2f,\"rss\":%" G_GINT64_FORMAT "}\n", frames, costs,
           watch_get_block_ms (bench->watch), get_rss ());
}

static void
go (Bench *bench, double lat, double lon, double zoom)
{
  bench->going = TRUE;
  watch_changed (bench->watch);
  if (bench->source == NULL)
    {
      kmzb_map_view_go_to (KMZB_MAP_VIEW (bench->map), lat, lon, zoom, FALSE);
      return;
    }
  shumate_viewport_set_zoom_level (bench->viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (bench->viewport), lat, lon);
}

/* After every frame: is it whole? */
static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  Bench *bench = user_data;

  kmzb_memory_run ();
  if (bench->filtered)
    {
      bench->filtered = FALSE;
      g_print ("{\"filter\":%.2f,\"shown\":%u}\n", (double) (g_get_monotonic_time () - bench->touched_us) / 1000,
               kmzb_map_view_count_shown (KMZB_MAP_VIEW (bench->map)));
    }
  if (!is_complete (bench))
    return;
  if (!bench->ready && (bench->source != NULL || bench->count == 0
                        || kmzb_map_view_count_in_view (KMZB_MAP_VIEW (bench->map)) > 0))
    {
      bench->ready = TRUE;
      g_print ("{\"ready\":true,\"rss\":%" G_GINT64_FORMAT "}\n", get_rss ());
    }
  else if (bench->going && watch_get_complete_ms (bench->watch) >= 0)
    {
      bench->going = FALSE;
      g_print ("{\"complete\":%.2f}\n", watch_get_complete_ms (bench->watch));
    }
}

/* To and fro over two views, on the way there a little lower than on the way back. */
static gboolean
on_sweep (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Bench *bench = user_data;
  double step = (bench->n_swept / 200) % 2 == 0 ? SWEEP_PX : -SWEEP_PX;
  double pixel = 360 / (256 * exp2 (shumate_viewport_get_zoom_level (bench->viewport)));

  if (bench->n_swept++ < bench->n_sweep)
    {
      double lat = shumate_location_get_latitude (SHUMATE_LOCATION (bench->viewport));
      double lon = shumate_location_get_longitude (SHUMATE_LOCATION (bench->viewport));

      kmzb_map_view_go_to (KMZB_MAP_VIEW (bench->map), lat - step * pixel / 8, lon + step * pixel,
                           kmzb_map_view_get_zoom (KMZB_MAP_VIEW (bench->map)), FALSE);
      return G_SOURCE_CONTINUE;
    }
  g_print ("{\"cpu\":%.3f}\n", (double) (watch_get_cpu_us () - bench->sweep_cpu_us) / 1000 / bench->n_sweep);
  return G_SOURCE_REMOVE;
}

static void
sweep (Bench *bench, guint n)
{
  bench->n_sweep = n;
  bench->n_swept = 0;
  bench->sweep_cpu_us = watch_get_cpu_us ();
  gtk_widget_add_tick_callback (bench->map, on_sweep, bench, NULL);
}

/* The finger lifts: from here on a visitor waits. */
static gboolean
on_event (GtkEventController *controller, GdkEvent *event, gpointer user_data)
{
  if (gdk_event_get_event_type (event) == GDK_TOUCH_END)
    ((Bench *) user_data)->touched_us = g_get_monotonic_time ();
  return GDK_EVENT_PROPAGATE;
}

/* Each lets another part of the million through, and none the same twice in a row. */
static void
on_clicked (Bench *bench)
{
  const gint64 now_us = G_GINT64_CONSTANT (1780000000) * G_USEC_PER_SEC;
  const char *const parking[] = { "nieprawidlowe-parkowanie", "przekraczanie-dozwolonej-predkosci", NULL };
  g_autoptr (KmzbThreatFilter) filter = NULL;

  switch (bench->n_filters++ % 4)
    {
    case 0:
      filter = kmzb_threat_filter_new (NULL, KMZB_THREAT_FILTER_ANY, now_us - 365 * G_TIME_SPAN_DAY, G_MAXINT64,
                                       KMZB_THREAT_FILTER_ANY);
      break;
    case 1:
      filter = kmzb_threat_filter_new (parking, KMZB_THREAT_FILTER_ANY, G_MININT64, G_MAXINT64, KMZB_THREAT_FILTER_ANY);
      break;
    case 2:
      filter = kmzb_threat_filter_new (NULL, 1u << KMZB_STATUS_CONFIRMED, G_MININT64, G_MAXINT64, KMZB_THREAT_FILTER_ANY);
      break;
    default:
      break;
    }
  kmzb_map_view_set_filter (KMZB_MAP_VIEW (bench->map), filter);
}

static void
on_shown (Bench *bench)
{
  bench->filtered = bench->filtering && bench->touched_us != 0;
  bench->filtering = bench->filtering && !bench->filtered;
}

static void
obey (Bench *bench, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);

  if (g_str_equal (line, "begin"))
    {
      watch_begin (bench->watch);
      g_print ("{}\n");
    }
  else if (g_str_has_prefix (line, "sweep "))
    sweep (bench, (guint) atoi (words[1]));
  else if (g_str_equal (line, "filter"))
    {
      bench->touched_us = 0;
      bench->filtering = TRUE;
    }
  else if (g_str_equal (line, "end"))
    answer_measured (bench);
  else if (g_str_equal (line, "complete"))
    g_print ("{\"complete\":%.2f}\n", watch_get_complete_ms (bench->watch));
  else if (g_strv_length (words) == 4 && g_str_equal (words[0], "go"))
    go (bench, g_ascii_strtod (words[1], NULL), g_ascii_strtod (words[2], NULL), g_ascii_strtod (words[3], NULL));
  else
    g_error ("Unknown command: %s", line);
}

static void
on_line (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDataInputStream *input = G_DATA_INPUT_STREAM (object);
  g_autofree char *line = g_data_input_stream_read_line_finish (input, result, NULL, NULL);

  if (line == NULL)
    exit (0);
  obey (user_data, line);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line, user_data);
}

static void
make_booth_map (Bench *bench, KmzbPack *pack, KmzbPoint center, double zoom, gboolean with_button)
{
  KmzbMapView *view = KMZB_MAP_VIEW (kmzb_map_view_new ());

  kmzb_map_view_set_pack (view, pack);
  kmzb_map_view_go_to (view, center.lat, center.lon, zoom, FALSE);
  if (bench->count > 0)
    {
      g_autoptr (KmzbThreats) threats = synthetic_threats_new (bench->count, kmzb_pack_get_bounds (pack), SEED);

      kmzb_threats_sort (threats);
      kmzb_map_view_set_threats (view, threats);
    }
  if (with_button)
    {
      bench->button = gtk_button_new_with_label ("Filter");
      gtk_widget_set_halign (bench->button, GTK_ALIGN_START);
      gtk_widget_set_valign (bench->button, GTK_ALIGN_START);
      gtk_widget_set_size_request (bench->button, 96, 96);
      g_signal_connect_swapped (bench->button, "clicked", G_CALLBACK (on_clicked), bench);
      g_signal_connect_swapped (view, "threats-shown", G_CALLBACK (on_shown), bench);
    }
  bench->map = GTK_WIDGET (view);
  bench->viewport = view->viewport;
}

static void
make_bare_map (Bench *bench, KmzbPack *pack, KmzbPoint center, double zoom)
{
  g_autoptr (KmzbThreats) threats = synthetic_threats_new (bench->count, kmzb_pack_get_bounds (pack), SEED);
  ShumateMap *map;

  bench->source = bare_source_new (pack);
  map = bare_source_new_map (bench->source, center, zoom);
  bench->map = GTK_WIDGET (map);
  bench->viewport = shumate_map_get_viewport (map);
  if (bench->count > 0)
    {
      ShumateMarkerLayer *layer = shumate_marker_layer_new (bench->viewport);

      for (guint i = 0; i < bench->count; i++)
        {
          KmzbPoint place = kmzb_threats_get_place (threats, i);
          ShumateMarker *marker = shumate_point_new ();

          shumate_location_set_location (SHUMATE_LOCATION (marker), place.lat, place.lon);
          shumate_marker_layer_add_marker (layer, marker);
        }
      shumate_map_add_layer (map, SHUMATE_LAYER (layer));
    }
}

static void
show (Bench *bench)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GdkMonitor) monitor
      = g_list_model_get_item (gdk_display_get_monitors (gtk_widget_get_display (window)), 0);
  GdkRectangle screen;

  gdk_monitor_get_geometry (monitor, &screen);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), screen.width, screen.height);
  if (bench->button != NULL)
    {
      GtkWidget *overlay = gtk_overlay_new ();
      GtkEventController *events = gtk_event_controller_legacy_new ();

      gtk_overlay_set_child (GTK_OVERLAY (overlay), bench->map);
      gtk_overlay_add_overlay (GTK_OVERLAY (overlay), bench->button);
      gtk_window_set_child (GTK_WINDOW (window), overlay);
      gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
      g_signal_connect (events, "event", G_CALLBACK (on_event), bench);
      gtk_widget_add_controller (window, events);
    }
  else
    gtk_window_set_child (GTK_WINDOW (window), bench->map);
  gtk_window_fullscreen (GTK_WINDOW (window));
  gtk_widget_realize (window);
  bench->watch = watch_new (window, G_OBJECT (bench->viewport), is_complete, bench);
  g_signal_connect_after (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), bench);
  gtk_window_present (GTK_WINDOW (window));
}

static gpointer
build_index (gpointer data)
{
  kmzb_threats_sort (data);
  return kmzb_threat_index_new (data);
}

/* What malloc has given out and not got back. */
static gsize
get_allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* Of threats as they were read: how long it takes to sort and index them, and all the memory they take then. */
static int
measure_index (KmzbPack *pack, guint count)
{
  for (int run = 0; run < 5; run++)
    {
      gsize before = get_allocated ();
      g_autoptr (KmzbThreats) threats = synthetic_threats_new (count, kmzb_pack_get_bounds (pack), SEED);
      gint64 begun = g_get_monotonic_time ();
      KmzbThreatIndex *index = g_thread_join (g_thread_new ("index", build_index, threats));

      g_print ("{\"build\":%.4f,\"bytes\":%.2f,\"shown\":%u}\n",
               (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC,
               (double) (get_allocated () - before) / count, kmzb_threat_index_get_count (index));
      kmzb_threat_index_unref (index);
    }
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  Bench bench = { 0 };
  KmzbPoint center;

  kmzb_memory_init ();
  if (argc != 7 && !(argc == 4 && g_str_equal (argv[1], "index")))
    {
      g_printerr ("Usage: map-bench booth|filter|bare|markers PACK COUNT LAT LON ZOOM\n       map-bench index PACK COUNT\n");
      return 2;
    }
  pack = kmzb_pack_open (argv[2], &error);
  if (pack == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  bench.count = (guint) atoi (argv[3]);
  if (argc == 4)
    return measure_index (pack, bench.count);

  gtk_init ();
  kmzb_widgets_init ();
  center = (KmzbPoint){ g_ascii_strtod (argv[4], NULL), g_ascii_strtod (argv[5], NULL) };
  if (g_str_equal (argv[1], "booth") || g_str_equal (argv[1], "filter"))
    make_booth_map (&bench, pack, center, g_ascii_strtod (argv[6], NULL), g_str_equal (argv[1], "filter"));
  else
    make_bare_map (&bench, pack, center, g_ascii_strtod (argv[6], NULL));
  show (&bench);

  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line, &bench);
  g_main_loop_run (g_main_loop_new (NULL, FALSE));
  return 0;
}
