/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *kmzb_answer_words_officer (const KmzbOfficer *officer);
const char *kmzb_answer_words_heading (const KmzbDirectoryAnswer *answer, gboolean by_place);
const char *kmzb_answer_words_explain (const KmzbDirectoryAnswer *answer, gboolean by_place);
char *kmzb_answer_words_spoken (const KmzbDirectoryAnswer *answer, gboolean by_place);
GtkWidget *kmzb_answer_emergency_new (void);

G_END_DECLS
