/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbPersonal:
 *
 * What in a text may tell who somebody is.
 * @KMZB_PERSONAL_PESEL: the number of a Polish resident, its checksum and date of birth right
 * @KMZB_PERSONAL_PHONE: a Polish number of nine digits, or one with + and a country
 * @KMZB_PERSONAL_EMAIL: an e-mail address
 * @KMZB_PERSONAL_PLATE: a Polish or Ukrainian registration plate
 */
typedef enum
{
  KMZB_PERSONAL_PESEL = 1 << 0,
  KMZB_PERSONAL_PHONE = 1 << 1,
  KMZB_PERSONAL_EMAIL = 1 << 2,
  KMZB_PERSONAL_PLATE = 1 << 3,
} KmzbPersonal;

guint kmzb_personal_find (const char *text);

G_END_DECLS
