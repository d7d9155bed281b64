/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-step-page.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-big-button.h"
#include "kmzb-focus.h"
#include "kmzb-step-header.h"
#include "kmzb-step-parts.h"

#include <glib/gi18n.h>

/**
 * KmzbStepPage:
 *
 * The skeleton of every step that asks something: progress, one question, an answer area that scrolls when it must, and
 * the two buttons always in the same place: lower right on a landscape screen, along the lower edge on a portrait one.
 * A page may have media (a map): it takes the left two thirds, or the upper half.
 */
typedef struct
{
  KmzbStepParts parts;
  GtkWidget *note;
  GtkWidget *back;
  GtkWidget *next;
} KmzbStepPagePrivate;

static void kmzb_step_page_buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (KmzbStepPage,
                                  kmzb_step_page,
                                  GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (KmzbStepPage)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, kmzb_step_page_buildable_init))

static GtkBuildableIface *parent_buildable_iface;

enum
{
  SIGNAL_BACK,
  SIGNAL_NEXT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define PRIV(self) ((KmzbStepPagePrivate *) kmzb_step_page_get_instance_private (KMZB_STEP_PAGE (self)))

static GtkSizeRequestMode
kmzb_step_page_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
kmzb_step_page_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  kmzb_step_parts_measure (&PRIV (widget)->parts, orientation, minimum, natural);
}

static void
kmzb_step_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  kmzb_step_parts_allocate (&PRIV (widget)->parts, width, height);
}

static void
take_focus (gpointer data)
{
  KmzbStepPagePrivate *priv = PRIV (data);

  if (!kmzb_focus_first (priv->parts.media) && !kmzb_focus_first (priv->parts.scroller) && !kmzb_focus_grab (priv->next))
    kmzb_focus_grab (priv->back);
}

static void
kmzb_step_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kmzb_step_page_parent_class)->map (widget);
  kmzb_a11y_present (widget);
  kmzb_focus_later (widget, take_focus);
}

static void
on_back_clicked (KmzbStepPage *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static void
on_next_clicked (KmzbStepPage *self)
{
  if (KMZB_STEP_PAGE_GET_CLASS (self)->next (self))
    g_signal_emit (self, signals[SIGNAL_NEXT], 0);
}

static gboolean
kmzb_step_page_real_next (KmzbStepPage *self)
{
  return TRUE;
}

static void
kmzb_step_page_dispose (GObject *object)
{
  KmzbStepParts *parts = &PRIV (object)->parts;
  GtkWidget **children[] = { &parts->media,    &parts->ground, &parts->header,
                             &parts->scroller, &parts->beside, &parts->actions };

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    g_clear_pointer (children[i], gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_step_page_parent_class)->dispose (object);
}

static void
kmzb_step_page_class_init (KmzbStepPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_step_page_dispose;
  widget_class->map = kmzb_step_page_map;
  widget_class->get_request_mode = kmzb_step_page_get_request_mode;
  widget_class->measure = kmzb_step_page_measure;
  widget_class->size_allocate = kmzb_step_page_size_allocate;
  klass->next = kmzb_step_page_real_next;

  /**
   * KmzbStepPage::back:
   *
   * The visitor wants to see the step before. Nothing is lost.
   */
  signals[SIGNAL_BACK] = g_signal_new ("back", KMZB_TYPE_STEP_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  /**
   * KmzbStepPage::next:
   *
   * The question is answered.
   */
  signals[SIGNAL_NEXT] = g_signal_new ("next", KMZB_TYPE_STEP_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "step-page");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
make_body (KmzbStepParts *parts)
{
  parts->header = kmzb_step_header_new ();
  parts->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (parts->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  /* A bar that is always seen while there is more: nobody finds one that shows itself to a mouse. */
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (parts->scroller), FALSE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (parts->scroller), TRUE);

  parts->margins = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (parts->margins, "kmzb-step-content");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (parts->scroller), parts->margins);
}

static void
make_note (KmzbStepPagePrivate *priv)
{
  priv->note = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (priv->note), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (priv->note), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (priv->note), 0);
  gtk_widget_add_css_class (priv->note, "kmzb-step-note");
  gtk_widget_set_vexpand (priv->note, TRUE);
  gtk_widget_set_visible (priv->note, FALSE);
  priv->parts.beside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (priv->parts.beside), priv->note);
}

static void
make_actions (KmzbStepPage *self, KmzbStepPagePrivate *priv)
{
  priv->back = kmzb_big_button_new (KMZB_BIG_BUTTON_QUIET, "kmzb-back-symbolic", _("Back"));
  g_signal_connect_swapped (priv->back, "clicked", G_CALLBACK (on_back_clicked), self);
  priv->next = kmzb_big_button_new (KMZB_BIG_BUTTON_MAIN, NULL, "");
  gtk_widget_set_hexpand (priv->next, TRUE);
  gtk_widget_set_visible (priv->next, FALSE);
  g_signal_connect_swapped (priv->next, "clicked", G_CALLBACK (on_next_clicked), self);

  /* A field keeps the keyboard until the button is let go, else the button would move away below the finger. */
  gtk_widget_set_focus_on_click (priv->back, FALSE);
  gtk_widget_set_focus_on_click (priv->next, FALSE);

  priv->parts.actions = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  gtk_widget_add_css_class (priv->parts.actions, "kmzb-step-actions");
  gtk_box_append (GTK_BOX (priv->parts.actions), priv->back);
  gtk_box_append (GTK_BOX (priv->parts.actions), priv->next);
}

static void
kmzb_step_page_init (KmzbStepPage *self)
{
  KmzbStepPagePrivate *priv = PRIV (self);

  priv->parts.ground = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (priv->parts.ground, "kmzb-step-ground");
  gtk_widget_set_can_target (priv->parts.ground, FALSE);
  make_body (&priv->parts);
  make_note (priv);
  make_actions (self, priv);

  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (gtk_widget_queue_allocate), self,
                           G_CONNECT_SWAPPED);
  GtkWidget *parts[] = { priv->parts.ground, priv->parts.header, priv->parts.scroller, priv->parts.beside,
                         priv->parts.actions };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_set_parent (parts[i], GTK_WIDGET (self));
}

/* In a template: <child> is the answer area, <child type="media"> the map, <child type="aside"> beside the buttons. */
static void
kmzb_step_page_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (g_strcmp0 (type, "media") == 0)
    kmzb_step_page_set_media (KMZB_STEP_PAGE (buildable), GTK_WIDGET (child));
  else if (g_strcmp0 (type, "aside") == 0)
    kmzb_step_page_set_aside (KMZB_STEP_PAGE (buildable), GTK_WIDGET (child));
  else if (type == NULL && GTK_IS_WIDGET (child))
    kmzb_step_page_set_content (KMZB_STEP_PAGE (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
kmzb_step_page_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = kmzb_step_page_add_child;
}

void
kmzb_step_page_set_question (KmzbStepPage *self, const char *question)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  kmzb_step_header_set_question (KMZB_STEP_HEADER (PRIV (self)->parts.header), question);
  kmzb_a11y_set_label (GTK_WIDGET (self), question);
}

/* One sentence under the question; %NULL for none. */
void
kmzb_step_page_set_hint (KmzbStepPage *self, const char *hint)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  kmzb_step_header_set_hint (KMZB_STEP_HEADER (PRIV (self)->parts.header), hint);
}

/* @step of @n_steps, counted from 1, as dots and as words; 0 steps for a page that is not counted. */
void
kmzb_step_page_set_progress (KmzbStepPage *self, guint step, guint n_steps)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self) && step <= n_steps);

  kmzb_step_header_set_progress (KMZB_STEP_HEADER (PRIV (self)->parts.header), step, n_steps);
}

/* What stands beside the question: a map. Once a page. */
void
kmzb_step_page_set_media (KmzbStepPage *self, GtkWidget *media)
{
  KmzbStepPagePrivate *priv = PRIV (self);

  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  g_clear_pointer (&priv->parts.media, gtk_widget_unparent);
  priv->parts.media = media;
  if (media != NULL)
    gtk_widget_insert_after (media, GTK_WIDGET (self), NULL);
  if (media != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "with-media");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "with-media");
}

/* Whether the media only illustrates what the words say: large text takes its room. */
void
kmzb_step_page_set_media_optional (KmzbStepPage *self, gboolean optional)
{
  PRIV (self)->parts.media_optional = optional;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* The answer area. Once a page. */
void
kmzb_step_page_set_content (KmzbStepPage *self, GtkWidget *content)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  gtk_widget_set_vexpand (content, TRUE);
  gtk_box_append (GTK_BOX (PRIV (self)->parts.margins), content);
}

/* Something small that belongs to the whole page, beside the buttons. Once a page. */
void
kmzb_step_page_set_aside (KmzbStepPage *self, GtkWidget *aside)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  gtk_widget_add_css_class (aside, "kmzb-step-aside");
  gtk_widget_set_vexpand (aside, TRUE);
  gtk_box_prepend (GTK_BOX (PRIV (self)->parts.beside), aside);
}

/* The quiet button's words and picture; without @label it is hidden. */
void
kmzb_step_page_set_back (KmzbStepPage *self, const char *icon_name, const char *label)
{
  GtkWidget *back = PRIV (self)->back;

  if (label != NULL)
    {
      kmzb_big_button_set_icon (back, icon_name);
      kmzb_big_button_set_label (back, label);
    }
  gtk_widget_set_visible (back, label != NULL);
}

/* The main action's words; %NULL hides it. */
void
kmzb_step_page_set_next (KmzbStepPage *self, const char *label)
{
  GtkWidget *next = PRIV (self)->next;

  if (label != NULL)
    kmzb_big_button_set_label (next, label);
  gtk_widget_set_visible (next, label != NULL);
}

void
kmzb_step_page_set_next_sensitive (KmzbStepPage *self, gboolean sensitive)
{
  gtk_widget_set_sensitive (PRIV (self)->next, sensitive);
}

/* Why the main action does not go on yet, or what went wrong: beside the buttons, while somebody types above the field;
 * %NULL takes it away. */
void
kmzb_step_page_set_note (KmzbStepPage *self, const char *note)
{
  KmzbStepPagePrivate *priv = PRIV (self);

  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  if (note != NULL && !g_str_equal (gtk_label_get_label (GTK_LABEL (priv->note)), note))
    kmzb_a11y_announce (note);
  gtk_label_set_label (GTK_LABEL (priv->note), note != NULL ? note : "");
  gtk_widget_set_visible (priv->note, note != NULL);
  if (note != NULL && priv->parts.compact)
    kmzb_step_page_scroll_to_top (self);
}

static void
move_note (KmzbStepPagePrivate *priv, GtkWidget *from, GtkWidget *to)
{
  g_autoptr (GtkWidget) note = g_object_ref (priv->note);

  gtk_box_remove (GTK_BOX (from), note);
  if (to == priv->parts.margins)
    gtk_box_prepend (GTK_BOX (to), note);
  else
    gtk_box_append (GTK_BOX (to), note);
  gtk_widget_set_vexpand (note, to == priv->parts.beside);
}

static void
show_field (gpointer data)
{
  if (PRIV (data)->parts.compact)
    kmzb_step_page_scroll_to_top (KMZB_STEP_PAGE (data));
}

/* While the on-screen keyboard is open the room is for the field, which a page keeps at the top then. */
void
kmzb_step_page_set_compact (KmzbStepPage *self, gboolean compact)
{
  KmzbStepPagePrivate *priv = PRIV (self);

  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  if (priv->parts.compact != compact)
    {
      priv->parts.compact = compact;
      move_note (priv, compact ? priv->parts.beside : priv->parts.margins,
                 compact ? priv->parts.margins : priv->parts.beside);
    }
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  if (KMZB_STEP_PAGE_GET_CLASS (self)->compact_changed != NULL)
    KMZB_STEP_PAGE_GET_CLASS (self)->compact_changed (self, compact);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  /* After GTK has scrolled to where the focus was. */
  kmzb_focus_later (GTK_WIDGET (self), show_field);
}

void
kmzb_step_page_scroll_to_top (KmzbStepPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (PRIV (self)->parts.scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
}

/* The first frame lays out what has changed. */
static gboolean
on_laid_out (GtkWidget *part, GdkFrameClock *clock, gpointer data)
{
  guint *n_frames = data;
  KmzbStepPage *self = KMZB_STEP_PAGE (gtk_widget_get_ancestor (part, KMZB_TYPE_STEP_PAGE));
  KmzbStepParts *parts = self != NULL ? &PRIV (self)->parts : NULL;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (++*n_frames < 3)
    return G_SOURCE_CONTINUE;
  if (parts == NULL || !gtk_widget_compute_bounds (part, parts->margins, &bounds))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (parts->scroller));
  gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
  return G_SOURCE_REMOVE;
}

/* @part: of the answer area, that comes into view once all has its place */
void
kmzb_step_page_scroll_to (KmzbStepPage *self, GtkWidget *part)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self) && gtk_widget_is_ancestor (part, GTK_WIDGET (self)));

  gtk_widget_add_tick_callback (part, on_laid_out, g_new0 (guint, 1), g_free);
}
