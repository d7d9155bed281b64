/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_SPARE (kmzb_spare_get_type ())
G_DECLARE_FINAL_TYPE (KmzbSpare, kmzb_spare, KMZB, SPARE, GtkWidget)

G_END_DECLS
