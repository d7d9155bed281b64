/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-officer-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_EXPORT_PAGE (kmzb_export_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbExportPage, kmzb_export_page, KMZB, EXPORT_PAGE, GtkWidget)

GtkWidget *kmzb_export_page_new (KmzbOfficerContext *context);

G_END_DECLS
