/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-uuid.h"

#include <errno.h>
#include <sys/random.h>

/* Fills @bytes from the kernel's cryptographic source. There is nothing sensible to do without one, so a failure
 * ends the program. */
void
kmzb_random_bytes (guint8 *bytes, gsize n_bytes)
{
  gsize done = 0;

  while (done < n_bytes)
    {
      ssize_t got = getrandom (bytes + done, n_bytes - done, 0);

      if (got < 0 && errno != EINTR)
        g_error ("getrandom() failed: %s", g_strerror (errno));
      if (got > 0)
        done += (gsize) got;
    }
}

/**
 * kmzb_uuid7_new:
 * @real_us: now, in microseconds since 1970 UTC
 *
 * A UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then 74 random bits.
 *
 * Returns: (transfer full): 36 characters, lower case
 */
char *
kmzb_uuid7_new (gint64 real_us)
{
  guint8 b[16];
  guint64 ms = (guint64) MAX (0, real_us) / 1000;

  kmzb_random_bytes (b, sizeof b);
  for (int i = 0; i < 6; i++)
    b[i] = (guint8) (ms >> (8 * (5 - i)));
  b[6] = (guint8) (0x70 | (b[6] & 0x0f));
  b[8] = (guint8) (0x80 | (b[8] & 0x3f));

  return kmzb_uuid_from_bytes (b);
}

/* Whether @text is a UUID of any version in its 36-character lower-case form. */
gboolean
kmzb_uuid_is_valid (const char *text)
{
  if (text == NULL)
    return FALSE;

  for (int i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
        return FALSE;
    }
  return text[36] == '\0';
}

/* @b: 16 bytes. Returns: (transfer full): 36 characters, lower case */
char *
kmzb_uuid_from_bytes (const guint8 *b)
{
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
                          b[11], b[12], b[13], b[14], b[15]);
}

/* @bytes: (out caller-allocates): 16. Returns: %FALSE unless @text is a UUID in its 36-character lower-case form */
gboolean
kmzb_uuid_to_bytes (const char *text, guint8 *bytes)
{
  if (!kmzb_uuid_is_valid (text))
    return FALSE;
  for (int i = 0; i < 16; i++)
    {
      text += *text == '-';
      bytes[i] = (guint8) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));
      text += 2;
    }
  return TRUE;
}
