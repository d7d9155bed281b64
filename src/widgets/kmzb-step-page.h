/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_STEP_PAGE (kmzb_step_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KmzbStepPage, kmzb_step_page, KMZB, STEP_PAGE, GtkWidget)

/**
 * KmzbStepPageClass:
 * @next: the main action was touched; whether to go on (which emits "next"). Stays when it returns %FALSE
 *   and has told why with kmzb_step_page_set_note().
 * @compact_changed: the on-screen keyboard came or went: all but the field makes room
 */
struct _KmzbStepPageClass
{
  GtkWidgetClass parent_class;

  gboolean (*next) (KmzbStepPage *self);
  void (*compact_changed) (KmzbStepPage *self, gboolean compact);

  gpointer padding[4];
};

void kmzb_step_page_set_question (KmzbStepPage *self, const char *question);
void kmzb_step_page_set_hint (KmzbStepPage *self, const char *hint);
void kmzb_step_page_set_progress (KmzbStepPage *self, guint step, guint n_steps);
void kmzb_step_page_set_media (KmzbStepPage *self, GtkWidget *media);
void kmzb_step_page_set_media_optional (KmzbStepPage *self, gboolean optional);
void kmzb_step_page_set_content (KmzbStepPage *self, GtkWidget *content);
void kmzb_step_page_set_aside (KmzbStepPage *self, GtkWidget *aside);
void kmzb_step_page_set_back (KmzbStepPage *self, const char *icon_name, const char *label);
void kmzb_step_page_set_next (KmzbStepPage *self, const char *label);
void kmzb_step_page_set_next_sensitive (KmzbStepPage *self, gboolean sensitive);
void kmzb_step_page_set_note (KmzbStepPage *self, const char *note);
void kmzb_step_page_set_compact (KmzbStepPage *self, gboolean compact);
void kmzb_step_page_scroll_to_top (KmzbStepPage *self);
void kmzb_step_page_scroll_to (KmzbStepPage *self, GtkWidget *part);

G_END_DECLS
