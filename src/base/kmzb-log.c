/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-log.h"

#include <string.h>

/* What must never reach a log, whoever wrote the line: a key or a description inside a URL or form body. */
static const char *const private_fields[] = {
  "api_key=",
  "description=",
  "description%5D=",
  "address_string=",
  "Authorization:",
  "authorization:",
};

/**
 * kmzb_log_redact:
 * @message: a log line
 *
 * The second line of defence: code does not log private values in the first place, libraries might. The value
 * after a private field's name, up to the next separator, is replaced.
 *
 * Returns: (transfer full)
 */
char *
kmzb_log_redact (const char *message)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = message;

  while (*p != '\0')
    {
      gsize length = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (private_fields) && length == 0; i++)
        if (g_str_has_prefix (p, private_fields[i]))
          length = strlen (private_fields[i]);
      if (length == 0)
        {
          g_string_append_c (out, *p++);
          continue;
        }
      g_string_append_len (out, p, (gssize) length);
      g_string_append (out, "[private]");
      p += length;
      p += p[-1] == ':' ? strcspn (p, "\n") : strcspn (p, "& \n\"'");
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static GLogWriterOutput
write_redacted (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  g_autofree GLogField *copy = g_memdup2 (fields, n_fields * sizeof *fields);
  g_autofree char *redacted = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (copy[i].key, "MESSAGE") == 0 && copy[i].length < 0)
      {
        redacted = kmzb_log_redact (copy[i].value);
        copy[i].value = redacted;
        copy[i].length = -1;
      }
  return g_log_writer_default (level, copy, n_fields, data);
}

/* Sends everything the program and its libraries log through kmzb_log_redact(). Call once, first in main(). */
void
kmzb_log_init (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      g_log_set_writer_func (write_redacted, NULL, NULL);
      g_once_init_leave (&done, 1);
    }
}
