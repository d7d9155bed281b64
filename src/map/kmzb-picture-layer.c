/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-picture-layer.h"

#include "kmzb-map-frame.h"

#include <math.h>

/* The picture is larger than the view on every side, so that a short drag needs no new one. */
#define MARGIN 288
#define MAX_ZOOM 22

typedef struct
{
  gboolean working;
  gboolean empty; /* nothing to show when last asked */
  guint generation;
  GdkTexture *texture;
  KmzbPictureFrame frame;
  guint texture_generation;
} KmzbPictureLayerPrivate;

/**
 * KmzbPictureLayer:
 *
 * A layer that is drawn on a worker: it shows one picture of the view and its surroundings until the next is ready. Out
 * of sight it does nothing.
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KmzbPictureLayer, kmzb_picture_layer, SHUMATE_TYPE_LAYER)

#define PRIVATE(self) ((KmzbPictureLayerPrivate *) kmzb_picture_layer_get_instance_private (self))

/* One run on the worker. It never touches the layer. */
typedef struct
{
  GWeakRef layer;
  KmzbPictureLayerClass *klass;
  KmzbPictureFrame frame;
  int scale_factor;
  guint generation;
  gpointer job;
} Run;

static void
run_free (Run *run)
{
  g_weak_ref_clear (&run->layer);
  run->klass->free_job (run->job);
  g_type_class_unref (run->klass);
  g_free (run);
}

static void
draw_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Run *run = task_data;

  g_task_return_pointer (task, run->klass->draw (run->job, run->frame, run->scale_factor), g_object_unref);
}

static void
on_drawn (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (KmzbPictureLayer) self = g_weak_ref_get (&run->layer);
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);
  KmzbPictureLayerPrivate *priv;

  if (self == NULL)
    return;
  priv = PRIVATE (self);
  priv->working = FALSE;
  if (run->generation == priv->generation)
    {
      g_set_object (&priv->texture, texture);
      priv->frame = run->frame;
      priv->texture_generation = run->generation;
      if (run->klass->shown != NULL)
        run->klass->shown (self, run->job, run->frame);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
zoom_of (const KmzbMapFrame *view)
{
  return CLAMP ((int) floor (view->zoom + 1e-6), 0, MAX_ZOOM);
}

static gint64
align (double px)
{
  return (gint64) floor (px / KMZB_PICTURE_STEP_PX) * KMZB_PICTURE_STEP_PX;
}

/* The picture that @view asks for: as large as the view is at the whole zoom below, and more. */
static KmzbPictureFrame
frame_for (const KmzbMapFrame *view)
{
  int zoom = zoom_of (view);
  double shrink = exp2 (zoom - view->zoom);
  double center_x = (view->left + view->width / 2.0) * shrink, center_y = (view->top + view->height / 2.0) * shrink;

  return (KmzbPictureFrame){
    .zoom = zoom,
    .left = align (center_x - view->width / 2.0 - MARGIN),
    .top = align (center_y - view->height / 2.0 - MARGIN),
    .width = view->width + 2 * MARGIN + KMZB_PICTURE_STEP_PX,
    .height = view->height + 2 * MARGIN + KMZB_PICTURE_STEP_PX,
  };
}

/* Whether the picture there is will do for @view. */
static gboolean
is_fit (KmzbPictureLayerPrivate *priv, const KmzbMapFrame *view)
{
  double shrink = exp2 (priv->frame.zoom - view->zoom);

  return priv->texture != NULL && priv->texture_generation == priv->generation && priv->frame.zoom == zoom_of (view)
         && view->left * shrink >= (double) priv->frame.left && view->top * shrink >= (double) priv->frame.top
         && (view->left + view->width) * shrink <= (double) (priv->frame.left + priv->frame.width)
         && (view->top + view->height) * shrink <= (double) (priv->frame.top + priv->frame.height);
}

static void
start (KmzbPictureLayer *self, const KmzbMapFrame *view)
{
  KmzbPictureLayerPrivate *priv = PRIVATE (self);
  g_autoptr (GTask) task = NULL;
  KmzbPictureFrame frame = frame_for (view);
  gpointer job;
  Run *run;

  if (priv->working)
    return;
  job = KMZB_PICTURE_LAYER_GET_CLASS (self)->begin (self, frame);
  priv->empty = job == NULL;
  if (priv->empty)
    {
      g_clear_object (&priv->texture);
      return;
    }

  run = g_new0 (Run, 1);
  g_weak_ref_init (&run->layer, self);
  run->klass = g_type_class_ref (G_OBJECT_TYPE (self));
  run->frame = frame;
  run->scale_factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  run->generation = priv->generation;
  run->job = job;
  priv->working = TRUE;
  /* Not the task's source object: a widget must not end on the worker's thread. */
  task = g_task_new (NULL, NULL, on_drawn, NULL);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  g_task_run_in_thread (task, draw_in_thread);
}

static void
kmzb_picture_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbPictureLayer *self = KMZB_PICTURE_LAYER (widget);
  KmzbPictureLayerPrivate *priv = PRIVATE (self);
  KmzbMapFrame view = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  double grow;

  if (view.width <= 0 || view.height <= 0)
    return;
  if (!is_fit (priv, &view))
    start (self, &view);
  if (priv->texture == NULL)
    return;

  grow = exp2 (view.zoom - priv->frame.zoom);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) view.width, (float) view.height));
  gtk_snapshot_append_texture (snapshot, priv->texture,
                               &GRAPHENE_RECT_INIT ((float) ((double) priv->frame.left * grow - view.left),
                                                    (float) ((double) priv->frame.top * grow - view.top),
                                                    (float) (priv->frame.width * grow),
                                                    (float) (priv->frame.height * grow)));
  gtk_snapshot_pop (snapshot);
}

static void
kmzb_picture_layer_constructed (GObject *object)
{
  G_OBJECT_CLASS (kmzb_picture_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (object)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  g_signal_connect (object, "notify::scale-factor", G_CALLBACK (kmzb_picture_layer_redraw), NULL);
}

static void
kmzb_picture_layer_finalize (GObject *object)
{
  g_clear_object (&PRIVATE (KMZB_PICTURE_LAYER (object))->texture);

  G_OBJECT_CLASS (kmzb_picture_layer_parent_class)->finalize (object);
}

static void
kmzb_picture_layer_class_init (KmzbPictureLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = kmzb_picture_layer_constructed;
  G_OBJECT_CLASS (klass)->finalize = kmzb_picture_layer_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = kmzb_picture_layer_snapshot;
}

static void
kmzb_picture_layer_init (KmzbPictureLayer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* The picture is not true any more; it stays until there is a new one. */
void
kmzb_picture_layer_redraw (KmzbPictureLayer *self)
{
  g_return_if_fail (KMZB_IS_PICTURE_LAYER (self));

  PRIVATE (self)->generation++;
  PRIVATE (self)->empty = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The picture is of something else altogether: nothing is shown until there is a new one. */
void
kmzb_picture_layer_clear (KmzbPictureLayer *self)
{
  g_return_if_fail (KMZB_IS_PICTURE_LAYER (self));

  g_clear_object (&PRIVATE (self)->texture);
  kmzb_picture_layer_redraw (self);
}

/* Whether what is shown is what there is to show. */
gboolean
kmzb_picture_layer_is_complete (KmzbPictureLayer *self)
{
  KmzbPictureLayerPrivate *priv;
  KmzbMapFrame view;

  g_return_val_if_fail (KMZB_IS_PICTURE_LAYER (self), FALSE);

  priv = PRIVATE (self);
  view = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
  return (priv->empty && !priv->working) || is_fit (priv, &view);
}

/* What the picture shows; %FALSE without one. */
gboolean
kmzb_picture_layer_get_frame (KmzbPictureLayer *self, KmzbPictureFrame *frame)
{
  g_return_val_if_fail (KMZB_IS_PICTURE_LAYER (self), FALSE);

  *frame = PRIVATE (self)->frame;
  return PRIVATE (self)->texture != NULL;
}
