/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest body of a POST, in bytes: 4000 code points of description, each three times four bytes when percent
 * encoded, and room for all the rest. */
#define KMZB_WIRE_FORM_MAX_BYTES (64 * 1024)
#define KMZB_WIRE_FORM_MAX_FIELDS 256
#define KMZB_WIRE_FORM_MAX_NAME_BYTES 128

typedef struct _KmzbWireForm KmzbWireForm;

KmzbWireForm *kmzb_wire_form_new (void);
KmzbWireForm *kmzb_wire_form_parse (const char *data, gsize length, GError **error);
gboolean kmzb_wire_form_parse_into (KmzbWireForm *self, const char *data, gsize length, GError **error);
void kmzb_wire_form_free (KmzbWireForm *self);

void kmzb_wire_form_add (KmzbWireForm *self, const char *name, const char *value);
void kmzb_wire_form_remove (KmzbWireForm *self, const char *name);
const char *kmzb_wire_form_get (KmzbWireForm *self, const char *name);
GPtrArray *kmzb_wire_form_get_all (KmzbWireForm *self, const char *name);
GBytes *kmzb_wire_form_encode (KmzbWireForm *self);
GBytes *kmzb_wire_form_digest (KmzbWireForm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireForm, kmzb_wire_form_free)

G_END_DECLS
