/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-storage.h"

G_BEGIN_DECLS

/**
 * KmzbImport:
 * @booth: whose reports the file says they are
 * @n: reports in the file
 * @n_stored: stored now
 * @n_known: were here already
 * @n_refused: not to be stored: bad, or another content is stored under their id
 * @refusals: (element-type utf8): one line each: the report's id and why
 *
 * What became of a booth's file from a USB stick.
 */
typedef struct
{
  char *booth;
  guint n;
  guint n_stored;
  guint n_known;
  guint n_refused;
  GPtrArray *refusals;
} KmzbImport;

KmzbImport *kmzb_import_file (KmzbStorage *storage,
                              KmzbCatalog *catalog,
                              const char *path,
                              gint64 now_us,
                              GError **error);
void kmzb_import_free (KmzbImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbImport, kmzb_import_free)

G_END_DECLS
