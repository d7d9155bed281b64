/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_STAGE (kmzb_stage_get_type ())
G_DECLARE_FINAL_TYPE (KmzbStage, kmzb_stage, KMZB, STAGE, GtkWidget)

GtkWidget *kmzb_stage_new (GtkWidget *content);
void kmzb_stage_open (KmzbStage *self, GtkWidget *modal);
void kmzb_stage_close (KmzbStage *self);
GtkWidget *kmzb_stage_get_modal (KmzbStage *self);

G_END_DECLS
