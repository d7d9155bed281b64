/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

G_BEGIN_DECLS

/**
 * KmzbSalvage:
 * @n_unsent: reports taken over that have not been received yet
 * @n_others: received and practice ones
 * @n_lost: places in the old queue of which nothing could be read
 *
 * What came out of a file that could not be used.
 */
typedef struct
{
  guint n_unsent;
  guint n_others;
  guint n_lost;
} KmzbSalvage;

gboolean kmzb_salvage (KmzbDb *db, const char *old_path, KmzbSalvage *salvage, GError **error);

G_END_DECLS
