/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_BANNERS (kmzb_banners_get_type ())
G_DECLARE_FINAL_TYPE (KmzbBanners, kmzb_banners, KMZB, BANNERS, GtkWidget)

GtkWidget *kmzb_banners_new (void);
void kmzb_banners_set (KmzbBanners *self, gboolean practice, gboolean training);

G_END_DECLS
