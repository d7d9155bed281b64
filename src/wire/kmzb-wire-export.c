/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-export.h"

#include "kmzb-error.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-form.h"

#include <string.h>

/* A file of reports that travels on a USB stick because no network came:
 *
 *   kmzb-reports 1
 *   booth NAME
 *   made 2026-05-01T10:00:00Z
 *
 *   ID LENGTH
 *   the frozen form body of the report, LENGTH bytes, as it would have been posted
 *   ... more of these ...
 *
 *   end N
 *   sha256 HEX      over all that stands before this line
 *
 * Every line ends in a single line feed, and one follows each body. Whoever imports the file knows from its last line
 * that nothing is missing or changed; it proves nothing about who wrote it. Bodies hold no key, and what visitors wrote
 * is sealed in them whenever the booth knew central's key. */
#define MAGIC "kmzb-reports 1\n"
#define SUM_PREFIX "sha256 "
#define SUM_LENGTH 64

struct _KmzbWireExport
{
  GString *text;
  guint n;
};

/* @booth: whose reports; a line feed in it becomes a space */
KmzbWireExport *
kmzb_wire_export_new (const char *booth, gint64 made_us)
{
  KmzbWireExport *self = g_new0 (KmzbWireExport, 1);
  g_autofree char *made = kmzb_time_format_w3c (made_us);
  g_autofree char *name = g_strdelimit (g_strdup (booth), "\r\n", ' ');

  self->text = g_string_new (MAGIC);
  g_string_append_printf (self->text, "booth %s\nmade %s\n\n", name, made);
  return self;
}

void
kmzb_wire_export_add (KmzbWireExport *self, const char *id, GBytes *payload)
{
  gsize length;
  const char *body = g_bytes_get_data (payload, &length);

  g_string_append_printf (self->text, "%s %" G_GSIZE_FORMAT "\n", id, length);
  g_string_append_len (self->text, body, (gssize) length);
  g_string_append_c (self->text, '\n');
  self->n++;
}

guint
kmzb_wire_export_get_n (KmzbWireExport *self)
{
  return self->n;
}

/* Nothing can be added any more. Returns: (transfer full): the whole file */
GBytes *
kmzb_wire_export_end (KmzbWireExport *self)
{
  g_autofree char *sum = NULL;

  g_string_append_printf (self->text, "\nend %u\n", self->n);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) self->text->str, self->text->len);
  g_string_append_printf (self->text, SUM_PREFIX "%s\n", sum);
  return g_string_free_to_bytes (g_steal_pointer (&self->text));
}

void
kmzb_wire_export_free (KmzbWireExport *self)
{
  if (self == NULL)
    return;
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_free (self);
}

/* ---- reading ---- */

typedef struct
{
  const char *at;
  const char *end;
} Reader;

static gboolean
damaged (GError **error, const char *fault)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "%s", fault);
  return FALSE;
}

/* The next line without its end, of at most some hundred bytes. Returns: (transfer full) (nullable) */
static char *
read_line (Reader *reader)
{
  gsize left = (gsize) (reader->end - reader->at);
  const char *feed = memchr (reader->at, '\n', MIN (left, 1024));
  char *line;

  if (feed == NULL)
    return NULL;
  line = g_strndup (reader->at, (gsize) (feed - reader->at));
  reader->at = feed + 1;
  return line;
}

/* What stands after @word and a space on the next line. Returns: (transfer full) (nullable) */
static char *
read_field (Reader *reader, const char *word)
{
  g_autofree char *line = read_line (reader);
  gsize length = strlen (word);

  if (line == NULL || strncmp (line, word, length) != 0 || line[length] != ' ')
    return NULL;
  return g_strdup (line + length + 1);
}

static gboolean
check_sum (Reader *reader, GError **error)
{
  const gsize tail = strlen (SUM_PREFIX) + SUM_LENGTH + 1;
  g_autofree char *sum = NULL;

  if ((gsize) (reader->end - reader->at) < strlen (MAGIC) + tail || memcmp (reader->at, MAGIC, strlen (MAGIC)) != 0)
    return damaged (error, "it is no file of exported reports");
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) reader->at,
                                     (gsize) (reader->end - reader->at) - tail);
  reader->end -= tail;
  if (memcmp (reader->end, SUM_PREFIX, strlen (SUM_PREFIX)) != 0
      || memcmp (reader->end + strlen (SUM_PREFIX), sum, SUM_LENGTH) != 0
      || reader->end[tail - 1] != '\n')
    return damaged (error, "it is cut off or changed: its checksum does not match");
  reader->at += strlen (MAGIC);
  return TRUE;
}

static gboolean
read_reports (Reader *reader, KmzbWireExportFunc func, gpointer data, GError **error)
{
  guint64 n = 0, told = 0, length = 0;

  for (;; n++)
    {
      g_autofree char *line = read_line (reader);
      char *space = line != NULL ? strchr (line, ' ') : NULL;

      if (line != NULL && *line == '\0')
        break;
      if (space != NULL)
        *space++ = '\0';
      if (space == NULL || !kmzb_uuid_is_valid (line)
          || !g_ascii_string_to_unsigned (space, 10, 1, KMZB_WIRE_FORM_MAX_BYTES, &length, NULL)
          || length >= (gsize) (reader->end - reader->at) || reader->at[length] != '\n')
        return damaged (error, "a report in it does not begin or end where it should");
      if (func != NULL && !func (line, reader->at, length, data))
        return TRUE;
      reader->at += length + 1;
    }

  g_autofree char *count = read_field (reader, "end");
  if (count == NULL || !g_ascii_string_to_unsigned (count, 10, 0, G_MAXUINT, &told, NULL) || told != n
      || reader->at != reader->end)
    return damaged (error, "it does not hold as many reports as it says");
  return TRUE;
}

/**
 * kmzb_wire_export_read:
 * @booth: (out) (transfer full): whose reports they are said to be
 * @func: (nullable): gets each report in the order of saving; called for none of a file that is damaged
 *
 * Reads what kmzb_wire_export_end() made. Errors say what is wrong with the file without naming it.
 */
gboolean
kmzb_wire_export_read (const char *bytes,
                       gsize length,
                       char **booth,
                       KmzbWireExportFunc func,
                       gpointer data,
                       GError **error)
{
  /* An empty file has no bytes at all. */
  const char *begin = bytes != NULL ? bytes : "";
  Reader reader = { begin, begin + length };
  g_autofree char *name = NULL;
  g_autofree char *made = NULL;
  g_autofree char *empty = NULL;
  Reader first;

  if (!check_sum (&reader, error))
    return FALSE;
  name = read_field (&reader, "booth");
  made = name != NULL ? read_field (&reader, "made") : NULL;
  empty = made != NULL ? read_line (&reader) : NULL;
  if (empty == NULL || *empty != '\0' || !g_utf8_validate (name, -1, NULL))
    return damaged (error, "its first lines are not those of exported reports");
  first = reader;
  if (!read_reports (&first, NULL, NULL, error))
    return FALSE;
  *booth = g_steal_pointer (&name);
  return read_reports (&reader, func, data, error);
}
