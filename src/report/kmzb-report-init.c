/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-init.h"

#include "kmzb-report-resources.h"
#include "kmzb-widgets-init.h"

/* Templates and style of this room. Call after gtk_init(); further calls do nothing. */
void
kmzb_report_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;

  kmzb_widgets_init ();
  kmzb_report_register_resource ();
  kmzb_widgets_add_css ("/pl/kmzb/Booth/report/report.css");
}
