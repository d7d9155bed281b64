/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-step-page.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-big-button.h"
#include "kmzb-focus.h"

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
  GtkWidget *media;
  gboolean media_optional;
  GtkWidget *ground; /* the solid sheet under the text and the buttons */
  GtkWidget *body;
  GtkWidget *beside; /* what stands beside the buttons: the aside, the note */
  GtkWidget *actions;

  GtkWidget *header;
  GtkWidget *progress;
  GtkWidget *dots;
  GtkWidget *progress_label;
  GtkWidget *question;
  GtkWidget *hint;
  GtkWidget *scroller;
  GtkWidget *margins; /* around the answer area */
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

/* Of a tall screen: above this nobody has to reach who asked for buttons at the bottom. */
#define LOW_SHARE 0.42

static guint signals[N_SIGNALS];

#define PRIV(self) ((KmzbStepPagePrivate *) kmzb_step_page_get_instance_private (self))

static void
minimum_of (GtkWidget *child, GtkOrientation orientation, int for_size, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static GtkSizeRequestMode
kmzb_step_page_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* The least for either orientation; the answer area scrolls. */
static void
kmzb_step_page_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  KmzbStepPagePrivate *priv = PRIV (KMZB_STEP_PAGE (widget));
  GtkWidget *parts[] = { priv->body, priv->beside, priv->actions };

  *minimum = *natural = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int least, wished;

      minimum_of (parts[i], orientation, -1, &least, &wished);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, least);
          *natural = MAX (*natural, wished);
        }
      else if (parts[i] != priv->beside)
        {
          *minimum += least;
          *natural += wished;
        }
    }
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  int least_width, least_height, unused;

  if (child == NULL || !gtk_widget_should_layout (child))
    return;
  minimum_of (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, &unused);
  width = MAX (width, least_width);
  minimum_of (child, GTK_ORIENTATION_VERTICAL, width, &least_height, &unused);
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, MAX (height, least_height) }, -1);
}

static int
height_for (GtkWidget *child, int width)
{
  int least_width, minimum, natural;

  minimum_of (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, &natural);
  minimum_of (child, GTK_ORIENTATION_VERTICAL, MAX (width, least_width), &minimum, &natural);
  return natural;
}

static void
allocate_sheet (KmzbStepPagePrivate *priv, int x, int y, int width, int height)
{
  int actions = height_for (priv->actions, width), beside = height_for (priv->beside, width);

  allocate (priv->body, x, y, width, height - actions - beside);
  allocate (priv->beside, x, y + height - actions - beside, width, beside);
  allocate (priv->actions, x, y + height - actions, width, actions);
}

/* A page may hide its map while something else needs the room. */
static gboolean
shows_media (KmzbStepPagePrivate *priv)
{
  return priv->media != NULL && gtk_widget_get_visible (priv->media);
}

/* What stands below each other in the sheet. Asked part by part: a scroller does not know how its child wraps. */
static int
height_of_sheet (KmzbStepPagePrivate *priv, int width)
{
  return height_for (priv->header, width) + height_for (priv->margins, width) + height_for (priv->beside, width)
         + height_for (priv->actions, width);
}

/* How wide the sheet beside the media is: a third. Media that only illustrates gives way to large text, in the end
 * altogether. */
static int
width_of_sheet (KmzbStepPagePrivate *priv, int least, int width, int height)
{
  int third = MIN (MAX (width / 3, least), width), half = MIN (MAX (width / 2, least), width);

  if (!priv->media_optional || height_of_sheet (priv, third) <= height)
    return third;
  return height_of_sheet (priv, half) <= height ? half : width;
}

static void
allocate_landscape (KmzbStepPagePrivate *priv, int width, int height)
{
  int actions_minimum, actions_natural;

  minimum_of (priv->actions, GTK_ORIENTATION_HORIZONTAL, -1, &actions_minimum, &actions_natural);
  int third = MIN (MAX (width / 3, actions_natural), width);

  if (shows_media (priv))
    {
      third = width_of_sheet (priv, actions_natural, width, height);
      gtk_widget_set_child_visible (priv->media, third < width);
      allocate (priv->media, 0, 0, width - third, height);
      allocate (priv->ground, width - third, 0, third, height);
      allocate_sheet (priv, width - third, 0, third, height);
      return;
    }

  int left = width - third;
  int actions = height_for (priv->actions, third);
  int bar = MAX (actions, height_for (priv->beside, left));

  /* Large text: better over the buttons than in a narrow column that eats the page. */
  if (bar > 2 * actions)
    {
      bar = height_for (priv->actions, width) + height_for (priv->beside, width);
      allocate (priv->ground, 0, height - bar, width, bar);
      allocate_sheet (priv, 0, 0, width, height);
      return;
    }

  allocate (priv->ground, 0, height - bar, width, bar);
  allocate (priv->body, 0, 0, width, height - bar);
  allocate (priv->beside, 0, height - bar, left, bar);
  allocate (priv->actions, left, height - bar, third, bar);
}

static void
allocate_portrait (KmzbStepPagePrivate *priv, int width, int height)
{
  if (shows_media (priv))
    {
      /* The sheet takes what its text needs, the map the rest, but never less than half. */
      int most = priv->media_optional ? height : height / 2;
      int sheet = CLAMP (height_of_sheet (priv, width), height / 4, most);

      gtk_widget_set_child_visible (priv->media, sheet < height);
      allocate (priv->media, 0, 0, width, height - sheet);
      allocate (priv->ground, 0, height - sheet, width, sheet);
      allocate_sheet (priv, 0, height - sheet, width, sheet);
      return;
    }

  int bar = height_for (priv->actions, width) + height_for (priv->beside, width);
  int top = 0;

  /* The question may stand high, the answers not. */
  if (kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_LOW_CONTROLS))
    top = MAX ((int) (height * LOW_SHARE) - height_for (priv->header, width), 0);
  allocate (priv->ground, 0, height - bar, width, bar);
  allocate_sheet (priv, 0, top, width, height - top);
}

static void
kmzb_step_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbStepPagePrivate *priv = PRIV (KMZB_STEP_PAGE (widget));

  if (width > height)
    allocate_landscape (priv, width, height);
  else
    allocate_portrait (priv, width, height);
}

static void
take_focus (gpointer data)
{
  KmzbStepPagePrivate *priv = PRIV (data);

  if (!kmzb_focus_first (priv->media) && !kmzb_focus_first (priv->scroller) && !kmzb_focus_grab (priv->next))
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
  KmzbStepPagePrivate *priv = PRIV (KMZB_STEP_PAGE (object));
  GtkWidget **parts[] = { &priv->media, &priv->ground, &priv->body, &priv->beside, &priv->actions };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_clear_pointer (parts[i], gtk_widget_unparent);
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

static GtkWidget *
wrapped_label (const char *css_class, GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
make_body (KmzbStepPagePrivate *priv)
{
  priv->dots = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (priv->dots, "kmzb-step-dots");
  gtk_widget_set_valign (priv->dots, GTK_ALIGN_CENTER);
  priv->progress_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (priv->progress_label, "kmzb-step-progress");
  priv->progress = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  gtk_widget_set_visible (priv->progress, FALSE);
  gtk_box_append (GTK_BOX (priv->progress), priv->dots);
  gtk_box_append (GTK_BOX (priv->progress), priv->progress_label);

  priv->question = wrapped_label ("kmzb-step-question", GTK_ACCESSIBLE_ROLE_HEADING);
  priv->hint = wrapped_label ("kmzb-step-hint", GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_set_visible (priv->hint, FALSE);

  priv->header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (priv->header, "kmzb-step-header");
  gtk_box_append (GTK_BOX (priv->header), priv->progress);
  gtk_box_append (GTK_BOX (priv->header), priv->question);
  gtk_box_append (GTK_BOX (priv->header), priv->hint);

  priv->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (priv->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  /* A bar that is always seen while there is more: nobody finds one that shows itself to a mouse. */
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (priv->scroller), FALSE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (priv->scroller), TRUE);
  gtk_widget_set_vexpand (priv->scroller, TRUE);

  priv->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (priv->body, "kmzb-step-body");
  gtk_box_append (GTK_BOX (priv->body), priv->header);
  gtk_box_append (GTK_BOX (priv->body), priv->scroller);
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

  priv->actions = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  gtk_widget_add_css_class (priv->actions, "kmzb-step-actions");
  gtk_box_append (GTK_BOX (priv->actions), priv->back);
  gtk_box_append (GTK_BOX (priv->actions), priv->next);
}

static void
kmzb_step_page_init (KmzbStepPage *self)
{
  KmzbStepPagePrivate *priv = PRIV (self);

  priv->ground = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (priv->ground, "kmzb-step-ground");
  gtk_widget_set_can_target (priv->ground, FALSE);
  priv->note = wrapped_label ("kmzb-step-note", GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_set_visible (priv->note, FALSE);
  priv->beside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand (priv->note, TRUE);
  gtk_box_append (GTK_BOX (priv->beside), priv->note);
  make_body (priv);
  make_actions (self, priv);

  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (gtk_widget_queue_allocate), self,
                           G_CONNECT_SWAPPED);
  GtkWidget *parts[] = { priv->ground, priv->body, priv->beside, priv->actions };
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

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

void
kmzb_step_page_set_question (KmzbStepPage *self, const char *question)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  set_text (PRIV (self)->question, question);
  kmzb_a11y_set_label (GTK_WIDGET (self), question);
}

/* One sentence under the question; %NULL for none. */
void
kmzb_step_page_set_hint (KmzbStepPage *self, const char *hint)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  set_text (PRIV (self)->hint, hint);
}

/* @step of @n_steps, counted from 1, as dots and as words; 0 steps for a page that is not counted. */
void
kmzb_step_page_set_progress (KmzbStepPage *self, guint step, guint n_steps)
{
  KmzbStepPagePrivate *priv = PRIV (self);
  /* Translators: the step of a report and how many there are, as in "1 of 4" */
  g_autofree char *words = g_strdup_printf (_("%u of %u"), step, n_steps);
  GtkWidget *old;

  g_return_if_fail (KMZB_IS_STEP_PAGE (self) && step <= n_steps);

  while ((old = gtk_widget_get_first_child (priv->dots)) != NULL)
    gtk_box_remove (GTK_BOX (priv->dots), old);
  for (guint i = 1; i <= n_steps; i++)
    {
      GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_widget_add_css_class (dot, "dot");
      if (i <= step)
        gtk_widget_add_css_class (dot, i < step ? "done" : "current");
      gtk_box_append (GTK_BOX (priv->dots), dot);
    }
  gtk_label_set_label (GTK_LABEL (priv->progress_label), words);
  gtk_widget_set_visible (priv->progress, n_steps > 0);
}

/* What stands beside the question: a map. Once a page. */
void
kmzb_step_page_set_media (KmzbStepPage *self, GtkWidget *media)
{
  KmzbStepPagePrivate *priv = PRIV (self);

  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  g_clear_pointer (&priv->media, gtk_widget_unparent);
  priv->media = media;
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
  PRIV (self)->media_optional = optional;
}

void
kmzb_step_page_set_content (KmzbStepPage *self, GtkWidget *content)
{
  KmzbStepPagePrivate *priv = PRIV (self);

  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  priv->margins = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (priv->margins, "kmzb-step-content");
  gtk_widget_set_vexpand (content, TRUE);
  gtk_box_append (GTK_BOX (priv->margins), content);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (priv->scroller), priv->margins);
}

/* Something small that belongs to the whole page, beside the buttons. Once a page. */
void
kmzb_step_page_set_aside (KmzbStepPage *self, GtkWidget *aside)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  gtk_widget_add_css_class (aside, "kmzb-step-aside");
  gtk_widget_set_vexpand (aside, TRUE);
  gtk_box_prepend (GTK_BOX (PRIV (self)->beside), aside);
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

/* Why the main action does not go on yet, or what went wrong, beside the buttons; %NULL takes it away. */
void
kmzb_step_page_set_note (KmzbStepPage *self, const char *note)
{
  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  if (note != NULL && !g_str_equal (gtk_label_get_label (GTK_LABEL (PRIV (self)->note)), note))
    kmzb_a11y_announce (note);
  set_text (PRIV (self)->note, note);
}

/* While the on-screen keyboard is open the room is for the field: without progress, question and hint. */
void
kmzb_step_page_set_compact (KmzbStepPage *self, gboolean compact)
{
  KmzbStepPagePrivate *priv = PRIV (self);

  g_return_if_fail (KMZB_IS_STEP_PAGE (self));

  gtk_widget_set_visible (priv->header, !compact);
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  if (KMZB_STEP_PAGE_GET_CLASS (self)->compact_changed != NULL)
    KMZB_STEP_PAGE_GET_CLASS (self)->compact_changed (self, compact);
}

void
kmzb_step_page_scroll_to_top (KmzbStepPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (PRIV (self)->scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
}
