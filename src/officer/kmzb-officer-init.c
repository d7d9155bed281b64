/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-officer-init.h"

#include "kmzb-officer-resources.h"
#include "kmzb-widgets-init.h"

/* Style of this room. Call after gtk_init(); further calls do nothing. */
void
kmzb_officer_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;

  kmzb_widgets_init ();
  kmzb_officer_register_resource ();
  kmzb_widgets_add_css ("/pl/kmzb/Booth/officer/officer.css");
}
