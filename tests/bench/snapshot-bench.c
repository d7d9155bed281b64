/* SPDX-License-Identifier: GPL-3.0-or-later */
/* snapshot-bench N SECONDS OPTION...: the booth's own window, its map moving in every frame, for SECONDS by itself and
 * then while the booth fetches N threats. OPTIONs are the booth's, with --practice: sending and fetching begin when that
 * is switched off. Prints one JSON object: frames in ms, before and during, and when the last threat was on the map. */
#include "kmzb-kiosk-init.h"
#include "kmzb-language.h"
#include "kmzb-log.h"
#include "kmzb-map-page.h"
#include "kmzb-map-view.h"
#include "kmzb-memory.h"
#include "kmzb-window.h"

#include <math.h>
#include <stdlib.h>

#define WARM_UP_US (3 * G_USEC_PER_SEC)
#define AFTER_US (2 * G_USEC_PER_SEC)
/* A slow walk in circles over the region: how far a frame moves, and how far it leads. */
#define STEP_RADIANS 0.01
#define RADIUS_DEGREES 0.01

typedef struct
{
  KmzbBooth *booth;
  KmzbMapView *view;
  guint n_expected;
  guint n_own;
  KmzbPoint home;
  double angle;
  gint64 phase_us;
  gint64 painted_us;
  gint64 begun_us;
  gint64 shown_us;
  gint64 before_us;
  enum { WARM_UP, BEFORE, DURING, AFTER, OVER } phase;
  GArray *before;
  GArray *during;
} Bench;

static GtkWidget *
find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
next_phase (Bench *self, gint64 now_us)
{
  self->phase++;
  self->phase_us = now_us;
}

static void
follow (Bench *self, gint64 now_us)
{
  gint64 passed_us = now_us - self->phase_us;

  switch (self->phase)
    {
    case WARM_UP:
      if (passed_us > WARM_UP_US)
        next_phase (self, now_us);
      break;
    case BEFORE:
      if (passed_us < self->before_us)
        break;
      self->n_own = kmzb_map_view_count_threats (self->view);
      self->begun_us = now_us;
      kmzb_booth_set_practice (self->booth, FALSE);
      next_phase (self, now_us);
      break;
    case DURING:
      if (kmzb_map_view_count_threats (self->view) < self->n_own + self->n_expected)
        break;
      self->shown_us = now_us;
      next_phase (self, now_us);
      break;
    case AFTER:
      if (passed_us > AFTER_US)
        next_phase (self, now_us);
      break;
    case OVER:
    default:
      break;
    }
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;

  self->angle += STEP_RADIANS;
  kmzb_map_view_go_to (self->view, self->home.lat + RADIUS_DEGREES * sin (self->angle),
                       self->home.lon + RADIUS_DEGREES * cos (self->angle), 15, FALSE);
  return G_SOURCE_CONTINUE;
}

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;
  gint64 now_us = g_get_monotonic_time ();
  double ms = (double) (now_us - self->painted_us) / G_TIME_SPAN_MILLISECOND;

  if (self->painted_us != 0 && self->phase != WARM_UP && self->phase != OVER)
    g_array_append_val (self->phase == BEFORE ? self->before : self->during, ms);
  self->painted_us = now_us;
  follow (self, now_us);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!kmzb_booth_open_finish (KMZB_BOOTH (source), result, &error))
    g_error ("snapshot-bench: %s", error->message);
  *(gboolean *) data = TRUE;
}

static void
print_list (const char *name, GArray *values, const char *end)
{
  g_print ("\"%s\": [", name);
  for (guint i = 0; i < values->len; i++)
    g_print ("%s%.2f", i ? ", " : "", g_array_index (values, double, i));
  g_print ("]%s", end);
}

static void
measure (Bench *self, KmzbWindow *window)
{
  GtkWidget *page = find (GTK_WIDGET (window), KMZB_TYPE_MAP_PAGE);

  self->view = KMZB_MAP_VIEW (find (page, KMZB_TYPE_MAP_VIEW));
  self->home = kmzb_booth_get_home (self->booth);
  self->phase_us = g_get_monotonic_time ();
  g_signal_emit_by_name (page, "start");
  g_signal_connect_after (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                          G_CALLBACK (on_after_paint), self);
  gtk_widget_add_tick_callback (GTK_WIDGET (window), on_tick, self, NULL);
  while (self->phase != OVER)
    g_main_context_iteration (NULL, TRUE);
  g_print ("{\"seconds\": %.4f, ", (double) (self->shown_us - self->begun_us) / G_USEC_PER_SEC);
  print_list ("before", self->before, ", ");
  print_list ("during", self->during, "}\n");
}

int
main (int argc, char **argv)
{
  Bench self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbClock) clock = NULL;
  GtkApplication *application;
  KmzbOptions *options;
  KmzbWindow *window;
  gboolean opened = FALSE;

  if (argc < 3)
    return 2;
  self.n_expected = (guint) atoi (argv[1]);
  self.before_us = atoi (argv[2]) * G_USEC_PER_SEC;
  self.before = g_array_new (FALSE, FALSE, sizeof (double));
  self.during = g_array_new (FALSE, FALSE, sizeof (double));
  argv[2] = argv[0];
  kmzb_memory_init ();
  kmzb_log_init ();
  kmzb_language_init ();
  options = kmzb_options_parse (argc - 2, argv + 2, &error);
  if (options == NULL)
    g_error ("snapshot-bench: %s", error->message);
  gtk_disable_setlocale ();
  gtk_init ();
  kmzb_kiosk_init ();
  clock = kmzb_clock_new_system ();
  application = gtk_application_new ("pl.kmzb.Bench", G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("snapshot-bench: %s", error->message);
  window = g_object_ref_sink (kmzb_window_new (application, options));
  self.booth = kmzb_booth_new (options, clock);
  kmzb_booth_open_async (self.booth, NULL, on_opened, &opened);
  while (!opened)
    g_main_context_iteration (NULL, TRUE);
  kmzb_window_show_booth (window, self.booth);
  while (!gtk_widget_get_realized (GTK_WIDGET (window)))
    g_main_context_iteration (NULL, TRUE);
  measure (&self, window);
  kmzb_booth_close (self.booth);
  return 0;
}
