/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-page-filter.h"
#include "kmzb-page.h"

G_BEGIN_DECLS

void kmzb_page_add_filters (KmzbPage *self, const KmzbPageFilter *filter, const char *path);
const char *kmzb_page_name_source (KmzbPage *self, const char *slug);
void kmzb_page_add_tools (KmzbPage *self, const KmzbPageFilter *filter);

G_END_DECLS
