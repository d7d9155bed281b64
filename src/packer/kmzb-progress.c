/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-progress.h"

#include <stdio.h>
#include <unistd.h>

void
kmzb_progress_init (KmzbProgress *self, gboolean quiet)
{
  *self = (KmzbProgress){ .quiet = quiet, .terminal = isatty (STDERR_FILENO), .started_us = g_get_monotonic_time () };
}

/* A step begins or ends: a line of its own. */
void
kmzb_progress_say (KmzbProgress *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  if (self->quiet)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "%s%s\n", self->terminal && self->shown_us ? "\r\033[K" : "", text);
  self->started_us = g_get_monotonic_time ();
  self->shown_us = 0;
}

/* Leaves the line that was being rewritten, so that what follows stands on its own. */
void
kmzb_progress_end (KmzbProgress *self)
{
  if (self->terminal && self->shown_us != 0)
    fputc ('\n', stderr);
  self->shown_us = 0;
}

/* A #KmzbRendererProgress. */
void
kmzb_progress_tiles (guint64 n_done, guint64 n_all, gpointer progress)
{
  KmzbProgress *self = progress;
  gint64 now_us = g_get_monotonic_time ();
  double spent_s = (double) (now_us - self->started_us) / G_USEC_PER_SEC;
  gint64 pause_us = self->terminal ? G_USEC_PER_SEC / 5 : 5 * G_USEC_PER_SEC;
  guint left_s;

  if (self->quiet || n_done == 0 || now_us - MAX (self->shown_us, self->started_us) < pause_us)
    return;
  self->shown_us = now_us;
  left_s = (guint) (spent_s / (double) n_done * (double) (n_all - n_done) + 0.5);
  fprintf (stderr, "%sTiles: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " (%u %%), %.0f a second, about %u:%02u left%s",
           self->terminal ? "\r\033[K" : "", n_done, n_all, (guint) (100 * n_done / MAX (n_all, 1)),
           (double) n_done / MAX (spent_s, 0.001), left_s / 60, left_s % 60, self->terminal ? "" : "\n");
  fflush (stderr);
}
