/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KMZB_WIRE_HEARTBEAT_MAX_BYTES 4096

/**
 * KmzbWireHeartbeat:
 * @version: of the booth's program
 * @pack_id: (nullable): of the region pack, with its @pack_name and when it was made (@pack_made, as the pack says it)
 * @n_waiting: reports that will still go out by themselves
 * @n_aside: reports that a person has to look at: uncertain, refused or held
 * @oldest_unsent_s: for how long the oldest of those that wait has waited; -1: none waits
 * @has_clock_offset: whether the booth knows how wrong its clock is
 * @clock_offset_s: the booth's clock less the server's
 * @free_bytes: on the disk of the booth's file; -1: unknown
 *
 * How a booth is, for its operator. Nothing in it is of a visitor or a report.
 */
typedef struct
{
  char *version;
  char *pack_id;
  char *pack_name;
  char *pack_made;
  gint64 n_waiting;
  gint64 n_aside;
  gint64 oldest_unsent_s;
  gboolean has_clock_offset;
  gint64 clock_offset_s;
  gint64 free_bytes;
} KmzbWireHeartbeat;

GBytes *kmzb_wire_heartbeat_build (const KmzbWireHeartbeat *self);
KmzbWireHeartbeat *kmzb_wire_heartbeat_parse (GBytes *body, GError **error);
void kmzb_wire_heartbeat_free (KmzbWireHeartbeat *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireHeartbeat, kmzb_wire_heartbeat_free)

G_END_DECLS
