/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-banners.h"

#include "kmzb-columns.h"
#include "kmzb-screen.h"

#include <glib/gi18n.h>

/**
 * KmzbBanners:
 *
 * What must be known on every screen: that nothing will be sent, that the data are made up. Beside each other where both
 * fit in one line, else one below the other; a strip of its own, so that nothing lies under it.
 */
struct _KmzbBanners
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (KmzbBanners, kmzb_banners, GTK_TYPE_WIDGET)

#define COLUMN_PX 480

static void
append (GtkWidget *columns, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "kmzb-banner");
  gtk_widget_add_css_class (label, css_class);
  kmzb_columns_append (KMZB_COLUMNS (columns), label);
}

static void
kmzb_banners_dispose (GObject *object)
{
  kmzb_screen_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (kmzb_banners_parent_class)->dispose (object);
}

static void
kmzb_banners_class_init (KmzbBannersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_banners_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_banners_init (KmzbBanners *self)
{
}

GtkWidget *
kmzb_banners_new (void)
{
  return g_object_new (KMZB_TYPE_BANNERS, NULL);
}

/* Both in the language of now. */
void
kmzb_banners_set (KmzbBanners *self, gboolean practice, gboolean training)
{
  GtkWidget *columns = kmzb_columns_new (2, COLUMN_PX, 0);

  kmzb_screen_remove_children (GTK_WIDGET (self));
  if (practice)
    append (columns, _("PRACTICE MODE. Nothing will be sent"), "kmzb-practice");
  if (training)
    append (columns, _("TRAINING REGION. The data are made up"), "kmzb-training");
  gtk_widget_set_parent (columns, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), practice || training);
}
