/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-plates.h"

#include "kmzb-pin-art.h"

#include <pango/pangocairo.h>

#include <math.h>
#include <string.h>

/* A ring is told apart by eye in so many parts, and as many rings need a picture of their own. */
#define RING_PARTS 24
/* More than a screen holds; beyond it, what the last scenes did not show is forgotten. */
#define MANY_PLATES 400
#define NUMBER_PX 21.0
#define LEAST_NUMBER_PX 15.0
/* The part of a plate's side that its number may take. */
#define NUMBER_PART 0.6

static const struct
{
  guint below;
  double side;
} plates[] = { { 10, 48 }, { 30, 54 }, { 100, 60 }, { 1000, 66 }, { 10000, 74 }, { G_MAXUINT, 86 } };

typedef struct
{
  guint64 mix; /* how many parts of the ring each status has */
  guint count;
} Key;

typedef struct
{
  Key key;
  GdkTexture *texture;
  guint used; /* in which scene */
} Plate;

/**
 * KmzbPlates:
 *
 * Pictures of clusters: the ring, the plate and its number in one, so that a frame draws one texture for each. They are
 * drawn on a worker and kept while they are seen: a map that is dragged meets the same plates again and again.
 */
struct _KmzbPlates
{
  gatomicrefcount ref_count;
  GMutex lock;
  GHashTable *known; /* Key * inside the Plate -> Plate */
  KmzbPlateLook *look;
  guint scene;
};

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return (guint) (key->mix ^ key->mix >> 32) * 31 + key->count;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *ka = a;
  const Key *kb = b;

  return ka->mix == kb->mix && ka->count == kb->count;
}

static void
plate_free (gpointer data)
{
  Plate *plate = data;

  g_clear_object (&plate->texture);
  g_free (plate);
}

KmzbPlateLook *
kmzb_plate_look_copy (const KmzbPlateLook *look)
{
  KmzbPlateLook *copy = g_memdup2 (look, sizeof *look);

  copy->font = g_strdup (look->font);
  return copy;
}

void
kmzb_plate_look_free (KmzbPlateLook *look)
{
  g_free (look->font);
  g_free (look);
}

static gboolean
is_same_look (const KmzbPlateLook *a, const KmzbPlateLook *b)
{
  return a->scale_factor == b->scale_factor && a->text_scale == b->text_scale
         && memcmp (&a->palette, &b->palette, sizeof a->palette) == 0 && g_strcmp0 (a->font, b->font) == 0;
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

KmzbPlates *
kmzb_plates_new (void)
{
  KmzbPlates *self = g_new0 (KmzbPlates, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->known = g_hash_table_new_full (key_hash, key_equal, NULL, plate_free);
  return self;
}

KmzbPlates *
kmzb_plates_ref (KmzbPlates *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_plates_unref (KmzbPlates *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->known);
  g_clear_pointer (&self->look, kmzb_plate_look_free);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
is_unused (gpointer key, gpointer value, gpointer scene)
{
  return ((Plate *) value)->used + 1 < GPOINTER_TO_UINT (scene);
}

/* Before the plates of a scene are asked for. From any thread. */
void
kmzb_plates_begin (KmzbPlates *self, const KmzbPlateLook *look)
{
  g_mutex_lock (&self->lock);
  self->scene++;
  if (self->look == NULL || !is_same_look (self->look, look))
    {
      g_hash_table_remove_all (self->known);
      g_clear_pointer (&self->look, kmzb_plate_look_free);
      self->look = kmzb_plate_look_copy (look);
    }
  if (g_hash_table_size (self->known) > MANY_PLATES)
    g_hash_table_foreach_remove (self->known, is_unused, GUINT_TO_POINTER (self->scene));
  g_mutex_unlock (&self->lock);
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
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_size_new_absolute ((int) (size * PANGO_SCALE)));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

/* The number of a cluster, in letters that fit its plate, with the fonts of this thread. */
static PangoLayout *
make_number (const KmzbPlateLook *look, guint count)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string (look->font);
  g_autofree char *text = format_count (count);
  PangoLayout *layout = pango_layout_new (context);
  double room = kmzb_plate_side (count) * NUMBER_PART * look->text_scale;
  int width;

  g_object_unref (context);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  set_number_size (layout, NUMBER_PX * look->text_scale);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width > room)
    set_number_size (layout, MAX (LEAST_NUMBER_PX, NUMBER_PX * room / width) * look->text_scale);
  return layout;
}

static GdkTexture *
take_known (KmzbPlates *self, const KmzbPlateLook *look, const Key *key)
{
  Plate *plate = g_hash_table_lookup (self->known, key);

  if (plate == NULL || !is_same_look (self->look, look))
    return NULL;
  plate->used = self->scene;
  return g_object_ref (plate->texture);
}

/* Returns: (transfer full): the picture of a @cluster of several. From any thread. */
GdkTexture *
kmzb_plates_get (KmzbPlates *self, const KmzbPlateLook *look, const KmzbCluster *cluster)
{
  Key key = { .count = cluster->count };
  PangoLayout *number;
  guint shares[KMZB_N_STATUSES];
  GdkTexture *texture;

  kmzb_cluster_get_shares (cluster, RING_PARTS, shares);
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    key.mix = key.mix << 5 | shares[i];
  g_mutex_lock (&self->lock);
  texture = take_known (self, look, &key);
  g_mutex_unlock (&self->lock);
  if (texture != NULL)
    return texture;

  number = make_number (look, cluster->count);
  texture = kmzb_pin_art_cluster (&look->palette, shares, RING_PARTS, number,
                                  (int) round (kmzb_plate_side (cluster->count) * look->text_scale), look->scale_factor);
  g_object_unref (number);
  g_mutex_lock (&self->lock);
  if (self->look != NULL && is_same_look (self->look, look))
    {
      Plate *plate = g_new0 (Plate, 1);

      *plate = (Plate){ key, g_object_ref (texture), self->scene };
      g_hash_table_replace (self->known, &plate->key, plate);
    }
  g_mutex_unlock (&self->lock);
  return texture;
}
