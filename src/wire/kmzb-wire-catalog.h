/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"

G_BEGIN_DECLS

char *kmzb_wire_describe_category (KmzbCatalog *catalog, const KmzbCategory *category);
guint kmzb_wire_catalog_apply (GKeyFile *file, GHashTable *records, gboolean complete);

G_END_DECLS
