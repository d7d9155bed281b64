/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-spare.h"

#include "kmzb-screen.h"

/**
 * KmzbSpare:
 *
 * Room that is left over: its one child shows where there is enough of it for the whole child, and else not at all. The
 * child stays visible in the sense of GTK, so that its style follows the size of the text while nobody sees it.
 */
struct _KmzbSpare
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (KmzbSpare, kmzb_spare, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
kmzb_spare_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kmzb_spare_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = 0;
}

static void
kmzb_spare_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int wanted;

  if (child == NULL || !gtk_widget_should_layout (child))
    return;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &wanted, NULL, NULL, NULL);
  gtk_widget_set_child_visible (child, wanted <= height);
  gtk_widget_size_allocate (child, &(GtkAllocation){ 0, 0, width, MAX (wanted, height) }, -1);
}

static void
kmzb_spare_dispose (GObject *object)
{
  kmzb_screen_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (kmzb_spare_parent_class)->dispose (object);
}

static void
kmzb_spare_class_init (KmzbSpareClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_spare_dispose;
  widget_class->get_request_mode = kmzb_spare_get_request_mode;
  widget_class->measure = kmzb_spare_measure;
  widget_class->size_allocate = kmzb_spare_size_allocate;
}

static void
kmzb_spare_init (KmzbSpare *self)
{
}
