/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-central-options.h"

G_BEGIN_DECLS

gboolean kmzb_service_run (const KmzbCentralOptions *options, GError **error);

G_END_DECLS
