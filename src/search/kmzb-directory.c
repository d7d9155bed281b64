/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-directory-private.h"

#include "kmzb-fold.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (KmzbDirectory, kmzb_directory, kmzb_directory_ref, kmzb_directory_unref)

/* ---- made of what the pack and central say ---- */

static const char *
unit_id (gconstpointer unit)
{
  return ((const KmzbUnit *) unit)->id;
}

static const char *
officer_id (gconstpointer officer)
{
  return ((const KmzbOfficer *) officer)->id;
}

static const char *
area_id (gconstpointer area)
{
  return ((const KmzbArea *) area)->id;
}

static void
add_unseen (GHashTable *seen, GPtrArray *from, GPtrArray *to, const char *(*get_id) (gconstpointer), GBoxedCopyFunc ref)
{
  for (guint i = 0; i < from->len; i++)
    {
      gpointer record = g_ptr_array_index (from, i);

      if (g_hash_table_add (seen, (gpointer) get_id (record)))
        g_ptr_array_add (to, ref (record));
    }
}

/* Central's word counts, record by record; what it took back is gone, also from the pack. */
static GPtrArray *
merge (GPtrArray *pack,
       GPtrArray *central,
       GHashTable *gone,
       const char *(*get_id) (gconstpointer),
       GBoxedCopyFunc ref,
       GDestroyNotify unref)
{
  GPtrArray *merged = g_ptr_array_new_with_free_func (unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (gone != NULL)
    {
      GHashTableIter iter;
      gpointer id;

      g_hash_table_iter_init (&iter, gone);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        g_hash_table_add (seen, id);
    }
  if (central != NULL)
    add_unseen (seen, central, merged, get_id, ref);
  if (pack != NULL)
    add_unseen (seen, pack, merged, get_id, ref);
  return merged;
}

static GHashTable *
index_by_id (GPtrArray *records, const char *(*get_id) (gconstpointer))
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    g_hash_table_insert (index, (gpointer) get_id (g_ptr_array_index (records, i)), g_ptr_array_index (records, i));
  return index;
}

/* Of beats that overlap the smallest is found first: what is cut out of a larger one is the more precise word, and a
 * large one drawn carelessly hides no small one. Of equals the id decides, so that every booth says the same. */
static int
compare_beats (gconstpointer a, gconstpointer b)
{
  const KmzbArea *one = *(KmzbArea *const *) a, *other = *(KmzbArea *const *) b;

  if (one->shape->km2 != other->shape->km2)
    return one->shape->km2 < other->shape->km2 ? -1 : 1;
  return strcmp (one->id, other->id);
}

static void
take_beats (KmzbDirectory *self, GPtrArray *areas)
{
  g_autoptr (GPtrArray) beats = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_area_unref);

  for (guint i = 0; i < areas->len; i++)
    {
      KmzbArea *area = g_ptr_array_index (areas, i);

      if (area->kind == KMZB_AREA_BEAT)
        g_ptr_array_add (beats, kmzb_area_ref (area));
    }
  g_ptr_array_sort (beats, compare_beats);
  self->beats = kmzb_area_finder_new (beats);
  self->beat_by_id = index_by_id (beats, area_id);
}

typedef struct
{
  char *key;
  KmzbOfficer *officer;
} Sorted;

static int
compare_sorted (gconstpointer a, gconstpointer b)
{
  const Sorted *one = a, *other = b;
  int order = strcmp (one->key, other->key);

  return order != 0 ? order : strcmp (one->officer->id, other->officer->id);
}

/* By surname and then given names, as a list of people is looked through. */
static GPtrArray *
sort_officers (GPtrArray *officers)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_officer_unref);
  g_autofree Sorted *rows = g_new (Sorted, MAX (1, officers->len));

  for (guint i = 0; i < officers->len; i++)
    {
      KmzbOfficer *officer = g_ptr_array_index (officers, i);
      const char *space = strrchr (officer->name, ' ');
      g_autofree char *surname = kmzb_fold (space != NULL ? space + 1 : officer->name);
      g_autofree char *name = kmzb_fold (officer->name);

      rows[i] = (Sorted){ g_strconcat (surname, "\t", name, NULL), officer };
    }
  qsort (rows, officers->len, sizeof *rows, compare_sorted);
  for (guint i = 0; i < officers->len; i++)
    {
      g_ptr_array_add (sorted, kmzb_officer_ref (rows[i].officer));
      g_free (rows[i].key);
    }
  return sorted;
}

static void
join_officers_to_beats (KmzbDirectory *self)
{
  guint n_lost = 0;

  self->officers_by_beat = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < self->officers->len; i++)
    {
      KmzbOfficer *officer = g_ptr_array_index (self->officers, i);
      KmzbArea *beat = kmzb_directory_get_beat (self, officer->beat);
      GPtrArray *officers;

      if ((officer->beat != NULL && beat == NULL)
          || (officer->unit != NULL && kmzb_directory_get_unit (self, officer->unit) == NULL))
        n_lost++;
      if (beat == NULL)
        continue;
      officers = g_hash_table_lookup (self->officers_by_beat, beat->id);
      if (officers == NULL)
        {
          officers = g_ptr_array_new ();
          g_hash_table_insert (self->officers_by_beat, beat->id, officers);
        }
      g_ptr_array_add (officers, officer);
    }
  if (n_lost > 0)
    g_message ("%u of %u district officers belong to a beat or a unit that is not known", n_lost, self->officers->len);
}

/**
 * kmzb_directory_new:
 * @pack: (nullable): what the region pack says
 * @central: (nullable): what central has sent, which wins record by record
 *
 * Takes some milliseconds for a town and a second for a country: not for the UI thread.
 *
 * Returns: (transfer full)
 */
KmzbDirectory *
kmzb_directory_new (KmzbDirectoryRecords *pack, KmzbDirectoryRecords *central)
{
  KmzbDirectory *self = g_new0 (KmzbDirectory, 1);
  g_autoptr (GPtrArray) officers = NULL, areas = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->units = merge (pack ? pack->units : NULL, central ? central->units : NULL, central ? central->gone_units : NULL,
                       unit_id, (GBoxedCopyFunc) kmzb_unit_ref, (GDestroyNotify) kmzb_unit_unref);
  officers = merge (pack ? pack->officers : NULL, central ? central->officers : NULL,
                    central ? central->gone_officers : NULL, officer_id, (GBoxedCopyFunc) kmzb_officer_ref,
                    (GDestroyNotify) kmzb_officer_unref);
  areas = merge (pack ? pack->areas : NULL, central ? central->areas : NULL, central ? central->gone_areas : NULL,
                 area_id, (GBoxedCopyFunc) kmzb_area_ref, (GDestroyNotify) kmzb_area_unref);
  self->officers = sort_officers (officers);
  self->unit_by_id = index_by_id (self->units, unit_id);
  self->officer_by_id = index_by_id (self->officers, officer_id);
  take_beats (self, areas);
  join_officers_to_beats (self);
  kmzb_directory_index_names (self);
  return self;
}

KmzbDirectory *
kmzb_directory_ref (KmzbDirectory *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_directory_unref (KmzbDirectory *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->unit_by_id);
  g_hash_table_unref (self->officer_by_id);
  g_hash_table_unref (self->beat_by_id);
  g_hash_table_unref (self->officers_by_beat);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->officers);
  kmzb_area_finder_unref (self->beats);
  g_ptr_array_unref (self->words);
  g_array_unref (self->names);
  g_free (self);
}

/* ---- records ---- */

guint
kmzb_directory_get_n_units (KmzbDirectory *self)
{
  return self->units->len;
}

guint
kmzb_directory_get_n_officers (KmzbDirectory *self)
{
  return self->officers->len;
}

guint
kmzb_directory_get_n_beats (KmzbDirectory *self)
{
  return kmzb_area_finder_get_count (self->beats);
}

/* @id: (nullable). Returns: (transfer none) (nullable) */
KmzbUnit *
kmzb_directory_get_unit (KmzbDirectory *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->unit_by_id, id) : NULL;
}

/* @id: (nullable). Returns: (transfer none) (nullable) */
KmzbOfficer *
kmzb_directory_get_officer (KmzbDirectory *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->officer_by_id, id) : NULL;
}

/* @id: (nullable). Returns: (transfer none) (nullable) */
KmzbArea *
kmzb_directory_get_beat (KmzbDirectory *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->beat_by_id, id) : NULL;
}

/* ---- who looks after what ---- */

/**
 * kmzb_directory_find_beat:
 *
 * Where beats overlap, the smallest one counts. A place on the border of two belongs to one of them, always the same.
 *
 * Returns: (transfer none) (nullable): %NULL outside of all
 */
KmzbArea *
kmzb_directory_find_beat (KmzbDirectory *self, KmzbPoint place)
{
  int at = kmzb_point_is_valid (place) ? kmzb_area_finder_find (self->beats, place) : -1;

  return at >= 0 ? kmzb_area_finder_get (self->beats, (guint) at) : NULL;
}

/**
 * kmzb_directory_list_officers:
 *
 * Returns: (transfer container) (element-type KmzbOfficer): who looks after @beat, by surname; none: it is vacant
 */
GPtrArray *
kmzb_directory_list_officers (KmzbDirectory *self, const KmzbArea *beat)
{
  GPtrArray *known = g_hash_table_lookup (self->officers_by_beat, beat->id);
  GPtrArray *officers = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_officer_unref);

  for (guint i = 0; known != NULL && i < known->len; i++)
    g_ptr_array_add (officers, kmzb_officer_ref (g_ptr_array_index (known, i)));
  return officers;
}

/**
 * kmzb_directory_get_unit_of_beat:
 *
 * The unit that the beat itself names (its parent), else that of its officers.
 *
 * Returns: (transfer none) (nullable): %NULL where neither is known
 */
KmzbUnit *
kmzb_directory_get_unit_of_beat (KmzbDirectory *self, const KmzbArea *beat)
{
  GPtrArray *officers = g_hash_table_lookup (self->officers_by_beat, beat->id);
  KmzbUnit *unit = kmzb_directory_get_unit (self, beat->parent);

  for (guint i = 0; unit == NULL && officers != NULL && i < officers->len; i++)
    unit = kmzb_directory_get_unit (self, ((KmzbOfficer *) g_ptr_array_index (officers, i))->unit);
  return unit;
}

/**
 * kmzb_directory_get_unit_of_officer:
 *
 * The officer's own unit, else that of the beat.
 *
 * Returns: (transfer none) (nullable): %NULL where neither is known
 */
KmzbUnit *
kmzb_directory_get_unit_of_officer (KmzbDirectory *self, const KmzbOfficer *officer)
{
  KmzbUnit *unit = kmzb_directory_get_unit (self, officer->unit);
  KmzbArea *beat = kmzb_directory_get_beat (self, officer->beat);

  return unit == NULL && beat != NULL ? kmzb_directory_get_unit_of_beat (self, beat) : unit;
}

static int
compare_nearby (gconstpointer a, gconstpointer b)
{
  const KmzbUnitNearby *one = a, *other = b;

  if (one->distance_m != other->distance_m)
    return one->distance_m < other->distance_m ? -1 : 1;
  return strcmp (one->unit->id, other->unit->id);
}

/**
 * kmzb_directory_list_nearest_units:
 * @max: how many at most
 *
 * Returns: (transfer full) (element-type KmzbUnitNearby): the nearest first; its units live as long as @self
 */
GArray *
kmzb_directory_list_nearest_units (KmzbDirectory *self, KmzbPoint place, guint max)
{
  GArray *nearby = g_array_sized_new (FALSE, FALSE, sizeof (KmzbUnitNearby), self->units->len);

  for (guint i = 0; kmzb_point_is_valid (place) && i < self->units->len; i++)
    {
      KmzbUnit *unit = g_ptr_array_index (self->units, i);
      KmzbUnitNearby near = { unit, kmzb_geo_distance_m (place, unit->place) };

      g_array_append_val (nearby, near);
    }
  g_array_sort (nearby, compare_nearby);
  g_array_set_size (nearby, MIN (nearby->len, max));
  return nearby;
}

/* ---- answers ---- */

/* @unit: (nullable): who is known to be in charge */
static void
answer_take_unit (KmzbDirectoryAnswer *answer, KmzbDirectory *self, KmzbUnit *unit, KmzbPoint place)
{
  g_autoptr (GArray) nearest = unit == NULL ? kmzb_directory_list_nearest_units (self, place, 1) : NULL;

  if (nearest != NULL && nearest->len > 0)
    {
      answer->unit_is_nearest = TRUE;
      unit = g_array_index (nearest, KmzbUnitNearby, 0).unit;
    }
  answer->unit = unit != NULL ? kmzb_unit_ref (unit) : NULL;
  answer->unit_distance_m = unit != NULL ? kmzb_geo_distance_m (place, unit->place) : -1;
}

/**
 * kmzb_directory_ask_place:
 *
 * Returns: (transfer full): who helps at @place
 */
KmzbDirectoryAnswer *
kmzb_directory_ask_place (KmzbDirectory *self, KmzbPoint place)
{
  KmzbDirectoryAnswer *answer = g_new0 (KmzbDirectoryAnswer, 1);
  KmzbArea *beat = kmzb_directory_find_beat (self, place);

  if (beat != NULL)
    {
      answer->beat = kmzb_area_ref (beat);
      answer->officers = kmzb_directory_list_officers (self, beat);
      answer->kind = answer->officers->len > 0 ? KMZB_DIRECTORY_KNOWN : KMZB_DIRECTORY_VACANT;
      answer_take_unit (answer, self, kmzb_directory_get_unit_of_beat (self, beat), place);
      return answer;
    }
  answer->officers = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_officer_unref);
  answer_take_unit (answer, self, NULL, place);
  answer->kind = answer->unit != NULL || kmzb_directory_get_n_beats (self) > 0 || kmzb_directory_get_n_officers (self) > 0
                     ? KMZB_DIRECTORY_OUTSIDE
                     : KMZB_DIRECTORY_NOBODY;
  return answer;
}

/**
 * kmzb_directory_ask_officer:
 * @officer: of @self
 *
 * Returns: (transfer full): the same of one officer who was looked for by name
 */
KmzbDirectoryAnswer *
kmzb_directory_ask_officer (KmzbDirectory *self, KmzbOfficer *officer)
{
  KmzbDirectoryAnswer *answer = g_new0 (KmzbDirectoryAnswer, 1);
  KmzbArea *beat = kmzb_directory_get_beat (self, officer->beat);
  KmzbUnit *unit = kmzb_directory_get_unit_of_officer (self, officer);

  answer->kind = KMZB_DIRECTORY_KNOWN;
  answer->officers = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_officer_unref);
  g_ptr_array_add (answer->officers, kmzb_officer_ref (officer));
  answer->unit_distance_m = -1;
  if (beat != NULL)
    {
      answer->beat = kmzb_area_ref (beat);
      answer_take_unit (answer, self, unit, kmzb_box_center (beat->shape->box));
    }
  else if (unit != NULL)
    answer->unit = kmzb_unit_ref (unit);
  return answer;
}

void
kmzb_directory_answer_free (KmzbDirectoryAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->beat, kmzb_area_unref);
  g_clear_pointer (&self->unit, kmzb_unit_unref);
  g_ptr_array_unref (self->officers);
  g_free (self);
}
