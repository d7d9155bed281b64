/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-art.h"

#include "kmzb-pin-art.h"
#include "kmzb-pin-icons.h"
#include "kmzb-pin-palette.h"

#include <math.h>

/* A ring is told apart by eye in so many parts, and as many rings need a picture of their own. */
#define RING_PARTS 24
#define MAX_PLATES 512
#define MAX_TEXTS 1024
#define NUMBER_PX 21.0
#define LEAST_NUMBER_PX 15.0
/* The part of a plate's side that its number may take. */
#define NUMBER_PART 0.6

static const struct
{
  guint below;
  double side;
} plates[] = { { 10, 50 }, { 30, 56 }, { 100, 62 }, { 1000, 70 }, { 10000, 78 }, { G_MAXUINT, 86 } };

/**
 * KmzbThreatArt:
 *
 * The pictures that threats are drawn with, made once for a size: a zoom that shows the same threats for thirty
 * frames draws thirty times the same textures.
 */
struct _KmzbThreatArt
{
  int scale_factor;
  double text_scale;
  guint palette;
  KmzbCatalog *catalog; /* (nullable) */
  GCancellable *loading;
  GHashTable *icons; /* (nullable): interned category -> GdkTexture */
  GSourceOnceFunc changed;
  gpointer user_data;
  GdkTexture *pins[KMZB_N_STATUSES];
  GHashTable *plates; /* shares and size -> GdkTexture */
  GHashTable *texts;  /* count -> PangoLayout */
};

/* @changed: called when icons have come that were not there at first */
KmzbThreatArt *
kmzb_threat_art_new (GSourceOnceFunc changed, gpointer user_data)
{
  KmzbThreatArt *self = g_new0 (KmzbThreatArt, 1);

  self->scale_factor = 1;
  self->text_scale = 1.0;
  self->changed = changed;
  self->user_data = user_data;
  self->plates = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->texts = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  return self;
}

static void
forget_pictures (KmzbThreatArt *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->pins); i++)
    g_clear_object (&self->pins[i]);
  g_hash_table_remove_all (self->plates);
}

void
kmzb_threat_art_free (KmzbThreatArt *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  forget_pictures (self);
  g_clear_pointer (&self->catalog, kmzb_catalog_unref);
  g_clear_pointer (&self->icons, g_hash_table_unref);
  g_hash_table_unref (self->plates);
  g_hash_table_unref (self->texts);
  g_free (self);
}

/* Fonts may have changed. */
void
kmzb_threat_art_forget_texts (KmzbThreatArt *self)
{
  g_hash_table_remove_all (self->texts);
}

/* Colours may have changed with the style of @widget. */
void
kmzb_threat_art_follow_colors (KmzbThreatArt *self, GtkWidget *widget)
{
  guint palette = kmzb_pin_palette_follow (widget);

  if (palette == self->palette)
    return;
  self->palette = palette;
  forget_pictures (self);
}

static int
scaled (KmzbThreatArt *self, double side)
{
  return (int) round (side * self->text_scale);
}

static void
on_icons_loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KmzbThreatArt *self = user_data;
  GHashTable *icons = kmzb_pin_icons_load_finish (result, NULL);

  /* Cancelled: it is gone, or wants another size. */
  if (icons == NULL)
    return;
  g_clear_object (&self->loading);
  g_clear_pointer (&self->icons, g_hash_table_unref);
  self->icons = icons;
  forget_pictures (self);
  self->changed (self->user_data);
}

/* Icons are drawn on a worker; until they come, pins show their status alone or what they showed before. */
static void
load_icons (KmzbThreatArt *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->catalog == NULL)
    return;
  self->loading = g_cancellable_new ();
  kmzb_pin_icons_load_async (self->catalog,
                             (int) round (scaled (self, KMZB_PIN_SIDE) * KMZB_PIN_ART_ICON_PART) * self->scale_factor,
                             self->loading, on_icons_loaded, self);
}

/* @catalog: (nullable): whose icons pins show */
void
kmzb_threat_art_set_catalog (KmzbThreatArt *self, KmzbCatalog *catalog)
{
  if (self->catalog == catalog)
    return;
  g_clear_pointer (&self->catalog, kmzb_catalog_unref);
  self->catalog = catalog != NULL ? kmzb_catalog_ref (catalog) : NULL;
  g_clear_pointer (&self->icons, g_hash_table_unref);
  forget_pictures (self);
  load_icons (self);
  self->changed (self->user_data);
}

/* Returns: whether everything is another size now */
gboolean
kmzb_threat_art_set_scales (KmzbThreatArt *self, int scale_factor, double text_scale)
{
  if (self->scale_factor == scale_factor && self->text_scale == text_scale)
    return FALSE;
  self->scale_factor = scale_factor;
  self->text_scale = text_scale;
  forget_pictures (self);
  kmzb_threat_art_forget_texts (self);
  load_icons (self);
  return TRUE;
}

double
kmzb_threat_art_get_text_scale (KmzbThreatArt *self)
{
  return self->text_scale;
}

static guint
plate_for (guint count)
{
  guint i = 0;

  while (count >= plates[i].below && i + 1 < G_N_ELEMENTS (plates))
    i++;
  return i;
}

/* How wide a cluster of @count is, in pixels at text of 100 %. */
double
kmzb_plate_side (guint count)
{
  return plates[plate_for (count)].side;
}

/* Returns: (transfer none): what a single threat is drawn on, KMZB_PIN_SIDE wide */
GdkTexture *
kmzb_threat_art_get_pin (KmzbThreatArt *self, KmzbStatus status)
{
  if (self->pins[status] == NULL)
    self->pins[status]
        = self->icons != NULL
              ? kmzb_pin_art_threat (status, scaled (self, KMZB_PIN_SIDE), self->scale_factor)
              : kmzb_pin_art_status (status, scaled (self, KMZB_PIN_SIDE), self->scale_factor);
  return self->pins[status];
}

/* Returns: (transfer none) (nullable): the picture of an interned @category */
GdkTexture *
kmzb_threat_art_get_icon (KmzbThreatArt *self, const char *category)
{
  return self->icons != NULL ? g_hash_table_lookup (self->icons, category) : NULL;
}

/* Returns: (transfer none): valid until the next call */
GdkTexture *
kmzb_threat_art_get_plate (KmzbThreatArt *self, const KmzbCluster *cluster)
{
  guint size = plate_for (cluster->count);
  guint shares[KMZB_N_STATUSES];
  gint64 key = size;
  GdkTexture *plate;

  kmzb_cluster_get_shares (cluster, RING_PARTS, shares);
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    key = key << 5 | shares[i];
  plate = g_hash_table_lookup (self->plates, &key);
  if (plate != NULL)
    return plate;

  if (g_hash_table_size (self->plates) >= MAX_PLATES)
    g_hash_table_remove_all (self->plates);
  plate = kmzb_pin_art_cluster (shares, RING_PARTS, scaled (self, plates[size].side), self->scale_factor);
  g_hash_table_insert (self->plates, g_memdup2 (&key, sizeof key), plate);
  return plate;
}

static void
append_texture (GtkSnapshot *snapshot, GdkTexture *texture, double x, double y, double side)
{
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT ((float) round (x - side / 2), (float) round (y - side / 2),
                                                    (float) side, (float) side));
}

/* @icon: (nullable): of the category; @x, @y: its middle */
void
kmzb_threat_art_append_pin (KmzbThreatArt *self,
                            GtkSnapshot *snapshot,
                            KmzbStatus status,
                            GdkTexture *icon,
                            double x,
                            double y,
                            double side)
{
  append_texture (snapshot, kmzb_threat_art_get_pin (self, status), x, y, side);
  if (icon != NULL)
    append_texture (snapshot, icon, x + side * KMZB_PIN_ART_ICON_DX, y + side * KMZB_PIN_ART_ICON_DY,
                    round (side * KMZB_PIN_ART_ICON_PART));
}

static char *
format_count (guint count)
{
  /* A narrow no-break space between the thousands, as Polish, Ukrainian and German print them; four digits go
   * without. */
  if (count >= 1000000)
    return g_strdup_printf ("%u\u202f%03u\u202f%03u", count / 1000000, count / 1000 % 1000, count % 1000);
  if (count >= 10000)
    return g_strdup_printf ("%u\u202f%03u", count / 1000, count % 1000);
  return g_strdup_printf ("%u", count);
}

static void
set_number_size (PangoLayout *layout, double size)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_size_new_absolute ((int) (size * PANGO_SCALE)));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
}

/* Returns: (transfer none): the number of a cluster, in letters that fit its plate; valid until the next call */
PangoLayout *
kmzb_threat_art_get_count (KmzbThreatArt *self, GtkWidget *widget, guint count)
{
  PangoLayout *layout = g_hash_table_lookup (self->texts, GUINT_TO_POINTER (count));
  double room = kmzb_plate_side (count) * NUMBER_PART * self->text_scale;
  g_autofree char *text = NULL;
  int width;

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->texts) >= MAX_TEXTS)
    g_hash_table_remove_all (self->texts);

  text = format_count (count);
  layout = gtk_widget_create_pango_layout (widget, text);
  set_number_size (layout, NUMBER_PX * self->text_scale);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width > room)
    set_number_size (layout, MAX (LEAST_NUMBER_PX, NUMBER_PX * room / width) * self->text_scale);
  g_hash_table_insert (self->texts, GUINT_TO_POINTER (count), layout);
  return layout;
}
