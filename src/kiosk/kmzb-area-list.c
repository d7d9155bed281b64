/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-area-list.h"

#include "kmzb-a11y.h"
#include "kmzb-area-sheet.h"
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
  g_autofree char *distance = kmzb_threat_words_distance (metres);

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
kmzb_area_list_dispose (GObject *object)
{
  g_clear_pointer (&KMZB_AREA_LIST (object)->box, gtk_widget_unparent);
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

  for (guint i = 0; notes != NULL && i < MIN (notes->len, max); i++)
    add_area (self, g_ptr_array_index (notes, i), center);
  if (notes != NULL)
    gtk_box_append (GTK_BOX (self->box),
                    kmzb_text_new (notes->len > 0 ? _("Of the rest of the map in view there is too little data.")
                                                  : _("There is too little data of the map in view."),
                                   "kmzb-muted"));
  if (features->len > 0)
    gtk_box_append (GTK_BOX (self->box), kmzb_text_new (_("Statistics in view"), "kmzb-strong"));
  for (guint i = 0; i < MIN (features->len, max); i++)
    add_feature (self, g_ptr_array_index (features, i));
  kmzb_a11y_set_label (GTK_WIDGET (self), _("Safety in the area"));
  return GTK_WIDGET (self);
}
