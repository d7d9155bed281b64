/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every screen of the booth in one size, in four languages, two sizes of text and two contrasts (the least size that is
 * supported only with the largest text): a picture of each in FOLDER, and a fault for whatever look.c finds wrong there:
 * gallery PACK FOLDER WIDTHxHEIGHT [LANGUAGE...] */
#include "gallery.h"
#include "kmzb-access.h"
#include "kmzb-catalog.h"
#include "kmzb-kiosk-init.h"
#include "kmzb-language.h"
#include "kmzb-map-view-private.h"
#include "kmzb-pin.h"
#include "kmzb-similar-offer.h"
#include "kmzb-threat-list.h"
#include "look.h"
#include "wait.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <stdio.h>

#define PIN "246810"
#define DESCRIBED "miejsce-niebezpiecznej-dzialalnosci-rozrywkowej"

void
gallery_wait_for (Gallery *self, const char *text)
{
  gint64 end = g_get_monotonic_time () + GALLERY_PATIENCE_US;

  while (!look_shows (GTK_WIDGET (self->window), text) && look_find_button (GTK_WIDGET (self->window), text) == NULL)
    {
      if (g_get_monotonic_time () > end)
        g_error ("“%s” does not come (%s)", text, self->language);
      wait_ms (20);
    }
}

void
gallery_touch (Gallery *self, const char *name)
{
  gint64 end = g_get_monotonic_time () + GALLERY_PATIENCE_US;
  GtkWidget *button;

  while ((button = look_find_button (GTK_WIDGET (self->window), name)) == NULL)
    {
      if (g_get_monotonic_time () > end)
        g_error ("No button “%s” comes (%s)", name, self->language);
      wait_ms (20);
    }
  g_signal_emit_by_name (button, "clicked");
  wait_ms (80);
}

GtkWidget *
gallery_find_type (GtkWidget *root, GType type)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_last_child (root); child != NULL; child = gtk_widget_get_prev_sibling (child))
    {
      GtkWidget *found = gallery_find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GdkTexture *
draw (Gallery *self)
{
  GtkWidget *window = GTK_WIDGET (self->window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GskRenderNode) node = NULL;

  for (int i = 0; i < 100 && node == NULL; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      wait_ms (i > 0 ? 50 : 0);
      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
      node = gtk_snapshot_free_to_node (snapshot);
    }
  g_assert_nonnull (node);
  return gsk_renderer_render_texture (
      gtk_native_get_renderer (GTK_NATIVE (window)), node,
      &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (window), gtk_widget_get_height (window)));
}

/* Four pictures of the screen that is shown, and what is wrong with each. */
void
gallery_take (Gallery *self, const char *name)
{
  static const struct
  {
    guint percent;
    gboolean contrast;
    const char *name;
  } ways[] = { { 100, FALSE, "100" }, { 100, TRUE, "100-contrast" }, { 200, FALSE, "200" }, { 200, TRUE, "200-contrast" } };
  KmzbAccess *access = kmzb_access_get_default ();

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *file = g_strdup_printf ("%s-%s-%s-%s.png", self->name,
                                               self->language, name, ways[i].name);
      g_autofree char *path = g_build_filename (self->folder, file, NULL);
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (GdkTexture) texture = NULL;

      if (self->least && (ways[i].percent != 200 || ways[i].contrast))
        continue;
      kmzb_access_set_text_percent (access, ways[i].percent);
      kmzb_access_set (access, KMZB_ACCESS_CONTRAST, ways[i].contrast);
      /* A busy machine may still be laying it out: a fault is what stays. */
      for (int tries = 0; tries < 8 && (faults == NULL || faults->len > 0); tries++)
        {
          wait_ms (150);
          g_clear_object (&texture);
          g_clear_pointer (&faults, g_ptr_array_unref);
          texture = draw (self);
          faults = look_for_faults (GTK_WIDGET (self->window), texture, self->width, self->height);
        }
      gdk_texture_save_to_png (texture, path);
      self->pictures++;
      for (guint j = 0; j < faults->len; j++)
        g_print ("# %s: %s\n", file, (const char *) faults->pdata[j]);
      self->faults += faults->len;
    }
  kmzb_access_set (access, KMZB_ACCESS_CONTRAST, FALSE);
  kmzb_access_set_text_percent (access, 100);
  wait_ms (60);
}

/* ---- the screens, in the order of a visit ---- */

/* A finger on the map, row by row, until it meets a crowd. */
static void
take_cluster (Gallery *self)
{
  KmzbMapView *map = KMZB_MAP_VIEW (gallery_find_type (GTK_WIDGET (self->window), KMZB_TYPE_MAP_VIEW));
  gboolean found = FALSE;

  for (int y = 60; !found && y < gtk_widget_get_height (GTK_WIDGET (map)); y += 40)
    for (int x = 60; !found && x < gtk_widget_get_width (GTK_WIDGET (map)); x += 40)
      {
        KmzbThreatPick pick;

        found = kmzb_threat_layer_pick (map->threat_layer, x, y, &pick) && !pick.single;
        if (found)
          kmzb_map_view_tap_threat (map, x, y);
      }
  g_assert_true (found);
  gallery_wait_for (self, _("See it from closer"));
  wait_ms (500);
  gallery_take (self, "cluster");
  gallery_touch (self, _("Close"));
  wait_ms (350);
}

static gboolean
explains_signs (Gallery *self)
{
  return look_shows (GTK_WIDGET (self->window), _("Several threats: how many and of which status"));
}

/* Put away, and opened with the largest text: over the map, or on a sheet where the map has no room for it. */
static void
take_legend (Gallery *self, const char *name)
{
  g_autofree char *away = g_strdup_printf ("%s-away", name);

  if (explains_signs (self))
    gallery_touch (self, _("Legend"));
  wait_ms (350);
  g_assert_false (explains_signs (self));
  gallery_take (self, away);
  kmzb_access_set_text_percent (kmzb_access_get_default (), 200);
  wait_ms (350);
  gallery_touch (self, _("Legend"));
  gallery_wait_for (self, _("Several threats: how many and of which status"));
  wait_ms (350);
  gallery_take (self, name);
  if (look_find_button (GTK_WIDGET (self->window), _("Close")) != NULL)
    gallery_touch (self, _("Close"));
  wait_ms (350);
}

static void
take_map (Gallery *self)
{
  static const struct
  {
    const char *opens;
    const char *name;
  } sheets[] = { { N_ ("Filters"), "filters" }, { N_ ("Layers"), "layers" } };

  wait_ms (800); /* the first tiles */
  gallery_take (self, "map");
  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      gallery_touch (self, gettext (sheets[i].opens));
      wait_ms (350);
      gallery_take (self, sheets[i].name);
      gallery_touch (self, _("Close"));
      wait_ms (350);
    }
  take_legend (self, "legend");
  gallery_touch (self, _("Layers"));
  gallery_touch (self, _("Police statistics"));
  gallery_touch (self, _("Close"));
  wait_ms (800);
  gallery_take (self, "statistics");
  take_legend (self, "statistics-legend");
  gallery_touch (self, _("Layers"));
  gallery_touch (self, _("Police statistics"));
  gallery_touch (self, _("Close"));
  wait_ms (350);
  gallery_touch (self, _("Threat list"));
  wait_ms (500);
  gallery_take (self, "list");
  {
    GtkWidget *list = gallery_find_type (GTK_WIDGET (self->window), KMZB_TYPE_THREAT_LIST);
    GtkWidget *row = list != NULL ? gallery_find_type (list, GTK_TYPE_BUTTON) : NULL;

    g_assert_nonnull (row);
    g_signal_emit_by_name (row, "clicked");
  }
  gallery_wait_for (self, _("Confirm this threat"));
  wait_ms (800);
  gallery_take (self, "threat");
  gallery_touch (self, _("Close"));
  wait_ms (350);
  take_cluster (self);
  gallery_touch (self, _("Safety in the area"));
  wait_ms (500);
  gallery_take (self, "areas");
  gallery_touch (self, _("Threats"));
  gallery_touch (self, _("Language"));
  gallery_take (self, "language");
  gallery_touch (self, kmzb_language_get_own_name (self->language));
  wait_ms (200);
}

static void
take_learn (Gallery *self)
{
  gallery_touch (self, _("How the map works"));
  for (int i = 1; look_find_button (GTK_WIDGET (self->window), _("Try it")) == NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("learn-%d", i);

      g_assert_cmpint (i, <, 12);
      wait_ms (350);
      gallery_take (self, name);
      gallery_touch (self, _("Next"));
      wait_ms (350);
    }
  gallery_take (self, "learn-try");
  gallery_touch (self, _("Try it"));
  gallery_wait_for (self, _("I understand, next"));
  wait_ms (350);
  gallery_take (self, "try");
  gallery_touch (self, _("Back"));
  wait_ms (350);
  gallery_touch (self, _("Check your own report"));
  wait_ms (350);
  gallery_take (self, "lookup");
  gallery_touch (self, _("Back"));
  wait_ms (200);
  gallery_touch (self, _("Finish"));
  gallery_wait_for (self, _("Touch to start"));
  gallery_touch (self, _("Touch to start"));
}

static void
choose (Gallery *self, const char *slug)
{
  const KmzbCategory *category = kmzb_catalog_lookup (self->catalog, slug);
  GPtrArray *groups = kmzb_catalog_get_groups (self->catalog);

  for (guint i = 0; i < groups->len; i++)
    {
      const KmzbCategoryGroup *group = groups->pdata[i];

      if (g_str_equal (group->id, category->group))
        gallery_touch (self, kmzb_category_group_get_name (group, self->language));
    }
  gallery_touch (self, kmzb_category_get_name (category, self->language));
}

static KmzbThreat *
pick_threat (Gallery *self)
{
  KmzbThreats *threats = kmzb_booth_get_threats (self->booth);

  for (guint i = 0; i < kmzb_threats_get_count (threats); i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (threats, i);

      if (threat->status == KMZB_STATUS_NEW && kmzb_catalog_lookup (self->catalog, threat->category) != NULL)
        return g_steal_pointer (&threat);
    }
  g_assert_not_reached ();
}

/* Another report of what somebody has reported already: an offer to confirm that one. */
static void
take_similar (Gallery *self)
{
  g_autoptr (KmzbThreat) threat = pick_threat (self);
  gint64 end = g_get_monotonic_time () + GALLERY_PATIENCE_US;

  gallery_touch (self, _("Report another"));
  if (look_find_button (GTK_WIDGET (self->window), _("I understand, next")) != NULL)
    gallery_touch (self, _("I understand, next"));
  gallery_touch (self, _("No, it is not urgent"));
  gallery_wait_for (self, _("Here it is"));
  wait_ms (400);
  kmzb_map_view_go_to (KMZB_MAP_VIEW (gallery_find_type (GTK_WIDGET (self->window), KMZB_TYPE_MAP_VIEW)), threat->place.lat,
                       threat->place.lon, 17, FALSE);
  wait_ms (600);
  gallery_touch (self, _("Here it is"));
  gallery_wait_for (self, _("What do you report?"));
  choose (self, threat->category);
  while (look_find_button (GTK_WIDGET (self->window), _("Yes, I confirm it")) == NULL)
    {
      if (g_get_monotonic_time () > end)
        g_error ("No similar threat is offered (%s)", self->language);
      wait_ms (20);
    }
  wait_ms (250);
  gallery_take (self, "similar");
}

static void
take_report (Gallery *self)
{
  GtkWidget *text;

  gallery_touch (self, _("Report a threat"));
  gallery_wait_for (self, _("I understand, next"));
  gallery_take (self, "rules");
  gallery_touch (self, _("I understand, next"));
  wait_ms (250);
  gallery_take (self, "urgent");
  gallery_touch (self, _("Yes"));
  wait_ms (250);
  gallery_take (self, "emergency");
  gallery_touch (self, _("It is not urgent, back"));
  gallery_touch (self, _("No, it is not urgent"));
  gallery_wait_for (self, _("Here it is"));
  wait_ms (800);
  gallery_take (self, "place");
  gallery_touch (self, _("Type an address"));
  wait_ms (250);
  text = gallery_find_type (GTK_WIDGET (self->window), GTK_TYPE_TEXT);
  g_assert_nonnull (text);
  gtk_editable_set_text (GTK_EDITABLE (text), "lipowa 1");
  wait_ms (400);
  gallery_take (self, "address");
  gtk_editable_set_text (GTK_EDITABLE (text), "xqzw");
  wait_ms (400);
  gallery_take (self, "address-none");
  gallery_touch (self, _("Back"));
  gallery_touch (self, _("Here it is"));
  gallery_wait_for (self, _("What do you report?"));
  wait_ms (250);
  gallery_take (self, "category");
  gallery_touch (self, _("I don’t know, help me choose"));
  wait_ms (250);
  gallery_take (self, "category-help");
  gallery_touch (self, _("Back"));
  wait_ms (250);
  choose (self, DESCRIBED);
  gallery_wait_for (self, _("Tell us more"));
  wait_ms (250);
  gallery_take (self, "details");
  gallery_touch (self, _("Next"));
  wait_ms (250);
  gallery_take (self, "details-needed");
  text = gallery_find_type (GTK_WIDGET (self->window), GTK_TYPE_TEXT_VIEW);
  gtk_widget_grab_focus (text);
  wait_ms (350);
  gallery_take (self, "keyboard");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)),
                            "Proszę dzwonić: 601 234 567. W każdy piątek po 22 jest tu bardzo głośno.", -1);
  wait_ms (350);
  gallery_take (self, "keyboard-written");
  gallery_touch (self, _("Done"));
  gallery_touch (self, _("Next"));
  wait_ms (350);
  gallery_take (self, "details-personal");
  if (look_find_button (GTK_WIDGET (self->window), _("Save the report")) == NULL)
    gallery_touch (self, _("Next"));
  gallery_wait_for (self, _("Check your report"));
  wait_ms (250);
  gallery_take (self, "check");
  gallery_touch (self, _("Finish"));
  wait_ms (250);
  gallery_take (self, "finish");
  gallery_touch (self, _("No, go back"));
  gallery_touch (self, _("Save the report"));
  gallery_wait_for (self, _("Report another"));
  wait_ms (250);
  gallery_take (self, "saved");
  take_similar (self);
}

static void
take_rest (Gallery *self)
{
  gallery_touch (self, _("Finish"));
  gallery_touch (self, _("Yes, finish"));
  gallery_wait_for (self, _("Touch to start"));
  gallery_touch (self, _("Touch to start"));
  for (int i = 0; i < 61; i++)
    {
      kmzb_clock_advance (self->clock, G_USEC_PER_SEC);
      wait_ms (2);
    }
  gallery_wait_for (self, _("Are you still here?"));
  gallery_take (self, "idle");
  gallery_touch (self, _("Yes, I am here"));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.officer", NULL);
  gallery_wait_for (self, _("Open"));
  wait_ms (250);
  gallery_take (self, "pin");
  for (const char *digit = PIN; *digit != '\0'; digit++)
    gallery_touch (self, (char[]) { *digit, '\0' });
  gallery_touch (self, _("Open"));
  gallery_wait_for (self, _("Reports"));
  wait_ms (600);
  gallery_take (self, "officer");
}

static void
visit (Gallery *self, const char *language)
{
  self->language = language;
  gallery_wait_for (self, kmzb_language_get_own_name (language));
  gallery_touch (self, kmzb_language_get_own_name (language));
  gallery_wait_for (self, _("Touch to start"));
  gallery_take (self, "start");
  /* Large text may leave no room for what the booth is for; with the usual one it is there again. */
  gallery_wait_for (self, _("Report a place"));
  gallery_touch (self, _("Accessibility"));
  wait_ms (350);
  gallery_take (self, "access");
  gallery_touch (self, _("Close"));
  wait_ms (350);
  gallery_touch (self, _("Touch to start"));
  gallery_wait_for (self, _("Report a threat"));
  take_map (self);
  gallery_take_finder (self);
  take_learn (self);
  gallery_wait_for (self, _("Report a threat"));
  take_report (self);
  take_rest (self);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  kmzb_booth_open_finish (KMZB_BOOTH (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_remove (path);
    }
  g_rmdir (folder);
}

/* One visitor in @language at a booth of its own. */
static void
run (Gallery *self, const char *pack, const char *language)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkApplication) application = gtk_application_new ("pl.kmzb.Test", G_APPLICATION_NON_UNIQUE);
  KmzbOptions *options = kmzb_options_new ();
  gboolean opened = FALSE;

  data = g_dir_make_tmp ("kmzb-gallery-XXXXXX", &error);
  g_assert_no_error (error);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  options->language = g_strdup (language);
  options->window_width = self->width;
  options->window_height = self->height;
  options->data_dir = g_strdup (data);
  g_strfreev (options->pack_files);
  options->pack_files = g_strsplit (pack, "\n", 1);
  options->pin_hash = kmzb_pin_hash (PIN, &error);
  g_assert_no_error (error);
  kmzb_language_set (language);

  self->clock = kmzb_clock_new_manual (G_GINT64_CONSTANT (1790000000000000));
  self->window = g_object_ref_sink (kmzb_window_new (application, options));
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  self->booth = kmzb_booth_new (options, self->clock);
  kmzb_booth_open_async (self->booth, NULL, on_opened, &opened);
  while (!opened)
    g_main_context_iteration (NULL, TRUE);
  self->catalog = kmzb_booth_get_report_context (self->booth)->catalog;
  kmzb_window_show_booth (self->window, self->booth);
  kmzb_access_set (kmzb_access_get_default (), KMZB_ACCESS_STILL, TRUE);
  visit (self, language);

  gtk_window_destroy (GTK_WINDOW (self->window));
  wait_ms (50);
  g_clear_object (&self->window);
  kmzb_booth_close (self->booth);
  wait_ms (50);
  g_clear_object (&self->booth);
  g_clear_object (&self->clock);
  remove_folder (data);
}

int
main (int argc, char **argv)
{
  static const char *const all[] = { "pl", "en", "uk", "de", NULL };
  Gallery self = { 0 };
  guint number = 0;
  gboolean good = TRUE;

  if (argc < 4 || sscanf (argv[3], "%dx%d", &self.width, &self.height) != 2)
    {
      g_printerr ("Usage: gallery PACK FOLDER WIDTHxHEIGHT [LANGUAGE...]\n");
      return 2;
    }
  self.folder = argv[2];
  self.least = self.width > self.height && self.height < 1000;
  self.name = self.least ? "small" : self.width > self.height ? "landscape" : "portrait";
  g_mkdir_with_parents (self.folder, 0755);
  {
    g_autofree char *locales = g_build_filename (g_getenv ("KMZB_BUILD_DIR"), "po", NULL);
    g_autofree char *files = g_build_filename (g_getenv ("KMZB_SOURCE_DIR"), "data", NULL);

    g_setenv ("KMZB_LOCALEDIR", locales, TRUE);
    g_setenv ("KMZB_DATADIR", files, TRUE);
  }
  kmzb_language_init ();
  gtk_init ();
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  kmzb_kiosk_init ();
  for (const char *const *language = argc > 4 ? (const char *const *) argv + 4 : all; *language != NULL; language++)
    {
      guint before = self.faults, pictures = self.pictures;

      run (&self, argv[1], *language);
      number++;
      good = good && self.faults == before;
      g_print ("%s %u - %s %s: %u pictures, %u faults\n", self.faults == before ? "ok" : "not ok", number, argv[3],
               *language, self.pictures - pictures, self.faults - before);
      fflush (stdout);
    }
  g_print ("1..%u\n", number);
  return good ? 0 : 1;
}
