/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-picture-frame.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define KMZB_TYPE_PICTURE_LAYER (kmzb_picture_layer_get_type ())
G_DECLARE_DERIVABLE_TYPE (KmzbPictureLayer, kmzb_picture_layer, KMZB, PICTURE_LAYER, ShumateLayer)

/**
 * KmzbPictureLayerClass:
 * @begin: collects what drawing needs, a job; %NULL with nothing to show
 * @draw: draws it, on a worker, without the layer
 * @shown: (nullable): the picture of a job is there, and still what is wanted
 * @free_job: frees what @begin returned
 */
struct _KmzbPictureLayerClass
{
  ShumateLayerClass parent_class;

  gpointer (*begin) (KmzbPictureLayer *self, KmzbPictureFrame frame);
  GdkTexture *(*draw) (gpointer job, KmzbPictureFrame frame, int scale_factor);
  void (*shown) (KmzbPictureLayer *self, gpointer job, KmzbPictureFrame frame);
  GDestroyNotify free_job;
};

void kmzb_picture_layer_redraw (KmzbPictureLayer *self);
void kmzb_picture_layer_clear (KmzbPictureLayer *self);
gboolean kmzb_picture_layer_is_complete (KmzbPictureLayer *self);
gboolean kmzb_picture_layer_get_frame (KmzbPictureLayer *self, KmzbPictureFrame *frame);

G_END_DECLS
