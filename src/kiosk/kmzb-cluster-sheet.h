/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-cluster-info.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_cluster_sheet_new (KmzbClusterInfo *info, KmzbCatalog *catalog, GtkWidget **list, GtkWidget **closer);

G_END_DECLS
