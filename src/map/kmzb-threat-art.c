/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-art.h"

#include "kmzb-pin-art.h"
#include "kmzb-pin-icons.h"
#include "kmzb-pin-palette.h"

#include <math.h>

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
  return self;
}

static void
forget_pictures (KmzbThreatArt *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->pins); i++)
    g_clear_object (&self->pins[i]);
}

void
kmzb_threat_art_free (KmzbThreatArt *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  forget_pictures (self);
  g_clear_pointer (&self->catalog, kmzb_catalog_unref);
  g_clear_pointer (&self->icons, g_hash_table_unref);
  g_free (self);
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
  load_icons (self);
  return TRUE;
}

double
kmzb_threat_art_get_text_scale (KmzbThreatArt *self)
{
  return self->text_scale;
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
