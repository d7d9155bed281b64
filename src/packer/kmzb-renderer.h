/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pack-writer.h"
#include "kmzb-tile-plan.h"

G_BEGIN_DECLS

/* Pixels along a tile's side. */
#define KMZB_RENDERER_TILE_SIZE 256

typedef void (*KmzbRendererProgress) (guint64 n_done, guint64 n_all, gpointer data);

/**
 * KmzbRenderer:
 * @plan: (element-type KmzbMetatile): what to draw
 * @stop: set from a signal handler; drawing ends soon after
 */
typedef struct
{
  GArray *plan;
  const char *style_folder;
  const char *world_path;
  const volatile int *stop;
  KmzbRendererProgress progress;
  gpointer progress_data;
} KmzbRenderer;

gboolean kmzb_renderer_run (const KmzbRenderer *self, KmzbPackWriter *writer, GError **error);

G_END_DECLS
