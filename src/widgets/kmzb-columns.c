/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-columns.h"

/**
 * KmzbColumns:
 *
 * Children in equal columns, as many as the width allows and no more than a given number: three across on a landscape
 * screen, two on a portrait one, one when the text is twice as large. Children fewer than columns share the width; rows
 * are as even as can be, for four are two and two, not three and one. Every row is as high as the highest child of all,
 * so that cards form a calm grid; with room to spare rows grow to a given height, so that targets are as large as the
 * screen allows. Below each other they are equal only where there is room for that, and children that do not want room
 * leave it to those that do.
 */
struct _KmzbColumns
{
  GtkWidget parent_instance;

  guint max_columns;
  int column_width;
  int spacing;
  int max_row_height;
};

G_DEFINE_FINAL_TYPE (KmzbColumns, kmzb_columns, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MAX_COLUMNS,
  PROP_COLUMN_WIDTH,
  PROP_SPACING,
  PROP_MAX_ROW_HEIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static guint
count_shown (KmzbColumns *self)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child);
  return n;
}

static void
measure_widths (KmzbColumns *self, int *widest_minimum, int *widest_natural)
{
  *widest_minimum = *widest_natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum, natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      *widest_minimum = MAX (*widest_minimum, minimum);
      *widest_natural = MAX (*widest_natural, natural);
    }
}

static int
row_height (KmzbColumns *self, int column_width)
{
  int height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column_width, NULL, &natural, NULL, NULL);
      height = MAX (height, natural);
    }
  return height;
}

static gboolean
is_greedy (GtkWidget *child)
{
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_VERTICAL);
}

/* Whether some children want room and others do not. */
static gboolean
is_mixed (KmzbColumns *self)
{
  guint n_greedy = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_greedy += gtk_widget_should_layout (child) && is_greedy (child);
  return n_greedy > 0 && n_greedy < count_shown (self);
}

/* All children below each other, each as high as it wants. */
static int
pile_height (KmzbColumns *self, int width)
{
  int height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
      height += natural + (height > 0 ? self->spacing : 0);
    }
  return height;
}

static void
allocate_pile (KmzbColumns *self, int width, int height)
{
  int spare = MAX (height - pile_height (self, width), 0), y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural, grown;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
      grown = is_greedy (child) ? CLAMP (natural + spare, natural, MAX (natural, self->max_row_height)) : natural;
      spare -= grown - natural;
      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y, width, grown }, -1);
      y += grown + self->spacing;
    }
}

/* How many columns stand side by side in @width pixels. */
guint
kmzb_columns_get_columns_for (KmzbColumns *self, int width)
{
  int minimum, natural;
  guint n_shown, n, rows;

  g_return_val_if_fail (KMZB_IS_COLUMNS (self), 1);

  measure_widths (self, &minimum, &natural);
  minimum = MAX (minimum, self->column_width);
  n = MAX (width + self->spacing, 0) / (minimum + self->spacing);
  n_shown = MAX (count_shown (self), 1);
  n = CLAMP (n, 1, MAX (MIN (self->max_columns, n_shown), 1));
  rows = (n_shown + n - 1) / n;
  return (n_shown + rows - 1) / rows;
}

static GtkSizeRequestMode
kmzb_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kmzb_columns_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  KmzbColumns *self = KMZB_COLUMNS (widget);
  guint n = count_shown (self);
  int widest_minimum, widest_natural;

  measure_widths (self, &widest_minimum, &widest_natural);
  int most = (int) MIN (n, self->max_columns);
  int natural_width = most * MAX (widest_natural, self->column_width) + MAX (most - 1, 0) * self->spacing;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest_minimum;
      *natural = natural_width;
      return;
    }

  /* Without a width GTK asks for the least height at any width: that of all columns side by side. */
  int width = for_size >= 0 ? for_size : natural_width;
  int columns = (int) kmzb_columns_get_columns_for (self, width);
  int rows = ((int) n + columns - 1) / columns;
  int column_width = MAX ((width - (columns - 1) * self->spacing) / columns, widest_minimum);

  if (columns == 1)
    {
      *minimum = *natural = pile_height (self, column_width);
      return;
    }
  *minimum = *natural = rows * row_height (self, column_width) + MAX (rows - 1, 0) * self->spacing;
}

static void
kmzb_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbColumns *self = KMZB_COLUMNS (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int columns = (int) kmzb_columns_get_columns_for (self, width);
  int column_width = (width - (columns - 1) * self->spacing) / columns;
  int high = row_height (self, column_width);
  int rows = ((int) count_shown (self) + columns - 1) / columns;
  int i = 0;

  if (columns == 1 && (is_mixed (self) || rows * (high + self->spacing) - self->spacing > height))
    {
      allocate_pile (self, width, height);
      return;
    }
  if (rows > 0)
    high = MAX (high, MIN ((height - (rows - 1) * self->spacing) / rows, self->max_row_height));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int column = i % columns;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_size_allocate (child,
                                &(GtkAllocation){
                                    (rtl ? columns - 1 - column : column) * (column_width + self->spacing),
                                    i / columns * (high + self->spacing),
                                    column_width,
                                    high,
                                },
                                -1);
      i++;
    }
}

static void
kmzb_columns_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  KmzbColumns *self = KMZB_COLUMNS (object);

  switch (property_id)
    {
    case PROP_MAX_COLUMNS:
      self->max_columns = g_value_get_uint (value);
      break;
    case PROP_COLUMN_WIDTH:
      self->column_width = g_value_get_int (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_MAX_ROW_HEIGHT:
      self->max_row_height = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kmzb_columns_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kmzb_columns_parent_class)->dispose (object);
}

static void
kmzb_columns_class_init (KmzbColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = kmzb_columns_set_property;
  object_class->dispose = kmzb_columns_dispose;
  widget_class->get_request_mode = kmzb_columns_get_request_mode;
  widget_class->measure = kmzb_columns_measure;
  widget_class->size_allocate = kmzb_columns_size_allocate;

  properties[PROP_MAX_COLUMNS] = g_param_spec_uint ("max-columns", NULL, NULL, 1, 100, 3, flags);
  properties[PROP_COLUMN_WIDTH] = g_param_spec_int ("column-width", NULL, NULL, 1, G_MAXINT16, 200, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT16, 16, flags);
  properties[PROP_MAX_ROW_HEIGHT] = g_param_spec_int ("max-row-height", NULL, NULL, 0, G_MAXINT16, 0,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "columns");
}

static void
kmzb_columns_init (KmzbColumns *self)
{
}

/* At most @max_columns columns, none narrower than @column_width pixels, @spacing pixels apart. */
GtkWidget *
kmzb_columns_new (guint max_columns, int column_width, int spacing)
{
  return g_object_new (KMZB_TYPE_COLUMNS,
                       "max-columns", max_columns,
                       "column-width", column_width,
                       "spacing", spacing,
                       NULL);
}

void
kmzb_columns_append (KmzbColumns *self, GtkWidget *child)
{
  g_return_if_fail (KMZB_IS_COLUMNS (self) && GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
