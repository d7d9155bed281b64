/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-kiosk-init.h"

#include "kmzb-kiosk-resources.h"
#include "kmzb-report-init.h"
#include "kmzb-widgets-init.h"

#include <gtk/gtk.h>

/* Templates, icons and style of every room with screens, for the default display. After gtk_init(); once is enough. */
void
kmzb_kiosk_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;

  kmzb_widgets_init ();
  kmzb_report_init ();
  kmzb_kiosk_register_resource ();
  kmzb_widgets_add_css ("/pl/kmzb/Booth/kiosk/kiosk.css");

  /* The booth has a look of its own: no theme and no dark mode of the machine changes it. */
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", "Default",
                "gtk-application-prefer-dark-theme", FALSE, NULL);
  gtk_window_set_default_icon_name ("pl.kmzb.Booth");
}
