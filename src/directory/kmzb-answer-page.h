/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory.h"
#include "kmzb-map-view.h"
#include "kmzb-step-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_ANSWER_PAGE (kmzb_answer_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAnswerPage, kmzb_answer_page, KMZB, ANSWER_PAGE, KmzbStepPage)

GtkWidget *kmzb_answer_page_new (KmzbMapView *map);
void kmzb_answer_page_set_answer (KmzbAnswerPage *self, const KmzbDirectoryAnswer *answer, gboolean by_place);
void kmzb_answer_page_set_place (KmzbAnswerPage *self, const char *words, const char *note);

G_END_DECLS
