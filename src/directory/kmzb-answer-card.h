/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_answer_line_new (const char *icon_name, const char *text, const char *css_class);
GtkWidget *kmzb_answer_officer_card_new (const KmzbOfficer *officer, const KmzbDirectoryAnswer *answer);
GtkWidget *kmzb_answer_unit_card_new (const KmzbDirectoryAnswer *answer, gboolean from_place);

G_END_DECLS
