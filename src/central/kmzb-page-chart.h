/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-page.h"

G_BEGIN_DECLS

/**
 * KmzbTally:
 * @name: what is counted
 * @status: (nullable): its slug, where a status is counted
 * @link: (nullable): to the list of what was counted
 * @x, @y: where it lies, in cells east and north, where places are counted
 *
 * One number of a chart.
 */
typedef struct
{
  char *name;
  char *status;
  char *link;
  int x;
  int y;
  gint64 n;
} KmzbTally;

KmzbTally *kmzb_tally_new (const char *name, char *link, gint64 n);
void kmzb_tally_free (KmzbTally *self);

void kmzb_page_add_bars (KmzbPage *self, KmzbText caption, KmzbText head, GPtrArray *tallies);
void kmzb_page_add_columns (KmzbPage *self, KmzbText caption, KmzbText head, GPtrArray *tallies);
void kmzb_page_add_grid (KmzbPage *self, KmzbText caption, GPtrArray *tallies, double narrow);

G_END_DECLS
