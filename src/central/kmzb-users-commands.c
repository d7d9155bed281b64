/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-users-commands.h"

#include "kmzb-error.h"
#include "kmzb-users.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* One line of stdin; on a terminal it is asked for and not shown. */
static gboolean
read_password (char *password, int size, GError **error)
{
  struct termios before, quiet;
  gboolean terminal = tcgetattr (STDIN_FILENO, &before) == 0;
  gboolean ok;

  if (terminal)
    {
      quiet = before;
      quiet.c_lflag &= (tcflag_t) ~ECHO;
      fputs ("Password: ", stderr);
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
    }
  ok = fgets (password, size, stdin) != NULL;
  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      fputc ('\n', stderr);
    }
  if (ok)
    password[strcspn (password, "\n")] = '\0';
  else
    g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "No password on stdin");
  return ok;
}

static gboolean
run_change (KmzbStorage *storage, KmzbUserChange *change, KmzbStorageFunc func, GError **error)
{
  g_autofree char *operator = kmzb_commands_get_operator ();

  change->actor = operator;
  change->now_us = g_get_real_time ();
  return kmzb_storage_transact (storage, func, change, error);
}

/* The password is hashed before anything is locked: booths do not wait for it. */
gboolean
kmzb_users_command_add (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  char password[KMZB_PASSWORD_MAX + 8];
  g_autoptr (KmzbStorage) storage = kmzb_users_check (operands[0], operands[1], error) ? kmzb_commands_open_storage (options, error) : NULL;
  g_autofree char *hash = storage != NULL && read_password (password, sizeof password, error)
                              ? kmzb_users_hash_password (password, error)
                              : NULL;
  KmzbUserChange change = { .name = operands[0], .role = operands[1], .hash = hash };

  explicit_bzero (password, sizeof password);
  return hash != NULL && run_change (storage, &change, kmzb_users_add, error);
}

gboolean
kmzb_users_command_list (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  g_autoptr (KmzbStorage) storage = kmzb_commands_open_storage (options, error);
  g_autoptr (GPtrArray) lines = storage ? kmzb_users_list (storage, error) : NULL;

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    printf ("%s\n", (const char *) lines->pdata[i]);
  return lines != NULL;
}

gboolean
kmzb_users_command_disable (const KmzbCentralOptions *options, const char *const *operands, GError **error)
{
  g_autoptr (KmzbStorage) storage = kmzb_commands_open_storage (options, error);
  KmzbUserChange change = { .name = operands[0] };

  return storage != NULL && run_change (storage, &change, kmzb_users_disable, error);
}
