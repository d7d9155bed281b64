/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-lines.h"

#include <math.h>
#include <string.h>

typedef struct
{
  double x;
  double y;
} Vertex;

typedef struct
{
  Vertex *vertices;
  guint n;
  int rank;
  gboolean used;
} Piece;

/**
 * KmzbLines:
 *
 * Pieces of streets on their way to become whole ones. OpenStreetMap cuts a street wherever a lane or a speed limit
 * begins; a name fits along the whole street, seldom along a piece of it. Pieces of one name and class that meet end
 * to end are joined, straight on where more than two meet.
 */
struct _KmzbLines
{
  GHashTable *groups; /* "class\nname" -> GPtrArray of Piece */
  GPtrArray *keys;    /* in the order in which they came: the same input gives the same output */
};

static void
piece_free (Piece *piece)
{
  g_free (piece->vertices);
  g_free (piece);
}

KmzbLines *
kmzb_lines_new (void)
{
  KmzbLines *self = g_new0 (KmzbLines, 1);

  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->keys = g_ptr_array_new ();
  return self;
}

void
kmzb_lines_free (KmzbLines *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->keys);
  g_hash_table_unref (self->groups);
  g_free (self);
}

/* Takes a copy of one piece, in Web Mercator metres. */
void
kmzb_lines_add (KmzbLines *self,
                const char *class,
                const char *name,
                int rank,
                const double *x,
                const double *y,
                guint n_points)
{
  g_autofree char *key = g_strconcat (class, "\n", name, NULL);
  GPtrArray *pieces = g_hash_table_lookup (self->groups, key);
  Piece *piece;

  if (n_points < 2)
    return;
  if (pieces == NULL)
    {
      pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) piece_free);
      g_ptr_array_add (self->keys, key);
      g_hash_table_insert (self->groups, g_steal_pointer (&key), pieces);
    }
  piece = g_new0 (Piece, 1);
  piece->vertices = g_new (Vertex, n_points);
  piece->n = n_points;
  piece->rank = rank;
  for (guint i = 0; i < n_points; i++)
    piece->vertices[i] = (Vertex){ x[i], y[i] };
  g_ptr_array_add (pieces, piece);
}

/* Ends are the same node, so equal to the bit but for the projection's last digits: compared in centimetres. */
static guint
end_hash (gconstpointer key)
{
  const Vertex *vertex = key;
  gint64 x = llround (vertex->x * 100), y = llround (vertex->y * 100);
  guint64 mixed = (guint64) x * 0x9e3779b97f4a7c15u ^ (guint64) y * 0xc2b2ae3d27d4eb4fu;

  return (guint) (mixed >> 32);
}

static gboolean
end_equal (gconstpointer a, gconstpointer b)
{
  const Vertex *first = a, *second = b;

  return llround (first->x * 100) == llround (second->x * 100) && llround (first->y * 100) == llround (second->y * 100);
}

static GHashTable *
index_ends (GPtrArray *pieces)
{
  GHashTable *ends = g_hash_table_new_full (end_hash, end_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < pieces->len; i++)
    {
      Piece *piece = g_ptr_array_index (pieces, i);
      Vertex *both[] = { &piece->vertices[0], &piece->vertices[piece->n - 1] };

      for (guint j = 0; j < 2; j++)
        {
          GPtrArray *there = g_hash_table_lookup (ends, both[j]);

          if (there == NULL)
            {
              there = g_ptr_array_new ();
              g_hash_table_insert (ends, both[j], there);
            }
          g_ptr_array_add (there, piece);
        }
    }
  return ends;
}

/* The unused piece that goes on from the end of @line in the straightest way; turning back is no way. */
static Piece *
straightest (GHashTable *ends, GArray *line, gboolean *reversed)
{
  const Vertex *end = &g_array_index (line, Vertex, line->len - 1);
  const Vertex *before = &g_array_index (line, Vertex, line->len - 2);
  GPtrArray *there = g_hash_table_lookup (ends, end);
  double best_cosine = -0.2;
  Piece *best = NULL;

  for (guint i = 0; there != NULL && i < there->len; i++)
    {
      Piece *piece = g_ptr_array_index (there, i);
      gboolean from_its_end = !end_equal (&piece->vertices[0], end);
      const Vertex *next = from_its_end ? &piece->vertices[piece->n - 2] : &piece->vertices[1];
      double ax = end->x - before->x, ay = end->y - before->y;
      double bx = next->x - end->x, by = next->y - end->y;
      double cosine = (ax * bx + ay * by) / MAX (1e-9, hypot (ax, ay) * hypot (bx, by));

      if (!piece->used && cosine > best_cosine)
        {
          best_cosine = cosine;
          best = piece;
          *reversed = from_its_end;
        }
    }
  return best;
}

static void
extend (GHashTable *ends, GArray *line)
{
  gboolean reversed = FALSE;
  Piece *piece;

  while ((piece = straightest (ends, line, &reversed)) != NULL)
    {
      piece->used = TRUE;
      for (guint i = 1; i < piece->n; i++)
        g_array_append_val (line, piece->vertices[reversed ? piece->n - 1 - i : i]);
    }
}

static void
reverse (GArray *line)
{
  for (guint i = 0; i < line->len / 2; i++)
    {
      Vertex *a = &g_array_index (line, Vertex, i), *b = &g_array_index (line, Vertex, line->len - 1 - i), c = *a;
      *a = *b;
      *b = c;
    }
}

static void
append_le (GByteArray *bytes, gconstpointer value, guint length)
{
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  g_byte_array_append (bytes, value, length);
#else
  for (guint i = length; i > 0; i--)
    g_byte_array_append (bytes, (const guint8 *) value + i - 1, 1);
#endif
}

static gboolean
put (KmzbWorld *world,
     KmzbWorldTable table,
     const char *class,
     const char *name,
     int rank,
     GArray *line,
     GError **error)
{
  g_autoptr (GByteArray) wkb = g_byte_array_sized_new (9 + line->len * 16);
  const guint8 little_endian = 1;
  const guint32 type = 2, n = line->len;
  /* The level of a whole line is its name's length: by it the style chooses how wide a number plate is. */
  KmzbWorldFeature feature = { .class = class,
                               .name = name,
                               .rank = rank,
                               .level = (int) g_utf8_strlen (name, -1),
                               .min_x = HUGE_VAL,
                               .min_y = HUGE_VAL,
                               .max_x = -HUGE_VAL,
                               .max_y = -HUGE_VAL };

  g_byte_array_append (wkb, &little_endian, 1);
  append_le (wkb, &type, 4);
  append_le (wkb, &n, 4);
  for (guint i = 0; i < line->len; i++)
    {
      const Vertex *vertex = &g_array_index (line, Vertex, i);

      append_le (wkb, &vertex->x, 8);
      append_le (wkb, &vertex->y, 8);
      feature.min_x = MIN (feature.min_x, vertex->x);
      feature.min_y = MIN (feature.min_y, vertex->y);
      feature.max_x = MAX (feature.max_x, vertex->x);
      feature.max_y = MAX (feature.max_y, vertex->y);
      if (i > 0)
        feature.size += hypot (vertex->x - vertex[-1].x, vertex->y - vertex[-1].y);
    }
  feature.wkb = wkb->data;
  feature.wkb_length = wkb->len;
  return kmzb_world_add (world, table, &feature, error);
}

/* Joins what meets and writes the whole lines; `size` is a line's length in Web Mercator metres. */
gboolean
kmzb_lines_join_into (KmzbLines *self, KmzbWorld *world, KmzbWorldTable table, GError **error)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      const char *key = g_ptr_array_index (self->keys, i);
      GPtrArray *pieces = g_hash_table_lookup (self->groups, key);
      const char *name = strchr (key, '\n') + 1;
      g_autofree char *class = g_strndup (key, (gsize) (name - key - 1));
      g_autoptr (GHashTable) ends = index_ends (pieces);

      for (guint j = 0; j < pieces->len; j++)
        {
          Piece *piece = g_ptr_array_index (pieces, j);
          g_autoptr (GArray) line = NULL;

          if (piece->used)
            continue;
          piece->used = TRUE;
          line = g_array_new (FALSE, FALSE, sizeof (Vertex));
          g_array_append_vals (line, piece->vertices, piece->n);
          extend (ends, line);
          reverse (line);
          extend (ends, line);
          if (!put (world, table, class, name, piece->rank, line, error))
            return FALSE;
        }
    }
  return TRUE;
}
