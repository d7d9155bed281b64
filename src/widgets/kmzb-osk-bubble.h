/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_OSK_BUBBLE (kmzb_osk_bubble_get_type ())
G_DECLARE_FINAL_TYPE (KmzbOskBubble, kmzb_osk_bubble, KMZB, OSK_BUBBLE, GtkWidget)

GtkWidget *kmzb_osk_bubble_new (void);
void kmzb_osk_bubble_preview (KmzbOskBubble *self, GtkWidget *key);
void kmzb_osk_bubble_offer (KmzbOskBubble *self, GtkWidget *key, const char *const *texts);
gboolean kmzb_osk_bubble_is_offering (KmzbOskBubble *self);
void kmzb_osk_bubble_aim (KmzbOskBubble *self, double dx, double dy);
void kmzb_osk_bubble_let_go (KmzbOskBubble *self);
void kmzb_osk_bubble_hide (KmzbOskBubble *self);
gboolean kmzb_osk_bubble_place (KmzbOskBubble *self, GtkWidget *overlay, GdkRectangle *place);

G_END_DECLS
