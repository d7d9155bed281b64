/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-controls.h"

#include "kmzb-access.h"
#include "kmzb-screen.h"
#include "kmzb-threat-words.h"

/**
 * KmzbMapControls:
 *
 * What lies over the map during a visit: zoom and home at the right; at the left what the map shows, how many, and what
 * the signs mean; the one thing to do at the bottom. Between them every touch goes through to the map.
 */
struct _KmzbMapControls
{
  GtkWidget parent_instance;

  GtkWidget *zoom_box;
  GtkWidget *show_box;
  GtkWidget *legend;
  GtkWidget *legend_rows;
  GtkWidget *legend_button;
  GtkWidget *count_label;
  GtkWidget *filter_label;
  GtkWidget *report_button;
  GtkWidget *learn_button;
};

enum
{
  ZOOM_IN,
  ZOOM_OUT,
  HOME,
  REPORT,
  LEARN,
  FILTERS,
  LEGEND,
  LIST,
  N_SIGNALS
};

#define MARGIN_PX 24
#define FURNITURE_PX 64 /* the map's own scale and attribution, in its lower corners */
#define REPORT_MIN_WIDTH_PX 440
#define SIGN_PX 28

static guint signals[N_SIGNALS];

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
on_learn_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[LEARN], 0);
}

static void
on_filters_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[FILTERS], 0);
}

static void
on_legend_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[LEGEND], 0);
}

static void
on_list_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[LIST], 0);
}

static void
add_legend_row (KmzbMapControls *self, KmzbStatus status)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (kmzb_threat_words_status (status));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
  gtk_widget_add_css_class (label, "kmzb-small");
  gtk_box_append (GTK_BOX (row), kmzb_threat_words_new_sign (status, SIGN_PX));
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (self->legend_rows), row);
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

static int
width_of (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
height_of (GtkWidget *widget, int width)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* What there is to do, at the lower edge. Wide: the main action in the middle, the other beside it while the text leaves
 * room. Else one above the other. Returns where the main action is. */
static GdkRectangle
allocate_actions (KmzbMapControls *self, int width, int height)
{
  gboolean wide = width > height;
  int w = wide ? MAX (width_of (self->report_button), REPORT_MIN_WIDTH_PX) : width - 2 * MARGIN_PX;
  int learn_w = width_of (self->learn_button);
  GdkRectangle report = { (width - w) / 2, 0, w, height_of (self->report_button, w) };
  int bottom = height - FURNITURE_PX;

  if (wide && report.x + w + 2 * MARGIN_PX + learn_w <= width)
    {
      kmzb_screen_allocate (self->learn_button, width - MARGIN_PX - learn_w, bottom - report.height, learn_w,
                            report.height);
      report.y = bottom - report.height;
    }
  else
    {
      int learn_h = height_of (self->learn_button, w);

      kmzb_screen_allocate (self->learn_button, report.x, bottom - learn_h, w, learn_h);
      report.y = bottom - learn_h - MARGIN_PX / 2 - report.height;
    }
  kmzb_screen_allocate (self->report_button, report.x, report.y, report.width, report.height);
  return report;
}

/* Wide: the tools at mid-height, the legend beside the main action. Tall: everything within reach above it. */
static void
kmzb_map_controls_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbMapControls *self = KMZB_MAP_CONTROLS (widget);
  gboolean wide = width > height;
  gboolean low = kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_LOW_CONTROLS);
  GdkRectangle report = allocate_actions (self, width, height);
  int report_x = report.x, report_y = report.y;
  int w, h, legend_x, legend_y, tools_y, tools_w, tools_h, zoom_x, zoom_y;

  natural_size (self->zoom_box, &w, &h);
  zoom_x = width - MARGIN_PX - w;
  zoom_y = report_y - MARGIN_PX / 2 - h;
  if (wide && !low)
    zoom_y = MIN (zoom_y, (height - h) / 2);
  kmzb_screen_allocate (self->zoom_box, zoom_x, MAX (zoom_y, 0), w, h);

  natural_size (self->show_box, &tools_w, &tools_h);
  tools_y = wide ? MAX (low ? height - FURNITURE_PX - tools_h : MARGIN_PX, 0) : report_y - MARGIN_PX - tools_h;
  kmzb_screen_allocate (self->show_box, MARGIN_PX, tools_y, tools_w, tools_h);
  legend_x = wide ? MARGIN_PX : MARGIN_PX + tools_w + MARGIN_PX / 2;

  /* Wide: below the tools where there is room, else beside them. Tall: the other way round, and above. */
  natural_size (self->legend, &w, &h);
  legend_y = wide ? height - FURNITURE_PX - h : report_y - MARGIN_PX - h;
  if (!wide && legend_x + w + MARGIN_PX / 2 > zoom_x)
    {
      legend_x = MARGIN_PX;
      legend_y = tools_y - MARGIN_PX / 2 - h;
    }
  else if (wide && legend_y < tools_y + tools_h + MARGIN_PX / 2)
    {
      legend_x = MARGIN_PX + tools_w + MARGIN_PX / 2;
      legend_y = MARGIN_PX;
    }
  else if (wide && legend_x + w + MARGIN_PX / 2 > report_x)
    {
      legend_y = report_y - MARGIN_PX - h;
    }
  kmzb_screen_allocate (self->legend, legend_x, legend_y, w, h);
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
  const char *const names[N_SIGNALS]
      = { "zoom-in", "zoom-out", "home", "report", "learn", "filters", "legend", "list" };

  G_OBJECT_CLASS (klass)->dispose = kmzb_map_controls_dispose;
  widget_class->measure = kmzb_map_controls_measure;
  widget_class->size_allocate = kmzb_map_controls_size_allocate;
  widget_class->contains = kmzb_map_controls_contains;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/kiosk/map-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, zoom_box);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, show_box);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, legend);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, legend_rows);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, legend_button);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, count_label);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, filter_label);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, report_button);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, learn_button);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_in_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_out_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_home_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_report_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_learn_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_filters_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_legend_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_list_clicked);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_map_controls_init (KmzbMapControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (kmzb_threat_statuses); i++)
    add_legend_row (self, kmzb_threat_statuses[i]);
  kmzb_screen_name_buttons (GTK_WIDGET (self));
  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (gtk_widget_queue_allocate), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
kmzb_map_controls_new (void)
{
  return g_object_new (KMZB_TYPE_MAP_CONTROLS, NULL);
}

/**
 * kmzb_map_controls_set_shown:
 * @count: how many threats the map shows
 * @filter: (nullable): which, when not all
 */
void
kmzb_map_controls_set_shown (KmzbMapControls *self, const char *count, const char *filter)
{
  gtk_label_set_label (GTK_LABEL (self->count_label), count);
  gtk_label_set_label (GTK_LABEL (self->filter_label), filter != NULL ? filter : "");
  gtk_widget_set_visible (self->filter_label, filter != NULL);
}

/* Whether the signs are explained; how many threats are shown is always said. */
void
kmzb_map_controls_set_legend (KmzbMapControls *self, gboolean shown)
{
  gtk_widget_set_visible (self->legend_rows, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->legend_button), GTK_ACCESSIBLE_STATE_EXPANDED, shown, -1);
}
