/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-step-header.h"

#include "kmzb-natural.h"

#include <glib/gi18n.h>

/**
 * KmzbStepHeader:
 *
 * The top of a step: how far one is, the question, and one sentence under it. The progress stands on the question's line
 * where both fit there, else above it: with large text every line counts.
 */
struct _KmzbStepHeader
{
  GtkWidget parent_instance;

  GtkWidget *progress;
  GtkWidget *dots;
  GtkWidget *progress_label;
  GtkWidget *question;
  GtkWidget *hint;
};

G_DEFINE_FINAL_TYPE (KmzbStepHeader, kmzb_step_header, GTK_TYPE_WIDGET)

#define SPACING_PX 8
/* Between the question and the progress beside it. */
#define GAP_PX 32

/* @width: in px, -1 for as much as there is wanted */
static gboolean
is_beside (KmzbStepHeader *self, int width)
{
  return gtk_widget_should_layout (self->progress) && gtk_widget_should_layout (self->question)
         && (width < 0 || kmzb_natural_width (self->question) + GAP_PX + kmzb_natural_width (self->progress) <= width);
}

static GtkSizeRequestMode
kmzb_step_header_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kmzb_step_header_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  KmzbStepHeader *self = KMZB_STEP_HEADER (widget);
  GtkWidget *lines[] = { self->progress, self->question, self->hint };
  gboolean beside = orientation == GTK_ORIENTATION_VERTICAL && is_beside (self, for_size);

  *minimum = *natural = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      int least, wished;

      if (!gtk_widget_should_layout (lines[i]) || (beside && lines[i] == self->progress))
        continue;
      gtk_widget_measure (lines[i], orientation, for_size, &least, &wished, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, least);
          *natural = MAX (*natural, wished);
        }
      else
        {
          if (beside && lines[i] == self->question)
            wished = MAX (wished, kmzb_natural_height (self->progress, -1));
          *natural += wished + (*natural > 0 ? SPACING_PX : 0);
          *minimum = *natural;
        }
    }
}

static void
kmzb_step_header_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbStepHeader *self = KMZB_STEP_HEADER (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *lines[] = { self->progress, self->question, self->hint };
  gboolean beside = is_beside (self, width);
  int y = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      int left = 0, line_width = width, line_height;

      if (!gtk_widget_should_layout (lines[i]) || (beside && lines[i] == self->progress))
        continue;
      line_height = kmzb_natural_height (lines[i], width);
      if (beside && lines[i] == self->question)
        {
          int progress = kmzb_natural_width (self->progress);

          line_height = MAX (line_height, kmzb_natural_height (self->progress, -1));
          line_width = width - progress - GAP_PX;
          left = rtl ? progress + GAP_PX : 0;
          gtk_widget_size_allocate (self->progress,
                                    &(GtkAllocation){ rtl ? 0 : width - progress, y, progress, line_height }, -1);
        }
      gtk_widget_size_allocate (lines[i], &(GtkAllocation){ left, y, line_width, line_height }, -1);
      y += line_height + SPACING_PX;
    }
}

static void
kmzb_step_header_dispose (GObject *object)
{
  KmzbStepHeader *self = KMZB_STEP_HEADER (object);

  g_clear_pointer (&self->progress, gtk_widget_unparent);
  g_clear_pointer (&self->question, gtk_widget_unparent);
  g_clear_pointer (&self->hint, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_step_header_parent_class)->dispose (object);
}

static void
kmzb_step_header_class_init (KmzbStepHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_step_header_dispose;
  widget_class->get_request_mode = kmzb_step_header_get_request_mode;
  widget_class->measure = kmzb_step_header_measure;
  widget_class->size_allocate = kmzb_step_header_size_allocate;
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
kmzb_step_header_init (KmzbStepHeader *self)
{
  self->dots = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->dots, "kmzb-step-dots");
  gtk_widget_set_valign (self->dots, GTK_ALIGN_CENTER);
  self->progress_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->progress_label, "kmzb-step-progress");
  self->progress = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_box_append (GTK_BOX (self->progress), self->dots);
  gtk_box_append (GTK_BOX (self->progress), self->progress_label);

  self->question = wrapped_label ("kmzb-step-question", GTK_ACCESSIBLE_ROLE_HEADING);
  self->hint = wrapped_label ("kmzb-step-hint", GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_set_visible (self->hint, FALSE);

  gtk_widget_add_css_class (GTK_WIDGET (self), "kmzb-step-header");
  gtk_widget_set_parent (self->progress, GTK_WIDGET (self));
  gtk_widget_set_parent (self->question, GTK_WIDGET (self));
  gtk_widget_set_parent (self->hint, GTK_WIDGET (self));
}

GtkWidget *
kmzb_step_header_new (void)
{
  return g_object_new (KMZB_TYPE_STEP_HEADER, NULL);
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

void
kmzb_step_header_set_question (KmzbStepHeader *self, const char *question)
{
  set_text (self->question, question);
}

/* @hint: (nullable) */
void
kmzb_step_header_set_hint (KmzbStepHeader *self, const char *hint)
{
  set_text (self->hint, hint);
}

/* @step of @n_steps, counted from 1, as dots and as words; 0 steps for a page that is not counted. */
void
kmzb_step_header_set_progress (KmzbStepHeader *self, guint step, guint n_steps)
{
  /* Translators: the step of a report and how many there are, as in "1 of 4" */
  g_autofree char *words = g_strdup_printf (_("%u of %u"), step, n_steps);
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (self->dots)) != NULL)
    gtk_box_remove (GTK_BOX (self->dots), old);
  for (guint i = 1; i <= n_steps; i++)
    {
      GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_widget_add_css_class (dot, "dot");
      if (i <= step)
        gtk_widget_add_css_class (dot, i < step ? "done" : "current");
      gtk_box_append (GTK_BOX (self->dots), dot);
    }
  gtk_label_set_label (GTK_LABEL (self->progress_label), words);
  gtk_widget_set_visible (self->progress, n_steps > 0);
}
