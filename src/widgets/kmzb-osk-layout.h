/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KMZB_OSK_N_ROWS 4

/**
 * KmzbOskLayout:
 * @language: "pl", "uk", "en" or "de"; %NULL for the page of digits
 * @label: what the key that changes the letters shows
 * @name: the language by its own name
 * @rows: keys of a row, apart by spaces, in small letters; the last row stands between shift and backspace
 *
 * The letters of one language. The first row holds what its alphabet has besides a to z, so that nobody has to know a
 * long press to write ą.
 */
typedef struct
{
  const char *language;
  const char *label;
  const char *name;
  const char *rows[KMZB_OSK_N_ROWS];
} KmzbOskLayout;

const KmzbOskLayout *kmzb_osk_layout_get (const char *language);
const KmzbOskLayout *kmzb_osk_layout_get_next (const KmzbOskLayout *layout);
const KmzbOskLayout *kmzb_osk_layout_get_digits (void);
const char *kmzb_osk_layout_get_others (const char *letter);

G_END_DECLS
