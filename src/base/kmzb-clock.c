/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-clock.h"

/**
 * KmzbClock:
 *
 * The only place where the project learns the time, so that a test can hold it still, move it by seven days, or
 * set it wrong. Two readings are told apart: real time (UTC, may jump) and monotonic time (only for intervals).
 * Any thread may read either kind of clock.
 */
struct _KmzbClock
{
  GObject parent_instance;

  gboolean manual;
  GMutex lock;
  gint64 real_us;      /* manual only, under lock */
  gint64 monotonic_us; /* manual only, under lock */
  GPtrArray *contexts; /* manual only: main contexts to wake when time moves */
};

G_DEFINE_FINAL_TYPE (KmzbClock, kmzb_clock, G_TYPE_OBJECT)

typedef struct
{
  GSource source;
  KmzbClock *clock;
  gint64 interval_us;
  gint64 due_us;
} ClockSource;

static void
kmzb_clock_finalize (GObject *object)
{
  KmzbClock *self = KMZB_CLOCK (object);

  g_ptr_array_unref (self->contexts);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (kmzb_clock_parent_class)->finalize (object);
}

static void
kmzb_clock_class_init (KmzbClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_clock_finalize;
}

static void
kmzb_clock_init (KmzbClock *self)
{
  g_mutex_init (&self->lock);
  self->contexts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_main_context_unref);
}

static gboolean
clock_source_prepare (GSource *source, int *timeout_ms)
{
  ClockSource *self = (ClockSource *) source;
  gint64 left_us = self->due_us - kmzb_clock_get_monotonic_us (self->clock);

  if (left_us <= 0)
    return TRUE;

  /* A manual clock wakes the context itself when it moves. */
  *timeout_ms = self->clock->manual ? -1 : (int) MIN (left_us / 1000 + 1, G_MAXINT);
  return FALSE;
}

static gboolean
clock_source_check (GSource *source)
{
  ClockSource *self = (ClockSource *) source;

  return self->due_us <= kmzb_clock_get_monotonic_us (self->clock);
}

static gboolean
clock_source_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  ClockSource *self = (ClockSource *) source;

  /* From the due time, not from now: a late dispatch must not make a repeating timer drift. */
  self->due_us = MAX (self->due_us + self->interval_us,
                      kmzb_clock_get_monotonic_us (self->clock));
  return callback ? callback (data) : G_SOURCE_REMOVE;
}

static void
clock_source_finalize (GSource *source)
{
  g_clear_object (&((ClockSource *) source)->clock);
}

static GSourceFuncs clock_source_funcs = {
  clock_source_prepare,
  clock_source_check,
  clock_source_dispatch,
  clock_source_finalize,
  NULL,
  NULL,
};

/* The machine's own clock. */
KmzbClock *
kmzb_clock_new_system (void)
{
  return g_object_new (KMZB_TYPE_CLOCK, NULL);
}

/* A clock that stands still at @real_us (microseconds since 1970, UTC) until it is moved. */
KmzbClock *
kmzb_clock_new_manual (gint64 real_us)
{
  KmzbClock *self = g_object_new (KMZB_TYPE_CLOCK, NULL);

  self->manual = TRUE;
  self->real_us = real_us;
  self->monotonic_us = G_USEC_PER_SEC;
  return self;
}

/* Microseconds since 1970-01-01 UTC. */
gint64
kmzb_clock_get_real_us (KmzbClock *self)
{
  g_return_val_if_fail (KMZB_IS_CLOCK (self), 0);

  if (!self->manual)
    return g_get_real_time ();

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  return self->real_us;
}

/* Microseconds since an arbitrary start; never goes back. */
gint64
kmzb_clock_get_monotonic_us (KmzbClock *self)
{
  g_return_val_if_fail (KMZB_IS_CLOCK (self), 0);

  if (!self->manual)
    return g_get_monotonic_time ();

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  return self->monotonic_us;
}

static void
wake_contexts (KmzbClock *self)
{
  for (guint i = 0; i < self->contexts->len; i++)
    g_main_context_wakeup (g_ptr_array_index (self->contexts, i));
}

/* Moves a manual clock forward by @us (not negative): both readings, and every timeout of it that falls due. */
void
kmzb_clock_advance (KmzbClock *self, gint64 us)
{
  g_return_if_fail (KMZB_IS_CLOCK (self) && self->manual && us >= 0);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  self->real_us += us;
  self->monotonic_us += us;
  wake_contexts (self);
}

/* Sets a manual clock's real time, as a person or NTP sets a machine's: monotonic time does not notice. */
void
kmzb_clock_set_real_us (KmzbClock *self, gint64 real_us)
{
  g_return_if_fail (KMZB_IS_CLOCK (self) && self->manual);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  self->real_us = real_us;
}

static void
watch_context (KmzbClock *self, GMainContext *context)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->contexts->len; i++)
    if (g_ptr_array_index (self->contexts, i) == context)
      return;
  g_ptr_array_add (self->contexts, g_main_context_ref (context));
}

/**
 * kmzb_clock_timeout_source_new:
 * @interval_ms: milliseconds of this clock
 *
 * A source that fires every @interval_ms until its callback returns %G_SOURCE_REMOVE. Attach it to the calling
 * thread's default main context: that is the one which a manual clock wakes.
 *
 * Returns: (transfer full): a new source
 */
GSource *
kmzb_clock_timeout_source_new (KmzbClock *self, guint interval_ms)
{
  g_return_val_if_fail (KMZB_IS_CLOCK (self), NULL);

  GSource *source = g_source_new (&clock_source_funcs, sizeof (ClockSource));
  ClockSource *clock_source = (ClockSource *) source;

  clock_source->clock = g_object_ref (self);
  clock_source->interval_us = (gint64) interval_ms * 1000;
  clock_source->due_us = kmzb_clock_get_monotonic_us (self) + clock_source->interval_us;
  g_source_set_static_name (source, "KmzbClock timeout");

  if (self->manual)
    {
      g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
      watch_context (self, context);
    }
  return source;
}

/* g_timeout_add() by this clock, on the calling thread's default main context. Returns: the source's id there. */
guint
kmzb_clock_add_timeout (KmzbClock *self, guint interval_ms, GSourceFunc func, gpointer data)
{
  g_autoptr (GSource) source = kmzb_clock_timeout_source_new (self, interval_ms);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_source_set_callback (source, func, data, NULL);
  return g_source_attach (source, context);
}
