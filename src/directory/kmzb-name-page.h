/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory.h"
#include "kmzb-step-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_NAME_PAGE (kmzb_name_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbNamePage, kmzb_name_page, KMZB, NAME_PAGE, KmzbStepPage)

GtkWidget *kmzb_name_page_new (KmzbDirectory *directory);
void kmzb_name_page_set_directory (KmzbNamePage *self, KmzbDirectory *directory);
void kmzb_name_page_set_text (KmzbNamePage *self, const char *text);
const char *kmzb_name_page_get_text (KmzbNamePage *self);

G_END_DECLS
