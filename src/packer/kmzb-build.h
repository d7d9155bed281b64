/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbBuild:
 * @inputs: files of OpenStreetMap data and GeoJSON
 * @area: (nullable): GeoJSON polygons to keep to
 * @detail: (nullable): GeoJSON polygons outside of which levels 17 and 18 are not drawn
 * @name: (nullable): the pack's name; else the region's or the file's
 * @min_zoom: -1: as fits
 * @max_zoom: -1: as fits
 * @stop: set from a signal handler; the build ends soon after and leaves nothing
 */
typedef struct
{
  char **inputs;
  const char *output;
  const char *area;
  const char *detail;
  const char *name;
  int min_zoom;
  int max_zoom;
  gboolean quiet;
  const volatile int *stop;
} KmzbBuild;

#define KMZB_BUILD_MIN_ZOOM 6
#define KMZB_BUILD_MAX_ZOOM 18

gboolean kmzb_build_run (const KmzbBuild *self, GError **error);

G_END_DECLS
