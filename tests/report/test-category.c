/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "driver.h"

#include "kmzb-access.h"
#include "kmzb-category-search.h"
#include "kmzb-neighbourhood.h"

#include <string.h>

#define NOW_US (G_GINT64_CONSTANT (1780000000) * G_USEC_PER_SEC)
#define HELP "I don’t know, help me choose"

static char *pack_folder;
static KmzbPack *pack;

static Driver *
start (KmzbReportStep step, KmzbThreats *threats)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (NOW_US);
  Driver *driver = driver_new (clock, pack, 1280, 800);

  kmzb_report_context_set_threats (driver->context, threats);
  driver_walk_to (driver, step);
  return driver;
}

static gboolean
comes_to_show (Driver *driver, const char *text)
{
  for (int i = 0; i < 400 && !driver_shows (driver, text); i++)
    driver_wait (10);
  return driver_shows (driver, text);
}

/* ---- search ---- */

static const struct
{
  const char *language, *typed, *first;
} SEARCHES[] = {
  { "pl", "śmieci", "dzikie-wysypiska-smieci" },
  { "pl", "smieciami", "dzikie-wysypiska-smieci" },
  { "pl", "auta na chodniku", "nieprawidlowe-parkowanie" },
  { "pl", "parkow", "nieprawidlowe-parkowanie" },
  { "pl", "piją piwo", "spozywanie-alkoholu-w-miejscach-niedozwolonych" },
  { "pl", "pies", "walesajace-sie-bezpanskie-psy" },
  { "pl", "łańcuch", "znecanie-sie-nad-zwierzetami" },
  { "pl", "dziura w drodze", "niewlasciwa-infrastruktura-drogowa" },
  { "pl", "narkotki", "uzywanie-srodkow-odurzajacych" }, /* a slip */
  { "pl", "graffiti", "akty-wandalizmu" },
  { "pl", "quad", "poruszanie-sie-po-terenach-lesnych-quadami" },
  { "en", "rubbish", "dzikie-wysypiska-smieci" },
  { "en", "too fast", "przekraczanie-dozwolonej-predkosci" },
  { "en", "śmieci", "dzikie-wysypiska-smieci" }, /* Polish words in every language */
  { "de", "Müll", "dzikie-wysypiska-smieci" },
  { "de", "Raser", "przekraczanie-dozwolonej-predkosci" },
  { "uk", "сміття", "dzikie-wysypiska-smieci" },
  { "uk", "собака", "walesajace-sie-bezpanskie-psy" },
};

static void
test_search (void)
{
  Driver *driver = start (KMZB_REPORT_STEP_CATEGORY, NULL);
  guint n_wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (SEARCHES); i++)
    {
      g_autoptr (GPtrArray) hits = kmzb_category_search (driver->catalog, SEARCHES[i].language, SEARCHES[i].typed);
      const KmzbCategory *first = hits->len > 0 ? g_ptr_array_index (hits, 0) : NULL;

      if (first != NULL && g_str_equal (first->slug, SEARCHES[i].first))
        continue;
      n_wrong++;
      g_test_message ("“%s” finds %s first and not %s", SEARCHES[i].typed, first != NULL ? first->slug : "nothing",
                      SEARCHES[i].first);
    }
  g_assert_cmpuint (n_wrong, ==, 0);

  {
    g_autoptr (GPtrArray) empty = kmzb_category_search (driver->catalog, "pl", " — ");
    g_autoptr (GPtrArray) nonsense = kmzb_category_search (driver->catalog, "pl", "qwxyz");

    g_assert_cmpuint (empty->len, ==, 0);
    g_assert_cmpuint (nonsense->len, ==, 0);
  }
  driver_free (driver);
}

static void
test_search_on_the_page (void)
{
  Driver *driver = start (KMZB_REPORT_STEP_CATEGORY, NULL);
  GtkEditable *field = GTK_EDITABLE (driver_find_on_page (driver, GTK_TYPE_TEXT));

  gtk_editable_set_text (field, "qwxyz");
  g_assert_true (driver_shows (driver, "We found nothing like that"));
  g_assert_null (driver_find (driver, "Improper parking"));
  driver_touch (driver, "Back"); /* from the search, not from the step */
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CATEGORY);
  g_assert_nonnull (driver_find (driver, "Improper parking"));
  gtk_editable_set_text (field, "rubbish");
  driver_touch (driver, "Illegal waste dumps");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  driver_touch (driver, "Back");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (driver_find_on_page (driver, GTK_TYPE_TEXT))), ==, "");
  driver_free (driver);
}

/* ---- the questions ---- */

static void
test_questions (void)
{
  Driver *driver = start (KMZB_REPORT_STEP_CATEGORY, NULL);

  driver_touch (driver, HELP);
  g_assert_true (driver_shows (driver, "Where is it?"));
  g_assert_null (driver_find (driver, HELP));
  driver_touch (driver, "On a road or street");
  driver_touch (driver, "Drivers drive or park badly");
  driver_touch (driver, "Back");
  g_assert_true (driver_shows (driver, "What is wrong?"));
  driver_touch (driver, "Drivers drive or park badly");
  driver_touch (driver, "They go too fast");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  driver_touch (driver, "Next");
  g_assert_true (driver_shows (driver, "Speeding"));
  driver_touch (driver, "Change the category"); /* and the questions begin anew */
  g_assert_true (driver_shows (driver, "What do you report?"));
  driver_free (driver);
}

/* Every answer of every question, by touch: each ends at a category, and all categories are reached. */
static void
walk (Driver *driver, const KmzbQuestion *question, GPtrArray *path, GHashTable *reached)
{
  for (guint i = 0; i < question->answers->len; i++)
    {
      const KmzbQuestionAnswer *answer = g_ptr_array_index (question->answers, i);

      g_ptr_array_add (path, (gpointer) kmzb_question_answer_get_text (answer, "en"));
      if (answer->question != NULL)
        {
          walk (driver, answer->question, path, reached);
        }
      else
        {
          driver_touch (driver, HELP);
          for (guint j = 0; j < path->len; j++)
            driver_touch (driver, g_ptr_array_index (path, j));
          g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
          g_hash_table_add (reached, (gpointer) answer->category);
          driver_touch (driver, "Back");
        }
      g_ptr_array_set_size (path, (int) path->len - 1);
    }
}

static void
test_questions_reach_all (void)
{
  Driver *driver = start (KMZB_REPORT_STEP_CATEGORY, NULL);
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autoptr (GHashTable) reached = g_hash_table_new (g_str_hash, g_str_equal);

  walk (driver, kmzb_catalog_get_first_question (driver->catalog), path, reached);
  g_assert_cmpuint (g_hash_table_size (reached), ==, kmzb_catalog_get_categories (driver->catalog)->len);
  driver_free (driver);
}

static graphene_rect_t
place_in_window (Driver *driver, GtkWidget *widget)
{
  graphene_rect_t box, last;

  /* Once it has come to rest. */
  do
    {
      g_assert_true (gtk_widget_compute_bounds (widget, driver->window, &last));
      driver_wait (100);
      g_assert_true (gtk_widget_compute_bounds (widget, driver->window, &box));
    }
  while (!graphene_rect_equal (&last, &box));
  return box;
}

/* The field is seen whole above the keyboard, and stays where it is while the answers above it change. */
static void
test_search_stays (void)
{
  const guint percents[] = { 100, 150, 200 };

  for (gsize i = 0; i < G_N_ELEMENTS (percents); i++)
    {
      Driver *driver = start (KMZB_REPORT_STEP_CATEGORY, NULL);
      GtkWidget *field = driver_find_on_page (driver, GTK_TYPE_TEXT);
      graphene_rect_t before, after;

      kmzb_access_set_text_percent (kmzb_access_get_default (), percents[i]);
      driver_settle ();
      gtk_widget_grab_focus (field);
      while (!driver_keyboard_shows (driver, "spacja") && !driver_keyboard_shows (driver, "space"))
        driver_wait (10);
      driver_settle ();
      before = place_in_window (driver, gtk_widget_get_parent (field));
      g_assert_cmpfloat (before.origin.x, >=, 0);
      g_assert_cmpfloat (before.origin.x + before.size.width, <=, gtk_widget_get_width (driver->window));
      gtk_editable_set_text (GTK_EDITABLE (field), "park");
      driver_settle ();
      after = place_in_window (driver, gtk_widget_get_parent (field));
      g_assert_true (graphene_rect_equal (&before, &after));
      kmzb_access_set_text_percent (kmzb_access_get_default (), 100);
      driver_free (driver);
    }
}

/* ---- the neighbourhood ---- */

static void
add (KmzbThreats *threats, guint n, const char *category, KmzbStatus status, double metres_north)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%d-%u", category, (int) metres_north, i);

      g_assert_true (kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, id, category, status,
                                       (KmzbPoint){ 50.0 + metres_north / 111195, 20.0 }, NOW_US, NOW_US));
    }
}

static void
set_heard (gboolean *heard)
{
  *heard = TRUE;
}

static void
look (KmzbNeighbourhood *self, KmzbThreats *threats)
{
  gboolean heard = FALSE;
  gulong id = g_signal_connect_swapped (self, "changed", G_CALLBACK (set_heard), &heard);

  kmzb_neighbourhood_look (self, threats, (KmzbPoint){ 50.0, 20.0 });
  while (!heard)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (self, id);
}

static void
test_neighbourhood (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbNeighbourhood) self = kmzb_neighbourhood_new ();

  add (threats, 2, "zebractwo", KMZB_STATUS_CONFIRMED, 150);
  add (threats, 9, "wypalanie-traw", KMZB_STATUS_NEW, 5000); /* too far to matter */
  add (threats, 5, "akty-wandalizmu", KMZB_STATUS_ELIMINATED, 40);
  add (threats, 9, "utoniecia", KMZB_STATUS_MISTAKE, 10); /* never were */
  add (threats, 1, "klusownictwo", KMZB_STATUS_NEW, 1400); /* once, a long way off */
  add (threats, 1, "nieprawidlowe-parkowanie", KMZB_STATUS_VERIFICATION, 90);
  add (threats, 1, "nieprawidlowe-parkowanie", KMZB_STATUS_NEW, 30);
  add (threats, 1, "nieprawidlowe-parkowanie", KMZB_STATUS_NOT_CONFIRMED, 5);
  look (self, threats);

  {
    const char *const *likely = kmzb_neighbourhood_get_likely (self);
    KmzbThreat *similar = kmzb_neighbourhood_get_similar (self, "nieprawidlowe-parkowanie");

    g_assert_cmpstr (likely[0], ==, "akty-wandalizmu");
    g_assert_cmpstr (likely[1], ==, "nieprawidlowe-parkowanie");
    g_assert_cmpstr (likely[2], ==, "zebractwo");
    g_assert_null (likely[3]);
    g_assert_nonnull (similar);
    g_assert_cmpstr (similar->id, ==, "nieprawidlowe-parkowanie-30-0");
    g_assert_null (kmzb_neighbourhood_get_similar (self, "zebractwo"));       /* 150 m */
    g_assert_null (kmzb_neighbourhood_get_similar (self, "akty-wandalizmu")); /* put right */
  }

  kmzb_neighbourhood_forget (self);
  g_assert_null (kmzb_neighbourhood_get_likely (self)[0]);
  g_assert_null (kmzb_neighbourhood_get_similar (self, "nieprawidlowe-parkowanie"));
}

/* What is often reported near by stands first, also for a category of another group, and one touch chooses it. */
static void
test_likely_on_the_page (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  Driver *driver;

  add (threats, 4, "dzikie-wysypiska-smieci", KMZB_STATUS_CONFIRMED, 120);
  driver = start (KMZB_REPORT_STEP_CATEGORY, threats);
  g_assert_true (comes_to_show (driver, "Often reported near this place:"));
  g_assert_nonnull (driver_find (driver, "Improper parking"));
  driver_touch (driver, "Illegal waste dumps");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  kmzb_report_flow_reset (driver->flow);
  kmzb_report_context_set_threats (driver->context, NULL);
  kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50.0, 20.0 }, 16);
  driver_walk_to (driver, KMZB_REPORT_STEP_CATEGORY);
  g_assert_false (driver_shows (driver, "Often reported near this place:"));
  driver_free (driver);
}

int
main (int argc, char **argv)
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  pack_folder = g_dir_make_tmp ("kmzb-category-XXXXXX", NULL);
  pack = driver_make_pack (pack_folder);
  g_test_add_func ("/report/category/search-stays", test_search_stays);
  g_test_add_func ("/report/category/search", test_search);
  g_test_add_func ("/report/category/search-on-the-page", test_search_on_the_page);
  g_test_add_func ("/report/category/questions", test_questions);
  g_test_add_func ("/report/category/questions-reach-all", test_questions_reach_all);
  g_test_add_func ("/report/category/neighbourhood", test_neighbourhood);
  g_test_add_func ("/report/category/likely-on-the-page", test_likely_on_the_page);
  result = g_test_run ();
  g_object_unref (pack);
  driver_remove_folder (pack_folder);
  g_free (pack_folder);
  return result;
}
