/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define KMZB_TYPE_SCALE_BAR (kmzb_scale_bar_get_type ())
G_DECLARE_FINAL_TYPE (KmzbScaleBar, kmzb_scale_bar, KMZB, SCALE_BAR, GtkWidget)

GtkWidget *kmzb_scale_bar_new (ShumateViewport *viewport);
double kmzb_scale_bar_round_length (double metres);

G_END_DECLS
