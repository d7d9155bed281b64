/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one number that all sizes of text follow from. */
#include "kmzb-type-scale.h"

#include "kmzb-access.h"

#define BODY_PX 24 /* where the shorter side is this long: */
#define SHORTER_SIDE_PX 1080
#define LEAST_PX 20
#define MOST_PX 40
#define LARGE_PERCENT 150

/* Text fills a small screen a little less, and grows with a large one that stands further away. */
int
kmzb_type_scale_for_size (int width, int height)
{
  return CLAMP (BODY_PX * MIN (width, height) / SHORTER_SIDE_PX, LEAST_PX, MOST_PX);
}

static int designed_px;

static void
apply (void)
{
  static GtkCssProvider *provider = NULL;
  static int current = 0;
  int percent = (int) kmzb_access_get_text_percent (kmzb_access_get_default ());
  int font_size_px = designed_px * percent / 100;
  g_autofree char *css = NULL;

  if (font_size_px == current)
    return;
  current = font_size_px;
  if (provider == NULL)
    {
      provider = gtk_css_provider_new ();
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
    }
  /* What is large already need not grow as much as what is small. */
  css = g_strdup_printf ("window.kmzb { font-size: %dpx; }%s", font_size_px,
                         percent >= LARGE_PERCENT ? " .kmzb-display { font-size: 1.5em; } .kmzb-call { font-size: 1.6em; }" : "");
  gtk_css_provider_load_from_data (provider, css, -1);
}

/* @font_size_px: of body text at 100 %; the visitor's own text size comes on top, now and when it changes */
void
kmzb_type_scale_set (int font_size_px)
{
  static gboolean follows = FALSE;

  designed_px = font_size_px;
  if (!follows)
    g_signal_connect (kmzb_access_get_default (), "changed", G_CALLBACK (apply), NULL);
  follows = TRUE;
  apply ();
}
