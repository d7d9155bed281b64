/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void kmzb_memory_init (void);
void kmzb_memory_run (void);
void kmzb_memory_serve (void);
void kmzb_memory_trim (void);
void kmzb_memory_trim_aside (void);

G_END_DECLS
