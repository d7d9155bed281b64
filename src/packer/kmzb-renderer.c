/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-renderer.h"

#include "kmzb-error.h"
#include "kmzb-style.h"

#include <stdlib.h>

#define TILE KMZB_RENDERER_TILE_SIZE
/* Pixels around a metatile that are read too, so that what begins outside is drawn whole. */
#define BUFFER 128
/* A palette of 64 colours without transparency: a quarter fewer bytes than 256, and no eye sees the difference at 70 cm.
 * Packing at level 6: level 9 takes nearly twice the whole time for 4 % fewer bytes. */
#define FORMAT "png8:m=h:z=6:t=0:c=64"
/* Finished metatiles that may wait for an earlier one, a thread. */
#define MAX_AHEAD 4
#define MERCATOR_HALF_M 20037508.342789244

typedef struct
{
  guint index;
  GPtrArray *images; /* of GBytes, one a wanted tile, in the order of the bits; NULL: it failed */
} Result;

typedef struct
{
  const KmzbRenderer *renderer;
  GMutex lock;
  GCond changed;
  guint next;        /* under lock: the next metatile to be taken */
  guint n_written;   /* under lock */
  guint max_ahead;
  gboolean quit;     /* under lock */
  GHashTable *ready; /* under lock: index -> Result */
  GError *error;     /* under lock: the first one */
} Work;

static void
result_free (Result *result)
{
  g_clear_pointer (&result->images, g_ptr_array_unref);
  g_free (result);
}

static void
metatile_box (const KmzbMetatile *block, double box[4])
{
  double tile_m = 2 * MERCATOR_HALF_M / (double) (G_GUINT64_CONSTANT (1) << block->zoom);

  box[0] = block->x * tile_m - MERCATOR_HALF_M;
  box[1] = MERCATOR_HALF_M - (block->y + block->rows) * tile_m;
  box[2] = (block->x + block->columns) * tile_m - MERCATOR_HALF_M;
  box[3] = MERCATOR_HALF_M - block->y * tile_m;
}

static gboolean
mapnik_failed (char *fault, GError **error)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_IO, "Can't draw the map: %s", fault);
  free (fault);
  return FALSE;
}

static gboolean
draw (KmzbMapnik *mapnik, const KmzbMetatile *block, GPtrArray *images, GError **error)
{
  double box[4];
  char *fault = NULL;

  metatile_box (block, box);
  if (!kmzb_mapnik_draw (mapnik, box, (unsigned) block->columns * TILE, (unsigned) block->rows * TILE, BUFFER,
                         block->zoom, &fault))
    return mapnik_failed (fault, error);
  for (int i = 0; i < block->rows * block->columns; i++)
    {
      char *data;
      gsize length;

      if (!(block->wanted >> i & 1))
        continue;
      if (!kmzb_mapnik_encode (mapnik, (unsigned) (i % block->columns) * TILE, (unsigned) (i / block->columns) * TILE,
                               TILE, FORMAT, &data, &length, &fault))
        return mapnik_failed (fault, error);
      g_ptr_array_add (images, g_bytes_new_with_free_func (data, length, free, data));
    }
  return TRUE;
}

/* The next metatile's index; -1 when there are no more or all is to stop. */
static int
take_job (Work *work)
{
  int index = -1;

  g_mutex_lock (&work->lock);
  while (!work->quit && work->next < work->renderer->plan->len && work->next >= work->n_written + work->max_ahead)
    g_cond_wait (&work->changed, &work->lock);
  if (!work->quit && work->next < work->renderer->plan->len)
    index = (int) work->next++;
  g_mutex_unlock (&work->lock);
  return index;
}

static gpointer
draw_thread (gpointer data)
{
  Work *work = data;
  GError *error = NULL;
  KmzbMapnik *mapnik = kmzb_style_load (work->renderer->style_folder, work->renderer->world_path, &error);
  int index;

  while (error == NULL && (index = take_job (work)) >= 0)
    {
      Result *result = g_new0 (Result, 1);

      result->index = (guint) index;
      result->images = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      draw (mapnik, &g_array_index (work->renderer->plan, KmzbMetatile, index), result->images, &error);
      g_mutex_lock (&work->lock);
      g_hash_table_insert (work->ready, GUINT_TO_POINTER (result->index), result);
      g_cond_broadcast (&work->changed);
      g_mutex_unlock (&work->lock);
    }
  if (error != NULL)
    {
      g_mutex_lock (&work->lock);
      if (work->error == NULL)
        work->error = g_steal_pointer (&error);
      work->quit = TRUE;
      g_cond_broadcast (&work->changed);
      g_mutex_unlock (&work->lock);
    }
  g_clear_error (&error);
  kmzb_mapnik_free (mapnik);
  return NULL;
}

/* Waits for the metatile that comes next in order; %NULL when one failed or all is to stop. */
static Result *
wait_for (Work *work, guint index)
{
  Result *result = NULL;

  g_mutex_lock (&work->lock);
  while (!work->quit && work->error == NULL && result == NULL)
    {
      gpointer stolen = NULL;

      if (g_hash_table_steal_extended (work->ready, GUINT_TO_POINTER (index), NULL, &stolen))
        result = stolen;
      else
        g_cond_wait_until (&work->changed, &work->lock, g_get_monotonic_time () + G_TIME_SPAN_SECOND / 5);
      if (work->renderer->stop != NULL && *work->renderer->stop)
        work->quit = TRUE;
    }
  g_mutex_unlock (&work->lock);
  if (result != NULL && work->quit)
    g_clear_pointer (&result, result_free);
  return result;
}

static gboolean
write_block (KmzbPackWriter *writer, const KmzbMetatile *block, Result *result, GError **error)
{
  guint n = 0;

  for (int i = 0; i < block->rows * block->columns; i++)
    if (block->wanted >> i & 1
        && !kmzb_pack_writer_add_tile (writer, block->zoom, block->x + i % block->columns, block->y + i / block->columns,
                                       g_ptr_array_index (result->images, n++), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_all (Work *work, KmzbPackWriter *writer, GError **error)
{
  const KmzbRenderer *self = work->renderer;
  guint64 n_all = kmzb_tile_plan_count (self->plan), n_done = 0;

  for (guint i = 0; i < self->plan->len; i++)
    {
      const KmzbMetatile *block = &g_array_index (self->plan, KmzbMetatile, i);
      Result *result = wait_for (work, i);
      gboolean fine = result != NULL && write_block (writer, block, result, error);

      g_clear_pointer (&result, result_free);
      if (!fine)
        return FALSE;
      n_done += block->n_wanted;
      if (self->progress != NULL)
        self->progress (n_done, n_all, self->progress_data);
      g_mutex_lock (&work->lock);
      work->n_written = i + 1;
      g_cond_broadcast (&work->changed);
      g_mutex_unlock (&work->lock);
    }
  return TRUE;
}

/**
 * kmzb_renderer_run:
 *
 * Draws the plan on all processors and writes the tiles in the plan's order, whichever thread is ready first: the same
 * input gives the same file.
 *
 * Returns: %FALSE without @error when it was told to stop
 */
gboolean
kmzb_renderer_run (const KmzbRenderer *self, KmzbPackWriter *writer, GError **error)
{
  guint n_threads = CLAMP (g_get_num_processors (), 1, 64);
  Work work = { .renderer = self, .max_ahead = n_threads * MAX_AHEAD };
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  gboolean fine;

  g_mutex_init (&work.lock);
  g_cond_init (&work.changed);
  work.ready = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) result_free);
  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("kmzb-draw", draw_thread, &work);
  fine = write_all (&work, writer, error);

  g_mutex_lock (&work.lock);
  work.quit = TRUE;
  g_cond_broadcast (&work.changed);
  g_mutex_unlock (&work.lock);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  if (!fine && work.error != NULL && (error == NULL || *error == NULL))
    g_propagate_error (error, g_steal_pointer (&work.error));
  g_clear_error (&work.error);
  g_hash_table_unref (work.ready);
  g_cond_clear (&work.changed);
  g_mutex_clear (&work.lock);
  return fine;
}
