/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-poland.h"

#include <string.h>

/* The ends of the country and towns at its edge. */
static void
test_inside (void)
{
  static const KmzbPoint places[] = {
    { 52.23, 21.01 }, /* Warszawa */
    { 54.835, 18.30 }, /* Jastrzębia Góra, the north */
    { 49.003, 22.86 }, /* Opołonek, the south */
    { 52.843, 14.123 }, /* Osinów Dolny, the west */
    { 50.868, 24.145 }, /* Zosin, the east */
    { 53.91, 14.25 }, /* Świnoujście */
    { 50.87, 14.87 }, /* near Bogatynia */
    { 49.27, 19.98 }, /* Zakopane */
    { 49.75, 18.63 }, /* Cieszyn */
    { 52.08, 23.61 }, /* Terespol */
    { 54.45, 19.62 }, /* Piaski on the spit */
    { 54.60, 18.90 }, /* the bay of Gdańsk */
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_assert_true (kmzb_poland_contains (places[i]));
}

static void
test_abroad (void)
{
  static const KmzbPoint places[] = {
    { 52.52, 13.40 }, /* Berlin */   { 51.05, 13.74 }, /* Dresden */  { 50.09, 14.42 }, /* Praha */
    { 49.60, 17.25 }, /* Olomouc */  { 49.22, 18.74 }, /* Žilina */   { 49.00, 21.24 }, /* Prešov */
    { 49.84, 24.03 }, /* Lwów */     { 50.75, 25.33 }, /* Łuck */     { 53.68, 23.90 }, /* Grodno */
    { 54.68, 25.28 }, /* Wilno */    { 54.71, 20.51 }, /* Königsberg */ { 55.60, 13.00 }, /* Malmö */
    { 53.56, 13.26 }, /* Neubrandenburg */ { 54.15, -4.48 }, /* Man */ { -52.2, 21.0 }, { 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_assert_false (kmzb_poland_contains (places[i]));
}

/* Every corner of every powiat, where real borders are at hand: none may be refused. */
static void
test_all_powiats (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "shared", "data", "boundaries", "powiaty-ppatrzyk-min.geojson", NULL);
  g_autofree char *text = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no real borders here (../shared/data)");
      return;
    }
  for (const char *at = text; *at != '\0'; at++)
    {
      char *end;
      KmzbPoint point;

      if (*at != '[' || !g_ascii_isdigit (at[1]))
        continue;
      point.lon = g_ascii_strtod (at + 1, &end);
      point.lat = *end == ',' ? g_ascii_strtod (end + 1, NULL) : 0;
      g_assert_true (kmzb_poland_contains (point));
      n++;
    }
  g_assert_cmpuint (n, >, 5000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/poland/inside", test_inside);
  g_test_add_func ("/model/poland/abroad", test_abroad);
  g_test_add_func ("/model/poland/all-powiats", test_all_powiats);
  return g_test_run ();
}
