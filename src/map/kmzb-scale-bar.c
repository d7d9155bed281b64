/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-scale-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_LENGTH 160
#define PADDING 12
#define MIN_HEIGHT 40
#define BAR 4

/**
 * KmzbScaleBar:
 *
 * How long a round number of metres is on the map. Its size never changes, so moving the map lays nothing out anew;
 * libshumate's own scale does with every frame.
 */
struct _KmzbScaleBar
{
  GtkWidget parent;

  ShumateViewport *viewport;
};

G_DEFINE_FINAL_TYPE (KmzbScaleBar, kmzb_scale_bar, GTK_TYPE_WIDGET)

/* The longest of 1, 2, 5, 10, 20, 50... metres that is not longer than @metres. */
double
kmzb_scale_bar_round_length (double metres)
{
  double ten;

  g_return_val_if_fail (metres > 0, 1);

  ten = pow (10, floor (log10 (metres) + 1e-9));
  if (metres >= 5 * ten)
    return 5 * ten;
  return metres >= 2 * ten ? 2 * ten : ten;
}

static void
kmzb_scale_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbScaleBar *self = KMZB_SCALE_BAR (widget);
  ShumateMapSource *grid = shumate_viewport_get_reference_map_source (self->viewport);
  double per_pixel = shumate_map_source_get_meters_per_pixel (
      grid, shumate_viewport_get_zoom_level (self->viewport),
      shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport)),
      shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport)));
  double metres = kmzb_scale_bar_round_length (MAX_LENGTH * per_pixel);
  float length = (float) round (metres / per_pixel);
  float plate_height = (float) gtk_widget_get_height (widget);
  float base = plate_height - 8 - BAR;
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  GskRoundedRect plate;
  GdkRGBA color, sheet;
  float tick = 8;
  int width, height;

  /* Translators: a length on the map's scale, in kilometres and in metres */
  text = metres >= 1000 ? g_strdup_printf (_ ("%.0f km"), metres / 1000) : g_strdup_printf (_ ("%.0f m"), metres);
  layout = gtk_widget_create_pango_layout (widget, text);
  pango_layout_get_pixel_size (layout, &width, &height);
  /* Under large letters the bar's end may be short of theirs: it must not run into them. */
  if ((float) width + 16 > length)
    tick = 3;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "kmzb_sheet", &sheet))
    sheet = (GdkRGBA){ 1, 1, 1, 1 };

  /* The plate is as long as what stands on it, without laying out anything. */
  gsk_rounded_rect_init_from_rect (
      &plate, &GRAPHENE_RECT_INIT (0, 0, MAX (length, (float) width + 16) + 2 * PADDING, plate_height), 8);
  gtk_snapshot_push_rounded_clip (snapshot, &plate);
  gtk_snapshot_append_color (snapshot, &sheet, &plate.bounds);
  gtk_snapshot_pop (snapshot);
  /* With a border it is drawn by the shader that buttons need anyway: another costs milliseconds at the first frame. */
  gtk_snapshot_append_border (snapshot, &plate, (const float[]){ 1, 1, 1, 1 },
                              (const GdkRGBA[]){ sheet, sheet, sheet, sheet });

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (PADDING + 8, (float) round ((base - (float) height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (PADDING, base, length, BAR));
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (PADDING, base - tick, BAR, tick));
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (PADDING + length - BAR, base - tick, BAR, tick));
}

static void
kmzb_scale_bar_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = MAX_LENGTH + 2 * PADDING;
      return;
    }
  /* The number stands above the bar in letters of any size. */
  layout = gtk_widget_create_pango_layout (widget, "0");
  pango_layout_get_pixel_size (layout, NULL, &height);
  *minimum = *natural = MAX (MIN_HEIGHT, height + BAR + 10);
}

static void
kmzb_scale_bar_finalize (GObject *object)
{
  g_clear_object (&KMZB_SCALE_BAR (object)->viewport);
  G_OBJECT_CLASS (kmzb_scale_bar_parent_class)->finalize (object);
}

static void
kmzb_scale_bar_class_init (KmzbScaleBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kmzb_scale_bar_finalize;
  widget_class->snapshot = kmzb_scale_bar_snapshot;
  widget_class->measure = kmzb_scale_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "kmzb-scale");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
kmzb_scale_bar_init (KmzbScaleBar *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kmzb_scale_bar_new (ShumateViewport *viewport)
{
  KmzbScaleBar *self = g_object_new (KMZB_TYPE_SCALE_BAR, NULL);

  self->viewport = g_object_ref (viewport);
  g_signal_connect_object (viewport, "notify", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
