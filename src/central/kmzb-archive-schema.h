/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

G_BEGIN_DECLS

KmzbDb *kmzb_archive_open_file (const char *path, GError **error);

G_END_DECLS
