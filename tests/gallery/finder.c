/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens of "Find your district officer". */
#include "gallery.h"

#include "kmzb-picker.h"
#include "wait.h"

#include <glib/gi18n.h>

/* What is typed into the field that is shown, and the first line of what is found touched. */
static void
pick (Gallery *self, const char *text, const char *listed)
{
  gint64 end = g_get_monotonic_time () + GALLERY_PATIENCE_US;
  GtkWidget *picker = gallery_find_type (GTK_WIDGET (self->window), KMZB_TYPE_PICKER), *row;

  g_assert_nonnull (picker);
  gtk_widget_grab_focus (gallery_find_type (picker, GTK_TYPE_TEXT));
  kmzb_picker_set_text (KMZB_PICKER (picker), text);
  while ((row = gallery_find_type (picker, GTK_TYPE_BUTTON)) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      wait_ms (20);
    }
  if (listed != NULL)
    {
      wait_ms (350);
      gallery_take (self, listed);
    }
  g_signal_emit_by_name (gallery_find_type (picker, GTK_TYPE_BUTTON), "clicked");
}

void
gallery_take_finder (Gallery *self)
{
  static const struct
  {
    const char *address;
    const char *name;
    const char *listed;
  } answers[] = {
    { "Główna 1, Zdrojewiec", "find-one", "find-typed" },
    { "Dworcowa 39A, Jarzębinów", "find-two", NULL },
    { "Chabrowiec 1", "find-vacant", NULL },
    { "Tarniniec 1", "find-outside", NULL },
  };

  gallery_touch (self, _("Find your district officer"));
  gallery_wait_for (self, _("Where do you live?"));
  wait_ms (800);
  gallery_take (self, "find");
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      pick (self, answers[i].address, answers[i].listed);
      gallery_wait_for (self, _("Scan to save the contact"));
      wait_ms (800);
      gallery_take (self, answers[i].name);
      gallery_touch (self, _("Back"));
      gallery_wait_for (self, _("Where do you live?"));
    }
  gallery_touch (self, _("Search by the officer’s name"));
  pick (self, "sko", "find-name");
  gallery_wait_for (self, _("Scan to save the contact"));
  wait_ms (500);
  gallery_touch (self, _("Back to the map"));
  gallery_wait_for (self, _("Report a threat"));
}
