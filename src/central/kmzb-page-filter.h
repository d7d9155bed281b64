/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"
#include "kmzb-storage.h"
#include "kmzb-wire-form.h"

G_BEGIN_DECLS

/* What an address in words is looked for in: the newest so many of those that the other fields let through. */
#define KMZB_PAGE_FILTER_MAX_SCANNED 50000

/**
 * KmzbPageFilter:
 * @query: (transfer none): as asked
 * @from_us: the period, half open; 0: not bounded
 * @wrong: (element-type utf8): the names of fields that say nothing, or that contradict each other
 * @has_words: addresses are looked through, for which there is no index
 *
 * Which reports a coordinator wants to see, from the address of a page: one and the same for the list, the tallies and
 * the export, so that a link shows everybody the same.
 */
typedef struct
{
  KmzbWireForm *query;
  gint64 from_us;
  gint64 to_us;
  GPtrArray *wrong;
  gboolean has_words;
  /*< private >*/
  GString *where;
  GString *words;
  GArray *values;
  GPtrArray *texts;
} KmzbPageFilter;

/**
 * KmzbPageCursor:
 *
 * A place in the list, between two reports.
 */
typedef struct
{
  gint64 requested_us;
  char *id;
} KmzbPageCursor;

/* What kmzb_page_filter_query() gives, in this order. */
enum
{
  KMZB_COLUMN_ID, KMZB_COLUMN_NUMBER, KMZB_COLUMN_CATEGORY, KMZB_COLUMN_STATUS, KMZB_COLUMN_REQUESTED,
  KMZB_COLUMN_RECEIVED, KMZB_COLUMN_UPDATED, KMZB_COLUMN_BOOTH, KMZB_COLUMN_SOURCE, KMZB_COLUMN_LAT, KMZB_COLUMN_LON,
  KMZB_COLUMN_MAIN, KMZB_COLUMN_CONFIRMS, KMZB_COLUMN_BURST, KMZB_COLUMN_DATE, KMZB_COLUMN_DAY_PARTS,
  KMZB_COLUMN_WEEK_DAYS,
};

void kmzb_page_filter_read (KmzbPageFilter *self, KmzbWireForm *query);
void kmzb_page_filter_clear (KmzbPageFilter *self);
gboolean kmzb_page_filter_is_wrong (const KmzbPageFilter *self, const char *name);
char *kmzb_page_filter_format (const KmzbPageFilter *self, const char *const *without);
GString *kmzb_page_filter_make_where (const KmzbPageFilter *self, GArray *values);
KmzbRows *kmzb_page_filter_query (const KmzbPageFilter *self,
                                  KmzbStorage *storage,
                                  const KmzbPageCursor *from,
                                  gboolean oldest_first,
                                  guint limit,
                                  GError **error);

void kmzb_page_filter_append_cells (GString *sql, KmzbBox box);

gboolean kmzb_page_cursor_parse (KmzbPageCursor *self, const char *text);
char *kmzb_page_cursor_format (gint64 requested_us, const char *id);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KmzbPageFilter, kmzb_page_filter_clear)

G_END_DECLS
