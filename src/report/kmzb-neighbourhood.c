/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-neighbourhood.h"

#include "kmzb-curve.h"

#include <gio/gio.h>

/**
 * KmzbNeighbourhood:
 *
 * What is known around the place of a report: which categories are reported there, and threats so near that the visitor
 * may mean one of them. Read through on a worker; emits "changed" when it knows.
 */
struct _KmzbNeighbourhood
{
  GObject parent_instance;

  GCancellable *looking; /* nullable */
  const char *likely[KMZB_MAX_LIKELY + 1];
  GPtrArray *near; /* (element-type KmzbThreat): nearest first; nullable */
};

G_DEFINE_FINAL_TYPE (KmzbNeighbourhood, kmzb_neighbourhood, G_TYPE_OBJECT)

static guint changed_signal;

/* As far as people walk; a threat next door weighs twice one that is LIKELY_HALF_M away. */
#define LIKELY_M 1500.0
#define LIKELY_HALF_M 250.0
/* One report a year ago says nothing about a place. */
#define LEAST_WEIGHT 0.5
#define CANCEL_THREATS 4096

typedef struct
{
  KmzbThreats *threats;
  KmzbPoint place;
} Job;

typedef struct
{
  guint index;
  double distance_m;
} Near;

typedef struct
{
  const char *likely[KMZB_MAX_LIKELY + 1];
  GPtrArray *near;
} Found;

static void
job_free (gpointer data)
{
  Job *job = data;

  kmzb_threats_unref (job->threats);
  g_free (job);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->near, g_ptr_array_unref);
  g_free (found);
}

/* Whether somebody may still be worried by it: what was put right or never was is nothing to confirm. */
static gboolean
is_open (KmzbStatus status)
{
  return status == KMZB_STATUS_NEW || status == KMZB_STATUS_VERIFICATION || status == KMZB_STATUS_CONFIRMED
         || status == KMZB_STATUS_PASSED_ON;
}

static int
compare_near (gconstpointer a, gconstpointer b)
{
  double one = ((const Near *) a)->distance_m, other = ((const Near *) b)->distance_m;

  return (one > other) - (one < other);
}

static void
weigh (GHashTable *weights, const char *category, double distance_m)
{
  double *weight = g_hash_table_lookup (weights, category);

  if (weight == NULL)
    g_hash_table_insert (weights, (gpointer) category, weight = g_new0 (double, 1));
  *weight += 1 / (1 + distance_m / LIKELY_HALF_M);
}

/* The heaviest first; of equals in the order of their names, so that the same place shows the same. */
static void
take_likely (Found *found, GHashTable *weights)
{
  for (guint n = 0; n < KMZB_MAX_LIKELY; n++)
    {
      const char *best = NULL;
      double best_weight = LEAST_WEIGHT;
      GHashTableIter iter;
      gpointer category, weight;

      g_hash_table_iter_init (&iter, weights);
      while (g_hash_table_iter_next (&iter, &category, &weight))
        if (*(double *) weight > best_weight
            || (*(double *) weight == best_weight && best != NULL && g_strcmp0 (category, best) < 0))
          {
            best = category;
            best_weight = *(double *) weight;
          }
      if (best == NULL)
        return;
      found->likely[n] = best;
      g_hash_table_remove (weights, best);
    }
}

/* A part of the world as the codes of threats tell it: most of a million are left out without more reckoning. */
typedef struct
{
  double x0, y0;
  double x1, y1;
} WorldBox;

static WorldBox
world_box (KmzbBox box)
{
  return (WorldBox){ kmzb_geo_tile_x (box.west, 0), kmzb_geo_tile_y (box.north, 0), kmzb_geo_tile_x (box.east, 0),
                     kmzb_geo_tile_y (box.south, 0) };
}

static gboolean
is_in (const WorldBox *box, guint64 code)
{
  double x, y;

  kmzb_curve_place (code, &x, &y);
  return x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1;
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  WorldBox box = world_box (kmzb_box_around (job->place, LIKELY_M));
  const guint64 *codes = kmzb_threats_get_codes (job->threats);
  g_autoptr (GHashTable) weights = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (Near));
  guint n = kmzb_threats_get_count (job->threats);
  Found *found;

  for (guint i = 0; i < n; i++)
    {
      Near entry = { .index = i };

      if (i % CANCEL_THREATS == 0 && g_task_return_error_if_cancelled (task))
        return;
      if (!is_in (&box, codes[i]) || kmzb_threats_get_status (job->threats, i) == KMZB_STATUS_MISTAKE)
        continue;
      entry.distance_m = kmzb_geo_distance_m (job->place, kmzb_threats_get_place (job->threats, i));
      weigh (weights, kmzb_threats_get_category (job->threats, i), entry.distance_m);
      if (entry.distance_m <= KMZB_SIMILAR_M && is_open (kmzb_threats_get_status (job->threats, i))
          && kmzb_threats_get_source (job->threats, i) == KMZB_THREAT_SOURCE_PEOPLE)
        g_array_append_val (near, entry);
    }

  found = g_new0 (Found, 1);
  found->near = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_threat_unref);
  take_likely (found, weights);
  g_array_sort (near, compare_near);
  for (guint i = 0; i < near->len; i++)
    g_ptr_array_add (found->near, kmzb_threats_get (job->threats, g_array_index (near, Near, i).index));
  g_task_return_pointer (task, found, found_free);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbNeighbourhood *self = KMZB_NEIGHBOURHOOD (source);
  Found *found = g_task_propagate_pointer (G_TASK (result), NULL);

  if (found == NULL)
    return; /* cancelled: nothing else can go wrong */
  g_clear_object (&self->looking);
  for (guint i = 0; i < KMZB_MAX_LIKELY; i++)
    self->likely[i] = found->likely[i];
  g_clear_pointer (&self->near, g_ptr_array_unref);
  self->near = g_steal_pointer (&found->near);
  found_free (found);
  g_signal_emit (self, changed_signal, 0);
}

static void
kmzb_neighbourhood_dispose (GObject *object)
{
  kmzb_neighbourhood_forget (KMZB_NEIGHBOURHOOD (object));
  G_OBJECT_CLASS (kmzb_neighbourhood_parent_class)->dispose (object);
}

static void
kmzb_neighbourhood_class_init (KmzbNeighbourhoodClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_neighbourhood_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kmzb_neighbourhood_init (KmzbNeighbourhood *self)
{
}

KmzbNeighbourhood *
kmzb_neighbourhood_new (void)
{
  return g_object_new (KMZB_TYPE_NEIGHBOURHOOD, NULL);
}

/* Begins to look around @place; what was known of another is forgotten. @threats: (nullable) */
void
kmzb_neighbourhood_look (KmzbNeighbourhood *self, KmzbThreats *threats, KmzbPoint place)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (KMZB_IS_NEIGHBOURHOOD (self));

  kmzb_neighbourhood_forget (self);
  if (threats == NULL)
    return;
  self->looking = g_cancellable_new ();
  job = g_new0 (Job, 1);
  job->threats = kmzb_threats_ref (threats);
  job->place = place;
  task = g_task_new (self, self->looking, on_looked, NULL);
  g_task_set_source_tag (task, kmzb_neighbourhood_look);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, look_in_thread);
}

void
kmzb_neighbourhood_forget (KmzbNeighbourhood *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->near, g_ptr_array_unref);
  for (guint i = 0; i < KMZB_MAX_LIKELY; i++)
    self->likely[i] = NULL;
}

/* Returns: (transfer none) (array zero-terminated=1): slugs, the likeliest first; none until they are known */
const char *const *
kmzb_neighbourhood_get_likely (KmzbNeighbourhood *self)
{
  return self->likely;
}

/* Returns: (transfer none) (nullable): the nearest open threat of @category within %KMZB_SIMILAR_M */
KmzbThreat *
kmzb_neighbourhood_get_similar (KmzbNeighbourhood *self, const char *category)
{
  for (guint i = 0; self->near != NULL && i < self->near->len; i++)
    {
      KmzbThreat *threat = g_ptr_array_index (self->near, i);

      if (g_strcmp0 (threat->category, category) == 0)
        return threat;
    }
  return NULL;
}
