/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*KmzbFitFunc) (gpointer user_data);

/**
 * KmzbFit:
 *
 * For a widget that changes what it shows by its room and by the size of its text, which it may not do while it is given
 * that room: the function is called once after, for each room and size that is another than before.
 */
typedef struct
{
  KmzbFitFunc func;
  gpointer user_data;
  guint id;
  int width, height; /* in px, as given last */
  guint text_percent;
} KmzbFit;

void kmzb_fit_init (KmzbFit *self, KmzbFitFunc func, gpointer user_data);
void kmzb_fit_note (KmzbFit *self, int width, int height);
void kmzb_fit_clear (KmzbFit *self);

G_END_DECLS
