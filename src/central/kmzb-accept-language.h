/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double kmzb_accept_language_weigh (const char *accepted, const char *language);

G_END_DECLS
