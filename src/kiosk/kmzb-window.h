/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-booth.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KmzbScreen:
 * @KMZB_SCREEN_START: nobody's visit
 * @KMZB_SCREEN_MAP: a visitor looks at the map
 * @KMZB_SCREEN_REPORT: a visitor makes a report
 * @KMZB_SCREEN_FIND: a visitor looks for the district officer
 * @KMZB_SCREEN_LEARN: a visitor reads how the map works, or practises
 * @KMZB_SCREEN_OFFICER: an officer has opened the panel
 */
typedef enum
{
  KMZB_SCREEN_START,
  KMZB_SCREEN_MAP,
  KMZB_SCREEN_REPORT,
  KMZB_SCREEN_FIND,
  KMZB_SCREEN_LEARN,
  KMZB_SCREEN_OFFICER,
} KmzbScreen;

#define KMZB_TYPE_WINDOW (kmzb_window_get_type ())
G_DECLARE_FINAL_TYPE (KmzbWindow, kmzb_window, KMZB, WINDOW, GtkApplicationWindow)

KmzbWindow *kmzb_window_new (GtkApplication *application, KmzbOptions *options);
void kmzb_window_show_booth (KmzbWindow *self, KmzbBooth *booth);
KmzbScreen kmzb_window_get_screen (KmzbWindow *self);

G_END_DECLS
