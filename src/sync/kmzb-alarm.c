/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-alarm.h"

void
kmzb_alarm_init (KmzbAlarm *self, KmzbClock *clock, KmzbAlarmFunc func, gpointer user_data)
{
  self->clock = clock;
  self->func = func;
  self->user_data = user_data;
  self->source = NULL;
}

static gboolean
on_timeout (gpointer data)
{
  KmzbAlarm *self = data;

  /* Before: the function may set it anew. */
  g_clear_pointer (&self->source, g_source_unref);
  self->func (self->user_data);
  return G_SOURCE_REMOVE;
}

/* In place of when it would have rung before. */
void
kmzb_alarm_set (KmzbAlarm *self, gint64 delay_us)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  kmzb_alarm_clear (self);
  self->source = kmzb_clock_timeout_source_new (self->clock, (guint) (delay_us / 1000) + 1);
  g_source_set_callback (self->source, on_timeout, self, NULL);
  g_source_attach (self->source, context);
}

gboolean
kmzb_alarm_is_set (const KmzbAlarm *self)
{
  return self->source != NULL;
}

void
kmzb_alarm_clear (KmzbAlarm *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}
