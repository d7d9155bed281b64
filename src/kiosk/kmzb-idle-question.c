/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Are you still here?" with the seconds that are left. */
#include "kmzb-idle-question.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-ring.h"

#include <glib/gi18n.h>

#define RING_KEY "kmzb-ring"
#define SECONDS_KEY "kmzb-answer-seconds"
#define CALL_AGAIN_S 10

static void
on_destroyed (GtkWidget *modal)
{
  kmzb_access_call (kmzb_access_get_default (), NULL);
}

/* Returns: (transfer floating): a modal that answers with #KMZB_IDLE_QUESTION_YES */
GtkWidget *
kmzb_idle_question_new (guint answer_seconds)
{
  GtkWidget *modal
    = kmzb_modal_new (_("Are you still here?"), _("If you do not answer, we will wipe everything you entered."));
  GtkWidget *ring = kmzb_ring_new ();

  gtk_widget_set_halign (ring, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (ring, "kmzb-idle-ring");
  kmzb_modal_set_content (KMZB_MODAL (modal), ring);
  kmzb_modal_add_button (KMZB_MODAL (modal), _("Yes, I am here"), "kmzb-main", KMZB_IDLE_QUESTION_YES);
  g_object_set_data (G_OBJECT (modal), RING_KEY, ring);
  g_object_set_data (G_OBJECT (modal), SECONDS_KEY, GUINT_TO_POINTER (answer_seconds));
  kmzb_idle_question_set_seconds (modal, answer_seconds);
  g_signal_connect (modal, "destroy", G_CALLBACK (on_destroyed), NULL);
  kmzb_access_call (kmzb_access_get_default (), _("Are you still here?"));
  return modal;
}

/* For who does not see the ring: now and then, and each of the last. */
static void
tell (guint seconds)
{
  g_autofree char *words = NULL;

  if (seconds > 5 && seconds % 10 != 0)
    return;
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u second left", "%u seconds left", seconds), seconds);
  kmzb_a11y_announce (words);
  if (seconds == CALL_AGAIN_S)
    kmzb_access_call (kmzb_access_get_default (), words);
}

/* @modal: (nullable): nothing happens to any other; @seconds: how many are left to answer */
void
kmzb_idle_question_set_seconds (GtkWidget *modal, guint seconds)
{
  GtkWidget *ring = modal != NULL ? g_object_get_data (G_OBJECT (modal), RING_KEY) : NULL;

  if (ring == NULL)
    return;
  tell (seconds);
  kmzb_ring_set (KMZB_RING (ring), (double) seconds / GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (modal), SECONDS_KEY)),
                 seconds);
}
