/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-proxy.h"

#include <string.h>

static const char *
get_first (const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = g_getenv (names[i]);

      if (value != NULL && *value != '\0')
        return value;
    }
  return NULL;
}

/* "a.example,.b.example" as people write it: a name stands for all below it, too. */
static GStrv
read_exceptions (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit_set (text ? text : "", ", ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *name = parts[i] + (parts[i][0] == '.' ? 1 : 0);

      if (*name == '\0')
        continue;
      g_strv_builder_add (builder, name);
      if (!g_hostname_is_ip_address (name) && *name != '*')
        {
          g_autofree char *below = g_strconcat ("*.", name, NULL);

          g_strv_builder_add (builder, below);
        }
    }
  return g_strv_builder_end (builder);
}

/**
 * kmzb_proxy_from_environment:
 *
 * The proxy for https that a service's environment names (`https_proxy`, `all_proxy`, `no_proxy`, in small or capital
 * letters). A booth has no desktop whose settings GLib could ask.
 *
 * Returns: (transfer full) (nullable): %NULL where it names none
 */
GProxyResolver *
kmzb_proxy_from_environment (void)
{
  static const char *const proxies[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL };
  static const char *const exceptions[] = { "no_proxy", "NO_PROXY", NULL };
  const char *proxy = get_first (proxies);
  g_autofree char *url = NULL;
  g_auto (GStrv) ignore = NULL;

  if (proxy == NULL)
    return NULL;
  url = strstr (proxy, "://") ? g_strdup (proxy) : g_strconcat ("http://", proxy, NULL);
  ignore = read_exceptions (get_first (exceptions));
  if (g_strv_contains ((const char *const *) ignore, "*"))
    return NULL;
  return g_simple_proxy_resolver_new (url, ignore);
}
