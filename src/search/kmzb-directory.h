/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory-records.h"

G_BEGIN_DECLS

/**
 * KmzbDirectory:
 *
 * Who looks after what: units, officers and beats as they stand at one moment. Immutable and shared by reference, so
 * any thread may ask it; every question is answered from memory, in microseconds (a name in a millisecond or two).
 * What it returns lives as long as it does, or as its own reference.
 */
typedef struct _KmzbDirectory KmzbDirectory;

#define KMZB_TYPE_DIRECTORY (kmzb_directory_get_type ())
GType kmzb_directory_get_type (void);

KmzbDirectory *kmzb_directory_new (KmzbDirectoryRecords *pack, KmzbDirectoryRecords *central);
KmzbDirectory *kmzb_directory_ref (KmzbDirectory *self);
void kmzb_directory_unref (KmzbDirectory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbDirectory, kmzb_directory_unref)

guint kmzb_directory_get_n_units (KmzbDirectory *self);
guint kmzb_directory_get_n_officers (KmzbDirectory *self);
guint kmzb_directory_get_n_beats (KmzbDirectory *self);
KmzbUnit *kmzb_directory_get_unit (KmzbDirectory *self, const char *id);
KmzbOfficer *kmzb_directory_get_officer (KmzbDirectory *self, const char *id);
KmzbArea *kmzb_directory_get_beat (KmzbDirectory *self, const char *id);

KmzbArea *kmzb_directory_find_beat (KmzbDirectory *self, KmzbPoint place);
GPtrArray *kmzb_directory_list_officers (KmzbDirectory *self, const KmzbArea *beat);
KmzbUnit *kmzb_directory_get_unit_of_beat (KmzbDirectory *self, const KmzbArea *beat);
KmzbUnit *kmzb_directory_get_unit_of_officer (KmzbDirectory *self, const KmzbOfficer *officer);
GPtrArray *kmzb_directory_search_officers (KmzbDirectory *self, const char *text, guint max);

/**
 * KmzbUnitNearby:
 * @unit: (transfer none)
 * @distance_m: as the crow flies, metres
 */
typedef struct
{
  KmzbUnit *unit;
  double distance_m;
} KmzbUnitNearby;

GArray *kmzb_directory_list_nearest_units (KmzbDirectory *self, KmzbPoint place, guint max);

/**
 * KmzbDirectoryAnswerKind:
 * @KMZB_DIRECTORY_KNOWN: somebody looks after it: there are officers
 * @KMZB_DIRECTORY_VACANT: it lies in a beat that nobody looks after now; the unit helps
 * @KMZB_DIRECTORY_OUTSIDE: it lies in no known beat; the nearest unit helps, where one is known
 * @KMZB_DIRECTORY_NOBODY: the booth has no directory
 */
typedef enum
{
  KMZB_DIRECTORY_KNOWN,
  KMZB_DIRECTORY_VACANT,
  KMZB_DIRECTORY_OUTSIDE,
  KMZB_DIRECTORY_NOBODY,
} KmzbDirectoryAnswerKind;

/**
 * KmzbDirectoryAnswer:
 * @beat: (nullable): %NULL outside of all, and for an officer whose beat is not known
 * @officers: (element-type KmzbOfficer): one or more with @KMZB_DIRECTORY_KNOWN, else none
 * @unit: (nullable): whose beat it is; where nothing says so, and outside, the nearest one. May be %NULL where there is
 *   a beat
 * @unit_is_nearest: nothing says that @unit is in charge; it is only the nearest, and must be shown as such
 * @unit_distance_m: from the place that was asked for, or the middle of the officer's beat, to @unit; below 0 where there is
 *   no such place (an officer without a beat) or no unit
 *
 * Who helps at a place. Holds references of its own: it stays as it is when a newer directory takes the place of the
 * one it came from.
 */
typedef struct
{
  KmzbDirectoryAnswerKind kind;
  KmzbArea *beat;
  GPtrArray *officers;
  KmzbUnit *unit;
  gboolean unit_is_nearest;
  double unit_distance_m;
} KmzbDirectoryAnswer;

KmzbDirectoryAnswer *kmzb_directory_ask_place (KmzbDirectory *self, KmzbPoint place);
KmzbDirectoryAnswer *kmzb_directory_ask_officer (KmzbDirectory *self, KmzbOfficer *officer);
void kmzb_directory_answer_free (KmzbDirectoryAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbDirectoryAnswer, kmzb_directory_answer_free)

G_END_DECLS
