/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

guint kmzb_outside_note_find_rooms (const graphene_rect_t *view, const graphene_rect_t *inside, graphene_rect_t rooms[2]);
void kmzb_outside_note_snapshot (GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *inside);

G_END_DECLS
