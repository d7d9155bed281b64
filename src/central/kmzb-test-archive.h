/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-archive.h"

G_BEGIN_DECLS

typedef struct _KmzbTestArchive KmzbTestArchive;

KmzbTestArchive *kmzb_test_archive_new (const char *place, KmzbCatalog *catalog);
void kmzb_test_archive_free (KmzbTestArchive *self);
KmzbArchive *kmzb_test_archive_get (KmzbTestArchive *self, GError **error);
void kmzb_test_archive_flush (KmzbTestArchive *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbTestArchive, kmzb_test_archive_free)

G_END_DECLS
