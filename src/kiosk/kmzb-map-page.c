/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-page.h"

#include "kmzb-language.h"
#include "kmzb-map-controls.h"
#include "kmzb-map-choice.h"
#include "kmzb-map-sheets.h"
#include "kmzb-map-view.h"
#include "kmzb-screen.h"
#include "kmzb-start-page.h"

/**
 * KmzbMapPage:
 *
 * The map, and over it either the start page or the controls of a visit. One map serves both, so that a touch on the
 * start page answers at once; texts can be made anew without the map noticing. Emits "start", "language",
 * "access" and "report".
 */
struct _KmzbMapPage
{
  GtkWidget parent_instance;

  KmzbBooth *booth;
  GtkWidget *map_view;
  GtkWidget *controls;
  GtkWidget *start_page;
  KmzbMapChoice *choice;
  GtkWidget *sheets;
  GPtrArray *own_pins; /* (element-type KmzbPoint) */
  gboolean visited;
  KmzbLegendWish legend;
  gboolean legend_asked;
  guint legend_id;
};

enum
{
  START,
  LANGUAGE,
  ACCESS,
  REPORT,
  FIND,
  LEARN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbMapPage, kmzb_map_page, GTK_TYPE_WIDGET)

static void
on_start (KmzbMapPage *self)
{
  g_signal_emit (self, signals[START], 0);
}

static void
on_language (KmzbMapPage *self, const char *language)
{
  g_signal_emit (self, signals[LANGUAGE], 0, language);
}

static void
on_access (KmzbMapPage *self)
{
  g_signal_emit (self, signals[ACCESS], 0);
}

static void
on_report (KmzbMapPage *self)
{
  g_signal_emit (self, signals[REPORT], 0);
}

static void
on_find (KmzbMapPage *self)
{
  g_signal_emit (self, signals[FIND], 0);
}

static void
on_learn (KmzbMapPage *self)
{
  g_signal_emit (self, signals[LEARN], 0);
}

static void
on_catalog_changed (KmzbMapPage *self)
{
  kmzb_map_view_set_catalog (KMZB_MAP_VIEW (self->map_view), kmzb_booth_get_report_context (self->booth)->catalog);
}

static void
on_threats_changed (KmzbMapPage *self)
{
  kmzb_map_view_set_threats (KMZB_MAP_VIEW (self->map_view), kmzb_booth_get_threats (self->booth));
}

static void
on_choice_changed (KmzbMapPage *self)
{
  KmzbMapShown shown = kmzb_map_choice_get_shown (self->choice);

  kmzb_map_controls_set_shown (KMZB_MAP_CONTROLS (self->controls), &shown);
}

static void
on_statistics_changed (KmzbMapPage *self)
{
  kmzb_map_choice_set_features (self->choice, kmzb_statistics_get_features (kmzb_booth_get_statistics (self->booth)));
}

static void
show_controls (KmzbMapPage *self)
{
  GdkRectangle covered;
  gboolean open = kmzb_map_sheets_is_open (KMZB_MAP_SHEETS (self->sheets), &covered);

  kmzb_map_controls_set_covered (KMZB_MAP_CONTROLS (self->controls), open ? &covered : NULL);
}

/* What lies under an open sheet can't be reached: a touch there closes the sheet. */
static void
on_sheets_changed (KmzbMapPage *self)
{
  gboolean open = kmzb_map_sheets_is_open (KMZB_MAP_SHEETS (self->sheets), NULL);

  if (!open)
    show_controls (self); /* else when the sheet has its place */
  gtk_widget_set_can_target (self->controls, !open);
  gtk_widget_set_can_focus (self->controls, !open);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->controls), GTK_ACCESSIBLE_STATE_HIDDEN, open, -1);
}

static void
on_list (KmzbMapPage *self)
{
  kmzb_map_sheets_open_list (KMZB_MAP_SHEETS (self->sheets));
}

static void
on_filters (KmzbMapPage *self)
{
  kmzb_map_sheets_open_filters (KMZB_MAP_SHEETS (self->sheets));
}

static void
on_layers (KmzbMapPage *self)
{
  kmzb_map_sheets_open_sources (KMZB_MAP_SHEETS (self->sheets));
}

static void
on_areas (KmzbMapPage *self)
{
  kmzb_map_choice_set_layer (self->choice, kmzb_map_controls_get_layer (KMZB_MAP_CONTROLS (self->controls)));
}

static void
set_legend (KmzbMapPage *self, KmzbLegendWish wish)
{
  self->legend = wish;
  kmzb_map_controls_set_legend (KMZB_MAP_CONTROLS (self->controls), wish);
}

static gboolean
on_legend_idle (gpointer data)
{
  KmzbMapPage *self = data;

  self->legend_id = 0;
  kmzb_map_sheets_open_legend (KMZB_MAP_SHEETS (self->sheets));
  return G_SOURCE_REMOVE;
}

/* The controls have their places: a legend that was asked for and found no room over the map comes as a sheet. */
static void
on_arranged (KmzbMapPage *self)
{
  kmzb_map_view_covers_moved (KMZB_MAP_VIEW (self->map_view));
  if (!self->legend_asked)
    return;
  self->legend_asked = FALSE;
  if (!kmzb_map_controls_is_legend_open (KMZB_MAP_CONTROLS (self->controls)) && self->legend_id == 0)
    self->legend_id = g_idle_add (on_legend_idle, self);
}

static void
on_legend (KmzbMapPage *self)
{
  gboolean open = kmzb_map_controls_is_legend_open (KMZB_MAP_CONTROLS (self->controls));

  self->legend_asked = !open;
  set_legend (self, open ? KMZB_LEGEND_CLOSED : KMZB_LEGEND_IF_ROOM);
}

/* Before a visit the map has the part of the screen that the start page leaves free, so that its middle is seen. */
static void
kmzb_map_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbMapPage *self = KMZB_MAP_PAGE (widget);
  GdkRectangle area = { 0, 0, width, height };

  if (!self->visited)
    kmzb_start_page_get_free_area (KMZB_START_PAGE (self->start_page), width, height, &area);
  if (area.width > 0 && area.height > 0)
    kmzb_screen_allocate (self->map_view, area.x, area.y, area.width, area.height);
  if (gtk_widget_should_layout (self->controls))
    kmzb_screen_allocate (self->controls, 0, 0, width, height);
  if (gtk_widget_should_layout (self->start_page))
    kmzb_screen_allocate (self->start_page, 0, 0, width, height);
  if (gtk_widget_should_layout (self->sheets))
    {
      kmzb_screen_allocate (self->sheets, 0, 0, width, height);
      show_controls (self);
    }
}

static void
kmzb_map_page_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  KmzbMapPage *self = KMZB_MAP_PAGE (widget);
  int start = 0, controls = 0;

  gtk_widget_measure (self->start_page, orientation, -1, &start, NULL, NULL, NULL);
  gtk_widget_measure (self->controls, orientation, -1, &controls, NULL, NULL, NULL);
  *minimum = *natural = MAX (start, controls);
}

static void
kmzb_map_page_dispose (GObject *object)
{
  KmzbMapPage *self = KMZB_MAP_PAGE (object);

  g_clear_handle_id (&self->legend_id, g_source_remove);
  if (self->booth != NULL)
    g_signal_handlers_disconnect_by_data (self->booth, self);
  g_clear_object (&self->booth);
  g_clear_pointer (&self->own_pins, g_ptr_array_unref);
  if (self->choice != NULL)
    g_signal_handlers_disconnect_by_data (self->choice, self);
  g_clear_object (&self->choice);
  kmzb_screen_remove_children (GTK_WIDGET (self));
  G_OBJECT_CLASS (kmzb_map_page_parent_class)->dispose (object);
}

static void
kmzb_map_page_class_init (KmzbMapPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_map_page_dispose;
  widget_class->measure = kmzb_map_page_measure;
  widget_class->size_allocate = kmzb_map_page_size_allocate;
  signals[START] = kmzb_screen_new_signal (type, "start", G_TYPE_NONE);
  signals[LANGUAGE] = kmzb_screen_new_signal (type, "language", G_TYPE_STRING);
  signals[ACCESS] = kmzb_screen_new_signal (type, "access", G_TYPE_NONE);
  signals[REPORT] = kmzb_screen_new_signal (type, "report", G_TYPE_NONE);
  signals[FIND] = kmzb_screen_new_signal (type, "find", G_TYPE_NONE);
  signals[LEARN] = kmzb_screen_new_signal (type, "learn", G_TYPE_NONE);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_map_page_init (KmzbMapPage *self)
{
  self->own_pins = g_ptr_array_new_with_free_func (g_free);
  self->map_view = kmzb_map_view_new ();
  gtk_widget_set_overflow (self->map_view, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->map_view, GTK_WIDGET (self));
}

GtkWidget *
kmzb_map_page_new (KmzbBooth *booth)
{
  KmzbMapPage *self = g_object_new (KMZB_TYPE_MAP_PAGE, NULL);
  KmzbMapView *map_view = KMZB_MAP_VIEW (self->map_view);
  KmzbPoint home = kmzb_booth_get_home (booth);

  self->booth = g_object_ref (booth);
  kmzb_map_view_set_pack (map_view, kmzb_booth_get_pack (booth));
  on_catalog_changed (self);
  g_signal_connect_object (kmzb_booth_get_catalog_keeper (booth), "changed", G_CALLBACK (on_catalog_changed), self,
                           G_CONNECT_SWAPPED);
  kmzb_map_view_set_home (map_view, home.lat, home.lon, kmzb_booth_get_options (booth)->has_place);
  kmzb_map_view_go_home (map_view);
  if (kmzb_booth_get_threats (booth) != NULL)
    on_threats_changed (self);
  g_signal_connect_swapped (booth, "threats-changed", G_CALLBACK (on_threats_changed), self);
  self->choice = kmzb_map_choice_new (map_view, kmzb_booth_get_report_context (booth));
  self->sheets = kmzb_map_sheets_new (map_view, self->choice, kmzb_booth_get_report_context (booth));
  gtk_widget_set_parent (self->sheets, GTK_WIDGET (self));
  g_signal_connect_swapped (self->sheets, "changed", G_CALLBACK (on_sheets_changed), self);
  kmzb_map_page_rebuild (self);
  g_signal_connect_swapped (self->choice, "changed", G_CALLBACK (on_choice_changed), self);
  g_signal_connect_object (kmzb_booth_get_statistics (booth), "changed", G_CALLBACK (on_statistics_changed), self,
                           G_CONNECT_SWAPPED);
  on_statistics_changed (self);
  kmzb_map_page_set_visited (self, FALSE);
  return GTK_WIDGET (self);
}

/* Before @window has a surface: the first map's tiles are read and decoded on other threads while this one makes the
 * renderer, and the first frame shows them. */
void
kmzb_map_page_read_early (KmzbMapPage *self, GtkWindow *window)
{
  GdkRectangle area;
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  kmzb_start_page_guess_free_area (width, height, &area);
  kmzb_map_view_read_early (KMZB_MAP_VIEW (self->map_view), area.width, area.height);
}

/* Makes everything with words anew, in the language of now. */
void
kmzb_map_page_rebuild (KmzbMapPage *self)
{
  KmzbOptions *options = kmzb_booth_get_options (self->booth);
  KmzbMapView *map_view = KMZB_MAP_VIEW (self->map_view);

  kmzb_map_view_rebuild (map_view);
  g_clear_pointer (&self->controls, gtk_widget_unparent);
  g_clear_pointer (&self->start_page, gtk_widget_unparent);

  self->controls = kmzb_map_controls_new ();
  gtk_widget_set_parent (self->controls, GTK_WIDGET (self));
  gtk_widget_set_visible (self->controls, self->visited);
  for (GtkWidget *child = gtk_widget_get_first_child (self->controls); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kmzb_map_view_add_cover (map_view, child);
  g_signal_connect_swapped (self->controls, "arranged", G_CALLBACK (on_arranged), self);
  g_signal_connect_swapped (self->controls, "pan", G_CALLBACK (kmzb_map_view_step), map_view);
  g_signal_connect_swapped (self->controls, "zoom-in", G_CALLBACK (kmzb_map_view_zoom_in), map_view);
  g_signal_connect_swapped (self->controls, "zoom-out", G_CALLBACK (kmzb_map_view_zoom_out), map_view);
  g_signal_connect_swapped (self->controls, "home", G_CALLBACK (kmzb_map_view_go_home), map_view);
  g_signal_connect_swapped (self->controls, "report", G_CALLBACK (on_report), self);
  g_signal_connect_swapped (self->controls, "find", G_CALLBACK (on_find), self);
  g_signal_connect_swapped (self->controls, "learn", G_CALLBACK (on_learn), self);
  g_signal_connect_swapped (self->controls, "filters", G_CALLBACK (on_filters), self);
  g_signal_connect_swapped (self->controls, "layers", G_CALLBACK (on_layers), self);
  g_signal_connect_swapped (self->controls, "areas", G_CALLBACK (on_areas), self);
  g_signal_connect_swapped (self->controls, "legend", G_CALLBACK (on_legend), self);
  g_signal_connect_swapped (self->controls, "list", G_CALLBACK (on_list), self);
  set_legend (self, self->legend);

  self->start_page = kmzb_start_page_new (kmzb_booth_get_clock (self->booth), options->languages, kmzb_language_get ());
  gtk_widget_set_parent (self->start_page, GTK_WIDGET (self));
  gtk_widget_set_visible (self->start_page, !self->visited);
  g_signal_connect_swapped (self->start_page, "start", G_CALLBACK (on_start), self);
  g_signal_connect_swapped (self->start_page, "language", G_CALLBACK (on_language), self);
  g_signal_connect_swapped (self->start_page, "learn", G_CALLBACK (on_learn), self);
  g_signal_connect_swapped (self->start_page, "drift", G_CALLBACK (kmzb_map_view_set_drift), map_view);
  g_signal_connect_swapped (self->start_page, "access", G_CALLBACK (on_access), self);

  gtk_widget_insert_before (self->sheets, GTK_WIDGET (self), NULL); /* over all the rest */
  kmzb_map_sheets_rebuild (KMZB_MAP_SHEETS (self->sheets));
  on_choice_changed (self);
  on_sheets_changed (self);
}

/* Whether a visit goes on: the map and its controls, else the start page beside a map that slowly moves. */
void
kmzb_map_page_set_visited (KmzbMapPage *self, gboolean visited)
{
  self->visited = visited;
  gtk_widget_set_visible (self->controls, visited);
  gtk_widget_set_visible (self->start_page, !visited);
  kmzb_map_view_set_interactive (KMZB_MAP_VIEW (self->map_view), visited);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gpointer
copy_point (gconstpointer point, gpointer data)
{
  return g_memdup2 (point, sizeof (KmzbPoint));
}

static void
show_own_pins (KmzbMapPage *self)
{
  g_autoptr (GPtrArray) pins = g_ptr_array_copy (self->own_pins, (GCopyFunc) copy_point, NULL);

  g_ptr_array_set_free_func (pins, g_free);
  kmzb_map_view_set_own_pins (KMZB_MAP_VIEW (self->map_view), pins);
}

/* What this visitor has reported is on the map at once, for the visitor. */
void
kmzb_map_page_add_own_pin (KmzbMapPage *self, KmzbPoint place)
{
  g_ptr_array_add (self->own_pins, g_memdup2 (&place, sizeof place));
  show_own_pins (self);
}

/* The next visitor finds the map as it always begins. */
void
kmzb_map_page_forget_visit (KmzbMapPage *self)
{
  g_ptr_array_set_size (self->own_pins, 0);
  show_own_pins (self);
  g_clear_handle_id (&self->legend_id, g_source_remove);
  kmzb_map_sheets_forget (KMZB_MAP_SHEETS (self->sheets));
  kmzb_map_choice_forget (self->choice);
  set_legend (self, KMZB_LEGEND_IF_ROOM);
  kmzb_map_view_go_home (KMZB_MAP_VIEW (self->map_view));
}

void
kmzb_map_page_get_place (KmzbMapPage *self, KmzbPoint *center, double *zoom)
{
  kmzb_map_view_get_center (KMZB_MAP_VIEW (self->map_view), center);
  *zoom = kmzb_map_view_get_zoom (KMZB_MAP_VIEW (self->map_view));
}
