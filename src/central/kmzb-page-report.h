/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"
#include "kmzb-page.h"

G_BEGIN_DECLS

/**
 * KmzbCase:
 * @number: (nullable): as people read it
 * @main_id: (nullable): of which report this is a duplicate; @main_number: (nullable): how that one is called
 * @confirms: (nullable): the threat that its visitor confirmed
 * @n_duplicates, @n_confirming: how many reports say the same
 * @sealed: whether the description is sealed
 *
 * A report as a coordinator sees it. What the visitor wrote is not in it (kmzb-page-report.c).
 */
typedef struct
{
  char *id;
  char *number;
  char *category;
  char *status;
  char *booth;
  char *source;
  char *address;
  char *observed_date;
  char *confirms;
  char *main_id;
  char *main_number;
  gint64 requested_us;
  gint64 received_us;
  gint64 n_duplicates;
  gint64 n_confirming;
  gboolean has_place;
  KmzbPoint place;
  guint day_parts;
  guint week_days;
  gboolean burst;
  gboolean has_description;
} KmzbCase;

/* Of an address: what a filter of ours takes, escaped. */
#define KMZB_LIST_MAX_BYTES 1500

void kmzb_page_begin_report_form (KmzbPage *self, const char *id);
gboolean kmzb_page_add_queue (KmzbPage *self, KmzbStorage *reader, const KmzbCase *report, GError **error);
char *kmzb_page_name_day_parts (KmzbPage *self, guint flags);
char *kmzb_page_name_week_days (KmzbPage *self, guint flags);
gboolean kmzb_page_add_nearby (KmzbPage *self, KmzbStorage *reader, const KmzbCase *report, KmzbWireForm *query,
                               GError **error);
gboolean kmzb_page_add_duplicates (KmzbPage *self, KmzbStorage *reader, const KmzbCase *report, KmzbText fault,
                                   const char *main, GError **error);

G_END_DECLS
