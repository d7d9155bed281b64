/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-booth.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_LEARN_PAGE (kmzb_learn_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbLearnPage, kmzb_learn_page, KMZB, LEARN_PAGE, GtkWidget)

GtkWidget *kmzb_learn_page_new (KmzbBooth *booth);
void kmzb_learn_page_start (KmzbLearnPage *self, KmzbPoint center, double zoom);
void kmzb_learn_page_rebuild (KmzbLearnPage *self);
void kmzb_learn_page_leave (KmzbLearnPage *self);
void kmzb_learn_page_reset (KmzbLearnPage *self);
gboolean kmzb_learn_page_is_practising (KmzbLearnPage *self);

G_END_DECLS
