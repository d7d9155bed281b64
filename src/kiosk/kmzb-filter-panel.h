/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-filter-choice.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_FILTER_PANEL (kmzb_filter_panel_get_type ())
G_DECLARE_FINAL_TYPE (KmzbFilterPanel, kmzb_filter_panel, KMZB, FILTER_PANEL, GtkWidget)

GtkWidget *kmzb_filter_panel_new (KmzbCatalog *catalog, const KmzbFilterChoice *choice, guint today);
void kmzb_filter_panel_offer_statuses (KmzbFilterPanel *self, gboolean offer);
const KmzbFilterChoice *kmzb_filter_panel_get_choice (KmzbFilterPanel *self);
void kmzb_filter_panel_clear (KmzbFilterPanel *self);
void kmzb_filter_panel_set_count (KmzbFilterPanel *self, const char *count);

G_END_DECLS
