/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tried-page.h"

#include "kmzb-columns.h"

#include <glib/gi18n.h>

/**
 * KmzbTriedPage:
 *
 * The practice report is made: nothing was sent, and this is what would happen with a real one. "Back" tries once more.
 */
struct _KmzbTriedPage
{
  KmzbStepPage parent_instance;
};

G_DEFINE_FINAL_TYPE (KmzbTriedPage, kmzb_tried_page, KMZB_TYPE_STEP_PAGE)

#define MAX_ROW_HEIGHT 136

static const struct
{
  const char *icon;
  const char *text;
} lines[] = {
  { "kmzb-sync-symbolic", N_ ("The booth sends it to the police as soon as there is internet.") },
  { "kmzb-officer-symbolic", N_ ("Officers check the place.") },
  { "kmzb-pin-symbolic", N_ ("The sign on the map shows what has become of it.") },
  { "kmzb-info-symbolic", N_ ("You get a number, with which you can ask about it.") },
};

static void
kmzb_tried_page_class_init (KmzbTriedPageClass *klass)
{
}

static void
kmzb_tried_page_init (KmzbTriedPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkWidget *list = kmzb_columns_new (1, 1, 12);

  g_object_set (list, "max-row-height", MAX_ROW_HEIGHT, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
      GtkWidget *label = gtk_label_new (_(lines[i].text));

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name (lines[i].icon));
      gtk_box_append (GTK_BOX (row), label);
      gtk_widget_add_css_class (row, "kmzb-rule");
      kmzb_columns_append (KMZB_COLUMNS (list), row);
    }
  kmzb_step_page_set_question (page, _("Well done! That is how it works"));
  kmzb_step_page_set_hint (page, _("This was practice. Nothing was sent. With a real report this would happen next:"));
  kmzb_step_page_set_content (page, list);
  kmzb_step_page_set_back (page, "kmzb-hand-symbolic", _("Try once more"));
  kmzb_step_page_set_next (page, _("Back to the map"));
}

GtkWidget *
kmzb_tried_page_new (void)
{
  return g_object_new (KMZB_TYPE_TRIED_PAGE, NULL);
}
