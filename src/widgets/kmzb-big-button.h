/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KmzbBigButtonKind:
 * @KMZB_BIG_BUTTON_PLAIN: one of several things to do
 * @KMZB_BIG_BUTTON_QUIET: the way back
 * @KMZB_BIG_BUTTON_MAIN: the one thing to do on a screen
 * @KMZB_BIG_BUTTON_CARD: a picture over a name, chosen from many
 * @KMZB_BIG_BUTTON_SMALL: a change beside the line it belongs to
 */
typedef enum
{
  KMZB_BIG_BUTTON_PLAIN,
  KMZB_BIG_BUTTON_QUIET,
  KMZB_BIG_BUTTON_MAIN,
  KMZB_BIG_BUTTON_CARD,
  KMZB_BIG_BUTTON_SMALL,
} KmzbBigButtonKind;

GtkWidget *kmzb_big_button_new (KmzbBigButtonKind kind, const char *icon_name, const char *label);
GtkWidget *kmzb_chip_new (const char *icon_name, const char *label);
void kmzb_big_button_set_icon (GtkWidget *button, const char *icon_name);
void kmzb_big_button_set_explanation (GtkWidget *button, const char *explanation);
void kmzb_big_button_show_explanation (GtkWidget *button, gboolean show);
void kmzb_big_button_set_label (GtkWidget *button, const char *label);

G_END_DECLS
