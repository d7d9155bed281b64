/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-commands.h"

#include "kmzb-backup.h"
#include "kmzb-retention.h"
#include "kmzb-booths.h"
#include "kmzb-error.h"
#include "kmzb-import.h"
#include "kmzb-key-change.h"
#include "kmzb-keys.h"
#include "kmzb-records.h"
#include "kmzb-seal-keys.h"
#include "kmzb-time.h"
#include "kmzb-updates.h"
#include "kmzb-users-commands.h"

#include <stdio.h>
#include <string.h>

/* A year: beyond that it is no change of a key. */
#define MAX_GRACE_HOURS 8784

/* Returns: (transfer full): central's database; a server may run beside it */
KmzbStorage *
kmzb_commands_open_storage (const KmzbCentralOptions *options, GError **error)
{
  g_autofree char *place = kmzb_central_options_get_database (options, error);

  return place ? kmzb_storage_open (place, error) : NULL;
}

/* Returns: (transfer full): who the audit and a report's history name for what a command does: nobody signs in for it */
char *
kmzb_commands_get_operator (void)
{
  return g_strconcat ("operator:", g_get_user_name (), NULL);
}

static gboolean
run_key_change (const KmzbCentralOptions *options, const char *name, gint64 grace_us, KmzbStorageFunc func,
                GError **error)
{
  g_autoptr (KmzbStorage) storage = kmzb_commands_open_storage (options, error);
  g_autofree char *operator = kmzb_commands_get_operator ();
  g_auto (KmzbKeyChange) change
      = { .name = name, .actor = operator, .grace_us = grace_us, .now_us = g_get_real_time () };

  if (storage == NULL || !kmzb_storage_transact (storage, func, &change, error))
    return FALSE;
  if (change.key == NULL)
    return TRUE;
  /* The key alone on stdout, so that it can go straight into the booth's key file. */
  printf ("%s\n", change.key);
  fprintf (stderr, "The key of %s is shown this once. Keep it in a file that only the booth can read (0600).\n", name);
  return TRUE;
}

static gboolean
add_key (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  return run_key_change (options, operands[0], 0, kmzb_key_change_add, error);
}

static gboolean
rotate_key (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  guint64 hours;

  if (!g_ascii_string_to_unsigned (operands[1], 10, 0, MAX_GRACE_HOURS, &hours, NULL))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Hours that the old key goes on are a number, 0 to %d",
                   MAX_GRACE_HOURS);
      return FALSE;
    }
  return run_key_change (options, operands[0], (gint64) hours * G_TIME_SPAN_HOUR, kmzb_key_change_rotate, error);
}

static gboolean
list_keys (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  g_autoptr (KmzbStorage) storage = kmzb_commands_open_storage (options, error);
  g_autoptr (GPtrArray) list = storage ? kmzb_keys_list (storage, NULL, error) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const KmzbKeyInfo *info = g_ptr_array_index (list, i);
      g_autofree char *created = kmzb_time_format_w3c (info->created_us);
      g_autofree char *revoked = info->revoked_us ? kmzb_time_format_w3c (info->revoked_us) : NULL;
      const char *word = info->revoked_us > g_get_real_time () ? "\tends " : "\trevoked ";

      printf ("%s\tmade %s%s%s\n", info->name, created, revoked ? word : "", revoked ? revoked : "");
    }
  return list != NULL;
}

static gboolean
revoke_key (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  return run_key_change (options, operands[0], 0, kmzb_key_change_revoke, error);
}

static KmzbSealKeys *
open_seal_keys (const KmzbCentralOptions *options, GError **error)
{
  g_autofree char *path = kmzb_central_options_get_file (options, KMZB_SEAL_KEYS_FILE, error);

  return path ? kmzb_seal_keys_new (path) : NULL;
}

static gboolean
make_seal_key (const KmzbCentralOptions *options, const char *const *operands, GError **error)
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
list_seal_keys (const KmzbCentralOptions *options, const char *const *operands, GError **error)
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

/* How it stands, in lines for a person or a script. */
static gboolean
print_status (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  gint64 now_us = g_get_real_time (), n_reports = 0, n_waiting = 0;
  guint n_booths = 0, n_silent = 0;
  g_autoptr (KmzbStorage) storage = kmzb_commands_open_storage (options, error);
  g_autoptr (GPtrArray) booths = storage ? kmzb_booths_list (storage, NULL, now_us, error) : NULL;
  g_autoptr (GString) silent = g_string_new (NULL);

  if (booths == NULL || !kmzb_storage_get_int (storage, "SELECT count(*) FROM reports", NULL, 0, &n_reports, error))
    return FALSE;
  for (guint i = 0; i < booths->len; i++)
    {
      const KmzbBoothInfo *booth = g_ptr_array_index (booths, i);

      if (booth->n_keys == 0)
        continue;
      n_booths++;
      n_waiting += booth->n_waiting;
      if (!kmzb_booth_info_is_silent (booth, now_us, (guint) options->silent_hours))
        continue;
      n_silent++;
      g_string_append_printf (silent, "silent\t%s\n", booth->name);
    }
  printf ("reports\t%" G_GINT64_FORMAT "\nwaiting at booths\t%" G_GINT64_FORMAT "\nbooths\t%u\n"
          "silent for %d hours\t%u\n%s",
          n_reports, n_waiting, n_booths, options->silent_hours, n_silent, silent->str);
  return TRUE;
}

static gboolean
set_status (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  g_autofree char *author = kmzb_commands_get_operator ();
  KmzbStatusChange change = { .report = operands[0], .author = author, .now_us = g_get_real_time () };
  g_autoptr (KmzbStorage) storage = NULL;

  if (!kmzb_status_from_slug (operands[1], &change.status))
    {
      g_autoptr (GString) known = g_string_new (NULL);

      for (guint i = 0; i < KMZB_N_STATUSES; i++)
        g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", kmzb_status_to_slug ((KmzbStatus) i));
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "A status is one of: %s", known->str);
      return FALSE;
    }
  storage = kmzb_commands_open_storage (options, error);
  return storage != NULL && kmzb_storage_transact (storage, kmzb_updates_set_status, &change, error);
}

static gboolean
import_records (const KmzbCentralOptions *options, KmzbChangesKind kind, const char *path, GError **error)
{
  g_autofree char *prefix = NULL;
  g_autoptr (GPtrArray) records = kmzb_records_from_geojson (path, kind, &prefix, error);
  g_autoptr (KmzbStorage) storage = records ? kmzb_commands_open_storage (options, error) : NULL;
  KmzbRecordSet set = { .kind = kind, .prefix = prefix, .records = records };

  if (storage == NULL || !kmzb_storage_transact (storage, kmzb_records_replace, &set, error))
    return FALSE;
  printf ("%u in the file, %u new or changed, %u gone\n", records->len, set.n_changed, set.n_deleted);
  return TRUE;
}

static gboolean
import_threats (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  return import_records (options, KMZB_CHANGES_THREATS, operands[0], error);
}

static gboolean
import_statistics (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  return import_records (options, KMZB_CHANGES_STATISTICS, operands[0], error);
}

static gboolean
import_directory (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  return import_records (options, KMZB_CHANGES_DIRECTORY, operands[0], error);
}

static gboolean
import_reports (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  g_autofree char *catalog_path = kmzb_central_options_get_catalog (options);
  g_autoptr (KmzbCatalog) catalog = kmzb_catalog_load (catalog_path, error);
  g_autoptr (KmzbStorage) storage = catalog ? kmzb_commands_open_storage (options, error) : NULL;
  g_autoptr (KmzbImport) import
      = storage ? kmzb_import_file (storage, catalog, operands[0], g_get_real_time (), error) : NULL;

  if (import == NULL)
    return FALSE;
  for (guint i = 0; i < import->refusals->len; i++)
    fprintf (stderr, "kmzb-central: %s\n", (const char *) import->refusals->pdata[i]);
  printf ("%u in the file of %s, %u stored, %u were here already, %u refused\n", import->n, import->booth,
          import->n_stored, import->n_known, import->n_refused);
  return TRUE;
}

static gboolean
back_up (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  g_autofree char *place = kmzb_central_options_get_database (options, error);
  guint64 n_rows;

  if (place == NULL || !kmzb_backup_write (place, operands[0], &n_rows, error))
    return FALSE;
  printf ("%" G_GUINT64_FORMAT " rows saved\n", n_rows);
  if (options->keep_texts_days > 0)
    fprintf (stderr,
             "What people wrote is in this file and stays there when the server wipes it after %d days: wipe it here, "
             "too, with wipe-texts, or delete the file in time.\n",
             options->keep_texts_days);
  return TRUE;
}

/* What the server does for its own database, for a backup of it. */
static gboolean
wipe_texts (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  gint64 before_us = g_get_real_time () - options->keep_texts_days * G_TIME_SPAN_DAY;
  guint n;

  if (options->keep_texts_days == 0)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "--keep-texts-days does not say what is old");
      return FALSE;
    }
  /* A name typed wrong must not become an empty database. */
  if (!g_file_test (operands[0], G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Can't open backup %s: there is no such file", operands[0]);
      return FALSE;
    }
  if (!kmzb_retention_run (operands[0], before_us, &n, error))
    return FALSE;
  printf ("Wiped the texts of %u reports older than %d days\n", n, options->keep_texts_days);
  return TRUE;
}

static gboolean
restore (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  g_autofree char *place = kmzb_central_options_get_database (options, error);
  guint64 n_rows;

  if (place == NULL || !kmzb_backup_restore (operands[0], place, &n_rows, error))
    return FALSE;
  printf ("%" G_GUINT64_FORMAT " rows restored\n", n_rows);
  return TRUE;
}

static const KmzbCommand commands[] = {
  { "backup", "FILE", back_up },
  { "import", "FILE", import_reports },
  { "import-directory", "FILE", import_directory },
  { "import-statistics", "FILE", import_statistics },
  { "import-threats", "FILE", import_threats },
  { "keys add", "NAME", add_key },
  { "keys list", "", list_keys },
  { "keys revoke", "NAME", revoke_key },
  { "keys rotate", "NAME HOURS", rotate_key },
  { "restore", "FILE", restore },
  { "seal-key", "", make_seal_key },
  { "seal-key list", "", list_seal_keys },
  { "status", "", print_status },
  { "status", "NUMBER STATUS", set_status },
  { "users add", "NAME ROLE", kmzb_users_command_add },
  { "users disable", "NAME", kmzb_users_command_disable },
  { "users list", "", kmzb_users_command_list },
  { "wipe-texts", "FILE", wipe_texts },
};

static guint
count_words (const char *text)
{
  guint n = *text != '\0';

  for (; *text != '\0'; text++)
    n += *text == ' ';
  return n;
}

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
                              *commands[i].operands ? " " : "", commands[i].operands);
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

      if (n > 0 && n_words == n + count_words (command->operands))
        return command->run (options, (const char *const *) options->arguments + n, error) ? 0 : 1;
    }
  return tell_usage (options->arguments[0]);
}
