/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-place-layer.h"

#include "kmzb-map-frame.h"
#include "kmzb-pin-art.h"
#include "kmzb-pin-palette.h"

#include <math.h>

#define N_PINS (KMZB_PIN_CENTER + 1)
/* Where the drop's tip is on its board, from the top. */
#define CENTER_TIP (46.0 / 48.0)

static const int sides[N_PINS] = {
  [KMZB_PIN_HOME] = (int) (2 * KMZB_PLACE_HOME_REACH),
  [KMZB_PIN_OWN] = 56,
  [KMZB_PIN_CENTER] = 96,
};

/**
 * KmzbPlaceLayer:
 *
 * What stands on the map besides threats: the booth's own place, the visitor's reports that are not sent yet, and the
 * fixed pin in the middle under which the map is moved.
 */
struct _KmzbPlaceLayer
{
  ShumateLayer parent;

  gboolean has_home;
  KmzbPoint home;
  GArray *own; /* KmzbPoint */
  gboolean show_center;
  gboolean has_marked;
  KmzbPoint marked;
  int art_scale;
  guint palette;
  GdkTexture *art[N_PINS];
};

G_DEFINE_FINAL_TYPE (KmzbPlaceLayer, kmzb_place_layer, SHUMATE_TYPE_LAYER)

static void
drop_art (KmzbPlaceLayer *self)
{
  for (guint i = 0; i < N_PINS; i++)
    g_clear_object (&self->art[i]);
}

static void
append_pin (KmzbPlaceLayer *self, GtkSnapshot *snapshot, KmzbPin pin, double x, double top)
{
  int side = sides[pin];

  if (self->art[pin] == NULL)
    self->art[pin] = kmzb_pin_art_pin (pin, side, self->art_scale);
  gtk_snapshot_append_texture (
      snapshot, self->art[pin],
      &GRAPHENE_RECT_INIT ((float) round (x - side / 2.0), (float) round (top), (float) side, (float) side));
}

static void
append_at (KmzbPlaceLayer *self, GtkSnapshot *snapshot, const KmzbMapFrame *frame, KmzbPin pin, KmzbPoint place)
{
  double x = kmzb_geo_tile_x (place.lon, 0) * frame->scale - frame->left;
  double y = kmzb_geo_tile_y (place.lat, 0) * frame->scale - frame->top;
  int side = sides[pin];

  if (x > -side && y > -side && x < frame->width + side && y < frame->height + side)
    append_pin (self, snapshot, pin, x, y - side / 2.0);
}

/* The same pin as the fixed one, whose tip is at @place. */
static void
append_tip (KmzbPlaceLayer *self, GtkSnapshot *snapshot, const KmzbMapFrame *frame, KmzbPoint place)
{
  double x = kmzb_geo_tile_x (place.lon, 0) * frame->scale - frame->left;
  double y = kmzb_geo_tile_y (place.lat, 0) * frame->scale - frame->top;
  int side = sides[KMZB_PIN_CENTER];

  if (x > -side && y > -side && x < frame->width + side && y < frame->height + 2 * side)
    append_pin (self, snapshot, KMZB_PIN_CENTER, x, y - side * CENTER_TIP);
}

static void
kmzb_place_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbPlaceLayer *self = KMZB_PLACE_LAYER (widget);
  KmzbMapFrame frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);

  if (self->art_scale != gtk_widget_get_scale_factor (widget))
    {
      drop_art (self);
      self->art_scale = gtk_widget_get_scale_factor (widget);
    }

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  if (self->has_home)
    append_at (self, snapshot, &frame, KMZB_PIN_HOME, self->home);
  for (guint i = 0; i < self->own->len; i++)
    append_at (self, snapshot, &frame, KMZB_PIN_OWN, g_array_index (self->own, KmzbPoint, i));
  if (self->has_marked)
    append_tip (self, snapshot, &frame, self->marked);
  if (self->show_center)
    append_pin (self, snapshot, KMZB_PIN_CENTER, frame.width / 2.0,
                frame.height / 2.0 - sides[KMZB_PIN_CENTER] * CENTER_TIP);
  gtk_snapshot_pop (snapshot);
}

static void
kmzb_place_layer_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  KmzbPlaceLayer *self = KMZB_PLACE_LAYER (widget);
  guint palette = kmzb_pin_palette_follow (widget);

  GTK_WIDGET_CLASS (kmzb_place_layer_parent_class)->css_changed (widget, change);
  if (palette == self->palette)
    return;
  self->palette = palette;
  drop_art (self);
  gtk_widget_queue_draw (widget);
}

static void
kmzb_place_layer_constructed (GObject *object)
{
  G_OBJECT_CLASS (kmzb_place_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (object)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
}

static void
kmzb_place_layer_finalize (GObject *object)
{
  KmzbPlaceLayer *self = KMZB_PLACE_LAYER (object);

  drop_art (self);
  g_clear_pointer (&self->own, g_array_unref);

  G_OBJECT_CLASS (kmzb_place_layer_parent_class)->finalize (object);
}

static void
kmzb_place_layer_class_init (KmzbPlaceLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = kmzb_place_layer_constructed;
  object_class->finalize = kmzb_place_layer_finalize;
  GTK_WIDGET_CLASS (klass)->css_changed = kmzb_place_layer_css_changed;
  GTK_WIDGET_CLASS (klass)->snapshot = kmzb_place_layer_snapshot;
}

static void
kmzb_place_layer_init (KmzbPlaceLayer *self)
{
  self->own = g_array_new (FALSE, FALSE, sizeof (KmzbPoint));
  self->art_scale = 1;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

KmzbPlaceLayer *
kmzb_place_layer_new (ShumateViewport *viewport)
{
  return g_object_new (KMZB_TYPE_PLACE_LAYER, "viewport", viewport, NULL);
}

/* @home: (nullable): the booth's place, or %NULL for no marker */
void
kmzb_place_layer_set_home (KmzbPlaceLayer *self, const KmzbPoint *home)
{
  self->has_home = home != NULL;
  if (home != NULL)
    self->home = *home;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @pins: (element-type KmzbPoint) (nullable): copied */
void
kmzb_place_layer_set_own_pins (KmzbPlaceLayer *self, GPtrArray *pins)
{
  g_array_set_size (self->own, 0);
  for (guint i = 0; pins != NULL && i < pins->len; i++)
    g_array_append_vals (self->own, g_ptr_array_index (pins, i), 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
kmzb_place_layer_set_show_center (KmzbPlaceLayer *self, gboolean show)
{
  if (self->show_center == show)
    return;
  self->show_center = show;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @place: (nullable): what somebody asks about, or %NULL for no pin */
void
kmzb_place_layer_set_marked (KmzbPlaceLayer *self, const KmzbPoint *place)
{
  self->has_marked = place != NULL;
  if (place != NULL)
    self->marked = *place;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
