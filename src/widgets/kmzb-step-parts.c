/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-step-parts.h"

#include "kmzb-access.h"

/* Of a tall screen: above this nobody has to reach who asked for buttons at the bottom. */
#define LOW_SHARE 0.42
/* Of the buttons' height: less leaves no room for an answer above them. */
#define LEAST_ROOM 1.5

static void
measure (GtkWidget *child, GtkOrientation orientation, int for_size, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

/* The least for either orientation; the answer area scrolls. */
void
kmzb_step_parts_measure (const KmzbStepParts *self, GtkOrientation orientation, int *minimum, int *natural)
{
  GtkWidget *parts[] = { self->header, self->scroller, self->beside, self->actions };

  *minimum = *natural = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int least, wished;

      measure (parts[i], orientation, -1, &least, &wished);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, least);
          *natural = MAX (*natural, wished);
        }
      /* While somebody types the header and what is beside the buttons give way. */
      else if (parts[i] != self->beside && !(self->compact && parts[i] == self->header))
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
  measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, &unused);
  width = MAX (width, least_width);
  measure (child, GTK_ORIENTATION_VERTICAL, width, &least_height, &unused);
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, MAX (height, least_height) }, -1);
}

static int
width_of (GtkWidget *child)
{
  int minimum, natural;

  measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural);
  return natural;
}

static int
height_for (GtkWidget *child, int width)
{
  int least_width, minimum, natural;

  measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, &natural);
  measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, least_width), &minimum, &natural);
  return natural;
}

/* The question and its answers. A keyboard below them leaves no room for words that have been read already, but on a
 * tall screen. */
static void
allocate_body (const KmzbStepParts *self, int x, int y, int width, int height, gboolean tall)
{
  int header = height_for (self->header, width);
  gboolean headed = !self->compact || (tall && header + height_for (self->margins, width) <= height);

  gtk_widget_set_child_visible (self->header, headed);
  if (headed)
    allocate (self->header, x, y, width, header);
  else
    header = 0;
  allocate (self->scroller, x, y + header, width, height - header);
}

static void
allocate_sheet (const KmzbStepParts *self, int x, int y, int width, int height, gboolean tall)
{
  int actions = height_for (self->actions, width), beside = height_for (self->beside, width);

  allocate_body (self, x, y, width, height - actions - beside, tall);
  allocate (self->beside, x, y + height - actions - beside, width, beside);
  allocate (self->actions, x, y + height - actions, width, actions);
}

/* A page may hide its map while something else needs the room. */
static gboolean
shows_media (const KmzbStepParts *self)
{
  return self->media != NULL && gtk_widget_get_visible (self->media);
}

/* What stands below each other in the sheet. Asked part by part: a scroller does not know how its child wraps. */
static int
height_of_sheet (const KmzbStepParts *self, int width)
{
  return height_for (self->header, width) + height_for (self->margins, width) + height_for (self->beside, width)
         + height_for (self->actions, width);
}

/* How wide the sheet beside the media is: a third, or with large text a half. Media that only illustrates gives way to
 * it altogether in the end. */
static int
width_of_sheet (const KmzbStepParts *self, int width, int height)
{
  int least = width_of (self->actions);
  int third = MIN (MAX (width / 3, least), width), half = MIN (MAX (width / 2, least), width);

  if (height_of_sheet (self, third) <= height)
    return third;
  return height_of_sheet (self, half) <= height || !self->media_optional ? half : width;
}

/* Whether the buttons stand beside what somebody writes, for want of room below it. A field beside the buttons stays
 * where it is while the answers above it change. */
static gboolean
is_low (const KmzbStepParts *self, int width, int height, int actions, int bar)
{
  if (!self->compact)
    return FALSE;
  if (width_of (self->beside) > 0)
    return height - bar < actions * LEAST_ROOM;
  return height_for (self->margins, width) + bar > height;
}

/* The answer at the left and the buttons at its right: low, and as wide as need be. */
static void
allocate_low (const KmzbStepParts *self, int width, int height)
{
  int right = MIN (MAX (width_of (self->actions), width_of (self->beside)), width / 2), left = width - right;
  int actions = height_for (self->actions, right), beside = height_for (self->beside, right);

  allocate (self->ground, left, 0, right, height);
  allocate_body (self, 0, 0, left, height, FALSE);
  allocate (self->beside, left, MAX (height - actions - beside, 0), right, beside);
  allocate (self->actions, left, height - actions, right, actions);
}

static void
allocate_landscape (const KmzbStepParts *self, int width, int height)
{
  int least = width_of (self->actions), third = MIN (MAX (width / 3, least), width);

  if (shows_media (self))
    {
      int sheet = width_of_sheet (self, width, height);

      gtk_widget_set_child_visible (self->media, sheet < width);
      if (sheet < width)
        {
          allocate (self->media, 0, 0, width - sheet, height);
          allocate (self->ground, width - sheet, 0, sheet, height);
          allocate_sheet (self, width - sheet, 0, sheet, height, FALSE);
          return;
        }
    }

  int left = width - third;
  int actions = height_for (self->actions, third);
  int bar = MAX (actions, height_for (self->beside, left));

  if (bar > actions && least < third)
    {
      third = least;
      left = width - third;
      bar = MAX (actions, height_for (self->beside, left));
    }
  if (is_low (self, width, height, actions, bar))
    {
      allocate_low (self, width, height);
      return;
    }

  /* Large text: better over the buttons than in a narrow column that eats the page. */
  if (bar > 2 * actions)
    {
      bar = height_for (self->actions, width) + height_for (self->beside, width);
      allocate (self->ground, 0, height - bar, width, bar);
      allocate_sheet (self, 0, 0, width, height, FALSE);
      return;
    }

  allocate (self->ground, 0, height - bar, width, bar);
  allocate_body (self, 0, 0, width, height - bar, FALSE);
  allocate (self->beside, 0, height - bar, left, bar);
  allocate (self->actions, left, height - bar, third, bar);
}

static void
allocate_portrait (const KmzbStepParts *self, int width, int height)
{
  if (shows_media (self))
    {
      /* The sheet takes what its text needs, the map the rest, but never less than half. */
      int most = self->media_optional ? height : height / 2;
      int sheet = CLAMP (height_of_sheet (self, width), height / 4, most), least, unused;

      /* Better none than a strip of it. */
      measure (self->media, GTK_ORIENTATION_VERTICAL, width, &least, &unused);
      if (self->media_optional && height - sheet < least)
        sheet = height;

      gtk_widget_set_child_visible (self->media, sheet < height);
      if (sheet < height)
        allocate (self->media, 0, 0, width, height - sheet);
      allocate (self->ground, 0, height - sheet, width, sheet);
      allocate_sheet (self, 0, height - sheet, width, sheet, TRUE);
      return;
    }

  int bar = height_for (self->actions, width) + height_for (self->beside, width);
  int top = 0;

  /* The question may stand high, the answers not. */
  if (kmzb_access_has (kmzb_access_get_default (), KMZB_ACCESS_LOW_CONTROLS))
    top = MAX ((int) (height * LOW_SHARE) - height_for (self->header, width), 0);
  allocate (self->ground, 0, height - bar, width, bar);
  allocate_sheet (self, 0, top, width, height - top, TRUE);
}

void
kmzb_step_parts_allocate (const KmzbStepParts *self, int width, int height)
{
  if (width > height)
    allocate_landscape (self, width, height);
  else
    allocate_portrait (self, width, height);
}
