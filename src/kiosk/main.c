/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-application.h"
#include "kmzb-language.h"
#include "kmzb-lockdown.h"
#include "kmzb-log.h"
#include "kmzb-memory.h"
#include "kmzb-options.h"
#include "kmzb-pin-command.h"
#include "kmzb-status-command.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

/* Without a session bus nobody can ask for the accessibility tree, and GTK would wait for one, then complain. */
static void
skip_accessibility_without_bus (void)
{
  g_autofree char *bus = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  if (g_getenv ("DBUS_SESSION_BUS_ADDRESS") == NULL && g_getenv ("AT_SPI_BUS_ADDRESS") == NULL
      && !g_file_test (bus, G_FILE_TEST_EXISTS))
    g_setenv ("GTK_A11Y", "none", FALSE);
}

int
main (int argc, char **argv)
{
  const struct rlimit no_core = { 0, 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbOptions) options = NULL;
  g_autoptr (KmzbApplication) application = NULL;

  kmzb_memory_init ();
  kmzb_log_init ();
  setrlimit (RLIMIT_CORE, &no_core); /* a core file would hold what visitors typed */
  kmzb_language_init ();

  options = kmzb_options_parse (argc, argv, &error);
  if (options == NULL)
    {
      g_printerr ("kmzb-kiosk: %s\n", error->message);
      return kmzb_options_exit_code (error);
    }
  if (options->version)
    {
      printf ("kmzb-kiosk %s\n", KMZB_VERSION);
      return EXIT_SUCCESS;
    }
  for (guint i = 0; i < options->warnings->len; i++)
    g_printerr ("kmzb-kiosk: %s\n", (const char *) options->warnings->pdata[i]);
  if (options->hash_pin)
    return kmzb_pin_command ();
  if (options->status)
    return kmzb_status_command (options);

  if (options->window_width == 0)
    kmzb_lockdown_prepare ();
  skip_accessibility_without_bus ();
  g_set_prgname ("pl.kmzb.Booth");
  gtk_disable_setlocale (); /* kmzb_language_init() has done it, and differently */
  application = kmzb_application_new (g_steal_pointer (&options));
  return kmzb_application_run (application);
}
