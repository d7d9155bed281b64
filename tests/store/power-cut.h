/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the disk does with bytes that were written and not synced when the power goes. */
typedef enum
{
  POWER_CUT_LOSES,
  POWER_CUT_TEARS,
  POWER_CUT_KEEPS,
} PowerCutMode;

void
power_cut_begin (void);
void
power_cut_arm (guint at, guint32 seed);
gboolean
power_cut_came (void);
void
power_cut_end (const char *folder, PowerCutMode mode);
void
disk_full_arm (guint at, gboolean once);
gboolean
disk_full_end (void);

G_END_DECLS
