/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-geo.h"
#include "kmzb-status.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbWireItem:
 * @id: UUID under which central keeps it
 * @category: (nullable): the service code's category; %NULL when the catalogue has lost it
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
  gboolean has_place;
  KmzbPoint place;
  gint64 requested_us;
  gint64 updated_us;
} KmzbWireItem;

void kmzb_wire_item_free (KmzbWireItem *self);
gboolean kmzb_wire_status_is_open (KmzbStatus status);

GBytes *kmzb_wire_json_services (KmzbCatalog *catalog, const char *language);
GBytes *kmzb_wire_json_definition (const KmzbCategory *category, const char *language);
GBytes *kmzb_wire_json_requests (GPtrArray *items, const char *language);
GBytes *kmzb_wire_json_receipt (const char *id, const char *client_report_id);
GBytes *kmzb_wire_json_error (guint code, const char *description);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireItem, kmzb_wire_item_free)

G_END_DECLS
