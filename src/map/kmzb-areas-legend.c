/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-areas-legend.h"

#include "kmzb-area-art.h"
#include "kmzb-area-note.h"

#include <glib/gi18n-lib.h>

#define CHIP_WIDTH 64
#define CHIP_HEIGHT 30

/**
 * KmzbAreasLegend:
 *
 * What the shades and patterns of the areas mean, in words, from the most to the least that is known.
 */
struct _KmzbAreasLegend
{
  GtkBox parent;

  GtkWidget *chips[KMZB_N_AREA_STEPS];
};

G_DEFINE_FINAL_TYPE (KmzbAreasLegend, kmzb_areas_legend, GTK_TYPE_BOX)

static GtkWidget *
add_text (KmzbAreasLegend *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self), label);
  return label;
}

static void
add_step (KmzbAreasLegend *self, KmzbAreaStep step)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (kmzb_area_step_to_text (step));

  /* The word beside it says all of it to a screen reader. In a box: a picture alone grows with the row's height. */
  self->chips[step] = g_object_new (GTK_TYPE_PICTURE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-shrink",
                                    FALSE, NULL);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (chip), self->chips[step]);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (row), chip);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (self), row);
}

static void
draw_chips (KmzbAreasLegend *self)
{
  KmzbAreaPalette palette;

  kmzb_area_palette_init (&palette, GTK_WIDGET (self));
  for (guint i = 0; i < KMZB_N_AREA_STEPS; i++)
    {
      /* Drawn for one pixel a unit: sharp on the booth's screen, and a picture has no size of its own beyond that. */
      g_autoptr (GdkTexture) chip = kmzb_area_art_chip (&palette, (KmzbAreaStep) i, CHIP_WIDTH, CHIP_HEIGHT, 1);

      gtk_picture_set_paintable (GTK_PICTURE (self->chips[i]), GDK_PAINTABLE (chip));
    }
}

static void
kmzb_areas_legend_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (kmzb_areas_legend_parent_class)->css_changed (widget, change);
  draw_chips (KMZB_AREAS_LEGEND (widget));
}

static void
kmzb_areas_legend_class_init (KmzbAreasLegendClass *klass)
{
  GTK_WIDGET_CLASS (klass)->css_changed = kmzb_areas_legend_css_changed;
}

static void
kmzb_areas_legend_init (KmzbAreasLegend *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "kmzb-areas-legend");
  add_text (self, _ ("Safety in the area"), "kmzb-subheading");
  add_text (self, _ ("Few reports do not mean that it is safe."), "kmzb-strong");
  add_step (self, KMZB_AREA_MOST);
  add_step (self, KMZB_AREA_MORE);
  add_step (self, KMZB_AREA_FEWER);
  add_step (self, KMZB_AREA_CALM);
  add_step (self, KMZB_AREA_TOO_FEW);
  add_text (self, _ ("Compared with the average on this map."), "kmzb-muted");
}

GtkWidget *
kmzb_areas_legend_new (void)
{
  return g_object_new (KMZB_TYPE_AREAS_LEGEND, NULL);
}
