/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-writer.h"

#include "kmzb-time.h"
#include "kmzb-wire-report.h"
#include "kmzb-wire-xml.h"

void
kmzb_wire_writer_init (KmzbWireWriter *self)
{
  kmzb_wire_writer_init_format (self, KMZB_WIRE_JSON);
}

void
kmzb_wire_writer_init_format (KmzbWireWriter *self, KmzbWireFormat format)
{
  *self = (KmzbWireWriter) { 0 };
  if (format == KMZB_WIRE_XML)
    self->xml = kmzb_wire_xml_new ();
  else
    self->out = g_string_sized_new (1024);
}

/* Returns: (transfer full): what was written; the writer is empty then */
GBytes *
kmzb_wire_writer_finish (KmzbWireWriter *self)
{
  if (self->xml != NULL)
    return kmzb_wire_xml_finish (g_steal_pointer (&self->xml));
  return g_string_free_to_bytes (g_steal_pointer (&self->out));
}

/* Escapes what JSON demands, and "<", so that no answer can be taken for markup wherever it ends up. */
static void
append_quoted (GString *out, const char *text)
{
  const char *plain = text;

  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7f)
        continue;
      g_string_append_len (out, plain, p - plain);
      if (c == '"' || c == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, (char) c);
        }
      else
        g_string_append_printf (out, "\\u%04x", c);
      plain = p + 1;
    }
  g_string_append (out, plain);
  g_string_append_c (out, '"');
}

/* @name: (nullable): %NULL inside an array. The whole has a name in XML alone. */
static void
begin_element (KmzbWireWriter *self, const char *name)
{
  if (self->comma)
    g_string_append_c (self->out, ',');
  self->comma = TRUE;
  if (name != NULL && self->depth > 0)
    {
      append_quoted (self->out, name);
      g_string_append_c (self->out, ':');
    }
}

/* @name: (nullable): %NULL inside an array; @bracket: '[' or '{' */
void
kmzb_wire_writer_begin (KmzbWireWriter *self, const char *name, char bracket)
{
  if (self->xml != NULL)
    kmzb_wire_xml_begin (self->xml, name, NULL);
  else
    {
      begin_element (self, name);
      g_string_append_c (self->out, bracket);
      self->comma = FALSE;
      self->depth++;
    }
}

/* An array. @item: what XML calls each of its elements */
void
kmzb_wire_writer_begin_list (KmzbWireWriter *self, const char *name, const char *item)
{
  if (self->xml != NULL)
    kmzb_wire_xml_begin (self->xml, name, item);
  else
    kmzb_wire_writer_begin (self, name, '[');
}

/* @bracket: ']' or '}' */
void
kmzb_wire_writer_end (KmzbWireWriter *self, char bracket)
{
  if (self->xml != NULL)
    {
      kmzb_wire_xml_end (self->xml);
      return;
    }
  g_string_append_c (self->out, bracket);
  self->comma = TRUE;
  self->depth--;
}

/* @bare: what stands for the value in both formats, needing no escape */
static void
write_bare (KmzbWireWriter *self, const char *name, const char *bare)
{
  if (self->xml != NULL)
    {
      kmzb_wire_xml_text (self->xml, name, bare);
      return;
    }
  begin_element (self, name);
  g_string_append (self->out, bare);
}

/* @value: UTF-8 */
void
kmzb_wire_writer_text (KmzbWireWriter *self, const char *name, const char *value)
{
  if (self->xml != NULL)
    {
      kmzb_wire_xml_text (self->xml, name, value);
      return;
    }
  begin_element (self, name);
  append_quoted (self->out, value);
}

/* @json: one whole value, written by this program. In JSON only. */
void
kmzb_wire_writer_json (KmzbWireWriter *self, const char *name, const char *json)
{
  begin_element (self, name);
  g_string_append (self->out, json);
}

void
kmzb_wire_writer_int (KmzbWireWriter *self, const char *name, gint64 value)
{
  char buffer[24];

  g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, value);
  write_bare (self, name, buffer);
}

void
kmzb_wire_writer_boolean (KmzbWireWriter *self, const char *name, gboolean value)
{
  write_bare (self, name, value ? "true" : "false");
}

/* @value: finite; written so that it reads back as the same */
void
kmzb_wire_writer_degrees (KmzbWireWriter *self, const char *name, double value)
{
  char buffer[KMZB_WIRE_DEGREES_SIZE];

  write_bare (self, name, kmzb_wire_format_degrees (value, buffer));
}

/* @us: microseconds since 1970 UTC; written in whole seconds */
void
kmzb_wire_writer_time (KmzbWireWriter *self, const char *name, gint64 us)
{
  g_autofree char *text = kmzb_time_format_w3c (us);

  kmzb_wire_writer_text (self, name, text);
}
