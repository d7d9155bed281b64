/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration file: a GKeyFile read line by line, so that a mistake is told with its line. */
#include "kmzb-catalog.h"
#include "kmzb-error.h"
#include "kmzb-language.h"
#include "kmzb-open311-client.h"
#include "kmzb-options.h"
#include "kmzb-pack-signature.h"
#include "kmzb-paths.h"
#include "kmzb-pin.h"
#include "kmzb-wire-seal.h"

#include <gdk/gdk.h>
#include <string.h>

typedef struct
{
  KmzbOptions *options;
  GKeyFile *file;
  const char *path;
  char *folder;
  KmzbCatalog *catalog; /* (nullable): once it was needed */
  /* the entry at hand */
  int line;
  const char *group;
  const char *key;    /* as written, with [pl] */
  const char *name;   /* without it */
  const char *locale; /* (nullable) */
} Reader;

typedef struct ConfigKey ConfigKey;
struct ConfigKey
{
  const char *group;
  const char *name; /* NULL: whatever it is called */
  gboolean (*apply) (Reader *reader, const ConfigKey *key, const char *value, GError **error);
  gsize field;
};

static gboolean
wrong (Reader *reader, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
wrong (Reader *reader, GError **error, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "%s:%d: [%s] %s: %s", reader->path,
               reader->line, reader->group, reader->key, reason);
  return FALSE;
}

static void *
field_of (Reader *reader, const ConfigKey *key)
{
  return (char *) reader->options + key->field;
}

static void
set_text (Reader *reader, const ConfigKey *key, char *value)
{
  char **field = field_of (reader, key);

  g_free (*field);
  *field = value;
}

static char *
resolve (Reader *reader, const char *value)
{
  return g_canonicalize_filename (value, reader->folder);
}

static gboolean
apply_text (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  set_text (reader, key, g_strdup (value));
  return TRUE;
}

static gboolean
apply_path (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  set_text (reader, key, resolve (reader, value));
  return TRUE;
}

static gboolean
apply_url (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  if (!kmzb_options_url_is_valid (value))
    return wrong (reader, error, "must be an http:// or https:// address, not \"%s\"", value);
  set_text (reader, key, g_strdup (value));
  return TRUE;
}

/* What would send reports and keys in the clear is refused here, where the line is known. */
static gboolean
apply_central_url (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *base = kmzb_open311_base_url (value, &fault);

  if (base == NULL)
    return wrong (reader, error, "%s", fault->message);
  set_text (reader, key, g_strdup (value));
  return TRUE;
}

static gboolean
apply_public_key (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  KmzbWirePublicKey parsed;
  g_autoptr (GError) fault = NULL;

  if (!kmzb_wire_public_key_parse (&parsed, value, &fault))
    return wrong (reader, error, "%s", fault->message);
  set_text (reader, key, g_strdup (value));
  return TRUE;
}

static gboolean
apply_pin_hash (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  if (!kmzb_pin_hash_is_valid (value))
    return wrong (reader, error, "must be an Argon2id hash as kmzb-kiosk --hash-pin prints it");
  set_text (reader, key, g_strdup (value));
  return TRUE;
}

static gboolean
apply_idle_seconds (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (value, 10, KMZB_IDLE_SECONDS_MIN, KMZB_IDLE_SECONDS_MAX, &number,
                                   NULL))
    return wrong (reader, error, "must be a whole number of seconds from %d to %d, not \"%s\"",
                  KMZB_IDLE_SECONDS_MIN, KMZB_IDLE_SECONDS_MAX, value);
  *(guint *) field_of (reader, key) = (guint) number;
  return TRUE;
}

static gboolean
apply_key_name (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  guint keyval = gdk_keyval_from_name (value);

  if (keyval == GDK_KEY_VoidSymbol)
    return wrong (reader, error, "must be a key's name such as F1 or KP_Enter, not \"%s\"", value);
  *(guint *) field_of (reader, key) = keyval;
  return TRUE;
}

static gboolean
parse_degrees (const char *text, double *degrees)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  char *end = NULL;

  *degrees = g_ascii_strtod (trimmed, &end);
  return end != trimmed && *end == '\0';
}

static gboolean
apply_place (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (value, ",", -1);
  KmzbPoint place = { 0, 0 };

  if (g_strv_length (parts) != 2 || !parse_degrees (parts[0], &place.lat)
      || !parse_degrees (parts[1], &place.lon) || !kmzb_point_is_valid (place))
    return wrong (reader, error, "must be LAT,LON in degrees such as 50.041,21.999, not \"%s\"",
                  value);
  reader->options->place = place;
  reader->options->has_place = TRUE;
  return TRUE;
}

/* A list as GKeyFile writes it, "a;b;c"; spaces around a member are not part of it, empty members are none. */
static GStrv
read_list (Reader *reader, GError **error)
{
  g_auto (GStrv) list = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  list = g_key_file_get_string_list (reader->file, reader->group, reader->key, NULL, error);
  if (list == NULL)
    return NULL;
  for (gsize i = 0; list[i] != NULL; i++)
    if (g_strstrip (list[i])[0] != '\0')
      g_strv_builder_add (builder, list[i]);
  return g_strv_builder_end (builder);
}

static void
set_list (Reader *reader, const ConfigKey *key, GStrv list)
{
  GStrv *field = field_of (reader, key);

  g_strfreev (*field);
  *field = list;
}

static gboolean
apply_trusted_keys (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  g_auto (GStrv) list = read_list (reader, error);

  if (list == NULL)
    return FALSE;
  for (gsize i = 0; list[i] != NULL; i++)
    if (!kmzb_pack_signature_is_key (list[i]))
      return wrong (reader, error, "\"%s\" is no public key as kmzb-pack keygen prints it", list[i]);
  if (list[0] == NULL)
    return wrong (reader, error, "must name at least one key");
  set_list (reader, key, g_steal_pointer (&list));
  return TRUE;
}

static gboolean
apply_paths (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  g_auto (GStrv) list = read_list (reader, error);

  if (list == NULL)
    return FALSE;
  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_autofree char *name = list[i];

      list[i] = resolve (reader, name);
    }
  set_list (reader, key, g_steal_pointer (&list));
  return TRUE;
}

static gboolean
apply_languages (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  g_auto (GStrv) list = read_list (reader, error);

  if (list == NULL)
    return FALSE;
  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (!kmzb_language_is_known (list[i]))
        return wrong (reader, error, "\"%s\" is none of pl, en, uk, de", list[i]);
      for (gsize j = 0; j < i; j++)
        if (g_str_equal (list[i], list[j]))
          return wrong (reader, error, "\"%s\" is there twice", list[i]);
    }
  if (list[0] == NULL)
    return wrong (reader, error, "must name at least one of pl, en, uk, de");
  set_list (reader, key, g_steal_pointer (&list));
  return TRUE;
}

/* rules[pl]=FILE: one file a language. */
static gboolean
apply_text_file (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  GHashTable **files = field_of (reader, key);

  if (reader->locale == NULL || !kmzb_language_is_known (reader->locale))
    return wrong (reader, error, "must be written with its language: %s[pl], [en], [uk] or [de]",
                  reader->name);
  g_hash_table_insert (*files, g_strdup (reader->locale), resolve (reader, value));
  return TRUE;
}

/* CATEGORY=CODE: what a GeoReport server that is no kmzb-central calls it. */
static gboolean
apply_service (Reader *reader, const ConfigKey *key, const char *value, GError **error)
{
  GHashTable **services = field_of (reader, key);

  /* A catalogue that can't be read is told of when the booth starts. */
  if (reader->catalog == NULL)
    {
      g_autofree char *path = kmzb_paths_get_data_file ("catalog", "catalog.ini");

      reader->catalog = kmzb_catalog_load (path, NULL);
    }
  if (!kmzb_catalog_is_slug (reader->name)
      || (reader->catalog != NULL && kmzb_catalog_lookup (reader->catalog, reader->name) == NULL))
    return wrong (reader, error, "must be a category of the catalogue");
  g_hash_table_replace (*services, g_strdup (reader->name), g_strdup (value));
  return TRUE;
}

/* Of a group whose keys the operator names. */
#define ANY NULL
#define FIELD(name) offsetof (KmzbOptions, name)

static const ConfigKey config_keys[] = {
  { "booth", "name", apply_text, FIELD (booth_name) },
  { "booth", "place", apply_place, FIELD (place) },
  { "booth", "languages", apply_languages, FIELD (languages) },
  { "booth", "idle_seconds", apply_idle_seconds, FIELD (idle_seconds) },
  { "booth", "next_key", apply_key_name, FIELD (next_key) },
  { "booth", "choose_key", apply_key_name, FIELD (choose_key) },
  { "booth", "pin_hash", apply_pin_hash, FIELD (pin_hash) },
  { "booth", "export_folder", apply_path, FIELD (export_folder) },
  { "pack", "files", apply_paths, FIELD (pack_files) },
  { "pack", "trusted_keys", apply_trusted_keys, FIELD (trusted_keys) },
  { "central", "url", apply_central_url, FIELD (central_url) },
  { "central", "key_file", apply_path, FIELD (key_file) },
  { "central", "ca_file", apply_path, FIELD (ca_file) },
  { "central", "jurisdiction", apply_text, FIELD (jurisdiction) },
  { "central", "public_key", apply_public_key, FIELD (public_key) },
  { "services", ANY, apply_service, FIELD (services) },
  { "links", "map_url", apply_url, FIELD (map_url) },
  { "links", "status_url", apply_url, FIELD (status_url) },
  { "links", "moja_komenda_url", apply_url, FIELD (moja_komenda_url) },
  { "texts", "rules", apply_text_file, FIELD (rules) },
  { "texts", "privacy", apply_text_file, FIELD (privacy) },
};

static const ConfigKey *
find_key (const char *group, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (config_keys); i++)
    if (g_str_equal (config_keys[i].group, group)
        && (config_keys[i].name == ANY || g_str_equal (config_keys[i].name, name)))
      return &config_keys[i];
  return NULL;
}

static gboolean
read_entry (Reader *reader, GError **error)
{
  const ConfigKey *key = find_key (reader->group, reader->name);
  g_autoptr (GError) fault = NULL;
  g_autofree char *value = NULL;

  if (key == NULL || (reader->locale != NULL && key->apply != apply_text_file))
    {
      g_ptr_array_add (reader->options->warnings,
                       g_strdup_printf ("%s:%d: unknown key [%s] %s", reader->path, reader->line,
                                        reader->group, reader->key));
      return TRUE;
    }
  value = g_key_file_get_string (reader->file, reader->group, reader->key, &fault);
  if (fault != NULL) /* with a value all the same, where only an escape in it is wrong */
    return wrong (reader, error, "%s", fault->message);
  if (g_strchug (g_strchomp (value))[0] == '\0')
    return wrong (reader, error, "the value must not be empty");
  if (!key->apply (reader, key, value, &fault))
    {
      if (fault->domain != KMZB_ERROR)
        return wrong (reader, error, "%s", fault->message);
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  return TRUE;
}

/* One line of the file. Without reader->file only its form is looked at. */
static gboolean
read_line (Reader *reader, const char *text, char **group, GError **error)
{
  g_autofree char *line = g_strstrip (g_strdup (text));
  g_autofree char *key = NULL;
  g_autofree char *name = NULL;
  g_autofree char *locale = NULL;
  char *equals, *bracket;
  gsize length = strlen (line);

  if (length == 0 || line[0] == '#')
    return TRUE;
  if (line[0] == '[' && line[length - 1] == ']' && length > 2)
    {
      g_free (*group);
      *group = g_strndup (line + 1, length - 2);
      return TRUE;
    }
  equals = strchr (line, '=');
  if (equals == NULL || equals == line || *group == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "%s:%d: %s", reader->path, reader->line,
                   equals == NULL || equals == line
                     ? "neither a [group], a key=value nor a # comment"
                     : "a key before the first [group]");
      return FALSE;
    }
  if (reader->file == NULL)
    return TRUE;

  key = g_strchomp (g_strndup (line, (gsize) (equals - line)));
  name = g_strdup (key);
  bracket = strchr (name, '[');
  if (bracket != NULL && g_str_has_suffix (name, "]"))
    {
      locale = g_strndup (bracket + 1, strlen (bracket) - 2);
      *bracket = '\0';
    }
  reader->group = *group;
  reader->key = key;
  reader->name = name;
  reader->locale = locale;
  return read_entry (reader, error);
}

static gboolean
read_lines (Reader *reader, char *const *lines, GError **error)
{
  g_autofree char *group = NULL;

  for (int i = 0; lines[i] != NULL; i++)
    {
      reader->line = i + 1;
      if (!read_line (reader, lines[i], &group, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * kmzb_options_load_file:
 * @path: a GKeyFile with the groups booth, pack, central, services, links and texts
 *
 * Reads the configuration file over what @self has. The first wrong value ends it with an error that names
 * file, line and key; unknown keys only add to @self->warnings.
 */
gboolean
kmzb_options_load_file (KmzbOptions *self, const char *path, GError **error)
{
  g_autofree char *content = NULL;
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) fault = NULL;
  g_auto (GStrv) lines = NULL;
  Reader reader = { .options = self, .path = path, .folder = folder };
  gsize length = 0;
  gboolean ok;

  if (!g_file_get_contents (path, &content, &length, &fault))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Can't read the configuration: %s",
                   fault->message);
      return FALSE;
    }
  if (!g_utf8_validate (content, (gssize) length, NULL))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Configuration %s is not UTF-8 text",
                   path);
      return FALSE;
    }
  lines = g_strsplit (content, "\n", -1);

  /* GKeyFile's own errors name no line, so what it would refuse is looked for first. */
  if (!read_lines (&reader, lines, error))
    return FALSE;
  if (!g_key_file_load_from_data (file, content, length, G_KEY_FILE_KEEP_TRANSLATIONS, &fault))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read configuration %s: %s", path,
                   fault->message);
      return FALSE;
    }
  reader.file = file;
  ok = read_lines (&reader, lines, error);
  g_clear_pointer (&reader.catalog, kmzb_catalog_unref);
  return ok;
}
