/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-address-search.h"
#include "kmzb-map-view.h"
#include "kmzb-step-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_ASK_PAGE (kmzb_ask_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAskPage, kmzb_ask_page, KMZB, ASK_PAGE, KmzbStepPage)

GtkWidget *kmzb_ask_page_new (KmzbMapView *map, KmzbAddressSearch *addresses);
void kmzb_ask_page_offer_names (KmzbAskPage *self, gboolean offer);
void kmzb_ask_page_set_text (KmzbAskPage *self, const char *text);
const char *kmzb_ask_page_get_text (KmzbAskPage *self);

G_END_DECLS
