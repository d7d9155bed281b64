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
  const KmzbPoint places[] = { { 50.1, 21.2 }, { -90, -180 }, { 90, 180 }, { 0, 0 }, { 50.03751234, 22.00491234 } };
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
      g_assert_cmpint (threat->updated_us, ==, (i + 1) * G_TIME_SPAN_DAY);
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

  for (guint i = 0; i <= G_MAXUINT16; i++)
    {
      g_autofree char *category = g_strdup_printf ("c%u", i);

      add (threats, UUID, category, place, 0);
    }
  g_assert_false (kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, UUID, "one more", KMZB_STATUS_NEW, place, 0, 0));
  add (threats, UUID, "c0", place, 0);
  g_assert_cmpuint (kmzb_threats_get_count (threats), ==, G_MAXUINT16 + 2);
  g_assert_cmpstr (kmzb_threats_get_category (threats, G_MAXUINT16), ==, "c65535");
  g_assert_cmpstr (kmzb_threats_get_category (threats, G_MAXUINT16 + 1), ==, "c0");
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
  g_test_add_func ("/threats/sources", test_sources);
  g_test_add_func ("/threats/uuid-bytes", test_uuid_bytes);
  return g_test_run ();
}
