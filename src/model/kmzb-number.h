/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kmzb_number_new (void);
char *kmzb_number_format (const char *number);
char *kmzb_number_parse (const char *text);

G_END_DECLS
