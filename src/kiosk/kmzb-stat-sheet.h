/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-stat-feature.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_stat_sheet_new (GPtrArray *features);
GtkWidget *kmzb_stat_box_new (GPtrArray *features, gboolean with_names);
char *kmzb_stat_words_value (const KmzbStatFeature *feature);

G_END_DECLS
