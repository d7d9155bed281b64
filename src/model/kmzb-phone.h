/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kmzb_phone_format (const char *phone);
char *kmzb_phone_to_dial (const char *phone);

G_END_DECLS
