/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-clock-check.h"

#include "kmzb-store-schema.h"

#include <string.h>

/* A clock this near to central's is right: its Date header has whole seconds, and an answer takes a moment. */
#define RIGHT_S 5
/* The measure holds while the clock has only drifted. Beyond, it was set, or the machine has slept: nobody knows. */
#define DRIFT_MAX_S 60

/**
 * KmzbClockCheck:
 *
 * How far the booth's clock is from central's, as far as is known. A measure counts for the boot in which it was taken;
 * that the clock was set since shows in the distance between real and monotonic time.
 */
struct _KmzbClockCheck
{
  KmzbDb *db;
  KmzbClock *clock;
  char *boot_id;
  gboolean is_measured;
  gint64 offset_s;
  gint64 base_us; /* real less monotonic time at the measure */
};

static gint64
get_base_us (KmzbClockCheck *self)
{
  return kmzb_clock_get_real_us (self->clock) - kmzb_clock_get_monotonic_us (self->clock);
}

/* @db: a migrated connection that outlives this */
KmzbClockCheck *
kmzb_clock_check_new (KmzbDb *db, KmzbClock *clock, const char *boot_id, GError **error)
{
  g_autoptr (KmzbClockCheck) self = g_new0 (KmzbClockCheck, 1);
  g_autofree char *offset = NULL, *base = NULL;
  g_auto (GStrv) words = NULL;

  self->db = db;
  self->clock = g_object_ref (clock);
  self->boot_id = g_strdup (boot_id);
  if (!kmzb_setting_get (db, KMZB_SETTING_CLOCK_OFFSET, &offset, error)
      || !kmzb_setting_get (db, KMZB_SETTING_CLOCK_BASE, &base, error))
    return NULL;
  words = g_strsplit (base ? base : "", " ", 2);
  if (offset != NULL && g_strv_length (words) == 2 && g_str_equal (words[0], boot_id))
    {
      self->is_measured = TRUE;
      self->offset_s = g_ascii_strtoll (offset, NULL, 10);
      self->base_us = g_ascii_strtoll (words[1], NULL, 10);
    }
  return g_steal_pointer (&self);
}

void
kmzb_clock_check_free (KmzbClockCheck *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->clock);
  g_free (self->boot_id);
  g_free (self);
}

/* @offset_s: the booth's clock less central's, measured now. Inside the caller's transaction. */
gboolean
kmzb_clock_check_note (KmzbClockCheck *self, gint64 offset_s, GError **error)
{
  gint64 base_us = get_base_us (self);
  g_autofree char *base = g_strdup_printf ("%s %" G_GINT64_FORMAT, self->boot_id, base_us);

  if (!kmzb_setting_put_int (self->db, KMZB_SETTING_CLOCK_OFFSET, offset_s, error)
      || !kmzb_setting_put (self->db, KMZB_SETTING_CLOCK_BASE, base, error))
    return FALSE;
  self->is_measured = TRUE;
  self->offset_s = offset_s;
  self->base_us = base_us;
  return TRUE;
}

/* What a report says of the clock by which it was saved: "ok", "unsure", or seconds. Returns: @state */
char *
kmzb_clock_check_get_state (KmzbClockCheck *self, char state[KMZB_CLOCK_STATE_SIZE])
{
  gint64 drift_s = self->is_measured ? (get_base_us (self) - self->base_us) / G_USEC_PER_SEC : 0;
  gint64 offset_s = CLAMP (self->offset_s + drift_s, G_MININT32, G_MAXINT32);

  if (!self->is_measured || ABS (drift_s) > DRIFT_MAX_S)
    g_strlcpy (state, "unsure", KMZB_CLOCK_STATE_SIZE);
  else if (ABS (offset_s) <= RIGHT_S)
    g_strlcpy (state, "ok", KMZB_CLOCK_STATE_SIZE);
  else
    g_snprintf (state, KMZB_CLOCK_STATE_SIZE, "%" G_GINT64_FORMAT, offset_s);
  return state;
}
