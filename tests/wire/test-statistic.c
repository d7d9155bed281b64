/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-statistic.h"

#define FEATURE(properties, geometry) \
  "{\"type\":\"Feature\",\"id\":\"s1\",\"geometry\":" geometry ",\"properties\":" properties "}"
#define PROPERTIES \
  "{\"id\":\"s1\",\"source\":\"police\",\"name\":\"Wypadki\",\"value\":12,\"unit\":\"wypadki\",\"as_of\":\"2026-05-01\"}"
#define RING "[[22,50],[22.1,50],[22.1,50.1],[22,50]]"

static void
test_shapes (void)
{
  static const struct
  {
    const char *geometry;
    KmzbShapeKind kind;
    guint n_parts;
  } rows[] = {
    { FEATURE (PROPERTIES, "{\"type\":\"Point\",\"coordinates\":[22,50.5]}"), KMZB_SHAPE_POINT, 1 },
    { FEATURE (PROPERTIES, "{\"type\":\"Point\",\"coordinates\":[22,50.5,210]}"), KMZB_SHAPE_POINT, 1 },
    { FEATURE (PROPERTIES, "{\"type\":\"LineString\",\"coordinates\":[[22,50],[22.1,50.1]]}"), KMZB_SHAPE_LINE, 1 },
    { FEATURE (PROPERTIES, "{\"type\":\"MultiLineString\",\"coordinates\":[[[22,50],[22.1,50.1]],[[23,50],[23,51]]]}"),
      KMZB_SHAPE_LINE, 2 },
    { FEATURE (PROPERTIES, "{\"type\":\"Polygon\",\"coordinates\":[" RING "," RING "]}"), KMZB_SHAPE_POLYGON, 2 },
    { FEATURE (PROPERTIES, "{\"type\":\"MultiPolygon\",\"coordinates\":[[" RING "],[" RING "]]}"), KMZB_SHAPE_POLYGON,
      2 },
    { FEATURE (PROPERTIES, "{\"type\":\"MultiPoint\",\"coordinates\":[[22,50],[23,51],[22,51]]}"), KMZB_SHAPE_POINT, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KmzbStatFeature) feature = kmzb_wire_read_statistic ("s1", rows[i].geometry);

      g_assert_nonnull (feature);
      g_assert_cmpint (feature->shape->kind, ==, rows[i].kind);
      g_assert_cmpuint (feature->shape->n_parts, ==, rows[i].n_parts);
      g_assert_cmpfloat (feature->shape->points[0].lon, ==, 22);
      g_assert_cmpstr (feature->id, ==, "s1");
      g_assert_cmpstr (feature->name, ==, "Wypadki");
      g_assert_cmpstr (feature->unit, ==, "wypadki");
      g_assert_cmpstr (feature->as_of, ==, "2026-05-01");
      g_assert_cmpint (feature->source, ==, KMZB_STAT_POLICE);
      g_assert_cmpfloat (feature->value, ==, 12);
    }
}

static void
test_unusable (void)
{
#define POINT "{\"type\":\"Point\",\"coordinates\":[22,50.5]}"
  static const char *const bad[] = {
    "", "{}", "[]", "7", FEATURE ("{}", POINT), FEATURE (PROPERTIES, "null"), FEATURE (PROPERTIES, "{}"),
    FEATURE (PROPERTIES, "{\"type\":\"Point\",\"coordinates\":[22]}"),
    FEATURE (PROPERTIES, "{\"type\":\"Point\",\"coordinates\":[22,\"x\"]}"),
    FEATURE (PROPERTIES, "{\"type\":\"Point\",\"coordinates\":[22,91]}"),
    FEATURE (PROPERTIES, "{\"type\":\"Point\",\"coordinates\":[[22,50]]}"),
    FEATURE (PROPERTIES, "{\"type\":\"LineString\",\"coordinates\":[[22,50]]}"),
    FEATURE (PROPERTIES, "{\"type\":\"Polygon\",\"coordinates\":[[[22,50],[22,51],[23,50],[23,51]]]}"),
    FEATURE (PROPERTIES, "{\"type\":\"Polygon\",\"coordinates\":[]}"),
    FEATURE (PROPERTIES, "{\"type\":\"GeometryCollection\",\"geometries\":[]}"),
    FEATURE ("{\"source\":\"rumour\",\"name\":\"n\",\"value\":1,\"as_of\":\"2026-05-01\"}", POINT),
    FEATURE ("{\"source\":\"police\",\"name\":\"n\",\"value\":\"1\",\"as_of\":\"2026-05-01\"}", POINT),
    FEATURE ("{\"source\":\"police\",\"name\":\"n\",\"value\":1,\"as_of\":\"yesterday\"}", POINT),
    FEATURE ("{\"source\":\"police\",\"value\":1,\"as_of\":\"2026-05-01\"}", POINT),
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (kmzb_wire_read_statistic ("s1", bad[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/statistic/shapes", test_shapes);
  g_test_add_func ("/wire/statistic/unusable", test_unusable);
  return g_test_run ();
}
