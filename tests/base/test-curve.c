/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-curve.h"

#include <math.h>

/* The curve's first steps, by hand: east, then south-west, then east again; and so on in each quarter. */
static void
test_order (void)
{
  g_assert_cmpuint (kmzb_curve_cell (0, 0), ==, 0);
  g_assert_cmpuint (kmzb_curve_cell (1, 0), ==, 1);
  g_assert_cmpuint (kmzb_curve_cell (0, 1), ==, 2);
  g_assert_cmpuint (kmzb_curve_cell (1, 1), ==, 3);
  g_assert_cmpuint (kmzb_curve_cell (2, 0), ==, 4);
  g_assert_cmpuint (kmzb_curve_cell (0, 2), ==, 8);
  g_assert_cmpuint (kmzb_curve_cell (G_MAXUINT32, G_MAXUINT32), ==, G_MAXUINT64);
}

static void
test_bits_come_back (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 10000; i++)
    {
      guint32 x = g_rand_int (rand), y = g_rand_int (rand);
      guint64 code = kmzb_curve_cell (x, y);

      g_assert_cmpuint (kmzb_curve_gather (code), ==, x);
      g_assert_cmpuint (kmzb_curve_gather (code >> 1), ==, y);
    }
}

/* A place is found again within half a cell; beyond the world is its edge. */
static void
test_places (void)
{
  const double half = 0.5 / 4294967296.0;
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  double x, y;

  for (guint i = 0; i < 10000; i++)
    {
      double px = g_rand_double (rand), py = g_rand_double (rand);

      kmzb_curve_place (kmzb_curve_code (px, py), &x, &y);
      g_assert_cmpfloat (fabs (x - px), <=, half);
      g_assert_cmpfloat (fabs (y - py), <=, half);
    }
  g_assert_cmpuint (kmzb_curve_code (-0.1, -3), ==, 0);
  g_assert_cmpuint (kmzb_curve_code (1, 1.5), ==, G_MAXUINT64);
}

/* Codes begin with their cell's, at every level. */
static void
test_cells (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);

  for (guint i = 0; i < 1000; i++)
    {
      double x = g_rand_double (rand), y = g_rand_double (rand);

      for (int level = 1; level <= KMZB_CURVE_BITS; level++)
        g_assert_cmpuint (kmzb_curve_code (x, y) >> 2 * (KMZB_CURVE_BITS - level), ==,
                          kmzb_curve_cell ((gint64) floor (ldexp (x, level)), (gint64) floor (ldexp (y, level))));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve/order", test_order);
  g_test_add_func ("/curve/bits-come-back", test_bits_come_back);
  g_test_add_func ("/curve/places", test_places);
  g_test_add_func ("/curve/cells", test_cells);
  return g_test_run ();
}
