/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-area-list.h"

#include "kmzb-a11y.h"
#include "kmzb-area-sheet.h"
#include "kmzb-list-filler.h"
#include "kmzb-list-row.h"
#include "kmzb-source-words.h"
#include "kmzb-stat-sheet.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * KmzbAreaList:
 *
 * The equal of what the map shades and counts: areas and statistics as rows that can be touched and read aloud. Emits
 * "area-activated" with a #KmzbAreaNote and "feature-activated" with a #KmzbStatFeature.
 */
struct _KmzbAreaList
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GPtrArray *notes;    /* (element-type KmzbAreaNote) (nullable) */
  GPtrArray *features; /* (element-type KmzbStatFeature) */
  guint n_notes;       /* how many of them are listed, and */
  guint n_features;
  guint max;
  KmzbPoint center;
};

#define ROW_KEY "kmzb-area-list-row"
/* Nearer than this a place is here, and not in some direction. */
#define HERE_M 30.0

enum
{
  AREA_ACTIVATED,
  FEATURE_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbAreaList, kmzb_area_list, GTK_TYPE_WIDGET)

static void
on_area_clicked (KmzbAreaList *self, GtkWidget *row)
{
  g_signal_emit (self, signals[AREA_ACTIVATED], 0, g_object_get_data (G_OBJECT (row), ROW_KEY));
}

static void
on_feature_clicked (KmzbAreaList *self, GtkWidget *row)
{
  g_signal_emit (self, signals[FEATURE_ACTIVATED], 0, g_object_get_data (G_OBJECT (row), ROW_KEY));
}

static const char *
direction (KmzbPoint from, KmzbPoint to)
{
  static const char *const words[] = { N_("to the north"),      N_("to the north-east"), N_("to the east"),
                                       N_("to the south-east"), N_("to the south"),      N_("to the south-west"),
                                       N_("to the west"),       N_("to the north-west") };
  double east = (to.lon - from.lon) * cos (from.lat * G_PI / 180), north = to.lat - from.lat;
  int eighth = (int) lround (atan2 (east, north) / (G_PI / 4));

  return _(words[(eighth + 8) % 8]);
}

/* "400 m to the north-east": squares of a grid have no names, but a place. */
static char *
where (KmzbPoint from, KmzbPoint to)
{
  double metres = kmzb_geo_distance_m (from, to);
  g_autofree char *distance = kmzb_words_distance (metres);

  if (metres < HERE_M)
    return g_strdup (_("in the middle of the map"));
  return g_strdup_printf ("%s %s", distance, direction (from, to));
}

static void
add_area (KmzbAreaList *self, KmzbAreaNote *note, KmzbPoint center)
{
  g_autofree char *place = where (center, note->center);
  g_autofree char *detail = note->step == KMZB_AREA_TOO_FEW
                                ? g_strdup (place)
                                : g_strdup_printf ("%s; %s: %s", place, _("Confirmed threats"), note->confirmed);
  GtkWidget *row
      = kmzb_list_row_new (kmzb_area_chip_new (note->step), note->title, NULL, note->verdict, detail, "");

  g_object_set_data_full (G_OBJECT (row), ROW_KEY, kmzb_area_note_copy (note), (GDestroyNotify) kmzb_area_note_free);
  g_signal_connect_swapped (row, "clicked", G_CALLBACK (on_area_clicked), self);
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
add_feature (KmzbAreaList *self, KmzbStatFeature *feature)
{
  g_autofree char *value = kmzb_stat_words_value (feature);
  g_autofree char *as_of = kmzb_source_words_as_of (feature->as_of);
  g_autofree char *source = g_strdup_printf ("%s, %s", kmzb_source_words_stat (feature->source), as_of);
  GtkWidget *row = kmzb_list_row_new (gtk_image_new_from_icon_name ("kmzb-chart-symbolic"), feature->name, NULL, value,
                                      source, "");

  g_object_set_data_full (G_OBJECT (row), ROW_KEY, kmzb_stat_feature_ref (feature),
                          (GDestroyNotify) kmzb_stat_feature_unref);
  g_signal_connect_swapped (row, "clicked", G_CALLBACK (on_feature_clicked), self);
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
add_text (KmzbAreaList *self, const char *text, const char *css_class)
{
  gtk_box_append (GTK_BOX (self->box), kmzb_text_new (text, css_class));
}

/* Between the areas and the statistics. */
static void
end_areas (KmzbAreaList *self)
{
  if (self->notes != NULL)
    add_text (self,
              self->notes->len > 0 ? _("Of the rest of the map in view there is too little data.")
                                   : _("There is too little data of the map in view."),
              "kmzb-muted");
  if (self->features->len > 0)
    add_text (self, _("Statistics in view"), "kmzb-strong");
}

static gboolean
on_step (GtkWidget *widget)
{
  KmzbAreaList *self = KMZB_AREA_LIST (widget);
  guint notes, features;

  if (self->box == NULL)
    return FALSE;
  notes = self->notes != NULL ? MIN (self->notes->len, self->max) : 0;
  features = MIN (self->features->len, self->max);
  if (self->n_notes < notes)
    add_area (self, g_ptr_array_index (self->notes, self->n_notes), self->center);
  else if (self->n_notes == notes)
    end_areas (self);
  else if (self->n_features < features)
    add_feature (self, g_ptr_array_index (self->features, self->n_features++));
  self->n_notes = MIN (self->n_notes, notes) + 1;
  return self->n_notes <= notes || self->n_features < features;
}

static void
kmzb_area_list_dispose (GObject *object)
{
  KmzbAreaList *self = KMZB_AREA_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->features, g_ptr_array_unref);
  G_OBJECT_CLASS (kmzb_area_list_parent_class)->dispose (object);
}

static void
kmzb_area_list_class_init (KmzbAreaListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_area_list_dispose;
  signals[AREA_ACTIVATED] = g_signal_new ("area-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          KMZB_TYPE_AREA_NOTE | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[FEATURE_ACTIVATED] = g_signal_new ("feature-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 1, KMZB_TYPE_STAT_FEATURE | G_SIGNAL_TYPE_STATIC_SCOPE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
kmzb_area_list_init (KmzbAreaList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * kmzb_area_list_new:
 * @notes: (element-type KmzbAreaNote) (nullable): in the order of the list; %NULL where the map shows no areas
 * @features: (element-type KmzbStatFeature): below them
 * @center: distances are told from here
 * @max: no more of either
 */
GtkWidget *
kmzb_area_list_new (GPtrArray *notes, GPtrArray *features, KmzbPoint center, guint max)
{
  KmzbAreaList *self = g_object_new (KMZB_TYPE_AREA_LIST, NULL);

  self->notes = notes != NULL ? g_ptr_array_ref (notes) : NULL;
  self->features = g_ptr_array_ref (features);
  self->center = center;
  self->max = max;
  kmzb_list_fill (GTK_WIDGET (self), on_step);
  kmzb_a11y_set_label (GTK_WIDGET (self), _("Safety in the area"));
  return GTK_WIDGET (self);
}
