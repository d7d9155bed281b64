/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-store.h"

G_BEGIN_DECLS

/**
 * KmzbPinAnswer:
 * @KMZB_PIN_RIGHT: the panel opens
 * @KMZB_PIN_WRONG: counted; kmzb_pin_lock_get_wait_s() says when the next one is looked at
 * @KMZB_PIN_TOO_SOON: not looked at
 */
typedef enum
{
  KMZB_PIN_RIGHT,
  KMZB_PIN_WRONG,
  KMZB_PIN_TOO_SOON,
} KmzbPinAnswer;

#define KMZB_TYPE_PIN_LOCK (kmzb_pin_lock_get_type ())
G_DECLARE_FINAL_TYPE (KmzbPinLock, kmzb_pin_lock, KMZB, PIN_LOCK, GObject)

KmzbPinLock *kmzb_pin_lock_new (KmzbStore *store, KmzbClock *clock, const char *hash);
guint kmzb_pin_lock_get_wait_s (KmzbPinLock *self);
void kmzb_pin_lock_try_async (KmzbPinLock *self, const char *pin, GAsyncReadyCallback callback, gpointer user_data);
KmzbPinAnswer kmzb_pin_lock_try_finish (KmzbPinLock *self, GAsyncResult *result);

guint kmzb_pin_lock_delay_s (guint n_failures);

G_END_DECLS
