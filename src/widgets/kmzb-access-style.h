/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-access.h"

G_BEGIN_DECLS

/* Above the sheets of every room and the window's type size: what it defines wins. */
#define KMZB_ACCESS_STYLE_PRIORITY 610

void kmzb_access_style_init (void);

G_END_DECLS
