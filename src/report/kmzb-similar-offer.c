/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-similar-offer.h"

#include "kmzb-big-button.h"
#include "kmzb-report-words.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * KmzbSimilarOffer:
 *
 * "Is it about this threat?": what somebody has reported already, close by and of the same kind. Confirming it helps the
 * police more than a second report; who means another thing goes on as if nothing had been asked. Emits "accepted".
 */
struct _KmzbSimilarOffer
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *icon;
  GtkWidget *name;
  GtkWidget *words;
  KmzbThreat *threat; /* nullable */
};

G_DEFINE_FINAL_TYPE (KmzbSimilarOffer, kmzb_similar_offer, GTK_TYPE_WIDGET)

static guint accepted_signal;

/* Nobody measures a street to the metre. */
#define ROUND_M 10

static void
on_accept_clicked (KmzbSimilarOffer *self)
{
  g_signal_emit (self, accepted_signal, 0);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
kmzb_similar_offer_dispose (GObject *object)
{
  KmzbSimilarOffer *self = KMZB_SIMILAR_OFFER (object);

  g_clear_pointer (&self->threat, kmzb_threat_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_similar_offer_parent_class)->dispose (object);
}

static void
kmzb_similar_offer_class_init (KmzbSimilarOfferClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_similar_offer_dispose;
  accepted_signal = g_signal_new ("accepted", KMZB_TYPE_SIMILAR_OFFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_similar_offer_init (KmzbSimilarOffer *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *accept = kmzb_big_button_new (KMZB_BIG_BUTTON_SMALL, NULL, _("Yes, I confirm it"));

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);
  self->icon = gtk_image_new ();
  self->name = make_label (NULL, "kmzb-strong");
  self->words = make_label (NULL, "kmzb-muted");
  gtk_box_append (GTK_BOX (lines), make_label (_("Is it about this threat?"), "kmzb-subheading"));
  gtk_box_append (GTK_BOX (lines), self->name);
  gtk_box_append (GTK_BOX (lines), self->words);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (accept, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (accept, "clicked", G_CALLBACK (on_accept_clicked), self);
  gtk_box_append (GTK_BOX (self->box), self->icon);
  gtk_box_append (GTK_BOX (self->box), lines);
  gtk_box_append (GTK_BOX (self->box), accept);
  gtk_widget_add_css_class (self->box, "kmzb-panel");
  gtk_widget_add_css_class (self->box, "kmzb-similar");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* @threat: (nullable): %NULL takes the offer away. @place: of the report, to say how far it is. */
void
kmzb_similar_offer_show (KmzbSimilarOffer *self, KmzbReportContext *context, KmzbThreat *threat, KmzbPoint place)
{
  const KmzbCategory *category;
  g_autofree char *day = NULL;
  g_autofree char *words = NULL;
  guint metres;

  g_return_if_fail (KMZB_IS_SIMILAR_OFFER (self));

  if (threat != NULL)
    kmzb_threat_ref (threat);
  g_clear_pointer (&self->threat, kmzb_threat_unref);
  self->threat = threat;
  gtk_widget_set_visible (GTK_WIDGET (self), threat != NULL);
  if (threat == NULL)
    return;

  category = kmzb_catalog_lookup (context->catalog, threat->category);
  metres = (guint) lround (kmzb_geo_distance_m (threat->place, place) / ROUND_M) * ROUND_M;
  day = kmzb_words_day (threat->created_us);
  /* Translators: a date and a distance: "Reported on 20 November 2026, 40 m from here." */
  words = metres > 0 ? g_strdup_printf (_("Reported on %s, %u m from here."), day, metres)
                     /* Translators: a date: "Reported on 20 November 2026, in this very place." */
                     : g_strdup_printf (_("Reported on %s, in this very place."), day);
  gtk_label_set_label (GTK_LABEL (self->name), category != NULL ? kmzb_category_get_name (category, context->language) : "");
  gtk_label_set_label (GTK_LABEL (self->words), words);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), category != NULL ? category->icon : "kmzb-report-symbolic");
}

/* Returns: (transfer none) (nullable) */
KmzbThreat *
kmzb_similar_offer_get_threat (KmzbSimilarOffer *self)
{
  return self->threat;
}
