/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-central-options.h"
#include "kmzb-commands.h"
#include "kmzb-log.h"
#include "kmzb-memory.h"
#include "kmzb-service.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* Says on one line of stderr what went wrong. */
static int
fail (const GError *error, int code)
{
  fprintf (stderr, "kmzb-central: %s\n", error->message);
  return code;
}

int
main (int argc, char **argv)
{
  g_auto (KmzbCentralOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  int code;

  kmzb_memory_serve ();
  kmzb_log_init ();
  /* A client or a terminal that goes away, or a file at its limit, is an error to handle and not the end. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  setlocale (LC_CTYPE, "");
  if (!g_get_charset (NULL)) /* names on the command line are UTF-8 in a shell without a locale too */
    setlocale (LC_CTYPE, "C.UTF-8");
  if (!kmzb_central_options_parse (&options, argc, argv, &error))
    return fail (error, error->domain == G_OPTION_ERROR ? KMZB_EXIT_USAGE : EXIT_FAILURE);
  if (options.version)
    {
      printf ("kmzb-central %s\n", KMZB_VERSION);
      return EXIT_SUCCESS;
    }
  if (options.arguments != NULL)
    {
      code = kmzb_commands_run (&options, &error);
      return error ? fail (error, code) : code;
    }
  return kmzb_service_run (&options, &error) ? EXIT_SUCCESS : fail (error, EXIT_FAILURE);
}
