/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-sheets.h"

#include "kmzb-a11y.h"
#include "kmzb-area-list.h"
#include "kmzb-area-sheet.h"
#include "kmzb-big-button.h"
#include "kmzb-cluster-sheet.h"
#include "kmzb-confirmer.h"
#include "kmzb-filter-panel.h"
#include "kmzb-list-row.h"
#include "kmzb-sheet.h"
#include "kmzb-source-panel.h"
#include "kmzb-stat-sheet.h"
#include "kmzb-threat-list.h"
#include "kmzb-threat-sheet.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * KmzbMapSheets:
 *
 * The sheets over the map, one at a time, and what a visit has confirmed in them. Lies over the map page while a sheet
 * is open. Emits "changed" when one opens or closes.
 */
struct _KmzbMapSheets
{
  GtkWidget parent_instance;

  KmzbMapView *map_view;
  KmzbReportContext *context;
  KmzbConfirmer *confirmer;
  KmzbMapChoice *choice;

  GtkWidget *sheet;        /* (nullable) */
  GtkWidget *panel;        /* (nullable): in the sheet of filters, of sources, or the legend's */
  GtkWidget *clear_button; /* (nullable): there too */
  int kind;
  int kind_before; /* where "Back" leads */

  KmzbThreat *threat;
  KmzbClusterInfo *cluster;
  KmzbAreaNote *area;
  GCancellable *counting; /* (nullable): of @area's categories */
  GPtrArray *features;    /* (element-type KmzbStatFeature): that were touched */
  GPtrArray *listed;      /* (element-type KmzbThreat) */
  GPtrArray *areas;       /* (element-type KmzbAreaNote): listed as well */
  GPtrArray *statistics;  /* (element-type KmzbStatFeature): listed as well */
  guint n_in_view;
  KmzbPoint center;
};

enum
{
  KIND_NONE,
  KIND_THREAT,
  KIND_CLUSTER,
  KIND_LIST,
  KIND_FILTERS,
  KIND_SOURCES,
  KIND_LEGEND,
  KIND_AREA,
  KIND_STATISTICS,
};

#define LIST_MAX 60
#define TILE_PX 256.0
#define STREET_ZOOM 17.0
/* Shares of the map: what a sheet beside it covers, and the room for a pin above one that comes from below. */
#define BESIDE_COVERED 0.5
#define PIN_ROOM 0.07

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbMapSheets, kmzb_map_sheets, GTK_TYPE_WIDGET)

static void open_kind (KmzbMapSheets *self, int kind, gboolean at_once);

static void
drop_sheet (KmzbMapSheets *self)
{
  self->panel = NULL;
  self->clear_button = NULL;
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  kmzb_map_view_set_chosen (self->map_view, NULL);
  kmzb_map_view_set_chosen_area (self->map_view, NULL);
  if (self->sheet == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->sheet, self);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
}

static void
drop_subjects (KmzbMapSheets *self)
{
  g_clear_pointer (&self->threat, kmzb_threat_unref);
  g_clear_pointer (&self->cluster, kmzb_cluster_info_unref);
  g_clear_pointer (&self->area, kmzb_area_note_free);
  g_clear_pointer (&self->features, g_ptr_array_unref);
  g_clear_pointer (&self->listed, g_ptr_array_unref);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  g_clear_pointer (&self->statistics, g_ptr_array_unref);
}

static void
close_at_once (KmzbMapSheets *self)
{
  drop_sheet (self);
  self->kind = self->kind_before = KIND_NONE;
  drop_subjects (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, changed_signal, 0);
}

/* ---- the map under the sheet ---- */

/* Brings @place to where the sheet does not cover it, when it is not there yet: beside it, or above it. */
static void
show_on_map (KmzbMapSheets *self, KmzbPoint place, double zoom, gboolean beside)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->map_view));
  int width = gtk_widget_get_width (GTK_WIDGET (self->map_view));
  double world = TILE_PX * exp2 (zoom);
  double world_x = kmzb_geo_tile_x (place.lon, 0), world_y = kmzb_geo_tile_y (place.lat, 0);
  gboolean aside = beside && width > height;
  double from_x = aside ? width * BESIDE_COVERED : 0;
  double to_y = aside ? height : height * (1 - kmzb_sheet_get_most_share (beside) - PIN_ROOM);
  KmzbPoint center;
  double x, y;

  kmzb_map_view_get_center (self->map_view, &center);
  x = (world_x - kmzb_geo_tile_x (center.lon, 0)) * world + width / 2.0;
  y = (world_y - kmzb_geo_tile_y (center.lat, 0)) * world + height / 2.0;
  if (zoom == kmzb_map_view_get_zoom (self->map_view) && x > from_x && x < width && y > 0 && y < to_y)
    return;
  /* To the middle of what is free. */
  world_x += (width - (from_x + width)) / 2 / world;
  world_y += (height - to_y) / 2 / world;
  kmzb_map_view_go_to (self->map_view, kmzb_geo_tile_lat (world_y, 0), kmzb_geo_tile_lon (world_x, 0), zoom, TRUE);
}

static void
set_threat (KmzbMapSheets *self, KmzbThreat *threat)
{
  kmzb_threat_ref (threat);
  g_clear_pointer (&self->threat, kmzb_threat_unref);
  self->threat = threat;
}

static void
on_threat_activated (KmzbMapSheets *self, KmzbThreat *threat)
{
  set_threat (self, threat);
  self->kind_before = KIND_NONE;
  open_kind (self, KIND_THREAT, FALSE);
  show_on_map (self, threat->place, kmzb_map_view_get_zoom (self->map_view), FALSE);
}

static void
on_row_activated (KmzbMapSheets *self, KmzbThreat *threat)
{
  set_threat (self, threat);
  self->kind_before = self->kind;
  open_kind (self, KIND_THREAT, TRUE);
  show_on_map (self, threat->place, MAX (kmzb_map_view_get_zoom (self->map_view), STREET_ZOOM), FALSE);
}

static gboolean
on_cluster_activated (KmzbMapSheets *self, KmzbClusterInfo *cluster)
{
  kmzb_cluster_info_ref (cluster);
  g_clear_pointer (&self->cluster, kmzb_cluster_info_unref);
  self->cluster = cluster;
  self->kind_before = KIND_NONE;
  open_kind (self, KIND_CLUSTER, FALSE);
  show_on_map (self, cluster->center, kmzb_map_view_get_zoom (self->map_view), TRUE);
  return TRUE;
}

static void
on_closer_clicked (KmzbMapSheets *self)
{
  double zoom = kmzb_map_view_get_zoom (self->map_view), least, most;

  kmzb_map_view_get_zoom_range (self->map_view, &least, &most);
  kmzb_map_view_go_to_box (self->map_view, self->cluster->extent, MIN (most, floor (zoom + 0.1) + 4), TRUE);
  kmzb_sheet_close (KMZB_SHEET (self->sheet));
}

static void
open_area (KmzbMapSheets *self, const KmzbAreaNote *note, int kind_before)
{
  KmzbAreaNote *area = kmzb_area_note_copy (note);

  g_clear_pointer (&self->area, kmzb_area_note_free);
  self->area = area;
  self->kind_before = kind_before;
  open_kind (self, KIND_AREA, kind_before != KIND_NONE);
  show_on_map (self, area->place, kmzb_map_view_get_zoom (self->map_view), TRUE);
}

static void
on_area_activated (KmzbMapSheets *self, KmzbAreaNote *note)
{
  open_area (self, note, KIND_NONE);
}

static void
on_area_row_activated (KmzbMapSheets *self, KmzbAreaNote *note)
{
  open_area (self, note, self->kind);
}

static void
open_statistics (KmzbMapSheets *self, GPtrArray *features, int kind_before)
{
  g_ptr_array_ref (features);
  g_clear_pointer (&self->features, g_ptr_array_unref);
  self->features = features;
  self->kind_before = kind_before;
  open_kind (self, KIND_STATISTICS, kind_before != KIND_NONE);
}

static void
on_statistics_activated (KmzbMapSheets *self, GPtrArray *features)
{
  open_statistics (self, features, KIND_NONE);
}

static void
on_feature_row_activated (KmzbMapSheets *self, KmzbStatFeature *feature)
{
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  KmzbPoint place = kmzb_box_center (feature->shape->box);

  g_ptr_array_add (features, kmzb_stat_feature_ref (feature));
  open_statistics (self, features, self->kind);
  show_on_map (self, place, kmzb_map_view_get_zoom (self->map_view), FALSE);
}

/* ---- filters and sources ---- */

static void
show_legend (KmzbMapSheets *self)
{
  KmzbMapShown shown = kmzb_map_choice_get_shown (self->choice);

  kmzb_map_legend_set_shown (KMZB_MAP_LEGEND (self->panel), &shown);
}

static void
show_count (KmzbMapSheets *self)
{
  g_autofree char *count = kmzb_map_choice_describe_count (self->choice);

  if (self->kind == KIND_FILTERS && self->panel != NULL)
    kmzb_filter_panel_set_count (KMZB_FILTER_PANEL (self->panel), count);
  if (self->kind == KIND_LEGEND && self->panel != NULL)
    show_legend (self);
}

static void
on_filters_changed (KmzbMapSheets *self)
{
  const KmzbFilterChoice *filter = kmzb_filter_panel_get_choice (KMZB_FILTER_PANEL (self->panel));

  kmzb_map_choice_set_filter (self->choice, filter);
  gtk_widget_set_sensitive (self->clear_button, !kmzb_filter_choice_is_empty (filter));
}

static void
on_sources_changed (KmzbMapSheets *self)
{
  kmzb_map_choice_set_sources (self->choice, kmzb_source_panel_get_sources (KMZB_SOURCE_PANEL (self->panel)));
}

static void
on_clear_clicked (KmzbMapSheets *self)
{
  kmzb_filter_panel_clear (KMZB_FILTER_PANEL (self->panel));
}

/* ---- the sheets ---- */

static GtkWidget *
make_cluster_sheet (KmzbMapSheets *self)
{
  GtkWidget *list, *closer = NULL, *sheet;
  double least, most;

  /* At the last level there is nothing closer. */
  kmzb_map_view_get_zoom_range (self->map_view, &least, &most);
  sheet = kmzb_cluster_sheet_new (self->cluster, self->context->catalog, &list,
                                  kmzb_map_view_get_zoom (self->map_view) < most - 0.01 ? &closer : NULL);
  g_signal_connect_swapped (list, "activated", G_CALLBACK (on_row_activated), self);
  if (closer != NULL)
    g_signal_connect_swapped (closer, "clicked", G_CALLBACK (on_closer_clicked), self);
  return sheet;
}

static GtkWidget *
make_list_sheet (KmzbMapSheets *self)
{
  GtkWidget *sheet = kmzb_sheet_new (self->areas != NULL ? _("Safety in the area") : _("Threat list"));
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  g_autofree char *number = kmzb_filter_number_words (self->n_in_view);
  g_autofree char *count
      = g_strdup_printf (g_dngettext (NULL, "%s threat in view", "%s threats in view", self->n_in_view), number);

  if (self->areas != NULL || self->statistics->len > 0)
    {
      GtkWidget *areas = kmzb_area_list_new (self->areas, self->statistics, self->center, LIST_MAX);

      g_signal_connect_swapped (areas, "area-activated", G_CALLBACK (on_area_row_activated), self);
      g_signal_connect_swapped (areas, "feature-activated", G_CALLBACK (on_feature_row_activated), self);
      gtk_box_append (GTK_BOX (content), areas);
    }
  if (self->areas == NULL)
    {
      GtkWidget *list = kmzb_threat_list_new (self->listed, self->n_in_view, self->context->catalog, self->center);

      g_signal_connect_swapped (list, "activated", G_CALLBACK (on_row_activated), self);
      gtk_box_append (GTK_BOX (content),
                      kmzb_text_new (self->n_in_view > 0 ? count : _("Here the map shows no threat."), NULL));
      gtk_box_append (GTK_BOX (content), list);
    }
  kmzb_sheet_set_content (KMZB_SHEET (sheet), content);
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);
  return sheet;
}

static GtkWidget *
make_filter_sheet (KmzbMapSheets *self)
{
  GtkWidget *sheet = kmzb_sheet_new (_("Filters"));

  const KmzbFilterChoice *filter = kmzb_map_choice_get_filter (self->choice);

  self->panel = kmzb_filter_panel_new (self->context->catalog, filter,
                                       kmzb_filter_day (kmzb_map_choice_get_now_us (self->choice)));
  kmzb_filter_panel_offer_statuses (KMZB_FILTER_PANEL (self->panel),
                                    kmzb_map_choice_get_layer (self->choice) == KMZB_MAP_PINS);
  g_signal_connect_swapped (self->panel, "changed", G_CALLBACK (on_filters_changed), self);
  self->clear_button = kmzb_big_button_new (KMZB_BIG_BUTTON_SMALL, NULL, _("Clear filters"));
  gtk_widget_set_sensitive (self->clear_button, !kmzb_filter_choice_is_empty (filter));
  g_signal_connect_swapped (self->clear_button, "clicked", G_CALLBACK (on_clear_clicked), self);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), self->panel);
  kmzb_sheet_set_actions (KMZB_SHEET (sheet), self->clear_button);
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);
  show_count (self);
  return sheet;
}

static GtkWidget *
make_source_sheet (KmzbMapSheets *self)
{
  GtkWidget *sheet = kmzb_sheet_new (_("Layers"));

  self->panel = kmzb_source_panel_new (self->map_view, kmzb_map_choice_get_features (self->choice),
                                       kmzb_map_choice_get_sources (self->choice));
  g_signal_connect_swapped (self->panel, "changed", G_CALLBACK (on_sources_changed), self);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), self->panel);
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);
  return sheet;
}

/* All of it, where the screen has no room for that beside the map. */
static GtkWidget *
make_legend_sheet (KmzbMapSheets *self)
{
  GtkWidget *sheet = kmzb_sheet_new (_("Legend"));

  self->panel = kmzb_map_legend_new ();
  kmzb_map_legend_set_wish (KMZB_MAP_LEGEND (self->panel), KMZB_LEGEND_WHOLE);
  show_legend (self);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), self->panel);
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);
  return sheet;
}

static void
on_area_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbMapSheets) self = data;
  g_autoptr (GArray) counts = kmzb_map_view_count_area_finish (self->map_view, result, NULL);

  /* Cancelled when the sheet goes, so this is still the one that asked. */
  if (counts != NULL && self->kind == KIND_AREA && self->sheet != NULL)
    kmzb_area_sheet_set_categories (self->sheet, counts, self->context->catalog);
}

static GtkWidget *
make_area_sheet (KmzbMapSheets *self)
{
  g_autofree char *filter = kmzb_map_choice_describe_filter (self->choice);
  g_autoptr (GPtrArray) statistics = kmzb_map_view_find_statistics (self->map_view, self->area->place);
  GtkWidget *sheet = kmzb_area_sheet_new (self->area, filter, statistics);

  self->counting = g_cancellable_new ();
  kmzb_map_view_count_area_async (self->map_view, self->area, self->counting, on_area_counted, g_object_ref (self));
  return sheet;
}

static void
on_closed (KmzbMapSheets *self)
{
  close_at_once (self);
}

static void
on_back (KmzbMapSheets *self)
{
  int kind = self->kind_before;

  self->kind_before = KIND_NONE;
  open_kind (self, kind, TRUE);
}

static void
open_kind (KmzbMapSheets *self, int kind, gboolean at_once)
{
  at_once = at_once || self->sheet != NULL;
  drop_sheet (self);
  self->kind = kind;
  switch (kind)
    {
    case KIND_THREAT:
      self->sheet = kmzb_threat_sheet_new (self->threat, self->context->catalog, self->confirmer);
      kmzb_map_view_set_chosen (self->map_view, self->threat);
      break;
    case KIND_CLUSTER:
      self->sheet = make_cluster_sheet (self);
      break;
    case KIND_LIST:
      self->sheet = make_list_sheet (self);
      break;
    case KIND_FILTERS:
      self->sheet = make_filter_sheet (self);
      break;
    case KIND_SOURCES:
      self->sheet = make_source_sheet (self);
      break;
    case KIND_LEGEND:
      self->sheet = make_legend_sheet (self);
      break;
    case KIND_AREA:
      self->sheet = make_area_sheet (self);
      kmzb_map_view_set_chosen_area (self->map_view, self->area);
      break;
    case KIND_STATISTICS:
      self->sheet = kmzb_stat_sheet_new (self->features);
      break;
    default:
      g_return_if_reached ();
    }
  kmzb_sheet_set_back (KMZB_SHEET (self->sheet), self->kind_before != KIND_NONE);
  if (at_once)
    kmzb_sheet_skip_motion (KMZB_SHEET (self->sheet));
  g_signal_connect_swapped (self->sheet, "closed", G_CALLBACK (on_closed), self);
  g_signal_connect_swapped (self->sheet, "back", G_CALLBACK (on_back), self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_set_parent (self->sheet, GTK_WIDGET (self));
  g_signal_emit (self, changed_signal, 0);
}

static void
kmzb_map_sheets_dispose (GObject *object)
{
  KmzbMapSheets *self = KMZB_MAP_SHEETS (object);

  if (self->map_view != NULL)
    {
      drop_sheet (self);
      g_signal_handlers_disconnect_by_data (self->map_view, self);
      g_signal_handlers_disconnect_by_data (self->choice, self);
    }
  g_clear_object (&self->map_view);
  g_clear_object (&self->choice);
  g_clear_object (&self->confirmer);
  g_clear_pointer (&self->context, kmzb_report_context_unref);
  drop_subjects (self);
  G_OBJECT_CLASS (kmzb_map_sheets_parent_class)->dispose (object);
}

static void
kmzb_map_sheets_class_init (KmzbMapSheetsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_map_sheets_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_map_sheets_init (KmzbMapSheets *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kmzb_map_sheets_new (KmzbMapView *map_view, KmzbMapChoice *choice, KmzbReportContext *context)
{
  KmzbMapSheets *self = g_object_new (KMZB_TYPE_MAP_SHEETS, NULL);

  self->choice = g_object_ref (choice);
  g_signal_connect_swapped (choice, "changed", G_CALLBACK (show_count), self);
  self->map_view = g_object_ref (map_view);
  self->context = kmzb_report_context_ref (context);
  self->confirmer = g_object_ref (context->confirmer);
  g_signal_connect_swapped (map_view, "threat-activated", G_CALLBACK (on_threat_activated), self);
  g_signal_connect_swapped (map_view, "cluster-activated", G_CALLBACK (on_cluster_activated), self);
  g_signal_connect_swapped (map_view, "area-activated", G_CALLBACK (on_area_activated), self);
  g_signal_connect_swapped (map_view, "statistics-activated", G_CALLBACK (on_statistics_activated), self);
  return GTK_WIDGET (self);
}

/* What is in view now, the nearest to the middle of the map first. */
void
kmzb_map_sheets_open_list (KmzbMapSheets *self)
{
  g_clear_pointer (&self->listed, g_ptr_array_unref);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  g_clear_pointer (&self->statistics, g_ptr_array_unref);
  if (kmzb_map_choice_get_layer (self->choice) == KMZB_MAP_AREAS)
    self->areas = kmzb_map_view_list_areas (self->map_view);
  self->statistics = kmzb_map_view_list_statistics (self->map_view);
  self->listed = kmzb_map_view_list_in_view (self->map_view, LIST_MAX);
  self->n_in_view = kmzb_map_view_count_in_view (self->map_view);
  kmzb_map_view_get_center (self->map_view, &self->center);
  self->kind_before = KIND_NONE;
  open_kind (self, KIND_LIST, FALSE);
}

static void
open_first (KmzbMapSheets *self, int kind)
{
  self->kind_before = KIND_NONE;
  open_kind (self, kind, FALSE);
}

void
kmzb_map_sheets_open_filters (KmzbMapSheets *self)
{
  open_first (self, KIND_FILTERS);
}

/* The switches of what the map shows, by who says so. */
void
kmzb_map_sheets_open_sources (KmzbMapSheets *self)
{
  open_first (self, KIND_SOURCES);
}

void
kmzb_map_sheets_open_legend (KmzbMapSheets *self)
{
  open_first (self, KIND_LEGEND);
}

/* @covered: (out) (optional): by the open sheet, px of the page */
gboolean
kmzb_map_sheets_is_open (KmzbMapSheets *self, GdkRectangle *covered)
{
  if (self->sheet != NULL && covered != NULL)
    kmzb_sheet_get_place (KMZB_SHEET (self->sheet), covered);
  return self->sheet != NULL;
}

/* The open sheet again in the language of now. */
void
kmzb_map_sheets_rebuild (KmzbMapSheets *self)
{
  if (self->sheet != NULL)
    open_kind (self, self->kind, TRUE);
}

/* Nothing of this visitor may meet the next one. */
void
kmzb_map_sheets_forget (KmzbMapSheets *self)
{
  close_at_once (self);
  kmzb_confirmer_forget (self->confirmer);
}
