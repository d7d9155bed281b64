/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Adds the next row of @list; of a list that is being disposed, nothing. Returns: whether there are more */
typedef gboolean (*KmzbListStep) (GtkWidget *list);

void kmzb_list_fill (GtkWidget *list, KmzbListStep step);

G_END_DECLS
