/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-wire-form.h"
#include "kmzb-wire-writer.h"

G_BEGIN_DECLS

#define KMZB_WIRE_XML_MAX_DEPTH 16

KmzbWireXml *kmzb_wire_xml_new (void);
GBytes *kmzb_wire_xml_finish (KmzbWireXml *self);
void kmzb_wire_xml_begin (KmzbWireXml *self, const char *name, const char *item);
void kmzb_wire_xml_end (KmzbWireXml *self);
void kmzb_wire_xml_text (KmzbWireXml *self, const char *name, const char *text);

KmzbWireForm *kmzb_wire_xml_parse_form (const char *data, gsize length, GError **error);

G_END_DECLS
