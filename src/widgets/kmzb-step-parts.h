/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KmzbStepParts:
 *
 * What a step page consists of, and where each part stands on a screen of any shape.
 */
typedef struct
{
  GtkWidget *media;   /* (nullable) */
  GtkWidget *ground;  /* the solid sheet under the text and the buttons */
  GtkWidget *header;
  GtkWidget *scroller;
  GtkWidget *margins; /* what scrolls: around the answer area */
  GtkWidget *beside;  /* what stands beside the buttons: the aside, the note */
  GtkWidget *actions;
  gboolean media_optional; /* the media only illustrates what the words say: large text takes its room */
  gboolean compact;        /* the on-screen keyboard is open */
} KmzbStepParts;

void kmzb_step_parts_measure (const KmzbStepParts *self, GtkOrientation orientation, int *minimum, int *natural);
void kmzb_step_parts_allocate (const KmzbStepParts *self, int width, int height);

G_END_DECLS
