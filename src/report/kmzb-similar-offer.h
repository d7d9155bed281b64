/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_SIMILAR_OFFER (kmzb_similar_offer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbSimilarOffer, kmzb_similar_offer, KMZB, SIMILAR_OFFER, GtkWidget)

void kmzb_similar_offer_show (KmzbSimilarOffer *self, KmzbReportContext *context, KmzbThreat *threat, KmzbPoint place);
KmzbThreat *kmzb_similar_offer_get_threat (KmzbSimilarOffer *self);

G_END_DECLS
