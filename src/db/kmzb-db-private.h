/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _KmzbDb
{
  sqlite3 *handle;
  char *path;
};

void kmzb_db_set_error (KmzbDb *self, int code, const char *what, GError **error);

G_END_DECLS
