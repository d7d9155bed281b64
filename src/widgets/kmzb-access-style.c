/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings that GTK itself follows: colours and motion. */
#include "kmzb-access-style.h"

#include <gtk/gtk.h>

static GtkCssProvider *contrast;
static gboolean stilled;
static gboolean moved_before;

/* A provider above the others replaces the colours that they name, and so every rule that uses them. */
static void
follow_contrast (KmzbAccess *access)
{
  GdkDisplay *display = gdk_display_get_default ();
  gboolean wanted = kmzb_access_has (access, KMZB_ACCESS_CONTRAST);

  if (wanted == (contrast != NULL))
    return;
  if (wanted)
    {
      contrast = gtk_css_provider_new ();
      gtk_css_provider_load_from_resource (contrast, "/pl/kmzb/Booth/widgets/style-contrast.css");
      gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (contrast), KMZB_ACCESS_STYLE_PRIORITY);
      return;
    }
  gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (contrast));
  g_clear_object (&contrast);
}

/* Transitions of styles and pages, sheets and the map's flights all ask this one setting. A machine on which nothing
 * moves anyway stays so. */
static void
follow_motion (KmzbAccess *access)
{
  GtkSettings *settings = gtk_settings_get_for_display (gdk_display_get_default ());
  gboolean still = kmzb_access_has (access, KMZB_ACCESS_STILL);

  if (still == stilled)
    return;
  stilled = still;
  if (still)
    g_object_get (settings, "gtk-enable-animations", &moved_before, NULL);
  g_object_set (settings, "gtk-enable-animations", still ? FALSE : moved_before, NULL);
}

static void
on_changed (KmzbAccess *access)
{
  follow_contrast (access);
  follow_motion (access);
}

/* Lets the default display follow the settings from now on. */
void
kmzb_access_style_init (void)
{
  KmzbAccess *access = kmzb_access_get_default ();

  g_signal_connect (access, "changed", G_CALLBACK (on_changed), NULL);
  on_changed (access);
}
