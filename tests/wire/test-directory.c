/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-directory.h"

#define FEATURE(properties, geometry) \
  "{\"type\":\"Feature\",\"id\":\"x\",\"geometry\":" geometry ",\"properties\":" properties "}"
#define POINT "{\"type\":\"Point\",\"coordinates\":[22,50.5]}"
#define POLYGON "{\"type\":\"Polygon\",\"coordinates\":[[[22,50],[22.1,50],[22.1,50.1],[22,50]]]}"

static void
test_ids (void)
{
  KmzbWireDirectoryKind kind;

  g_assert_cmpstr (kmzb_wire_directory_parse_id ("units/kpp", &kind), ==, "kpp");
  g_assert_cmpint (kind, ==, KMZB_WIRE_DIRECTORY_UNIT);
  g_assert_cmpstr (kmzb_wire_directory_parse_id ("officers/a/b", &kind), ==, "a/b");
  g_assert_cmpint (kind, ==, KMZB_WIRE_DIRECTORY_OFFICER);
  g_assert_cmpstr (kmzb_wire_directory_parse_id ("areas/1", &kind), ==, "1");
  g_assert_cmpint (kind, ==, KMZB_WIRE_DIRECTORY_AREA);
  g_assert_null (kmzb_wire_directory_parse_id ("units/", &kind));
  g_assert_null (kmzb_wire_directory_parse_id ("kpp", &kind));
  g_assert_null (kmzb_wire_directory_parse_id ("dogs/1", &kind));
  g_assert_null (kmzb_wire_directory_parse_id ("", &kind));
}

static void
test_unit (void)
{
  g_autoptr (KmzbUnit) unit = kmzb_wire_read_unit (
      "k", FEATURE ("{\"id\":\"k\",\"kind\":\"komisariat\",\"name\":\"Komisariat  Policji\\n w Żorach\",\"address\":null,"
                    "\"phone\":478713400,\"email\":\"a@b.example\"}",
                    POINT));

  g_assert_nonnull (unit);
  g_assert_cmpstr (unit->id, ==, "k");
  g_assert_cmpint (unit->kind, ==, KMZB_UNIT_KOMISARIAT);
  g_assert_cmpstr (unit->name, ==, "Komisariat Policji w Żorach");
  g_assert_null (unit->address);
  g_assert_cmpstr (unit->phone, ==, "478713400");
  g_assert_cmpstr (unit->email, ==, "a@b.example");
  g_assert_cmpfloat (unit->place.lat, ==, 50.5);
  g_assert_cmpfloat (unit->place.lon, ==, 22);
}

static void
test_officer (void)
{
  g_autoptr (KmzbOfficer) officer = kmzb_wire_read_officer (
      "o", FEATURE ("{\"beat\":7,\"unit\":\"k\",\"rank\":\"asp.\",\"name\":\" Jan Lipko \",\"phone\":\"\"}", "null"));
  g_autoptr (KmzbOfficer) least = kmzb_wire_read_officer ("p", FEATURE ("{\"name\":\"Lipko\",\"rank\":7,\"beat\":[]}", "7"));

  g_assert_cmpstr (officer->beat, ==, "7");
  g_assert_cmpstr (officer->unit, ==, "k");
  g_assert_cmpstr (officer->rank, ==, "asp.");
  g_assert_cmpstr (officer->name, ==, "Jan Lipko");
  g_assert_null (officer->phone);
  g_assert_null (officer->email);
  g_assert_cmpstr (least->name, ==, "Lipko");
  g_assert_null (least->beat);
  g_assert_null (least->rank);
}

static void
test_area (void)
{
  g_autoptr (KmzbArea) area = kmzb_wire_read_area (
      "7", FEATURE ("{\"kind\":\"beat\",\"name\":\"Rejon nr 7\",\"code\":7,\"parent\":\"k\"}", POLYGON));

  g_assert_cmpstr (area->id, ==, "7");
  g_assert_cmpint (area->kind, ==, KMZB_AREA_BEAT);
  g_assert_cmpstr (area->name, ==, "Rejon nr 7");
  g_assert_cmpstr (area->code, ==, "7");
  g_assert_cmpstr (area->parent, ==, "k");
  g_assert_true (kmzb_shape_contains (area->shape, (KmzbPoint){ 50.05, 22.09 }));
}

static void
test_unusable (void)
{
  static const char *const bad[] = {
    "", "{", "[]", "7", "null", "{}", "{\"properties\":[]}", "{\"properties\":7}",
    FEATURE ("{}", POINT), FEATURE ("{\"name\":7,\"kind\":7}", POINT), FEATURE ("{\"name\":\" \",\"kind\":\"komenda\"}", POINT),
    FEATURE ("{\"name\":\"\\u0000\",\"kind\":\"beat\"}", POLYGON),
    "{\"properties\":{\"name\":\"\xff\",\"kind\":\"beat\"},\"geometry\":" POLYGON "}",
  };
  static const char *const bad_units[] = {
    FEATURE ("{\"name\":\"A\",\"kind\":\"zamek\"}", POINT),
    FEATURE ("{\"name\":\"A\",\"kind\":\"komenda\"}", POLYGON),
    FEATURE ("{\"name\":\"A\",\"kind\":\"komenda\"}", "null"),
    FEATURE ("{\"name\":\"A\",\"kind\":\"komenda\"}", "{\"type\":\"Point\",\"coordinates\":[22,91]}"),
    FEATURE ("{\"name\":\"A\",\"kind\":\"komenda\"}", "{\"type\":\"Point\",\"coordinates\":[\"22,1\",\"50,2\"]}"),
    FEATURE ("{\"name\":\"A\",\"kind\":\"komenda\"}", "{\"type\":\"MultiPoint\",\"coordinates\":[[22,50],[22,51]]}"),
  };
  static const char *const bad_areas[] = {
    FEATURE ("{\"name\":\"A\",\"kind\":\"kraj\"}", POLYGON),
    FEATURE ("{\"name\":\"A\",\"kind\":\"beat\"}", POINT),
    FEATURE ("{\"name\":\"A\",\"kind\":\"beat\"}", "{\"type\":\"Polygon\",\"coordinates\":[[[22,50],[23,50]]]}"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (kmzb_wire_read_unit ("x", bad[i]));
      g_assert_null (kmzb_wire_read_officer ("x", bad[i]));
      g_assert_null (kmzb_wire_read_area ("x", bad[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_units); i++)
    g_assert_null (kmzb_wire_read_unit ("x", bad_units[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad_areas); i++)
    g_assert_null (kmzb_wire_read_area ("x", bad_areas[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/directory/ids", test_ids);
  g_test_add_func ("/wire/directory/unit", test_unit);
  g_test_add_func ("/wire/directory/officer", test_officer);
  g_test_add_func ("/wire/directory/area", test_area);
  g_test_add_func ("/wire/directory/unusable", test_unusable);
  return g_test_run ();
}
