/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-list.h"

#include "kmzb-a11y.h"
#include "kmzb-filter-choice.h"
#include "kmzb-list-filler.h"
#include "kmzb-list-row.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

/**
 * KmzbThreatList:
 *
 * Threats as rows that can be touched and read aloud. Emits "activated" with a #KmzbThreat.
 */
struct _KmzbThreatList
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GPtrArray *threats; /* (element-type KmzbThreat) */
  guint n_rows;       /* how many of them have their row */
  guint total;
  KmzbCatalog *catalog;
  KmzbPoint center;
};

#define THREAT_KEY "kmzb-threat"
#define SIGN_PX 28
/* Nearer than this nobody would say how far. */
#define HERE_M 5.0

static guint activated_signal;

G_DEFINE_FINAL_TYPE (KmzbThreatList, kmzb_threat_list, GTK_TYPE_WIDGET)

static void
on_clicked (KmzbThreatList *self, GtkWidget *row)
{
  g_signal_emit (self, activated_signal, 0, g_object_get_data (G_OBJECT (row), THREAT_KEY));
}

static void
add_row (KmzbThreatList *self)
{
  KmzbThreat *threat = g_ptr_array_index (self->threats, self->n_rows++);
  g_autofree char *reported = kmzb_threat_words_reported (threat);
  double metres = kmzb_geo_distance_m (self->center, threat->place);
  /* Translators: how far a threat is from the place that was touched: nothing at all */
  g_autofree char *distance = metres < HERE_M ? g_strdup (C_ ("distance", "here")) : kmzb_words_distance (metres);
  GtkWidget *row = kmzb_list_row_new (gtk_image_new_from_icon_name (kmzb_threat_words_icon (self->catalog, threat->category)),
                                      kmzb_threat_words_category (self->catalog, threat->category),
                                      kmzb_threat_words_new_sign (threat->status, SIGN_PX),
                                      kmzb_threat_words_status (threat->status), reported, distance);

  g_object_set_data_full (G_OBJECT (row), THREAT_KEY, kmzb_threat_ref (threat), (GDestroyNotify) kmzb_threat_unref);
  g_signal_connect_swapped (row, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (self->box), row);
}

/* What comes after the rows: that there are more. */
static void
add_rest (KmzbThreatList *self)
{
  g_autofree char *listed = kmzb_filter_number_words (self->threats->len);
  g_autofree char *total = kmzb_filter_number_words (self->total);
  g_autofree char *rest = NULL;

  if (self->threats->len >= self->total)
    return;
  rest = g_strdup_printf (_("The nearest %s of %s are listed. Come closer to see the others."), listed, total);
  gtk_box_append (GTK_BOX (self->box), kmzb_text_new (rest, "kmzb-muted"));
}

static gboolean
on_step (GtkWidget *widget)
{
  KmzbThreatList *self = KMZB_THREAT_LIST (widget);

  if (self->box == NULL)
    return FALSE;
  if (self->n_rows < self->threats->len)
    {
      add_row (self);
      return TRUE;
    }
  add_rest (self);
  return FALSE;
}

static void
kmzb_threat_list_dispose (GObject *object)
{
  KmzbThreatList *self = KMZB_THREAT_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->threats, g_ptr_array_unref);
  g_clear_pointer (&self->catalog, kmzb_catalog_unref);
  G_OBJECT_CLASS (kmzb_threat_list_parent_class)->dispose (object);
}

static void
kmzb_threat_list_class_init (KmzbThreatListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_threat_list_dispose;
  activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, KMZB_TYPE_THREAT | G_SIGNAL_TYPE_STATIC_SCOPE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
kmzb_threat_list_init (KmzbThreatList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * kmzb_threat_list_new:
 * @threats: (element-type KmzbThreat): in the order of the list
 * @total: how many there are, of which @threats may be the first
 * @center: distances are told from here
 */
GtkWidget *
kmzb_threat_list_new (GPtrArray *threats, guint total, KmzbCatalog *catalog, KmzbPoint center)
{
  KmzbThreatList *self = g_object_new (KMZB_TYPE_THREAT_LIST, NULL);

  self->threats = g_ptr_array_ref (threats);
  self->total = total;
  self->catalog = kmzb_catalog_ref (catalog);
  self->center = center;
  kmzb_list_fill (GTK_WIDGET (self), on_step);
  kmzb_a11y_set_label (GTK_WIDGET (self), _("Threat list"));
  return GTK_WIDGET (self);
}
