/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-exchange.h"

G_BEGIN_DECLS

char *kmzb_access_log_format (const KmzbExchange *exchange, gint64 now_us, gint64 took_us);

G_END_DECLS
