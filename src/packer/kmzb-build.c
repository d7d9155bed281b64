/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-build.h"

#include "kmzb-error.h"
#include "kmzb-geojson.h"
#include "kmzb-osm.h"
#include "kmzb-pack-schema.h"
#include "kmzb-progress.h"
#include "kmzb-renderer.h"
#include "kmzb-style.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"

#include <errno.h>
#include <gdal.h>
#include <glib/gstdio.h>
#include <ogr_api.h>
#include <stdlib.h>
#include <string.h>

/* Poland with its coast, roughly: there "ul." stands before a street's name. */
static const KmzbBox POLAND = { .south = 49.0, .west = 14.12, .north = 54.9, .east = 24.2 };

#define OSM_ATTRIBUTION "© autorzy OpenStreetMap"
#define OSM_LICENCE "ODbL 1.0 (https://www.openstreetmap.org/copyright)"

/* A build under way. */
typedef struct
{
  const KmzbBuild *order;
  char *folder; /* scratch */
  char *style_folder;
  GPtrArray *sources;
  KmzbRegion *region;
  KmzbWorld *world;
  KmzbPackWriter *writer;
  KmzbRegionNote note;
  KmzbBox bounds;
  int min_zoom;
  int max_zoom;
  KmzbProgress progress;
  guint64 n_tiles;
} Job;

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_unlink (file);
    }
  g_rmdir (path);
}

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->writer, kmzb_pack_writer_free);
  g_clear_pointer (&job->world, kmzb_world_free);
  g_clear_pointer (&job->region, kmzb_region_free);
  g_clear_pointer (&job->sources, g_ptr_array_unref);
  kmzb_region_note_clear (&job->note);
  if (job->folder != NULL)
    remove_folder (job->folder);
  g_free (job->folder);
  g_free (job->style_folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static gboolean
is_stopped (Job *job)
{
  return job->order->stop != NULL && *job->order->stop;
}

static gboolean
open_sources (Job *job, GError **error)
{
  job->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_source_free);
  for (guint i = 0; job->order->inputs[i] != NULL; i++)
    {
      KmzbSource *source = kmzb_source_new (job->order->inputs[i], job->folder, error);

      if (source == NULL)
        return FALSE;
      g_ptr_array_add (job->sources, source);
    }
  for (guint i = 0; i < job->sources->len; i++)
    if (((KmzbSource *) g_ptr_array_index (job->sources, i))->kind == KMZB_SOURCE_OSM)
      return TRUE;
  g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't make a map: no input holds OpenStreetMap data");
  return FALSE;
}

static gboolean
read_osm (Job *job, GError **error)
{
  g_autoptr (KmzbLines) streets = kmzb_lines_new ();
  g_autoptr (KmzbLines) shields = kmzb_lines_new ();
  g_autoptr (KmzbLines) rivers = kmzb_lines_new ();
  KmzbOsm osm = { .world = job->world,
                  .region = job->region,
                  .streets = streets,
                  .shields = shields,
                  .rivers = rivers,
                  .style_folder = job->style_folder,
                  .stop = job->order->stop };

  for (guint i = 0; i < job->sources->len; i++)
    {
      KmzbSource *source = g_ptr_array_index (job->sources, i);

      if (source->kind == KMZB_SOURCE_OSM && !kmzb_osm_read (&osm, source, error))
        return FALSE;
    }
  if (is_stopped (job))
    return TRUE;
  return kmzb_lines_join_into (streets, job->world, KMZB_WORLD_STREET, error)
         && kmzb_lines_join_into (rivers, job->world, KMZB_WORLD_STREET, error)
         && kmzb_lines_join_into (shields, job->world, KMZB_WORLD_SHIELD, error)
         && kmzb_world_finish (job->world, error);
}

static gboolean
read_geojson (Job *job, GError **error)
{
  for (guint i = 0; i < job->sources->len; i++)
    {
      KmzbSource *source = g_ptr_array_index (job->sources, i);

      if (source->kind == KMZB_SOURCE_GEOJSON
          && !kmzb_geojson_read (source, kmzb_pack_writer_get_db (job->writer), &job->note, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
touches (int zoom, int x, int y, OGRGeometryH area)
{
  KmzbBox box = kmzb_geo_tile_box (x, y, zoom);
  OGRGeometryH ring = OGR_G_CreateGeometry (wkbLinearRing), tile = OGR_G_CreateGeometry (wkbPolygon);
  gboolean meet;

  OGR_G_AddPoint_2D (ring, box.west, box.south);
  OGR_G_AddPoint_2D (ring, box.east, box.south);
  OGR_G_AddPoint_2D (ring, box.east, box.north);
  OGR_G_AddPoint_2D (ring, box.west, box.north);
  OGR_G_AddPoint_2D (ring, box.west, box.south);
  OGR_G_AddGeometryDirectly (tile, ring);
  meet = OGR_G_Intersects (area, tile);
  OGR_G_DestroyGeometry (tile);
  return meet;
}

/* A #KmzbTileWanted: whether a tile touches the area asked for and, on the finest levels, the one for detail. */
static gboolean
touches_area (int zoom, int x, int y, gpointer data)
{
  KmzbRegion *region = data;

  return (region->area == NULL || touches (zoom, x, y, region->area))
         && (region->detail == NULL || zoom < KMZB_TILE_PLAN_PEOPLE_ZOOM || touches (zoom, x, y, region->detail));
}

static gboolean
draw (Job *job, GError **error)
{
  g_autoptr (GArray) plan = kmzb_tile_plan_make (job->bounds, job->min_zoom, job->max_zoom,
                                                 (KmzbPoint *) job->region->people->data, job->region->people->len,
                                                 job->region->area || job->region->detail ? touches_area : NULL, job->region);
  KmzbRenderer renderer = { .plan = plan,
                            .style_folder = job->style_folder,
                            .world_path = kmzb_world_get_path (job->world),
                            .stop = job->order->stop,
                            .progress = kmzb_progress_tiles,
                            .progress_data = &job->progress };

  job->n_tiles = kmzb_tile_plan_count (plan);
  kmzb_progress_say (&job->progress, "Drawing %" G_GUINT64_FORMAT " tiles, levels %d to %d", job->n_tiles,
                     job->min_zoom, job->max_zoom);
  return kmzb_renderer_run (&renderer, job->writer, error);
}

static char *
pack_name (Job *job)
{
  char *name;

  if (job->order->name != NULL)
    return g_strdup (job->order->name);
  if (job->note.name != NULL)
    return g_strdup (job->note.name);
  name = g_path_get_basename (job->order->output);
  if (strrchr (name, '.') > name)
    *strrchr (name, '.') = '\0';
  return name;
}

/* When the pack is made: as the region says, as a reproducible build says, or now. */
static char *
made_at (Job *job)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");

  if (job->note.made_at != NULL)
    return g_strdup (job->note.made_at);
  return kmzb_time_format_w3c (epoch ? g_ascii_strtoll (epoch, NULL, 10) * G_USEC_PER_SEC : g_get_real_time ());
}

static gboolean
write_meta (Job *job, GError **error)
{
  KmzbBox box = job->bounds;
  KmzbPoint center = kmzb_box_center (box);
  char number[4][G_ASCII_DTOSTR_BUF_SIZE];
  const double values[] = { box.west, box.south, box.east, box.north };
  int center_zoom = CLAMP (13, job->min_zoom, job->max_zoom);
  g_autofree char *name = pack_name (job);
  g_autofree char *time = made_at (job);
  g_autofree char *id = job->note.id ? g_strdup (job->note.id) : kmzb_uuid7_new (g_get_real_time ());
  g_autofree char *least = g_strdup_printf ("%d", job->min_zoom);
  g_autofree char *most = g_strdup_printf ("%d", job->max_zoom);
  g_autofree char *schema = g_strdup_printf ("%d", KMZB_PACK_SCHEMA_VERSION);
  g_autofree char *bounds = NULL, *middle = NULL;
  const char *source = job->note.source ? job->note.source : "OpenStreetMap";
  const char *licence = job->note.licence ? job->note.licence : OSM_LICENCE;
  const char *attribution = job->note.source ? job->note.source : OSM_ATTRIBUTION;

  for (guint i = 0; i < 4; i++)
    g_ascii_formatd (number[i], sizeof number[i], "%.6f", values[i]);
  bounds = g_strjoin (",", number[0], number[1], number[2], number[3], NULL);
  g_ascii_formatd (number[0], sizeof number[0], "%.6f", center.lon);
  g_ascii_formatd (number[1], sizeof number[1], "%.6f", center.lat);
  middle = g_strdup_printf ("%s,%s,%d", number[0], number[1], center_zoom);

  const char *const metadata[][2] = {
    { "name", name },      { "format", "png" },     { "type", "baselayer" },        { "version", "1" },
    { "bounds", bounds },  { "center", middle },    { "minzoom", least },        { "maxzoom", most },
    { "scheme", "tms" },   { "description", name }, { "attribution", attribution },
  };
  const char *const meta[][2] = {
    { "schema", schema },   { "id", id },
    { "name", name },       { "made_at", time },
    { "sources", source },  { "licences", licence },
    { "training", job->note.training ? "1" : "0" },
    { "country", kmzb_box_contains (POLAND, center) ? "pl" : "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (metadata); i++)
    if (!kmzb_pack_writer_set_metadata (job->writer, metadata[i][0], metadata[i][1], error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (meta); i++)
    if (!kmzb_pack_writer_set_meta (job->writer, meta[i][0], meta[i][1], error))
      return FALSE;
  return TRUE;
}

static gboolean
has_any (KmzbRegion *region, GArray *points)
{
  for (guint i = 0; i < points->len; i++)
    if (kmzb_region_has (region, g_array_index (points, KmzbPoint, i)))
      return TRUE;
  return FALSE;
}

static gboolean
decide_bounds (Job *job, GError **error)
{
  if (job->region->area != NULL && !has_any (job->region, job->region->people)
      && !has_any (job->region, job->region->anything))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't make a map: nothing of the map data lies in area %s",
                   job->order->area);
      return FALSE;
    }
  job->bounds = kmzb_region_find_bounds (job->region);
  if (kmzb_box_is_empty (job->bounds))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't make a map of %s: it has neither houses nor roads",
                   job->order->inputs[0]);
      return FALSE;
    }
  job->min_zoom = job->order->min_zoom >= 0 ? job->order->min_zoom : KMZB_BUILD_MIN_ZOOM;
  job->max_zoom = job->order->max_zoom >= 0 ? job->order->max_zoom : KMZB_BUILD_MAX_ZOOM;
  return TRUE;
}

static gboolean
read_all (Job *job, GError **error)
{
  kmzb_progress_say (&job->progress, "Reading the map data");
  if (!open_sources (job, error)
      || (job->order->area != NULL && !kmzb_region_read_area (job->region, job->order->area, error))
      || (job->order->detail != NULL && !kmzb_region_read_detail (job->region, job->order->detail, error))
      || !read_geojson (job, error) || !read_osm (job, error))
    return FALSE;
  if (is_stopped (job))
    return TRUE;
  kmzb_progress_say (&job->progress, "Read %" G_GINT64_FORMAT " things to draw, %u addresses, %u places",
                     kmzb_world_count (job->world), job->region->addresses->len, job->region->places->len);
  return decide_bounds (job, error);
}

static gboolean
prepare (Job *job, GError **error)
{
  GDALAllRegister ();
  job->region = kmzb_region_new ();
  job->style_folder = kmzb_style_find_folder (error);
  if (job->style_folder == NULL || !kmzb_style_setup (error))
    return FALSE;
  job->folder = g_dir_make_tmp ("kmzb-pack-XXXXXX", error);
  if (job->folder == NULL)
    return FALSE;
  job->world = kmzb_world_new (job->folder, error);
  job->writer = job->world ? kmzb_pack_writer_new (job->order->output, error) : NULL;
  return job->writer != NULL;
}

/**
 * kmzb_build_run:
 *
 * Makes a region pack. Whatever goes wrong, and when it is told to stop, the output file is what it was before.
 */
gboolean
kmzb_build_run (const KmzbBuild *self, GError **error)
{
  g_auto (Job) job = { .order = self };
  gint64 started_us = g_get_monotonic_time ();
  double spent_s;
  GStatBuf status;
  gboolean fine;

  kmzb_progress_init (&job.progress, self->quiet);
  fine = prepare (&job, error) && read_all (&job, error);
  if (fine && !is_stopped (&job))
    fine = write_meta (&job, error) && kmzb_pack_writer_add_region (job.writer, job.region, job.bounds, error)
           && draw (&job, error);
  if (!fine || is_stopped (&job))
    kmzb_progress_end (&job.progress);
  if (is_stopped (&job))
    {
      g_clear_error (error);
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_BUSY, "Stopped; %s was not written", self->output);
      return FALSE;
    }
  if (!fine || !kmzb_pack_writer_finish (job.writer, error))
    return FALSE;
  spent_s = (double) (g_get_monotonic_time () - started_us) / G_USEC_PER_SEC;
  if (g_stat (self->output, &status) == 0)
    kmzb_progress_say (&job.progress,
                       "Made %s: %" G_GUINT64_FORMAT " tiles in %.1f s, %.0f tiles a second, %" G_GINT64_FORMAT " bytes",
                       self->output, job.n_tiles, spent_s, (double) job.n_tiles / MAX (spent_s, 0.001),
                       (gint64) status.st_size);
  return TRUE;
}
