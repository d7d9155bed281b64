/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_RING (kmzb_ring_get_type ())
G_DECLARE_FINAL_TYPE (KmzbRing, kmzb_ring, KMZB, RING, GtkWidget)

GtkWidget *kmzb_ring_new (void);
void kmzb_ring_set (KmzbRing *self, double fraction, guint seconds);

G_END_DECLS
