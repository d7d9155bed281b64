/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every screen says of a threat in the same words. */
#include "kmzb-threat-words.h"

#include "kmzb-language.h"
#include "kmzb-report-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* Those that visitors see, in the order of a report's life. */
const KmzbStatus kmzb_threat_statuses[KMZB_N_STATUSES - 1] = {
  KMZB_STATUS_NEW,       KMZB_STATUS_VERIFICATION, KMZB_STATUS_CONFIRMED,
  KMZB_STATUS_PASSED_ON, KMZB_STATUS_ELIMINATED,   KMZB_STATUS_NOT_CONFIRMED,
};

/* The official words. */
const char *
kmzb_threat_words_status (KmzbStatus status)
{
  switch (status)
    {
    case KMZB_STATUS_NEW:
      return _("New");
    case KMZB_STATUS_VERIFICATION:
      return _("Being checked");
    case KMZB_STATUS_CONFIRMED:
      return _("Confirmed");
    case KMZB_STATUS_PASSED_ON:
      return _("Confirmed (passed on outside the police)");
    case KMZB_STATUS_NOT_CONFIRMED:
      return _("Not confirmed");
    case KMZB_STATUS_ELIMINATED:
      return _("Confirmed (eliminated)");
    case KMZB_STATUS_MISTAKE:
      break; /* hidden from visitors */
    }
  g_return_val_if_reached ("");
}

/* What that means, in a sentence or two. */
const char *
kmzb_threat_words_explain (KmzbStatus status)
{
  switch (status)
    {
    case KMZB_STATUS_NEW:
      return _("The report has just come in.");
    case KMZB_STATUS_VERIFICATION:
      return _("The police are looking into it.");
    case KMZB_STATUS_CONFIRMED:
      return _("The threat is real. The police are dealing with it.");
    case KMZB_STATUS_PASSED_ON:
      return _("The threat is real. Another service or office deals with it.");
    case KMZB_STATUS_ELIMINATED:
      return _("The threat was real. It is gone.");
    case KMZB_STATUS_NOT_CONFIRMED:
      return _("The police checked and did not find it.");
    case KMZB_STATUS_MISTAKE:
      break; /* hidden from visitors */
    }
  g_return_val_if_reached ("");
}

/* The category's name; of one that this booth's catalogue does not know, its slug. */
const char *
kmzb_threat_words_category (KmzbCatalog *catalog, const char *slug)
{
  const KmzbCategory *category = kmzb_catalog_lookup (catalog, slug);

  return category != NULL ? kmzb_category_get_name (category, kmzb_language_get ()) : slug;
}

const char *
kmzb_threat_words_icon (KmzbCatalog *catalog, const char *slug)
{
  const KmzbCategory *category = kmzb_catalog_lookup (catalog, slug);

  return category != NULL ? category->icon : "kmzb-warning-symbolic";
}

/* "reported on 12 May 2026". Returns: (transfer full) */
char *
kmzb_threat_words_reported (const KmzbThreat *threat)
{
  g_autofree char *day = kmzb_words_day (threat->created_us);

  /* Translators: %s is a day: "12 May 2026" */
  return g_strdup_printf (_("reported on %s"), day);
}

/* The status as shape and colour; its word stands beside it. */
GtkWidget *
kmzb_threat_words_new_sign (KmzbStatus status, int side)
{
  g_autofree char *icon = g_strdup_printf ("kmzb-status-%s-symbolic", kmzb_status_to_slug (status));
  g_autofree char *css_class = g_strdup_printf ("kmzb-status-%s", kmzb_status_to_slug (status));
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_image_set_pixel_size (GTK_IMAGE (image), side);
  gtk_widget_add_css_class (image, css_class);
  return image;
}
