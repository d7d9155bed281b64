/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-central-config.h"

#include "kmzb-error.h"

#include <string.h>

#define GROUP "central"

typedef enum
{
  KIND_TEXT,
  KIND_FILE, /* relative to the configuration file's folder */
  KIND_NUMBER,
  KIND_SWITCH,
} Kind;

static const struct
{
  const char *key;
  Kind kind;
  gsize offset;
} entries[] = {
  { "behind_proxy", KIND_SWITCH, G_STRUCT_OFFSET (KmzbCentralOptions, behind_proxy) },
  { "catalog", KIND_FILE, G_STRUCT_OFFSET (KmzbCentralOptions, catalog) },
  { "contact", KIND_TEXT, G_STRUCT_OFFSET (KmzbCentralOptions, contact) },
  { "data_dir", KIND_FILE, G_STRUCT_OFFSET (KmzbCentralOptions, data_dir) },
  { "database", KIND_FILE, G_STRUCT_OFFSET (KmzbCentralOptions, database) },
  { "keep_texts_days", KIND_NUMBER, G_STRUCT_OFFSET (KmzbCentralOptions, keep_texts_days) },
  { "listen", KIND_TEXT, G_STRUCT_OFFSET (KmzbCentralOptions, listen) },
  { "log_requests", KIND_SWITCH, G_STRUCT_OFFSET (KmzbCentralOptions, log_requests) },
  { "quota", KIND_NUMBER, G_STRUCT_OFFSET (KmzbCentralOptions, quota) },
  { "request_timeout", KIND_NUMBER, G_STRUCT_OFFSET (KmzbCentralOptions, request_seconds) },
  { "silent_hours", KIND_NUMBER, G_STRUCT_OFFSET (KmzbCentralOptions, silent_hours) },
  { "tls_cert", KIND_FILE, G_STRUCT_OFFSET (KmzbCentralOptions, tls_cert) },
  { "tls_key", KIND_FILE, G_STRUCT_OFFSET (KmzbCentralOptions, tls_key) },
};

static void
apply_file (const char *path, const char *value, char **option)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (whole);

  if (*option == NULL)
    *option = strstr (value, "://") ? g_strdup (value) : g_canonicalize_filename (value, folder);
}

/* What the command line has said already stays. */
static gboolean
apply_entry (GKeyFile *file, const char *path, guint index, KmzbCentralOptions *options, GError **error)
{
  gpointer option = G_STRUCT_MEMBER_P (options, entries[index].offset);
  g_autoptr (GError) fault = NULL;
  g_autofree char *text = NULL;
  gboolean on;
  int number;

  switch (entries[index].kind)
    {
    case KIND_NUMBER:
      number = g_key_file_get_integer (file, GROUP, entries[index].key, &fault);
      if (fault == NULL && *(int *) option == KMZB_CENTRAL_UNSET)
        *(int *) option = number;
      break;
    case KIND_SWITCH:
      on = g_key_file_get_boolean (file, GROUP, entries[index].key, &fault);
      *(gboolean *) option = *(gboolean *) option || on;
      break;
    case KIND_FILE:
    case KIND_TEXT:
    default:
      text = g_key_file_get_string (file, GROUP, entries[index].key, &fault);
      if (fault == NULL && *text == '\0')
        fault = g_error_new_literal (KMZB_ERROR, KMZB_ERROR_INVALID, "it is empty");
      if (fault == NULL && entries[index].kind == KIND_FILE)
        apply_file (path, text, option);
      else if (fault == NULL && *(char **) option == NULL)
        *(char **) option = g_steal_pointer (&text);
    }
  if (fault == NULL)
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "%s: [" GROUP "] %s: %s", path, entries[index].key,
               fault->message);
  return FALSE;
}

static gboolean
apply_key (GKeyFile *file, const char *path, const char *key, KmzbCentralOptions *options, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_str_equal (key, entries[i].key))
      return apply_entry (file, path, i, options, error);
  g_warning ("%s: [" GROUP "] %s is not known", path, key);
  return TRUE;
}

/**
 * kmzb_central_config_apply:
 * @path: a key file with one group, [central]
 *
 * Fills in what the command line left open.
 */
gboolean
kmzb_central_config_apply (const char *path, KmzbCentralOptions *options, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) fault = NULL;
  g_auto (GStrv) keys = NULL, groups = NULL;
  g_autofree char *content = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &content, &length, &fault))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read configuration %s: %s", path, fault->message);
      return FALSE;
    }
  if (!g_utf8_validate (content, (gssize) length, NULL))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read configuration %s: it is not UTF-8 text", path);
      return FALSE;
    }
  if (!g_key_file_load_from_data (file, content, length, G_KEY_FILE_NONE, &fault))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read configuration %s: %s", path, fault->message);
      return FALSE;
    }
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!g_str_equal (groups[i], GROUP))
      g_warning ("%s: [%s] is not known", path, groups[i]);
  keys = g_key_file_get_keys (file, GROUP, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!apply_key (file, path, keys[i], options, error))
      return FALSE;
  return TRUE;
}
