/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-cluster.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Sides in pixels at text of 100 %. */
#define KMZB_PIN_SIDE 56.0

typedef struct _KmzbThreatArt KmzbThreatArt;

KmzbThreatArt *kmzb_threat_art_new (GSourceOnceFunc changed, gpointer user_data);
void kmzb_threat_art_free (KmzbThreatArt *self);
gboolean kmzb_threat_art_set_scales (KmzbThreatArt *self, int scale_factor, double text_scale);
double kmzb_threat_art_get_text_scale (KmzbThreatArt *self);
void kmzb_threat_art_set_catalog (KmzbThreatArt *self, KmzbCatalog *catalog);
void kmzb_threat_art_follow_colors (KmzbThreatArt *self, GtkWidget *widget);

GdkTexture *kmzb_threat_art_get_pin (KmzbThreatArt *self, KmzbStatus status);
GdkTexture *kmzb_threat_art_get_icon (KmzbThreatArt *self, const char *category);

void kmzb_threat_art_append_pin (KmzbThreatArt *self,
                                 GtkSnapshot *snapshot,
                                 KmzbStatus status,
                                 GdkTexture *icon,
                                 double x,
                                 double y,
                                 double side);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbThreatArt, kmzb_threat_art_free)

G_END_DECLS
