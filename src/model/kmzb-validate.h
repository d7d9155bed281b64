/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-report.h"

G_BEGIN_DECLS

/* What a visitor may write, in characters as people see them. */
#define KMZB_DESCRIPTION_MAX_CHARACTERS 500
/* What the wire carries, in code points (GeoReport v2): 500 characters of joined emoji can be more. */
#define KMZB_DESCRIPTION_MAX_CODE_POINTS 4000

gboolean kmzb_description_fits (const char *text);
gboolean kmzb_report_validate (const KmzbReport *report, KmzbCatalog *catalog, GError **error);

G_END_DECLS
