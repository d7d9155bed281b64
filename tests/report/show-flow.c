/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of every page of the report flow, to look at: show-flow PACK FOLDER WIDTHxHEIGHT [LANGUAGE LOCALE-FOLDER [EM]] */
#include "driver.h"

#include "kmzb-step-page.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>

static const char *folder, *size, *language;

static void
take (Driver *driver, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s-%s-%s.png", folder, size, language, name);
  int minimum_width, minimum_height;

  driver_wait (500);
  gtk_widget_measure (driver->window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (driver->window, GTK_ORIENTATION_VERTICAL, -1, &minimum_height, NULL, NULL, NULL);
  g_print ("%s: needs %dx%d\n", name, minimum_width, minimum_height);
  driver_picture (driver, path);
}

static void
next (Driver *driver)
{
  KmzbReportStep step = kmzb_report_flow_get_step (driver->flow);
  KmzbStepPage *page = KMZB_STEP_PAGE (driver_find_on_page (driver, KMZB_TYPE_STEP_PAGE));

  g_assert_true (KMZB_STEP_PAGE_GET_CLASS (page)->next (page));
  g_signal_emit_by_name (page, "next");
  if (step == KMZB_REPORT_STEP_CHECK)
    driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  driver_settle ();
}

int
main (int argc, char **argv)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (Driver) driver = NULL;
  g_autoptr (GError) error = NULL;
  int width, height;

  if (argc < 4 || sscanf (argv[3], "%dx%d", &width, &height) != 2)
    {
      g_printerr ("Usage: show-flow PACK FOLDER WIDTHxHEIGHT [LANGUAGE LOCALE-FOLDER [EM]]\n");
      return 2;
    }
  folder = argv[2];
  size = argv[3];
  language = argc > 5 ? argv[4] : "en";
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("LANGUAGE", language, TRUE);
  if (argc > 5)
    bindtextdomain (GETTEXT_PACKAGE, argv[5]);
  textdomain (GETTEXT_PACKAGE);

  gtk_test_init (&argc, &argv, NULL);
  pack = kmzb_pack_open (argv[1], &error);
  g_assert_no_error (error);
  driver = driver_new (clock, pack, width, height);
  if (argc > 6)
    {
      g_autoptr (GtkCssProvider) large = gtk_css_provider_new ();
      g_autofree char *css = g_strdup_printf ("window.kmzb { font-size: %spx; }", argv[6]);

      gtk_css_provider_load_from_data (large, css, -1);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (large),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
    }
  {
    g_autoptr (KmzbThreats) threats = kmzb_pack_load_threats (pack, &error);

    g_assert_no_error (error);
    kmzb_report_context_set_threats (driver->context, threats);
  }
  kmzb_report_context_set_language (driver->context, language);
  kmzb_report_flow_rebuild (driver->flow);

  take (driver, "1-rules");
  next (driver);
  take (driver, "2-urgent");
  g_signal_emit_by_name (driver_find_on_page (driver, KMZB_TYPE_STEP_PAGE), "urgent");
  take (driver, "3-emergency");
  g_signal_emit_by_name (driver_find_on_page (driver, KMZB_TYPE_STEP_PAGE), "back");
  driver_settle ();
  next (driver);
  driver_wait (1500);
  take (driver, "4-place");
  driver_touch (driver, gettext ("Type an address"));
  gtk_editable_set_text (GTK_EDITABLE (driver_find_on_page (driver, GTK_TYPE_TEXT)), "lipowa 99");
  take (driver, "4-place-typing");
  driver_touch (driver, gettext ("Back"));
  driver_touch (driver, gtk_widget_get_tooltip_text (driver_find_on_page (driver, GTK_TYPE_BUTTON)));
  next (driver);
  take (driver, "5-category");
  driver_touch (driver, gettext ("I don’t know, help me choose"));
  take (driver, "5-category-question");
  driver_touch (driver, gettext ("Back"));
  gtk_editable_set_text (GTK_EDITABLE (driver_find_on_page (driver, GTK_TYPE_TEXT)), "dro");
  take (driver, "5-category-search");
  gtk_editable_set_text (GTK_EDITABLE (driver_find_on_page (driver, GTK_TYPE_TEXT)), "");
  {
    const KmzbCategory *category = g_ptr_array_index (kmzb_catalog_get_categories (driver->catalog), 1);

    driver_touch (driver, kmzb_category_get_name (category, language));
  }
  take (driver, "6-details");
  {
    GtkTextBuffer *buffer
        = gtk_text_view_get_buffer (GTK_TEXT_VIEW (driver_find_on_page (driver, GTK_TYPE_TEXT_VIEW)));

    gtk_text_buffer_set_text (buffer, "Zażółć gęślą jaźń: kierowcy jeżdżą tu bardzo szybko, zwłaszcza wieczorem.", -1);
    driver_touch (driver, gettext ("In the evening"));
    driver_touch (driver, gettext ("At night"));
    driver_touch (driver, g_dpgettext2 (NULL, "short weekday", "Fri"));
    driver_touch (driver, gettext ("Another day"));
    take (driver, "7-details-calendar");
    g_signal_emit_by_name (driver_find (driver, "1"), "clicked");
    driver_settle ();
  }
  take (driver, "7-details-filled");
  gtk_widget_grab_focus (driver_find_on_page (driver, GTK_TYPE_TEXT_VIEW));
  take (driver, "7-details-keyboard");
  next (driver);
  take (driver, "8-check");
  next (driver);
  take (driver, "9-saved");
  return 0;
}
