/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"
#include "kmzb-status.h"
#include "kmzb-threat.h"

#include <glib.h>

G_BEGIN_DECLS

/* What a booth asks for at once. */
#define KMZB_WIRE_CHANGES_LIMIT 2000
/* A page, unpacked. */
#define KMZB_WIRE_CHANGES_MAX_BYTES (16 * 1024 * 1024)
#define KMZB_WIRE_CURSOR_MAX_BYTES 256
#define KMZB_WIRE_ID_MAX_BYTES 255

/**
 * KmzbWireChangesKind:
 * @KMZB_WIRE_CHANGES_OF_CATALOGUE: categories
 * @KMZB_WIRE_CHANGES_OF_THREATS: threats of the public map
 * @KMZB_WIRE_CHANGES_OF_STATUSES: where reports of the asking booth stand
 * @KMZB_WIRE_CHANGES_OF_STATISTICS: the map's statistical part
 * @KMZB_WIRE_CHANGES_OF_DIRECTORY: units, officers, beats
 *
 * What `changes` tells, each with a cursor of its own.
 */
typedef enum
{
  KMZB_WIRE_CHANGES_OF_CATALOGUE,
  KMZB_WIRE_CHANGES_OF_THREATS,
  KMZB_WIRE_CHANGES_OF_STATUSES,
  KMZB_WIRE_CHANGES_OF_STATISTICS,
  KMZB_WIRE_CHANGES_OF_DIRECTORY,
} KmzbWireChangesKind;

#define KMZB_WIRE_N_CHANGES_KINDS (KMZB_WIRE_CHANGES_OF_DIRECTORY + 1)

/* Strings of the following three live as long as their page. */
typedef struct
{
  const char *id;
  const char *category;
  KmzbStatus status;
  KmzbThreatSource source;
  KmzbPoint place;
  gint64 created_us;
  gint64 updated_us;
} KmzbWireThreat;

/**
 * KmzbWireStanding:
 * @id: the report's UUID
 * @number: (nullable): in its one form
 *
 * Where a report stands.
 */
typedef struct
{
  const char *id;
  const char *number;
  KmzbStatus status;
  gint64 updated_us;
} KmzbWireStanding;

/**
 * KmzbWireRecord:
 * @json: the whole item as it came, one JSON object
 *
 * An item of the other kinds, which is kept as it is.
 */
typedef struct
{
  const char *id;
  const char *json;
} KmzbWireRecord;

/**
 * KmzbWireChanges:
 * @threats: (element-type KmzbWireThreat): of that kind, else empty; likewise the others
 * @deleted: (element-type utf8): ids that are gone
 * @cursor: opaque
 * @more: whether another page follows at once
 * @n_bad: items that were left out because nobody could use them
 *
 * One page of `GET changes.json`.
 */
typedef struct
{
  KmzbWireChangesKind kind;
  GArray *threats;
  GArray *standings;
  GArray *records;
  GPtrArray *deleted;
  char *cursor;
  gboolean more;
  guint n_bad;
  /*< private >*/
  GStringChunk *strings;
} KmzbWireChanges;

const char *kmzb_wire_changes_kind_to_slug (KmzbWireChangesKind kind);
gboolean kmzb_wire_changes_kind_from_slug (const char *slug, KmzbWireChangesKind *kind);

KmzbWireChanges *kmzb_wire_changes_parse (KmzbWireChangesKind kind, GBytes *body, GError **error);
void kmzb_wire_changes_free (KmzbWireChanges *self);
guint kmzb_wire_changes_get_n (const KmzbWireChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireChanges, kmzb_wire_changes_free)

G_END_DECLS
