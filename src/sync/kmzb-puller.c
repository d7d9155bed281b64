/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-puller.h"

#include "kmzb-alarm.h"
#include "kmzb-error.h"
#include "kmzb-page-reader.h"
#include "kmzb-prover.h"
#include "kmzb-store-changes.h"

/* More pages of one kind than any region has: then it is a server that does not know when to stop. */
#define PAGES_MAX 1000
/* In a row, with nothing on them. */
#define EMPTY_PAGES_MAX 100
#define AFTER_WAKE_US (2 * G_USEC_PER_SEC)

/* In this order; what is small and what visitors ask for comes first. */
static const KmzbWireChangesKind kinds[] = {
  KMZB_WIRE_CHANGES_OF_STATUSES,
  KMZB_WIRE_CHANGES_OF_CATALOGUE,
  KMZB_WIRE_CHANGES_OF_STATISTICS,
  KMZB_WIRE_CHANGES_OF_DIRECTORY,
  KMZB_WIRE_CHANGES_OF_THREATS,
};

/**
 * KmzbPuller:
 *
 * Fetches what central tells, kind by kind and page by page, on the sync thread. The next page is fetched while the
 * last one is being written; each is one transaction with its cursor, so that after any cut it goes on where it was.
 * Trouble here is nobody's but the log's: the map stays as it was.
 */
struct _KmzbPuller
{
  KmzbStore *store;
  KmzbClock *clock;
  KmzbOpen311Client *client;
  KmzbProver *prover;
  GCancellable *cancellable;
  gboolean stopping;
  gboolean metered;
  KmzbAlarm alarm;
  KmzbGate gate;
  const KmzbGate *reports_gate; /* borrowed */
  KmzbProverFunc proof_func;    /* (nullable) */
  gpointer proof_data;
  KmzbPullerFunc told_func; /* (nullable) */
  gpointer told_data;
  gboolean by_hand; /* the next round, or this one, is wanted by a person */

  /* one round */
  gboolean running;
  GStrv offered;
  guint next_kind; /* into kinds */

  /* one kind */
  KmzbWireChangesKind kind;
  char *cursor;          /* NULL: from the beginning */
  GHashTable *cursors;   /* all that were seen: a server that sends us round in circles */
  KmzbWireChanges *page; /* fetched, and waits for the one before it to be written */
  gboolean writing;
  gboolean fetching;
  gboolean started_over;
  guint n_pages;
  guint n_empty;
};

static void begin_round (gpointer data);
static void next_kind (KmzbPuller *self);
static void fetch (KmzbPuller *self);

/* ---- when ---- */

static void
tell (KmzbPuller *self, KmzbNewsState state)
{
  if (self->told_func != NULL && !self->stopping)
    self->told_func (state, self->told_data);
}

static void
end_round (KmzbPuller *self)
{
  self->running = FALSE;
  self->by_hand = FALSE;
  g_clear_pointer (&self->offered, g_strfreev);
  g_clear_pointer (&self->page, kmzb_wire_changes_free);
  g_clear_pointer (&self->cursor, g_free);
  g_hash_table_remove_all (self->cursors);
}

/* @problem: (transfer full) (nullable) */
static void
fail_round (KmzbPuller *self, gint64 retry_after_s, GError *problem)
{
  if (problem != NULL && !self->stopping && self->gate.n_failures == 0)
    g_message ("No news from %s: %s", kmzb_open311_client_get_base_url (self->client), problem->message);
  g_clear_error (&problem);
  end_round (self);
  tell (self, KMZB_NEWS_MISSED);
  if (self->stopping)
    return;
  kmzb_gate_close (&self->gate, retry_after_s);
  kmzb_alarm_set (&self->alarm, kmzb_gate_get_left_us (&self->gate));
}

static void
complete_round (KmzbPuller *self, KmzbNewsState state)
{
  const double every_us = KMZB_PULL_EVERY_S * (double) G_USEC_PER_SEC;

  end_round (self);
  tell (self, state);
  kmzb_gate_note_success (&self->gate);
  if (!self->stopping)
    kmzb_alarm_set (&self->alarm, (gint64) (every_us * g_random_double_range (0.75, 1.25)));
}

/* ---- one kind ---- */

/* Whether anything is still on its way, also of a round that has failed. */
gboolean
kmzb_puller_is_busy (KmzbPuller *self)
{
  return self->writing || self->fetching || kmzb_prover_is_asking (self->prover);
}

static void
write_page (KmzbPuller *self);

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbPuller *self = data;
  GError *error = NULL;
  gboolean written = kmzb_store_apply_changes_finish (KMZB_STORE (source), result, &error);

  self->writing = FALSE;
  if (!self->running)
    g_clear_error (&error);
  else if (!written)
    fail_round (self, -1, error);
  else if (self->page != NULL)
    write_page (self);
  else if (!self->fetching)
    next_kind (self);
}

static void
write_page (KmzbPuller *self)
{
  gboolean more = self->page->more;

  self->writing = TRUE;
  kmzb_store_apply_changes_async (self->store, kmzb_open311_client_get_base_url (self->client),
                                  g_steal_pointer (&self->page), NULL, on_written, self);
  if (more && !self->stopping)
    fetch (self);
}

/* Takes @page's cursor over. FALSE: the server leads nowhere. */
static gboolean
follow (KmzbPuller *self, const KmzbWireChanges *page, GError **error)
{
  g_free (self->cursor);
  self->cursor = g_strdup (page->cursor);
  if (!page->more)
    return TRUE;
  self->n_empty = kmzb_wire_changes_get_n (page) > 0 ? 0 : self->n_empty + 1;
  if (++self->n_pages < PAGES_MAX && self->n_empty < EMPTY_PAGES_MAX
      && g_hash_table_add (self->cursors, g_strdup (page->cursor)))
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "its %s never come to an end",
               kmzb_wire_changes_kind_to_slug (self->kind));
  return FALSE;
}

static void
on_page_read (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbPuller *self = data;
  GError *error = NULL;
  g_autoptr (KmzbWireChanges) page = kmzb_page_read_finish (result, &error);

  self->fetching = FALSE;
  if (!self->running)
    {
      g_clear_error (&error);
      return;
    }
  if (page == NULL || !follow (self, page, &error))
    {
      fail_round (self, -1, error);
      return;
    }
  if (page->n_bad > 0)
    g_message ("Left out %u of central's %s that this booth can't use", page->n_bad,
               kmzb_wire_changes_kind_to_slug (self->kind));
  self->page = g_steal_pointer (&page);
  if (!self->writing)
    write_page (self);
}

static void
on_started_over (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbPuller *self = data;
  GError *error = NULL;

  self->writing = FALSE;
  if (!kmzb_store_start_over_finish (KMZB_STORE (source), result, &error) && self->running)
    fail_round (self, -1, error);
  else if (self->running)
    fetch (self);
  else
    g_clear_error (&error);
}

static void
start_over (KmzbPuller *self)
{
  g_clear_pointer (&self->cursor, g_free);
  g_hash_table_remove_all (self->cursors);
  self->started_over = TRUE;
  self->writing = TRUE;
  kmzb_store_start_over_async (self->store, self->kind, NULL, on_started_over, self);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbPuller *self = data;
  GError *error = NULL;
  g_autoptr (KmzbAnswer) answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &error);

  self->fetching = FALSE;
  if (!self->running)
    {
      g_clear_error (&error);
      return;
    }
  if (answer == NULL)
    fail_round (self, -1, error);
  else if (answer->status == 200)
    {
      self->fetching = TRUE;
      kmzb_page_read_async (self->kind, answer->body, on_page_read, self);
    }
  else if (answer->status == 410 && self->cursor != NULL && !self->started_over && !self->writing)
    start_over (self);
  else if (answer->status == 400 || answer->status == 403 || answer->status == 404)
    {
      /* Central does not tell this kind, or not to this booth. */
      if (!self->writing)
        next_kind (self);
    }
  else
    {
      g_set_error (&error, KMZB_ERROR, KMZB_ERROR_UNPROVEN, "it answers with HTTP %u", answer->status);
      fail_round (self, answer->retry_after_s, error);
    }
}

static void
fetch (KmzbPuller *self)
{
  self->fetching = TRUE;
  kmzb_open311_client_get_changes_async (self->client, kmzb_wire_changes_kind_to_slug (self->kind), self->cursor,
                                         self->cancellable, on_fetched, self);
}

static void
on_cursor (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbPuller *self = data;
  GError *error = NULL;

  self->writing = FALSE;
  if (!kmzb_store_get_cursor_finish (KMZB_STORE (source), result, &self->cursor, &error) && self->running)
    fail_round (self, -1, error);
  else if (self->running)
    fetch (self);
  else
    g_clear_error (&error);
}

/* ---- one round ---- */

static gboolean
is_wanted (KmzbPuller *self, KmzbWireChangesKind kind)
{
  /* Who pays by the byte is not sent a map; where reports stand and what can be reported is a few bytes. */
  if (self->metered && !self->by_hand && kind != KMZB_WIRE_CHANGES_OF_STATUSES && kind != KMZB_WIRE_CHANGES_OF_CATALOGUE)
    return FALSE;
  return g_strv_contains ((const char *const *) self->offered, kmzb_wire_changes_kind_to_slug (kind));
}

static void
next_kind (KmzbPuller *self)
{
  while (self->next_kind < G_N_ELEMENTS (kinds) && !is_wanted (self, kinds[self->next_kind]))
    self->next_kind++;
  if (self->stopping || self->next_kind == G_N_ELEMENTS (kinds))
    {
      complete_round (self, KMZB_NEWS_LATEST);
      return;
    }
  self->kind = kinds[self->next_kind++];
  self->n_pages = self->n_empty = 0;
  self->started_over = FALSE;
  g_hash_table_remove_all (self->cursors);
  g_clear_pointer (&self->cursor, g_free);
  self->writing = TRUE;
  kmzb_store_get_cursor_async (self->store, self->kind, kmzb_open311_client_get_base_url (self->client), NULL,
                               on_cursor, self);
}

static void
on_contact_noted (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbPuller *self = data;
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  if (!kmzb_store_note_contact_finish (KMZB_STORE (source), result, &error))
    g_message ("Can't note the last contact: %s", error->message);
  if (self->running)
    next_kind (self);
}

static void
on_proof (const KmzbProof *proof, gpointer data)
{
  KmzbPuller *self = data;

  if (!self->running)
    return;
  if (self->proof_func != NULL)
    self->proof_func (proof, self->proof_data);
  if (!proof->is_proven)
    {
      fail_round (self, proof->answer ? proof->answer->retry_after_s : -1, g_error_copy (proof->problem));
      return;
    }
  /* A foreign server tells nothing of this kind. */
  if (proof->is_foreign || proof->changes == NULL)
    {
      complete_round (self, KMZB_NEWS_NONE);
      return;
    }
  self->offered = g_strdupv ((GStrv) proof->changes);
  self->next_kind = 0;
  if (!proof->answer->has_clock_offset)
    {
      next_kind (self);
      return;
    }
  self->writing = TRUE;
  kmzb_store_note_contact_async (self->store, kmzb_clock_get_real_us (self->clock), proof->answer->clock_offset_s, NULL,
                                 on_contact_noted, self);
}

static void
begin_round (gpointer data)
{
  KmzbPuller *self = data;

  /* What a failed round left under way comes to its end first. */
  if (kmzb_puller_is_busy (self))
    {
      kmzb_alarm_set (&self->alarm, AFTER_WAKE_US);
      return;
    }
  /* The server has asked the booth, not only its reports, to leave it alone. */
  if (self->reports_gate->is_asked && kmzb_gate_is_closed (self->reports_gate))
    {
      kmzb_alarm_set (&self->alarm, kmzb_gate_get_left_us (self->reports_gate));
      tell (self, KMZB_NEWS_MISSED);
      return;
    }
  self->running = TRUE;
  tell (self, KMZB_NEWS_ASKING);
  kmzb_prover_ask (self->prover);
}

/* ---- from outside ---- */

/* @func: told what the server shows of itself, each time that it is asked */
void
kmzb_puller_set_proof_func (KmzbPuller *self, KmzbProverFunc func, gpointer user_data)
{
  self->proof_func = func;
  self->proof_data = user_data;
}

/* @func: told how the booth stands to central's news, each time that this changes */
void
kmzb_puller_set_told_func (KmzbPuller *self, KmzbPullerFunc func, gpointer user_data)
{
  self->told_func = func;
  self->told_data = user_data;
}

/* @client: of the same thread; @reports_gate: outlives this */
KmzbPuller *
kmzb_puller_new (KmzbStore *store, KmzbClock *clock, KmzbOpen311Client *client, const KmzbGate *reports_gate)
{
  KmzbPuller *self = g_new0 (KmzbPuller, 1);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->client = g_object_ref (client);
  self->cancellable = g_cancellable_new ();
  self->prover = kmzb_prover_new (store, client, self->cancellable, on_proof, self);
  self->gate.clock = clock;
  kmzb_alarm_init (&self->alarm, clock, begin_round, self);
  self->reports_gate = reports_gate;
  self->cursors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/* After kmzb_puller_stop(). */
void
kmzb_puller_free (KmzbPuller *self)
{
  if (self == NULL)
    return;
  g_return_if_fail (!kmzb_puller_is_busy (self));

  end_round (self);
  kmzb_alarm_clear (&self->alarm);
  kmzb_prover_free (self->prover);
  g_hash_table_unref (self->cursors);
  g_object_unref (self->cancellable);
  g_object_unref (self->client);
  g_object_unref (self->clock);
  g_object_unref (self->store);
  g_free (self);
}

/* @metered: every byte costs: what is large waits for another network */
void
kmzb_puller_set_metered (KmzbPuller *self, gboolean metered)
{
  self->metered = metered;
}

/* There is a new reason to ask: soon, for the line is the reports' first. */
void
kmzb_puller_wake (KmzbPuller *self)
{
  if (!self->running && !self->stopping)
    kmzb_alarm_set (&self->alarm, AFTER_WAKE_US);
}

/* A person wants the news: at once, and whatever they cost. A round that is under way goes on. */
void
kmzb_puller_ask (KmzbPuller *self)
{
  self->by_hand = TRUE;
  if (!self->running && !self->stopping)
    kmzb_alarm_set (&self->alarm, 0);
}

/* Ends what is under way; waits for it. */
void
kmzb_puller_stop (KmzbPuller *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->stopping = TRUE;
  kmzb_alarm_clear (&self->alarm);
  end_round (self);
  g_cancellable_cancel (self->cancellable);
  while (kmzb_puller_is_busy (self))
    g_main_context_iteration (context, TRUE);
}
