/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-booth.h"

#include "kmzb-central-directory.h"
#include "kmzb-central-statistics.h"
#include "kmzb-error.h"
#include "kmzb-file.h"
#include "kmzb-pack-signature.h"
#include "kmzb-paths.h"
#include "kmzb-wire-changes.h"
#include "kmzb-threat-keeper.h"

/**
 * KmzbBooth:
 *
 * Everything that outlives a visit: the store, the region pack, the catalogue, the engine that sends. Opened once, off
 * the main thread, before there is a window; "threats-changed" tells that kmzb_booth_get_threats() has others, and
 * "notify::practice" that the officer has switched practice mode.
 */
struct _KmzbBooth
{
  GObject parent_instance;

  KmzbOptions *options;
  KmzbClock *clock;
  KmzbStore *store;
  KmzbSyncEngine *engine;
  KmzbPack *pack;
  KmzbCatalog *catalog;
  GHashTable *rules;   /* language to text */
  GHashTable *privacy; /* the same */
  KmzbReportContext *report_context;
  KmzbCatalogKeeper *catalog_keeper;
  KmzbThreatKeeper *threat_keeper;
  KmzbStatistics *statistics;
  KmzbDirectoryKeeper *directory_keeper;
  KmzbCentralDirectory *central_directory;
  guint threats_timeout;
  GCancellable *closing;
};

/* What a worker reads from files. */
typedef struct
{
  char *pack_file;
  char *catalog_file;
  char *key_file;
  GStrv trusted_keys; /* (nullable): who must have signed the pack */
  GHashTable *rules_files;
  GHashTable *privacy_files;
  KmzbPack *pack;
  KmzbCatalog *catalog;
  GHashTable *rules;
  GHashTable *privacy;
} Files;

typedef struct
{
  guint n_pending;
  GError *error;
} Opening;

/* On two cores the first look at the map and the reading of its threats would hold each other up: first the map. */
#define THREATS_AFTER_MS 300

enum
{
  PROP_0,
  PROP_PRACTICE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint threats_changed_signal;

G_DEFINE_FINAL_TYPE (KmzbBooth, kmzb_booth, G_TYPE_OBJECT)

static void
files_free (Files *files)
{
  g_free (files->pack_file);
  g_free (files->catalog_file);
  g_free (files->key_file);
  g_strfreev (files->trusted_keys);
  g_clear_pointer (&files->rules_files, g_hash_table_unref);
  g_clear_pointer (&files->privacy_files, g_hash_table_unref);
  g_clear_pointer (&files->rules, g_hash_table_unref);
  g_clear_pointer (&files->privacy, g_hash_table_unref);
  g_clear_object (&files->pack);
  g_clear_pointer (&files->catalog, kmzb_catalog_unref);
  g_free (files);
}

static void
opening_free (Opening *opening)
{
  g_clear_error (&opening->error);
  g_free (opening);
}

/**
 * kmzb_booth_find_pack:
 *
 * Returns: (transfer full): the region pack of this run: the first that was named, else the training region
 */
char *
kmzb_booth_find_pack (KmzbOptions *options)
{
  if (options->pack_files[0] != NULL)
    return g_strdup (options->pack_files[0]);
  return kmzb_paths_get_data_file ("training", "training.mbtiles");
}

/* @name: of the texts, for the error. Returns: (transfer full): language to text */
static GHashTable *
read_texts (GHashTable *paths, const char *name, GError **error)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer language, path;

  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, &language, &path))
    {
      g_autofree char *text = NULL;
      g_autoptr (GError) fault = NULL;
      gsize length = 0;

      if (!g_file_get_contents (path, &text, &length, &fault))
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Can't read the %s: %s", name, fault->message);
          return NULL;
        }
      if (!g_utf8_validate (text, (gssize) length, NULL) || *g_strstrip (text) == '\0')
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The %s %s hold no UTF-8 text", name,
                       (const char *) path);
          return NULL;
        }
      g_hash_table_insert (texts, g_strdup (language), g_steal_pointer (&text));
    }
  return g_steal_pointer (&texts);
}

static void
read_files (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Files *files = data;
  GError *error = NULL;

  if (files->key_file != NULL)
    {
      g_autofree char *key = kmzb_file_read_secret (files->key_file, &error);

      if (key == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
    }
  files->catalog = kmzb_catalog_load (files->catalog_file, &error);
  if (files->catalog == NULL || (files->rules = read_texts (files->rules_files, "rules", &error)) == NULL
      || (files->privacy = read_texts (files->privacy_files, "privacy texts", &error)) == NULL
      || (files->trusted_keys != NULL
          && !kmzb_pack_signature_check (files->pack_file, (const char *const *) files->trusted_keys, &error))
      || (files->pack = kmzb_pack_open (files->pack_file, &error)) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_threats_changed (KmzbBooth *self)
{
  kmzb_report_context_set_threats (self->report_context, kmzb_threat_keeper_get_threats (self->threat_keeper));
  g_signal_emit (self, threats_changed_signal, 0);
}

static void
on_records_changed (KmzbStore *store, guint kind, KmzbBooth *self)
{
  /* Before its first reading the keeper finds all of it anyway. */
  if (kind == KMZB_WIRE_CHANGES_OF_THREATS && self->threat_keeper != NULL && self->threats_timeout == 0)
    kmzb_threat_keeper_reload (self->threat_keeper);
  else if (kind == KMZB_WIRE_CHANGES_OF_STATISTICS && self->threats_timeout == 0)
    kmzb_central_statistics_load (self->store, self->statistics, self->closing);
  else if (kind == KMZB_WIRE_CHANGES_OF_DIRECTORY && self->threats_timeout == 0)
    kmzb_central_directory_reload (self->central_directory);
  else if (kind == KMZB_WIRE_CHANGES_OF_CATALOGUE && self->catalog_keeper != NULL)
    kmzb_catalog_keeper_reload (self->catalog_keeper);
}

static gboolean
on_threats_timeout (gpointer data)
{
  KmzbBooth *self = data;

  self->threats_timeout = 0;
  kmzb_catalog_keeper_reload (self->catalog_keeper);
  kmzb_threat_keeper_start (self->threat_keeper);
  kmzb_directory_keeper_load_pack (self->directory_keeper, self->pack);
  kmzb_central_directory_reload (self->central_directory);
  kmzb_statistics_load_pack (self->statistics, self->pack);
  kmzb_central_statistics_load (self->store, self->statistics, self->closing);
  return G_SOURCE_REMOVE;
}

static gboolean
start_engine (KmzbBooth *self, GError **error)
{
  KmzbSyncConfig config = {
    .url = self->options->central_url,
    .key_file = self->options->key_file,
    .ca_file = self->options->ca_file,
    .jurisdiction = self->options->jurisdiction,
    .services = self->options->services,
  };

  self->engine = kmzb_sync_engine_new (self->store, self->clock, &config);
  kmzb_sync_engine_describe (self->engine, self->options->data_dir, kmzb_pack_get_id (self->pack),
                             kmzb_pack_get_name (self->pack), kmzb_pack_get_made_at (self->pack));
  if (!self->options->practice)
    return kmzb_sync_engine_start (self->engine, error);
  kmzb_sync_engine_set_paused (self->engine, TRUE);
  return TRUE;
}

static void
make_report_context (KmzbBooth *self)
{
  g_autofree char *catalog_file = kmzb_paths_get_data_file ("catalog", "catalog.ini");
  GHashTableIter iter;
  gpointer language, text;

  self->report_context
    = kmzb_report_context_new (self->store, self->pack, self->catalog, self->clock);
  self->report_context->home = self->options->place;
  self->report_context->has_home = self->options->has_place;
  self->report_context->practice = self->options->practice;
  self->report_context->status_url = g_strdup (self->options->status_url);
  kmzb_report_context_set_language (self->report_context, kmzb_options_get_start_language (self->options));
  g_hash_table_iter_init (&iter, self->rules);
  while (g_hash_table_iter_next (&iter, &language, &text))
    kmzb_report_context_set_rules (self->report_context, language, text);
  g_hash_table_iter_init (&iter, self->privacy);
  while (g_hash_table_iter_next (&iter, &language, &text))
    kmzb_report_context_set_privacy (self->report_context, language, text);
  self->catalog_keeper = kmzb_catalog_keeper_new (self->report_context, catalog_file);
}

static void
on_part_opened (GTask *task, GError *error)
{
  KmzbBooth *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);

  if (error != NULL && opening->error == NULL)
    opening->error = error;
  else
    g_clear_error (&error);
  if (--opening->n_pending > 0)
    return;

  if (opening->error == NULL && start_engine (self, &opening->error))
    {
      make_report_context (self);
      self->threat_keeper = kmzb_threat_keeper_new (self->store, self->pack, self->clock);
      g_signal_connect_swapped (self->threat_keeper, "changed", G_CALLBACK (on_threats_changed), self);
      self->threats_timeout = g_timeout_add (THREATS_AFTER_MS, on_threats_timeout, self);
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_return_error (task, g_steal_pointer (&opening->error));
}

static void
on_files_read (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbBooth *self = KMZB_BOOTH (source);
  g_autoptr (GTask) task = data;
  Files *files = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      self->pack = g_steal_pointer (&files->pack);
      self->catalog = g_steal_pointer (&files->catalog);
      self->rules = g_steal_pointer (&files->rules);
      self->privacy = g_steal_pointer (&files->privacy);
    }
  on_part_opened (task, error);
}

static void
on_store_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  kmzb_store_open_finish (KMZB_STORE (source), result, &error);
  on_part_opened (task, error);
}

static void
kmzb_booth_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_PRACTICE)
    g_value_set_boolean (value, kmzb_booth_get_practice (KMZB_BOOTH (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
kmzb_booth_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_PRACTICE)
    kmzb_booth_set_practice (KMZB_BOOTH (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
kmzb_booth_dispose (GObject *object)
{
  KmzbBooth *self = KMZB_BOOTH (object);

  if (self->closing != NULL)
    g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->threats_timeout, g_source_remove);
  if (self->catalog_keeper != NULL)
    kmzb_catalog_keeper_stop (self->catalog_keeper);
  g_clear_object (&self->catalog_keeper);
  g_clear_pointer (&self->rules, g_hash_table_unref);
  g_clear_pointer (&self->privacy, g_hash_table_unref);
  g_clear_pointer (&self->report_context, kmzb_report_context_unref);
  if (self->threat_keeper != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->threat_keeper, self);
      kmzb_threat_keeper_stop (self->threat_keeper);
    }
  g_clear_object (&self->threat_keeper);
  g_clear_object (&self->statistics);
  if (self->central_directory != NULL)
    kmzb_central_directory_stop (self->central_directory);
  g_clear_object (&self->central_directory);
  g_clear_object (&self->directory_keeper);
  g_clear_object (&self->engine);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  g_clear_object (&self->pack);
  g_clear_pointer (&self->catalog, kmzb_catalog_unref);
  g_clear_object (&self->clock);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->options, kmzb_options_free);
  G_OBJECT_CLASS (kmzb_booth_parent_class)->dispose (object);
}

static void
kmzb_booth_class_init (KmzbBoothClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kmzb_booth_dispose;
  object_class->get_property = kmzb_booth_get_property;
  object_class->set_property = kmzb_booth_set_property;
  /**
   * KmzbBooth:practice:
   *
   * Every report is practice and nothing at all goes out. Not kept over a restart: then the command line says it.
   */
  properties[PROP_PRACTICE] = g_param_spec_boolean (
      "practice", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  threats_changed_signal = g_signal_new ("threats-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_booth_init (KmzbBooth *self)
{
  self->statistics = kmzb_statistics_new ();
  self->directory_keeper = kmzb_directory_keeper_new ();
  self->closing = g_cancellable_new ();
}

/* @options: (transfer full) */
KmzbBooth *
kmzb_booth_new (KmzbOptions *options, KmzbClock *clock)
{
  KmzbBooth *self = g_object_new (KMZB_TYPE_BOOTH, NULL);

  self->options = options;
  self->clock = g_object_ref (clock);
  self->store = kmzb_store_new (options->data_dir, clock);
  self->central_directory = kmzb_central_directory_new (self->store, self->directory_keeper, clock);
  g_signal_connect (self->store, "records-changed", G_CALLBACK (on_records_changed), self);
  return self;
}

/**
 * kmzb_booth_open_async:
 *
 * Opens everything a visit needs and starts to send what waits. An error names the file that is at fault.
 */
void
kmzb_booth_open_async (KmzbBooth *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  g_autoptr (GTask) reading = NULL;
  Opening *opening = g_new0 (Opening, 1);
  Files *files = g_new0 (Files, 1);

  files->pack_file = kmzb_booth_find_pack (self->options);
  files->catalog_file = kmzb_paths_get_data_file ("catalog", "catalog.ini");
  files->key_file = g_strdup (self->options->key_file);
  /* The training region comes with the program and is trusted like it. */
  if (self->options->trusted_keys[0] != NULL && self->options->pack_files[0] != NULL)
    files->trusted_keys = g_strdupv (self->options->trusted_keys);
  files->rules_files = g_hash_table_ref (self->options->rules);
  files->privacy_files = g_hash_table_ref (self->options->privacy);

  if (self->options->public_key != NULL)
    kmzb_store_configure_key (self->store, self->options->public_key, NULL); /* tried when it was read */
  opening->n_pending = 2;
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  reading = g_task_new (self, NULL, on_files_read, g_object_ref (task));
  g_task_set_task_data (reading, files, (GDestroyNotify) files_free);
  g_task_run_in_thread (reading, read_files);
  kmzb_store_open_async (self->store, NULL, on_store_opened, g_object_ref (task));
}

gboolean
kmzb_booth_open_finish (KmzbBooth *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Ends sending and closes the booth's file: what is saved stays saved. Returns when both are done. */
void
kmzb_booth_close (KmzbBooth *self)
{
  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->threats_timeout, g_source_remove);
  if (self->catalog_keeper != NULL)
    kmzb_catalog_keeper_stop (self->catalog_keeper);
  if (self->threat_keeper != NULL)
    kmzb_threat_keeper_stop (self->threat_keeper);
  kmzb_central_directory_stop (self->central_directory);
  if (self->engine != NULL)
    kmzb_sync_engine_stop (self->engine);
  kmzb_store_close (self->store);
}

KmzbOptions *
kmzb_booth_get_options (KmzbBooth *self)
{
  return self->options;
}

KmzbClock *
kmzb_booth_get_clock (KmzbBooth *self)
{
  return self->clock;
}

KmzbStore *
kmzb_booth_get_store (KmzbBooth *self)
{
  return self->store;
}

KmzbPack *
kmzb_booth_get_pack (KmzbBooth *self)
{
  return self->pack;
}

KmzbSyncEngine *
kmzb_booth_get_engine (KmzbBooth *self)
{
  return self->engine;
}

KmzbReportContext *
kmzb_booth_get_report_context (KmzbBooth *self)
{
  return self->report_context;
}

/* Returns: (transfer none): it brings the report context another catalogue between visits, and tells */
KmzbCatalogKeeper *
kmzb_booth_get_catalog_keeper (KmzbBooth *self)
{
  return self->catalog_keeper;
}

/* Returns: (transfer none): what the map counts besides single threats; kmzb_statistics_set_central() brings it news */
KmzbStatistics *
kmzb_booth_get_statistics (KmzbBooth *self)
{
  return self->statistics;
}

/* Returns: (transfer none): who looks after what */
KmzbDirectoryKeeper *
kmzb_booth_get_directory_keeper (KmzbBooth *self)
{
  return self->directory_keeper;
}

/* Returns: (transfer none) (nullable): %NULL until they are read */
KmzbThreats *
kmzb_booth_get_threats (KmzbBooth *self)
{
  return self->threat_keeper != NULL ? kmzb_threat_keeper_get_threats (self->threat_keeper) : NULL;
}

/* Where the booth stands; the middle of its region when nobody said. */
KmzbPoint
kmzb_booth_get_home (KmzbBooth *self)
{
  return self->options->has_place ? self->options->place : kmzb_pack_get_center (self->pack);
}

gboolean
kmzb_booth_get_practice (KmzbBooth *self)
{
  return self->options->practice;
}

/**
 * kmzb_booth_set_practice:
 *
 * Switches practice mode while the booth runs: from now on all reports are practice, and nothing at all goes out, not
 * even what waits from before, as the banner promises. Switched off, sending goes on at once.
 */
void
kmzb_booth_set_practice (KmzbBooth *self, gboolean practice)
{
  g_return_if_fail (KMZB_IS_BOOTH (self));

  practice = !!practice;
  if (self->options->practice == practice)
    return;
  self->options->practice = practice;
  if (self->report_context != NULL)
    self->report_context->practice = practice;
  if (self->engine != NULL)
    kmzb_sync_engine_set_paused (self->engine, practice);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE]);
}
