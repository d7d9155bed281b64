/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-form.h"

#include "kmzb-error.h"

#include <nettle/sha2.h>
#include <string.h>

/* As many as most reports have. */
#define USUAL_FIELDS 24

/**
 * KmzbWireForm:
 *
 * The fields of an application/x-www-form-urlencoded body or query string, decoded, in their order. GeoReport v2
 * repeats names for lists and says that an empty value is the same as none.
 */
struct _KmzbWireForm
{
  GArray *fields; /* of Field */
  GArray *blocks; /* of Block */
};

/* Both are in a block, and end with NUL. */
typedef struct
{
  char *name;
  char *value;
  gsize name_length;
} Field;

/* What all fields of a body point into: a server reads thousands of them a second. */
typedef struct
{
  char *bytes;
  gsize size;
} Block;

static void
block_clear (Block *block)
{
  /* A value may be a key or what a visitor wrote. */
  explicit_bzero (block->bytes, block->size);
  g_free (block->bytes);
}

/* Returns: (transfer none): @size bytes that live as long as the form */
static char *
add_block (KmzbWireForm *self, gsize size)
{
  Block block = { g_malloc (size), size };

  g_array_append_val (self->blocks, block);
  return block.bytes;
}

KmzbWireForm *
kmzb_wire_form_new (void)
{
  KmzbWireForm *self = g_new0 (KmzbWireForm, 1);

  self->fields = g_array_sized_new (FALSE, FALSE, sizeof (Field), USUAL_FIELDS);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_array_set_clear_func (self->blocks, (GDestroyNotify) block_clear);
  return self;
}

void
kmzb_wire_form_free (KmzbWireForm *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->fields);
  g_array_unref (self->blocks);
  g_free (self);
}

static gboolean
invalid (GError **error, const char *fault)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The form %s", fault);
  return FALSE;
}

/* Most of what comes in is; looked through eight bytes at a time. */
static gboolean
is_ascii (const char *text, gsize length)
{
  guint64 all = 0, eight;
  guchar rest = 0;

  for (; length >= sizeof eight; text += sizeof eight, length -= sizeof eight)
    {
      memcpy (&eight, text, sizeof eight);
      all |= eight;
    }
  for (; length > 0; text++, length--)
    rest |= (guchar) *text;
  return (all & G_GUINT64_CONSTANT (0x8080808080808080)) == 0 && rest < 0x80;
}

/* @at: (nullable): where the byte was last found, to be gone on from once @from is past it */
static const char *
find_next (const char *at, const char *from, const char *end, char c)
{
  return at == NULL || at >= from ? at : memchr (from, c, (gsize) (end - from));
}

/* One name or value. NUL is refused: no text of ours holds one, and C would cut the text there.
 * @out: (out caller-allocates): room for @length bytes and a NUL. Returns: how many it became, or -1 */
static gssize
decode (const char *data, gsize length, char *out, GError **error)
{
  const char *end = data + length;
  const char *escape = memchr (data, '%', length), *plus = memchr (data, '+', length);
  char *to = out;

  while (data < end)
    {
      const char *stop = MIN (escape ? escape : end, plus ? plus : end);

      memcpy (to, data, (gsize) (stop - data));
      to += stop - data;
      data = stop;
      if (data == plus)
        {
          *to++ = ' ';
          data++;
        }
      else if (data == escape)
        {
          int high = end - data > 2 ? g_ascii_xdigit_value (data[1]) : -1;
          int low = end - data > 2 ? g_ascii_xdigit_value (data[2]) : -1;

          if (high < 0 || low < 0)
            {
              invalid (error, "has a broken percent escape");
              return -1;
            }
          *to++ = (char) (high << 4 | low);
          data += 3;
        }
      escape = find_next (escape, data, end, '%');
      plus = find_next (plus, data, end, '+');
    }
  *to = '\0';
  length = (gsize) (to - out);
  if (memchr (out, '\0', length) != NULL || (!is_ascii (out, length) && !g_utf8_validate (out, (gssize) length, NULL)))
    {
      invalid (error, "is not UTF-8 text");
      return -1;
    }
  return (gssize) length;
}

/* @out: room for @length + 1 bytes. Returns: what follows the field there, or %NULL */
static char *
parse_field (KmzbWireForm *self, const char *data, gsize length, char *out, GError **error)
{
  const char *equals = memchr (data, '=', length);
  gsize raw_length = equals ? (gsize) (equals - data) : length;
  gssize name_length, value_length = 0;
  Field field;

  if (self->fields->len == KMZB_WIRE_FORM_MAX_FIELDS)
    invalid (error, "has too many fields");
  else if (raw_length > 3 * KMZB_WIRE_FORM_MAX_NAME_BYTES)
    invalid (error, "has a name that is too long");
  else if ((name_length = decode (data, raw_length, out, error)) >= 0)
    {
      field = (Field) { out, out + name_length, (gsize) name_length };
      if (equals != NULL)
        value_length = decode (equals + 1, length - raw_length - 1, ++field.value, error);
      if (value_length >= 0 && name_length <= KMZB_WIRE_FORM_MAX_NAME_BYTES)
        {
          g_array_append_val (self->fields, field);
          return field.value + value_length + 1;
        }
      if (value_length >= 0)
        invalid (error, "has a name that is too long");
    }
  return NULL;
}

/**
 * kmzb_wire_form_parse_into:
 * @data: bytes from outside, not NUL-terminated
 *
 * Adds the fields of a body or query string. On error the form holds those before the fault, and is to be dropped.
 */
gboolean
kmzb_wire_form_parse_into (KmzbWireForm *self, const char *data, gsize length, GError **error)
{
  char *out;

  if (length > KMZB_WIRE_FORM_MAX_BYTES)
    return invalid (error, "is too large");

  /* What "=" and "&" took is where the NULs go; decoded, a text never gets longer. */
  out = add_block (self, length + 1);
  for (gsize start = 0; start < length;)
    {
      const char *end = memchr (data + start, '&', length - start);
      gsize field_length = end ? (gsize) (end - data) - start : length - start;

      if (field_length > 0 && (out = parse_field (self, data + start, field_length, out, error)) == NULL)
        return FALSE;
      start += field_length + 1;
    }
  return TRUE;
}

/* Returns: (transfer full): the form, or %NULL when it breaks a limit or is not UTF-8 */
KmzbWireForm *
kmzb_wire_form_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (KmzbWireForm) self = kmzb_wire_form_new ();

  return kmzb_wire_form_parse_into (self, data, length, error) ? g_steal_pointer (&self) : NULL;
}

/* @value: (nullable): UTF-8; %NULL and "" add nothing, as they mean the same to the reader */
void
kmzb_wire_form_add (KmzbWireForm *self, const char *name, const char *value)
{
  gsize name_length = strlen (name);
  Field field;

  if (value == NULL || *value == '\0')
    return;
  field.name_length = name_length;
  field.name = add_block (self, name_length + strlen (value) + 2);
  field.value = field.name + name_length + 1;
  strcpy (field.name, name);
  strcpy (field.value, value);
  g_array_append_val (self->fields, field);
}

/* Takes all fields of that name out. */
void
kmzb_wire_form_remove (KmzbWireForm *self, const char *name)
{
  for (guint i = self->fields->len; i > 0; i--)
    if (g_str_equal (g_array_index (self->fields, Field, i - 1).name, name))
      g_array_remove_index (self->fields, i - 1);
}

/* Returns: (transfer none) (nullable): the first value of that name that is not empty */
const char *
kmzb_wire_form_get (KmzbWireForm *self, const char *name)
{
  gsize length = strlen (name);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);

      if (field->name_length == length && *field->value != '\0' && memcmp (field->name, name, length) == 0)
        return field->value;
    }
  return NULL;
}

/* What follows a list's name: nothing, "[]", or "[0]" as PHP's clients count. */
static gboolean
is_list_end (const char *text)
{
  if (*text == '[')
    for (text++; g_ascii_isdigit (*text); text++)
      ;
  else
    return *text == '\0';
  return text[0] == ']' && text[1] == '\0';
}

/**
 * kmzb_wire_form_get_all:
 * @name: a list's name without its "[]"
 *
 * Returns: (transfer container) (element-type utf8): the values of @name, "@name[]" and "@name[0]" with any number that
 *   are not empty, in their order in the form
 */
GPtrArray *
kmzb_wire_form_get_all (KmzbWireForm *self, const char *name)
{
  GPtrArray *values = g_ptr_array_new ();
  gsize length = strlen (name);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);

      if (*field->value == '\0' || strncmp (field->name, name, length) != 0)
        continue;
      if (is_list_end (field->name + length))
        g_ptr_array_add (values, field->value);
    }
  return values;
}

static void
append_escaped (GString *out, const char *text)
{
  static const char hex[] = "0123456789ABCDEF";

  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    if (g_ascii_isalnum (*p) || strchr ("-._*", *p) != NULL)
      g_string_append_c (out, (char) *p);
    else if (*p == ' ')
      g_string_append_c (out, '+');
    else
      {
        g_string_append_c (out, '%');
        g_string_append_c (out, hex[*p >> 4]);
        g_string_append_c (out, hex[*p & 15]);
      }
}

/* Returns: (transfer full): the fields in their order; the same fields always make the same bytes */
GBytes *
kmzb_wire_form_encode (KmzbWireForm *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);

      if (i > 0)
        g_string_append_c (out, '&');
      append_escaped (out, field->name);
      g_string_append_c (out, '=');
      append_escaped (out, field->value);
    }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

static int
compare_fields (gconstpointer a, gconstpointer b)
{
  const Field *left = *(const Field *const *) a, *right = *(const Field *const *) b;
  int by_name = strcmp (left->name, right->name);

  return by_name != 0 ? by_name : strcmp (left->value, right->value);
}

/**
 * kmzb_wire_form_digest:
 *
 * What "the same content" means: a SHA-256 over the fields that say something, whatever their order. Who sends
 * (api_key) and to whom (jurisdiction_id) is no part of it: a key can be changed between two tries.
 *
 * Returns: (transfer full): 32 bytes
 */
GBytes *
kmzb_wire_form_digest (KmzbWireForm *self)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (self->fields->len);
  struct sha256_ctx sum;
  guint8 digest[SHA256_DIGEST_SIZE];

  for (guint i = 0; i < self->fields->len; i++)
    {
      Field *field = &g_array_index (self->fields, Field, i);

      if (*field->value != '\0' && !g_str_equal (field->name, "api_key")
          && !g_str_equal (field->name, "jurisdiction_id"))
        g_ptr_array_add (sorted, field);
    }
  g_ptr_array_sort (sorted, compare_fields);
  sha256_init (&sum);
  for (guint i = 0; i < sorted->len; i++)
    {
      const Field *field = g_ptr_array_index (sorted, i);

      /* With the terminating NUL, which no text holds: "a"+"bc" is not "ab"+"c". */
      sha256_update (&sum, field->name_length + 1, (const guint8 *) field->name);
      sha256_update (&sum, strlen (field->value) + 1, (const guint8 *) field->value);
    }
  sha256_digest (&sum, sizeof digest, digest);
  explicit_bzero (&sum, sizeof sum);
  return g_bytes_new (digest, sizeof digest);
}
