/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threats.h"

#include "kmzb-uuid.h"

#include <math.h>
#include <string.h>

/* Parts of a degree; one is some 11 mm of a meridian, and 180 degrees of them fit 32 bits. */
#define PLACE_STEPS 1e7
/* Of a threat that stands nowhere. */
#define NOWHERE G_MININT32
#define ID_SIZE 16
#define FIRST_SIZE 64

typedef struct
{
  guint8 id[ID_SIZE]; /* of a UUID; else where its text begins in the names */
  gint32 lat;
  gint32 lon;
  guint32 created_s;
  guint32 updated_s;
  guint16 category;
  guint8 status;
  guint8 source : 7;
  guint8 is_named : 1;
} Record;

G_STATIC_ASSERT (sizeof (Record) == 36);

struct _KmzbThreats
{
  gatomicrefcount ref_count;
  Record *records;
  guint n_records;
  guint n_allocated;
  GPtrArray *categories; /* interned slugs */
  GHashTable *numbers;   /* slug -> its place in the categories + 1 */
  GString *names;        /* ids that are no UUIDs, each with its NUL */
};

G_DEFINE_BOXED_TYPE (KmzbThreats, kmzb_threats, kmzb_threats_ref, kmzb_threats_unref)

KmzbThreats *
kmzb_threats_new (void)
{
  KmzbThreats *self = g_new0 (KmzbThreats, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->categories = g_ptr_array_new ();
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->names = g_string_new (NULL);
  return self;
}

/* @threats: (element-type KmzbThreat): copied, in the same order */
KmzbThreats *
kmzb_threats_new_from (GPtrArray *threats)
{
  KmzbThreats *self = kmzb_threats_new ();

  for (guint i = 0; i < threats->len; i++)
    {
      const KmzbThreat *threat = g_ptr_array_index (threats, i);

      kmzb_threats_add (self, threat->source, threat->id, threat->category, threat->status, threat->place,
                        threat->created_us, threat->updated_us);
    }
  return self;
}

KmzbThreats *
kmzb_threats_ref (KmzbThreats *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_threats_unref (KmzbThreats *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->records);
  g_ptr_array_unref (self->categories);
  g_hash_table_unref (self->numbers);
  g_string_free (self->names, TRUE);
  g_free (self);
}

static guint32
seconds_of (gint64 us)
{
  return (guint32) CLAMP (us / G_USEC_PER_SEC, 0, G_MAXUINT32);
}

static gboolean
find_category (KmzbThreats *self, const char *slug, guint16 *number)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, slug));

  if (found == 0)
    {
      const char *interned = g_intern_string (slug);

      if (self->categories->len > G_MAXUINT16)
        return FALSE;
      g_ptr_array_add (self->categories, (gpointer) interned);
      found = self->categories->len;
      g_hash_table_insert (self->numbers, (gpointer) interned, GUINT_TO_POINTER (found));
    }
  *number = (guint16) (found - 1);
  return TRUE;
}

static gboolean
pack_id (KmzbThreats *self, const char *id, Record *record)
{
  gsize at = self->names->len;

  if (kmzb_uuid_to_bytes (id, record->id))
    return TRUE;
  if (at > G_MAXUINT32)
    return FALSE;
  record->is_named = TRUE;
  memcpy (record->id, &(guint32){ (guint32) at }, sizeof (guint32));
  g_string_append_len (self->names, id, (gssize) strlen (id) + 1);
  return TRUE;
}

/**
 * kmzb_threats_add:
 * @id: any text; a UUID in lower case takes no memory of its own
 * @place: one that is not valid is kept as such
 * @created_us: microseconds since 1970 UTC, up to 2106
 *
 * Returns: %FALSE when there are more of something than a table can number (65,536 categories): it is left out
 */
gboolean
kmzb_threats_add (KmzbThreats *self,
                  KmzbThreatSource source,
                  const char *id,
                  const char *category,
                  KmzbStatus status,
                  KmzbPoint place,
                  gint64 created_us,
                  gint64 updated_us)
{
  gboolean is_placed = kmzb_point_is_valid (place);
  Record record = {
    .lat = is_placed ? (gint32) round (place.lat * PLACE_STEPS) : NOWHERE,
    .lon = is_placed ? (gint32) round (place.lon * PLACE_STEPS) : NOWHERE,
    .created_s = seconds_of (created_us),
    .updated_s = seconds_of (updated_us),
    .status = (guint8) status,
    .source = (guint8) source & 0x7f,
  };

  g_return_val_if_fail (id != NULL && category != NULL, FALSE);

  if (self->n_records == G_MAXINT || !find_category (self, category, &record.category)
      || !pack_id (self, id, &record))
    return FALSE;
  if (self->n_records == self->n_allocated)
    {
      /* What is not written yet takes no memory: of so large a block the system gives pages when they are touched. */
      self->n_allocated = MAX (FIRST_SIZE, self->n_allocated * 2);
      self->records = g_renew (Record, self->records, self->n_allocated);
    }
  self->records[self->n_records++] = record;
  return TRUE;
}

guint
kmzb_threats_get_count (const KmzbThreats *self)
{
  return self->n_records;
}

/* Returns: (transfer full): a copy of number @i, to show and to keep */
KmzbThreat *
kmzb_threats_get (const KmzbThreats *self, guint i)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (i < self->n_records, NULL);

  id = kmzb_threats_get_id (self, i);
  return kmzb_threat_new_from (kmzb_threats_get_source (self, i), id, kmzb_threats_get_category (self, i),
                               kmzb_threats_get_status (self, i), kmzb_threats_get_place (self, i),
                               kmzb_threats_get_created_us (self, i), kmzb_threats_get_updated_us (self, i));
}

/* Returns: (transfer full) */
char *
kmzb_threats_get_id (const KmzbThreats *self, guint i)
{
  const Record *record = &self->records[i];
  guint32 at;

  if (!record->is_named)
    return kmzb_uuid_from_bytes (record->id);
  memcpy (&at, record->id, sizeof at);
  return g_strdup (self->names->str + at);
}

/* Returns: (transfer none): interned */
const char *
kmzb_threats_get_category (const KmzbThreats *self, guint i)
{
  return g_ptr_array_index (self->categories, self->records[i].category);
}

KmzbStatus
kmzb_threats_get_status (const KmzbThreats *self, guint i)
{
  return (KmzbStatus) self->records[i].status;
}

KmzbThreatSource
kmzb_threats_get_source (const KmzbThreats *self, guint i)
{
  return (KmzbThreatSource) self->records[i].source;
}

/* Returns: one that is not valid for a threat that stands nowhere */
KmzbPoint
kmzb_threats_get_place (const KmzbThreats *self, guint i)
{
  const Record *record = &self->records[i];

  if (record->lat == NOWHERE)
    return (KmzbPoint){ NAN, NAN };
  return (KmzbPoint){ record->lat / PLACE_STEPS, record->lon / PLACE_STEPS };
}

gint64
kmzb_threats_get_created_us (const KmzbThreats *self, guint i)
{
  return (gint64) self->records[i].created_s * G_USEC_PER_SEC;
}

gint64
kmzb_threats_get_updated_us (const KmzbThreats *self, guint i)
{
  return (gint64) self->records[i].updated_s * G_USEC_PER_SEC;
}
