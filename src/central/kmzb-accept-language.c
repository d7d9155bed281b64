/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-accept-language.h"

#include <string.h>

#define MAX_PARTS 16

/**
 * kmzb_accept_language_weigh:
 * @accepted: (nullable): what a browser says that it wants (RFC 9110, Accept-Language)
 * @language: two letters
 *
 * Returns: how much that is wanted, 0 to 1: "pl, en-GB;q=0.8" wants "en" 0.8
 */
double
kmzb_accept_language_weigh (const char *accepted, const char *language)
{
  g_auto (GStrv) parts = g_strsplit (accepted ? accepted : "", ",", MAX_PARTS);
  double best = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]), *weight = strstr (part, ";q=");

      if (g_ascii_strncasecmp (part, language, 2) == 0 && !g_ascii_isalpha (part[2]))
        best = MAX (best, weight ? CLAMP (g_ascii_strtod (weight + 3, NULL), 0, 1) : 1);
    }
  return best;
}
