/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pin-command.h"

#include "kmzb-pin.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* One line without its end. Returns: (transfer full) (nullable): %NULL when there is none */
static char *
read_line (const char *prompt)
{
  gboolean terminal = isatty (STDIN_FILENO);
  struct termios shown, hidden;
  char *line = NULL;
  size_t size = 0;
  ssize_t length;

  if (terminal && tcgetattr (STDIN_FILENO, &shown) == 0)
    {
      fputs (prompt, stderr);
      hidden = shown;
      hidden.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
      length = getline (&line, &size, stdin);
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
      fputc ('\n', stderr);
    }
  else
    {
      length = getline (&line, &size, stdin);
    }
  if (length < 0)
    {
      free (line);
      return NULL;
    }
  line[strcspn (line, "\r\n")] = '\0';
  return line;
}

static void
forget (char *line)
{
  if (line != NULL)
    explicit_bzero (line, strlen (line));
  free (line);
}

/* Returns: (transfer full) (nullable): the hash; the fault has been told */
static char *
make_hash (const char *pin, const char *again)
{
  g_autoptr (GError) error = NULL;
  char *hash;

  if (pin == NULL || !kmzb_pin_is_acceptable (pin))
    {
      g_printerr ("kmzb-kiosk: a PIN has %d to %d digits and nothing else\n", KMZB_PIN_LEAST, KMZB_PIN_MOST);
      return NULL;
    }
  if (again == NULL || !g_str_equal (pin, again))
    {
      g_printerr ("kmzb-kiosk: the two PINs differ\n");
      return NULL;
    }
  hash = kmzb_pin_hash (pin, &error);
  if (hash == NULL)
    g_printerr ("kmzb-kiosk: %s\n", error->message);
  return hash;
}

/**
 * kmzb_pin_command:
 *
 * --hash-pin: reads the officer's PIN from the terminal, twice and unseen, or once from a pipe, and prints the value of
 * [booth] pin_hash. It is no argument: everybody on the machine could read that.
 *
 * Returns: the exit code
 */
int
kmzb_pin_command (void)
{
  char *pin = read_line ("The officer's PIN: ");
  char *again = isatty (STDIN_FILENO) ? read_line ("Once more: ") : g_strdup (pin);
  g_autofree char *hash = make_hash (pin, again);

  forget (pin);
  forget (again);
  if (hash == NULL)
    return 1;
  g_print ("%s\n", hash);
  return 0;
}
