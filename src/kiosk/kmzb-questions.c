/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window asks over its screens. */
#include "kmzb-questions.h"

#include "kmzb-language.h"

#include <glib/gi18n.h>

#define FINISH_KEY "kmzb-finish"

/* Which language; the response is its place in @languages. */
GtkWidget *
kmzb_question_new_language (char *const *languages, const char *current)
{
  GtkWidget *modal = kmzb_modal_new (_("Language"), NULL);

  for (int i = 0; languages[i] != NULL; i++)
    kmzb_modal_add_button (KMZB_MODAL (modal), kmzb_language_get_own_name (languages[i]),
                           g_str_equal (languages[i], current) ? "kmzb-current" : NULL, i);
  return modal;
}

/* Whether a draft may be wiped; %KMZB_QUESTION_YES or %KMZB_QUESTION_NO. */
GtkWidget *
kmzb_question_new_finish (void)
{
  GtkWidget *modal = kmzb_modal_new (_("Finish without saving?"), _("This report will be wiped."));

  g_object_set_data (G_OBJECT (modal), FINISH_KEY, GINT_TO_POINTER (TRUE));
  kmzb_modal_add_button (KMZB_MODAL (modal), _("No, go back"), "kmzb-main", KMZB_QUESTION_NO);
  kmzb_modal_add_button (KMZB_MODAL (modal), _("Yes, finish"), NULL, KMZB_QUESTION_YES);
  return modal;
}

/* @modal: (nullable): whichever is open */
gboolean
kmzb_question_is_finish (GtkWidget *modal)
{
  return modal != NULL && g_object_get_data (G_OBJECT (modal), FINISH_KEY) != NULL;
}
