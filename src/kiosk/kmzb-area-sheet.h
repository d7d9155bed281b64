/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-note.h"
#include "kmzb-catalog.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_area_sheet_new (const KmzbAreaNote *note, const char *filter, GPtrArray *statistics);
void kmzb_area_sheet_set_categories (GtkWidget *sheet, GArray *counts, KmzbCatalog *catalog);
GtkWidget *kmzb_area_chip_new (KmzbAreaStep step);

G_END_DECLS
