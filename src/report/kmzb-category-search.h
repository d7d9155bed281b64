/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"

G_BEGIN_DECLS

GPtrArray *kmzb_category_search (KmzbCatalog *catalog, const char *language, const char *text);

G_END_DECLS
