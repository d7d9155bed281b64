/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-vitals.h"

#include <sys/statvfs.h>

/**
 * KmzbVitals:
 *
 * How the booth is, as the main context last knew it; the sync thread takes it from here, so that neither waits for the
 * other.
 */
struct _KmzbVitals
{
  GMutex lock;
  KmzbTally tally;
  char *data_dir;
  char *pack_id;
  char *pack_name;
  char *pack_made;
};

KmzbVitals *
kmzb_vitals_new (void)
{
  KmzbVitals *self = g_new0 (KmzbVitals, 1);

  g_mutex_init (&self->lock);
  return self;
}

void
kmzb_vitals_free (KmzbVitals *self)
{
  if (self == NULL)
    return;
  g_mutex_clear (&self->lock);
  g_free (self->data_dir);
  g_free (self->pack_id);
  g_free (self->pack_name);
  g_free (self->pack_made);
  g_free (self);
}

void
kmzb_vitals_set_tally (KmzbVitals *self, const KmzbTally *tally)
{
  g_mutex_lock (&self->lock);
  self->tally = *tally;
  g_mutex_unlock (&self->lock);
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* @data_dir: (nullable): where the booth's file is; as the region pack's texts it may be unknown */
void
kmzb_vitals_set_booth (KmzbVitals *self,
                       const char *data_dir,
                       const char *pack_id,
                       const char *pack_name,
                       const char *pack_made)
{
  g_mutex_lock (&self->lock);
  set_text (&self->data_dir, data_dir);
  set_text (&self->pack_id, pack_id);
  set_text (&self->pack_name, pack_name);
  set_text (&self->pack_made, pack_made);
  g_mutex_unlock (&self->lock);
}

static gint64
find_free_bytes (const char *folder)
{
  struct statvfs info;

  if (folder == NULL || statvfs (folder, &info) < 0)
    return -1;
  return (gint64) MIN ((guint64) info.f_bavail * info.f_frsize, (guint64) G_MAXINT64);
}

/* Returns: (transfer full): all but the clock's offset, which the client knows */
KmzbWireHeartbeat *
kmzb_vitals_take (KmzbVitals *self, KmzbClock *clock)
{
  KmzbWireHeartbeat *heartbeat = g_new0 (KmzbWireHeartbeat, 1);
  g_autofree char *data_dir = NULL;
  gint64 oldest_us;

  heartbeat->version = g_strdup (KMZB_VERSION);
  g_mutex_lock (&self->lock);
  heartbeat->pack_id = g_strdup (self->pack_id);
  heartbeat->pack_name = g_strdup (self->pack_name);
  heartbeat->pack_made = g_strdup (self->pack_made);
  heartbeat->n_waiting = kmzb_tally_get_waiting (&self->tally);
  heartbeat->n_aside = (gint64) self->tally.uncertain + self->tally.refused + self->tally.held;
  oldest_us = heartbeat->n_waiting > 0 ? self->tally.oldest_unsent_us : 0;
  data_dir = g_strdup (self->data_dir);
  g_mutex_unlock (&self->lock);

  heartbeat->oldest_unsent_s
      = oldest_us ? MAX (kmzb_clock_get_real_us (clock) - oldest_us, 0) / G_USEC_PER_SEC : -1;
  heartbeat->free_bytes = find_free_bytes (data_dir);
  return heartbeat;
}
