/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threats.h"

#include "kmzb-curve.h"
#include "kmzb-uuid.h"

#include <math.h>
#include <string.h>

/* Parts of a degree, some 11 mm of a meridian: a place is told in whole ones, and no two of them share a code. */
#define PLACE_STEPS 1e7
/* Of a threat that stands nowhere: the world's last corner, in the ice. */
#define NOWHERE G_MAXUINT64
#define ID_SIZE 16
#define FIRST_SIZE 64

/* What only the store wants to know of a threat. */
typedef struct
{
  guint8 id[ID_SIZE]; /* of a UUID; else where its text begins in the names */
  guint32 updated_s;
  guint32 is_named;
} Identity;

struct _KmzbThreats
{
  gatomicrefcount ref_count;
  /* of each threat */
  guint64 *codes; /* its place on the curve, or NOWHERE */
  guint32 *keys;  /* its row in the store; with identities, which of them is its own */
  guint32 *created_s;
  guint16 *kinds;
  guint n_threats;
  guint n_allocated;
  gboolean is_sorted;
  guint n_shown; /* when sorted: those in front */

  GArray *identities;    /* (nullable) (element-type Identity) */
  GString *names;        /* ids that are no UUIDs, each with its NUL */
  GPtrArray *categories; /* interned slugs */
  GHashTable *numbers;   /* slug -> its place in the categories + 1 */
  guint n_from[KMZB_N_THREAT_SOURCES];
  gint64 latest_us[KMZB_N_THREAT_SOURCES];
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
  g_free (self->codes);
  g_free (self->keys);
  g_free (self->created_s);
  g_free (self->kinds);
  g_clear_pointer (&self->identities, g_array_unref);
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

static guint64
code_of (KmzbPoint place)
{
  guint64 code;

  if (!kmzb_point_is_valid (place))
    return NOWHERE;
  code = kmzb_curve_code (kmzb_geo_tile_x (round (place.lon * PLACE_STEPS) / PLACE_STEPS, 0),
                          kmzb_geo_tile_y (round (place.lat * PLACE_STEPS) / PLACE_STEPS, 0));
  return MIN (code, NOWHERE - 1);
}

static gboolean
find_category (KmzbThreats *self, const char *slug, guint *number)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, slug));

  if (found == 0)
    {
      const char *interned = g_intern_string (slug);

      if (self->categories->len == KMZB_THREATS_MAX_CATEGORIES)
        return FALSE;
      g_ptr_array_add (self->categories, (gpointer) interned);
      found = self->categories->len;
      g_hash_table_insert (self->numbers, (gpointer) interned, GUINT_TO_POINTER (found));
    }
  *number = found - 1;
  return TRUE;
}

static void
grow (KmzbThreats *self)
{
  if (self->n_threats < self->n_allocated)
    return;
  /* What is not written yet takes no memory: of so large a block the system gives pages when they are touched. */
  self->n_allocated = MAX (FIRST_SIZE, self->n_allocated * 2);
  self->codes = g_renew (guint64, self->codes, self->n_allocated);
  self->keys = g_renew (guint32, self->keys, self->n_allocated);
  self->created_s = g_renew (guint32, self->created_s, self->n_allocated);
  self->kinds = g_renew (guint16, self->kinds, self->n_allocated);
}

static gboolean
add (KmzbThreats *self,
     guint32 key,
     KmzbThreatSource source,
     const char *category,
     KmzbStatus status,
     KmzbPoint place,
     gint64 created_us,
     gint64 updated_us)
{
  guint number;

  if (self->n_threats == G_MAXINT || !find_category (self, category, &number))
    return FALSE;
  grow (self);
  self->codes[self->n_threats] = code_of (place);
  self->keys[self->n_threats] = key;
  self->created_s[self->n_threats] = seconds_of (created_us);
  self->kinds[self->n_threats]
      = (guint16) (number << (KMZB_THREAT_KIND_SOURCE_BITS + KMZB_THREAT_KIND_STATUS_BITS)
                   | (guint) source << KMZB_THREAT_KIND_STATUS_BITS | (guint) status);
  self->n_threats++;
  self->is_sorted = FALSE;
  if (kmzb_status_is_shown (status))
    {
      self->n_from[source]++;
      self->latest_us[source] = MAX (self->latest_us[source], updated_us);
    }
  return TRUE;
}

/* Returns: %FALSE when the ids that are no UUIDs take more than 4 GB */
static gboolean
pack_id (KmzbThreats *self, const char *id, Identity *identity)
{
  gsize at = self->names->len;

  if (kmzb_uuid_to_bytes (id, identity->id))
    return TRUE;
  if (at > G_MAXUINT32)
    return FALSE;
  identity->is_named = TRUE;
  memcpy (identity->id, &(guint32){ (guint32) at }, sizeof (guint32));
  g_string_append_len (self->names, id, (gssize) strlen (id) + 1);
  return TRUE;
}

/**
 * kmzb_threats_add:
 * @id: any text; a UUID in lower case takes no memory of its own
 * @place: one that is not valid is kept as such; beyond the map's end latitude it is brought to it
 * @created_us: microseconds since 1970 UTC, up to 2106
 *
 * Adds one that the store does not know yet. A table has either these or those of kmzb_threats_add_stored().
 *
 * Returns: %FALSE when there are more of something than a table can number (2,048 categories): it is left out
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
  Identity identity = { .updated_s = seconds_of (updated_us) };

  g_return_val_if_fail (id != NULL && category != NULL, FALSE);
  g_return_val_if_fail (self->identities != NULL || self->n_threats == 0, FALSE);

  if (self->identities == NULL)
    self->identities = g_array_new (FALSE, FALSE, sizeof (Identity));
  if (!pack_id (self, id, &identity)
      || !add (self, self->identities->len, source, category, status, place, created_us, updated_us))
    return FALSE;
  g_array_append_val (self->identities, identity);
  return TRUE;
}

/**
 * kmzb_threats_add_stored:
 * @key: by which the store finds it again
 *
 * As kmzb_threats_add(), of one that the store knows. A key of more than 32 bits is left out too: a booth that got a
 * million new threats a day would come to it in eleven years.
 */
gboolean
kmzb_threats_add_stored (KmzbThreats *self,
                         gint64 key,
                         KmzbThreatSource source,
                         const char *category,
                         KmzbStatus status,
                         KmzbPoint place,
                         gint64 created_us,
                         gint64 updated_us)
{
  g_return_val_if_fail (key > 0 && category != NULL, FALSE);
  g_return_val_if_fail (self->identities == NULL, FALSE);

  return key <= G_MAXUINT32
         && add (self, (guint32) key, source, category, status, place, created_us, updated_us);
}

typedef struct
{
  guint64 code;
  guint32 at;
} Order;

static int
compare_orders (const void *a, const void *b)
{
  const Order *oa = a, *ob = b;

  if (oa->code != ob->code)
    return oa->code < ob->code ? -1 : 1;
  return (oa->at > ob->at) - (oa->at < ob->at);
}

static gboolean
is_shown (const KmzbThreats *self, guint i)
{
  return self->codes[i] != NOWHERE && kmzb_status_is_shown (kmzb_threat_kind_get_status (self->kinds[i]));
}

/* Those that are shown, along the curve, and then the others as they came. Returns: how many are shown */
static guint
make_order (const KmzbThreats *self, Order *order)
{
  guint n = 0, n_shown;

  for (guint i = 0; i < self->n_threats; i++)
    if (is_shown (self, i))
      order[n++] = (Order){ self->codes[i], i };
  n_shown = n;
  if (n_shown > 1)
    qsort (order, n_shown, sizeof (Order), compare_orders);
  for (guint i = 0; i < self->n_threats; i++)
    if (!is_shown (self, i))
      order[n++] = (Order){ self->codes[i], i };
  return n_shown;
}

#define REORDER(column, type) \
  G_STMT_START \
  { \
    type *sorted = g_new (type, self->n_threats); \
\
    for (guint i = 0; i < self->n_threats; i++) \
      sorted[i] = self->column[order[i].at]; \
    g_free (self->column); \
    self->column = sorted; \
  } \
  G_STMT_END

/* The last thing done to a table: those that visitors see come first, in the order of the curve. Takes a fifth of a
 * second for a million: for a worker. */
void
kmzb_threats_sort (KmzbThreats *self)
{
  g_autofree Order *order = g_new (Order, self->n_threats);

  self->n_shown = make_order (self, order);
  REORDER (codes, guint64);
  REORDER (keys, guint32);
  REORDER (created_s, guint32);
  REORDER (kinds, guint16);
  self->n_allocated = self->n_threats;
  self->is_sorted = TRUE;
}

guint
kmzb_threats_get_count (const KmzbThreats *self)
{
  return self->n_threats;
}

/* How many of a sorted table visitors may see: they are in front. */
guint
kmzb_threats_get_n_shown (const KmzbThreats *self)
{
  g_return_val_if_fail (kmzb_threats_is_sorted (self), 0);
  return self->n_shown;
}

gboolean
kmzb_threats_is_sorted (const KmzbThreats *self)
{
  return self->is_sorted || self->n_threats == 0;
}

/* Returns: (transfer none): of each threat, its place on the curve; for what passes over many of them */
const guint64 *
kmzb_threats_get_codes (const KmzbThreats *self)
{
  return self->codes;
}

/* Returns: (transfer none): of each threat, see kmzb_threat_kind_get_status() and the like */
const guint16 *
kmzb_threats_get_kinds (const KmzbThreats *self)
{
  return self->kinds;
}

/* Returns: (transfer none) (element-type utf8): interned slugs, by their number in a kind */
GPtrArray *
kmzb_threats_get_categories (const KmzbThreats *self)
{
  return self->categories;
}

/* How many of @source visitors may see. @latest_us: (out) (optional): when one of them changed last; 0 without
 * any */
guint
kmzb_threats_count_source (const KmzbThreats *self, KmzbThreatSource source, gint64 *latest_us)
{
  if (latest_us != NULL)
    *latest_us = self->latest_us[source];
  return self->n_from[source];
}

/* Returns: (transfer full): a copy of number @i, to show and to keep */
KmzbThreat *
kmzb_threats_get (const KmzbThreats *self, guint i)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (i < self->n_threats, NULL);

  id = kmzb_threats_get_id (self, i);
  return kmzb_threat_new (id, self->identities == NULL ? self->keys[i] : 0, kmzb_threats_get_source (self, i),
                          kmzb_threats_get_category (self, i), kmzb_threats_get_status (self, i),
                          kmzb_threats_get_place (self, i), kmzb_threats_get_created_us (self, i));
}

/* Returns: (transfer full) (nullable): %NULL of one that the store knows */
char *
kmzb_threats_get_id (const KmzbThreats *self, guint i)
{
  const Identity *identity;
  guint32 at;

  if (self->identities == NULL)
    return NULL;
  identity = &g_array_index (self->identities, Identity, self->keys[i]);
  if (!identity->is_named)
    return kmzb_uuid_from_bytes (identity->id);
  memcpy (&at, identity->id, sizeof at);
  return g_strdup (self->names->str + at);
}

/* Returns: (transfer none): interned */
const char *
kmzb_threats_get_category (const KmzbThreats *self, guint i)
{
  return g_ptr_array_index (self->categories, kmzb_threat_kind_get_category (self->kinds[i]));
}

KmzbStatus
kmzb_threats_get_status (const KmzbThreats *self, guint i)
{
  return kmzb_threat_kind_get_status (self->kinds[i]);
}

KmzbThreatSource
kmzb_threats_get_source (const KmzbThreats *self, guint i)
{
  return kmzb_threat_kind_get_source (self->kinds[i]);
}

/* Returns: one that is not valid for a threat that stands nowhere */
KmzbPoint
kmzb_threats_get_place (const KmzbThreats *self, guint i)
{
  double x, y;

  if (self->codes[i] == NOWHERE)
    return (KmzbPoint){ NAN, NAN };
  kmzb_curve_place (self->codes[i], &x, &y);
  return (KmzbPoint){ round (kmzb_geo_tile_lat (y, 0) * PLACE_STEPS) / PLACE_STEPS,
                      round (kmzb_geo_tile_lon (x, 0) * PLACE_STEPS) / PLACE_STEPS };
}

gint64
kmzb_threats_get_created_us (const KmzbThreats *self, guint i)
{
  return (gint64) self->created_s[i] * G_USEC_PER_SEC;
}

/* Only of one that is on its way into the store; else 0. */
gint64
kmzb_threats_get_updated_us (const KmzbThreats *self, guint i)
{
  return self->identities != NULL
             ? (gint64) g_array_index (self->identities, Identity, self->keys[i]).updated_s * G_USEC_PER_SEC
             : 0;
}
