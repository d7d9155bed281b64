/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbStatus:
 *
 * The seven official statuses of a threat (Wytyczne nr 3 KGP, 2019-12-20).
 */
typedef enum
{
  KMZB_STATUS_NEW,
  KMZB_STATUS_VERIFICATION,
  KMZB_STATUS_CONFIRMED,
  KMZB_STATUS_PASSED_ON,
  KMZB_STATUS_NOT_CONFIRMED,
  KMZB_STATUS_ELIMINATED,
  KMZB_STATUS_MISTAKE,
} KmzbStatus;

#define KMZB_N_STATUSES (KMZB_STATUS_MISTAKE + 1)

const char *kmzb_status_to_slug (KmzbStatus status);
gboolean kmzb_status_from_slug (const char *slug, KmzbStatus *status);
gboolean kmzb_status_is_shown (KmzbStatus status);

G_END_DECLS
