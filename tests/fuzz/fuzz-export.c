/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of exported reports from a stick: read as it is, and once more with a checksum that is right, for without one
 * nothing behind the checksum would ever be reached. What it holds is taken by central as if it had been posted.
 */
#include "fuzz.h"
#include "kmzb-wire-export.h"
#include "kmzb-wire-report.h"

#include <string.h>

#define SUM_TAIL 71 /* "sha256 ", 64 digits */

static gboolean
take (const char *id, const char *payload, gsize length, gpointer data)
{
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (payload, length, NULL);
  g_autoptr (KmzbWireRequest) request = form ? kmzb_wire_decode_report (form, NULL) : NULL;

  g_assert_nonnull (id);
  ++*(guint *) data;
  return TRUE;
}

static void
read_file (const char *data, gsize size)
{
  g_autofree char *booth = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  if (kmzb_wire_export_read (data, size, &booth, take, &n, &error))
    fuzz_check_text (booth);
  else
    g_assert_true (error != NULL && booth == NULL && n == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) file = NULL;
  g_autofree char *sum = NULL;

  fuzz_begin ();
  read_file ((const char *) data, size);
  file = g_string_new_len ((const char *) data, (gssize) size);
  if (file->len > SUM_TAIL + 1 && file->str[file->len - 1] == '\n')
    g_string_truncate (file, file->len - SUM_TAIL - 1);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) file->str, file->len);
  g_string_append_printf (file, "sha256 %s\n", sum);
  read_file (file->str, file->len);
  return 0;
}
