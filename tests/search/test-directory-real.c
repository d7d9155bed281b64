/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The directory over real borders and real units, where ../shared/data is there. */
#include "kmzb-directory.h"
#include "kmzb-phone.h"
#include "kmzb-wire-directory.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* Quarters of Wrocław as beats, as central would tell them. */
static KmzbDirectoryRecords *
read_quarters (const char *path)
{
  g_autoptr (KmzbDirectoryRecords) records = kmzb_directory_records_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *features;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  features = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "features");
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonNode *node = json_array_get_element (features, i);
      JsonObject *properties = json_object_get_object_member (json_node_get_object (node), "properties");
      const char *name = json_object_get_string_member (properties, "osiedle");
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *json = NULL;
      KmzbArea *area;

      json_object_set_string_member (properties, "kind", "beat");
      json_object_set_string_member (properties, "name", name);
      json = json_to_string (node, FALSE);
      area = kmzb_wire_read_area (id, json);
      g_assert_nonnull (area);
      g_ptr_array_add (records->areas, area);
      if (i % 7 != 0)
        g_ptr_array_add (records->officers, kmzb_officer_new (id, id, NULL, "asp.", name, NULL, NULL));
    }
  return g_steal_pointer (&records);
}

/* The plain way: every beat is looked at, the smallest that holds the place counts. */
static const KmzbArea *
find_plainly (KmzbDirectoryRecords *records, KmzbPoint place)
{
  const KmzbArea *best = NULL;

  for (guint i = 0; i < records->areas->len; i++)
    {
      const KmzbArea *area = g_ptr_array_index (records->areas, i);

      if (kmzb_shape_contains (area->shape, place) && (best == NULL || area->shape->km2 < best->shape->km2))
        best = area;
    }
  return best;
}

static void
test_quarters (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "shared", "data", "boundaries", "wroclaw-osiedla-max.geojson", NULL);
  g_autoptr (KmzbDirectoryRecords) records = NULL;
  g_autoptr (KmzbDirectory) directory = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  KmzbBox box = kmzb_box_empty ();
  guint n_in = 0, n_out = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("no real borders here (../shared/data)");
      return;
    }
  records = read_quarters (path);
  directory = kmzb_directory_new (records, NULL);
  g_assert_cmpuint (kmzb_directory_get_n_beats (directory), ==, records->areas->len);
  g_assert_cmpuint (records->areas->len, >=, 40);
  for (guint i = 0; i < records->areas->len; i++)
    {
      const KmzbBox *one = &((KmzbArea *) g_ptr_array_index (records->areas, i))->shape->box;

      kmzb_box_add (&box, (KmzbPoint){ one->south, one->west });
      kmzb_box_add (&box, (KmzbPoint){ one->north, one->east });
    }
  for (guint i = 0; i < 5000; i++)
    {
      KmzbPoint place = { g_rand_double_range (rand, box.south, box.north), g_rand_double_range (rand, box.west, box.east) };
      const KmzbArea *beat = find_plainly (records, place);
      g_autoptr (KmzbDirectoryAnswer) answer = kmzb_directory_ask_place (directory, place);

      g_assert_true (answer->beat == beat);
      if (beat != NULL)
        {
          n_in++;
          g_assert_cmpint (answer->kind, ==,
                           g_ascii_strtoull (beat->id, NULL, 10) % 7 != 0 ? KMZB_DIRECTORY_KNOWN : KMZB_DIRECTORY_VACANT);
        }
      else
        {
          n_out++;
          g_assert_cmpint (answer->kind, ==, KMZB_DIRECTORY_OUTSIDE);
          g_assert_null (answer->unit);
        }
    }
  g_assert_cmpuint (n_in, >, 1000);
  g_assert_cmpuint (n_out, >, 1000);
  for (guint i = 0; i < records->officers->len; i++)
    {
      const KmzbOfficer *officer = g_ptr_array_index (records->officers, i);
      g_autoptr (GPtrArray) found = kmzb_directory_search_officers (directory, officer->name, 3);

      /* Some quarters are called like the half of another one. */
      g_assert_cmpuint (found->len, >=, 1);
      g_assert_cmpstr (((KmzbOfficer *) g_ptr_array_index (found, 0))->name, ==, officer->name);
    }
}

/* ---- units ---- */

/* One line of the table into its fields: quotes are doubled within quotes. */
static GPtrArray *
split_line (const char *line)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  GString *field = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *at = line; *at != '\0' && *at != '\r'; at++)
    if (*at == '"' && quoted && at[1] == '"')
      g_string_append_c (field, *at++);
    else if (*at == '"')
      quoted = !quoted;
    else if (*at == ',' && !quoted)
      {
        g_ptr_array_add (fields, g_string_free (field, FALSE));
        field = g_string_new (NULL);
      }
    else
      g_string_append_c (field, *at);
  g_ptr_array_add (fields, g_string_free (field, FALSE));
  return fields;
}

static double
read_degrees (char *text, guint *n_commas)
{
  *n_commas += strchr (text, ',') != NULL;
  return g_ascii_strtod (g_strdelimit (text, ",", '.'), NULL);
}

enum { LON, LAT, POSTCODE, CITY, PLACE, STREET, HOUSE, EMAIL, FAX, NAME, OFFICIAL_NAME, PHONE, N_FIELDS };

static void
test_units (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "shared", "data", "police", "policja-gov_clean.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (KmzbDirectoryRecords) records = kmzb_directory_records_new ();
  g_autoptr (KmzbDirectory) directory = NULL;
  guint n_commas = 0, n_numbers = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no real units here (../shared/data)");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (GPtrArray) fields = split_line (lines[i]);
      char **f = (char **) fields->pdata;
      g_autofree char *id = g_strdup_printf ("%03u", i);
      g_autofree char *address = NULL, *dialled = NULL, *shown = NULL;
      KmzbPoint place;
      KmzbUnit *unit;

      g_assert_cmpuint (fields->len, >=, N_FIELDS);
      address = g_strdup_printf ("%s %s, %s %s", f[STREET], f[HOUSE], f[POSTCODE], f[CITY]);
      place = (KmzbPoint){ read_degrees (f[LAT], &n_commas), read_degrees (f[LON], &n_commas) };
      unit = kmzb_unit_new (id, KMZB_UNIT_KOMENDA, f[OFFICIAL_NAME], address, f[PHONE], f[EMAIL], place);
      g_assert_nonnull (unit);
      g_assert_null (strstr (unit->name, "  "));
      g_ptr_array_add (records->units, unit);
      dialled = kmzb_phone_to_dial (unit->phone);
      shown = kmzb_phone_format (unit->phone);
      if (dialled != NULL)
        {
          g_assert_cmpuint (strlen (dialled), ==, strlen ("+48478713400"));
          g_assert_cmpuint (strlen (shown), <=, strlen ("+48 600 700 800") + 1);
          n_numbers++;
        }
      else
        g_assert_cmpstr (shown, ==, unit->phone);
    }
  g_assert_cmpuint (records->units->len, ==, 320);
  g_assert_cmpuint (n_commas, >=, 22);
  g_assert_cmpuint (n_numbers, >=, 300);

  directory = kmzb_directory_new (records, NULL);
  for (guint i = 0; i < records->units->len; i++)
    {
      const KmzbUnit *unit = g_ptr_array_index (records->units, i);
      g_autoptr (GArray) nearest = kmzb_directory_list_nearest_units (directory, unit->place, 5);

      g_assert_cmpuint (nearest->len, ==, 5);
      g_assert_cmpfloat_with_epsilon (g_array_index (nearest, KmzbUnitNearby, 0).distance_m, 0, 0.01);
      for (guint j = 1; j < nearest->len; j++)
        g_assert_cmpfloat (g_array_index (nearest, KmzbUnitNearby, j - 1).distance_m, <=,
                           g_array_index (nearest, KmzbUnitNearby, j).distance_m);
      /* Nowhere in Poland is the next but four headquarters farther away than this. */
      g_assert_cmpfloat (g_array_index (nearest, KmzbUnitNearby, 4).distance_m, <, 200000);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/directory-real/quarters", test_quarters);
  g_test_add_func ("/search/directory-real/units", test_units);
  return g_test_run ();
}
