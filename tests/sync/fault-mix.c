/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-mix.h"

/* After so many draws at a place the weather changes there. */
#define DRAWS_A_WEATHER 30

typedef struct
{
  Fault fault;
  FaultPlace place;
  const char *name;
} Card;

/* What one request may meet in the field. FAULT_FOREIGN and FAULT_ENDLESS are lies of a server, not faults of a line. */
static const Card cards[] = {
  { FAULT_NO_NAME, FAULT_AT_NAME, "name not found" },
  { FAULT_REFUSE_CONNECTION, FAULT_AT_CONNECTION, "connection refused" },
  { FAULT_CUT_HANDSHAKE, FAULT_AT_CONNECTION, "handshake cut" },
  { FAULT_STRANGER, FAULT_AT_CONNECTION, "wrong certificate" },
  { FAULT_WRONG_NAME, FAULT_AT_CONNECTION, "certificate of another name" },
  { FAULT_EXPIRED, FAULT_AT_CONNECTION, "expired certificate" },
  { FAULT_DROP, FAULT_AT_REQUEST, "reset before the request" },
  { FAULT_HANG_UP, FAULT_AT_REQUEST, "end before the request" },
  { FAULT_CUT_REQUEST, FAULT_AT_REQUEST, "end within the request" },
  { FAULT_LOSE_ANSWER, FAULT_AT_REQUEST, "reset after the request" },
  { FAULT_FIRST_BYTE, FAULT_AT_REQUEST, "end after the first byte" },
  { FAULT_TRUNCATE, FAULT_AT_REQUEST, "truncated" },
  { FAULT_SHORTEN, FAULT_AT_REQUEST, "shortened" },
  { FAULT_SILENCE, FAULT_AT_REQUEST, "silence" },
  { FAULT_LATE, FAULT_AT_REQUEST, "silence after the request" },
  { FAULT_DELAY, FAULT_AT_REQUEST, "delay" },
  { FAULT_DRIP, FAULT_AT_REQUEST, "slow drip" },
  { FAULT_DUPLICATE, FAULT_AT_REQUEST, "duplicate" },
  { FAULT_STALE, FAULT_AT_REQUEST, "another's answer" },
  { FAULT_OTHER_UUID, FAULT_AT_REQUEST, "another UUID" },
  { FAULT_GARBAGE, FAULT_AT_REQUEST, "garbage" },
  { FAULT_GARBAGE_BODY, FAULT_AT_REQUEST, "garbage as JSON" },
  { FAULT_ERROR, FAULT_AT_REQUEST, "500" },
  { FAULT_GATEWAY, FAULT_AT_REQUEST, "502, 504" },
  { FAULT_BUSY, FAULT_AT_REQUEST, "503 with Retry-After" },
  { FAULT_TOO_MANY, FAULT_AT_REQUEST, "429" },
  { FAULT_TOO_LARGE, FAULT_AT_REQUEST, "413" },
  { FAULT_BAD_REQUEST, FAULT_AT_REQUEST, "400 with HTML" },
  { FAULT_BAD_JSON, FAULT_AT_REQUEST, "400 with another's JSON" },
  { FAULT_REDIRECT, FAULT_AT_REQUEST, "redirect" },
  { FAULT_PORTAL, FAULT_AT_REQUEST, "200 with HTML" },
  { FAULT_LIST, FAULT_AT_REQUEST, "200 with a list" },
};

/* A place's faults are dealt like cards: each comes once before any comes again. */
typedef struct
{
  GArray *deck; /* of Fault */
  guint next;
  guint n_draws;
  int percent; /* of the draws that are faults */
} Place;

struct _FaultMix
{
  GMutex lock;
  GRand *rand;
  Place places[N_FAULT_PLACES];
  guint n[N_FAULTS];
};

FaultMix *
fault_mix_new (guint32 seed)
{
  FaultMix *self = g_new0 (FaultMix, 1);

  g_mutex_init (&self->lock);
  self->rand = g_rand_new_with_seed (seed);
  for (guint i = 0; i < N_FAULT_PLACES; i++)
    self->places[i].deck = g_array_new (FALSE, FALSE, sizeof (Fault));
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    g_array_append_val (self->places[cards[i].place].deck, cards[i].fault);
  return self;
}

void
fault_mix_free (FaultMix *self)
{
  for (guint i = 0; i < N_FAULT_PLACES; i++)
    g_array_unref (self->places[i].deck);
  g_rand_free (self->rand);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
shuffle (FaultMix *self, GArray *deck)
{
  for (guint i = deck->len; i > 1; i--)
    {
      Fault *one = &g_array_index (deck, Fault, i - 1);
      Fault *other = &g_array_index (deck, Fault, g_rand_int_range (self->rand, 0, (gint32) i));
      Fault kept = *one;

      *one = *other;
      *other = kept;
    }
}

/* In how many of a hundred cases there is a fault at @place now. */
static int
choose_percent (FaultMix *self, FaultPlace place)
{
  /* A line that works, one that is bad, and one on which nearly nothing comes through. */
  static const int weather[] = { 5, 20, 40, 80 };

  switch (place)
    {
    case FAULT_AT_NAME:
      return 60; /* a name is asked for once a session, and again only after it was not found */
    case FAULT_AT_CONNECTION:
      return 15;
    default:
      return weather[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (weather))];
    }
}

/* What the next request meets at @place. */
Fault
fault_mix_draw (FaultMix *self, FaultPlace place)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Place *here = &self->places[place];
  Fault fault = FAULT_NONE;

  if (here->n_draws++ % DRAWS_A_WEATHER == 0)
    here->percent = choose_percent (self, place);
  if (g_rand_int_range (self->rand, 0, 100) < here->percent)
    {
      if (here->next == 0)
        shuffle (self, here->deck);
      fault = g_array_index (here->deck, Fault, here->next);
      here->next = (here->next + 1) % here->deck->len;
    }
  self->n[fault]++;
  return fault;
}

/* From @begin up to, not including, @end. */
int
fault_mix_random (FaultMix *self, int begin, int end)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_rand_int_range (self->rand, begin, MAX (end, begin + 1));
}

/* How often it came; of %FAULT_NONE: what came through. */
guint
fault_mix_get_n (FaultMix *self, Fault fault)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n[fault];
}

guint
fault_mix_get_n_all (FaultMix *self)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    n += fault_mix_get_n (self, cards[i].fault);
  return n;
}

/* Returns: (nullable): a fault that never came */
const char *
fault_mix_find_missing (FaultMix *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    if (fault_mix_get_n (self, cards[i].fault) == 0)
      return cards[i].name;
  return NULL;
}
