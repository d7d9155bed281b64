/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-modal.h"

G_BEGIN_DECLS

#define KMZB_IDLE_QUESTION_YES 0

GtkWidget *kmzb_idle_question_new (guint answer_seconds);
void kmzb_idle_question_set_seconds (GtkWidget *modal, guint seconds);

G_END_DECLS
