/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-step-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_TRIED_PAGE (kmzb_tried_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbTriedPage, kmzb_tried_page, KMZB, TRIED_PAGE, KmzbStepPage)

GtkWidget *kmzb_tried_page_new (void);

G_END_DECLS
