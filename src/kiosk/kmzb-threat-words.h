/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-threat.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

extern const KmzbStatus kmzb_threat_statuses[KMZB_N_STATUSES - 1];

const char *kmzb_threat_words_status (KmzbStatus status);
const char *kmzb_threat_words_explain (KmzbStatus status);
const char *kmzb_threat_words_category (KmzbCatalog *catalog, const char *slug);
const char *kmzb_threat_words_icon (KmzbCatalog *catalog, const char *slug);
char *kmzb_threat_words_reported (const KmzbThreat *threat);

GtkWidget *kmzb_threat_words_new_sign (KmzbStatus status, int side);

G_END_DECLS
