/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-sheets.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-cluster-sheet.h"
#include "kmzb-confirmer.h"
#include "kmzb-filter-panel.h"
#include "kmzb-sheet.h"
#include "kmzb-threat-list.h"
#include "kmzb-threat-sheet.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * KmzbMapSheets:
 *
 * The sheets over the map, one at a time, and what a visit has chosen and confirmed in them. Lies over the map page
 * while a sheet is open. Emits "changed" when one opens or closes and when the map shows other threats.
 */
struct _KmzbMapSheets
{
  GtkWidget parent_instance;

  KmzbMapView *map_view;
  KmzbReportContext *context;
  KmzbConfirmer *confirmer;
  KmzbFilterChoice choice;

  GtkWidget *sheet;        /* (nullable) */
  GtkWidget *panel;        /* (nullable): in the filter sheet */
  GtkWidget *clear_button; /* (nullable): there too */
  int kind;
  int kind_before; /* where "Back" leads */

  KmzbThreat *threat;
  KmzbClusterInfo *cluster;
  GPtrArray *listed; /* (element-type KmzbThreat) */
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
};

#define LIST_MAX 60
#define TILE_PX 256.0
#define STREET_ZOOM 17.0
/* Shares of the map that sheets leave free, or cover, with room for a pin. */
#define BESIDE_COVERED 0.5
#define BELOW_FREE 0.42
#define BELOW_FREE_LESS 0.34

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbMapSheets, kmzb_map_sheets, GTK_TYPE_WIDGET)

static void open_kind (KmzbMapSheets *self, int kind, gboolean at_once);

static void
drop_sheet (KmzbMapSheets *self)
{
  self->panel = NULL;
  self->clear_button = NULL;
  if (self->sheet == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->sheet, self);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
}

static void
close_at_once (KmzbMapSheets *self)
{
  drop_sheet (self);
  self->kind = self->kind_before = KIND_NONE;
  g_clear_pointer (&self->threat, kmzb_threat_unref);
  g_clear_pointer (&self->cluster, kmzb_cluster_info_unref);
  g_clear_pointer (&self->listed, g_ptr_array_unref);
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
  double to_y = aside ? height : height * (beside ? BELOW_FREE_LESS : BELOW_FREE);
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

/* ---- filters ---- */

static void
show_count (KmzbMapSheets *self)
{
  g_autofree char *count = kmzb_map_sheets_describe_count (self);

  if (self->panel != NULL)
    kmzb_filter_panel_set_count (KMZB_FILTER_PANEL (self->panel), count);
}

static void
on_threats_shown (KmzbMapSheets *self)
{
  show_count (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
apply_choice (KmzbMapSheets *self)
{
  g_autoptr (KmzbThreatFilter) filter = kmzb_filter_choice_make (&self->choice, self->context->catalog,
                                                                 kmzb_clock_get_real_us (self->context->clock));

  kmzb_map_view_set_filter (self->map_view, filter);
  if (self->clear_button != NULL)
    gtk_widget_set_sensitive (self->clear_button, !kmzb_filter_choice_is_empty (&self->choice));
}

static void
on_choice_changed (KmzbMapSheets *self)
{
  self->choice = *kmzb_filter_panel_get_choice (KMZB_FILTER_PANEL (self->panel));
  apply_choice (self);
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
  GtkWidget *list, *closer;
  GtkWidget *sheet = kmzb_cluster_sheet_new (self->cluster, self->context->catalog, &list, &closer);

  g_signal_connect_swapped (list, "activated", G_CALLBACK (on_row_activated), self);
  g_signal_connect_swapped (closer, "clicked", G_CALLBACK (on_closer_clicked), self);
  return sheet;
}

static GtkWidget *
make_list_sheet (KmzbMapSheets *self)
{
  GtkWidget *sheet = kmzb_sheet_new (_("Threat list"));
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  g_autofree char *count
      = g_strdup_printf (g_dngettext (NULL, "%u threat in view", "%u threats in view", self->n_in_view),
                         self->n_in_view);
  GtkWidget *label = gtk_label_new (self->n_in_view > 0 ? count : _("Here the map shows no threat."));
  GtkWidget *list = kmzb_threat_list_new (self->listed, self->n_in_view, self->context->catalog, self->center);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  g_signal_connect_swapped (list, "activated", G_CALLBACK (on_row_activated), self);
  gtk_box_append (GTK_BOX (content), label);
  gtk_box_append (GTK_BOX (content), list);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), content);
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);
  return sheet;
}

static GtkWidget *
make_filter_sheet (KmzbMapSheets *self)
{
  GtkWidget *sheet = kmzb_sheet_new (_("Filters"));

  self->panel = kmzb_filter_panel_new (self->context->catalog, &self->choice);
  g_signal_connect_swapped (self->panel, "changed", G_CALLBACK (on_choice_changed), self);
  self->clear_button = kmzb_big_button_new (KMZB_BIG_BUTTON_SMALL, NULL, _("Clear filters"));
  gtk_widget_set_sensitive (self->clear_button, !kmzb_filter_choice_is_empty (&self->choice));
  g_signal_connect_swapped (self->clear_button, "clicked", G_CALLBACK (on_clear_clicked), self);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), self->panel);
  kmzb_sheet_set_actions (KMZB_SHEET (sheet), self->clear_button);
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);
  show_count (self);
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

  drop_sheet (self);
  if (self->map_view != NULL)
    g_signal_handlers_disconnect_by_data (self->map_view, self);
  g_clear_object (&self->map_view);
  g_clear_object (&self->confirmer);
  g_clear_pointer (&self->context, kmzb_report_context_unref);
  g_clear_pointer (&self->threat, kmzb_threat_unref);
  g_clear_pointer (&self->cluster, kmzb_cluster_info_unref);
  g_clear_pointer (&self->listed, g_ptr_array_unref);
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
kmzb_map_sheets_new (KmzbMapView *map_view, KmzbReportContext *context)
{
  KmzbMapSheets *self = g_object_new (KMZB_TYPE_MAP_SHEETS, NULL);

  self->map_view = g_object_ref (map_view);
  self->context = kmzb_report_context_ref (context);
  self->confirmer = kmzb_confirmer_new (context);
  g_signal_connect_swapped (map_view, "threat-activated", G_CALLBACK (on_threat_activated), self);
  g_signal_connect_swapped (map_view, "cluster-activated", G_CALLBACK (on_cluster_activated), self);
  g_signal_connect_swapped (map_view, "threats-shown", G_CALLBACK (on_threats_shown), self);
  return GTK_WIDGET (self);
}

/* What is in view now, the nearest to the middle of the map first. */
void
kmzb_map_sheets_open_list (KmzbMapSheets *self)
{
  g_clear_pointer (&self->listed, g_ptr_array_unref);
  self->listed = kmzb_map_view_list_in_view (self->map_view, LIST_MAX);
  self->n_in_view = kmzb_map_view_count_in_view (self->map_view);
  kmzb_map_view_get_center (self->map_view, &self->center);
  self->kind_before = KIND_NONE;
  open_kind (self, KIND_LIST, FALSE);
}

void
kmzb_map_sheets_open_filters (KmzbMapSheets *self)
{
  self->kind_before = KIND_NONE;
  open_kind (self, KIND_FILTERS, FALSE);
}

gboolean
kmzb_map_sheets_is_open (KmzbMapSheets *self)
{
  return self->sheet != NULL;
}

/* "Showing 212 of 926 threats". Returns: (transfer full) */
char *
kmzb_map_sheets_describe_count (KmzbMapSheets *self)
{
  return kmzb_filter_count_words (kmzb_map_view_count_shown (self->map_view),
                                  kmzb_map_view_count_threats (self->map_view));
}

/* Returns: (transfer full) (nullable): what the filters let through, %NULL for everything */
char *
kmzb_map_sheets_describe_filter (KmzbMapSheets *self)
{
  return kmzb_filter_choice_describe (&self->choice, self->context->catalog);
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
  self->choice = (KmzbFilterChoice) { 0 };
  apply_choice (self);
}
