/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osk-host.h"

#include "kmzb-osk.h"

/**
 * KmzbOskHost:
 *
 * A place for screens with fields: when one of them gets the focus by a touch, the on-screen keyboard opens under the
 * child, which gives up that height, so that the keyboard never covers a field. Somebody who moves by the keys of a
 * real keyboard is not shown another.
 */
struct _KmzbOskHost
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *child;
  GtkWidget *osk;
  GtkWidget *root; /* weak: the window whose focus is watched */
  gulong focus_id;
  gboolean by_key;
  gboolean open;
};

G_DEFINE_FINAL_TYPE (KmzbOskHost, kmzb_osk_host, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_OPEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_open (KmzbOskHost *self, gboolean open)
{
  if (self->open == open)
    return;
  self->open = open;
  gtk_widget_set_visible (self->osk, open);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

static void
on_focus_changed (KmzbOskHost *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->root));
  gboolean wants = focus != NULL && self->child != NULL && kmzb_osk_can_write (focus)
                   && gtk_widget_is_ancestor (focus, self->child);

  kmzb_osk_set_target (KMZB_OSK (self->osk), wants ? focus : NULL);
  set_open (self, wants && (self->open || !self->by_key));
}

static gboolean
on_event (KmzbOskHost *self, GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
      self->by_key = TRUE;
      break;
    case GDK_TOUCH_BEGIN:
    case GDK_BUTTON_PRESS:
      self->by_key = FALSE;
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
kmzb_osk_host_root (GtkWidget *widget)
{
  KmzbOskHost *self = KMZB_OSK_HOST (widget);

  GTK_WIDGET_CLASS (kmzb_osk_host_parent_class)->root (widget);
  self->root = GTK_WIDGET (gtk_widget_get_root (widget));
  if (GTK_IS_WINDOW (self->root))
    self->focus_id = g_signal_connect_swapped (self->root, "notify::focus-widget", G_CALLBACK (on_focus_changed), self);
}

static void
kmzb_osk_host_unroot (GtkWidget *widget)
{
  KmzbOskHost *self = KMZB_OSK_HOST (widget);

  g_clear_signal_handler (&self->focus_id, self->root);
  self->root = NULL;
  GTK_WIDGET_CLASS (kmzb_osk_host_parent_class)->unroot (widget);
}

static void
kmzb_osk_host_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_OPEN)
    g_value_set_boolean (value, KMZB_OSK_HOST (object)->open);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
kmzb_osk_host_dispose (GObject *object)
{
  g_clear_pointer (&KMZB_OSK_HOST (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_osk_host_parent_class)->dispose (object);
}

static void
kmzb_osk_host_class_init (KmzbOskHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kmzb_osk_host_get_property;
  object_class->dispose = kmzb_osk_host_dispose;
  widget_class->root = kmzb_osk_host_root;
  widget_class->unroot = kmzb_osk_host_unroot;

  /**
   * KmzbOskHost:open:
   *
   * Whether the keyboard is on screen.
   */
  properties[PROP_OPEN]
      = g_param_spec_boolean ("open", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_osk_host_init (KmzbOskHost *self)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (events, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), events);

  self->osk = kmzb_osk_new ();
  gtk_widget_set_visible (self->osk, FALSE);
  g_signal_connect_swapped (self->osk, "done", G_CALLBACK (kmzb_osk_host_close), self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->osk);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
kmzb_osk_host_new (void)
{
  return g_object_new (KMZB_TYPE_OSK_HOST, NULL);
}

/* The screen whose fields want the keyboard. */
void
kmzb_osk_host_set_child (KmzbOskHost *self, GtkWidget *child)
{
  g_return_if_fail (KMZB_IS_OSK_HOST (self));

  if (self->child != NULL)
    gtk_box_remove (GTK_BOX (self->box), self->child);
  self->child = child;
  if (child == NULL)
    return;
  gtk_widget_set_vexpand (child, TRUE);
  gtk_box_prepend (GTK_BOX (self->box), child);
}

void
kmzb_osk_host_set_language (KmzbOskHost *self, const char *language)
{
  g_return_if_fail (KMZB_IS_OSK_HOST (self));

  kmzb_osk_set_language (KMZB_OSK (self->osk), language);
}

gboolean
kmzb_osk_host_is_open (KmzbOskHost *self)
{
  g_return_val_if_fail (KMZB_IS_OSK_HOST (self), FALSE);

  return self->open;
}

/* Returns: whether the keyboard is there now for the field that has the focus */
gboolean
kmzb_osk_host_open (KmzbOskHost *self)
{
  g_return_val_if_fail (KMZB_IS_OSK_HOST (self), FALSE);

  if (self->root == NULL)
    return FALSE;
  self->by_key = FALSE;
  on_focus_changed (self);
  self->by_key = TRUE;
  return self->open;
}

/* A key was pressed that does not come here: for now the visitor moves by keys. */
void
kmzb_osk_host_note_key (KmzbOskHost *self)
{
  g_return_if_fail (KMZB_IS_OSK_HOST (self));

  self->by_key = TRUE;
}

/* Puts the keyboard away and takes the focus from its field: the next touch on the field opens it again. */
void
kmzb_osk_host_close (KmzbOskHost *self)
{
  g_return_if_fail (KMZB_IS_OSK_HOST (self));

  if (self->open && self->root != NULL)
    gtk_root_set_focus (GTK_ROOT (self->root), NULL);
  set_open (self, FALSE);
}
