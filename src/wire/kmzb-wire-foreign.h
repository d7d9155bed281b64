/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* GeoReport v2 servers that are no kmzb-central: what a booth sends them and makes of what they say. */

#define KMZB_WIRE_LIST_MAX_BYTES (4 * 1024 * 1024)

/**
 * KmzbWireFind:
 * @KMZB_WIRE_FIND_THERE: the server has the report
 * @KMZB_WIRE_FIND_NOT_THERE: it would show the report if it had it
 * @KMZB_WIRE_FIND_UNKNOWN: its list cannot tell
 */
typedef enum
{
  KMZB_WIRE_FIND_THERE,
  KMZB_WIRE_FIND_NOT_THERE,
  KMZB_WIRE_FIND_UNKNOWN,
} KmzbWireFind;

gboolean kmzb_wire_is_service_list (GBytes *body);
gboolean kmzb_wire_declares_report_id (GBytes *body);
char *kmzb_wire_get_service_code (GBytes *payload);
GBytes *kmzb_wire_foreign_payload (GBytes *payload,
                                   const char *id,
                                   const char *service_code,
                                   gboolean declares_id,
                                   GError **error);
KmzbWireFind kmzb_wire_find_report (GBytes *body,
                                    const char *id,
                                    gboolean declares_id,
                                    gint64 since_us,
                                    char **server_id);

G_END_DECLS
