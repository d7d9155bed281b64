/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-finder-init.h"

#include "kmzb-directory-resources.h"
#include "kmzb-widgets-init.h"

/* Style of this room. Call after gtk_init(); further calls do nothing. */
void
kmzb_finder_init_room (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;

  kmzb_widgets_init ();
  kmzb_directory_register_resource ();
  kmzb_widgets_add_css ("/pl/kmzb/Booth/directory/directory.css");
}
