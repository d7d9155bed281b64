/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Digits of a PIN that is made here, and the most that the pad takes. */
#define KMZB_PIN_LEAST 6
#define KMZB_PIN_MOST 12

gboolean kmzb_pin_is_acceptable (const char *pin);
char *kmzb_pin_hash (const char *pin, GError **error);
gboolean kmzb_pin_hash_is_valid (const char *hash);
gboolean kmzb_pin_verify (const char *hash, const char *pin);

G_END_DECLS
