/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-sync-engine.h"

#include "kmzb-heartbeat.h"
#include "kmzb-open311-client.h"
#include "kmzb-puller.h"
#include "kmzb-uploader.h"

/**
 * KmzbSyncEngine:
 *
 * Sends what the store holds to central, on a thread of its own, so that neither a slow server nor a dead line is ever
 * felt on the screen. This object lives in the main context and says how things stand; the work is KmzbUploader's.
 */
struct _KmzbSyncEngine
{
  GObject parent_instance;

  KmzbStore *store;
  KmzbClock *clock;
  char *url;
  char *key_file;
  char *ca_file;
  char *jurisdiction;
  GHashTable *services;
  KmzbVitals *vitals;

  GMainContext *main_context;
  GThread *thread;
  GMainContext *context; /* of the thread */

  /* the thread's alone */
  KmzbUploader *uploader;
  KmzbPuller *puller;
  KmzbHeartbeat *heartbeat;
  gboolean quit;

  int is_metered; /* atomic */

  /* the main context's alone */
  KmzbSyncState mode; /* as the uploader sees it */
  KmzbSyncState state;
  KmzbNewsState news;
  guint n_waiting;
  KmzbTrouble trouble;
  GError *problem;
};

G_DEFINE_FINAL_TYPE (KmzbSyncEngine, kmzb_sync_engine, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_N_WAITING,
  PROP_TROUBLE,
  PROP_NEWS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* ---- in the main context: how things stand ---- */

static void
refresh (KmzbSyncEngine *self)
{
  guint n_waiting = kmzb_tally_get_waiting (kmzb_store_get_tally (self->store));
  KmzbSyncState state = n_waiting == 0 ? KMZB_SYNC_ALL_SENT : self->mode;
  KmzbTrouble trouble = self->url ? kmzb_trouble_from_error (self->problem) : KMZB_TROUBLE_NO_SERVER;

  kmzb_vitals_set_tally (self->vitals, kmzb_store_get_tally (self->store));
  g_object_freeze_notify (G_OBJECT (self));
  if (n_waiting != self->n_waiting)
    {
      self->n_waiting = n_waiting;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_WAITING]);
    }
  if (trouble != self->trouble)
    {
      self->trouble = trouble;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TROUBLE]);
    }
  if (state != self->state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* What the sync thread has to say. */
typedef struct
{
  KmzbSyncEngine *engine;
  KmzbSyncState mode;
  GError *problem;
  KmzbNewsState news;
} Word;

static void
word_free (gpointer data)
{
  Word *word = data;

  g_object_unref (word->engine);
  g_clear_error (&word->problem);
  g_free (word);
}

static gboolean
on_sending_told (gpointer data)
{
  Word *word = data;
  KmzbSyncEngine *self = word->engine;

  self->mode = word->mode;
  g_clear_error (&self->problem);
  self->problem = g_steal_pointer (&word->problem);
  refresh (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_news_told (gpointer data)
{
  Word *word = data;

  word->engine->news = word->news;
  g_object_notify_by_pspec (G_OBJECT (word->engine), props[PROP_NEWS]);
  return G_SOURCE_REMOVE;
}

/* On the sync thread. @word: (transfer full) */
static void
pass_on (KmzbSyncEngine *self, GSourceFunc func, Word *word)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  word->engine = g_object_ref (self);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, word, word_free);
  g_source_attach (source, self->main_context);
}

static void
on_uploader_told (KmzbSyncState state, const GError *problem, gpointer data)
{
  Word *word = g_new0 (Word, 1);

  word->mode = state;
  word->problem = problem ? g_error_copy (problem) : NULL;
  pass_on (data, on_sending_told, word);
}

static void
on_puller_told (KmzbNewsState state, gpointer data)
{
  Word *word = g_new0 (Word, 1);

  word->news = state;
  pass_on (data, on_news_told, word);
}

/* ---- to the sync thread ---- */

static void
call (KmzbSyncEngine *self, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* Not g_main_context_invoke(): before the thread runs, that would call @func right here. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
}

static gboolean
wake_saved (gpointer data)
{
  KmzbSyncEngine *self = data;

  kmzb_uploader_wake (self->uploader, KMZB_WAKE_SAVED);
  return G_SOURCE_REMOVE;
}

static gboolean
wake_now (gpointer data)
{
  KmzbSyncEngine *self = data;

  kmzb_puller_set_metered (self->puller, g_atomic_int_get (&self->is_metered));
  kmzb_uploader_wake (self->uploader, KMZB_WAKE_NOW);
  kmzb_puller_wake (self->puller);
  return G_SOURCE_REMOVE;
}

static gboolean
ask_news (gpointer data)
{
  kmzb_puller_ask (((KmzbSyncEngine *) data)->puller);
  return G_SOURCE_REMOVE;
}

static gboolean
quit (gpointer data)
{
  ((KmzbSyncEngine *) data)->quit = TRUE;
  return G_SOURCE_REMOVE;
}

static gpointer
sync_thread (gpointer data)
{
  KmzbSyncEngine *self = data;
  const KmzbSyncConfig config = { self->url, self->key_file, self->ca_file, self->jurisdiction, self->services };
  g_autoptr (KmzbOpen311Client) client = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  /* The configuration has been tried once by start(); files may have changed in between. */
  client = kmzb_open311_client_new (&config, self->clock, &error);
  if (client == NULL)
    {
      g_warning ("%s", error->message);
      on_uploader_told (KMZB_SYNC_WAITING, error, self);
    }
  else
    {
      self->uploader = kmzb_uploader_new (self->store, self->clock, client, on_uploader_told, self);
      self->puller = kmzb_puller_new (self->store, self->clock, client, kmzb_uploader_get_gate (self->uploader));
      self->heartbeat
          = kmzb_heartbeat_new (self->vitals, self->clock, client, kmzb_uploader_get_gate (self->uploader));
      kmzb_puller_set_proof_func (self->puller, kmzb_heartbeat_note_proof, self->heartbeat);
      kmzb_puller_set_told_func (self->puller, on_puller_told, self);
      wake_now (self);
      while (!self->quit)
        g_main_context_iteration (self->context, TRUE);
      kmzb_heartbeat_stop (self->heartbeat);
      kmzb_puller_stop (self->puller);
      g_clear_pointer (&self->puller, kmzb_puller_free);
      g_clear_pointer (&self->heartbeat, kmzb_heartbeat_free);
      kmzb_uploader_stop (self->uploader);
      g_clear_pointer (&self->uploader, kmzb_uploader_free);
    }
  g_clear_object (&client);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* ---- the object ---- */

static void
note_metered (KmzbSyncEngine *self)
{
  g_atomic_int_set (&self->is_metered, g_network_monitor_get_network_metered (g_network_monitor_get_default ()));
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, KmzbSyncEngine *self)
{
  note_metered (self);
  /* Only a reason to try at once, never one not to try: monitors are wrong, and loopback needs no network. */
  if (available)
    kmzb_sync_engine_wake (self);
}

static void
on_connectivity_changed (GNetworkMonitor *monitor, GParamSpec *pspec, KmzbSyncEngine *self)
{
  on_network_changed (monitor, g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_FULL, self);
}

static void
on_report_saved (KmzbStore *store, KmzbSyncEngine *self)
{
  if (self->thread != NULL)
    call (self, wake_saved);
}

static void
kmzb_sync_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KmzbSyncEngine *self = KMZB_SYNC_ENGINE (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, self->n_waiting);
      break;
    case PROP_TROUBLE:
      g_value_set_enum (value, (int) self->trouble);
      break;
    case PROP_NEWS:
      g_value_set_enum (value, (int) self->news);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kmzb_sync_engine_dispose (GObject *object)
{
  KmzbSyncEngine *self = KMZB_SYNC_ENGINE (object);

  kmzb_sync_engine_stop (self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (kmzb_sync_engine_parent_class)->dispose (object);
}

static void
kmzb_sync_engine_finalize (GObject *object)
{
  KmzbSyncEngine *self = KMZB_SYNC_ENGINE (object);

  g_clear_object (&self->clock);
  g_clear_pointer (&self->main_context, g_main_context_unref);
  g_clear_error (&self->problem);
  kmzb_vitals_free (self->vitals);
  g_free (self->url);
  g_free (self->key_file);
  g_free (self->ca_file);
  g_free (self->jurisdiction);
  g_clear_pointer (&self->services, g_hash_table_unref);
  G_OBJECT_CLASS (kmzb_sync_engine_parent_class)->finalize (object);
}

static void
kmzb_sync_engine_class_init (KmzbSyncEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kmzb_sync_engine_get_property;
  object_class->dispose = kmzb_sync_engine_dispose;
  object_class->finalize = kmzb_sync_engine_finalize;

  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, KMZB_TYPE_SYNC_STATE, KMZB_SYNC_ALL_SENT,
                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_TROUBLE] = g_param_spec_enum ("trouble", NULL, NULL, KMZB_TYPE_TROUBLE, KMZB_TROUBLE_NONE,
                                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_NEWS] = g_param_spec_enum ("news", NULL, NULL, KMZB_TYPE_NEWS_STATE, KMZB_NEWS_UNKNOWN,
                                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
kmzb_sync_engine_init (KmzbSyncEngine *self)
{
  self->mode = KMZB_SYNC_WAITING;
  self->vitals = kmzb_vitals_new ();
}

/**
 * kmzb_sync_engine_new:
 * @store: open, or opened before kmzb_sync_engine_start(); closed after kmzb_sync_engine_stop()
 *
 * To be made in the store's main context; its properties belong there.
 */
KmzbSyncEngine *
kmzb_sync_engine_new (KmzbStore *store, KmzbClock *clock, const KmzbSyncConfig *config)
{
  g_return_val_if_fail (KMZB_IS_STORE (store) && KMZB_IS_CLOCK (clock) && config != NULL, NULL);

  KmzbSyncEngine *self = g_object_new (KMZB_TYPE_SYNC_ENGINE, NULL);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->url = g_strdup (config->url);
  self->key_file = g_strdup (config->key_file);
  self->ca_file = g_strdup (config->ca_file);
  self->jurisdiction = g_strdup (config->jurisdiction);
  self->services = config->services ? g_hash_table_ref (config->services) : NULL;
  self->main_context = g_main_context_ref_thread_default ();
  g_signal_connect_swapped (store, "changed", G_CALLBACK (refresh), self);
  g_signal_connect (store, "report-saved", G_CALLBACK (on_report_saved), self);
  /* Another key turned up, or a person trusts it: the server proves itself anew before the next report. */
  g_signal_connect_swapped (store, "key-changed", G_CALLBACK (kmzb_sync_engine_wake), self);
  refresh (self);
  return self;
}

/**
 * kmzb_sync_engine_start:
 *
 * Begins to send. A booth without a URL stays by itself: reports are kept, and it counts as offline.
 *
 * Returns: %FALSE when the configuration cannot work: URL, key file or certificates
 */
gboolean
kmzb_sync_engine_start (KmzbSyncEngine *self, GError **error)
{
  g_return_val_if_fail (KMZB_IS_SYNC_ENGINE (self) && self->thread == NULL, FALSE);

  const KmzbSyncConfig config = { self->url, self->key_file, self->ca_file, self->jurisdiction, self->services };
  g_autoptr (KmzbOpen311Client) trial = NULL;

  if (self->url == NULL)
    {
      self->mode = KMZB_SYNC_OFFLINE;
      refresh (self);
      return TRUE;
    }
  trial = kmzb_open311_client_new (&config, self->clock, error);
  if (trial == NULL)
    return FALSE;

  self->quit = FALSE;
  note_metered (self);
  self->context = g_main_context_new ();
  self->thread = g_thread_new ("kmzb-sync", sync_thread, self);
  g_signal_connect (g_network_monitor_get_default (), "network-changed", G_CALLBACK (on_network_changed), self);
  /* Behind a portal that has just let the booth through, the network itself stays as it was. */
  g_signal_connect (g_network_monitor_get_default (), "notify::connectivity", G_CALLBACK (on_connectivity_changed),
                    self);
  return TRUE;
}

/* Ends the thread and waits for it. What was under way without an answer waits again. */
void
kmzb_sync_engine_stop (KmzbSyncEngine *self)
{
  g_return_if_fail (KMZB_IS_SYNC_ENGINE (self));

  if (self->thread == NULL)
    return;
  g_signal_handlers_disconnect_by_data (g_network_monitor_get_default (), self);
  call (self, quit);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->context, g_main_context_unref);
}

/**
 * kmzb_sync_engine_set_paused:
 * @paused: nothing at all goes out, not even what waits from before
 *
 * For practice. An engine that is paused before its first kmzb_sync_engine_start() is not started at all; going on
 * starts it. What makes that fail is the problem that the officer sees.
 */
void
kmzb_sync_engine_set_paused (KmzbSyncEngine *self, gboolean paused)
{
  g_return_if_fail (KMZB_IS_SYNC_ENGINE (self));

  if (paused)
    {
      kmzb_sync_engine_stop (self);
      self->mode = KMZB_SYNC_OFFLINE;
      refresh (self);
    }
  else if (self->thread == NULL)
    {
      g_clear_error (&self->problem);
      if (!kmzb_sync_engine_start (self, &self->problem))
        g_warning ("Sending does not go on: %s", self->problem->message);
    }
}

/**
 * kmzb_sync_engine_describe:
 * @data_dir: (nullable): the folder of the booth's file
 * @pack_id: (nullable): of the region pack, as are @pack_name and @pack_made
 *
 * What a kmzb-central that asks for it is told of this booth, beside its queue and its clock.
 */
void
kmzb_sync_engine_describe (KmzbSyncEngine *self,
                           const char *data_dir,
                           const char *pack_id,
                           const char *pack_name,
                           const char *pack_made)
{
  g_return_if_fail (KMZB_IS_SYNC_ENGINE (self));

  kmzb_vitals_set_booth (self->vitals, data_dir, pack_id, pack_name, pack_made);
}

/* Tries everything that waits at once, whatever went wrong before: "send now". */
void
kmzb_sync_engine_wake (KmzbSyncEngine *self)
{
  g_return_if_fail (KMZB_IS_SYNC_ENGINE (self));

  if (self->thread != NULL)
    call (self, wake_now);
}

/* Asks central for its news at once, also over a network that costs: "check for news". "news" tells how it goes. */
void
kmzb_sync_engine_ask_news (KmzbSyncEngine *self)
{
  g_return_if_fail (KMZB_IS_SYNC_ENGINE (self));

  if (self->thread != NULL)
    call (self, ask_news);
}

KmzbNewsState
kmzb_sync_engine_get_news (KmzbSyncEngine *self)
{
  g_return_val_if_fail (KMZB_IS_SYNC_ENGINE (self), KMZB_NEWS_UNKNOWN);
  return self->news;
}

KmzbSyncState
kmzb_sync_engine_get_state (KmzbSyncEngine *self)
{
  g_return_val_if_fail (KMZB_IS_SYNC_ENGINE (self), KMZB_SYNC_WAITING);
  return self->state;
}

/* How many reports wait or are under way. */
guint
kmzb_sync_engine_get_n_waiting (KmzbSyncEngine *self)
{
  g_return_val_if_fail (KMZB_IS_SYNC_ENGINE (self), 0);
  return self->n_waiting;
}

/* Returns: (transfer none) (nullable): why reports wait, for the officer; %NULL while all is well */
const GError *
kmzb_sync_engine_get_problem (KmzbSyncEngine *self)
{
  g_return_val_if_fail (KMZB_IS_SYNC_ENGINE (self), NULL);
  return self->problem;
}

/* Why reports wait, for the officer to act upon; see "trouble". */
KmzbTrouble
kmzb_sync_engine_get_trouble (KmzbSyncEngine *self)
{
  g_return_val_if_fail (KMZB_IS_SYNC_ENGINE (self), KMZB_TROUBLE_NONE);
  return self->trouble;
}
