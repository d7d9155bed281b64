/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osk-bubble.h"

#include "kmzb-a11y.h"

/**
 * KmzbOskBubble:
 *
 * What stands above a key of the on-screen keyboard: the letter that the finger hides, while it is down, and after a
 * long press the letters that are written with the same key. A finger slides to one of them and lifts, or lifts at
 * once and touches one; both work.
 */
struct _KmzbOskBubble
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *preview;
  GtkWidget *key; /* weak: the key it stands above */
  GPtrArray *choices; /* (element-type GtkWidget) */
  GtkWidget *aimed;   /* in choices, or NULL */
};

G_DEFINE_FINAL_TYPE (KmzbOskBubble, kmzb_osk_bubble, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A finger is never quite still: until it has gone this far, in pixels, it has not begun to slide. */
#define SLIDE_PX 24

static void
choose (KmzbOskBubble *self, GtkButton *choice)
{
  g_autofree char *text = g_strdup (gtk_button_get_label (choice));

  kmzb_osk_bubble_hide (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, text);
}

static void
aim_at (KmzbOskBubble *self, GtkWidget *choice)
{
  if (self->aimed == choice)
    return;
  if (self->aimed != NULL)
    gtk_widget_remove_css_class (self->aimed, "on");
  self->aimed = choice;
  if (choice != NULL)
    gtk_widget_add_css_class (choice, "on");
}

/* Nothing is above a key any more. */
void
kmzb_osk_bubble_hide (KmzbOskBubble *self)
{
  g_return_if_fail (KMZB_IS_OSK_BUBBLE (self));

  self->aimed = NULL;
  for (guint i = 0; i < self->choices->len; i++)
    gtk_box_remove (GTK_BOX (self->box), g_ptr_array_index (self->choices, i));
  g_ptr_array_set_size (self->choices, 0);
  gtk_widget_set_visible (self->preview, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_clear_weak_pointer (&self->key);
}

/* Shows the letter of @key, a #GtkButton, large and above the finger. */
void
kmzb_osk_bubble_preview (KmzbOskBubble *self, GtkWidget *key)
{
  g_return_if_fail (KMZB_IS_OSK_BUBBLE (self) && GTK_IS_BUTTON (key));

  kmzb_osk_bubble_hide (self);
  g_set_weak_pointer (&self->key, key);
  gtk_label_set_text (GTK_LABEL (self->preview), gtk_button_get_label (GTK_BUTTON (key)));
  gtk_widget_set_visible (self->preview, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* Offers @texts above @key, until one is chosen or something else is touched. */
void
kmzb_osk_bubble_offer (KmzbOskBubble *self, GtkWidget *key, const char *const *texts)
{
  g_return_if_fail (KMZB_IS_OSK_BUBBLE (self) && GTK_IS_WIDGET (key) && texts != NULL && texts[0] != NULL);

  kmzb_osk_bubble_hide (self);
  g_set_weak_pointer (&self->key, key);
  for (const char *const *text = texts; *text != NULL; text++)
    {
      GtkWidget *choice = gtk_button_new_with_label (*text);

      kmzb_a11y_set_label (choice, *text);
      gtk_widget_set_focusable (choice, FALSE);
      gtk_widget_set_focus_on_click (choice, FALSE);
      gtk_widget_add_css_class (choice, "kmzb-key");
      g_signal_connect_swapped (choice, "clicked", G_CALLBACK (choose), self);
      gtk_box_append (GTK_BOX (self->box), choice);
      g_ptr_array_add (self->choices, choice);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

gboolean
kmzb_osk_bubble_is_offering (KmzbOskBubble *self)
{
  g_return_val_if_fail (KMZB_IS_OSK_BUBBLE (self), FALSE);

  return self->choices->len > 0;
}

/* The finger that holds the key is @dx and @dy pixels from where it came down: the choice over or under it is meant. */
void
kmzb_osk_bubble_aim (KmzbOskBubble *self, double dx, double dy)
{
  graphene_rect_t bounds, key;
  GtkWidget *aimed = NULL;
  double x;

  g_return_if_fail (KMZB_IS_OSK_BUBBLE (self));

  if (self->key == NULL || self->choices->len == 0 || !gtk_widget_compute_bounds (self->key, self->box, &key))
    return;
  /* Sliding is told by the way across only from the middle of the key: where in the key it began matters to nobody. */
  x = key.origin.x + key.size.width / 2 + dx;
  if (ABS (dx) >= SLIDE_PX || ABS (dy) >= SLIDE_PX)
    for (guint i = 0; i < self->choices->len; i++)
      {
        GtkWidget *choice = g_ptr_array_index (self->choices, i);

        if (gtk_widget_compute_bounds (choice, self->box, &bounds) && x >= bounds.origin.x
            && x < bounds.origin.x + bounds.size.width)
          aimed = choice;
      }
  aim_at (self, aimed);
}

/* The finger has left: what it was over is chosen; a finger that never slid leaves the offer standing. */
void
kmzb_osk_bubble_let_go (KmzbOskBubble *self)
{
  g_return_if_fail (KMZB_IS_OSK_BUBBLE (self));

  if (self->aimed != NULL)
    choose (self, GTK_BUTTON (self->aimed));
}

/* Where @self stands in @overlay: above its key, within the keyboard's width. Returns: %FALSE while it has no key. */
gboolean
kmzb_osk_bubble_place (KmzbOskBubble *self, GtkWidget *overlay, GdkRectangle *place)
{
  graphene_rect_t key;
  int width, height, least;

  g_return_val_if_fail (KMZB_IS_OSK_BUBBLE (self), FALSE);

  if (self->key == NULL || !gtk_widget_compute_bounds (self->key, overlay, &key))
    return FALSE;
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, &least, &width, NULL, NULL);
  width = MAX (width, (int) key.size.width);
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, width, &least, &height, NULL, NULL);
  place->width = width;
  place->height = height;
  place->x = CLAMP ((int) (key.origin.x + (key.size.width - width) / 2), 0,
                    MAX (gtk_widget_get_width (overlay) - width, 0));
  place->y = (int) key.origin.y - height;
  return TRUE;
}

static void
kmzb_osk_bubble_dispose (GObject *object)
{
  KmzbOskBubble *self = KMZB_OSK_BUBBLE (object);

  g_clear_weak_pointer (&self->key);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_osk_bubble_parent_class)->dispose (object);
}

static void
kmzb_osk_bubble_class_init (KmzbOskBubbleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_osk_bubble_dispose;

  /**
   * KmzbOskBubble::chosen:
   * @text: what is to be written
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", KMZB_TYPE_OSK_BUBBLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "oskbubble");
}

static void
kmzb_osk_bubble_init (KmzbOskBubble *self)
{
  self->choices = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_box_set_homogeneous (GTK_BOX (self->box), TRUE);
  self->preview = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->preview, "preview");
  gtk_widget_set_can_target (self->preview, FALSE);
  gtk_widget_set_visible (self->preview, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->preview);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kmzb_osk_bubble_new (void)
{
  return g_object_new (KMZB_TYPE_OSK_BUBBLE, NULL);
}
