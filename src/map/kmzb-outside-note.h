/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_OUTSIDE_PATTERN_SIDE 48

GdkTexture *kmzb_outside_note_draw_pattern (void);
guint kmzb_outside_note_find_rooms (const graphene_rect_t *view, const graphene_rect_t *inside, graphene_rect_t rooms[2]);
gboolean kmzb_outside_note_find_place (const graphene_rect_t *room,
                                       const graphene_rect_t *covers,
                                       guint n_covers,
                                       const graphene_size_t *size,
                                       graphene_point_t *place);
void kmzb_outside_note_snapshot (GtkWidget *widget,
                                 GtkSnapshot *snapshot,
                                 const graphene_rect_t *inside,
                                 GPtrArray *covers);
void kmzb_outside_note_snapshot_unread (GtkWidget *widget,
                                        GtkSnapshot *snapshot,
                                        const graphene_rect_t *unread,
                                        GPtrArray *covers);

G_END_DECLS
