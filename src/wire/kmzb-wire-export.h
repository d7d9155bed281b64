/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a file of exported reports is named: kmzb-BOOTH-TIME.kmzb */
#define KMZB_WIRE_EXPORT_SUFFIX ".kmzb"

typedef struct _KmzbWireExport KmzbWireExport;

KmzbWireExport *kmzb_wire_export_new (const char *booth, gint64 made_us);
void kmzb_wire_export_add (KmzbWireExport *self, const char *id, GBytes *payload);
guint kmzb_wire_export_get_n (KmzbWireExport *self);
GBytes *kmzb_wire_export_end (KmzbWireExport *self);
void kmzb_wire_export_free (KmzbWireExport *self);

/**
 * KmzbWireExportFunc:
 * @id: the report's UUID
 * @payload: what the booth would have sent, without a key
 *
 * Returns: whether to go on
 */
typedef gboolean (*KmzbWireExportFunc) (const char *id, const char *payload, gsize length, gpointer data);

gboolean kmzb_wire_export_read (const char *bytes,
                                gsize length,
                                char **booth,
                                KmzbWireExportFunc func,
                                gpointer data,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireExport, kmzb_wire_export_free)

G_END_DECLS
