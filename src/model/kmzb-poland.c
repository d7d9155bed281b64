/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-poland.h"

/* Poland with a margin of some kilometres and its sea, clockwise from Świnoujście. Drawn by hand, wide on purpose: no
 * place in Poland may be refused, and whoever stands just beyond the border is told by the officer. */
static const KmzbPoint OUTLINE[] = {
  { 53.93, 14.12 }, { 54.15, 14.10 }, { 54.42, 15.40 }, { 54.68, 16.20 }, { 55.00, 17.30 }, { 55.08, 18.30 },
  { 54.90, 19.20 }, { 54.62, 19.75 }, { 54.50, 19.90 }, { 54.45, 20.40 }, { 54.43, 21.00 }, { 54.41, 21.60 },
  { 54.42, 22.30 }, { 54.43, 22.85 }, { 54.37, 23.15 }, { 54.17, 23.55 }, { 53.95, 23.65 }, { 53.50, 23.80 },
  { 53.10, 24.02 }, { 52.70, 24.07 }, { 52.55, 23.85 }, { 52.30, 23.45 }, { 52.17, 23.78 }, { 51.90, 23.78 },
  { 51.55, 23.78 }, { 51.20, 24.00 }, { 50.86, 24.28 }, { 50.58, 24.22 }, { 50.38, 24.10 }, { 50.26, 23.74 }, { 50.05, 23.45 },
  { 49.73, 23.06 }, { 49.45, 22.88 }, { 49.10, 23.02 }, { 48.93, 22.92 }, { 48.97, 22.45 }, { 49.14, 22.02 },
  { 49.33, 21.75 }, { 49.34, 21.40 }, { 49.26, 20.95 }, { 49.28, 20.60 }, { 49.28, 20.28 }, { 49.10, 20.12 },
  { 49.11, 19.75 }, { 49.33, 19.62 }, { 49.38, 19.32 }, { 49.35, 18.98 }, { 49.42, 18.78 }, { 49.66, 18.52 },
  { 49.84, 18.28 }, { 49.90, 17.72 }, { 50.05, 17.55 }, { 50.16, 17.55 }, { 50.20, 17.30 }, { 50.27, 17.12 },
  { 50.15, 17.07 }, { 50.04, 16.75 }, { 50.06, 16.48 }, { 50.34, 16.12 }, { 50.55, 16.00 }, { 50.60, 15.80 },
  { 50.66, 15.66 }, { 50.72, 15.36 }, { 50.82, 15.15 }, { 50.78, 14.82 }, { 50.84, 14.70 }, { 51.15, 14.86 },
  { 51.50, 14.62 }, { 51.80, 14.52 }, { 51.97, 14.60 }, { 52.10, 14.62 }, { 52.35, 14.42 }, { 52.60, 14.45 },
  { 52.85, 14.00 }, { 53.05, 14.18 }, { 53.30, 14.30 }, { 53.45, 14.15 }, { 53.70, 14.12 },
};

/* Whether @point is in Poland or within some kilometres of it, on land or at sea. */
gboolean
kmzb_poland_contains (KmzbPoint point)
{
  gboolean inside = FALSE;

  for (guint i = 0, j = G_N_ELEMENTS (OUTLINE) - 1; i < G_N_ELEMENTS (OUTLINE); j = i++)
    {
      KmzbPoint a = OUTLINE[i], b = OUTLINE[j];

      if ((a.lat > point.lat) != (b.lat > point.lat)
          && point.lon < a.lon + (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat))
        inside = !inside;
    }
  return inside;
}
