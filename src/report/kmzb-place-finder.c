/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-place-finder.h"

#include "kmzb-pack-search.h"
#include "kmzb-poland.h"

#include <glib/gi18n.h>

/**
 * KmzbPlaceFinder:
 *
 * Finds the words for a spot on the map. It belongs to the flow and not to a page: a visitor who is quicker than the
 * pack, goes on, comes back or changes the language loses no address. Emits "changed".
 */
struct _KmzbPlaceFinder
{
  GObject parent_instance;

  KmzbPack *pack; /* nullable */
  KmzbReportDraft *draft;
  GCancellable *lookup; /* nullable: one is under way */
  gboolean known;       /* @point has been asked for and not failed */
  KmzbPoint point;
  char *address;
  char *gmina;
};

G_DEFINE_FINAL_TYPE (KmzbPlaceFinder, kmzb_place_finder, G_TYPE_OBJECT)

static guint changed_signal;

/* Nearer than any two doors. */
#define SAME_PLACE_M 1.0

static gboolean
is_same_place (KmzbPoint a, KmzbPoint b)
{
  return kmzb_geo_distance_m (a, b) < SAME_PLACE_M;
}

/* What the report says of the place, stays at the booth: the address, or in open country the gmina. */
static char *
make_words (KmzbPlaceFinder *self)
{
  if (self->address != NULL)
    return g_strdup (self->address);
  /* Translators: %s is the name of a Polish municipality */
  return self->gmina != NULL ? g_strdup_printf (_("Municipality of %s"), self->gmina) : NULL;
}

static void
tell_draft (KmzbPlaceFinder *self)
{
  g_autofree char *words = NULL;
  KmzbPoint chosen;

  if (self->lookup != NULL || !kmzb_report_draft_get_place (self->draft, &chosen)
      || !is_same_place (chosen, self->point))
    return;
  words = make_words (self);
  kmzb_report_draft_set_place (self->draft, chosen, words);
}

static void
on_described (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbPlaceFinder) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPackSpot) spot = kmzb_pack_describe_finish (KMZB_PACK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->lookup);
  if (error != NULL)
    {
      g_warning ("Can't look an address up: %s", error->message);
      self->known = FALSE;
    }
  else
    {
      self->address = g_steal_pointer (&spot->address);
      self->gmina = g_steal_pointer (&spot->gmina);
    }
  tell_draft (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
kmzb_place_finder_dispose (GObject *object)
{
  KmzbPlaceFinder *self = KMZB_PLACE_FINDER (object);

  kmzb_place_finder_forget (self);
  g_clear_object (&self->pack);
  g_clear_object (&self->draft);
  G_OBJECT_CLASS (kmzb_place_finder_parent_class)->dispose (object);
}

static void
kmzb_place_finder_class_init (KmzbPlaceFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_place_finder_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kmzb_place_finder_init (KmzbPlaceFinder *self)
{
}

/* @pack: (nullable) */
KmzbPlaceFinder *
kmzb_place_finder_new (KmzbPack *pack, KmzbReportDraft *draft)
{
  KmzbPlaceFinder *self = g_object_new (KMZB_TYPE_PLACE_FINDER, NULL);

  self->pack = pack != NULL ? g_object_ref (pack) : NULL;
  self->draft = g_object_ref (draft);
  return self;
}

/* Whether @point can be reported. Water can: people drown in it. */
KmzbPlaceVerdict
kmzb_place_finder_judge (KmzbPlaceFinder *self, KmzbPoint point)
{
  gboolean in_poland = kmzb_poland_contains (point);

  if (self->pack == NULL)
    return KMZB_PLACE_NO_MAP;
  if (g_strcmp0 (kmzb_pack_get_country (self->pack), "pl") == 0 && !in_poland)
    return KMZB_PLACE_ABROAD; /* a region's box reaches over the border */
  if (kmzb_box_contains (kmzb_pack_get_bounds (self->pack), point))
    return KMZB_PLACE_INSIDE;
  return in_poland ? KMZB_PLACE_OUTSIDE : KMZB_PLACE_ABROAD;
}

/* Asks for the words of @point; the answer to an earlier question is no longer wanted. */
void
kmzb_place_finder_look_up (KmzbPlaceFinder *self, KmzbPoint point)
{
  g_return_if_fail (KMZB_IS_PLACE_FINDER (self));

  if (self->known && is_same_place (point, self->point))
    return;
  kmzb_place_finder_forget (self);
  if (self->pack == NULL)
    return;
  self->known = TRUE;
  self->point = point;
  self->lookup = g_cancellable_new ();
  kmzb_pack_describe_async (self->pack, point, self->lookup, on_described, g_object_ref (self));
}

gboolean
kmzb_place_finder_is_looking (KmzbPlaceFinder *self)
{
  return self->lookup != NULL;
}

/* Returns: (nullable): the nearest address, once it has been found */
const char *
kmzb_place_finder_get_address (KmzbPlaceFinder *self)
{
  return self->address;
}

/* Returns: (nullable): the gmina's name, once it has been found */
const char *
kmzb_place_finder_get_gmina (KmzbPlaceFinder *self)
{
  return self->gmina;
}

/* The visitor says that it is at @point. The draft gets the words as soon as they are known. */
void
kmzb_place_finder_choose (KmzbPlaceFinder *self, KmzbPoint point)
{
  g_return_if_fail (KMZB_IS_PLACE_FINDER (self));

  kmzb_report_draft_set_place (self->draft, point, NULL);
  kmzb_place_finder_look_up (self, point);
  tell_draft (self);
}

void
kmzb_place_finder_forget (KmzbPlaceFinder *self)
{
  g_return_if_fail (KMZB_IS_PLACE_FINDER (self));

  g_cancellable_cancel (self->lookup);
  g_clear_object (&self->lookup);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->gmina, g_free);
  self->known = FALSE;
}
