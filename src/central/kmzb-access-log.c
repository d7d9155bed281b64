/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-access-log.h"

#include "kmzb-wire-writer.h"

#include <string.h>

#define PATH_MAX_BYTES 200

/* What is asked for, as far as it may be told: a visitor's number stands behind "/s/", and anywhere where a booth was
 * given a wrong status_url or somebody typed the address. */
static const char *
see_path (const char *path)
{
  static const char *const own[] = { "/open311/", "/admin", "/healthz", "/metrics" };

  if (g_str_has_prefix (path, "/s/"))
    return "/s/";
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_str_has_prefix (path, own[i]))
      return path;
  return "(unknown)";
}

/**
 * kmzb_access_log_format:
 *
 * One request as a line of JSON. Neither the query nor a body, where keys and what people wrote are; nor a visitor's
 * number, nor who asked by address.
 *
 * Returns: (transfer full): the line, with its newline
 */
char *
kmzb_access_log_format (const KmzbExchange *exchange, gint64 now_us, gint64 took_us)
{
  g_autofree char *path = g_utf8_make_valid (see_path (exchange->path), -1);
  g_autoptr (GBytes) bytes = NULL;
  KmzbWireWriter writer;

  if (strlen (path) > PATH_MAX_BYTES)
    *g_utf8_find_prev_char (path, path + PATH_MAX_BYTES) = '\0';
  kmzb_wire_writer_init (&writer);
  kmzb_wire_writer_begin (&writer, NULL, '{');
  kmzb_wire_writer_time (&writer, "time", now_us);
  kmzb_wire_writer_text (&writer, "method", exchange->method ? exchange->method : "");
  kmzb_wire_writer_text (&writer, "path", path);
  kmzb_wire_writer_int (&writer, "status", exchange->status);
  kmzb_wire_writer_int (&writer, "us", took_us);
  if (exchange->booth != NULL)
    kmzb_wire_writer_text (&writer, "booth", exchange->booth);
  kmzb_wire_writer_end (&writer, '}');
  bytes = kmzb_wire_writer_finish (&writer);
  return g_strdup_printf ("%.*s\n", (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL));
}
