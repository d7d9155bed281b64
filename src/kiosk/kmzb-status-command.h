/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-options.h"

G_BEGIN_DECLS

int kmzb_status_command (KmzbOptions *options);

G_END_DECLS
