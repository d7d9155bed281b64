/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threats.h"

#include "kmzb-uuid.h"

#include <math.h>

#define UUID "0197a3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b"

static void
add (KmzbThreats *threats, const char *id, const char *category, KmzbPoint place, gint64 created_us)
{
  g_assert_true (kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, id, category, KMZB_STATUS_NEW, place, created_us,
                                   created_us));
}

/* What goes in comes out: ids of any kind, places and times as fine as they are kept. */
static void
test_round_trip (void)
{
  static const char *const ids[]
      = { UUID, "t1", "", "0197A3C4-5D6E-7F80-9A0B-1C2D3E4F5A6B", "zażółć", "00000000-0000-0000-0000-000000000000",
          "ffffffff-ffff-ffff-ffff-ffffffffffff", UUID "0" };
  const KmzbPoint places[] = { { 50.1, 21.2 }, { -85, -180 }, { 85, 180 }, { 0, 0 }, { 50.03751234, 22.00491234 } };
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  guint n = 0;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *category = g_strdup_printf ("category-%u", i % 7);

      g_assert_true (kmzb_threats_add (threats, (KmzbThreatSource) (i % 3), ids[i % G_N_ELEMENTS (ids)], category,
                                       (KmzbStatus) (i % KMZB_N_STATUSES), places[i % G_N_ELEMENTS (places)],
                                       i * G_TIME_SPAN_DAY, (i + 1) * G_TIME_SPAN_DAY));
      n++;
    }
  g_assert_cmpuint (kmzb_threats_get_count (threats), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (threats, i);
      g_autofree char *category = g_strdup_printf ("category-%u", i % 7);
      KmzbPoint place = places[i % G_N_ELEMENTS (places)];

      g_assert_cmpstr (threat->id, ==, ids[i % G_N_ELEMENTS (ids)]);
      g_assert_cmpstr (threat->category, ==, category);
      g_assert_true (threat->category == g_intern_string (category));
      g_assert_cmpint (threat->status, ==, i % KMZB_N_STATUSES);
      g_assert_cmpint (threat->source, ==, i % 3);
      g_assert_cmpfloat_with_epsilon (threat->place.lat, place.lat, 0.6e-7);
      g_assert_cmpfloat_with_epsilon (threat->place.lon, place.lon, 0.6e-7);
      g_assert_cmpint (threat->created_us, ==, i * G_TIME_SPAN_DAY);
      g_assert_cmpint (kmzb_threats_get_updated_us (threats, i), ==, (i + 1) * G_TIME_SPAN_DAY);
    }
}

static void
test_limits (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();

  add (threats, "a", "x", (KmzbPoint){ NAN, 20 }, -5);
  add (threats, "b", "x", (KmzbPoint){ 50, 181 }, G_MAXINT64);
  add (threats, "c", "x", (KmzbPoint){ 50, 20 }, 1999999);
  g_assert_false (kmzb_point_is_valid (kmzb_threats_get_place (threats, 0)));
  g_assert_false (kmzb_point_is_valid (kmzb_threats_get_place (threats, 1)));
  g_assert_true (kmzb_point_is_valid (kmzb_threats_get_place (threats, 2)));
  g_assert_cmpint (kmzb_threats_get_created_us (threats, 0), ==, 0);
  g_assert_cmpint (kmzb_threats_get_created_us (threats, 1), ==, (gint64) G_MAXUINT32 * G_USEC_PER_SEC);
  g_assert_cmpint (kmzb_threats_get_created_us (threats, 2), ==, G_USEC_PER_SEC);
}

static void
test_too_many_categories (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  KmzbPoint place = { 50, 20 };

  for (guint i = 0; i < KMZB_THREATS_MAX_CATEGORIES; i++)
    {
      g_autofree char *category = g_strdup_printf ("c%u", i);

      add (threats, UUID, category, place, 0);
    }
  g_assert_false (kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, UUID, "one more", KMZB_STATUS_NEW, place, 0, 0));
  add (threats, UUID, "c0", place, 0);
  g_assert_cmpuint (kmzb_threats_get_count (threats), ==, KMZB_THREATS_MAX_CATEGORIES + 1);
  g_assert_cmpstr (kmzb_threats_get_category (threats, KMZB_THREATS_MAX_CATEGORIES - 1), ==, "c2047");
  g_assert_cmpstr (kmzb_threats_get_category (threats, KMZB_THREATS_MAX_CATEGORIES), ==, "c0");
}

static KmzbThreats *
make_stored (guint n)
{
  KmzbThreats *threats = kmzb_threats_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *category = g_strdup_printf ("category-%u", i % 7);
      KmzbPoint place = { g_rand_double_range (rand, 49.9, 50.2), g_rand_double_range (rand, 21.8, 22.2) };

      if (i % 50 == 1)
        place = (KmzbPoint){ NAN, NAN };
      g_assert_true (kmzb_threats_add_stored (threats, i + 1, (KmzbThreatSource) (i % 3), category,
                                              (KmzbStatus) (i % KMZB_N_STATUSES), place, i * G_USEC_PER_SEC,
                                              (i + 5) * G_USEC_PER_SEC));
    }
  return threats;
}

/* Sorting loses and changes nothing; what visitors see is in front, along the curve. */
static void
test_sort (void)
{
  const guint n = 2000;
  g_autoptr (KmzbThreats) plain = make_stored (n);
  g_autoptr (KmzbThreats) sorted = make_stored (n);
  g_autofree gboolean *seen = g_new0 (gboolean, n);
  guint n_shown = 0, n_police = 0;
  gint64 latest_us, last_police_us = 0;

  g_assert_false (kmzb_threats_is_sorted (sorted));
  kmzb_threats_sort (sorted);
  g_assert_true (kmzb_threats_is_sorted (sorted));
  g_assert_cmpuint (kmzb_threats_get_count (sorted), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (sorted, i);
      g_autoptr (KmzbThreat) before = kmzb_threats_get (plain, threat->key - 1);
      gboolean shown = kmzb_status_is_shown (threat->status);
      gboolean placed = kmzb_point_is_valid (threat->place);

      g_assert_false (seen[threat->key - 1]);
      seen[threat->key - 1] = TRUE;
      g_assert_true (kmzb_threat_is_same (threat, before));
      g_assert_true (threat->category == before->category);
      g_assert_cmpint (threat->status, ==, before->status);
      g_assert_cmpint (threat->source, ==, before->source);
      g_assert_cmpint (threat->created_us, ==, before->created_us);
      g_assert_true (placed == kmzb_point_is_valid (before->place));
      g_assert_true (!placed || (threat->place.lat == before->place.lat && threat->place.lon == before->place.lon));

      g_assert_true ((i < kmzb_threats_get_n_shown (sorted)) == (shown && placed));
      n_shown += shown && placed;
      if (i > 0 && i < kmzb_threats_get_n_shown (sorted))
        g_assert_cmpuint (kmzb_threats_get_codes (sorted)[i - 1], <=, kmzb_threats_get_codes (sorted)[i]);
      if (shown && threat->source == KMZB_THREAT_SOURCE_POLICE)
        {
          n_police++;
          last_police_us = MAX (last_police_us, threat->created_us + 5 * G_USEC_PER_SEC);
        }
    }
  g_assert_cmpuint (kmzb_threats_get_n_shown (sorted), ==, n_shown);
  g_assert_cmpuint (kmzb_threats_count_source (sorted, KMZB_THREAT_SOURCE_POLICE, &latest_us), ==, n_police);
  g_assert_cmpint (latest_us, ==, last_police_us);
}

/* Ids stay with their threats, whatever order these are in. */
static void
test_sort_keeps_ids (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%u", i);

      add (threats, i == 50 ? UUID : id, "x", (KmzbPoint){ 50 + (i * 37 % 100) / 100.0, 20 }, i * G_USEC_PER_SEC);
    }
  kmzb_threats_sort (threats);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (threats, i);
      guint n = (guint) (threat->created_us / G_USEC_PER_SEC);
      g_autofree char *id = n == 50 ? g_strdup (UUID) : g_strdup_printf ("t%u", n);

      g_assert_cmpstr (threat->id, ==, id);
      g_assert_cmpint (kmzb_threats_get_updated_us (threats, i), ==, threat->created_us);
      g_assert_cmpfloat (threat->place.lat, ==, 50 + (n * 37 % 100) / 100.0);
    }
}

/* A place comes back to the bit, wherever on the map it is: it may be asked for again and again. */
static void
test_places_are_stable (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbThreats) again = kmzb_threats_new ();

  for (guint i = 0; i < 20000; i++)
    {
      KmzbPoint place = { round (g_rand_double_range (rand, -85, 85) * 1e7) / 1e7,
                          round (g_rand_double_range (rand, -180, 180) * 1e7) / 1e7 };
      KmzbPoint kept;

      add (threats, UUID, "x", place, 0);
      kept = kmzb_threats_get_place (threats, i);
      g_assert_cmpfloat (kept.lat, ==, place.lat);
      g_assert_cmpfloat (kept.lon, ==, place.lon);
      add (again, UUID, "x", kept, 0);
      g_assert_cmpuint (kmzb_threats_get_codes (again)[i], ==, kmzb_threats_get_codes (threats)[i]);
    }
}

static void
test_large_keys (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  KmzbPoint place = { 50, 20 };

  g_assert_true (kmzb_threats_add_stored (threats, G_MAXUINT32, KMZB_THREAT_SOURCE_PEOPLE, "x", KMZB_STATUS_NEW, place, 0,
                                          0));
  g_assert_false (kmzb_threats_add_stored (threats, (gint64) G_MAXUINT32 + 1, KMZB_THREAT_SOURCE_PEOPLE, "x",
                                           KMZB_STATUS_NEW, place, 0, 0));
  g_assert_cmpuint (kmzb_threats_get_count (threats), ==, 1);
}

static void
test_sources (void)
{
  KmzbThreatSource source;

  for (guint i = 0; i < KMZB_N_THREAT_SOURCES; i++)
    {
      g_assert_true (kmzb_threat_source_from_slug (kmzb_threat_source_to_slug ((KmzbThreatSource) i), &source));
      g_assert_cmpint (source, ==, i);
    }
  g_assert_false (kmzb_threat_source_from_slug ("visitor", &source));
  g_assert_false (kmzb_threat_source_from_slug (NULL, &source));
}

static void
test_uuid_bytes (void)
{
  guint8 bytes[16];
  g_autofree char *text = NULL;

  g_assert_true (kmzb_uuid_to_bytes (UUID, bytes));
  g_assert_cmpuint (bytes[0], ==, 0x01);
  g_assert_cmpuint (bytes[6], ==, 0x7f);
  g_assert_cmpuint (bytes[15], ==, 0x6b);
  text = kmzb_uuid_from_bytes (bytes);
  g_assert_cmpstr (text, ==, UUID);
  g_assert_false (kmzb_uuid_to_bytes ("0197a3c4", bytes));
  g_assert_false (kmzb_uuid_to_bytes (NULL, bytes));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/threats/round-trip", test_round_trip);
  g_test_add_func ("/threats/limits", test_limits);
  g_test_add_func ("/threats/too-many-categories", test_too_many_categories);
  g_test_add_func ("/threats/sort", test_sort);
  g_test_add_func ("/threats/sort-keeps-ids", test_sort_keeps_ids);
  g_test_add_func ("/threats/places-are-stable", test_places_are_stable);
  g_test_add_func ("/threats/large-keys", test_large_keys);
  g_test_add_func ("/threats/sources", test_sources);
  g_test_add_func ("/threats/uuid-bytes", test_uuid_bytes);
  return g_test_run ();
}
