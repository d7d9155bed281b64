/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-emblem.h"

#include "kmzb-a11y.h"

#include <glib/gi18n.h>

#define SLIP_PX 48 /* a thumb in a glove rolls */

/**
 * KmzbEmblem:
 *
 * The booth's sign, and the officers' door: held for three seconds it activates "win.officer". A visitor's short touch
 * goes through to what lies below.
 */
struct _KmzbEmblem
{
  GtkWidget parent_instance;

  GtkWidget *image;
  GtkGesture *drag;
  guint timeout;
};

enum
{
  PROP_0,
  PROP_PIXEL_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KmzbEmblem, kmzb_emblem, GTK_TYPE_WIDGET)

static gboolean
on_held (gpointer data)
{
  KmzbEmblem *self = data;

  self->timeout = 0;
  gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.officer", NULL);
  return G_SOURCE_REMOVE;
}

static void
let_go (KmzbEmblem *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
}

static void
on_drag_begin (KmzbEmblem *self)
{
  let_go (self);
  self->timeout = g_timeout_add (KMZB_EMBLEM_HOLD_MS, on_held, self);
}

static void
on_drag_update (KmzbEmblem *self, double x, double y)
{
  if (ABS (x) > SLIP_PX || ABS (y) > SLIP_PX)
    let_go (self);
}

static void
kmzb_emblem_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, gtk_image_get_pixel_size (GTK_IMAGE (KMZB_EMBLEM (object)->image)));
}

static void
kmzb_emblem_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  gtk_image_set_pixel_size (GTK_IMAGE (KMZB_EMBLEM (object)->image), g_value_get_int (value));
}

static void
kmzb_emblem_dispose (GObject *object)
{
  KmzbEmblem *self = KMZB_EMBLEM (object);

  let_go (self);
  g_clear_pointer (&self->image, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_emblem_parent_class)->dispose (object);
}

static void
kmzb_emblem_class_init (KmzbEmblemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kmzb_emblem_dispose;
  object_class->get_property = kmzb_emblem_get_property;
  object_class->set_property = kmzb_emblem_set_property;
  properties[PROP_PIXEL_SIZE] = g_param_spec_int ("pixel-size", NULL, NULL, -1, G_MAXINT, -1,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kmzb_emblem_init (KmzbEmblem *self)
{
  self->image = gtk_image_new_from_icon_name ("pl.kmzb.Booth");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));
  kmzb_a11y_set_label (GTK_WIDGET (self), _("The booth's emblem"));

  self->drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (self->drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (self->drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (self->drag, "drag-end", G_CALLBACK (let_go), self);
  g_signal_connect_swapped (self->drag, "cancel", G_CALLBACK (let_go), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->drag));
}
