/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

G_BEGIN_DECLS

gboolean kmzb_poland_contains (KmzbPoint point);

G_END_DECLS
