/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-routes.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KmzbServerConfig:
 * @routes: (transfer none): lives as long as the server
 * @listener: (transfer none): lives as long as the server
 * @certificate: (nullable): PEM; with @key, TLS is spoken
 * @request_seconds: for one whole request, and for taking one answer
 * @print_reports: a line on stdout for each report that is new
 * @log_requests: a line on stderr for each request
 */
typedef struct
{
  KmzbRoutes *routes;
  GSocket *listener;
  const char *certificate;
  const char *key;
  guint request_seconds;
  gboolean print_reports;
  gboolean log_requests;
} KmzbServerConfig;

typedef struct _KmzbServer KmzbServer;

KmzbServer *kmzb_server_start (const KmzbServerConfig *config, GError **error);
void kmzb_server_retire (KmzbServer *self);
gboolean kmzb_server_is_idle (KmzbServer *self);
void kmzb_server_stop (KmzbServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbServer, kmzb_server_stop)

G_END_DECLS
