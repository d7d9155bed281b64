/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-report.h"

#include "kmzb-error.h"
#include "unseal.h"

#include <locale.h>
#include <string.h>

#define ID "019a1b2c-3d4e-7f50-8123-456789abcdef"

static KmzbReport *
make_report (void)
{
  KmzbReport *report = kmzb_report_new ();

  report->id = g_strdup (ID);
  report->number = g_strdup ("000000011");
  report->category = g_strdup ("akty-wandalizmu");
  report->place.lat = 50.03700000000001;
  report->place.lon = 21.9990001;
  report->address = g_strdup ("ul. Lipowa 7");
  report->day_parts = KMZB_DAY_PART_NIGHT | KMZB_DAY_PART_EVENING;
  report->week_days = 1 << 0 | 1 << 6;
  report->observed_date = g_strdup ("2026-05-01");
  report->description = g_strdup ("Zażółć\n\"gęślą\" & 100% 🚲");
  report->saved_us = 1777629600 * G_GINT64_CONSTANT (1000000);
  return report;
}

static KmzbWireRequest *
decode_bytes (GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (data, length, error);

  return form ? kmzb_wire_decode_report (form, error) : NULL;
}

static void
test_bytes (void)
{
  g_autoptr (KmzbReport) report = make_report ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  g_clear_pointer (&report->description, g_free);
  bytes = kmzb_wire_encode_report (report, NULL, "unsure");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==,
                   "service_code=akty-wandalizmu&lat=50.03700000000001&long=21.9990001"
                   "&attribute%5Bclient_report_id%5D=" ID "&attribute%5Bclient_number%5D=000000011"
                   "&attribute%5Bsaved_at%5D=2026-05-01T10%3A00%3A00Z&attribute%5Bclock_state%5D=unsure"
                   "&attribute%5Bday_part%5D%5B%5D=night&attribute%5Bday_part%5D%5B%5D=evening"
                   "&attribute%5Bweek_days%5D%5B%5D=mon&attribute%5Bweek_days%5D%5B%5D=sun"
                   "&attribute%5Bobserved_date%5D=2026-05-01&attribute%5Bsource%5D=visitor");
}

/* The mark travels when it is set, and is absent, not false, otherwise. */
static void
test_burst (void)
{
  g_autoptr (KmzbReport) report = make_report ();
  g_autoptr (GBytes) plain = kmzb_wire_encode_report (report, NULL, "unsure");
  g_autoptr (GBytes) marked = NULL;
  g_autoptr (KmzbWireRequest) one = decode_bytes (plain, NULL);
  g_autoptr (KmzbWireRequest) many = NULL;

  report->burst = TRUE;
  marked = kmzb_wire_encode_report (report, NULL, "unsure");
  many = decode_bytes (marked, NULL);
  g_assert_false (one->report->burst);
  g_assert_true (many->report->burst);
  g_assert_cmpuint (g_bytes_get_size (marked), >, g_bytes_get_size (plain));
}

static void
test_round_trip (void)
{
  g_autoptr (KmzbReport) report = make_report ();
  g_autoptr (GBytes) bytes = kmzb_wire_encode_report (report, NULL, "unsure");
  g_autoptr (GBytes) again = kmzb_wire_encode_report (report, NULL, "unsure");
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireRequest) request = decode_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_true (request->has_place);
  g_assert_true (request->report->place.lat == report->place.lat);
  g_assert_true (request->report->place.lon == report->place.lon);
  g_assert_cmpstr (request->report->id, ==, report->id);
  g_assert_cmpstr (request->report->number, ==, report->number);
  g_assert_cmpstr (request->report->category, ==, report->category);
  g_assert_cmpstr (request->report->description, ==, report->description);
  g_assert_cmpstr (request->report->observed_date, ==, report->observed_date);
  g_assert_cmpuint (request->report->day_parts, ==, report->day_parts);
  g_assert_cmpuint (request->report->week_days, ==, report->week_days);
  g_assert_cmpint (request->report->saved_us, ==, report->saved_us);
  g_assert_cmpstr (request->clock_state, ==, "unsure");
  /* What the booth looked up for the visitor's eyes stays there. */
  g_assert_null (request->address_string);
}

static void
test_locale (void)
{
  g_autoptr (KmzbReport) report = make_report ();
  g_autoptr (GBytes) before = kmzb_wire_encode_report (report, NULL, "unsure");
  g_autoptr (GBytes) after = NULL;

  if (setlocale (LC_ALL, "pl_PL.UTF-8") == NULL && setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  after = kmzb_wire_encode_report (report, NULL, "unsure");
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_degrees (void)
{
  static const double values[] = { 0, -0.1, 50.1, 1.0 / 3, 179.99999999999997, 49.000000000000007, 1e-7 };
  char buffer[KMZB_WIRE_DEGREES_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_true (g_ascii_strtod (kmzb_wire_format_degrees (values[i], buffer), NULL) == values[i]);
  g_assert_cmpstr (kmzb_wire_format_degrees (50.1, buffer), ==, "50.1");
}

static KmzbWireRequest *
decode (const char *extra, GError **error)
{
  g_autofree char *text = g_strconcat ("service_code=s&", extra, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return decode_bytes (bytes, error);
}

static void
test_foreign_client (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireRequest) request
      = decode ("address_string=Rynek+1&lat=&long=&email=a%40b.pl&first_name=X&attribute[other]=1"
                "&attribute[client_report_id]=019A1B2C-3D4E-7F50-8123-456789ABCDEF&attribute[week_days]=sat"
                "&attribute[clock_state]=-125&attribute[source]=debate",
                &error);

  g_assert_no_error (error);
  g_assert_false (request->has_place);
  g_assert_cmpstr (request->address_string, ==, "Rynek 1");
  g_assert_cmpstr (request->report->id, ==, ID);
  g_assert_cmpstr (request->report->source, ==, "debate");
  g_assert_cmpuint (request->report->week_days, ==, 1 << 5);
  g_assert_cmpint (request->report->saved_us, ==, 0);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *form;
    const char *field;
  } cases[] = {
    { "", "address_string" },
    { "lat=50", "long" },
    { "long=20", "lat" },
    { "lat=SECRET&long=20", "lat" },
    { "lat=nan&long=20", "lat" },
    { "lat=0x10&long=20", "lat" },
    { "lat=1e999&long=20", "lat" },
    { "lat=90.01&long=20", "lat" },
    { "lat=50,1&long=20", "lat" },
    { "lat=5-0&long=20", "lat" },
    { "lat=50&long=181", "long" },
    { "lat=50&long=20&attribute[client_report_id]=SECRET", "client_report_id" },
    { "lat=50&long=20&attribute[client_number]=SECRET", "client_number" },
    { "lat=50&long=20&attribute[saved_at]=SECRET", "saved_at" },
    { "lat=50&long=20&attribute[clock_state]=SECRET", "clock_state" },
    { "lat=50&long=20&attribute[day_part][]=SECRET", "day_part" },
    { "lat=50&long=20&attribute[week_days][]=mon&attribute[week_days][]=SECRET", "week_days" },
    { "lat=50&long=20&attribute[observed_date]=2026-02-30", "observed_date" },
    { "lat=50&long=20&attribute[source]=SECRET", "source" },
    { "lat=50&long=20&attribute[burst]=SECRET", "burst" },
  };
  g_autofree char *long_text = g_strnfill (4001, 'x');
  g_autofree char *long_form = g_strconcat ("lat=50&long=20&description=", long_text, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) fault = NULL;

      g_assert_null (decode (cases[i].form, &fault));
      g_assert_error (fault, KMZB_ERROR, KMZB_ERROR_INVALID);
      g_assert_nonnull (strstr (fault->message, cases[i].field));
      g_assert_null (strstr (fault->message, "SECRET"));
    }
  g_assert_null (decode (long_form, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
}

/* 4000 code points of the longest kind fit into the largest body. */
static void
test_longest_description (void)
{
  g_autoptr (KmzbReport) report = make_report ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbWireRequest) request = NULL;

  for (int i = 0; i < 4000; i++)
    g_string_append (text, "🚲");
  g_free (report->description);
  report->description = g_strdup (text->str);
  bytes = kmzb_wire_encode_report (report, NULL, "unsure");
  request = decode_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (request->report->description, ==, text->str);
}

static gboolean
holds (GBytes *bytes, const char *text)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text)) != NULL;
}

/* With central's key the bytes hold no word of the description, and central reads all of it. */
static void
test_sealed (void)
{
  g_autoptr (KmzbReport) report = make_report ();
  Unsealer unsealer;
  KmzbWirePublicKey key;
  g_autoptr (GBytes) bytes = NULL, empty = NULL;
  g_autoptr (KmzbWireRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *opened = NULL;

  unsealer_init (&unsealer);
  g_assert_true (kmzb_wire_public_key_parse (&key, unsealer.base64, NULL));
  bytes = kmzb_wire_encode_report (report, &key, "-12");
  g_assert_false (holds (bytes, "description=Za"));
  g_assert_false (holds (bytes, "100"));
  request = decode_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_null (request->report->description);
  g_assert_cmpstr (request->clock_state, ==, "-12");
  opened = unsealer_open (&unsealer, request->sealed_description);
  g_assert_cmpstr (opened, ==, report->description);

  g_clear_pointer (&report->description, g_free);
  empty = kmzb_wire_encode_report (report, &key, "ok");
  g_assert_false (holds (empty, "sealed"));
}

/* Practice never leaves the booth, whatever the caller believes. */
static void
test_practice (void)
{
  g_autoptr (KmzbReport) report = make_report ();

  if (g_test_subprocess ())
    {
      report->practice = TRUE;
      kmzb_wire_encode_report (report, NULL, "unsure");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/report/bytes", test_bytes);
  g_test_add_func ("/wire/report/burst", test_burst);
  g_test_add_func ("/wire/report/round-trip", test_round_trip);
  g_test_add_func ("/wire/report/locale", test_locale);
  g_test_add_func ("/wire/report/degrees", test_degrees);
  g_test_add_func ("/wire/report/foreign-client", test_foreign_client);
  g_test_add_func ("/wire/report/refused", test_refused);
  g_test_add_func ("/wire/report/longest-description", test_longest_description);
  g_test_add_func ("/wire/report/sealed", test_sealed);
  g_test_add_func ("/wire/report/practice", test_practice);
  return g_test_run ();
}
