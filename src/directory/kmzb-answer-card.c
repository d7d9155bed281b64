/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of an officer and of a unit. Nothing of it is a button: no telephone stands here. */
#include "kmzb-answer-card.h"

#include "kmzb-a11y.h"
#include "kmzb-answer-words.h"
#include "kmzb-columns.h"
#include "kmzb-contact-card.h"
#include "kmzb-label.h"
#include "kmzb-phone.h"
#include "kmzb-qr.h"

#include <glib/gi18n.h>

#define COLUMN_PX 360
#define QR_MODULE_PX 4

/* @css_class: (nullable): of the words */
GtkWidget *
kmzb_answer_line_new (const char *icon_name, const char *text, const char *css_class)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = kmzb_text_new (text, css_class);

  gtk_widget_add_css_class (line, "kmzb-answer-line");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), image);
  gtk_box_append (GTK_BOX (line), label);
  return line;
}

/* @phone, @email: (nullable) */
static void
append_ways (GtkWidget *box, const char *phone, const char *email, gboolean large)
{
  g_autofree char *spaced = kmzb_phone_format (phone);

  if (spaced != NULL)
    {
      g_auto (GStrv) groups = g_strsplit (spaced, " ", -1);
      g_autofree char *whole = g_strjoinv ("\u00a0", groups); /* a number stays on one line */

      GtkWidget *line = kmzb_answer_line_new ("kmzb-phone-symbolic", whole, large ? "kmzb-answer-phone" : "kmzb-numbers");

      /* the code beside it gives way sooner than the number is broken */
      gtk_label_set_wrap_mode (GTK_LABEL (gtk_widget_get_last_child (line)), PANGO_WRAP_WORD);
      gtk_box_append (GTK_BOX (box), line);
    }
  if (email != NULL)
    {
      /* Where an address must be broken it is after the @ if that is enough, and never with a hyphen: that would be read
       * as part of it. */
      g_auto (GStrv) halves = g_strsplit (email, "@", 2);
      g_autofree char *breakable = g_strjoinv ("@\u200b", halves);
      GtkWidget *line = kmzb_answer_line_new ("kmzb-mail-symbolic", breakable, NULL), *label = gtk_widget_get_last_child (line);
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
      gtk_label_set_attributes (GTK_LABEL (label), attributes);
      kmzb_a11y_set_label (label, email);
      gtk_box_append (GTK_BOX (box), line);
    }
}

/* @card: (nullable): a vCard. Returns: (nullable): its QR code, with what it is for */
static GtkWidget *
new_code (const char *card)
{
  GtkWidget *box, *qr, *hint;

  if (card == NULL)
    return NULL;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  qr = kmzb_qr_new ();
  kmzb_qr_set_text (KMZB_QR (qr), card);
  if (kmzb_qr_get_modules (KMZB_QR (qr)) == 0)
    {
      g_object_ref_sink (box);
      g_object_unref (box);
      g_object_ref_sink (qr);
      g_object_unref (qr);
      return NULL;
    }
  kmzb_qr_set_module_px (KMZB_QR (qr), QR_MODULE_PX);
  gtk_widget_set_halign (qr, GTK_ALIGN_CENTER);
  kmzb_a11y_set_label (qr, _("Scan to save the contact"));
  hint = kmzb_text_new (_("Scan to save the contact"), NULL);
  gtk_label_set_justify (GTK_LABEL (hint), GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (GTK_LABEL (hint), 0.5f);
  gtk_box_append (GTK_BOX (box), qr);
  gtk_box_append (GTK_BOX (box), hint);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static GtkWidget *
new_card (GtkWidget *words, const char *card, const char *css_class)
{
  GtkWidget *columns = kmzb_columns_new (2, COLUMN_PX, 24);
  GtkWidget *code = new_code (card);

  gtk_widget_add_css_class (columns, "kmzb-answer-card");
  if (css_class != NULL)
    gtk_widget_add_css_class (columns, css_class);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  kmzb_columns_append (KMZB_COLUMNS (columns), words);
  if (code != NULL)
    kmzb_columns_append (KMZB_COLUMNS (columns), code);
  return columns;
}

/* Who it is and how to reach them; the beat, where it is known. */
GtkWidget *
kmzb_answer_officer_card_new (const KmzbOfficer *officer, const KmzbDirectoryAnswer *answer)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *name;
  const KmzbUnit *unit = answer->unit_is_nearest ? NULL : answer->unit;
  g_autofree char *card = kmzb_contact_card_of_officer (officer, unit, _("District officer"));

  if (officer->rank != NULL)
    gtk_box_append (GTK_BOX (words), kmzb_text_new (officer->rank, "kmzb-muted"));
  name = kmzb_text_new (officer->name, "kmzb-answer-name");
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD); /* large text takes the code's room sooner than to be broken */
  gtk_box_append (GTK_BOX (words), name);
  append_ways (words, officer->phone, officer->email, TRUE);
  if (officer->phone == NULL && officer->email == NULL)
    gtk_box_append (GTK_BOX (words), kmzb_text_new (_("Ask for this officer at the police station."), NULL));
  return new_card (words, card, NULL);
}

/* @from_place: the distance is told from the place that was asked for */
GtkWidget *
kmzb_answer_unit_card_new (const KmzbDirectoryAnswer *answer, gboolean from_place)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  const KmzbUnit *unit = answer->unit;
  gboolean alone = answer->officers->len == 0;
  g_autofree char *card = alone ? kmzb_contact_card_of_unit (unit) : NULL;

  if (answer->unit_is_nearest)
    gtk_box_append (GTK_BOX (words), kmzb_text_new (_("Nearest police station"), "kmzb-muted"));
  gtk_box_append (GTK_BOX (words), kmzb_text_new (unit->name, "kmzb-subheading"));
  if (unit->address != NULL)
    gtk_box_append (GTK_BOX (words), kmzb_answer_line_new ("kmzb-pin-symbolic", unit->address, NULL));
  append_ways (words, unit->phone, alone ? unit->email : NULL, alone);
  if (from_place && (alone || answer->unit_is_nearest) && answer->unit_distance_m >= 0)
    {
      g_autofree char *distance = kmzb_words_distance (answer->unit_distance_m);
      /* Translators: how far a police station is from a visitor's home: "340 m", "1.2 km" */
      g_autofree char *text = g_strdup_printf (_("%s from your place, as the crow flies"), distance);

      gtk_box_append (GTK_BOX (words), kmzb_text_new (text, "kmzb-muted"));
    }
  return new_card (words, card, "kmzb-answer-unit");
}
