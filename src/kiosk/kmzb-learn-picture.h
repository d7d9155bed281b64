/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_LEARN_PICTURE (kmzb_learn_picture_get_type ())
G_DECLARE_FINAL_TYPE (KmzbLearnPicture, kmzb_learn_picture, KMZB, LEARN_PICTURE, GtkWidget)

GtkWidget *kmzb_learn_picture_new (const char *name);

G_END_DECLS
