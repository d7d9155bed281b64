/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-stage.h"

#include "kmzb-focus.h"

/**
 * KmzbStage:
 *
 * The screens, and over them one modal at a time. While there is one, what lies below can't be touched, reached by
 * keyboard or read by a screen reader; the focus goes into the modal, and back to where it was.
 */
struct _KmzbStage
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *content;
  GtkWidget *modal; /* (nullable) */
  GtkWidget *focus_before; /* (nullable), weak */
};

G_DEFINE_FINAL_TYPE (KmzbStage, kmzb_stage, GTK_TYPE_WIDGET)

static void
set_reachable (KmzbStage *self, gboolean reachable)
{
  gtk_widget_set_can_target (self->content, reachable);
  gtk_widget_set_can_focus (self->content, reachable);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->content), GTK_ACCESSIBLE_STATE_HIDDEN, !reachable, -1);
}

static void
kmzb_stage_dispose (GObject *object)
{
  KmzbStage *self = KMZB_STAGE (object);

  self->modal = NULL;
  g_clear_weak_pointer (&self->focus_before);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_stage_parent_class)->dispose (object);
}

static void
kmzb_stage_class_init (KmzbStageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_stage_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_stage_init (KmzbStage *self)
{
  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
}

GtkWidget *
kmzb_stage_new (GtkWidget *content)
{
  KmzbStage *self = g_object_new (KMZB_TYPE_STAGE, NULL);

  self->content = content;
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), content);
  return GTK_WIDGET (self);
}

/* @modal: takes the place of the one that is open */
void
kmzb_stage_open (KmzbStage *self, GtkWidget *modal)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  kmzb_stage_close (self);
  g_set_weak_pointer (&self->focus_before, root != NULL ? gtk_root_get_focus (root) : NULL);
  self->modal = modal;
  set_reachable (self, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), modal);
  kmzb_focus_first (modal);
}

void
kmzb_stage_close (KmzbStage *self)
{
  if (self->modal == NULL)
    return;
  set_reachable (self, TRUE);
  gtk_overlay_remove_overlay (GTK_OVERLAY (self->overlay), self->modal);
  self->modal = NULL;
  if (self->focus_before != NULL)
    kmzb_focus_grab (self->focus_before);
  g_clear_weak_pointer (&self->focus_before);
}

/* Returns: (transfer none) (nullable) */
GtkWidget *
kmzb_stage_get_modal (KmzbStage *self)
{
  return self->modal;
}
