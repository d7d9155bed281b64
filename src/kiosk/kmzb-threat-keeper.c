/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-keeper.h"

/* Reading takes at most this part of the time, however often something changes. */
#define READING_PART 10
#define LEAST_GAP_US G_USEC_PER_SEC
/* News that go on coming, page after page, are read together: when there were none for a moment, or after so long. */
#define QUIET_US G_USEC_PER_SEC
#define LONGEST_WAIT_US (10 * G_USEC_PER_SEC)

/**
 * KmzbThreatKeeper:
 *
 * The threats that the booth shows, as its store has them. A region pack's are taken into the store once. What changes
 * there later is read anew by a worker, and the new table takes the old one's place; "changed" tells.
 */
struct _KmzbThreatKeeper
{
  GObject parent_instance;

  KmzbStore *store;
  KmzbPack *pack;
  KmzbClock *clock;
  GCancellable *closing;
  KmzbThreats *threats;

  gboolean tried_pack;
  gboolean busy;
  gboolean wanted; /* again, once this is done */
  gint64 asked_us; /* for the first time since it was read; 0: nobody has */
  gint64 asked_last_us;
  gint64 begun_us;
  gint64 free_us; /* from when on it may be read again */
  guint again_id;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbThreatKeeper, kmzb_threat_keeper, G_TYPE_OBJECT)

static void
load (KmzbThreatKeeper *self);

static void
show (KmzbThreatKeeper *self, KmzbThreats *threats)
{
  g_clear_pointer (&self->threats, kmzb_threats_unref);
  self->threats = threats;
  g_signal_emit (self, changed_signal, 0);
}

static void load_when_due (KmzbThreatKeeper *self);

static gboolean
on_again (gpointer data)
{
  KmzbThreatKeeper *self = data;

  self->again_id = 0;
  load_when_due (self);
  return G_SOURCE_REMOVE;
}

static void
load_when_due (KmzbThreatKeeper *self)
{
  gint64 due_us = MIN (self->asked_last_us + QUIET_US, self->asked_us + LONGEST_WAIT_US);
  gint64 wait_us = MAX (due_us, self->free_us) - kmzb_clock_get_monotonic_us (self->clock);

  if (wait_us <= 0)
    load (self);
  else if (self->again_id == 0)
    self->again_id = kmzb_clock_add_timeout (self->clock, (guint) (wait_us / 1000 + 1), on_again, self);
}

static void
end (KmzbThreatKeeper *self)
{
  gint64 now_us = kmzb_clock_get_monotonic_us (self->clock);

  self->busy = FALSE;
  self->free_us = now_us + MAX (LEAST_GAP_US, (now_us - self->begun_us) * READING_PART);
  if (!self->wanted || g_cancellable_is_cancelled (self->closing))
    return;
  self->wanted = FALSE;
  load_when_due (self);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbThreatKeeper) self = data;
  g_autoptr (GError) error = NULL;

  if (!kmzb_store_import_threats_finish (KMZB_STORE (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Can't keep the pack's threats: %s", error->message);
  load (self);
}

static void
read_pack (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  KmzbThreats *threats = kmzb_pack_load_threats (KMZB_PACK (data), &error);

  if (threats != NULL)
    g_task_return_pointer (task, threats, (GDestroyNotify) kmzb_threats_unref);
  else
    g_task_return_error (task, error);
}

static void
on_pack_read (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbThreatKeeper *self = KMZB_THREAT_KEEPER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbThreats) threats = g_task_propagate_pointer (G_TASK (result), &error);

  if (threats == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Can't read the pack's threats: %s", error->message);
      load (self);
      return;
    }
  kmzb_store_import_threats_async (self->store, kmzb_pack_get_id (self->pack), threats, self->closing, on_imported,
                                   g_object_ref (self));
}

/* The store takes each pack's threats once, and what central sent later stays. */
static gboolean
lacks_pack (KmzbThreatKeeper *self, const char *origin)
{
  if (self->tried_pack || !kmzb_pack_is_region (self->pack))
    return FALSE;
  self->tried_pack = TRUE;
  return g_strcmp0 (origin, kmzb_pack_get_id (self->pack)) != 0;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbThreatKeeper) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = NULL;
  KmzbThreats *threats = kmzb_store_load_threats_finish (KMZB_STORE (source), result, &origin, &error);

  if (threats == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Can't read the threats: %s", error->message);
      end (self);
      return;
    }

  /* What another pack brought is not shown for a moment before its own. */
  if (!lacks_pack (self, origin))
    {
      show (self, threats);
      end (self);
      return;
    }
  kmzb_threats_unref (threats);

  g_autoptr (GTask) task = g_task_new (self, self->closing, on_pack_read, NULL);
  g_task_set_task_data (task, g_object_ref (self->pack), g_object_unref);
  g_task_run_in_thread (task, read_pack);
}

static void
load (KmzbThreatKeeper *self)
{
  if (g_cancellable_is_cancelled (self->closing))
    return;
  self->busy = TRUE;
  self->asked_us = 0;
  self->begun_us = kmzb_clock_get_monotonic_us (self->clock);
  kmzb_store_load_threats_async (self->store, self->closing, on_loaded, g_object_ref (self));
}

static void
kmzb_threat_keeper_dispose (GObject *object)
{
  KmzbThreatKeeper *self = KMZB_THREAT_KEEPER (object);

  kmzb_threat_keeper_stop (self);
  g_clear_pointer (&self->threats, kmzb_threats_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->pack);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kmzb_threat_keeper_parent_class)->dispose (object);
}

static void
kmzb_threat_keeper_finalize (GObject *object)
{
  g_object_unref (KMZB_THREAT_KEEPER (object)->closing);
  G_OBJECT_CLASS (kmzb_threat_keeper_parent_class)->finalize (object);
}

static void
kmzb_threat_keeper_class_init (KmzbThreatKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_threat_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = kmzb_threat_keeper_finalize;

  /**
   * KmzbThreatKeeper::changed:
   *
   * kmzb_threat_keeper_get_threats() has others.
   */
  changed_signal
      = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_threat_keeper_init (KmzbThreatKeeper *self)
{
  self->closing = g_cancellable_new ();
}

KmzbThreatKeeper *
kmzb_threat_keeper_new (KmzbStore *store, KmzbPack *pack, KmzbClock *clock)
{
  KmzbThreatKeeper *self = g_object_new (KMZB_TYPE_THREAT_KEEPER, NULL);

  self->store = g_object_ref (store);
  self->pack = g_object_ref (pack);
  self->clock = g_object_ref (clock);
  return self;
}

/* Reads the threats for the first time, and takes the pack's in when the store does not have them. */
void
kmzb_threat_keeper_start (KmzbThreatKeeper *self)
{
  g_return_if_fail (KMZB_IS_THREAT_KEEPER (self) && !self->busy);
  load (self);
}

/* The store has other threats now. However often it is called, the booth's processor stays free for its visitor. */
void
kmzb_threat_keeper_reload (KmzbThreatKeeper *self)
{
  g_return_if_fail (KMZB_IS_THREAT_KEEPER (self));

  if (g_cancellable_is_cancelled (self->closing))
    return;
  self->asked_last_us = kmzb_clock_get_monotonic_us (self->clock);
  if (self->asked_us == 0)
    self->asked_us = self->asked_last_us;
  if (self->busy)
    self->wanted = TRUE;
  else
    load_when_due (self);
}

/* Nothing is read or told any more. */
void
kmzb_threat_keeper_stop (KmzbThreatKeeper *self)
{
  g_return_if_fail (KMZB_IS_THREAT_KEEPER (self));

  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->again_id, g_source_remove);
}

/* Returns: (transfer none) (nullable): %NULL until they are read */
KmzbThreats *
kmzb_threat_keeper_get_threats (KmzbThreatKeeper *self)
{
  g_return_val_if_fail (KMZB_IS_THREAT_KEEPER (self), NULL);
  return self->threats;
}
