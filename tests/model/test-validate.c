/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-uuid.h"
#include "kmzb-validate.h"

#include <string.h>

static KmzbCatalog *catalog;

static KmzbReport *
good_report (void)
{
  KmzbReport *report = kmzb_report_new ();

  report->id = kmzb_uuid7_new (1);
  report->number = kmzb_number_new ();
  report->category = g_strdup ("nieprawidlowe-parkowanie");
  report->place = (KmzbPoint){ 50.0, 20.0 };
  return report;
}

static void
check_refused (KmzbReport *report, const char *fault)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kmzb_report_validate (report, catalog, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, fault));
}

static void
test_good (void)
{
  g_autoptr (KmzbReport) report = good_report ();
  g_autoptr (GError) error = NULL;

  g_assert_true (kmzb_report_validate (report, catalog, &error));
  g_assert_no_error (error);
}

static void
test_each_field (void)
{
  g_autoptr (KmzbReport) report = good_report ();

  report->place.lat = 91;
  check_refused (report, "place");
  report->place.lat = 50;
  report->week_days = 1 << 7;
  check_refused (report, "day of week");
  report->week_days = 0x7f;
  report->day_parts = 1 << 5;
  check_refused (report, "part of day");
  report->day_parts = 0x1f;
  report->observed_date = g_strdup ("2026-02-30");
  check_refused (report, "date");
  g_clear_pointer (&report->observed_date, g_free);
  report->number[8] = report->number[8] == '0' ? '1' : '0';
  check_refused (report, "number");
}

static void
test_category (void)
{
  g_autoptr (KmzbReport) report = good_report ();

  g_free (report->category);
  report->category = g_strdup ("miejsce-niebezpiecznej-dzialalnosci-rozrywkowej");
  check_refused (report, "needs a description");
  report->confirms = g_strdup ("0196c2a0-0000-7000-8000-000000000001"); /* has been described before */
  g_assert_true (kmzb_report_validate (report, catalog, NULL));
  g_clear_pointer (&report->confirms, g_free);
  check_refused (report, "needs a description");
  report->description = g_strdup ("Przy moście");
  g_assert_true (kmzb_report_validate (report, catalog, NULL));
  g_free (report->category);
  report->category = g_strdup ("ufo");
  check_refused (report, "category");
}

/* 500 family emoji are 500 characters to a person, but 3,500 code points: they fit; 501 letters do not. */
static void
test_description_length (void)
{
  g_autofree char *letters = g_strnfill (501, 'a');
  g_autoptr (GString) families = g_string_new (NULL);

  for (int i = 0; i < 500; i++)
    g_string_append (families, "👨‍👩‍👧‍👦");
  g_assert_true (kmzb_description_fits (families->str));
  g_assert_false (kmzb_description_fits (letters));
  letters[500] = '\0';
  g_assert_true (kmzb_description_fits (letters));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "catalog", "catalog.ini", NULL);
  catalog = kmzb_catalog_load (path, NULL);
  g_test_add_func ("/validate/good", test_good);
  g_test_add_func ("/validate/each-field", test_each_field);
  g_test_add_func ("/validate/category", test_category);
  g_test_add_func ("/validate/description-length", test_description_length);
  int code = g_test_run ();
  kmzb_catalog_unref (catalog);
  return code;
}
