/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GProxyResolver *kmzb_proxy_from_environment (void);

G_END_DECLS
