/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  KMZB_DAY_PART_NIGHT = 1 << 0,
  KMZB_DAY_PART_MORNING = 1 << 1,
  KMZB_DAY_PART_MIDDAY = 1 << 2,
  KMZB_DAY_PART_AFTERNOON = 1 << 3,
  KMZB_DAY_PART_EVENING = 1 << 4,
} KmzbDayPart;

#define KMZB_N_DAY_PARTS 5
#define KMZB_N_WEEK_DAYS 7

/**
 * KmzbReport:
 * @id: UUIDv7, made when the draft begins; the same through every try to save or send
 * @number: what the visitor takes home (kmzb-number.h)
 * @category: slug
 * @address: (nullable): nearest address in words; stays at the booth
 * @day_parts: flags of #KmzbDayPart
 * @week_days: bit 0 is Monday, bit 6 Sunday
 * @observed_date: (nullable): "YYYY-MM-DD"
 * @description: (nullable): what the visitor wrote; never logged
 * @saved_us: the booth's clock at save, microseconds since 1970 UTC
 * @confirms: (nullable): id of the threat which this report confirms
 * @source: (nullable): "debate", "council", "organisation", "joke"; %NULL is a visitor
 * @burst: one of many from one visitor or one spot in a short time; the officer is told, nothing is blocked
 * @practice: made to learn; never leaves the booth
 *
 * One report. Filled by whoever makes it, not changed once it has been handed to the store.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  char *id;
  char *number;
  char *category;
  KmzbPoint place;
  char *address;
  guint day_parts;
  guint week_days;
  char *observed_date;
  char *description;
  gint64 saved_us;
  char *confirms;
  char *source;
  gboolean burst;
  gboolean practice;
} KmzbReport;

#define KMZB_TYPE_REPORT (kmzb_report_get_type ())
GType kmzb_report_get_type (void);

KmzbReport *kmzb_report_new (void);
KmzbReport *kmzb_report_ref (KmzbReport *self);
void kmzb_report_unref (KmzbReport *self);

const char *kmzb_day_part_to_slug (guint index);
const char *kmzb_week_day_to_slug (guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbReport, kmzb_report_unref)

G_END_DECLS
