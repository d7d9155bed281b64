/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Touches of one place closer together than this are one wish, told with an unsteady or an impatient finger. */
#define KMZB_BOUNCE_MS 350
#define KMZB_BOUNCE_PX 96.0

/**
 * KmzbBounce:
 *
 * Tells a touch that was meant for the screen before. Buttons that move on stand in the same place on every step:
 * a double tap on "Next" would else save a report that nobody has checked, and ten quick ones on "Save" would take
 * the number away before it can be read. Zero-initialise.
 */
typedef struct
{
  /*< private >*/
  gboolean touched;
  guint32 last_ms;
  double x;
  double y;
  guint screen;
} KmzbBounce;

gboolean kmzb_bounce_check (KmzbBounce *self, guint32 time_ms, double x, double y, guint screen);

G_END_DECLS
