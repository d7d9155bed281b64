/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pin-lock.h"

#include "kmzb-pin.h"
#include "kmzb-store-settings.h"

#include <sodium.h>
#include <string.h>

#define FREE_FAILURES 2 /* fingers slip */
#define FIRST_DELAY_S 5
#define LONGEST_DELAY_S 300 /* an officer whose booth a child played with is not shut out for the day */

/**
 * KmzbPinLock:
 *
 * Who may open the officer's panel. After a few wrong PINs each further one costs a longer wait, up to five minutes.
 * The number of wrong ones is on the disk before a PIN is looked at, and counts until a right one: neither pulling the
 * plug in between nor a restart gives another try. A restart begins the wait anew and asks no clock, which a booth that
 * was without power may have lost.
 */
struct _KmzbPinLock
{
  GObject parent_instance;

  KmzbStore *store;
  KmzbClock *clock;
  char *hash;

  gboolean loaded;
  gboolean busy;
  guint n_failures;
  gint64 open_us; /* monotonic: from when on a PIN is looked at */
};

G_DEFINE_FINAL_TYPE (KmzbPinLock, kmzb_pin_lock, G_TYPE_OBJECT)

/* Seconds to wait after so many wrong ones in a row. */
guint
kmzb_pin_lock_delay_s (guint n_failures)
{
  guint delay_s = FIRST_DELAY_S;

  if (n_failures <= FREE_FAILURES)
    return 0;
  for (guint i = FREE_FAILURES + 1; i < n_failures && delay_s < LONGEST_DELAY_S; i++)
    delay_s *= 2;
  return MIN (delay_s, LONGEST_DELAY_S);
}

static void
begin_wait (KmzbPinLock *self)
{
  self->open_us = kmzb_clock_get_monotonic_us (self->clock)
                  + (gint64) kmzb_pin_lock_delay_s (self->n_failures) * G_USEC_PER_SEC;
}

/* Until the file has answered nobody knows how many there were: no PIN is looked at before. */
static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbPinLock) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = kmzb_store_get_setting_finish (KMZB_STORE (source), result, &error);
  guint64 number = 0;

  if (error != NULL)
    g_warning ("Can't read how many wrong PINs there were: %s", error->message);
  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &number, NULL))
    self->n_failures = (guint) number;
  self->loaded = TRUE;
  begin_wait (self);
}

static void
kmzb_pin_lock_dispose (GObject *object)
{
  KmzbPinLock *self = KMZB_PIN_LOCK (object);

  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->hash, g_free);
  G_OBJECT_CLASS (kmzb_pin_lock_parent_class)->dispose (object);
}

static void
kmzb_pin_lock_class_init (KmzbPinLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_pin_lock_dispose;
}

static void
kmzb_pin_lock_init (KmzbPinLock *self)
{
}

/* @hash: as kmzb_pin_hash() makes it */
KmzbPinLock *
kmzb_pin_lock_new (KmzbStore *store, KmzbClock *clock, const char *hash)
{
  KmzbPinLock *self = g_object_new (KMZB_TYPE_PIN_LOCK, NULL);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->hash = g_strdup (hash);
  kmzb_store_get_setting_async (store, KMZB_SETTING_PIN_FAILURES, NULL, on_loaded, g_object_ref (self));
  return self;
}

/* Returns: whole seconds, rounded up, until the next PIN is looked at */
guint
kmzb_pin_lock_get_wait_s (KmzbPinLock *self)
{
  gint64 left_us = self->open_us - kmzb_clock_get_monotonic_us (self->clock);

  return left_us <= 0 ? 0 : (guint) ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

/* ---- one try ---- */

typedef struct
{
  char *hash;
  char *pin;
} Try;

static void
try_free (Try *attempt)
{
  sodium_memzero (attempt->pin, strlen (attempt->pin));
  g_free (attempt->pin);
  g_free (attempt->hash);
  g_free (attempt);
}

static void
put_failures (KmzbPinLock *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *text = g_strdup_printf ("%u", self->n_failures);

  kmzb_store_set_setting_async (self->store, KMZB_SETTING_PIN_FAILURES, text, NULL, callback, data);
}

/* A full disk must not keep the officer out, who alone can do something about it: this run counts all the same. */
static void
warn_if_not_put (GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  if (!kmzb_store_set_setting_finish (KMZB_STORE (source), result, &error))
    g_warning ("Can't note how many wrong PINs there were: %s", error->message);
}

static void
on_forgiven (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  warn_if_not_put (source, result);
  g_task_return_int (task, KMZB_PIN_RIGHT);
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KmzbPinLock *self = KMZB_PIN_LOCK (source);
  gboolean right = g_task_propagate_boolean (G_TASK (result), NULL);

  self->busy = FALSE;
  if (!right)
    {
      g_message ("A wrong officer's PIN, %u in a row", self->n_failures);
      begin_wait (self);
      g_task_return_int (task, KMZB_PIN_WRONG);
      return;
    }
  self->n_failures = 0;
  self->open_us = 0;
  put_failures (self, on_forgiven, g_steal_pointer (&task));
}

static void
verify (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Try *attempt = data;

  g_task_return_boolean (task, kmzb_pin_verify (attempt->hash, attempt->pin));
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KmzbPinLock *self = g_task_get_source_object (task);
  g_autoptr (GTask) verifying = g_task_new (self, NULL, on_verified, g_object_ref (task));
  Try *attempt = g_new0 (Try, 1);

  warn_if_not_put (source, result);
  attempt->hash = g_strdup (self->hash);
  attempt->pin = g_strdup (g_task_get_task_data (task));
  g_task_set_task_data (verifying, attempt, (GDestroyNotify) try_free);
  g_task_run_in_thread (verifying, verify);
}

static void
free_pin (gpointer data)
{
  sodium_memzero (data, strlen (data));
  g_free (data);
}

/* Looks at @pin on a worker, after the try has been counted on the disk. */
void
kmzb_pin_lock_try_async (KmzbPinLock *self, const char *pin, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (!self->loaded || self->busy || kmzb_pin_lock_get_wait_s (self) > 0)
    {
      g_task_return_int (task, KMZB_PIN_TOO_SOON);
      return;
    }
  self->busy = TRUE;
  self->n_failures = MIN (self->n_failures, G_MAXUINT - 1) + 1;
  g_task_set_task_data (task, g_strdup (pin), free_pin);
  put_failures (self, on_counted, g_steal_pointer (&task));
}

KmzbPinAnswer
kmzb_pin_lock_try_finish (KmzbPinLock *self, GAsyncResult *result)
{
  return (KmzbPinAnswer) g_task_propagate_int (G_TASK (result), NULL);
}
