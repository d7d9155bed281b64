/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tags.h"

/* Tags of one object, as key, value, ..., NULL. */
static KmzbTags
tags_of (const char *key, ...)
{
  KmzbTags tags = { 0 };
  va_list args;

  va_start (args, key);
  for (; key != NULL; key = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);
      gboolean known = FALSE;

      for (int tag = 0; tag < KMZB_N_TAGS; tag++)
        if (g_strcmp0 (kmzb_tag_get_name ((KmzbTag) tag), key) == 0)
          {
            tags.values[tag] = value;
            known = TRUE;
          }
      g_assert_true (known);
    }
  va_end (args);
  return tags;
}

#define ROAD(...) kmzb_classify_road (&(KmzbTags[]){ tags_of (__VA_ARGS__, NULL) }[0])
#define LAND(...) kmzb_classify_land (&(KmzbTags[]){ tags_of (__VA_ARGS__, NULL) }[0])
#define POI(...) kmzb_classify_poi (&(KmzbTags[]){ tags_of (__VA_ARGS__, NULL) }[0])

static void
test_roads (void)
{
  g_assert_cmpstr (ROAD ("highway", "primary").name, ==, "primary");
  g_assert_cmpstr (ROAD ("highway", "residential").name, ==, "minor");
  g_assert_cmpint (ROAD ("highway", "primary").rank, >, ROAD ("highway", "secondary").rank);
  g_assert_cmpfloat (ROAD ("highway", "primary_link").width, <, 1.0);
  g_assert_cmpfloat (ROAD ("highway", "service", "service", "driveway").width, <,
                     ROAD ("highway", "service").width);
  g_assert_cmpstr (ROAD ("highway", "footway", "footway", "crossing").name, ==, "sidewalk");
  g_assert_null (ROAD ("highway", "footway", "indoor", "yes").name);
  g_assert_null (ROAD ("highway", "construction").name);
  g_assert_null (ROAD ("name", "Lipowa").name);
}

static void
test_levels (void)
{
  KmzbTags bridge = tags_of ("bridge", "yes", NULL);
  KmzbTags high_bridge = tags_of ("bridge", "viaduct", "layer", "2", NULL);
  KmzbTags no_bridge = tags_of ("bridge", "no", "layer", "3", NULL);
  KmzbTags tunnel = tags_of ("tunnel", "yes", "layer", "-2", NULL);
  KmzbTags nonsense = tags_of ("bridge", "yes", "layer", "many", NULL);

  g_assert_cmpint (kmzb_tags_get_level (&bridge), ==, 1);
  g_assert_cmpint (kmzb_tags_get_level (&high_bridge), ==, 2);
  g_assert_cmpint (kmzb_tags_get_level (&no_bridge), ==, 0);
  g_assert_cmpint (kmzb_tags_get_level (&tunnel), ==, -1);
  g_assert_cmpint (kmzb_tags_get_level (&nonsense), ==, 1);
}

static void
test_land (void)
{
  g_assert_cmpstr (LAND ("landuse", "forest").name, ==, "forest");
  g_assert_cmpstr (LAND ("natural", "wood").name, ==, "forest");
  /* A school's ground is a school even where it is also grass. */
  g_assert_cmpstr (LAND ("amenity", "school", "landuse", "grass").name, ==, "school");
  g_assert_null (LAND ("amenity", "parking", "parking", "underground").name);
  g_assert_null (LAND ("boundary", "administrative").name);
}

static void
test_buildings (void)
{
  KmzbTags house = tags_of ("building", "yes", NULL);
  KmzbTags church = tags_of ("building", "church", NULL);
  KmzbTags none = tags_of ("building", "no", NULL);

  g_assert_cmpstr (kmzb_classify_building (&house).name, ==, "building");
  g_assert_cmpstr (kmzb_classify_building (&church).name, ==, "public");
  g_assert_null (kmzb_classify_building (&none).name);
}

static void
test_pois (void)
{
  g_assert_cmpstr (POI ("amenity", "police").name, ==, "police");
  g_assert_cmpint (POI ("amenity", "police").rank, >, POI ("amenity", "pharmacy").rank);
  g_assert_null (POI ("highway", "bus_stop").name);
  g_assert_cmpstr (POI ("highway", "bus_stop", "name", "Rynek").name, ==, "bus-stop");
  g_assert_null (POI ("amenity", "bench").name);
}

static void
check_shield (const char *highway, const char *ref, const char *class, const char *text)
{
  KmzbTags tags = tags_of ("highway", highway, "ref", ref, NULL);
  g_autofree char *plate = NULL;

  g_assert_cmpstr (kmzb_classify_shield (&tags, kmzb_classify_road (&tags), &plate), ==, class);
  g_assert_cmpstr (plate, ==, text);
}

static void
test_shields (void)
{
  check_shield ("motorway", "A4", "motorway", "A4");
  check_shield ("trunk", "S19;E371", "expressway", "S19");
  check_shield ("primary", "94", "national", "94");
  check_shield ("secondary", "878", "regional", "878");
  check_shield ("primary", "B 104", "other", "B 104");
  check_shield ("primary", " 97 ; 94", "national", "97");
  check_shield ("primary", "much too long", NULL, NULL);
  check_shield ("primary", ";", NULL, NULL);
  check_shield ("residential", "1234R", NULL, NULL);
}

static void
test_polish_name_wins (void)
{
  KmzbTags tags = tags_of ("name", "Görlitz", "name:pl", "Zgorzelec", NULL);

  g_assert_cmpstr (kmzb_tags_get_label (&tags), ==, "Zgorzelec");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packer/tags/roads", test_roads);
  g_test_add_func ("/packer/tags/levels", test_levels);
  g_test_add_func ("/packer/tags/land", test_land);
  g_test_add_func ("/packer/tags/buildings", test_buildings);
  g_test_add_func ("/packer/tags/pois", test_pois);
  g_test_add_func ("/packer/tags/shields", test_shields);
  g_test_add_func ("/packer/tags/polish-name-wins", test_polish_name_wins);
  return g_test_run ();
}
