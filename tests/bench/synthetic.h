/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threats.h"

G_BEGIN_DECLS

KmzbThreats *synthetic_threats_new (guint count, KmzbBox box, guint32 seed);

G_END_DECLS
