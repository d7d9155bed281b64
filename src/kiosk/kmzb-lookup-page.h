/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-lookup-brake.h"
#include "kmzb-step-page.h"
#include "kmzb-store.h"

G_BEGIN_DECLS

#define KMZB_TYPE_LOOKUP_PAGE (kmzb_lookup_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbLookupPage, kmzb_lookup_page, KMZB, LOOKUP_PAGE, KmzbStepPage)

GtkWidget *kmzb_lookup_page_new (KmzbStore *store, KmzbClock *clock, KmzbLookupBrake *brake);
void kmzb_lookup_page_rebuild (KmzbLookupPage *self);

G_END_DECLS
