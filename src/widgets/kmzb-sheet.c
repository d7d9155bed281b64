/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-sheet.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-big-button.h"
#include "kmzb-natural.h"
#include "kmzb-sheet-header.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * KmzbSheet:
 *
 * What there is to say about something on the screen, on a sheet that comes from below and leaves the rest in view. It
 * fills its parent; the part beside the sheet is clear and takes the touch that closes it. Also closed by a drag down,
 * "Close" or Escape. Emits "closed" when it is out of sight: its owner then removes it. "back" when a sheet that came
 * before is wished for.
 */
struct _KmzbSheet
{
  GtkWidget parent_instance;

  GtkWidget *card;
  GtkWidget *header;
  GtkWidget *back;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *close;
  GtkWidget *scroller;
  GtkWidget *actions;
  GtkWidget *focus_before; /* weak */
  GtkWidget *below;        /* (nullable), weak */

  gboolean beside;
  gboolean closing;
  gboolean dragging;
  gboolean pressed_outside;
  GdkRectangle place; /* of the card, when it is all there */
  double shown; /* 0 out of sight .. 1 in place */
  double from, to;
  gint64 since_us;
  guint tick_id;
};

enum
{
  SIGNAL_CLOSED,
  SIGNAL_BACK,
  N_SIGNALS
};

#define MOTION_US 200000
#define MARGIN_PX 24
#define MAX_WIDTH_PX 1200
#define BESIDE_SHARE 0.4
#define BESIDE_SHARE_MOST 0.6
#define BESIDE_LEAST_PX 600
#define HEIGHT_SHARE 0.5
#define LIST_SHARE 0.6
#define HEIGHT_SHARE_MOST 0.7
/* A sheet that was pulled down by this share of its height, or faster than this, is meant to go. */
#define CLOSE_SHARE 0.25
#define CLOSE_PX_PER_S 600
#define DRAG_BEGIN_PX 12
#define EDGES_PX 4 /* the card's own, both sides, with high contrast */

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbSheet, kmzb_sheet, GTK_TYPE_WIDGET)

static void
set_shown (KmzbSheet *self, double shown)
{
  self->shown = shown;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
arrived (KmzbSheet *self)
{
  if (self->closing)
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer data)
{
  KmzbSheet *self = KMZB_SHEET (widget);
  double part, left;

  if (self->since_us == 0) /* from the first frame that shows it, however long the first layout took */
    self->since_us = gdk_frame_clock_get_frame_time (frame_clock);
  part = CLAMP ((double) (gdk_frame_clock_get_frame_time (frame_clock) - self->since_us) / MOTION_US, 0, 1);
  left = 1 - part;
  set_shown (self, self->from + (self->to - self->from) * (1 - left * left * left));
  if (part < 1)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  arrived (self);
  return G_SOURCE_REMOVE;
}

static void
move_to (KmzbSheet *self, double to)
{
  gboolean moves = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &moves, NULL);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  self->from = self->shown;
  self->to = to;
  self->since_us = 0;
  if (moves && gtk_widget_get_mapped (GTK_WIDGET (self)) && self->from != to)
    {
      self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
      return;
    }
  set_shown (self, to);
  arrived (self);
}

/* ---- focus goes in, and back to where it was ---- */

static void
set_focus_before (KmzbSheet *self, GtkWidget *widget)
{
  g_set_weak_pointer (&self->focus_before, widget);
}

static void
take_focus (KmzbSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = gtk_root_get_focus (root);

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return;
  set_focus_before (self, focus);
  gtk_widget_grab_focus (self->close);
}

static void
give_focus_back (KmzbSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    {
      if (self->focus_before != NULL && gtk_widget_get_root (self->focus_before) == root
          && gtk_widget_get_mapped (self->focus_before))
        gtk_widget_grab_focus (self->focus_before);
      else
        gtk_root_set_focus (root, NULL);
    }
  set_focus_before (self, NULL);
}

static void
kmzb_sheet_map (GtkWidget *widget)
{
  KmzbSheet *self = KMZB_SHEET (widget);

  GTK_WIDGET_CLASS (kmzb_sheet_parent_class)->map (widget);
  kmzb_a11y_present (widget);
  take_focus (self);
  if (!self->closing && self->shown < 1)
    move_to (self, 1);
}

static void
kmzb_sheet_unmap (GtkWidget *widget)
{
  give_focus_back (KMZB_SHEET (widget));
  GTK_WIDGET_CLASS (kmzb_sheet_parent_class)->unmap (widget);
}

/* ---- ways to close ---- */

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  kmzb_sheet_close (KMZB_SHEET (widget));
  return TRUE;
}

static void
on_back_clicked (KmzbSheet *self)
{
  if (!self->closing)
    g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static gboolean
is_in_card (KmzbSheet *self, double x, double y)
{
  graphene_rect_t card;

  return gtk_widget_compute_bounds (self->card, GTK_WIDGET (self), &card)
         && graphene_rect_contains_point (&card, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, KmzbSheet *self)
{
  self->pressed_outside = !is_in_card (self, x, y);
}

static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, KmzbSheet *self)
{
  if (self->pressed_outside && !is_in_card (self, x, y))
    kmzb_sheet_close (self);
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, KmzbSheet *self)
{
  int height = gtk_widget_get_height (self->card);
  double x, y;

  if (self->closing || height <= 0)
    return;
  if (!self->dragging)
    {
      if (dy < DRAG_BEGIN_PX || dy < ABS (dx) || !gtk_gesture_drag_get_start_point (gesture, &x, &y)
          || !is_in_card (self, x, y))
        return;
      self->dragging = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      if (self->tick_id != 0)
        gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
  set_shown (self, 1 - CLAMP ((dy - DRAG_BEGIN_PX) / height, 0, 1));
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, KmzbSheet *self)
{
  if (!self->dragging)
    return;
  self->dragging = FALSE;
  if (self->shown < 1 - CLOSE_SHARE)
    kmzb_sheet_close (self);
  else
    move_to (self, 1);
}

static void
on_swipe (GtkGestureSwipe *gesture, double velocity_x, double velocity_y, KmzbSheet *self)
{
  if (self->dragging && velocity_y > CLOSE_PX_PER_S && velocity_y > ABS (velocity_x))
    {
      self->dragging = FALSE;
      kmzb_sheet_close (self);
    }
}

/* ---- layout ---- */

static void
kmzb_sheet_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  KmzbSheet *self = KMZB_SHEET (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->card, orientation, -1, minimum, NULL, NULL, NULL);
      *natural = *minimum;
    }
}

/* Large words need a wider and a higher sheet more than a large view beside it. */
static double
grown (double share, double most)
{
  double scale = kmzb_access_get_text_percent (kmzb_access_get_default ()) / 100.0;

  return MIN (share * scale, most);
}

/* Where the sheet may begin, in its own pixels. */
static int
get_top (KmzbSheet *self)
{
  graphene_rect_t bounds;

  if (self->below == NULL || !gtk_widget_get_mapped (self->below)
      || !gtk_widget_compute_bounds (self->below, GTK_WIDGET (self), &bounds))
    return 0;
  return (int) ceilf (bounds.origin.y + bounds.size.height);
}

/* As high as it wants to be with that width. A scrolled window tells the height its child would have on one line. */
static int
get_wanted_height (KmzbSheet *self, int width)
{
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scroller));
  int height = kmzb_natural_height (self->card, width);

  if (viewport == NULL)
    return height;
  return height - kmzb_natural_height (self->scroller, width) + kmzb_natural_height (viewport, width - EDGES_PX);
}

/* As high as what it says, at most half the screen with text of 100 %; beside the map, where that is wide, as high as
 * the map. */
static void
kmzb_sheet_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbSheet *self = KMZB_SHEET (widget);
  gboolean aside = self->beside && width > height;
  int least, least_height, x, y, w, h, most;

  gtk_widget_measure (self->card, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (aside)
    {
      int share = (int) (width * grown (BESIDE_SHARE, BESIDE_SHARE_MOST));

      w = MAX (least, MAX (share, MIN (BESIDE_LEAST_PX, width / 2 - MARGIN_PX)));
    }
  else
    w = MAX (least, MIN (width, (int) grown (MAX_WIDTH_PX, 2 * MAX_WIDTH_PX)));
  gtk_widget_measure (self->card, GTK_ORIENTATION_VERTICAL, w, &least_height, NULL, NULL, NULL);
  most = aside ? height - MARGIN_PX : (int) (height * kmzb_sheet_get_most_share (self->beside));
  most = MIN (most, height - get_top (self));
  h = MIN (MAX (MIN (get_wanted_height (self, w), most), least_height), height);
  x = aside ? MARGIN_PX : (width - w) / 2;
  self->place = (GdkRectangle){ x, height - h, w, h };
  y = height - (int) (h * self->shown);
  gtk_widget_allocate (self->card, w, h, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y)));
}

static void
kmzb_sheet_dispose (GObject *object)
{
  KmzbSheet *self = KMZB_SHEET (object);

  set_focus_before (self, NULL);
  g_clear_weak_pointer (&self->below);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_sheet_parent_class)->dispose (object);
}

static void
kmzb_sheet_class_init (KmzbSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_sheet_dispose;
  widget_class->map = kmzb_sheet_map;
  widget_class->unmap = kmzb_sheet_unmap;
  widget_class->measure = kmzb_sheet_measure;
  widget_class->size_allocate = kmzb_sheet_size_allocate;
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_BACK] = g_signal_new ("back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_set_css_name (widget_class, "kmzb-sheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

static void
make_header (KmzbSheet *self)
{
  self->back = kmzb_big_button_new (KMZB_BIG_BUTTON_SMALL, "kmzb-back-symbolic", _("Back"));
  gtk_widget_set_valign (self->back, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->back, FALSE);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (on_back_clicked), self);

  self->icon = gtk_image_new ();
  gtk_widget_add_css_class (self->icon, "kmzb-sheet-icon");
  gtk_widget_set_visible (self->icon, FALSE);

  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "kmzb-sheet-title");
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR); /* sooner than leave the screen */
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);

  self->close = kmzb_big_button_new (KMZB_BIG_BUTTON_SMALL, "kmzb-close-symbolic", _("Close"));
  gtk_widget_set_valign (self->close, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->close, "clicked", G_CALLBACK (kmzb_sheet_close), self);

  self->header = kmzb_sheet_header_new (self->back, self->icon, self->title, self->close);
  gtk_widget_add_css_class (self->header, "kmzb-sheet-header");
}

static void
add_gestures (KmzbSheet *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *swipe = gtk_gesture_swipe_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (swipe, "swipe", G_CALLBACK (on_swipe), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (swipe));
  /* On what fills the parent and not on the card, whose own coordinates move with the drag. */
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_group (drag, swipe);
}

static void
kmzb_sheet_init (KmzbSheet *self)
{
  GtkWidget *handle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->card, "kmzb-sheet-card");
  gtk_widget_set_overflow (self->card, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));

  gtk_widget_add_css_class (handle, "kmzb-sheet-handle");
  gtk_widget_set_halign (handle, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->card), handle);
  make_header (self);
  gtk_box_append (GTK_BOX (self->card), self->header);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (self->scroller), FALSE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (self->card), self->scroller);

  self->actions = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  gtk_widget_add_css_class (self->actions, "kmzb-sheet-actions");
  gtk_widget_set_visible (self->actions, FALSE);
  gtk_box_append (GTK_BOX (self->card), self->actions);
  add_gestures (self);
}

/**
 * kmzb_sheet_new:
 * @title: what it is about, also its accessible name
 */
GtkWidget *
kmzb_sheet_new (const char *title)
{
  KmzbSheet *self = g_object_new (KMZB_TYPE_SHEET, NULL);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  kmzb_a11y_set_label (GTK_WIDGET (self), title);
  return GTK_WIDGET (self);
}

/* A picture before the title, which says the same. */
void
kmzb_sheet_set_icon (KmzbSheet *self, const char *icon_name)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_widget_set_visible (self->icon, icon_name != NULL);
}

/* Whether "Back" leads to the sheet before. */
void
kmzb_sheet_set_back (KmzbSheet *self, gboolean back)
{
  gtk_widget_set_visible (self->back, back);
}

/* Whether the sheet stands at the left of a wide screen, so that what it changes or lists stays in view. */
void
kmzb_sheet_set_beside (KmzbSheet *self, gboolean beside)
{
  self->beside = beside;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* @widget: (nullable): elsewhere in the window: what it says stays in view above the sheet */
void
kmzb_sheet_set_below (KmzbSheet *self, GtkWidget *widget)
{
  g_set_weak_pointer (&self->below, widget);
}

/* The part that scrolls when there is more than the sheet holds. */
void
kmzb_sheet_set_content (KmzbSheet *self, GtkWidget *content)
{
  gtk_widget_add_css_class (content, "kmzb-sheet-content");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), content);
}

/**
 * kmzb_sheet_set_actions:
 * @actions: (nullable): what there is to do; always in sight below the content
 */
void
kmzb_sheet_set_actions (KmzbSheet *self, GtkWidget *actions)
{
  GtkWidget *old = gtk_widget_get_first_child (self->actions);

  if (old != NULL)
    gtk_box_remove (GTK_BOX (self->actions), old);
  gtk_widget_set_visible (self->actions, actions != NULL);
  if (actions == NULL)
    return;
  gtk_widget_set_hexpand (actions, TRUE);
  gtk_box_append (GTK_BOX (self->actions), actions);
}

/* It takes the place of another sheet: it is there at once. */
void
kmzb_sheet_skip_motion (KmzbSheet *self)
{
  set_shown (self, 1);
}

/* How much of a screen's height a sheet covers at most, or one that on a wide screen stands beside. */
double
kmzb_sheet_get_most_share (gboolean beside)
{
  return grown (beside ? LIST_SHARE : HEIGHT_SHARE, HEIGHT_SHARE_MOST);
}

/* What it covers of its parent when it has come, in px; empty before it has its place. */
void
kmzb_sheet_get_place (KmzbSheet *self, GdkRectangle *place)
{
  g_return_if_fail (KMZB_IS_SHEET (self));
  *place = self->place;
}

/* Lets it slide away; "closed" follows. */
void
kmzb_sheet_close (KmzbSheet *self)
{
  g_return_if_fail (KMZB_IS_SHEET (self));

  if (self->closing)
    return;
  self->closing = TRUE;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  move_to (self, 0);
}
