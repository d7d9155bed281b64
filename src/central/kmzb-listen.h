/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GInetSocketAddress *kmzb_listen_parse (const char *text, GError **error);
gboolean kmzb_listen_is_loopback (GInetSocketAddress *address);
GSocket *kmzb_listen_open (GInetSocketAddress *address, GError **error);
char *kmzb_listen_format_url (GSocket *socket, gboolean tls, GError **error);

G_END_DECLS
