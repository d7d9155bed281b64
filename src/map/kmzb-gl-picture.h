/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GdkTexture *kmzb_gl_picture_new (GtkWidget *widget, GdkTexture *picture);

G_END_DECLS
