/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_START_PAGE (kmzb_start_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbStartPage, kmzb_start_page, KMZB, START_PAGE, GtkWidget)

GtkWidget *kmzb_start_page_new (KmzbClock *clock, char *const *languages, const char *current);
void kmzb_start_page_get_free_area (KmzbStartPage *self, int width, int height, GdkRectangle *area);
void kmzb_start_page_guess_free_area (int width, int height, GdkRectangle *area);

G_END_DECLS
