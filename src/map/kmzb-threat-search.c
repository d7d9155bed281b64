/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the threat index answers about a part of the map. */
#include "kmzb-threat-index-private.h"

#include <math.h>

/* A cell that lies half in the rectangle is looked through when it holds no more than this. */
#define FEW 16
/* Looking for the nearest begins in a square of this part of the rectangle, and twice that each time. */
#define FIRST_PART 64.0

static void
add_run (GArray *runs, guint first, guint count)
{
  KmzbThreatRun run = { first, count };

  if (runs->len > 0)
    {
      KmzbThreatRun *last = &g_array_index (runs, KmzbThreatRun, runs->len - 1);

      if (last->first + last->count == first)
        {
          last->count += count;
          return;
        }
    }
  g_array_append_val (runs, run);
}

static gboolean
is_inside (const KmzbWorldRect *rect, double x, double y)
{
  return x >= rect->x0 && x < rect->x1 && y >= rect->y0 && y < rect->y1;
}

static void
descend (KmzbThreatIndex *self,
         const KmzbWorldRect *rect,
         int level,
         gint64 x,
         gint64 y,
         guint begin,
         guint end,
         GArray *runs)
{
  double side = ldexp (1.0, -level);
  double left = (double) x * side, top = (double) y * side;

  if (begin == end || left >= rect->x1 || left + side <= rect->x0 || top >= rect->y1 || top + side <= rect->y0)
    return;
  if (left >= rect->x0 && left + side <= rect->x1 && top >= rect->y0 && top + side <= rect->y1)
    {
      add_run (runs, begin, end - begin);
      return;
    }
  if (end - begin <= FEW || level == KMZB_CURVE_BITS - 1)
    {
      for (guint i = begin; i < end; i++)
        {
          double px, py;

          kmzb_threat_index_get_place (self, i, &px, &py);
          if (is_inside (rect, px, py))
            add_run (runs, i, 1);
        }
      return;
    }

  for (int i = 0; i < 4; i++)
    {
      gint64 child_x = 2 * x + (i & 1);
      gint64 child_y = 2 * y + (i >> 1);
      guint stop = i == 3 ? end : kmzb_threat_index_child_end (self, level, child_x, child_y, begin, end);

      descend (self, rect, level + 1, child_x, child_y, begin, stop, runs);
      begin = stop;
    }
}

/* Appends to @runs (element-type KmzbThreatRun) exactly the threats that stand in @rect. */
void
kmzb_threat_index_find (KmzbThreatIndex *self, KmzbWorldRect rect, GArray *runs)
{
  descend (self, &rect, 0, 0, 0, 0, self->n_entries, runs);
}

/* @counts: (out) (optional): of each status. Returns: of all */
guint
kmzb_threat_index_count_statuses (KmzbThreatIndex *self, GArray *runs, guint counts[KMZB_N_STATUSES])
{
  guint total = 0;

  for (guint i = 0; counts != NULL && i < KMZB_N_STATUSES; i++)
    counts[i] = 0;
  for (guint i = 0; i < runs->len; i++)
    {
      const KmzbThreatRun *run = &g_array_index (runs, KmzbThreatRun, i);

      total += run->count;
      if (counts != NULL)
        {
          KmzbThreatSum sum = kmzb_threat_index_sum (self, run->first, run->first + run->count);

          for (guint j = 0; j < KMZB_N_STATUSES; j++)
            counts[j] += sum.counts[j];
        }
    }
  return total;
}

static int
compare_categories (gconstpointer a, gconstpointer b)
{
  const KmzbCategoryCount *ca = a;
  const KmzbCategoryCount *cb = b;

  if (ca->count != cb->count)
    return ca->count < cb->count ? 1 : -1;
  return g_strcmp0 (ca->slug, cb->slug);
}

/* Returns: (transfer full) (element-type KmzbCategoryCount): the most frequent first. One step a threat. */
GArray *
kmzb_threat_index_count_categories (KmzbThreatIndex *self, GArray *runs)
{
  GArray *result = g_array_new (FALSE, FALSE, sizeof (KmzbCategoryCount));
  GPtrArray *categories = kmzb_threats_get_categories (self->threats);
  g_autofree guint *counts = g_new0 (guint, KMZB_THREATS_MAX_CATEGORIES);

  for (guint i = 0; i < runs->len; i++)
    {
      const KmzbThreatRun *run = &g_array_index (runs, KmzbThreatRun, i);

      for (guint j = run->first; j < run->first + run->count; j++)
        counts[kmzb_threat_kind_get_category (self->kinds[j])]++;
    }
  for (guint i = 0; i < categories->len; i++)
    {
      KmzbCategoryCount each = { g_ptr_array_index (categories, i), counts[i] };

      if (each.count > 0)
        g_array_append_val (result, each);
    }
  g_array_sort (result, compare_categories);
  return result;
}

/* The smallest rectangle around the threats of @runs; of no threat, one that ends before it begins. */
KmzbWorldRect
kmzb_threat_index_get_extent (KmzbThreatIndex *self, GArray *runs)
{
  KmzbWorldRect extent = { 1, 1, 0, 0 };

  for (guint i = 0; i < runs->len; i++)
    {
      const KmzbThreatRun *run = &g_array_index (runs, KmzbThreatRun, i);

      for (guint j = run->first; j < run->first + run->count; j++)
        {
          double x, y;

          kmzb_threat_index_get_place (self, j, &x, &y);
          extent.x0 = MIN (extent.x0, x);
          extent.y0 = MIN (extent.y0, y);
          extent.x1 = MAX (extent.x1, x);
          extent.y1 = MAX (extent.y1, y);
        }
    }
  return extent;
}

typedef struct
{
  double distance;
  guint item;
} Near;

/* The farthest of those kept is at the root of a heap, and makes room for what is nearer. */
static void
sift_down (Near *heap, guint n, guint at)
{
  for (;;)
    {
      guint child = 2 * at + 1;
      Near swap;

      if (child >= n)
        return;
      if (child + 1 < n && heap[child + 1].distance > heap[child].distance)
        child++;
      if (heap[at].distance >= heap[child].distance)
        return;
      swap = heap[at];
      heap[at] = heap[child];
      heap[child] = swap;
      at = child;
    }
}

static int
compare_near (gconstpointer a, gconstpointer b)
{
  const Near *na = a;
  const Near *nb = b;

  if (na->distance != nb->distance)
    return na->distance < nb->distance ? -1 : 1;
  return (na->item > nb->item) - (na->item < nb->item);
}

/* Returns: (transfer full) (element-type KmzbThreat): at most @max threats of @runs, the nearest to @x/@y first */
GPtrArray *
kmzb_threat_index_nearest (KmzbThreatIndex *self, GArray *runs, double x, double y, guint max)
{
  GPtrArray *threats = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_threat_unref);
  g_autofree Near *heap = g_new (Near, MIN (max, self->n_entries));
  guint n = 0;

  for (guint i = 0; max > 0 && i < runs->len; i++)
    {
      const KmzbThreatRun *run = &g_array_index (runs, KmzbThreatRun, i);

      for (guint j = run->first; j < run->first + run->count; j++)
        {
          Near near = { .item = j };
          double px, py;

          kmzb_threat_index_get_place (self, j, &px, &py);
          near.distance = (px - x) * (px - x) + (py - y) * (py - y);
          if (n < max)
            {
              heap[n++] = near;
              for (guint k = n == max ? n / 2 : 0; k > 0; k--)
                sift_down (heap, n, k - 1);
            }
          else if (near.distance < heap[0].distance)
            {
              heap[0] = near;
              sift_down (heap, n, 0);
            }
        }
    }

  if (n > 1)
    qsort (heap, n, sizeof (Near), compare_near);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (threats, kmzb_threat_index_get (self, heap[i].item));
  return threats;
}

/* As kmzb_threat_index_nearest(), of all in @rect: looks in a small square about @x/@y first, so that a crowd that
 * fills the rectangle costs nothing. */
GPtrArray *
kmzb_threat_index_nearest_in (KmzbThreatIndex *self, KmzbWorldRect rect, double x, double y, guint max)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (KmzbThreatRun));
  double side = MAX (rect.x1 - rect.x0, rect.y1 - rect.y0);

  for (double part = FIRST_PART; part >= 1; part /= 2)
    {
      double reach = side / part;
      KmzbWorldRect square = { MAX (rect.x0, x - reach), MAX (rect.y0, y - reach), MIN (rect.x1, x + reach),
                               MIN (rect.y1, y + reach) };

      g_array_set_size (runs, 0);
      kmzb_threat_index_find (self, square, runs);
      if (part > 1 && kmzb_threat_index_count_statuses (self, runs, NULL) < max)
        continue;
      if (part > 1)
        {
          /* The nearest by distance may stand beyond a side of the square, but not beyond its corner. */
          reach *= G_SQRT2;
          square = (KmzbWorldRect){ MAX (rect.x0, x - reach), MAX (rect.y0, y - reach), MIN (rect.x1, x + reach),
                                    MIN (rect.y1, y + reach) };
        }
      else
        square = rect;
      g_array_set_size (runs, 0);
      kmzb_threat_index_find (self, square, runs);
      break;
    }
  return kmzb_threat_index_nearest (self, runs, x, y, max);
}
