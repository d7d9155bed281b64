/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One threat, and "I see it too". */
#include "kmzb-threat-sheet.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-columns.h"
#include "kmzb-list-row.h"
#include "kmzb-sheet.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

#define DATA_KEY "kmzb-threat-sheet"
#define SIGN_PX 40
#define FACT_WIDTH_PX 420

typedef struct
{
  KmzbThreat *threat;
  KmzbConfirmer *confirmer;
  GtkWidget *hint;    /* what confirming is for; in the sheet */
  GtkWidget *actions; /* the button or the thanks; in the sheet */
  gboolean focused;   /* the keyboard was there when it was pressed */
} Data;

static void
data_free (gpointer pointer)
{
  Data *data = pointer;

  kmzb_threat_unref (data->threat);
  g_object_unref (data->confirmer);
  g_free (data);
}

static void
on_confirm_clicked (GtkWidget *sheet)
{
  Data *data = g_object_get_data (G_OBJECT (sheet), DATA_KEY);

  kmzb_confirmer_confirm (data->confirmer, data->threat);
}

static GtkWidget *
make_button (GtkWidget *sheet, KmzbConfirmState state)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *button = kmzb_big_button_new (KMZB_BIG_BUTTON_MAIN, "kmzb-check-symbolic", _("Confirm this threat"));

  if (state == KMZB_CONFIRM_FAILED)
    gtk_box_append (GTK_BOX (box), kmzb_text_new (_("We could not save it. Try again or tell the officer."), "kmzb-error"));
  gtk_widget_set_sensitive (button, state != KMZB_CONFIRM_SAVING);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_confirm_clicked), sheet);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static GtkWidget *
make_thanks (Data *data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *check = gtk_image_new_from_icon_name ("kmzb-check-symbolic");
  g_autofree char *number = kmzb_confirmer_get_number (data->confirmer, data->threat);
  GtkWidget *number_label = kmzb_text_new (number, "kmzb-heading");

  gtk_widget_add_css_class (box, "kmzb-thanks");
  gtk_widget_set_focusable (box, TRUE);
  gtk_widget_add_css_class (check, "kmzb-thanks-check");
  gtk_widget_add_css_class (number_label, "kmzb-numbers");
  gtk_box_append (GTK_BOX (words), kmzb_text_new (_("Thank you. We have saved your confirmation."), "kmzb-strong"));
  gtk_box_append (GTK_BOX (words), kmzb_text_new (kmzb_confirmer_is_practice (data->confirmer)
                                                 ? _("This was practice. Nothing will be sent.")
                                                 : _("We will send it when there is internet"),
                                             "kmzb-small"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_label_set_wrap (GTK_LABEL (number_label), FALSE);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), number_label);
  kmzb_a11y_set_label (box, _("Thank you. We have saved your confirmation."));
  return box;
}

static GtkWidget *
make_gone (void)
{
  GtkWidget *text = kmzb_text_new (_("This threat is not on the map any more. There is nothing to confirm."), "kmzb-strong");

  gtk_widget_set_focusable (text, TRUE);
  return text;
}

static GtkWidget *
make_actions (GtkWidget *sheet, Data *data, KmzbConfirmState state)
{
  switch (state)
    {
    case KMZB_CONFIRM_SAVED:
      return make_thanks (data);
    case KMZB_CONFIRM_GONE:
      return make_gone ();
    case KMZB_CONFIRM_NONE:
    case KMZB_CONFIRM_SAVING:
    case KMZB_CONFIRM_FAILED:
    default:
      return make_button (sheet, state);
    }
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
on_changed (GtkWidget *sheet)
{
  Data *data = g_object_get_data (G_OBJECT (sheet), DATA_KEY);
  KmzbConfirmState state = kmzb_confirmer_get_state (data->confirmer, data->threat);

  data->focused = data->focused || has_focus (data->actions);
  gtk_widget_set_visible (data->hint, state != KMZB_CONFIRM_SAVED && state != KMZB_CONFIRM_GONE);
  data->actions = make_actions (sheet, data, state);
  kmzb_sheet_set_actions (KMZB_SHEET (sheet), data->actions);
  /* Whoever uses the keyboard goes on where the button was: at the answer, or at the button again. */
  if (data->focused && state != KMZB_CONFIRM_SAVING)
    {
      data->focused = FALSE;
      if (gtk_widget_get_focusable (data->actions))
        gtk_root_set_focus (gtk_widget_get_root (sheet), data->actions); /* a box would not take it by itself */
      else
        gtk_widget_child_focus (data->actions, GTK_DIR_TAB_FORWARD);
    }
}

/**
 * kmzb_threat_sheet_new:
 *
 * Returns: (transfer floating): a #KmzbSheet
 */
GtkWidget *
kmzb_threat_sheet_new (KmzbThreat *threat, KmzbCatalog *catalog, KmzbConfirmer *confirmer)
{
  GtkWidget *sheet = kmzb_sheet_new (kmzb_threat_words_category (catalog, threat->category));
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *facts = kmzb_columns_new (2, FACT_WIDTH_PX, 12);
  GtkWidget *status = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *word = kmzb_text_new (kmzb_threat_words_status (threat->status), "kmzb-subheading");
  g_autofree char *reported = kmzb_threat_words_reported (threat);
  Data *data = g_new0 (Data, 1);

  kmzb_sheet_set_icon (KMZB_SHEET (sheet), kmzb_threat_words_icon (catalog, threat->category));
  gtk_box_append (GTK_BOX (status), kmzb_threat_words_new_sign (threat->status, SIGN_PX));
  gtk_widget_set_hexpand (word, TRUE); /* else it is broken at a width that GTK thinks handsome */
  gtk_box_append (GTK_BOX (status), word);
  kmzb_columns_append (KMZB_COLUMNS (facts), status);
  kmzb_columns_append (KMZB_COLUMNS (facts), kmzb_text_new (reported, NULL));
  gtk_box_append (GTK_BOX (content), facts);

  data->threat = kmzb_threat_ref (threat);
  data->confirmer = g_object_ref (confirmer);
  data->hint = kmzb_text_new (_("Do you see it too? Confirm it, that is enough: no second report is needed."), NULL);
  gtk_box_append (GTK_BOX (content), data->hint);
  g_object_set_data_full (G_OBJECT (sheet), DATA_KEY, data, data_free);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), content);
  on_changed (sheet);
  g_signal_connect_object (confirmer, "changed", G_CALLBACK (on_changed), sheet, G_CONNECT_SWAPPED);
  return sheet;
}
