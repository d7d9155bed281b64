/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-legend.h"

#include "kmzb-areas-legend.h"
#include "kmzb-list-row.h"
#include "kmzb-natural.h"
#include "kmzb-pin-art.h"
#include "kmzb-screen.h"
#include "kmzb-source-words.h"
#include "kmzb-stat-art.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

/**
 * KmzbMapLegend:
 *
 * Says what the map shows and how many, always; of which statistics, and while it is open what its signs and shades
 * mean, where all of it finds room. On a small screen with large text it would hide the map that it explains: there a
 * visitor reads the whole of it on a sheet.
 */
struct _KmzbMapLegend
{
  GtkWidget parent_instance;

  GtkWidget *head; /* what is shown */
  GtkWidget *count;
  GtkWidget *filter;
  GtkWidget *sources; /* of statistics */
  GtkWidget *meaning;
  GtkWidget *statuses; /* in it, or */
  GtkWidget *areas;
  KmzbLegendWish wish;
  gboolean open; /* as it was allocated */
};

#define SIGN_PX 28
#define CLUSTER_PX 44
#define CLUSTER_NUMBER_PX 17
#define CHIP_WIDTH 64
#define CHIP_HEIGHT 28
#define MAX_CHARS 22

G_DEFINE_FINAL_TYPE (KmzbMapLegend, kmzb_map_legend, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = kmzb_text_new (text, "kmzb-small");

  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_sign (KmzbMapLegend *self, GtkWidget *sign, const char *meaning)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_size_request (sign, CLUSTER_PX, -1);
  gtk_box_append (GTK_BOX (row), sign);
  gtk_box_append (GTK_BOX (row), new_label (meaning, NULL));
  gtk_box_append (GTK_BOX (self->statuses), row);
}

/* A crowd of threats as the map draws it. */
static void
draw_cluster (GtkWidget *sample, gpointer data)
{
  g_autoptr (PangoLayout) number = gtk_widget_create_pango_layout (sample, "12");
  g_autoptr (GdkTexture) texture = NULL;
  PangoAttrList *attributes = pango_attr_list_new ();
  guint shares[KMZB_N_STATUSES] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (kmzb_threat_statuses); i++)
    shares[kmzb_threat_statuses[i]] = 1;
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_size_new_absolute (CLUSTER_NUMBER_PX * PANGO_SCALE));
  pango_layout_set_attributes (number, attributes);
  pango_attr_list_unref (attributes);
  texture = kmzb_pin_art_cluster (kmzb_pin_palette_get (), shares, G_N_ELEMENTS (kmzb_threat_statuses), number, CLUSTER_PX,
                                  1);
  gtk_picture_set_paintable (GTK_PICTURE (sample), GDK_PAINTABLE (texture));
}

static void
draw_chip (GtkWidget *chip, gpointer source)
{
  g_autoptr (GdkTexture) texture = NULL;
  KmzbStatPalette palette;

  kmzb_stat_palette_init (&palette, chip);
  texture = kmzb_stat_art_chip (&palette, (KmzbStatSource) GPOINTER_TO_UINT (source), CHIP_WIDTH, CHIP_HEIGHT);
  gtk_picture_set_paintable (GTK_PICTURE (chip), GDK_PAINTABLE (texture));
}

static void
add_source (KmzbMapLegend *self, KmzbStatSource source, guint count, const char *latest)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *name = g_strdup_printf ("%s: %u", kmzb_source_words_stat (source), count);
  g_autofree char *as_of = kmzb_source_words_as_of (latest);

  gtk_box_append (GTK_BOX (words), new_label (name, "kmzb-numbers"));
  gtk_box_append (GTK_BOX (words), new_label (as_of, "kmzb-muted"));
  gtk_box_append (GTK_BOX (row), kmzb_sample_new (G_CALLBACK (draw_chip), GUINT_TO_POINTER (source)));
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (self->sources), row);
}

/* The parts below each other, as far as they are there. */
static void
list_parts (KmzbMapLegend *self, GtkWidget *parts[3])
{
  parts[0] = self->head;
  parts[1] = gtk_widget_get_visible (self->sources) ? self->sources : NULL;
  parts[2] = self->wish != KMZB_LEGEND_CLOSED ? self->meaning : NULL;
}

/* How many of the parts find room in @height, and how much they take: what is shown always does. */
static int
fit_parts (KmzbMapLegend *self, int width, int height, guint *n_parts)
{
  GtkWidget *parts[3];
  int taken = 0;

  list_parts (self, parts);
  *n_parts = 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int wanted = parts[i] != NULL ? kmzb_natural_height (parts[i], width) : 0;

      if (i > 0 && taken + wanted > height)
        break;
      taken += wanted;
      *n_parts = i + 1;
    }
  return taken;
}

/* As large as what it says. */
static void
kmzb_map_legend_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  KmzbMapLegend *self = KMZB_MAP_LEGEND (widget);
  GtkWidget *parts[3];

  list_parts (self, parts);
  *minimum = *natural = 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int least, wanted;

      if (parts[i] == NULL)
        continue;
      gtk_widget_measure (parts[i], orientation, for_size, &least, &wanted, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, least);
          *natural = MAX (*natural, wanted);
        }
      else
        {
          *minimum += i == 0 || self->wish == KMZB_LEGEND_WHOLE ? wanted : 0;
          *natural += wanted;
        }
    }
}

static GtkSizeRequestMode
kmzb_map_legend_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kmzb_map_legend_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbMapLegend *self = KMZB_MAP_LEGEND (widget);
  GtkWidget *parts[3];
  guint n_parts;
  int y = 0;

  fit_parts (self, width, height, &n_parts);
  list_parts (self, parts);
  self->open = n_parts == G_N_ELEMENTS (parts) && parts[2] != NULL;
  gtk_widget_set_child_visible (self->sources, n_parts > 1);
  gtk_widget_set_child_visible (self->meaning, self->open);
  for (guint i = 0; i < n_parts; i++)
    if (parts[i] != NULL)
      {
        int wanted = kmzb_natural_height (parts[i], width);

        kmzb_screen_allocate (parts[i], 0, y, width, wanted);
        y += wanted;
      }
}

static void
kmzb_map_legend_dispose (GObject *object)
{
  kmzb_screen_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (kmzb_map_legend_parent_class)->dispose (object);
}

static void
kmzb_map_legend_class_init (KmzbMapLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_map_legend_dispose;
  widget_class->measure = kmzb_map_legend_measure;
  widget_class->get_request_mode = kmzb_map_legend_get_request_mode;
  widget_class->size_allocate = kmzb_map_legend_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add_part (KmzbMapLegend *self, const char *css_class)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (part, css_class);
  gtk_widget_set_parent (part, GTK_WIDGET (self));
  return part;
}

static void
kmzb_map_legend_init (KmzbMapLegend *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->head = add_part (self, "kmzb-legend");
  self->sources = add_part (self, "kmzb-legend-part");
  self->meaning = add_part (self, "kmzb-legend-part");

  self->count = new_label (NULL, "kmzb-strong");
  gtk_widget_add_css_class (self->count, "kmzb-numbers");
  gtk_box_append (GTK_BOX (self->head), self->count);
  self->filter = new_label (NULL, "kmzb-muted");
  gtk_box_append (GTK_BOX (self->head), self->filter);
  self->statuses = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->statuses, "kmzb-legend-rows");
  gtk_box_append (GTK_BOX (self->meaning), self->statuses);
  for (gsize i = 0; i < G_N_ELEMENTS (kmzb_threat_statuses); i++)
    add_sign (self, kmzb_threat_words_new_sign (kmzb_threat_statuses[i], SIGN_PX),
              kmzb_threat_words_status (kmzb_threat_statuses[i]));
  /* Translators: beside a number in a coloured ring, in the map's legend */
  add_sign (self, kmzb_sample_new (G_CALLBACK (draw_cluster), NULL), _("Several threats: how many and of which status"));
  self->areas = kmzb_areas_legend_new ();
  gtk_widget_add_css_class (self->areas, "kmzb-small");
  gtk_box_append (GTK_BOX (self->meaning), self->areas);
}

GtkWidget *
kmzb_map_legend_new (void)
{
  return g_object_new (KMZB_TYPE_MAP_LEGEND, NULL);
}

void
kmzb_map_legend_set_shown (KmzbMapLegend *self, const KmzbMapShown *shown)
{
  GtkWidget *child;
  guint n_sources = 0;

  g_return_if_fail (KMZB_IS_MAP_LEGEND (self));

  gtk_label_set_label (GTK_LABEL (self->count), shown->count);
  gtk_label_set_label (GTK_LABEL (self->filter), shown->filter != NULL ? shown->filter : "");
  gtk_widget_set_visible (self->filter, shown->filter != NULL);
  while ((child = gtk_widget_get_first_child (self->sources)) != NULL)
    gtk_box_remove (GTK_BOX (self->sources), child);
  for (guint i = 0; i < KMZB_N_STAT_SOURCES; i++)
    {
      const char *latest;
      guint count = kmzb_source_count_stats (shown->features, (KmzbStatSource) i, &latest);

      if ((shown->stats & 1u << i) == 0 || count == 0)
        continue;
      add_source (self, (KmzbStatSource) i, count, latest);
      n_sources++;
    }
  gtk_widget_set_visible (self->sources, n_sources > 0);
  gtk_widget_set_visible (self->statuses, shown->layer == KMZB_MAP_PINS);
  gtk_widget_set_visible (self->areas, shown->layer == KMZB_MAP_AREAS);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Whether signs and shades are explained; what is shown is always said. */
void
kmzb_map_legend_set_wish (KmzbMapLegend *self, KmzbLegendWish wish)
{
  g_return_if_fail (KMZB_IS_MAP_LEGEND (self));

  self->wish = wish;
  gtk_widget_set_visible (self->meaning, wish != KMZB_LEGEND_CLOSED);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* How high it wants to be where there are @room pixels. */
int
kmzb_map_legend_get_height_for (KmzbMapLegend *self, int width, int room)
{
  GtkBorder border;
  int ends;
  guint n_parts;

  g_return_val_if_fail (KMZB_IS_MAP_LEGEND (self), 0);
  gtk_style_context_get_border (gtk_widget_get_style_context (GTK_WIDGET (self)), &border);
  ends = border.top + border.bottom;
  return fit_parts (self, width - border.left - border.right, room - ends, &n_parts) + ends;
}

/* Whether signs and shades are explained now. */
gboolean
kmzb_map_legend_is_open (KmzbMapLegend *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_LEGEND (self), FALSE);
  return self->open;
}
