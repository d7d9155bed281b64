/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-speechd-voice.h"

#include <gio/gio.h>
#include <libspeechd.h>

/**
 * KmzbSpeechdVoice:
 *
 * The voice of Speech Dispatcher, which starts by itself when it is first wished for. Its library waits for the server
 * at every call, so it is called on a thread of its own. That thread may hang with the server; the booth does not: what
 * has not begun to sound in time has failed.
 */
typedef struct
{
  gatomicrefcount refs;
  GAsyncQueue *orders;     /* (element-type Order) */
  KmzbSpeechdVoice *owner; /* (nullable), main thread only */
  SPDConnection *connection; /* worker only, as what follows */
  char *language;
  gboolean failed; /* until the next hush: one wish fails once */
} Worker;

struct _KmzbSpeechdVoice
{
  GObject parent_instance;

  Worker *worker;
  gboolean confirmed; /* something has been heard */
  guint watch_id;
  int begun;
};

typedef enum
{
  ORDER_SAY,
  ORDER_HUSH,
  ORDER_CLOSE,
} OrderKind;

typedef struct
{
  OrderKind kind;
  char *text;
  char *language;
} Order;

/* From the wish to the first sound, the start of the server included. */
#define PATIENCE_SECONDS 10

/* The library's callbacks carry nothing of ours; there is one voice. */
static int n_begun;

static void kmzb_speechd_voice_iface_init (KmzbVoiceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KmzbSpeechdVoice,
                               kmzb_speechd_voice,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KMZB_TYPE_VOICE, kmzb_speechd_voice_iface_init))

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->text);
  g_free (order->language);
  g_free (order);
}

static void
worker_unref (gpointer data)
{
  Worker *worker = data;

  if (!g_atomic_ref_count_dec (&worker->refs))
    return;
  g_async_queue_unref (worker->orders);
  g_free (worker->language);
  g_free (worker);
}

static Worker *
worker_ref (Worker *worker)
{
  g_atomic_ref_count_inc (&worker->refs);
  return worker;
}

/* ---- on the worker ---- */

static void
on_begin (size_t message, size_t client, SPDNotificationType type)
{
  g_atomic_int_inc (&n_begun);
}

/* Without a synthesizer that it could start, Speech Dispatcher has only one that plays an excuse. */
static gboolean
has_synthesizer (SPDConnection *connection)
{
  char **modules = spd_list_modules (connection);
  gboolean found = FALSE;

  for (gsize i = 0; modules != NULL && modules[i] != NULL; i++)
    found = found || g_strcmp0 (modules[i], "dummy") != 0;
  if (modules != NULL)
    free_spd_modules (modules);
  return found;
}

static void
close_connection (Worker *worker)
{
  if (worker->connection != NULL)
    spd_close (worker->connection);
  worker->connection = NULL;
  g_clear_pointer (&worker->language, g_free);
}

static gboolean
open_connection (Worker *worker)
{
  char *error = NULL;

  worker->connection = spd_open2 ("kmzb-kiosk", "screen", NULL, SPD_MODE_THREADED, NULL, 1, &error);
  if (worker->connection == NULL)
    {
      g_message ("Can't reach Speech Dispatcher: %s", error != NULL ? error : "no reason given");
      free (error);
      return FALSE;
    }
  if (!has_synthesizer (worker->connection))
    {
      g_message ("Speech Dispatcher has no synthesizer: is espeak-ng installed, is there a sound card?");
      close_connection (worker);
      return FALSE;
    }
  worker->connection->callback_begin = on_begin;
  spd_set_notification_on (worker->connection, SPD_BEGIN);
  spd_set_data_mode (worker->connection, SPD_DATA_TEXT);
  spd_set_punctuation (worker->connection, SPD_PUNCT_NONE);
  return TRUE;
}

static gboolean
try_to_say (Worker *worker, const Order *order)
{
  if (worker->connection == NULL && !open_connection (worker))
    return FALSE;
  if (g_strcmp0 (worker->language, order->language) != 0)
    {
      if (spd_set_language (worker->connection, order->language) != 0)
        return FALSE;
      g_free (worker->language);
      worker->language = g_strdup (order->language);
    }
  return spd_say (worker->connection, SPD_MESSAGE, order->text) >= 0;
}

static gboolean
tell_failure (gpointer data)
{
  Worker *worker = data;

  if (worker->owner != NULL)
    kmzb_voice_emit_failed (KMZB_VOICE (worker->owner));
  return G_SOURCE_REMOVE;
}

/* A server that was restarted since is found again; one that is not there is not asked twice for the same wish. */
static void
say_in_thread (Worker *worker, const Order *order)
{
  gboolean was_open = worker->connection != NULL;
  gboolean said;

  if (worker->failed)
    return;
  said = try_to_say (worker, order);
  if (!said && was_open)
    {
      close_connection (worker);
      said = try_to_say (worker, order);
    }
  if (said)
    return;
  close_connection (worker);
  worker->failed = TRUE;
  /* Not g_main_context_invoke(): while nobody runs the context, that would tell it on this thread. */
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_failure, worker_ref (worker), worker_unref);
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      Order *order = g_async_queue_pop (worker->orders);

      switch (order->kind)
        {
        case ORDER_SAY:
          say_in_thread (worker, order);
          break;
        case ORDER_HUSH:
          worker->failed = FALSE;
          if (worker->connection != NULL && spd_cancel (worker->connection) != 0)
            close_connection (worker);
          break;
        case ORDER_CLOSE:
          goes_on = FALSE;
          close_connection (worker);
          break;
        }
      order_free (order);
    }
  worker_unref (worker);
  return NULL;
}

/* ---- on the main thread ---- */

static void
give_order (KmzbSpeechdVoice *self, OrderKind kind, const char *text, const char *language)
{
  Order *order = g_new0 (Order, 1);

  order->kind = kind;
  order->text = g_strdup (text);
  order->language = g_strdup (language);
  g_async_queue_push (self->worker->orders, order);
}

static gboolean
on_patience_ended (gpointer data)
{
  KmzbSpeechdVoice *self = data;

  self->watch_id = 0;
  self->confirmed = g_atomic_int_get (&n_begun) != self->begun;
  if (!self->confirmed)
    {
      g_message ("Speech Dispatcher has not begun to speak within %d s: is there a sound card?", PATIENCE_SECONDS);
      kmzb_voice_emit_failed (KMZB_VOICE (self));
    }
  return G_SOURCE_REMOVE;
}

static void
kmzb_speechd_voice_say (KmzbVoice *voice, const char *text, const char *language)
{
  KmzbSpeechdVoice *self = KMZB_SPEECHD_VOICE (voice);

  if (!self->confirmed && self->watch_id == 0)
    {
      self->begun = g_atomic_int_get (&n_begun);
      self->watch_id = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_ended, self);
    }
  give_order (self, ORDER_SAY, text, language);
}

static void
kmzb_speechd_voice_hush (KmzbVoice *voice)
{
  KmzbSpeechdVoice *self = KMZB_SPEECHD_VOICE (voice);
  Order *order;

  g_clear_handle_id (&self->watch_id, g_source_remove);
  while ((order = g_async_queue_try_pop (self->worker->orders)) != NULL)
    order_free (order);
  give_order (self, ORDER_HUSH, NULL, NULL);
}

static void
kmzb_speechd_voice_dispose (GObject *object)
{
  KmzbSpeechdVoice *self = KMZB_SPEECHD_VOICE (object);

  if (self->worker != NULL)
    {
      kmzb_speechd_voice_hush (KMZB_VOICE (self));
      give_order (self, ORDER_CLOSE, NULL, NULL);
      self->worker->owner = NULL;
    }
  g_clear_pointer (&self->worker, worker_unref);
  G_OBJECT_CLASS (kmzb_speechd_voice_parent_class)->dispose (object);
}

static void
kmzb_speechd_voice_class_init (KmzbSpeechdVoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_speechd_voice_dispose;
}

static void
kmzb_speechd_voice_iface_init (KmzbVoiceInterface *iface)
{
  iface->say = kmzb_speechd_voice_say;
  iface->hush = kmzb_speechd_voice_hush;
}

static void
kmzb_speechd_voice_init (KmzbSpeechdVoice *self)
{
  self->worker = g_new0 (Worker, 1);
  g_atomic_ref_count_init (&self->worker->refs);
  self->worker->orders = g_async_queue_new_full (order_free);
  self->worker->owner = self;
  g_thread_unref (g_thread_new ("voice", work, worker_ref (self->worker)));
}

KmzbVoice *
kmzb_speechd_voice_new (void)
{
  return g_object_new (KMZB_TYPE_SPEECHD_VOICE, NULL);
}
