/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_banners_new (void);
void kmzb_banners_show (GtkWidget *banners, gboolean practice, gboolean training);

G_END_DECLS
