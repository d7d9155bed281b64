/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threats as a region has them: crowded in towns, strung along roads, a few anywhere. The same for the same seed. */
#include "synthetic.h"

#include <math.h>

#define N_TOWNS 24
#define N_ROADS 40
#define YEARS 3

typedef struct
{
  KmzbPoint from;
  KmzbPoint to;
} Road;

static const char *categories[] = {
  "nieprawidlowe-parkowanie",
  "przekraczanie-dozwolonej-predkosci",
  "spozywanie-alkoholu-w-miejscach-niedozwolonych",
  "niewlasciwa-infrastruktura-drogowa",
  "akty-wandalizmu",
  "dzikie-wysypiska-smieci",
  "zla-organizacja-ruchu-drogowego",
  "grupowanie-sie-maloletnich-zagrozonych-demoralizacja",
  "walesajace-sie-bezpanskie-psy",
  "wypalanie-traw",
};

static KmzbPoint
anywhere (GRand *random, KmzbBox box)
{
  KmzbPoint point = { g_rand_double_range (random, box.south, box.north),
                      g_rand_double_range (random, box.west, box.east) };

  return point;
}

/* About @middle, denser towards it. */
static KmzbPoint
near (GRand *random, KmzbPoint middle, double spread_lat, double spread_lon)
{
  double angle = g_rand_double_range (random, 0, 2 * G_PI);
  double reach = sqrt (-2 * log (1 - g_rand_double (random)));

  middle.lat += sin (angle) * reach * spread_lat;
  middle.lon += cos (angle) * reach * spread_lon;
  return middle;
}

static KmzbPoint
on_road (GRand *random, const Road *road)
{
  double along = g_rand_double (random);

  return (KmzbPoint){ road->from.lat + (road->to.lat - road->from.lat) * along,
                      road->from.lon + (road->to.lon - road->from.lon) * along };
}

static void
add_threat (GRand *random, KmzbThreats *threats, KmzbPoint place)
{
  const gint64 now = G_GINT64_CONSTANT (1780000000) * G_USEC_PER_SEC;
  gint64 created = now - (gint64) (g_rand_double (random) * YEARS * 365 * 86400) * G_USEC_PER_SEC;
  const char *category = categories[g_rand_int_range (random, 0, (gint32) G_N_ELEMENTS (categories))];

  kmzb_threats_add_stored (threats, kmzb_threats_get_count (threats) + 1, KMZB_THREAT_SOURCE_PEOPLE, category,
                           (KmzbStatus) g_rand_int_range (random, 0, KMZB_N_STATUSES), place, created, created);
}

/* Returns: (transfer full): @count threats within @box, all of statuses and dates, as the store reads them; not sorted */
KmzbThreats *
synthetic_threats_new (guint count, KmzbBox box, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  KmzbThreats *threats = kmzb_threats_new ();
  KmzbPoint towns[N_TOWNS];
  Road roads[N_ROADS];

  for (guint i = 0; i < N_TOWNS; i++)
    towns[i] = anywhere (random, box);
  for (guint i = 0; i < N_ROADS; i++)
    roads[i] = (Road){ towns[g_rand_int_range (random, 0, N_TOWNS)], towns[g_rand_int_range (random, 0, N_TOWNS)] };

  while (kmzb_threats_get_count (threats) < count)
    {
      guint share = (guint) g_rand_int_range (random, 0, 100);
      /* The first town is the largest, and so on: a half, a quarter... of what is left. */
      guint town = MIN ((guint) (-log (1 - g_rand_double (random)) * 5), N_TOWNS - 1);
      KmzbPoint place;

      if (share < 65)
        place = near (random, towns[town], (box.north - box.south) / 25, (box.east - box.west) / 25);
      else if (share < 90)
        place = near (random, on_road (random, &roads[g_rand_int_range (random, 0, N_ROADS)]),
                      (box.north - box.south) / 2000, (box.east - box.west) / 2000);
      else
        place = anywhere (random, box);
      if (kmzb_box_contains (box, place))
        add_threat (random, threats, place);
    }
  return threats;
}
