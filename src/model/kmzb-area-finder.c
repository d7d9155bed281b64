/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-area-finder.h"

#include <math.h>

/* Areas are looked up in a grid of so many boxes a side, edges of an area in slabs of latitude. */
#define GRID 64
#define POINTS_PER_SLAB 4
#define MAX_SLABS 512

typedef struct
{
  guint n_slabs;
  guint *starts; /* n_slabs + 1 */
  guint *edges;  /* where in the shape's points each edge begins */
} Slabs;

/**
 * KmzbAreaFinder:
 *
 * Tells in which area a point lies, a million times a second: a grid leaves the areas near by, and slabs of latitude
 * leave the few edges that a ray could meet. Immutable, so any thread may ask it.
 */
struct _KmzbAreaFinder
{
  gatomicrefcount ref_count;
  GPtrArray *areas;
  Slabs *slabs;
  KmzbBox box;
  GArray *grid[GRID * GRID]; /* (nullable): guint */
};

static guint
step_of (double value, double from, double to, guint n)
{
  return to > from ? (guint) CLAMP (floor ((value - from) / (to - from) * n), 0.0, n - 1.0) : 0;
}

static guint
slab_of (const KmzbShape *shape, guint n_slabs, double lat)
{
  return step_of (lat, shape->box.south, shape->box.north, n_slabs);
}

/* Calls for every edge of @shape the slabs it passes: counts them, or enters it once @edges is there. */
static void
fill_slabs (const KmzbShape *shape, Slabs *slabs, guint *next)
{
  for (guint part = 0; part < shape->n_parts; part++)
    for (guint i = shape->parts[part]; i + 1 < shape->parts[part + 1]; i++)
      {
        guint a = slab_of (shape, slabs->n_slabs, shape->points[i].lat);
        guint b = slab_of (shape, slabs->n_slabs, shape->points[i + 1].lat);

        for (guint slab = MIN (a, b); slab <= MAX (a, b); slab++)
          {
            if (slabs->edges != NULL)
              slabs->edges[next[slab]] = i;
            next[slab]++;
          }
      }
}

static void
slabs_init (Slabs *slabs, const KmzbShape *shape)
{
  g_autofree guint *counts = NULL;

  slabs->n_slabs = CLAMP (shape->parts[shape->n_parts] / POINTS_PER_SLAB, 1, MAX_SLABS);
  slabs->starts = g_new0 (guint, slabs->n_slabs + 1);
  counts = g_new0 (guint, slabs->n_slabs);
  fill_slabs (shape, slabs, counts);
  for (guint i = 0; i < slabs->n_slabs; i++)
    {
      slabs->starts[i + 1] = slabs->starts[i] + counts[i];
      counts[i] = slabs->starts[i];
    }
  slabs->edges = g_new (guint, MAX (1, slabs->starts[slabs->n_slabs]));
  fill_slabs (shape, slabs, counts);
}

/* @areas: (element-type KmzbArea): kept, not to be changed any more */
KmzbAreaFinder *
kmzb_area_finder_new (GPtrArray *areas)
{
  KmzbAreaFinder *self = g_new0 (KmzbAreaFinder, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->areas = g_ptr_array_ref (areas);
  self->slabs = g_new0 (Slabs, areas->len);
  self->box = kmzb_box_empty ();
  for (guint i = 0; i < areas->len; i++)
    {
      const KmzbShape *shape = ((KmzbArea *) g_ptr_array_index (areas, i))->shape;

      slabs_init (&self->slabs[i], shape);
      kmzb_box_add (&self->box, (KmzbPoint){ shape->box.south, shape->box.west });
      kmzb_box_add (&self->box, (KmzbPoint){ shape->box.north, shape->box.east });
    }
  for (guint i = 0; i < areas->len; i++)
    {
      const KmzbBox *box = &((KmzbArea *) g_ptr_array_index (areas, i))->shape->box;
      guint x0 = step_of (box->west, self->box.west, self->box.east, GRID);
      guint x1 = step_of (box->east, self->box.west, self->box.east, GRID);
      guint y0 = step_of (box->south, self->box.south, self->box.north, GRID);
      guint y1 = step_of (box->north, self->box.south, self->box.north, GRID);

      for (guint y = y0; y <= y1; y++)
        for (guint x = x0; x <= x1; x++)
          {
            GArray **near = &self->grid[y * GRID + x];

            if (*near == NULL)
              *near = g_array_new (FALSE, FALSE, sizeof (guint));
            g_array_append_val (*near, i);
          }
    }
  return self;
}

KmzbAreaFinder *
kmzb_area_finder_ref (KmzbAreaFinder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_area_finder_unref (KmzbAreaFinder *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->areas->len; i++)
    {
      g_free (self->slabs[i].starts);
      g_free (self->slabs[i].edges);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->grid); i++)
    g_clear_pointer (&self->grid[i], g_array_unref);
  g_free (self->slabs);
  g_ptr_array_unref (self->areas);
  g_free (self);
}

guint
kmzb_area_finder_get_count (const KmzbAreaFinder *self)
{
  return self->areas->len;
}

/* Returns: (transfer none): */
KmzbArea *
kmzb_area_finder_get (const KmzbAreaFinder *self, guint i)
{
  g_return_val_if_fail (i < self->areas->len, NULL);
  return g_ptr_array_index (self->areas, i);
}

static gboolean
contains (const KmzbShape *shape, const Slabs *slabs, KmzbPoint point)
{
  guint slab = slab_of (shape, slabs->n_slabs, point.lat);
  gboolean inside = FALSE;

  for (guint i = slabs->starts[slab]; i < slabs->starts[slab + 1]; i++)
    {
      const KmzbPoint *edge = &shape->points[slabs->edges[i]];

      if (kmzb_shape_edge_is_east_of (edge[0], edge[1], point))
        inside = !inside;
    }
  return inside;
}

/* Returns: the place of the first area that holds @point, or -1 */
int
kmzb_area_finder_find (const KmzbAreaFinder *self, KmzbPoint point)
{
  const GArray *near;

  if (!kmzb_box_contains (self->box, point))
    return -1;
  near = self->grid[step_of (point.lat, self->box.south, self->box.north, GRID) * GRID
                    + step_of (point.lon, self->box.west, self->box.east, GRID)];
  for (guint i = 0; near != NULL && i < near->len; i++)
    {
      guint at = g_array_index (near, guint, i);
      const KmzbShape *shape = ((KmzbArea *) g_ptr_array_index (self->areas, at))->shape;

      if (kmzb_box_contains (shape->box, point) && contains (shape, &self->slabs[at], point))
        return (int) at;
    }
  return -1;
}
