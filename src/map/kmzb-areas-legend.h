/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_AREAS_LEGEND (kmzb_areas_legend_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAreasLegend, kmzb_areas_legend, KMZB, AREAS_LEGEND, GtkBox)

GtkWidget *kmzb_areas_legend_new (void);

G_END_DECLS
