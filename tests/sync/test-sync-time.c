/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The booth's wall clock jumps by years, both ways, whatever the booth is doing: reports stay in their order, none waits
 * for a time that never comes, and the police are told what their times are worth. */
#include "sync-fixture.h"

#include <stdlib.h>

#define YEAR_1970_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define YEAR_2040_US (G_GINT64_CONSTANT (2208988800) * G_USEC_PER_SEC)
#define MINUTE_US ((gint64) 60 * G_USEC_PER_SEC)

static const gint64 jumps[] = { YEAR_1970_US, YEAR_2040_US, FIXTURE_START_US, YEAR_2040_US, YEAR_1970_US };

/* Saves a report with the time that the clock shows. Returns: (transfer full): its id */
static char *
save_now (Fixture *f, const char *description)
{
  g_autoptr (KmzbReport) report = fixture_make_report (description);

  report->saved_us = kmzb_clock_get_real_us (f->clock);
  fixture_save_report (f, report);
  return g_strdup (report->id);
}

static gint64
count_at_central (Fixture *f, const char *id, const char *where)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM reports WHERE id = '%s' AND %s", id, where);

  return fixture_ask_central (f, sql);
}

/* The clock jumps before each save, and the booth is restarted now and then: what was saved first is sent first. */
static void
test_while_queueing (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) ids = NULL;
  char *saved[20];

  for (guint i = 0; i < G_N_ELEMENTS (saved); i++)
    {
      kmzb_clock_set_real_us (f->clock, jumps[i % G_N_ELEMENTS (jumps)] + i);
      if (i % 7 == 3)
        {
          fixture_close_booth (f);
          fixture_open_booth (f);
        }
      saved[i] = save_now (f, "Opis");
    }
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == G_N_ELEMENTS (saved));
  ids = fault_proxy_get_ids (f->proxy);
  for (int i = 0; i < (int) G_N_ELEMENTS (saved); i++)
    {
      int at = 0;

      while (!g_str_equal (ids[at], saved[i]))
        at++;
      g_assert_cmpint (ABS (at - i), <, 4); /* four are under way together */
      /* Before central was met nobody knows what the clock was worth. */
      g_assert_cmpint (count_at_central (f, saved[i], "clock_state = 'unsure'"), ==, 1);
      g_free (saved[i]);
    }
  /* Nothing was reported before there were booths, nor after it was received. */
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports WHERE requested_us > received_us"
                                           " OR requested_us < 1577836800000000"),
                   ==, 0);
}

/* What the clock is worth is told with each report: measured at central's Date, unknown again after a jump, measured
 * again, and then the jump itself is known. */
static void
test_clock_state_is_told (Fixture *f, gconstpointer data)
{
  g_autofree char *before = save_now (f, "Opis"), *measured = NULL, *jumped = NULL, *again = NULL;

  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  fixture_rest (f);
  measured = save_now (f, "Opis");
  fixture_wait (f, FALSE, fixture_received (f) == 2);
  fixture_rest (f); /* what was measured is written down by the clock of before */
  kmzb_clock_set_real_us (f->clock, YEAR_1970_US);
  jumped = save_now (f, "Opis");
  fixture_wait (f, FALSE, fixture_received (f) == 3);
  fixture_rest (f);
  again = save_now (f, "Opis");
  fixture_wait (f, FALSE, fixture_received (f) == 4);

  g_assert_cmpint (count_at_central (f, before, "clock_state = 'unsure'"), ==, 1);
  /* The fixture's day in May is before the one on which this runs. */
  g_assert_cmpint (count_at_central (f, measured, "CAST(clock_state AS INTEGER) < -1000"), ==, 1);
  g_assert_cmpint (count_at_central (f, jumped, "clock_state = 'unsure'"), ==, 1);
  g_assert_cmpint (count_at_central (f, again, "CAST(clock_state AS INTEGER) < -1700000000"), ==, 1);
  /* Where the offset is known, central knows when it was. */
  g_assert_cmpint (count_at_central (f, measured, "abs(requested_us - received_us) < 120000000"), ==, 1);
  g_assert_cmpint (count_at_central (f, again, "abs(requested_us - received_us) < 120000000"), ==, 1);
}

/* The clock jumps while reports wait for their next try, the line being dead: they go as soon as it lives. */
static void
test_during_backoff (Fixture *f, gconstpointer data)
{
  guint n = 0;

  fixture_start_engine (f);
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      int tries = fault_proxy_get_n (f->proxy, "POST");
      gint64 waited_us = 0;

      fault_proxy_set (f->proxy, "POST", FAULT_BUSY, 1); /* and leave it alone for two minutes */
      g_free (save_now (f, "Pierwsze"));
      fixture_wait (f, FALSE, fault_proxy_get_n (f->proxy, "POST") > tries);
      fixture_wait (f, FALSE, kmzb_store_get_tally (f->store)->saved == 1);
      fault_proxy_set (f->proxy, "POST", FAULT_DROP, -1);
      fixture_advance (f, 300);
      fixture_wait (f, FALSE, kmzb_store_get_tally (f->store)->saved == 1);
      kmzb_clock_set_real_us (f->clock, jumps[i]);
      fixture_rest (f);
      fault_proxy_set (f->proxy, "POST", FAULT_NONE, -1);
      n++;
      /* By the time that really passes it is never longer than an hour, nor is it given up. */
      for (; fixture_received (f) < n && waited_us < 70 * MINUTE_US; waited_us += MINUTE_US)
        fixture_advance (f, 60);
      fixture_wait (f, TRUE, fixture_received (f) == n);
      g_assert_cmpint (waited_us, <, 70 * MINUTE_US);
    }
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, n);
}

/* The next try was written down by a clock far ahead; the booth restarts with one far behind. */
static void
test_across_a_restart (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      int tries = fault_proxy_get_n (f->proxy, "POST");

      kmzb_clock_set_real_us (f->clock, jumps[i]);
      fault_proxy_set (f->proxy, "POST", FAULT_DROP, -1);
      g_free (save_now (f, "Opis"));
      fixture_start_engine (f);
      fixture_wait (f, FALSE, fault_proxy_get_n (f->proxy, "POST") > tries);
      fixture_wait (f, FALSE, kmzb_store_get_tally (f->store)->saved == 1);
      fixture_close_booth (f);
      kmzb_clock_set_real_us (f->clock, jumps[(i + 1) % G_N_ELEMENTS (jumps)]);
      fault_proxy_set (f->proxy, "POST", FAULT_NONE, -1);
      fixture_open_booth (f);
      fixture_start_engine (f);
      fixture_wait (f, FALSE, fixture_received (f) == i + 1);
      fixture_close_booth (f);
      fixture_open_booth (f);
    }
}

/* While an answer is awaited: its time is measured by what really passes. */
static void
test_while_waiting_for_an_answer (Fixture *f, gconstpointer data)
{
  fault_proxy_set (f->proxy, "POST", FAULT_SILENCE, -1);
  g_free (save_now (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fault_proxy_get_n (f->proxy, "POST") == 1);
  fixture_wait (f, FALSE, fixture_state (f) == KMZB_SYNC_SENDING);
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      kmzb_clock_set_real_us (f->clock, jumps[i]);
      fixture_advance (f, 10);
      g_assert_cmpint (fixture_state (f), ==, KMZB_SYNC_SENDING);
    }
  fixture_advance (f, 41);
  fixture_wait (f, FALSE, kmzb_store_get_tally (f->store)->saved == 1);
  fault_proxy_set (f->proxy, "POST", FAULT_NONE, -1);
  fixture_wait (f, TRUE, fixture_received (f) == 1);
}

/* What central tells is asked for as often as before, and what the officer is shown makes sense. */
static void
test_news_go_on (Fixture *f, gconstpointer data)
{
  fixture_start_engine (f);
  g_free (save_now (f, "Opis"));
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      int asked = fault_proxy_get_n (f->proxy, "GET");

      kmzb_clock_set_real_us (f->clock, jumps[i]);
      fixture_advance (f, 3600);
      fixture_wait (f, TRUE, fault_proxy_get_n (f->proxy, "GET") > asked);
    }

  /* A report that waits since 2040, in 1970. */
  fixture_stop_central (f);
  kmzb_clock_set_real_us (f->clock, YEAR_2040_US);
  g_free (save_now (f, "Opis"));
  kmzb_clock_set_real_us (f->clock, YEAR_1970_US);
  g_autofree char *json = kmzb_store_status_json (f->data_dir, f->clock, NULL, NULL, NULL, NULL);
  const char *age = strstr (json, "\"oldest_unsent_age_s\"");

  g_assert_nonnull (age);
  g_assert_cmpint (strtoll (strpbrk (age, "-0123456789"), NULL, 10), ==, 0);
  fixture_start_central (f, NULL);
  fixture_wait (f, TRUE, fixture_received (f) == 2);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/sync-time/while-queueing", test_while_queueing);
  add ("/sync-time/clock-state-is-told", test_clock_state_is_told);
  add ("/sync-time/during-backoff", test_during_backoff);
  add ("/sync-time/across-a-restart", test_across_a_restart);
  add ("/sync-time/while-waiting-for-an-answer", test_while_waiting_for_an_answer);
  add ("/sync-time/news-go-on", test_news_go_on);
  return g_test_run ();
}
