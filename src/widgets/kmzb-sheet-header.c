/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-sheet-header.h"

/**
 * KmzbSheetHeader:
 *
 * The head of a sheet: "Back", a picture and the title, "Close". In one row where the title has room there; else the
 * title gets a row of its own below the two buttons, as wide as the sheet. No word is broken for the buttons' sake.
 */
struct _KmzbSheetHeader
{
  GtkWidget parent_instance;

  GtkWidget *back;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *close;
};

#define SPACING_PX 16
#define ROW_SPACING_PX 8

G_DEFINE_FINAL_TYPE (KmzbSheetHeader, kmzb_sheet_header, GTK_TYPE_WIDGET)

static int
width_of (GtkWidget *widget)
{
  int width = 0;

  if (gtk_widget_should_layout (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width;
}

static int
height_of (GtkWidget *widget, int width)
{
  int height = 0;

  if (gtk_widget_should_layout (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

/* With the space to its neighbour. */
static int
taken_by (GtkWidget *widget)
{
  return gtk_widget_should_layout (widget) ? width_of (widget) + SPACING_PX : 0;
}

static int
longest_word (GtkWidget *label)
{
  g_autoptr (PangoLayout) layout = pango_layout_copy (gtk_label_get_layout (GTK_LABEL (label)));
  int width;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  pango_layout_set_width (layout, 0);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static int
buttons_height (KmzbSheetHeader *self)
{
  return MAX (height_of (self->back, -1), height_of (self->close, -1));
}

/* What the title has in a row with the buttons, and in one of its own. */
static int
title_width (KmzbSheetHeader *self, int width, gboolean alone)
{
  int taken = taken_by (self->icon) + (alone ? 0 : taken_by (self->back) + taken_by (self->close));

  return MAX (width - taken, width_of (self->title));
}

static int
height_for (KmzbSheetHeader *self, int width, gboolean stacked)
{
  int words = MAX (height_of (self->title, title_width (self, width, stacked)), height_of (self->icon, -1));

  return stacked ? buttons_height (self) + ROW_SPACING_PX + words : MAX (buttons_height (self), words);
}

static gboolean
is_stacked (KmzbSheetHeader *self, int width)
{
  if (title_width (self, width, FALSE) < longest_word (self->title))
    return TRUE;
  return height_for (self, width, TRUE) < height_for (self, width, FALSE);
}

static GtkSizeRequestMode
kmzb_sheet_header_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kmzb_sheet_header_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  KmzbSheetHeader *self = KMZB_SHEET_HEADER (widget);
  int buttons = taken_by (self->back) + width_of (self->close);
  int least = MAX (buttons, taken_by (self->icon) + width_of (self->title));
  int most = 0;

  gtk_widget_measure (self->title, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &most, NULL, NULL);
  most += taken_by (self->icon) + SPACING_PX + buttons;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = MAX (least, most);
    }
  else
    {
      int width = for_size >= 0 ? MAX (for_size, least) : MAX (least, most);

      *minimum = *natural = height_for (self, width, is_stacked (self, width));
    }
}

static void
place (GtkWidget *child, gboolean rtl, int total, int x, int y, int width, int height)
{
  if (gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &(GtkAllocation){ rtl ? total - x - width : x, y, width, height }, -1);
}

static void
kmzb_sheet_header_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbSheetHeader *self = KMZB_SHEET_HEADER (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean stacked = is_stacked (self, width);
  int back = width_of (self->back), close = width_of (self->close), icon = width_of (self->icon);
  int buttons = stacked ? buttons_height (self) : height;
  int x = stacked ? 0 : taken_by (self->back), y = stacked ? buttons + ROW_SPACING_PX : 0;

  place (self->back, rtl, width, 0, 0, back, buttons);
  place (self->close, rtl, width, width - close, 0, close, buttons);
  place (self->icon, rtl, width, x, y, icon, height - y);
  x += taken_by (self->icon);
  place (self->title, rtl, width, x, y, title_width (self, width, stacked), height - y);
}

static void
kmzb_sheet_header_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kmzb_sheet_header_parent_class)->dispose (object);
}

static void
kmzb_sheet_header_class_init (KmzbSheetHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_sheet_header_dispose;
  widget_class->get_request_mode = kmzb_sheet_header_get_request_mode;
  widget_class->measure = kmzb_sheet_header_measure;
  widget_class->size_allocate = kmzb_sheet_header_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_sheet_header_init (KmzbSheetHeader *self)
{
}

/* @title: a label; all four become children, in this order for who goes through them by keyboard */
GtkWidget *
kmzb_sheet_header_new (GtkWidget *back, GtkWidget *icon, GtkWidget *title, GtkWidget *close)
{
  KmzbSheetHeader *self = g_object_new (KMZB_TYPE_SHEET_HEADER, NULL);
  GtkWidget *children[] = { back, icon, title, close };

  self->back = back;
  self->icon = icon;
  self->title = title;
  self->close = close;
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_set_parent (children[i], GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
