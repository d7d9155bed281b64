/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_EMBLEM_HOLD_MS 3000

#define KMZB_TYPE_EMBLEM (kmzb_emblem_get_type ())
G_DECLARE_FINAL_TYPE (KmzbEmblem, kmzb_emblem, KMZB, EMBLEM, GtkWidget)

G_END_DECLS
