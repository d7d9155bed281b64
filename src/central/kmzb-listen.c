/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-listen.h"

#include "kmzb-error.h"

#include <string.h>

#define BACKLOG 1024

/* @text: "127.0.0.1:8311", "[::1]:0". Names are not looked up: what is listened on must be plain to see.
 * Returns: (transfer full) */
GInetSocketAddress *
kmzb_listen_parse (const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  guint64 port = 0;
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    {
      host = g_strndup (text, (gsize) (colon - text));
      if (*host == '[' && g_str_has_suffix (host, "]"))
        {
          host[strlen (host) - 1] = '\0';
          memmove (host, host + 1, strlen (host));
        }
      else if (strchr (host, ':') != NULL)
        *host = '\0';
      address = g_inet_address_new_from_string (host);
    }
  if (address == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                   "%s is not an address and port such as 127.0.0.1:8311 or [::1]:8311", text);
      return NULL;
    }
  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new (address, (guint16) port));
}

gboolean
kmzb_listen_is_loopback (GInetSocketAddress *address)
{
  return g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address));
}

static char *
format (GInetSocketAddress *address)
{
  GInetAddress *inet = g_inet_socket_address_get_address (address);
  g_autofree char *host = g_inet_address_to_string (inet);
  gboolean v6 = g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf ("%s%s%s:%u", v6 ? "[" : "", host, v6 ? "]" : "",
                          g_inet_socket_address_get_port (address));
}

/* Returns: (transfer full): a socket that takes connections, or %NULL with an error that names the address */
GSocket *
kmzb_listen_open (GInetSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) listener
      = g_socket_new (g_socket_address_get_family (G_SOCKET_ADDRESS (address)), G_SOCKET_TYPE_STREAM,
                      G_SOCKET_PROTOCOL_TCP, error);

  if (listener == NULL)
    return NULL;
  g_socket_set_listen_backlog (listener, BACKLOG);
  /* Reuse: a restart must not wait for the old connections' time-outs. Another listener is still refused. */
  if (!g_socket_bind (listener, G_SOCKET_ADDRESS (address), TRUE, error) || !g_socket_listen (listener, error))
    {
      g_autofree char *name = format (address);

      g_prefix_error (error, "Can't listen on %s: ", name);
      return NULL;
    }
  return g_steal_pointer (&listener);
}

/* Returns: (transfer full): "http://127.0.0.1:8311", with the port that was really taken */
char *
kmzb_listen_format_url (GSocket *socket, gboolean tls, GError **error)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, error);
  g_autofree char *name = NULL;

  if (address == NULL)
    return NULL;
  name = format (G_INET_SOCKET_ADDRESS (address));
  return g_strconcat (tls ? "https://" : "http://", name, NULL);
}
