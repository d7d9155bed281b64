/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-xml.h"

#include "kmzb-error.h"

#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>
#include <string.h>

/* The XML side of a #KmzbWireWriter. */
struct _KmzbWireXml
{
  xmlBufferPtr buffer;
  xmlTextWriterPtr writer;
  GPtrArray *items; /* of open elements: what each one's children are called, or %NULL */
};

KmzbWireXml *
kmzb_wire_xml_new (void)
{
  KmzbWireXml *self = g_new0 (KmzbWireXml, 1);

  self->buffer = xmlBufferCreate ();
  self->writer = self->buffer ? xmlNewTextWriterMemory (self->buffer, 0) : NULL;
  if (self->writer == NULL)
    g_error ("No memory for an XML answer");
  self->items = g_ptr_array_new ();
  xmlTextWriterStartDocument (self->writer, NULL, "utf-8", NULL);
  return self;
}

/* Returns: (transfer full): the whole document; @self is freed */
GBytes *
kmzb_wire_xml_finish (KmzbWireXml *self)
{
  GBytes *bytes;

  xmlTextWriterEndDocument (self->writer);
  xmlFreeTextWriter (self->writer);
  bytes = g_bytes_new (xmlBufferContent (self->buffer), (gsize) xmlBufferLength (self->buffer));
  xmlBufferFree (self->buffer);
  g_ptr_array_unref (self->items);
  g_free (self);
  return bytes;
}

/* Elements of a list are called as the list says. */
static const xmlChar *
settle_name (KmzbWireXml *self, const char *name)
{
  const char *item = self->items->len > 0 ? g_ptr_array_index (self->items, self->items->len - 1) : NULL;

  return (const xmlChar *) (name ? name : item ? item : "item");
}

/* @name: (nullable): %NULL in a list; @item: (nullable): what the elements in it are called */
void
kmzb_wire_xml_begin (KmzbWireXml *self, const char *name, const char *item)
{
  xmlTextWriterStartElement (self->writer, settle_name (self, name));
  g_ptr_array_add (self->items, (gpointer) item);
}

void
kmzb_wire_xml_end (KmzbWireXml *self)
{
  /* Never <a/>: some readers take that for an element that is not there. */
  xmlTextWriterFullEndElement (self->writer);
  g_ptr_array_set_size (self->items, (int) self->items->len - 1);
}

/* XML has no place for most control characters, not even escaped. Returns: (transfer full): what it has place for */
static char *
make_writable (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean fits = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0x7f && c != 0xfffe && c != 0xffff);

      g_string_append_unichar (out, fits ? c : 0xfffd);
    }
  return g_string_free (out, FALSE);
}

/* @text: UTF-8 */
void
kmzb_wire_xml_text (KmzbWireXml *self, const char *name, const char *text)
{
  g_autofree char *writable = make_writable (text);

  xmlTextWriterStartElement (self->writer, settle_name (self, name));
  xmlTextWriterWriteString (self->writer, (const xmlChar *) writable);
  xmlTextWriterFullEndElement (self->writer);
}

static gboolean
invalid (GError **error, const char *fault)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The XML %s", fault);
  return FALSE;
}

/* Declarations are where entities, external files and bombs live, and no report needs one: what holds a "<!" that
 * begins neither a comment nor a CDATA section does not reach the parser. Nor does what is not UTF-8, in which the
 * check could be passed by in another encoding. */
static gboolean
check_shape (const char *data, gsize length, GError **error)
{
  if (length > KMZB_WIRE_FORM_MAX_BYTES)
    return invalid (error, "is too large");
  if (!g_utf8_validate (data, (gssize) length, NULL))
    return invalid (error, "is not UTF-8");
  for (const char *p = data, *end = data + length; (p = memmem (p, (gsize) (end - p), "<!", 2)) != NULL; p += 2)
    if (!g_str_has_prefix (p, "<!--") && !g_str_has_prefix (p, "<![CDATA["))
      return invalid (error, "has a declaration, which is not taken");
  return TRUE;
}

/* An <attribute> or an ordinary field whose text is being collected. */
typedef struct
{
  GString *path[KMZB_WIRE_XML_MAX_DEPTH]; /* the text of each open element */
  char *names[KMZB_WIRE_XML_MAX_DEPTH];
  gboolean has_children[KMZB_WIRE_XML_MAX_DEPTH];
  int depth;
  guint n_fields;
  char *code;        /* of the <attribute> that is open */
  GPtrArray *values;
  KmzbWireForm *form;
} Reading;

static gboolean
add_field (Reading *self, const char *name, const char *value, GError **error)
{
  if (strlen (name) > KMZB_WIRE_FORM_MAX_NAME_BYTES)
    return invalid (error, "has a name that is too long");
  if (++self->n_fields > KMZB_WIRE_FORM_MAX_FIELDS)
    return invalid (error, "has too many fields");
  kmzb_wire_form_add (self->form, name, value);
  return TRUE;
}

static gboolean
end_attribute (Reading *self, GError **error)
{
  g_autofree char *name = g_strdup_printf ("attribute[%s]", self->code ? self->code : "");
  gboolean ok = TRUE;

  for (guint i = 0; ok && self->code != NULL && i < self->values->len; i++)
    ok = add_field (self, name, g_ptr_array_index (self->values, i), error);
  g_clear_pointer (&self->code, g_free);
  g_ptr_array_set_size (self->values, 0);
  return ok;
}

static gboolean
is_inside (const Reading *self, const char *name)
{
  for (int i = 0; i < self->depth; i++)
    if (g_str_equal (self->names[i], name))
      return TRUE;
  return FALSE;
}

static gboolean
begin_node (Reading *self, const char *name, GError **error)
{
  if (self->depth == KMZB_WIRE_XML_MAX_DEPTH)
    return invalid (error, "is nested too deeply");
  if (self->depth > 0)
    self->has_children[self->depth - 1] = TRUE;
  self->names[self->depth] = g_strdup (name);
  self->path[self->depth] = g_string_new (NULL);
  self->has_children[self->depth] = FALSE;
  self->depth++;
  return TRUE;
}

static void
drop_top (Reading *self)
{
  self->depth--;
  explicit_bzero (self->path[self->depth]->str, self->path[self->depth]->len);
  g_string_free (g_steal_pointer (&self->path[self->depth]), TRUE);
  g_clear_pointer (&self->names[self->depth], g_free);
}

static gboolean
end_node (Reading *self, GError **error)
{
  int top = self->depth - 1;
  const char *name = self->names[top], *text = self->path[top]->str;
  gboolean ok = TRUE;

  if (g_str_equal (name, "attribute"))
    ok = end_attribute (self, error);
  else if (!self->has_children[top] && is_inside (self, "attribute") && g_str_equal (name, "code"))
    {
      g_free (self->code);
      self->code = g_strdup (text);
    }
  else if (!self->has_children[top] && is_inside (self, "attribute") && !g_str_equal (name, "attribute"))
    g_ptr_array_add (self->values, g_strdup (text));
  else if (!self->has_children[top] && top > 0)
    ok = add_field (self, name, text, error);
  drop_top (self);
  return ok;
}

static gboolean
take_node (Reading *self, xmlTextReaderPtr reader, GError **error)
{
  const char *value = (const char *) xmlTextReaderConstValue (reader);

  switch (xmlTextReaderNodeType (reader))
    {
    case XML_READER_TYPE_ELEMENT:
      if (!begin_node (self, (const char *) xmlTextReaderConstLocalName (reader), error))
        return FALSE;
      return !xmlTextReaderIsEmptyElement (reader) || end_node (self, error);
    case XML_READER_TYPE_END_ELEMENT:
      return end_node (self, error);
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
      if (self->depth > 0 && value != NULL)
        g_string_append (self->path[self->depth - 1], value);
      return TRUE;
    case XML_READER_TYPE_ENTITY_REFERENCE:
      return invalid (error, "refers to an entity that XML itself does not have");
    default:
      return TRUE;
    }
}

static void
ignore_error (void *data, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr locator)
{
  /* The parser's own words may quote what a visitor wrote; ours do not. */
}

static gboolean
read_document (Reading *self, const char *data, gsize length, GError **error)
{
  xmlTextReaderPtr reader = xmlReaderForMemory (data, (int) length, NULL, "UTF-8",
                                                XML_PARSE_NONET | XML_PARSE_NOWARNING | XML_PARSE_NOERROR);
  gboolean ok = reader != NULL;
  int more = ok ? 1 : -1;

  if (reader != NULL)
    xmlTextReaderSetErrorHandler (reader, ignore_error, NULL);
  while (ok && (more = xmlTextReaderRead (reader)) == 1)
    ok = take_node (self, reader, error);
  if (ok && more < 0)
    ok = invalid (error, "is not well formed");
  if (reader != NULL)
    xmlFreeTextReader (reader);
  return ok;
}

static void
free_text (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * kmzb_wire_xml_parse_form:
 * @data: a body from outside, not NUL-terminated
 *
 * Reads a POST whose body is XML as the form that it stands for: an element without children is a field;
 * `<attribute><code>C</code><value>V</value></attribute>`, with any number of values, is "attribute[C]". How deep they
 * lie, and what is around them, does not matter. Neither document types nor entities are taken.
 *
 * Returns: (transfer full): the form, or %NULL when it breaks a limit or is not well formed
 */
KmzbWireForm *
kmzb_wire_xml_parse_form (const char *data, gsize length, GError **error)
{
  g_autofree char *text = g_strndup (data, length);
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) free_text);
  Reading reading = { .form = form, .values = values };
  gboolean ok;

  /* With a NUL at its end, which the checks for prefixes need; one inside is not XML. */
  ok = strlen (text) == length ? check_shape (text, length, error) : invalid (error, "is not text");
  ok = ok && read_document (&reading, text, length, error);
  while (reading.depth > 0)
    drop_top (&reading);
  g_free (reading.code);
  explicit_bzero (text, length);
  return ok ? g_steal_pointer (&form) : NULL;
}
