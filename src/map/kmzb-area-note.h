/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-stats.h"

G_BEGIN_DECLS

/**
 * KmzbAreaNote:
 * @title: the area's name, or the size of a field of the grid in words
 * @step: what is said of it
 * @verdict: @step in words
 * @confirmed: how many confirmed threats, in words that single nobody out
 * @reports: how many reports, likewise
 * @center: its middle
 * @place: where it was asked for
 * @stats: what it was taken from, with @area or the cell @x/@y
 *
 * What a visitor reads of the area that was tapped.
 */
typedef struct
{
  char *title;
  KmzbAreaStep step;
  char *verdict;
  char *confirmed;
  char *reports;
  KmzbPoint center;
  KmzbPoint place;
  /*< private >*/
  KmzbAreaStats *stats;
  int area; /* -1 for a cell */
  int x, y;
} KmzbAreaNote;

#define KMZB_TYPE_AREA_NOTE (kmzb_area_note_get_type ())
GType kmzb_area_note_get_type (void);

KmzbAreaNote *kmzb_area_note_new_at (KmzbAreaStats *stats, KmzbPoint point);
GPtrArray *kmzb_area_note_list (KmzbAreaStats *stats, KmzbBox view, KmzbPoint center);
KmzbAreaNote *kmzb_area_note_copy (const KmzbAreaNote *self);
void kmzb_area_note_free (KmzbAreaNote *self);

const char *kmzb_area_step_to_text (KmzbAreaStep step);
char *kmzb_area_count_to_text (guint count);
char *kmzb_area_size_to_text (double metres);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbAreaNote, kmzb_area_note_free)

G_END_DECLS
