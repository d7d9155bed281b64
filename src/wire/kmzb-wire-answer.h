/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-geo.h"
#include "kmzb-status.h"
#include "kmzb-wire-writer.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbWireItem:
 * @id: UUID under which central keeps it
 * @category: (nullable): the service code's category; %NULL when the catalogue has lost it
 * @status_notes: (nullable): what the police told the public with the status
 * @requested_us: when it was reported, by the client's clock where it told
 * @updated_us: by central's clock
 *
 * What everybody may know of a report. There is no member for a description, an address in words or a number, so none
 * can slip out.
 */
typedef struct
{
  char *id;
  char *service_code;
  const KmzbCategory *category;
  KmzbStatus status;
  char *status_notes;
  gboolean has_place;
  KmzbPoint place;
  gint64 requested_us;
  gint64 updated_us;
} KmzbWireItem;

/**
 * KmzbWireUpdate:
 * @note: (nullable): what the police tell the public with it
 *
 * A change of status as everybody may know it.
 */
typedef struct
{
  char *id;
  char *report_id;
  KmzbStatus status;
  char *note;
  gint64 updated_us;
} KmzbWireUpdate;

void kmzb_wire_item_free (KmzbWireItem *self);
void kmzb_wire_update_free (KmzbWireUpdate *self);
gboolean kmzb_wire_status_is_open (KmzbStatus status);

GBytes *kmzb_wire_answer_services (KmzbWireFormat format, KmzbCatalog *catalog, const char *language);
GBytes *kmzb_wire_answer_definition (KmzbWireFormat format, const KmzbCategory *category, const char *language);
GBytes *kmzb_wire_answer_requests (KmzbWireFormat format, GPtrArray *items, const char *language);
GBytes *kmzb_wire_answer_receipt (KmzbWireFormat format, const char *id, const char *client_report_id);
GBytes *kmzb_wire_answer_token (KmzbWireFormat format, const char *id, const char *token);
GBytes *kmzb_wire_answer_updates (KmzbWireFormat format, GPtrArray *updates);
GBytes *kmzb_wire_answer_update_receipt (KmzbWireFormat format, const char *update_id);
GBytes *kmzb_wire_answer_error (KmzbWireFormat format, guint code, const char *description);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireItem, kmzb_wire_item_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireUpdate, kmzb_wire_update_free)

G_END_DECLS
