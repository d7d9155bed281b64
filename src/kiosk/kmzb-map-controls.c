/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-controls.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-focus.h"
#include "kmzb-map-pad.h"
#include "kmzb-map-switch.h"
#include "kmzb-natural.h"
#include "kmzb-screen.h"

#include <glib/gi18n.h>

/**
 * KmzbMapControls:
 *
 * What lies over the map during a visit: zoom and home at the right; at the left what the map shows, how many, and what
 * the signs mean; the switch between threats and areas; the one thing to do at the bottom. Between them every touch goes through to the map.
 */
struct _KmzbMapControls
{
  GtkWidget parent_instance;

  GtkWidget *zoom_box;
  GtkWidget *show_box;
  GtkWidget *layer_switch;
  GtkWidget *pad;
  GtkWidget *legend;
  GtkWidget *legend_button;
  GtkWidget *report_button;
  GtkWidget *find_button;
  GtkWidget *learn_button;
};

enum
{
  ZOOM_IN,
  ZOOM_OUT,
  HOME,
  REPORT,
  FIND,
  LEARN,
  FILTERS,
  LAYERS,
  AREAS,
  LEGEND,
  LIST,
  N_SIGNALS
};

#define MARGIN_PX 24
#define FURNITURE_PX 64 /* the map's own scale and attribution, in its lower corners */
#define REPORT_MIN_WIDTH_PX 440

static guint signals[N_SIGNALS];
static guint pan_signal, arranged_signal;

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
on_pad_move (KmzbMapControls *self, int dx, int dy)
{
  g_signal_emit (self, pan_signal, 0, dx, dy);
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
on_find_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[FIND], 0);
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
on_layers_clicked (KmzbMapControls *self)
{
  g_signal_emit (self, signals[LAYERS], 0);
}

static void
on_switched (KmzbMapControls *self)
{
  g_signal_emit (self, signals[AREAS], 0);
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

/* Where the actions stand: the main one, and above what the lower left corner is free. */
typedef struct
{
  GdkRectangle report;
  int floor;
} Actions;

/* The others side by side below the main action, or below each other. Returns: how high they are together */
static int
allocate_others (KmzbMapControls *self, int x, int width, int bottom)
{
  GtkWidget *const others[] = { self->find_button, self->learn_button };
  int half = (width - MARGIN_PX / 2) / 2, height = 0;
  int heights[2];

  if (MAX (kmzb_natural_width (others[0]), kmzb_natural_width (others[1])) <= half)
    {
      height = MAX (kmzb_natural_height (others[0], half), kmzb_natural_height (others[1], half));
      for (int i = 0; i < 2; i++)
        kmzb_screen_allocate (others[i], x + i * (width - half), bottom - height, half, height);
      return height;
    }
  for (int i = 0; i < 2; i++)
    heights[i] = kmzb_natural_height (others[i], width);
  kmzb_screen_allocate (others[1], x, bottom - heights[1], width, heights[1]);
  height = heights[1] + MARGIN_PX / 2 + heights[0];
  kmzb_screen_allocate (others[0], x, bottom - height, width, heights[0]);
  return height;
}

/* What there is to do, at the lower edge. Wide: the main action in the middle, the others beside it while the text leaves
 * room. Else they stand below it. */
static Actions
allocate_actions (KmzbMapControls *self, int width, int height)
{
  gboolean wide = width > height;
  int w = wide ? MAX (kmzb_natural_width (self->report_button), REPORT_MIN_WIDTH_PX) : width - 2 * MARGIN_PX;
  int find_w = kmzb_natural_width (self->find_button), learn_w = kmzb_natural_width (self->learn_button);
  GdkRectangle report = { (width - w) / 2, 0, w, kmzb_natural_height (self->report_button, w) };
  int bottom = height - FURNITURE_PX;
  Actions actions;

  if (wide && report.x + w + 2 * MARGIN_PX + MAX (find_w, learn_w) <= width)
    {
      report.y = bottom - report.height;
      kmzb_screen_allocate (self->find_button, MARGIN_PX, report.y, find_w, report.height);
      kmzb_screen_allocate (self->learn_button, width - MARGIN_PX - learn_w, report.y, learn_w, report.height);
      actions = (Actions){ report, report.y };
    }
  else
    {
      int all = wide ? width - 2 * MARGIN_PX : w;
      int others = allocate_others (self, (width - all) / 2, all, bottom);

      report.y = bottom - others - MARGIN_PX / 2 - report.height;
      actions = (Actions){ report, wide ? bottom - others : report.y };
    }
  kmzb_screen_allocate (self->report_button, report.x, report.y, report.width, report.height);
  return actions;
}

/* Wide: at the top between the tools; tall or within reach: above the main action. */
static GdkRectangle
allocate_switch (KmzbMapControls *self, int width, const GdkRectangle *report, int from_x, int to_x, gboolean at_top)
{
  GdkRectangle place;

  if (at_top)
    place = (GdkRectangle){ from_x, MARGIN_PX, MIN (kmzb_natural_width (self->layer_switch), to_x - from_x), 0 };
  else
    place = (GdkRectangle){ report->x, 0, report->width, 0 };
  place.height = kmzb_natural_height (self->layer_switch, place.width);
  if (at_top)
    place.x += (to_x - from_x - place.width) / 2;
  else
    place.y = report->y - MARGIN_PX / 2 - place.height;
  kmzb_screen_allocate (self->layer_switch, place.x, place.y, place.width, place.height);
  return place;
}

/* Large text may leave it no room at all: half a line helps nobody. */
static void
place_legend (KmzbMapControls *self, int x, int y, int width, int height)
{
  int least;

  gtk_widget_measure (self->legend, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  gtk_widget_set_child_visible (self->legend, height >= least);
  if (height >= least)
    kmzb_screen_allocate (self->legend, x, y, width, height);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->legend_button), GTK_ACCESSIBLE_STATE_EXPANDED,
                               height >= least && kmzb_map_legend_is_open (KMZB_MAP_LEGEND (self->legend)), -1);
}

/* Below, beside or above the tools, wherever it hides no control. */
static void
allocate_legend (KmzbMapControls *self, GdkRectangle tools, GdkRectangle layers, Actions actions, int right, int height)
{
  int w, h, x = tools.x, y = tools.y + tools.height + MARGIN_PX / 2, beside = tools.x + tools.width + MARGIN_PX / 2;
  int bottom = actions.floor - MARGIN_PX / 2;
  GdkRectangle report = actions.report;

  w = kmzb_natural_width (self->legend);
  h = kmzb_natural_height (self->legend, w);
  if (x + w + MARGIN_PX / 2 > report.x)
    bottom = MIN (bottom, report.y - MARGIN_PX / 2);
  if (x + w + MARGIN_PX / 2 > layers.x && layers.y > height / 2)
    bottom = MIN (bottom, layers.y - MARGIN_PX / 2);
  if (bottom - y >= h)
    {
      place_legend (self, x, bottom - h, w, h);
      return;
    }
  if (beside + w + MARGIN_PX / 2 > right)
    {
      /* Nothing beside the tools: above them. */
      bottom = tools.y - MARGIN_PX / 2;
      h = MIN (kmzb_map_legend_get_height_for (KMZB_MAP_LEGEND (self->legend), w, bottom - MARGIN_PX), bottom - MARGIN_PX);
      place_legend (self, x, bottom - h, w, h);
      return;
    }
  y = layers.y < height / 2 && beside + w + MARGIN_PX / 2 > layers.x ? layers.y + layers.height + MARGIN_PX / 2 : MARGIN_PX;
  bottom = MIN (actions.floor, report.y) - MARGIN_PX / 2;
  if (layers.y > height / 2)
    bottom = MIN (bottom, layers.y - MARGIN_PX / 2);
  h = MIN (kmzb_map_legend_get_height_for (KMZB_MAP_LEGEND (self->legend), w, bottom - y), bottom - y);
  /* Tall: at the lower end, within reach. */
  place_legend (self, beside, layers.y > height / 2 ? bottom - h : y, w, h);
}

/* Wide: the tools at mid-height, the legend beside the main action. Tall: everything within reach above it. */
static void
kmzb_map_controls_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbMapControls *self = KMZB_MAP_CONTROLS (widget);
  gboolean wide = width > height;
  gboolean low = kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_LOW_CONTROLS);
  Actions actions = allocate_actions (self, width, height);
  GdkRectangle report = actions.report, layers, tools;
  int w, h, zoom_x, zoom_y, base;

  natural_size (self->zoom_box, &w, &h);
  zoom_x = width - MARGIN_PX - w;
  natural_size (self->show_box, &tools.width, &tools.height);
  tools.x = MARGIN_PX;
  layers = allocate_switch (self, width, &report, tools.x + tools.width + MARGIN_PX / 2, zoom_x - MARGIN_PX / 2,
                            wide && !low);
  base = wide ? report.y : layers.y;
  zoom_y = base - MARGIN_PX / 2 - h;
  if (wide && !low)
    zoom_y = MIN (zoom_y, (height - h) / 2);
  kmzb_screen_allocate (self->zoom_box, zoom_x, MAX (zoom_y, 0), w, h);

  tools.y = wide ? MAX (low ? actions.floor - MARGIN_PX / 2 - tools.height : MARGIN_PX, 0) : base - MARGIN_PX / 2 - tools.height;
  kmzb_screen_allocate (self->show_box, tools.x, tools.y, tools.width, tools.height);
  allocate_legend (self, tools, layers, actions, zoom_x, height);
  if (gtk_widget_should_layout (self->pad))
    {
      natural_size (self->pad, &w, &h);
      if (wide && !low)
        kmzb_screen_allocate (self->pad, MAX (zoom_x - MARGIN_PX / 2 - w, 0), layers.y + layers.height + MARGIN_PX / 2, w, h);
      else
        kmzb_screen_allocate (self->pad, MAX (width - MARGIN_PX - w, 0), MAX (zoom_y - MARGIN_PX / 2 - h, 0), w, h);
    }
  g_signal_emit (self, arranged_signal, 0);
}

static gboolean
kmzb_map_controls_contains (GtkWidget *widget, double x, double y)
{
  return FALSE; /* children are asked before; what is none of them is the map's */
}

static void
take_focus (gpointer data)
{
  kmzb_focus_grab (KMZB_MAP_CONTROLS (data)->report_button);
}

static void
kmzb_map_controls_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kmzb_map_controls_parent_class)->map (widget);
  kmzb_a11y_present (widget);
  kmzb_focus_later (widget, take_focus);
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
      = { "zoom-in", "zoom-out", "home", "report", "find", "learn", "filters", "layers", "areas", "legend", "list" };

  G_OBJECT_CLASS (klass)->dispose = kmzb_map_controls_dispose;
  widget_class->map = kmzb_map_controls_map;
  widget_class->measure = kmzb_map_controls_measure;
  widget_class->size_allocate = kmzb_map_controls_size_allocate;
  widget_class->contains = kmzb_map_controls_contains;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);

  /* Each control has its place: what lies under them may want to know. */
  arranged_signal = g_signal_new ("arranged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  pan_signal = g_signal_new ("pan", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                             G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/kiosk/map-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, zoom_box);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, show_box);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, legend_button);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, report_button);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, find_button);
  gtk_widget_class_bind_template_child (widget_class, KmzbMapControls, learn_button);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_in_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_out_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_home_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_report_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_find_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_learn_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_filters_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_layers_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_legend_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_list_clicked);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_map_controls_init (KmzbMapControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->legend = kmzb_map_legend_new ();
  gtk_widget_add_css_class (self->legend, "kmzb-sheet");
  gtk_widget_add_css_class (self->legend, "kmzb-floating");
  gtk_widget_insert_after (self->legend, GTK_WIDGET (self), self->show_box);
  self->pad = kmzb_map_pad_new ();
  g_signal_connect_swapped (self->pad, "move", G_CALLBACK (on_pad_move), self);
  gtk_widget_insert_before (self->pad, GTK_WIDGET (self), self->zoom_box);
  self->layer_switch = kmzb_map_switch_new ();
  g_signal_connect_swapped (self->layer_switch, "changed", G_CALLBACK (on_switched), self);
  gtk_widget_insert_before (self->layer_switch, GTK_WIDGET (self), self->show_box);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_add_css_class (child, "kmzb-map-control");
  kmzb_screen_name_buttons (GTK_WIDGET (self));
  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (gtk_widget_queue_allocate), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
kmzb_map_controls_new (void)
{
  return g_object_new (KMZB_TYPE_MAP_CONTROLS, NULL);
}

/* What the map shows, and how many; always said. */
void
kmzb_map_controls_set_shown (KmzbMapControls *self, const KmzbMapShown *shown)
{
  g_autofree char *spoken = NULL;

  kmzb_map_switch_set_layer (KMZB_MAP_SWITCH (self->layer_switch), shown->layer);
  kmzb_map_legend_set_shown (KMZB_MAP_LEGEND (self->legend), shown);
  /* Translators: read aloud on the map: its name, how many threats it shows, where to hear of them */
  spoken = g_strdup_printf (_("Threat map. %s. “Threat list” reads what is in view."), shown->count);
  kmzb_a11y_set_spoken (GTK_WIDGET (self), spoken);
}

/**
 * kmzb_map_controls_set_covered:
 * @place: (nullable): what a sheet covers; %NULL when there is none
 *
 * With a sheet nothing here answers, so no button stays in sight as if it did. The legend does, where it is whole.
 */
void
kmzb_map_controls_set_covered (KmzbMapControls *self, const GdkRectangle *place)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t bounds;
      gboolean away = place != NULL;

      if (away && child == self->legend && gtk_widget_compute_bounds (child, GTK_WIDGET (self), &bounds))
        away = graphene_rect_intersection (
            &bounds, &GRAPHENE_RECT_INIT (place->x, place->y, place->width, place->height), NULL);
      if (away)
        gtk_widget_add_css_class (child, "kmzb-away");
      else
        gtk_widget_remove_css_class (child, "kmzb-away");
    }
}

/* What a visitor has chosen with the switch. */
KmzbMapLayer
kmzb_map_controls_get_layer (KmzbMapControls *self)
{
  return kmzb_map_switch_get_layer (KMZB_MAP_SWITCH (self->layer_switch));
}

/* Whether the signs are explained. */
void
kmzb_map_controls_set_legend (KmzbMapControls *self, KmzbLegendWish wish)
{
  kmzb_map_legend_set_wish (KMZB_MAP_LEGEND (self->legend), wish);
}

gboolean
kmzb_map_controls_is_legend_open (KmzbMapControls *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_CONTROLS (self), FALSE);
  return kmzb_map_legend_is_open (KMZB_MAP_LEGEND (self->legend));
}
