/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void kmzb_language_init (void);
void kmzb_language_set (const char *language);
const char *kmzb_language_get (void);

GStrv kmzb_language_list (void);
gboolean kmzb_language_is_known (const char *language);
const char *kmzb_language_get_own_name (const char *language);

G_END_DECLS
