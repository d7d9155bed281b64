/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-learn-picture.h"

/**
 * KmzbLearnPicture:
 *
 * A drawing of `data/learn`, as large as the place it is given, without being cut. Drawn by a worker for the very size
 * it has, so that lines stay sharp on every screen and no frame waits. It says nothing that words do not say as well.
 */
struct _KmzbLearnPicture
{
  GtkWidget parent_instance;

  char *path;
  GdkTexture *texture;
  GCancellable *drawing;
  int width; /* of what is drawn or being drawn, in device pixels */
  int height;
};

typedef struct
{
  char *path;
  int width;
  int height;
} Job;

#define LEAST_PX 120
#define RATIO (4.0 / 3.0) /* of every drawing */
#define MARGIN 0.05

G_DEFINE_FINAL_TYPE (KmzbLearnPicture, kmzb_learn_picture, GTK_TYPE_WIDGET)

static void
job_free (Job *job)
{
  g_free (job->path);
  g_free (job);
}

static void
draw (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_resource_at_scale (job->path, job->width, job->height, TRUE,
                                                                        &error);

  if (pixbuf == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
}

static void
on_drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbLearnPicture *self = KMZB_LEARN_PICTURE (source);
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (texture == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Can't draw %s: %s", self->path, error->message);
      return;
    }
  g_clear_object (&self->texture);
  self->texture = texture;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The largest box of the drawing's shape inside the widget. */
static void
get_box (KmzbLearnPicture *self, graphene_rect_t *box)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double w = MIN (width, height * RATIO) * (1 - 2 * MARGIN);

  graphene_rect_init (box, (float) ((width - w) / 2), (float) ((height - w / RATIO) / 2), (float) w,
                      (float) (w / RATIO));
}

static void
kmzb_learn_picture_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbLearnPicture *self = KMZB_LEARN_PICTURE (widget);
  g_autoptr (GTask) task = NULL;
  graphene_rect_t box;
  Job *job;
  int scale = gtk_widget_get_scale_factor (widget), w, h;

  get_box (self, &box);
  w = (int) box.size.width * scale;
  h = (int) box.size.height * scale;
  if (w < 1 || h < 1 || (w == self->width && h == self->height))
    return;

  self->width = w;
  self->height = h;
  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  self->drawing = g_cancellable_new ();
  job = g_new0 (Job, 1);
  *job = (Job){ g_strdup (self->path), w, h };
  task = g_task_new (self, self->drawing, on_drawn, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, draw);
}

static void
kmzb_learn_picture_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = LEAST_PX;
  *natural = 2 * LEAST_PX;
}

static void
kmzb_learn_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbLearnPicture *self = KMZB_LEARN_PICTURE (widget);
  graphene_rect_t box;

  if (self->texture == NULL)
    return;
  get_box (self, &box);
  gtk_snapshot_append_texture (snapshot, self->texture, &box);
}

static void
kmzb_learn_picture_dispose (GObject *object)
{
  KmzbLearnPicture *self = KMZB_LEARN_PICTURE (object);

  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (kmzb_learn_picture_parent_class)->dispose (object);
}

static void
kmzb_learn_picture_finalize (GObject *object)
{
  g_free (KMZB_LEARN_PICTURE (object)->path);
  G_OBJECT_CLASS (kmzb_learn_picture_parent_class)->finalize (object);
}

static void
kmzb_learn_picture_class_init (KmzbLearnPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kmzb_learn_picture_dispose;
  object_class->finalize = kmzb_learn_picture_finalize;
  widget_class->measure = kmzb_learn_picture_measure;
  widget_class->size_allocate = kmzb_learn_picture_size_allocate;
  widget_class->snapshot = kmzb_learn_picture_snapshot;
  gtk_widget_class_set_css_name (widget_class, "learn-picture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
kmzb_learn_picture_init (KmzbLearnPicture *self)
{
}

/* @name: of a file in `data/learn`, without its ending */
GtkWidget *
kmzb_learn_picture_new (const char *name)
{
  KmzbLearnPicture *self = g_object_new (KMZB_TYPE_LEARN_PICTURE, NULL);

  self->path = g_strdup_printf ("/pl/kmzb/Booth/learn/%s.svg", name);
  return GTK_WIDGET (self);
}
