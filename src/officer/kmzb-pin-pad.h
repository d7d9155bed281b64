/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pin-lock.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_PIN_PAD (kmzb_pin_pad_get_type ())
G_DECLARE_FINAL_TYPE (KmzbPinPad, kmzb_pin_pad, KMZB, PIN_PAD, GtkWidget)

GtkWidget *kmzb_pin_pad_new (KmzbPinLock *lock, KmzbClock *clock);

G_END_DECLS
