/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an answer of the directory is in words. */
#include "kmzb-answer-words.h"

#include "kmzb-label.h"
#include "kmzb-phone.h"

#include <glib/gi18n.h>

/* "asp. szt. Jan Nowak". Returns: (transfer full) */
char *
kmzb_answer_words_officer (const KmzbOfficer *officer)
{
  return officer->rank != NULL ? g_strdup_printf ("%s %s", officer->rank, officer->name) : g_strdup (officer->name);
}

const char *
kmzb_answer_words_heading (const KmzbDirectoryAnswer *answer, gboolean by_place)
{
  switch (answer->kind)
    {
    case KMZB_DIRECTORY_KNOWN:
      if (!by_place)
        return _("District officer");
      return answer->officers->len == 1 ? _("Your district officer") : _("Your district officers");
    case KMZB_DIRECTORY_VACANT:
      return _("There is no district officer here now");
    case KMZB_DIRECTORY_OUTSIDE:
      return _("We do not know the district officer of this place");
    case KMZB_DIRECTORY_NOBODY:
    default:
      return _("This booth has no list of district officers");
    }
}

/* What an officer is for, or who helps in an officer's place. */
const char *
kmzb_answer_words_explain (const KmzbDirectoryAnswer *answer, gboolean by_place)
{
  switch (answer->kind)
    {
    case KMZB_DIRECTORY_KNOWN:
      return _("A district officer knows the neighbourhood, gives advice and helps with problems that come back.");
    case KMZB_DIRECTORY_VACANT:
      return answer->unit == NULL         ? _("Please ask the officer at this stand.")
             : answer->unit_is_nearest ? _("Until there is one, the nearest police station helps you.")
                                       : _("Until there is one, this police station helps you.");
    case KMZB_DIRECTORY_OUTSIDE:
      return answer->unit != NULL ? _("It lies in no beat that this booth knows. The nearest police station helps you.")
                                  : _("It lies in no beat that this booth knows. Please ask the officer at this stand.");
    case KMZB_DIRECTORY_NOBODY:
    default:
      return _("Please ask the officer at this stand.");
    }
}

/* The answer in one sentence, for who does not see it. Returns: (transfer full) */
char *
kmzb_answer_words_spoken (const KmzbDirectoryAnswer *answer, gboolean by_place)
{
  g_autoptr (GString) text = g_string_new (kmzb_answer_words_heading (answer, by_place));

  for (guint i = 0; i < answer->officers->len; i++)
    {
      const KmzbOfficer *officer = g_ptr_array_index (answer->officers, i);
      g_autofree char *name = kmzb_answer_words_officer (officer);
      g_autofree char *phone = kmzb_phone_format (officer->phone);

      g_string_append_printf (text, ". %s", name);
      if (phone != NULL)
        g_string_append_printf (text, ", %s", phone);
    }
  if (answer->officers->len == 0 && answer->unit != NULL)
    g_string_append_printf (text, ". %s", answer->unit->name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What stands on every page of this room: who is in danger has not come for a district officer. */
GtkWidget *
kmzb_answer_emergency_new (void)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name ("kmzb-warning-symbolic");
  GtkWidget *text = kmzb_text_new (_("In an emergency call 112"), NULL);

  gtk_widget_add_css_class (line, "kmzb-answer-emergency");
  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (line), image);
  gtk_box_append (GTK_BOX (line), text);
  return line;
}
