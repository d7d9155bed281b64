/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-flow.h"

#include <gtk/gtk.h>

/* A flow in a window on a throw-away store, driven through the names of its controls. */
typedef struct
{
  char *folder;
  KmzbClock *clock;
  KmzbStore *store;
  KmzbCatalog *catalog;
  KmzbReportContext *context;
  GtkWidget *window;
  KmzbReportFlow *flow;
} Driver;

KmzbPack *driver_make_pack (const char *folder);
Driver *driver_new (KmzbClock *clock, KmzbPack *pack, int width, int height);
void driver_free (Driver *self);

void driver_remove_folder (const char *folder);

void driver_settle (void);
void driver_wait (guint ms);
void driver_wait_for (Driver *self, KmzbReportStep step);
GtkWidget *driver_find (Driver *self, const char *name);
void driver_touch (Driver *self, const char *name);
gboolean driver_shows (Driver *self, const char *text);
guint driver_count_watchers (Driver *self);
gboolean driver_keyboard_shows (Driver *self, const char *text);
GtkWidget *driver_find_on_page (Driver *self, GType type);
GtkWidget *driver_find_type (GtkWidget *root, GType type);
void driver_walk_to (Driver *self, KmzbReportStep step);
void driver_picture (Driver *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Driver, driver_free)
