/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"
#include "kmzb-reader.h"

G_BEGIN_DECLS

/* How long a button is held to have the screen read aloud. */
#define KMZB_ACCESS_KEYS_HOLD_MS 3000

#define KMZB_TYPE_ACCESS_KEYS (kmzb_access_keys_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAccessKeys, kmzb_access_keys, KMZB, ACCESS_KEYS, GObject)

KmzbAccessKeys *
kmzb_access_keys_new (GtkWindow *window, KmzbClock *clock, KmzbReader *reader, guint next, guint activate);

G_END_DECLS
