/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-style.h"
#include "kmzb-tags.h"
#include "kmzb-world.h"

#include <stdlib.h>
#include <string.h>

static KmzbWorld *
empty_world (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kmzb-style-XXXXXX", NULL);
  KmzbWorld *world = kmzb_world_new (folder, &error);

  g_assert_no_error (error);
  g_assert_true (kmzb_world_finish (world, &error));
  return world;
}

/* Strictly loaded, a misspelt attribute or an unknown base is a fault; otherwise Mapnik passes over it. The fonts are
 * replaced by one: the style names more than one machine has. */
static void
test_style_is_sound (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = kmzb_style_find_folder (&error);
  g_autofree char *path = g_build_filename (folder, "booth.xml", NULL);
  g_autofree char *xml = NULL, *one_font = NULL;
  g_autoptr (KmzbWorld) world = empty_world ();
  g_autoptr (GRegex) fonts = g_regex_new ("<Font [^>]*/>\\s*", 0, 0, NULL);
  g_autoptr (GRegex) sets = g_regex_new ("(<FontSet [^>]*>)", 0, 0, NULL);
  KmzbMapnik *mapnik;
  char *fault = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &xml, NULL, &error));
  g_autofree char *bare = g_regex_replace_literal (fonts, xml, -1, 0, "", 0, NULL);
  one_font = g_regex_replace (sets, bare, -1, 0, "\\1<Font face-name=\"DejaVu Sans Book\"/>", 0, NULL);
  GString *style = g_string_new (one_font);
  g_assert_cmpuint (g_string_replace (style, "@world@", kmzb_world_get_path (world), 0), ==, 1);
  mapnik = kmzb_mapnik_new (style->str, folder, true, &fault);
  g_assert_cmpstr (fault, ==, NULL);
  g_assert_nonnull (mapnik);
  kmzb_mapnik_free (mapnik);
  /* The check itself: strict does notice. */
  g_assert_cmpuint (g_string_replace (style, "stroke-linejoin", "stroke-linejion", 1), ==, 1);
  g_assert_null (kmzb_mapnik_new (style->str, folder, true, &fault));
  free (fault);
  g_string_free (style, TRUE);
}

static guint32
big32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* Tiles must be opaque palette images: no tRNS chunk, colour type 3. */
static void
test_tiles_are_opaque_palettes (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = kmzb_style_find_folder (&error);
  g_autoptr (KmzbWorld) world = empty_world ();
  KmzbMapnik *mapnik = kmzb_style_load (folder, kmzb_world_get_path (world), &error);
  const double box[] = { 2450000, 6430000, 2451000, 6431000 };
  char *fault = NULL, *data;
  gsize length;

  g_assert_true (kmzb_mapnik_draw (mapnik, box, 512, 512, 64, 15, &fault));
  g_assert_true (kmzb_mapnik_encode (mapnik, 256, 0, 256, "png8:m=h:z=9:t=0:c=64", &data, &length, &fault));
  g_assert_cmpint (big32 ((guint8 *) data + 16), ==, 256);
  g_assert_cmpint (data[25], ==, 3);
  g_assert_null (memmem (data, length, "tRNS", 4));
  free (data);
  g_assert_false (kmzb_mapnik_encode (mapnik, 0, 0, 256, "no-such-format", &data, &length, &fault));
  g_assert_nonnull (fault);
  free (fault);
  kmzb_mapnik_free (mapnik);
}

/* Every class that has a sign on the map has its file. */
static void
test_symbols_are_there (void)
{
  static const struct
  {
    KmzbTag tag;
    const char *value;
  } kinds[] = {
    { KMZB_TAG_AMENITY, "police" },       { KMZB_TAG_RAILWAY, "station" },      { KMZB_TAG_AMENITY, "hospital" },
    { KMZB_TAG_AMENITY, "townhall" },     { KMZB_TAG_AMENITY, "bus_station" },  { KMZB_TAG_AMENITY, "fire_station" },
    { KMZB_TAG_HISTORIC, "castle" },      { KMZB_TAG_AMENITY, "place_of_worship" },
    { KMZB_TAG_AMENITY, "school" },       { KMZB_TAG_TOURISM, "museum" },       { KMZB_TAG_AMENITY, "cinema" },
    { KMZB_TAG_SHOP, "supermarket" },     { KMZB_TAG_LEISURE, "sports_centre" },
    { KMZB_TAG_AMENITY, "post_office" },  { KMZB_TAG_AMENITY, "library" },      { KMZB_TAG_AMENITY, "clinic" },
    { KMZB_TAG_AMENITY, "kindergarten" }, { KMZB_TAG_AMENITY, "pharmacy" },     { KMZB_TAG_AMENITY, "fuel" },
    { KMZB_TAG_LEISURE, "playground" },   { KMZB_TAG_HIGHWAY, "bus_stop" },
  };
  g_autofree char *folder = kmzb_style_find_folder (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      KmzbTags tags = { .values = { [KMZB_TAG_NAME] = "Nazwa" } };
      g_autofree char *name = NULL, *path = NULL;

      tags.values[kinds[i].tag] = kinds[i].value;
      g_assert_nonnull (kmzb_classify_poi (&tags).name);
      name = g_strconcat (kmzb_classify_poi (&tags).name, ".svg", NULL);
      path = g_build_filename (folder, "symbols", name, NULL);
      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_error ("%s is missing", path);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  kmzb_style_setup (&error);
  g_assert_no_error (error);
  g_test_add_func ("/packer/style/style-is-sound", test_style_is_sound);
  g_test_add_func ("/packer/style/tiles-are-opaque-palettes", test_tiles_are_opaque_palettes);
  g_test_add_func ("/packer/style/symbols-are-there", test_symbols_are_there);
  return g_test_run ();
}
