/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The officer's PIN: its hash, and what wrong ones cost. */
#include "kmzb-pin-lock.h"
#include "kmzb-pin.h"
#include "kmzb-store-settings.h"
#include "store-fixture.h"
#include "wait.h"

#include <string.h>

#define RIGHT "482915"
#define WRONG "482916"

/* One hash for all cases: it costs a fifth of a second. */
static const char *
get_hash (void)
{
  static char *hash = NULL;
  g_autoptr (GError) error = NULL;

  if (hash == NULL)
    hash = kmzb_pin_hash (RIGHT, &error);
  g_assert_no_error (error);
  return hash;
}

static void
test_hash (void)
{
  g_autofree char *again = kmzb_pin_hash (RIGHT, NULL);

  g_assert_true (g_str_has_prefix (get_hash (), "$argon2id$v=19$m=65536,"));
  g_assert_null (strstr (get_hash (), RIGHT));
  g_assert_cmpstr (again, !=, get_hash ()); /* salted */
  g_assert_true (kmzb_pin_verify (get_hash (), RIGHT));
  g_assert_true (kmzb_pin_verify (again, RIGHT));
  g_assert_false (kmzb_pin_verify (get_hash (), WRONG));
  g_assert_false (kmzb_pin_verify (get_hash (), ""));
  g_assert_false (kmzb_pin_verify ("$argon2id$", RIGHT));
}

static void
test_hash_is_valid (void)
{
  g_autofree char *cut = g_strndup (get_hash (), 40);

  g_assert_true (kmzb_pin_hash_is_valid (get_hash ()));
  g_assert_false (kmzb_pin_hash_is_valid (cut));
  g_assert_false (kmzb_pin_hash_is_valid ("$argon2id$v=19$m=65536,t=2,p=1$"));
  g_assert_false (kmzb_pin_hash_is_valid ("$argon2i$v=19$m=65536,t=4,p=1$c29tZXNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng"));
  g_assert_false (kmzb_pin_hash_is_valid (RIGHT));
}

static void
test_acceptable (void)
{
  g_assert_true (kmzb_pin_is_acceptable ("000000"));
  g_assert_true (kmzb_pin_is_acceptable ("123456789012"));
  g_assert_false (kmzb_pin_is_acceptable ("12345"));
  g_assert_false (kmzb_pin_is_acceptable ("1234567890123"));
  g_assert_false (kmzb_pin_is_acceptable ("12345a"));
  g_assert_false (kmzb_pin_is_acceptable ("١٢٣٤٥٦"));
}

static void
test_delay_grows (void)
{
  g_assert_cmpuint (kmzb_pin_lock_delay_s (0), ==, 0);
  g_assert_cmpuint (kmzb_pin_lock_delay_s (2), ==, 0);
  g_assert_cmpuint (kmzb_pin_lock_delay_s (3), ==, 5);
  for (guint i = 3; i < 20; i++)
    {
      g_assert_cmpuint (kmzb_pin_lock_delay_s (i + 1), >=, kmzb_pin_lock_delay_s (i));
      g_assert_cmpuint (kmzb_pin_lock_delay_s (i), <=, 300);
    }
  g_assert_cmpuint (kmzb_pin_lock_delay_s (G_MAXUINT), ==, 300);
}

/* ---- the lock ---- */

static KmzbPinAnswer
try (KmzbPinLock *lock, const char *pin)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_pin_lock_try_async (lock, pin, wait_take_result, &result);
  wait_for_result (&result);
  return kmzb_pin_lock_try_finish (lock, result);
}

/* A lock that knows what the file says. */
static KmzbPinLock *
make_lock (Fixture *fixture)
{
  KmzbPinLock *lock = kmzb_pin_lock_new (fixture->store, fixture->clock, get_hash ());
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *value = NULL;

  kmzb_store_get_setting_async (fixture->store, KMZB_SETTING_PIN_FAILURES, NULL, wait_take_result, &result);
  wait_for_result (&result);
  value = kmzb_store_get_setting_finish (fixture->store, result, NULL);
  return lock;
}

/* The worker that looked at a PIN may hold on to the lock, and that to the store, a moment longer. */
static void
drop (KmzbPinLock *lock)
{
  g_object_add_weak_pointer (G_OBJECT (lock), (gpointer *) &lock);
  g_object_unref (lock);
  while (lock != NULL)
    g_main_context_iteration (NULL, FALSE);
}

static gint64
get_failures (Fixture *fixture)
{
  return fixture_query_int (fixture, "SELECT CAST(value AS INTEGER) FROM settings WHERE key = 'pin_failures'");
}

static void
test_right (Fixture *fixture, gconstpointer data)
{
  KmzbPinLock *lock = make_lock (fixture);

  g_assert_cmpint (try (lock, WRONG), ==, KMZB_PIN_WRONG);
  g_assert_cmpint (get_failures (fixture), ==, 1);
  g_assert_cmpint (try (lock, RIGHT), ==, KMZB_PIN_RIGHT);
  g_assert_cmpint (get_failures (fixture), ==, 0);
  g_assert_cmpint (try (lock, RIGHT), ==, KMZB_PIN_RIGHT);
  drop (lock);
}

static void
test_wrong_ones_cost_time (Fixture *fixture, gconstpointer data)
{
  KmzbPinLock *lock = make_lock (fixture);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (kmzb_pin_lock_get_wait_s (lock), ==, 0);
      g_assert_cmpint (try (lock, WRONG), ==, KMZB_PIN_WRONG);
    }
  g_assert_cmpuint (kmzb_pin_lock_get_wait_s (lock), ==, 5);
  /* Not even the right one, and asking costs nothing more. */
  g_assert_cmpint (try (lock, RIGHT), ==, KMZB_PIN_TOO_SOON);
  kmzb_clock_advance (fixture->clock, 4 * G_USEC_PER_SEC);
  g_assert_cmpint (try (lock, RIGHT), ==, KMZB_PIN_TOO_SOON);
  g_assert_cmpint (get_failures (fixture), ==, 3);

  kmzb_clock_advance (fixture->clock, G_USEC_PER_SEC);
  g_assert_cmpint (try (lock, WRONG), ==, KMZB_PIN_WRONG);
  g_assert_cmpuint (kmzb_pin_lock_get_wait_s (lock), ==, 10);
  kmzb_clock_advance (fixture->clock, 10 * G_USEC_PER_SEC);
  g_assert_cmpint (try (lock, RIGHT), ==, KMZB_PIN_RIGHT);
  g_assert_cmpuint (kmzb_pin_lock_get_wait_s (lock), ==, 0);
  drop (lock);
}

/* Wherever the plug is pulled: the count is there, and a clock that was set forward shortens nothing. */
static void
test_survives_restart (Fixture *fixture, gconstpointer data)
{
  KmzbPinLock *lock = make_lock (fixture);
  KmzbPinLock *again;

  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (try (lock, WRONG), ==, KMZB_PIN_WRONG);
  drop (lock);
  fixture_close (fixture);

  kmzb_clock_set_real_us (fixture->clock, FIXTURE_START_US + G_GINT64_CONSTANT (86400000000) * 365);
  fixture_open (fixture);
  again = make_lock (fixture);
  g_assert_cmpuint (kmzb_pin_lock_get_wait_s (again), ==, 5);
  g_assert_cmpint (try (again, RIGHT), ==, KMZB_PIN_TOO_SOON);
  kmzb_clock_advance (fixture->clock, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (try (again, WRONG), ==, KMZB_PIN_WRONG);
  g_assert_cmpint (get_failures (fixture), ==, 4);
  drop (again);
}

/* The try is on the disk before the PIN is looked at: whoever cuts the power in between has used it up. */
static void
test_counted_before_it_is_looked_at (Fixture *fixture, gconstpointer data)
{
  KmzbPinLock *lock = make_lock (fixture);
  g_autoptr (GAsyncResult) result = NULL, beside = NULL;
  g_autofree char *value = NULL;

  kmzb_pin_lock_try_async (lock, WRONG, wait_take_result, &result);
  /* Queued behind the lock's own writing, answered long before Argon2 is done. */
  kmzb_store_get_setting_async (fixture->store, KMZB_SETTING_PIN_FAILURES, NULL, wait_take_result, &beside);
  while (beside == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (result);
  value = kmzb_store_get_setting_finish (fixture->store, beside, NULL);
  g_assert_cmpstr (value, ==, "1");
  /* And a second finger does not get a second look meanwhile. */
  g_assert_cmpint (try (lock, RIGHT), ==, KMZB_PIN_TOO_SOON);
  wait_for_result (&result);
  g_clear_object (&result);
  drop (lock);
}

/* A booth that cannot write any more needs its officer most. */
static void
test_store_that_fails (Fixture *fixture, gconstpointer data)
{
  KmzbPinLock *lock = make_lock (fixture);

  kmzb_store_close (fixture->store);
  for (guint i = 0; i < 3; i++)
    {
      g_test_expect_message ("kmzb-officer", G_LOG_LEVEL_WARNING, "Can't note how many wrong PINs*");
      g_assert_cmpint (try (lock, WRONG), ==, KMZB_PIN_WRONG);
    }
  g_assert_cmpuint (kmzb_pin_lock_get_wait_s (lock), ==, 5);
  kmzb_clock_advance (fixture->clock, 5 * G_USEC_PER_SEC);
  g_test_expect_message ("kmzb-officer", G_LOG_LEVEL_WARNING, "Can't note how many wrong PINs*");
  g_test_expect_message ("kmzb-officer", G_LOG_LEVEL_WARNING, "Can't note how many wrong PINs*");
  g_assert_cmpint (try (lock, RIGHT), ==, KMZB_PIN_RIGHT);
  g_test_assert_expected_messages ();
  drop (lock);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pin/hash", test_hash);
  g_test_add_func ("/pin/hash-is-valid", test_hash_is_valid);
  g_test_add_func ("/pin/acceptable", test_acceptable);
  g_test_add_func ("/pin/delay-grows", test_delay_grows);
  ADD ("/pin-lock/right", test_right);
  ADD ("/pin-lock/wrong-ones-cost-time", test_wrong_ones_cost_time);
  ADD ("/pin-lock/survives-restart", test_survives_restart);
  ADD ("/pin-lock/counted-before-it-is-looked-at", test_counted_before_it_is_looked_at);
  ADD ("/pin-lock/store-that-fails", test_store_that_fails);
  return g_test_run ();
}
