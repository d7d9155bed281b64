/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-modal.h"

G_BEGIN_DECLS

#define KMZB_QUESTION_YES 0
#define KMZB_QUESTION_NO 1

GtkWidget *kmzb_question_new_language (char *const *languages, const char *current);
GtkWidget *kmzb_question_new_finish (void);
gboolean kmzb_question_is_finish (GtkWidget *modal);

G_END_DECLS
