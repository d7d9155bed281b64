/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-commands.h"

#include "kmzb-archive-schema.h"
#include "kmzb-error.h"
#include "kmzb-keys.h"
#include "kmzb-seal-keys.h"
#include "kmzb-time.h"

#include <stdio.h>
#include <string.h>

static KmzbDb *
open_database (const KmzbCentralOptions *options, GError **error)
{
  g_autofree char *path = kmzb_central_options_get_database (options, error);

  return path ? kmzb_archive_open_file (path, error) : NULL;
}

static gboolean
add_key (const KmzbCentralOptions *options, const char *name, GError **error)
{
  g_autoptr (KmzbDb) db = open_database (options, error);
  g_autofree char *key = db ? kmzb_keys_add (db, name, g_get_real_time (), error) : NULL;

  if (key == NULL)
    return FALSE;
  /* The key alone on stdout, so that it can go straight into the booth's key file. */
  printf ("%s\n", key);
  fprintf (stderr, "The key of %s is shown this once. Keep it in a file that only the booth can read (0600).\n", name);
  explicit_bzero (key, strlen (key));
  return TRUE;
}

static gboolean
list_keys (const KmzbCentralOptions *options, const char *operand, GError **error)
{
  g_autoptr (KmzbDb) db = open_database (options, error);
  g_autoptr (GPtrArray) list = db ? kmzb_keys_list (db, error) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const KmzbKeyInfo *info = g_ptr_array_index (list, i);
      g_autofree char *created = kmzb_time_format_w3c (info->created_us);
      g_autofree char *revoked = info->revoked_us ? kmzb_time_format_w3c (info->revoked_us) : NULL;

      printf ("%s\tmade %s%s%s\n", info->name, created, revoked ? "\trevoked " : "", revoked ? revoked : "");
    }
  return list != NULL;
}

static gboolean
revoke_key (const KmzbCentralOptions *options, const char *name, GError **error)
{
  g_autoptr (KmzbDb) db = open_database (options, error);

  return db != NULL && kmzb_keys_revoke (db, name, g_get_real_time (), error);
}

static KmzbSealKeys *
open_seal_keys (const KmzbCentralOptions *options, GError **error)
{
  g_autofree char *path = kmzb_central_options_get_file (options, KMZB_SEAL_KEYS_FILE, error);

  return path ? kmzb_seal_keys_new (path) : NULL;
}

static gboolean
make_seal_key (const KmzbCentralOptions *options, const char *operand, GError **error)
{
  g_autoptr (KmzbSealKeys) keys = open_seal_keys (options, error);
  g_autoptr (KmzbSealKeyInfo) info = keys ? kmzb_seal_keys_make (keys, g_get_real_time (), error) : NULL;

  if (info == NULL)
    return FALSE;
  /* What goes into a booth's configuration ([central] public_key) alone on stdout. */
  printf ("%s\n", info->public_key);
  fprintf (stderr,
           "Key %s is in use. Keep a copy of the file " KMZB_SEAL_KEYS_FILE " apart from the database's backups: "
           "without it nobody reads what booths seal from now on.\n",
           info->id);
  return TRUE;
}

static gboolean
list_seal_keys (const KmzbCentralOptions *options, const char *operand, GError **error)
{
  g_autoptr (KmzbSealKeys) keys = open_seal_keys (options, error);
  g_autoptr (GPtrArray) list = keys ? kmzb_seal_keys_list (keys, error) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const KmzbSealKeyInfo *info = g_ptr_array_index (list, i);
      g_autofree char *created = kmzb_time_format_w3c (info->created_us);

      printf ("%s\tmade %s\t%s%s\n", info->id, created, info->public_key, i + 1 == list->len ? "\tin use" : "");
    }
  return list != NULL;
}

static const KmzbCommand commands[] = {
  { "keys add", "NAME", add_key },
  { "keys list", NULL, list_keys },
  { "keys revoke", "NAME", revoke_key },
  { "seal-key", NULL, make_seal_key },
  { "seal-key list", NULL, list_seal_keys },
};

/* How many words of what was typed the command's name is; 0 when it is another command. */
static guint
match (const KmzbCommand *command, GStrv words)
{
  g_auto (GStrv) name = g_strsplit (command->name, " ", -1);
  guint n = g_strv_length (name);

  for (guint i = 0; i < n; i++)
    if (words[i] == NULL || !g_str_equal (words[i], name[i]))
      return 0;
  return n;
}

static int
tell_usage (const char *word)
{
  g_autoptr (GString) ways = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_has_prefix (commands[i].name, word) && strchr (" ", commands[i].name[strlen (word)]) != NULL)
      g_string_append_printf (ways, "%s%s%s%s", ways->len ? ", " : "", commands[i].name,
                              commands[i].operand ? " " : "", commands[i].operand ? commands[i].operand : "");
  if (ways->len > 0)
    fprintf (stderr, "kmzb-central: use %s\n", ways->str);
  else
    fprintf (stderr, "kmzb-central: %s is not a command; see --help\n", word);
  return KMZB_EXIT_USAGE;
}

/**
 * kmzb_commands_run:
 *
 * Runs the command that the arguments name.
 *
 * Returns: the process's exit code; with @error set what went wrong is still to be told
 */
int
kmzb_commands_run (const KmzbCentralOptions *options, GError **error)
{
  guint n_words = g_strv_length (options->arguments);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const KmzbCommand *command = &commands[i];
      guint n = match (command, options->arguments);

      if (n > 0 && n_words == n + (command->operand != NULL))
        return command->run (options, command->operand ? options->arguments[n] : NULL, error) ? 0 : 1;
    }
  return tell_usage (options->arguments[0]);
}
