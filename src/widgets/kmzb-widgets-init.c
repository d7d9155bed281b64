/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-widgets-init.h"

#include "kmzb-access-style.h"
#include "kmzb-widgets-resources.h"

#ifdef KMZB_HAVE_ICONS
#include "kmzb-icons-resources.h"
#endif

#define ICONS_PATH "/pl/kmzb/Booth/icons"

/**
 * kmzb_widgets_add_css:
 * @resource_path: path of a style sheet in a registered resource
 *
 * Adds a room's style sheet to the default display. The sheets of all rooms use the colours that `ui/style.css` names.
 */
void
kmzb_widgets_add_css (const char *resource_path)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, resource_path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* Icons, templates and style of this room, for the default display. Call after gtk_init(); further calls do nothing. */
void
kmzb_widgets_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;

  kmzb_widgets_register_resource ();
#ifdef KMZB_HAVE_ICONS
  kmzb_icons_register_resource ();
#endif
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()), ICONS_PATH);
  kmzb_widgets_add_css ("/pl/kmzb/Booth/widgets/style.css"); /* the colours and sizes of every room */
  kmzb_widgets_add_css ("/pl/kmzb/Booth/widgets/widgets.css");
  kmzb_access_style_init ();
}
