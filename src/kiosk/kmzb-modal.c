/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-modal.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-fit.h"
#include "kmzb-screen.h"

/**
 * KmzbModal:
 *
 * A card in the middle of the dimmed screen that wants one answer: emits "response" with the number of the button.
 * Part of the window, as a booth has no windows besides it; the window keeps what lies below from being reached.
 */
struct _KmzbModal
{
  GtkWidget parent_instance;

  GtkWidget *card;
  GtkWidget *scroller;
  GtkWidget *content;
  GtkWidget *buttons;
  KmzbFit fit;
};

#define RESPONSE_KEY "kmzb-response"
#define MARGIN_PX 24
#define CARD_WIDTH_PX 720

static guint response_signal;

G_DEFINE_FINAL_TYPE (KmzbModal, kmzb_modal, GTK_TYPE_WIDGET)

static void
respond (KmzbModal *self, int response)
{
  g_signal_emit (self, response_signal, 0, response);
}

static void
on_button_clicked (GtkWidget *button, KmzbModal *self)
{
  respond (self, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), RESPONSE_KEY)));
}

static void
on_touched (GtkGestureClick *gesture, int n_press, double x, double y, KmzbModal *self)
{
  graphene_rect_t card;

  if (gtk_widget_compute_bounds (self->card, GTK_WIDGET (self), &card)
      && !graphene_rect_contains_point (&card, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    respond (self, KMZB_MODAL_OUTSIDE);
}

static void
kmzb_modal_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  KmzbModal *self = KMZB_MODAL (widget);

  gtk_widget_measure (self->card, orientation, -1, minimum, NULL, NULL, NULL);
  *minimum += 2 * MARGIN_PX;
  *natural = *minimum;
}

static int
width_for (KmzbModal *self, int width, int *padding)
{
  int least, content, buttons;

  gtk_widget_measure (self->card, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (self->scroller, GTK_ORIENTATION_HORIZONTAL, -1, &content, NULL, NULL, NULL);
  gtk_widget_measure (self->buttons, GTK_ORIENTATION_HORIZONTAL, -1, &buttons, NULL, NULL, NULL);
  *padding = least - MAX (content, buttons);
  return MAX (MIN (CARD_WIDTH_PX, width - 2 * MARGIN_PX), least);
}

/* Of the card with all of its content in sight; a scroller does not know how its child wraps. */
static int
height_for (KmzbModal *self, int width, int padding)
{
  int card, scroller, content;

  gtk_widget_measure (self->card, GTK_ORIENTATION_VERTICAL, width, NULL, &card, NULL, NULL);
  gtk_widget_measure (self->scroller, GTK_ORIENTATION_VERTICAL, width - padding, NULL, &scroller, NULL, NULL);
  gtk_widget_measure (self->content, GTK_ORIENTATION_VERTICAL, width - padding, NULL, &content, NULL, NULL);
  return card - scroller + content;
}

static gboolean
has_room (KmzbModal *self, int width, int height)
{
  int padding;

  width = width_for (self, width, &padding);
  return height_for (self, width, padding) <= height - 2 * MARGIN_PX;
}

/* Large words on a low screen: less air around them. What is still too much scrolls, and the buttons stay in sight. */
static void
on_fit (gpointer data)
{
  KmzbModal *self = data;

  gtk_widget_remove_css_class (self->card, "kmzb-tight");
  if (!has_room (self, self->fit.width, self->fit.height))
    gtk_widget_add_css_class (self->card, "kmzb-tight");
}

static void
kmzb_modal_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbModal *self = KMZB_MODAL (widget);
  int least, padding, y, w, h;

  w = width_for (self, width, &padding);
  gtk_widget_measure (self->card, GTK_ORIENTATION_VERTICAL, w, &least, NULL, NULL, NULL);
  h = MAX (MIN (height_for (self, w, padding), height - MARGIN_PX), least);
  kmzb_fit_note (&self->fit, width, height);
  y = kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_LOW_CONTROLS) ? height - h - MARGIN_PX : (height - h) / 2;
  kmzb_screen_allocate (self->card, (width - w) / 2, MAX (y, 0), w, h);
}

static void
kmzb_modal_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kmzb_modal_parent_class)->map (widget);
  kmzb_a11y_present (widget);
}

static void
kmzb_modal_dispose (GObject *object)
{
  kmzb_fit_clear (&KMZB_MODAL (object)->fit);
  kmzb_screen_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (kmzb_modal_parent_class)->dispose (object);
}

static void
kmzb_modal_class_init (KmzbModalClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_modal_dispose;
  widget_class->map = kmzb_modal_map;
  widget_class->measure = kmzb_modal_measure;
  widget_class->size_allocate = kmzb_modal_size_allocate;
  response_signal = g_signal_new ("response", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

static gboolean
has_control (GtkWidget *widget)
{
  gboolean found = gtk_widget_get_focusable (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = has_control (child);
  return found;
}

/* GTK's scroller takes the focus wherever nothing in it does. Words that are all in sight are no stop for a keyboard;
 * words that are not are one, for the arrow keys scroll them. */
static void
on_content_sized (KmzbModal *self)
{
  GtkAdjustment *sight = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gboolean is_cut = gtk_adjustment_get_upper (sight) - gtk_adjustment_get_page_size (sight) >= 1;

  gtk_widget_set_can_focus (self->scroller, is_cut || has_control (self->content));
}

static void
kmzb_modal_init (KmzbModal *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  kmzb_fit_init (&self->fit, on_fit, self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "kmzb-dim");
  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_add_css_class (self->card, "kmzb-sheet");
  gtk_widget_add_css_class (self->card, "kmzb-question");
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (self->scroller), FALSE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->content);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), "changed",
                           G_CALLBACK (on_content_sized), self, G_CONNECT_SWAPPED);
  gtk_widget_set_can_focus (self->scroller, FALSE);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (self->card), self->scroller);
  self->buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  gtk_box_append (GTK_BOX (self->card), self->buttons);

  g_signal_connect (click, "released", G_CALLBACK (on_touched), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
add_text (KmzbModal *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->content), label);
}

/**
 * kmzb_modal_new:
 * @heading: the question
 * @text: (nullable): what the answer means
 */
GtkWidget *
kmzb_modal_new (const char *heading, const char *text)
{
  KmzbModal *self = g_object_new (KMZB_TYPE_MODAL, NULL);

  add_text (self, heading, "kmzb-heading");
  if (text != NULL)
    add_text (self, text, NULL);
  kmzb_a11y_set_label (GTK_WIDGET (self), heading);
  kmzb_a11y_set_label (self->scroller, heading);
  return GTK_WIDGET (self);
}

/* Puts @content between the words and the buttons. */
void
kmzb_modal_set_content (KmzbModal *self, GtkWidget *content)
{
  gtk_box_append (GTK_BOX (self->content), content);
  on_content_sized (self);
}

/**
 * kmzb_modal_add_button:
 * @css_class: (nullable): "kmzb-main" for what most people want
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
kmzb_modal_add_button (KmzbModal *self, const char *label, const char *css_class, int response)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_object_set_data (G_OBJECT (button), RESPONSE_KEY, GINT_TO_POINTER (response));
  gtk_widget_add_css_class (button, "kmzb-large");
  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  g_signal_connect (button, "clicked", G_CALLBACK (on_button_clicked), self);
  gtk_box_append (GTK_BOX (self->buttons), button);
  kmzb_screen_name_buttons (GTK_WIDGET (self));
  return button;
}
