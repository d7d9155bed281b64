/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-wire-writer.h"

#include <glib.h>

G_BEGIN_DECLS

#define KMZB_WIRE_DISCOVERY_MAX_BYTES (256 * 1024)

/**
 * KmzbWireDiscovery:
 * @url: base of the production GeoReport v2 endpoint that speaks JSON, without a slash at its end
 * @is_central: the endpoint carries the `kmzb` extension: it is a `kmzb-central` and keeps its promises
 * @kmzb_version: of that extension; 0 for a foreign server
 * @public_key: (nullable): base64 of the X25519 key to which descriptions are sealed, where the server names a good one
 * @key_id: (nullable): the server's name for it; there when @public_key is
 * @changes: the kinds that its `changes.json` tells; empty for a server without
 * @heartbeat: it wants to know how its booths are (kmzb-wire-heartbeat.h)
 */
typedef struct
{
  char *url;
  gboolean is_central;
  guint kmzb_version;
  char *public_key;
  char *key_id;
  GStrv changes;
  gboolean heartbeat;
} KmzbWireDiscovery;

/**
 * KmzbWireOffer:
 * @base_url: of the API, without a slash at its end
 * @test_url: (nullable): of the API for trying out
 * @public_key: (nullable): base64 of the key in use, with its @key_id
 * @contact: (nullable): how to reach who runs it, for people
 *
 * What a `kmzb-central` says of itself.
 */
typedef struct
{
  const char *base_url;
  const char *test_url;
  const char *public_key;
  const char *key_id;
  const char *contact;
} KmzbWireOffer;

KmzbWireDiscovery *kmzb_wire_discovery_parse (GBytes *body, GError **error);
void kmzb_wire_discovery_free (KmzbWireDiscovery *self);
GBytes *kmzb_wire_discovery_build (KmzbWireFormat format, const KmzbWireOffer *offer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireDiscovery, kmzb_wire_discovery_free)

G_END_DECLS
