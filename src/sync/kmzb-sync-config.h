/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbSyncConfig:
 * @url: (nullable): the central server, with or without /open311/v2/; %NULL: the booth stays by itself
 * @key_file: (nullable): file with the booth's key, 0600
 * @ca_file: (nullable): PEM file of the only authorities to trust, instead of the system's
 * @jurisdiction: (nullable): `jurisdiction_id`, for a GeoReport server that serves several
 * @services: (nullable) (element-type utf8 utf8): category to service code, for a GeoReport server that has codes of its
 *   own; not changed any more
 */
typedef struct
{
  const char *url;
  const char *key_file;
  const char *ca_file;
  const char *jurisdiction;
  GHashTable *services;
} KmzbSyncConfig;

G_END_DECLS
