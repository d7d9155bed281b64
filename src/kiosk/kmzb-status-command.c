/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-status-command.h"

#include "kmzb-booth.h"
#include "kmzb-clock.h"
#include "kmzb-pack.h"
#include "kmzb-store.h"

/**
 * kmzb_status_command:
 *
 * --status: prints the booth's state as one JSON object. Needs no display and may run beside the booth. A pack that
 * can't be opened is a fact about the booth, told on stderr: the queue is what is asked for most when something is wrong.
 *
 * Returns: the exit code
 */
int
kmzb_status_command (KmzbOptions *options)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autofree char *pack_file = kmzb_booth_find_pack (options);
  g_autoptr (GError) pack_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = kmzb_pack_open (pack_file, &pack_error);
  g_autofree char *json = NULL;

  if (pack == NULL)
    g_printerr ("kmzb-kiosk: %s\n", pack_error->message);
  json = kmzb_store_status_json (options->data_dir, clock, options->booth_name,
                                 pack != NULL ? kmzb_pack_get_name (pack) : NULL,
                                 pack != NULL ? kmzb_pack_get_made_at (pack) : NULL, &error);
  if (json == NULL)
    {
      g_printerr ("kmzb-kiosk: %s\n", error->message);
      return 1;
    }
  g_print ("%s\n", json);
  return 0;
}
