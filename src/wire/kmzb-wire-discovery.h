/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KMZB_WIRE_DISCOVERY_MAX_BYTES (256 * 1024)

/**
 * KmzbWireDiscovery:
 * @url: base of the production GeoReport v2 endpoint that speaks JSON, without a slash at its end
 * @is_central: the endpoint carries the `kmzb` extension: it is a `kmzb-central` and keeps its promises
 * @kmzb_version: of that extension; 0 for a foreign server
 */
typedef struct
{
  char *url;
  gboolean is_central;
  guint kmzb_version;
} KmzbWireDiscovery;

KmzbWireDiscovery *kmzb_wire_discovery_parse (GBytes *body, GError **error);
void kmzb_wire_discovery_free (KmzbWireDiscovery *self);
GBytes *kmzb_wire_discovery_build (const char *base_url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireDiscovery, kmzb_wire_discovery_free)

G_END_DECLS
