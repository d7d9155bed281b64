/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a visitor would feel of a map: how long each frame took while it moved, how long the main loop heard nothing,
 * and how long after a motion's end the picture was whole. */
#include "watch.h"

#include <time.h>

/* A map that did not change for so long was at rest, and the next frame begins a new motion. */
#define REST_US (250 * G_TIME_SPAN_MILLISECOND)

struct _Watch
{
  WatchIsComplete is_complete;
  gpointer data;

  GArray *frames; /* double, ms */
  GArray *costs;  /* double, ms of all processors */
  gint64 painted_us;
  gint64 painted_cpu_us;
  gint64 changed_us; /* the first change since that frame, 0 while there is none */

  gint64 last_change_us;
  gint64 completed_us;

  gint64 woken_us;
  gint64 paint_begun_us;
  gint64 paint_us; /* in this turn of the main loop */
  gint64 block_us;
};

typedef struct
{
  GSource source;
  Watch *watch;
} Turn;

/* The main loop's turn ends where the next one looks for work... */
static gboolean
turn_prepare (GSource *source, int *timeout)
{
  Watch *self = ((Turn *) source)->watch;

  if (self->woken_us != 0)
    self->block_us = MAX (self->block_us, g_get_monotonic_time () - self->woken_us - self->paint_us);
  self->woken_us = 0;
  *timeout = -1;
  return FALSE;
}

/* ...and begins where it was woken. */
static gboolean
turn_check (GSource *source)
{
  Watch *self = ((Turn *) source)->watch;

  self->woken_us = g_get_monotonic_time ();
  self->paint_us = 0;
  return FALSE;
}

static GSourceFuncs turn_funcs = { .prepare = turn_prepare, .check = turn_check };

static void
on_before_paint (GdkFrameClock *clock, gpointer user_data)
{
  Watch *self = user_data;

  self->paint_begun_us = g_get_monotonic_time ();
}

/* What all threads of this process took of the processors until now. */
gint64
watch_get_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  Watch *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 cpu_us = watch_get_cpu_us ();
  double ms = (double) (now - self->painted_us) / G_TIME_SPAN_MILLISECOND;
  double cost = (double) (cpu_us - self->painted_cpu_us) / 1000;

  self->paint_us += now - self->paint_begun_us;
  if (self->painted_us != 0 && self->changed_us != 0 && self->changed_us - self->painted_us < REST_US)
    {
      g_array_append_val (self->frames, ms);
      g_array_append_val (self->costs, cost);
    }
  self->painted_us = now;
  self->painted_cpu_us = cpu_us;
  self->changed_us = 0;
  if (self->completed_us == 0 && self->is_complete (self->data))
    self->completed_us = now;
}

/* Where a finger lands a new motion may begin: what was waited for was the finger, not the frame. */
static gboolean
on_event (GtkEventController *controller, GdkEvent *event, gpointer user_data)
{
  Watch *self = user_data;

  if (gdk_event_get_event_type (event) == GDK_TOUCH_BEGIN)
    self->painted_us = 0;
  return GDK_EVENT_PROPAGATE;
}

/* Something new is to be shown. */
void
watch_changed (Watch *self)
{
  self->last_change_us = g_get_monotonic_time ();
  self->completed_us = 0;
  if (self->changed_us == 0)
    self->changed_us = self->last_change_us;
}

/* @viewport: whose properties change when the map moves */
Watch *
watch_new (GtkWidget *window, GObject *viewport, WatchIsComplete is_complete, gpointer data)
{
  Watch *self = g_new0 (Watch, 1);
  GSource *turn = g_source_new (&turn_funcs, sizeof (Turn));
  GtkEventController *events = gtk_event_controller_legacy_new ();
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  self->is_complete = is_complete;
  self->data = data;
  self->frames = g_array_new (FALSE, FALSE, sizeof (double));
  self->costs = g_array_new (FALSE, FALSE, sizeof (double));

  ((Turn *) turn)->watch = self;
  g_source_set_priority (turn, G_MININT);
  g_source_attach (turn, NULL);
  g_source_unref (turn);
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (window, events);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), self);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), self);
  g_signal_connect_swapped (viewport, "notify", G_CALLBACK (watch_changed), self);
  return self;
}

/* Forget what was measured. */
void
watch_begin (Watch *self)
{
  g_array_set_size (self->frames, 0);
  g_array_set_size (self->costs, 0);
  self->painted_us = 0;
  self->block_us = 0;
}

/* The longest time in which the main loop heard nothing, but for the painting of frames. */
double
watch_get_block_ms (Watch *self)
{
  return (double) self->block_us / G_TIME_SPAN_MILLISECOND;
}

/* From the last change to the frame in which nothing lacked; less than 0 while something does. */
double
watch_get_complete_ms (Watch *self)
{
  return self->completed_us == 0 ? -1
                                 : (double) (self->completed_us - self->last_change_us) / G_TIME_SPAN_MILLISECOND;
}

/* Returns: (transfer none) (element-type double): milliseconds between painted frames while the map moved */
GArray *
watch_get_frames (Watch *self)
{
  return self->frames;
}

/* Returns: (transfer none) (element-type double): what each of these took of all processors, in milliseconds: the same
 * however busy the machine is */
GArray *
watch_get_costs (Watch *self)
{
  return self->costs;
}
