/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbProgress:
 *
 * One line on stderr about the work: rewritten in place on a terminal, else a new line every few seconds.
 */
typedef struct
{
  gboolean quiet;
  gboolean terminal;
  gint64 started_us;
  gint64 shown_us;
} KmzbProgress;

void kmzb_progress_init (KmzbProgress *self, gboolean quiet);
void kmzb_progress_say (KmzbProgress *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void kmzb_progress_end (KmzbProgress *self);
void kmzb_progress_tiles (guint64 n_done, guint64 n_all, gpointer progress);

G_END_DECLS
