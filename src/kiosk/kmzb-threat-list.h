/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-threat.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_THREAT_LIST (kmzb_threat_list_get_type ())
G_DECLARE_FINAL_TYPE (KmzbThreatList, kmzb_threat_list, KMZB, THREAT_LIST, GtkWidget)

GtkWidget *kmzb_threat_list_new (GPtrArray *threats, guint total, KmzbCatalog *catalog, KmzbPoint center);

G_END_DECLS
