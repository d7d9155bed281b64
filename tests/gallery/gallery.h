/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-window.h"

#define GALLERY_PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  const char *folder;
  int width, height;
  const char *name; /* of the size */
  gboolean least;   /* the least that is supported: only the largest text is looked at */
  const char *language;
  KmzbClock *clock;
  KmzbBooth *booth;
  KmzbCatalog *catalog;
  KmzbWindow *window;
  guint pictures;
  guint faults;
} Gallery;

void gallery_wait_for (Gallery *self, const char *text);
void gallery_touch (Gallery *self, const char *name);
GtkWidget *gallery_find_type (GtkWidget *root, GType type);
void gallery_take (Gallery *self, const char *name);

void gallery_take_finder (Gallery *self);
