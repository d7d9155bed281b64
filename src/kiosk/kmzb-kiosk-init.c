/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-kiosk-init.h"

#include "kmzb-kiosk-resources.h"
#include "kmzb-learn-resources.h"
#include "kmzb-officer-init.h"
#include "kmzb-report-init.h"
#include "kmzb-widgets-init.h"

#include <gtk/gtk.h>

/* The booth has a look of its own: no theme and no dark mode of the machine changes it. Setting what is set already
 * would read the whole theme again, at every start. */
static void
use_own_look (GtkSettings *settings)
{
  g_autofree char *theme = NULL;
  gboolean dark = FALSE;

  g_object_get (settings, "gtk-theme-name", &theme, "gtk-application-prefer-dark-theme", &dark, NULL);
  if (g_strcmp0 (theme, "Default") != 0 || dark)
    g_object_set (settings, "gtk-theme-name", "Default", "gtk-application-prefer-dark-theme", FALSE, NULL);
}

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
  kmzb_officer_init ();
  kmzb_kiosk_register_resource ();
  kmzb_learn_register_resource ();
  kmzb_widgets_add_css ("/pl/kmzb/Booth/kiosk/kiosk.css");

  use_own_look (gtk_settings_get_default ());
  gtk_window_set_default_icon_name ("pl.kmzb.Booth");
}
