/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "driver.h"

#include "kmzb-osk.h"
#include "kmzb-pack-schema.h"
#include "kmzb-report-init.h"
#include "pack-maker.h"

#include <glib/gstdio.h>
#include <string.h>

#define PLACE ((KmzbPoint){ 54.15, -4.48 })
#define PATIENCE_MS 10000

/* A region of one grey tile and two addresses, around 50 N 20 E. */
KmzbPack *
driver_make_pack (const char *folder)
{
  enum { SIDE = 256 };
  gsize length = SIDE * SIDE * 4;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "region.mbtiles", NULL);
  g_autoptr (GBytes) pixels = g_bytes_new_take (memset (g_malloc (length), 0xd0, length), length);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (SIDE, SIDE, GDK_MEMORY_R8G8B8A8, pixels, SIDE * 4);
  g_autoptr (GBytes) tile = gdk_texture_save_to_png_bytes (texture);
  KmzbDb *db = kmzb_db_open (path, KMZB_DB_CREATE, &error);
  KmzbStmt *image;
  KmzbPack *pack;

  g_assert_no_error (error);
  pack_maker_run (db, KMZB_PACK_SQL_TILES KMZB_PACK_SQL_REGION);
  image = kmzb_db_prepare (db, "INSERT INTO images VALUES('a',?1)", &error);
  g_assert_no_error (error);
  kmzb_stmt_bind_bytes (image, 1, tile);
  g_assert_true (kmzb_stmt_run (image, &error));
  kmzb_stmt_free (image);
  pack_maker_run (db, "INSERT INTO kmzb_meta VALUES('schema','1'),('id','abc');"
                      "INSERT INTO map VALUES(0,0,0,'a');"
                      "INSERT INTO metadata VALUES('minzoom','0'),('maxzoom','18'),('bounds','19.9,49.9,20.1,50.1');"
                      "INSERT INTO addresses VALUES(1,'Lipowa','7','Dobrzyń',NULL,50.0,20.0,'lipowa 7 dobrzyn'),"
                      "(2,NULL,'12','Lipowiec',NULL,50.02,20.0,'lipowiec 12');"
                      "INSERT INTO addresses_rtree SELECT id,lat,lat,lon,lon FROM addresses");
  kmzb_db_close (db);
  pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  return pack;
}

Driver *
driver_new (KmzbClock *clock, KmzbPack *pack, int width, int height)
{
  Driver *self = g_new0 (Driver, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *catalog = g_test_build_filename (G_TEST_DIST, "data", "catalog", "catalog.ini", NULL);

  kmzb_report_init ();
  self->folder = g_dir_make_tmp ("kmzb-report-XXXXXX", &error);
  g_assert_no_error (error);
  self->clock = g_object_ref (clock);
  self->store = kmzb_store_new (self->folder, clock);
  kmzb_store_open (self->store, &error);
  g_assert_no_error (error);
  self->catalog = kmzb_catalog_load (catalog, &error);
  g_assert_no_error (error);
  self->context = kmzb_report_context_new (self->store, pack, self->catalog, clock);

  self->window = gtk_window_new ();
  gtk_widget_add_css_class (self->window, "kmzb");
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  self->flow = KMZB_REPORT_FLOW (g_object_ref_sink (kmzb_report_flow_new (self->context)));
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->flow));
  kmzb_report_flow_start (self->flow, pack != NULL ? kmzb_pack_get_center (pack) : PLACE, 16);
  gtk_window_present (GTK_WINDOW (self->window));
  driver_settle ();
  return self;
}

void
driver_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

void
driver_free (Driver *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  driver_settle ();
  g_object_unref (self->flow);
  kmzb_report_context_unref (self->context);
  kmzb_store_close (self->store);
  g_object_unref (self->store);
  kmzb_catalog_unref (self->catalog);
  g_object_unref (self->clock);
  driver_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

/* Everything that is due. Not until nothing is: a slow machine is never done with drawing what moves. */
void
driver_settle (void)
{
  for (int i = 0; i < 500 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
driver_wait (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Until the flow shows @step; fails when it does not. */
void
driver_wait_for (Driver *self, KmzbReportStep step)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_MS * 1000;

  while (kmzb_report_flow_get_step (self->flow) != step && g_get_monotonic_time () < end)
    driver_wait (5);
  g_assert_cmpint (kmzb_report_flow_get_step (self->flow), ==, step);
  driver_settle ();
}

static gboolean
is_named (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LABEL (widget))
    return g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), name) == 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_named (child, name))
      return TRUE;
  return g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *name)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget))
    return is_named (widget, name) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The page that is shown, not the one that is sliding away. */
static GtkWidget *
current_page (Driver *self)
{
  GtkWidget *stack = driver_find_type (self->window, GTK_TYPE_STACK);

  return stack != NULL ? gtk_stack_get_visible_child (GTK_STACK (stack)) : self->window;
}

/* The button on screen whose words, or tooltip, are @name. */
GtkWidget *
driver_find (Driver *self, const char *name)
{
  return find_button (current_page (self), name);
}

void
driver_touch (Driver *self, const char *name)
{
  GtkWidget *button = driver_find (self, name);

  if (button == NULL)
    g_error ("No button “%s” on step %d", name, kmzb_report_flow_get_step (self->flow));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  driver_settle ();
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

gboolean
driver_shows (Driver *self, const char *text)
{
  return shows (current_page (self), text);
}

/* Whether the on-screen keyboard is open with such a key. */
gboolean
driver_keyboard_shows (Driver *self, const char *text)
{
  GtkWidget *keyboard = driver_find_type (self->window, KMZB_TYPE_OSK);

  return keyboard != NULL && shows (keyboard, text);
}

/* The first widget of @type on the page that is shown. */
GtkWidget *
driver_find_on_page (Driver *self, GType type)
{
  return driver_find_type (current_page (self), type);
}

/* The first widget of @type at or under @root that is on screen. */
GtkWidget *
driver_find_type (GtkWidget *root, GType type)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = driver_find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* How many see every event of the window before any widget does. */
guint
driver_count_watchers (Driver *self)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (self->window);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      n += GTK_IS_EVENT_CONTROLLER_LEGACY (controller)
           && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE;
    }
  return n;
}

/* From the rules to @step by the shortest way of a visitor who reads English. */
void
driver_walk_to (Driver *self, KmzbReportStep step)
{
  static const char *const touches[] = {
    [KMZB_REPORT_STEP_RULES] = "I understand, next",
    [KMZB_REPORT_STEP_URGENT] = "No, it is not urgent",
    [KMZB_REPORT_STEP_PLACE] = "Here it is",
    [KMZB_REPORT_STEP_CATEGORY] = "Improper parking",
    [KMZB_REPORT_STEP_DETAILS] = "Next",
    [KMZB_REPORT_STEP_CHECK] = "Save the report",
  };

  while (kmzb_report_flow_get_step (self->flow) < step)
    {
      KmzbReportStep now = kmzb_report_flow_get_step (self->flow);

      driver_touch (self, touches[now]);
      driver_wait_for (self, now == KMZB_REPORT_STEP_URGENT ? KMZB_REPORT_STEP_PLACE : now + 1);
    }
}

/* What the window shows, as a PNG. */
void
driver_picture (Driver *self, const char *path)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (self->window);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width, height;

  /* A window that has not been drawn yet has no picture. */
  for (int i = 0; i < 100 && node == NULL; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      driver_wait (i > 0 ? 100 : 0);
      width = gtk_widget_get_width (self->window);
      height = gtk_widget_get_height (self->window);
      gdk_paintable_snapshot (paintable, snapshot, width, height);
      node = gtk_snapshot_free_to_node (snapshot);
    }
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_save_to_png (texture, path);
}
