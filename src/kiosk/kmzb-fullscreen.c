/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-fullscreen.h"

#include "kmzb-type-scale.h"

#define SETTLED_MS 300

static GdkMonitor *
get_monitor (GtkWindow *window)
{
  return g_list_model_get_item (gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (window))), 0);
}

/* On X11 GDK takes a window for fullscreen when it was asked for before there is one, also where no window manager could
 * make it so, and then keeps its size for ever. Elsewhere asking late would show the window small first. */
static gboolean
is_x11 (GtkWindow *window)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (gtk_widget_get_display (GTK_WIDGET (window))), "GdkX11Display");
}

/* Fullscreen needs a window manager; a booth may have none, so the window takes the monitor's size by itself. */
static void
fill_monitor (GtkWindow *window)
{
  g_autoptr (GdkMonitor) monitor = get_monitor (window);
  GdkRectangle area;

  if (monitor == NULL)
    return; /* unplugged: the size stays until there is one again */
  gdk_monitor_get_geometry (monitor, &area);
  kmzb_type_scale_set (kmzb_type_scale_for_size (area.width, area.height));
  gtk_window_set_default_size (window, area.width, area.height);
  if (!is_x11 (window) || gtk_widget_get_mapped (GTK_WIDGET (window)))
    gtk_window_fullscreen (window);
}

static gboolean
on_settled (gpointer data)
{
  g_autoptr (GtkWindow) window = data;

  fill_monitor (window);
  return G_SOURCE_REMOVE;
}

/* What else GDK knows of the monitor follows a moment after its size: a window that grows now would meet its old bounds. */
static void
on_geometry_changed (GtkWindow *window)
{
  fill_monitor (window);
  g_timeout_add (SETTLED_MS, on_settled, g_object_ref (window));
}

static void
on_monitors_changed (GtkWindow *window)
{
  g_autoptr (GdkMonitor) monitor = get_monitor (window);

  if (monitor != NULL)
    {
      g_signal_handlers_disconnect_by_func (monitor, G_CALLBACK (on_geometry_changed), window);
      g_signal_connect_object (monitor, "notify::geometry", G_CALLBACK (on_geometry_changed), window, G_CONNECT_SWAPPED);
    }
  on_geometry_changed (window);
}

/* From now on @window fills the first monitor, whichever that is and however it is turned. */
void
kmzb_fullscreen_follow (GtkWindow *window)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (window)));

  g_signal_connect_object (monitors, "items-changed", G_CALLBACK (on_monitors_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect (window, "map", G_CALLBACK (gtk_window_fullscreen), NULL);
  on_monitors_changed (window);
}
