/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-controls.h"

#include "kmzb-screen.h"
#include "kmzb-status.h"

#include <glib/gi18n.h>

/**
 * KmzbMapControls:
 *
 * What lies over the map during a visit: zoom and home at the right, what the signs mean at the left, the one thing to
 * do at the bottom. Between them every touch goes through to the map.
 */
struct _KmzbMapControls
{
  GtkWidget parent_instance;

  GtkWidget *zoom_box;
  GtkWidget *legend;
  GtkWidget *report_button;
};

enum
{
  ZOOM_IN,
  ZOOM_OUT,
  HOME,
  REPORT,
  N_SIGNALS
};

#define MARGIN_PX 24
#define FURNITURE_PX 64 /* the map's own scale and attribution, in its lower corners */
#define REPORT_MIN_WIDTH_PX 440

static guint signals[N_SIGNALS];

/* The official words, in the order of a report's life. */
static const struct
{
  KmzbStatus status;
  const char *name;
} legend_rows[] = {
  { KMZB_STATUS_NEW, N_("New") },
  { KMZB_STATUS_VERIFICATION, N_("Being checked") },
  { KMZB_STATUS_CONFIRMED, N_("Confirmed") },
  { KMZB_STATUS_PASSED_ON, N_("Confirmed (passed on outside the police)") },
  { KMZB_STATUS_ELIMINATED, N_("Confirmed (eliminated)") },
  { KMZB_STATUS_NOT_CONFIRMED, N_("Not confirmed") },
};

G_DEFINE_FINAL_TYPE (KmzbMapControls, kmzb_map_controls, GTK_TYPE_WIDGET)

static void
on_zoom_in_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[ZOOM_IN], 0);
}

static void
on_zoom_out_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[ZOOM_OUT], 0);
}

static void
on_home_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[HOME], 0);
}

static void
on_report_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[REPORT], 0);
}

static void
add_legend_row (KmzbMapControls *self, KmzbStatus status, const char *name)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *icon = g_strdup_printf ("kmzb-status-%s-symbolic", kmzb_status_to_slug (status));
  g_autofree char *css_class = g_strdup_printf ("kmzb-status-%s", kmzb_status_to_slug (status));
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = gtk_label_new (name);

  gtk_image_set_pixel_size (GTK_IMAGE (image), 28);
  gtk_widget_add_css_class (image, css_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
  gtk_widget_add_css_class (label, "kmzb-small");
  gtk_box_append (GTK_BOX (row), image);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (self->legend), row);
}

static void
kmzb_map_controls_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  KmzbMapControls *self = KMZB_MAP_CONTROLS (widget);
  int report = 0, zoom = 0;

  gtk_widget_measure (self->report_button, orientation, -1, &report, NULL, NULL, NULL);
  gtk_widget_measure (self->zoom_box, orientation, -1, &zoom, NULL, NULL, NULL);
  *minimum = *natural = MAX (report, zoom) + 2 * MARGIN_PX;
}

static void
natural_size (GtkWidget *widget, int *width, int *height)
{
  GtkRequisition natural;

  gtk_widget_get_preferred_size (widget, NULL, &natural);
  *width = natural.width;
  *height = natural.height;
}

/* Wide: the tools at mid-height, the legend beside the main action. Tall: everything within reach above it. */
static void
kmzb_map_controls_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbMapControls *self = KMZB_MAP_CONTROLS (widget);
  gboolean wide = width > height;
  int w, h, report_x, report_y, legend_y;

  natural_size (self->report_button, &w, &h);
  w = wide ? MAX (w, REPORT_MIN_WIDTH_PX) : width - 2 * MARGIN_PX;
  report_x = (width - w) / 2;
  report_y = height - FURNITURE_PX - h;
  kmzb_screen_allocate (self->report_button, report_x, report_y, w, h);

  natural_size (self->zoom_box, &w, &h);
  kmzb_screen_allocate (self->zoom_box, width - MARGIN_PX - w,
                        wide ? MAX ((height - h) / 2, 0) : report_y - MARGIN_PX - h, w, h);

  natural_size (self->legend, &w, &h);
  legend_y = height - FURNITURE_PX - h;
  if (!wide || MARGIN_PX + w + MARGIN_PX / 2 > report_x)
    legend_y = report_y - MARGIN_PX - h;
  kmzb_screen_allocate (self->legend, MARGIN_PX, legend_y, w, h);
}

static gboolean
kmzb_map_controls_contains (GtkWidget *widget, double x, double y)
{
  return FALSE; /* children are asked before; what is none of them is the map's */
}

static void
kmzb_map_controls_dispose (GObject *object)
{
  kmzb_screen_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (kmzb_map_controls_parent_class)->dispose (object);
}

static void
kmzb_map_controls_class_init (KmzbMapControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *const names[N_SIGNALS] = { "zoom-in", "zoom-out", "home", "report" };

  G_OBJECT_CLASS (klass)->dispose = kmzb_map_controls_dispose;
  widget_class->measure = kmzb_map_controls_measure;
  widget_class->size_allocate = kmzb_map_controls_size_allocate;
  widget_class->contains = kmzb_map_controls_contains;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/kiosk/map-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, zoom_box);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, legend);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, report_button);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_in_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_out_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_home_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_report_clicked);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_map_controls_init (KmzbMapControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (legend_rows); i++)
    add_legend_row (self, legend_rows[i].status, _(legend_rows[i].name));
  kmzb_screen_name_buttons (GTK_WIDGET (self));
}

GtkWidget *
kmzb_map_controls_new (void)
{
  return g_object_new (KMZB_TYPE_MAP_CONTROLS, NULL);
}
