/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-confirmer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_threat_sheet_new (KmzbThreat *threat, KmzbCatalog *catalog, KmzbConfirmer *confirmer);

G_END_DECLS
