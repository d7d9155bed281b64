/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-changes.h"
#include "kmzb-intake.h"
#include "kmzb-status.h"
#include "kmzb-storage.h"

G_BEGIN_DECLS

#define KMZB_ARCHIVE_MAX_PAGE_SIZE 1000

/**
 * KmzbArchiveFilter:
 * @ids: (nullable): `service_request_id`; then no default window applies
 * @service_codes: (nullable)
 * @want_open: with @want_closed unset: open ones alone; both or neither: all
 * @start_us: by requested time; 0 is unset, as are the others
 * @updated_after_us: by updated time
 * @page: from 1
 * @page_size: at most %KMZB_ARCHIVE_MAX_PAGE_SIZE
 *
 * What GET requests asks for. What is unset does not narrow the answer.
 */
typedef struct
{
  GStrv ids;
  GStrv service_codes;
  gboolean want_open;
  gboolean want_closed;
  gint64 start_us;
  gint64 end_us;
  gint64 updated_after_us;
  gint64 updated_before_us;
  guint page;
  guint page_size;
} KmzbArchiveFilter;

typedef struct _KmzbArchive KmzbArchive;

KmzbArchive *kmzb_archive_open (const char *place, GError **error);
void kmzb_archive_close (KmzbArchive *self);

void kmzb_archive_add (KmzbArchive *self, KmzbIntake *intake);
void kmzb_archive_flush (KmzbArchive *self);
gboolean kmzb_archive_transact (KmzbArchive *self, KmzbStorageFunc func, gpointer data, GError **error);

gboolean kmzb_archive_check (KmzbArchive *self, GError **error);
GPtrArray *kmzb_archive_list (KmzbArchive *self, const KmzbArchiveFilter *filter, KmzbCatalog *catalog, GError **error);
gboolean kmzb_archive_find_status (KmzbArchive *self, const char *number, KmzbStatus *status, GError **error);
char *kmzb_archive_find_booth (KmzbArchive *self, GBytes *key_hash, gint64 now_us, GError **error);
GBytes *kmzb_archive_get_changes (KmzbArchive *self, const KmzbChangesAsk *ask, GError **error);

KmzbStorage *kmzb_archive_borrow (KmzbArchive *self, GError **error);
void kmzb_archive_give_back (KmzbArchive *self, KmzbStorage *storage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbArchive, kmzb_archive_close)

G_END_DECLS
