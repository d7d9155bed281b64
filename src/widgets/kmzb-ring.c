/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-ring.h"

#include "kmzb-a11y.h"

#include <math.h>

/**
 * KmzbRing:
 *
 * The seconds that are left, as a number inside a ring that empties. It counts nothing by itself: its owner has the
 * clock and tells it.
 */
struct _KmzbRing
{
  GtkWidget parent_instance;

  GtkWidget *label;
  double fraction;
};

G_DEFINE_FINAL_TYPE (KmzbRing, kmzb_ring, GTK_TYPE_WIDGET)

#define LINE_PX 8.0

static void
kmzb_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbRing *self = KMZB_RING (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double radius = (MIN (width, height) - LINE_PX) / 2;
  GdkRGBA color;

  if (radius > 0)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
      cairo_set_line_width (cr, LINE_PX);
      cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * 0.2);
      cairo_arc (cr, width / 2, height / 2, radius, 0, 2 * G_PI);
      cairo_stroke (cr);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_arc (cr, width / 2, height / 2, radius, -G_PI / 2, -G_PI / 2 + 2 * G_PI * self->fraction);
      cairo_stroke (cr);
      cairo_destroy (cr);
    }
  GTK_WIDGET_CLASS (kmzb_ring_parent_class)->snapshot (widget, snapshot);
}

static void
kmzb_ring_dispose (GObject *object)
{
  g_clear_pointer (&KMZB_RING (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_ring_parent_class)->dispose (object);
}

static void
kmzb_ring_class_init (KmzbRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_ring_dispose;
  widget_class->snapshot = kmzb_ring_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ring");
}

static void
kmzb_ring_init (KmzbRing *self)
{
  kmzb_a11y_set_spoken (GTK_WIDGET (self), ""); /* its owner tells the seconds that matter */
  self->label = gtk_label_new (NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
kmzb_ring_new (void)
{
  return g_object_new (KMZB_TYPE_RING, NULL);
}

/* @fraction: what is left, 1 is all of it; @seconds: the number inside. */
void
kmzb_ring_set (KmzbRing *self, double fraction, guint seconds)
{
  g_autofree char *text = g_strdup_printf ("%u", seconds);

  g_return_if_fail (KMZB_IS_RING (self));

  fraction = CLAMP (fraction, 0, 1);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (self->label), text);
  if (fabs (fraction - self->fraction) > 0.0005)
    {
      self->fraction = fraction;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}
