/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_STEP_HEADER (kmzb_step_header_get_type ())
G_DECLARE_FINAL_TYPE (KmzbStepHeader, kmzb_step_header, KMZB, STEP_HEADER, GtkWidget)

GtkWidget *kmzb_step_header_new (void);
void kmzb_step_header_set_question (KmzbStepHeader *self, const char *question);
void kmzb_step_header_set_hint (KmzbStepHeader *self, const char *hint);
void kmzb_step_header_set_progress (KmzbStepHeader *self, guint step, guint n_steps);

G_END_DECLS
