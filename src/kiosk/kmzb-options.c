/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-options.h"

#include "kmzb-access.h"
#include "kmzb-error.h"
#include "kmzb-language.h"

#include <gdk/gdk.h>
#include <string.h>

#define WINDOW_MIN 320
#define WINDOW_MAX 16384

KmzbOptions *
kmzb_options_new (void)
{
  KmzbOptions *self = g_new0 (KmzbOptions, 1);

  self->idle_seconds = KMZB_IDLE_SECONDS_DEFAULT;
  self->languages = kmzb_language_list ();
  self->text_percent = KMZB_ACCESS_TEXT_LEAST;
  self->next_key = GDK_KEY_F1;
  self->choose_key = GDK_KEY_F2;
  self->pack_files = g_new0 (char *, 1);
  self->trusted_keys = g_new0 (char *, 1);
  self->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->privacy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
kmzb_options_free (KmzbOptions *self)
{
  g_free (self->language);
  g_free (self->data_dir);
  g_free (self->booth_name);
  g_strfreev (self->languages);
  g_free (self->pin_hash);
  g_free (self->export_folder);
  g_strfreev (self->pack_files);
  g_strfreev (self->trusted_keys);
  g_free (self->central_url);
  g_free (self->key_file);
  g_free (self->ca_file);
  g_free (self->jurisdiction);
  g_hash_table_unref (self->services);
  g_free (self->public_key);
  g_free (self->map_url);
  g_free (self->status_url);
  g_free (self->moja_komenda_url);
  g_hash_table_unref (self->rules);
  g_hash_table_unref (self->privacy);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

/* An absolute http or https address with a host and nothing that a base path must not have. */
gboolean
kmzb_options_url_is_valid (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL
         && (g_str_equal (g_uri_get_scheme (uri), "http")
             || g_str_equal (g_uri_get_scheme (uri), "https"))
         && g_uri_get_host (uri) != NULL && g_uri_get_host (uri)[0] != '\0'
         && g_uri_get_fragment (uri) == NULL;
}

const char *
kmzb_options_get_start_language (KmzbOptions *self)
{
  return self->language != NULL ? self->language : self->languages[0];
}

/**
 * kmzb_options_exit_code:
 * @error: from kmzb_options_parse()
 *
 * Returns: 2 when the command line itself is wrong, 1 when something it names is
 */
int
kmzb_options_exit_code (const GError *error)
{
  return error->domain == G_OPTION_ERROR ? 2 : 1;
}

static gboolean
parse_window_size (const char *text, int *width, int *height)
{
  char *end = NULL;
  guint64 w, h;

  if (!g_ascii_isdigit (text[0]))
    return FALSE;
  w = g_ascii_strtoull (text, &end, 10);
  if (*end != 'x' || !g_ascii_isdigit (end[1]))
    return FALSE;
  h = g_ascii_strtoull (end + 1, &end, 10);
  if (*end != '\0' || w < WINDOW_MIN || w > WINDOW_MAX || h < WINDOW_MIN || h > WINDOW_MAX)
    return FALSE;
  *width = (int) w;
  *height = (int) h;
  return TRUE;
}

static gboolean
bad_value (GError **error, const char *option, const char *value, const char *wanted)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s %s: %s", option, value, wanted);
  return FALSE;
}

static gboolean
not_empty (GError **error, const char *option, const char *value)
{
  return value == NULL || value[0] != '\0'
         || bad_value (error, option, "\"\"", "the value must not be empty");
}

static void
take (char **field, char **value)
{
  if (*value == NULL)
    return;
  g_free (*field);
  *field = g_steal_pointer (value);
}

/**
 * kmzb_options_parse:
 *
 * Reads the command line and the configuration file it names.
 *
 * Returns: (transfer full) (nullable): %NULL with an error: #G_OPTION_ERROR for a wrong command line,
 *   #KMZB_ERROR for a wrong file
 */
KmzbOptions *
kmzb_options_parse (int argc, char **argv, GError **error)
{
  g_autoptr (KmzbOptions) self = kmzb_options_new ();
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *config = NULL;
  g_autofree char *pack = NULL;
  g_autofree char *data_dir = NULL;
  g_autofree char *central = NULL;
  g_autofree char *key_file = NULL;
  g_autofree char *language = NULL;
  g_autofree char *windowed = NULL;
  g_autofree char *booth_name = NULL;
  g_auto (GStrv) arguments = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &config, "Configuration file", "FILE" },
    { "pack", 0, 0, G_OPTION_ARG_FILENAME, &pack,
      "Region pack or raster MBTiles (default: the training region)", "FILE" },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &data_dir, "Where the booth keeps its file", "DIR" },
    { "central", 0, 0, G_OPTION_ARG_STRING, &central, "Central server to send reports to", "URL" },
    { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &key_file, "This booth's key, mode 0600", "FILE" },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &language, "Language a visit starts in", "pl|en|uk|de" },
    { "windowed", 0, 0, G_OPTION_ARG_STRING, &windowed, "A window instead of the whole screen",
      "WxH" },
    { "practice", 0, 0, G_OPTION_ARG_NONE, &self->practice,
      "Practice mode: reports are never sent", NULL },
    { "booth-name", 0, 0, G_OPTION_ARG_STRING, &booth_name, "Name of this booth", "TEXT" },
    { "text-scale", 0, 0, G_OPTION_ARG_INT, &self->text_percent, "Size of text that a visit starts with", "100..200" },
    { "contrast", 0, 0, G_OPTION_ARG_NONE, &self->contrast, "Every visit starts in high contrast", NULL },
    { "low-controls", 0, 0, G_OPTION_ARG_NONE, &self->low_controls, "Every visit starts with the buttons at the bottom",
      NULL },
    { "status", 0, 0, G_OPTION_ARG_NONE, &self->status,
      "Print the booth's state as JSON and exit", NULL },
    { "hash-pin", 0, 0, G_OPTION_ARG_NONE, &self->hash_pin,
      "Read the officer's PIN, print the value of pin_hash and exit", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version and exit", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &rest, NULL, NULL },
    { NULL },
  };

  arguments = g_new0 (char *, (gsize) argc + 1);
  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  g_option_context_set_summary (context, "The touchscreen booth of the threat map.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &arguments, error))
    return NULL;

  if (rest != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "Unexpected argument %s", rest[0]);
      return NULL;
    }
  if (!not_empty (error, "--config", config) || !not_empty (error, "--pack", pack)
      || !not_empty (error, "--data-dir", data_dir) || !not_empty (error, "--key-file", key_file)
      || !not_empty (error, "--booth-name", booth_name))
    return NULL;
  if (central != NULL && !kmzb_options_url_is_valid (central))
    {
      bad_value (error, "--central", central, "must be an http:// or https:// address");
      return NULL;
    }
  if (language != NULL && !kmzb_language_is_known (language))
    {
      bad_value (error, "--lang", language, "must be pl, en, uk or de");
      return NULL;
    }
  if (self->text_percent < KMZB_ACCESS_TEXT_LEAST || self->text_percent > KMZB_ACCESS_TEXT_MOST)
    {
      g_autofree char *value = g_strdup_printf ("%d", self->text_percent);

      bad_value (error, "--text-scale", value, "must be 100 to 200");
      return NULL;
    }
  if (windowed != NULL
      && !parse_window_size (windowed, &self->window_width, &self->window_height))
    {
      bad_value (error, "--windowed", windowed, "must be a size such as 1280x800");
      return NULL;
    }

  if (config != NULL && !kmzb_options_load_file (self, config, error))
    return NULL;
  if (pack != NULL)
    {
      g_strfreev (self->pack_files);
      self->pack_files = g_new0 (char *, 2);
      self->pack_files[0] = g_steal_pointer (&pack);
    }
  take (&self->data_dir, &data_dir);
  take (&self->central_url, &central);
  take (&self->key_file, &key_file);
  take (&self->language, &language);
  take (&self->booth_name, &booth_name);
  if (g_strv_length (self->pack_files) > 1)
    g_ptr_array_add (self->warnings, g_strdup_printf ("Only the first region pack is shown: %s", self->pack_files[0]));
  if (self->data_dir == NULL)
    self->data_dir = g_build_filename (g_get_user_data_dir (), "kmzb", NULL);
  if (self->booth_name == NULL)
    self->booth_name = g_strdup (g_get_host_name ());
  return g_steal_pointer (&self);
}
