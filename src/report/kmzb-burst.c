/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-burst.h"

/**
 * KmzbBurst:
 *
 * Tells reports that come in a burst, so that the officer can look at them together. It blocks nothing: who reports a
 * sixth dump is right as often as not. Over sessions it remembers places and times of the last minutes only, and
 * nothing of what was said; a restart forgets them.
 */
struct _KmzbBurst
{
  guint n_session;
  GArray *spots; /* Spot, oldest first */
};

typedef struct
{
  KmzbPoint place;
  gint64 at_us;
} Spot;

KmzbBurst *
kmzb_burst_new (void)
{
  KmzbBurst *self = g_new0 (KmzbBurst, 1);

  self->spots = g_array_new (FALSE, FALSE, sizeof (Spot));
  return self;
}

void
kmzb_burst_free (KmzbBurst *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->spots);
  g_free (self);
}

/* Another visitor: has reported nothing yet. Spots stay, for they are about a place, whoever stands there. */
void
kmzb_burst_begin_session (KmzbBurst *self)
{
  self->n_session = 0;
}

static gboolean
is_recent (const Spot *spot, gint64 now_us)
{
  return now_us - spot->at_us < KMZB_BURST_SPOT_S * G_USEC_PER_SEC;
}

static void
drop_old (KmzbBurst *self, gint64 now_us)
{
  guint n_old = 0;

  while (n_old < self->spots->len && !is_recent (&g_array_index (self->spots, Spot, n_old), now_us))
    n_old++;
  if (n_old > 0)
    g_array_remove_range (self->spots, 0, n_old);
}

/**
 * kmzb_burst_would:
 * @now_us: monotonic
 *
 * Returns: whether a report of @place would be one too many of this session or of this spot
 */
gboolean
kmzb_burst_would (KmzbBurst *self, KmzbPoint place, gint64 now_us)
{
  guint near = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  drop_old (self, now_us);
  for (guint i = 0; i < self->spots->len; i++)
    near += kmzb_geo_distance_m (g_array_index (self->spots, Spot, i).place, place) <= KMZB_BURST_SPOT_M;
  return self->n_session >= KMZB_BURST_SESSION_REPORTS || near >= KMZB_BURST_SPOT_REPORTS;
}

/* A report of @place has been saved. @now_us: monotonic, never less than before. */
void
kmzb_burst_note (KmzbBurst *self, KmzbPoint place, gint64 now_us)
{
  Spot spot = { place, now_us };

  g_return_if_fail (self != NULL);

  drop_old (self, now_us);
  self->n_session++;
  g_array_append_val (self->spots, spot);
}
