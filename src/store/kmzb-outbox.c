/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-outbox.h"

#include "kmzb-error.h"
#include "kmzb-store.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-report.h"

#include <string.h>

/**
 * KmzbOutbox:
 *
 * The reports of this booth on their way to the police, over one connection, on its thread. Each function is one
 * transaction: what it answered is on the disk, and after an error nothing of it is. The tally is kept in step with
 * what was committed instead of being counted again, for a queue can hold a hundred thousand.
 */
struct _KmzbOutbox
{
  KmzbDb *db;
  char *boot_id;
  KmzbTally tally;
  gboolean needs_wipe; /* payloads have been deleted whose bytes may still be in the WAL */

  KmzbStmt *find;
  KmzbStmt *insert;
  KmzbStmt *due;
  KmzbStmt *take;
  KmzbStmt *get_state;
  KmzbStmt *settle;
  KmzbStmt *receive;
  KmzbStmt *oldest;
};

#define OLDEST_SQL                                                                                                     \
  "SELECT saved_us FROM reports WHERE seq = (SELECT min(s) FROM"                                                       \
  " (SELECT min(seq) AS s FROM reports WHERE state = 'saved'"                                                          \
  "  UNION ALL SELECT min(seq) FROM reports WHERE state = 'sending'))"

/* Which boot this is: when the clock is wrong, seq orders, and this tells whose clock it was.
 * Returns: (transfer full) */
char *
kmzb_outbox_read_boot_id (void)
{
  char *text = NULL;

  if (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    return g_strstrip (text);
  return kmzb_uuid7_new (0);
}

static gboolean
prepare (KmzbOutbox *self, KmzbStmt **stmt, const char *sql, GError **error)
{
  *stmt = kmzb_db_prepare (self->db, sql, error);
  return *stmt != NULL;
}

static gboolean
prepare_all (KmzbOutbox *self, GError **error)
{
  return prepare (self, &self->find, "SELECT id, number, state, payload FROM reports WHERE id = ?1 OR number = ?2",
                  error)
         && prepare (self, &self->insert,
                     "INSERT INTO reports(id, number, boot_id, state, category, lat, lon, saved_us, payload, burst)"
                     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                     error)
         && prepare (self, &self->due,
                     "SELECT seq, id, payload, attempts, saved_us, maybe_sent FROM reports WHERE state = 'saved'"
                     " AND (next_attempt_us <= ?1 OR next_attempt_us > ?2) ORDER BY seq LIMIT ?3",
                     error)
         && prepare (self, &self->take, "UPDATE reports SET state = 'sending' WHERE seq = ?1", error)
         && prepare (self, &self->get_state, "SELECT state FROM reports WHERE seq = ?1", error)
         && prepare (self, &self->settle,
                     "UPDATE reports SET state = ?2, attempts = attempts + ?3, next_attempt_us = ?4,"
                     " server_words = coalesce(?5, server_words), settled_us = ?6,"
                     " maybe_sent = max(maybe_sent, ?7) WHERE seq = ?1",
                     error)
         && prepare (self, &self->receive,
                     "UPDATE reports SET state = 'received', payload = NULL, server_words = NULL, server_id = ?2,"
                     " next_attempt_us = 0, settled_us = ?3 WHERE seq = ?1",
                     error)
         && prepare (self, &self->oldest, OLDEST_SQL, error);
}

/* Counts every report by its state. Reads indexes only, so a long queue does not slow the start. */
gboolean
kmzb_outbox_count (KmzbDb *db, KmzbTally *tally, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "SELECT state, count(*) FROM reports GROUP BY state", error);
  KmzbStep step = KMZB_STEP_ERROR;

  memset (tally, 0, sizeof *tally);
  while (stmt != NULL && (step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbReportState state;

      if (kmzb_report_state_from_string (kmzb_stmt_text (stmt, 0), &state))
        tally->by_state[state] = (guint) kmzb_stmt_int (stmt, 1);
    }
  return step == KMZB_STEP_DONE && kmzb_db_get_int (db, OLDEST_SQL, &tally->oldest_unsent_us, error);
}

static void
refresh_oldest (KmzbOutbox *self)
{
  g_autoptr (GError) error = NULL;
  KmzbStep step = kmzb_stmt_step (self->oldest, &error);

  if (step == KMZB_STEP_ERROR)
    g_warning ("%s", error->message);
  self->tally.oldest_unsent_us = step == KMZB_STEP_ROW ? kmzb_stmt_int (self->oldest, 0) : 0;
  kmzb_stmt_reset (self->oldest);
}

static void
move_in_tally (KmzbOutbox *self, KmzbReportState from, KmzbReportState to)
{
  if (self->tally.by_state[from] > 0)
    self->tally.by_state[from]--;
  self->tally.by_state[to]++;
}

/* @db: a migrated connection that outlives this. What was being sent when the booth ended is waiting again;
 * nobody knows whether it arrived. */
KmzbOutbox *
kmzb_outbox_new (KmzbDb *db, const char *boot_id, GError **error)
{
  g_autoptr (KmzbOutbox) self = g_new0 (KmzbOutbox, 1);

  self->db = db;
  self->boot_id = g_strdup (boot_id);
  if (!prepare_all (self, error) || !kmzb_outbox_count (db, &self->tally, error))
    return NULL;
  if (self->tally.sending > 0)
    {
      if (!kmzb_db_exec (db, "UPDATE reports SET state = 'saved', maybe_sent = 1 WHERE state = 'sending'", error)
          || !kmzb_outbox_count (db, &self->tally, error))
        return NULL;
    }
  /* A booth that lost power after a receipt may have left the payload in its WAL. */
  self->needs_wipe = self->tally.received > 0;
  return g_steal_pointer (&self);
}

void
kmzb_outbox_free (KmzbOutbox *self)
{
  if (self == NULL)
    return;
  kmzb_stmt_free (self->find);
  kmzb_stmt_free (self->insert);
  kmzb_stmt_free (self->due);
  kmzb_stmt_free (self->take);
  kmzb_stmt_free (self->get_state);
  kmzb_stmt_free (self->settle);
  kmzb_stmt_free (self->receive);
  kmzb_stmt_free (self->oldest);
  g_free (self->boot_id);
  g_free (self);
}

const KmzbTally *
kmzb_outbox_get_tally (KmzbOutbox *self)
{
  return &self->tally;
}

typedef enum
{
  FOUND_ERROR,
  FOUND_NOTHING,
  FOUND_SAME,
  FOUND_OTHER,
} Found;

/* Whether this very report, or another with its id or number, is in the file already. */
static Found
find_report (KmzbOutbox *self, KmzbReport *report, GBytes *payload, GError **error)
{
  Found found = FOUND_NOTHING;
  KmzbStep step;

  kmzb_stmt_bind_text (self->find, 1, report->id);
  kmzb_stmt_bind_text (self->find, 2, report->number);
  while ((step = kmzb_stmt_step (self->find, error)) == KMZB_STEP_ROW)
    {
      gboolean practice = g_str_equal (kmzb_stmt_text (self->find, 2), "practice");
      g_autoptr (GBytes) stored = kmzb_stmt_bytes (self->find, 3);

      /* A received report's payload is gone; its id and number together are proof enough. */
      if (found == FOUND_NOTHING && g_str_equal (kmzb_stmt_text (self->find, 0), report->id)
          && g_str_equal (kmzb_stmt_text (self->find, 1), report->number) && practice == report->practice
          && (stored == NULL || payload == NULL || kmzb_wire_payloads_match (stored, payload)))
        found = FOUND_SAME;
      else
        found = FOUND_OTHER;
    }
  return step == KMZB_STEP_ERROR ? FOUND_ERROR : found;
}

static gboolean
insert_row (KmzbOutbox *self, KmzbReport *report, GBytes *payload, KmzbReportState state, GError **error)
{
  kmzb_stmt_bind_text (self->insert, 1, report->id);
  kmzb_stmt_bind_text (self->insert, 2, report->number);
  kmzb_stmt_bind_text (self->insert, 3, self->boot_id);
  kmzb_stmt_bind_text (self->insert, 4, kmzb_report_state_to_string (state));
  kmzb_stmt_bind_text (self->insert, 5, report->category);
  kmzb_stmt_bind_double (self->insert, 6, report->place.lat);
  kmzb_stmt_bind_double (self->insert, 7, report->place.lon);
  kmzb_stmt_bind_int (self->insert, 8, report->saved_us);
  if (payload != NULL)
    kmzb_stmt_bind_bytes (self->insert, 9, payload);
  kmzb_stmt_bind_int (self->insert, 10, report->burst);
  return kmzb_stmt_run (self->insert, error);
}

/**
 * kmzb_outbox_insert:
 * @payload: (nullable): what will be sent; %NULL for a practice report
 *
 * One statement is one transaction: when it has run, the COMMIT is on the disk.
 *
 * Returns: %TRUE once the report is on the disk, also when it was there already
 */
gboolean
kmzb_outbox_insert (KmzbOutbox *self, KmzbReport *report, GBytes *payload, GError **error)
{
  KmzbReportState state = report->practice ? KMZB_REPORT_PRACTICE : KMZB_REPORT_SAVED;
  g_autoptr (GError) fault = NULL;

  if (insert_row (self, report, payload, state, &fault))
    {
      if (state == KMZB_REPORT_SAVED && kmzb_tally_get_waiting (&self->tally) == 0)
        self->tally.oldest_unsent_us = report->saved_us;
      self->tally.by_state[state]++;
      return TRUE;
    }
  if (g_error_matches (fault, KMZB_ERROR, KMZB_ERROR_EXISTS))
    switch (find_report (self, report, payload, error))
      {
      case FOUND_SAME:
        return TRUE;
      case FOUND_OTHER:
        g_set_error (error, KMZB_ERROR, KMZB_ERROR_EXISTS, "%s holds another report with this id or number",
                     kmzb_db_get_path (self->db));
        return FALSE;
      case FOUND_ERROR:
        return FALSE;
      case FOUND_NOTHING:
      default:
        break;
      }
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static KmzbStep
read_due (KmzbOutbox *self, guint max, gint64 due_us, GPtrArray *items, GError **error)
{
  const gint64 longest_us = (gint64) KMZB_STORE_LONGEST_WAIT_S * G_USEC_PER_SEC;
  KmzbStep step;

  kmzb_stmt_bind_int (self->due, 1, due_us);
  kmzb_stmt_bind_int (self->due, 2, due_us > G_MAXINT64 - longest_us ? G_MAXINT64 : due_us + longest_us);
  kmzb_stmt_bind_int (self->due, 3, max);
  while ((step = kmzb_stmt_step (self->due, error)) == KMZB_STEP_ROW)
    {
      KmzbOutboxItem *item = g_new0 (KmzbOutboxItem, 1);

      item->seq = kmzb_stmt_int (self->due, 0);
      item->id = g_strdup (kmzb_stmt_text (self->due, 1));
      item->payload = kmzb_stmt_bytes (self->due, 2);
      item->attempts = (guint) kmzb_stmt_int (self->due, 3);
      item->saved_us = kmzb_stmt_int (self->due, 4);
      item->maybe_sent = kmzb_stmt_int (self->due, 5) != 0;
      g_ptr_array_add (items, item);
    }
  return step;
}

static gboolean
take_items (KmzbOutbox *self, GPtrArray *items, GError **error)
{
  if (!kmzb_db_begin_immediate (self->db, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      KmzbOutboxItem *item = g_ptr_array_index (items, i);

      kmzb_stmt_bind_int (self->take, 1, item->seq);
      if (!kmzb_stmt_run (self->take, error))
        {
          kmzb_db_rollback (self->db);
          return FALSE;
        }
    }
  return kmzb_db_commit (self->db, error);
}

/* When the first report that is left waiting falls due. */
static gint64
find_next_due (KmzbOutbox *self, gint64 due_us)
{
  g_autoptr (GError) error = NULL;
  gint64 next_due_us = 0;

  if (self->tally.saved == 0)
    return G_MAXINT64;
  if (kmzb_db_get_int (self->db, "SELECT min(next_attempt_us) FROM reports WHERE state = 'saved'", &next_due_us,
                       &error))
    return next_due_us;
  g_warning ("%s", error->message);
  return due_us;
}

/**
 * kmzb_outbox_claim:
 * @max: at most so many; 0 only looks
 * @due_us: real time; %G_MAXINT64 takes reports whose next attempt is not due yet as well
 * @next_due_us: (out): when the first of those left behind falls due, in the past when more are due now;
 *   %G_MAXINT64 when none waits
 *
 * Takes the oldest waiting reports; they are sending until they are settled.
 *
 * Returns: (transfer full) (element-type KmzbOutboxItem): oldest first
 */
GPtrArray *
kmzb_outbox_claim (KmzbOutbox *self, guint max, gint64 due_us, gint64 *next_due_us, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_outbox_item_free);

  if (read_due (self, max, due_us, items, error) == KMZB_STEP_ERROR
      || (items->len > 0 && !take_items (self, items, error)))
    return NULL;

  for (guint i = 0; i < items->len; i++)
    move_in_tally (self, KMZB_REPORT_SAVED, KMZB_REPORT_SENDING);
  /* A full handful says that more is due: no need to look at all of a long queue. */
  *next_due_us = max > 0 && items->len == max && self->tally.saved > 0 ? 0 : find_next_due (self, due_us);
  return g_steal_pointer (&items);
}

static gboolean
read_state (KmzbOutbox *self, gint64 seq, KmzbReportState *state, GError **error)
{
  KmzbStep step;
  gboolean known;

  kmzb_stmt_bind_int (self->get_state, 1, seq);
  step = kmzb_stmt_step (self->get_state, error);
  if (step == KMZB_STEP_ERROR)
    return FALSE;
  known = step == KMZB_STEP_ROW && kmzb_report_state_from_string (kmzb_stmt_text (self->get_state, 0), state);
  kmzb_stmt_reset (self->get_state);
  if (!known)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "%s holds no report %" G_GINT64_FORMAT,
                 kmzb_db_get_path (self->db), seq);
  return known;
}

static gboolean
settle_one (KmzbOutbox *self, const KmzbSettlement *settlement, gint64 now_us, GError **error)
{
  KmzbStmt *stmt = settlement->state == KMZB_REPORT_RECEIVED ? self->receive : self->settle;

  kmzb_stmt_bind_int (stmt, 1, settlement->seq);
  if (settlement->state == KMZB_REPORT_RECEIVED)
    {
      kmzb_stmt_bind_text (stmt, 2, settlement->server_id);
      kmzb_stmt_bind_int (stmt, 3, now_us);
    }
  else
    {
      kmzb_stmt_bind_text (stmt, 2, kmzb_report_state_to_string (settlement->state));
      kmzb_stmt_bind_int (stmt, 3, settlement->attempted);
      kmzb_stmt_bind_int (stmt, 4, settlement->next_attempt_us);
      kmzb_stmt_bind_text (stmt, 5, settlement->server_words);
      kmzb_stmt_bind_int (stmt, 6, now_us);
      kmzb_stmt_bind_int (stmt, 7, settlement->maybe_sent);
    }
  return kmzb_stmt_run (stmt, error);
}

/* Settles what the state machine allows; @tally follows. A settlement that comes too late is dropped, not an error. */
static gboolean
settle_all (KmzbOutbox *self, GPtrArray *settlements, gint64 now_us, KmzbTally *tally, GError **error)
{
  for (guint i = 0; i < settlements->len; i++)
    {
      const KmzbSettlement *settlement = g_ptr_array_index (settlements, i);
      KmzbReportState from;

      if (!read_state (self, settlement->seq, &from, error))
        return FALSE;
      if (!kmzb_report_state_can_become (from, settlement->state))
        {
          g_message ("Report %" G_GINT64_FORMAT " stays %s", settlement->seq, kmzb_report_state_to_string (from));
          continue;
        }
      if (!settle_one (self, settlement, now_us, error))
        return FALSE;
      tally->by_state[from]--;
      tally->by_state[settlement->state]++;
    }
  return TRUE;
}

/**
 * kmzb_outbox_settle:
 * @settlements: (element-type KmzbSettlement): how attempts ended; all of them in one transaction
 * @now_us: real time
 *
 * A received report loses its payload here; kmzb_outbox_wipe() then clears the bytes from the disk.
 */
gboolean
kmzb_outbox_settle (KmzbOutbox *self, GPtrArray *settlements, gint64 now_us, GError **error)
{
  KmzbTally tally = self->tally;

  if (!kmzb_db_begin_immediate (self->db, error))
    return FALSE;
  if (!settle_all (self, settlements, now_us, &tally, error))
    {
      kmzb_db_rollback (self->db);
      return FALSE;
    }
  if (!kmzb_db_commit (self->db, error))
    return FALSE;

  if (tally.received > self->tally.received)
    self->needs_wipe = TRUE;
  self->tally = tally;
  refresh_oldest (self);
  return TRUE;
}

/* A report was moved by someone else over this connection, and that is committed: the tally follows. */
void
kmzb_outbox_note_moved (KmzbOutbox *self, KmzbReportState from, KmzbReportState to)
{
  move_in_tally (self, from, to);
  refresh_oldest (self);
}

/* Clears the bytes of received reports from file and WAL. %KMZB_ERROR_BUSY: somebody reads; try again later. */
gboolean
kmzb_outbox_wipe (KmzbOutbox *self, GError **error)
{
  if (!kmzb_db_checkpoint (self->db, error))
    return FALSE;
  self->needs_wipe = FALSE;
  return TRUE;
}

gboolean
kmzb_outbox_needs_wipe (KmzbOutbox *self)
{
  return self->needs_wipe;
}
