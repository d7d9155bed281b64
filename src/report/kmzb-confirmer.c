/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-confirmer.h"

#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-uuid.h"
#include "kmzb-validate.h"

/**
 * KmzbConfirmer:
 *
 * The threats that this visitor confirms: each one once a visit, as a report of its own that goes the way of every
 * report. Emits "changed" when the state of one changes.
 */
struct _KmzbConfirmer
{
  GObject parent_instance;

  KmzbReportContext *context; /* owns this */
  GHashTable *entries; /* KmzbThreat -> Entry */
};

typedef struct
{
  KmzbReport *report; /* the same one when it is tried again */
  KmzbConfirmState state;
} Entry;

/* One confirmation on its way: it goes on when the visitor is wiped meanwhile. */
typedef struct
{
  KmzbReportContext *context;
  KmzbConfirmer *confirmer;
  KmzbThreat *threat;
  KmzbReport *report;
  gboolean renewed;
} Run;

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbConfirmer, kmzb_confirmer, G_TYPE_OBJECT)

static void save (Run *run);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->report, kmzb_report_unref);
  g_free (entry);
}

static void
run_free (Run *run)
{
  g_object_unref (run->confirmer);
  kmzb_report_context_unref (run->context);
  kmzb_threat_unref (run->threat);
  kmzb_report_unref (run->report);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static gint64
monotonic_us (KmzbReportContext *context)
{
  return kmzb_clock_get_monotonic_us (context->clock);
}

static KmzbReport *
make_report (KmzbConfirmer *self, const KmzbThreat *threat)
{
  KmzbReport *report = kmzb_report_new ();
  gint64 now_us = kmzb_clock_get_real_us (self->context->clock);

  report->id = kmzb_uuid7_new (now_us);
  report->number = kmzb_number_new ();
  report->category = g_strdup (threat->category);
  report->place = threat->place;
  report->saved_us = now_us;
  report->confirms = g_strdup (threat->id); /* else the store is asked for it */
  report->practice = self->context->practice;
  report->burst = !report->practice && kmzb_burst_would (self->context->burst, report->place, monotonic_us (self->context));
  return report;
}

static KmzbReport *
renew_report (const KmzbReport *report)
{
  KmzbReport *renewed = kmzb_report_new ();

  renewed->id = g_strdup (report->id);
  renewed->number = kmzb_number_new ();
  renewed->category = g_strdup (report->category);
  renewed->place = report->place;
  renewed->saved_us = report->saved_us;
  renewed->confirms = g_strdup (report->confirms);
  renewed->burst = report->burst;
  renewed->practice = report->practice;
  return renewed;
}

/* Returns: (nullable): %NULL when the visitor has been wiped meanwhile: the screen is somebody else's */
static Entry *
find_entry (Run *run)
{
  Entry *entry = g_hash_table_lookup (run->confirmer->entries, run->threat);

  return entry != NULL && entry->report == run->report ? entry : NULL;
}

static void
set_state (Run *run, KmzbConfirmState state)
{
  Entry *entry = find_entry (run);

  if (entry == NULL)
    return;
  entry->state = state;
  g_signal_emit (run->confirmer, changed_signal, 0);
}

/* The same confirmation under another number. */
static void
renew (Run *run)
{
  KmzbReport *renewed = renew_report (run->report);
  Entry *entry = find_entry (run);

  if (entry != NULL)
    {
      kmzb_report_unref (entry->report);
      entry->report = kmzb_report_ref (renewed);
    }
  kmzb_report_unref (run->report);
  run->report = renewed;
  run->renewed = TRUE;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;

  if (kmzb_store_save_finish (KMZB_STORE (source), result, &error))
    {
      if (!run->report->practice)
        kmzb_burst_note (run->context->burst, run->report->place, monotonic_us (run->context));
      set_state (run, KMZB_CONFIRM_SAVED);
      return;
    }
  g_warning ("Can't save a confirmation: %s", error->message);
  if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_EXISTS) && !run->renewed)
    {
      /* Two random numbers met: once in a great while, and never twice in a row. */
      renew (run);
      save (g_steal_pointer (&run));
      return;
    }
  set_state (run, KMZB_CONFIRM_FAILED);
}

/* @run: (transfer full): with all that a report needs */
static void
save (Run *run)
{
  kmzb_store_save_async (run->context->store, run->report, NULL, on_saved, run);
}

/* @run: (transfer full) */
static void
check_and_save (Run *run)
{
  g_autoptr (Run) own = run;
  g_autoptr (GError) error = NULL;

  if (kmzb_report_validate (own->report, own->context->catalog, &error))
    {
      save (g_steal_pointer (&own));
      return;
    }
  g_warning ("Can't confirm threat %s: %s", own->report->confirms, error->message);
  set_state (own, KMZB_CONFIRM_FAILED);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;

  run->report->confirms = kmzb_store_find_threat_id_finish (KMZB_STORE (source), result, &error);
  if (run->report->confirms != NULL)
    {
      check_and_save (g_steal_pointer (&run));
      return;
    }
  g_message ("Can't find a threat that a visitor confirms: %s", error->message);
  set_state (run, g_error_matches (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND) ? KMZB_CONFIRM_GONE : KMZB_CONFIRM_FAILED);
}

static void
kmzb_confirmer_finalize (GObject *object)
{
  KmzbConfirmer *self = KMZB_CONFIRMER (object);

  g_clear_pointer (&self->entries, g_hash_table_unref);
  G_OBJECT_CLASS (kmzb_confirmer_parent_class)->finalize (object);
}

static void
kmzb_confirmer_class_init (KmzbConfirmerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_confirmer_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kmzb_confirmer_init (KmzbConfirmer *self)
{
  self->entries = g_hash_table_new_full (kmzb_threat_hash, kmzb_threat_is_same, (GDestroyNotify) kmzb_threat_unref,
                                         entry_free);
}

/* For the context alone, which owns it: what a visit confirms is known on every screen of it. */
KmzbConfirmer *
kmzb_confirmer_new (KmzbReportContext *context)
{
  KmzbConfirmer *self = g_object_new (KMZB_TYPE_CONFIRMER, NULL);

  self->context = context;
  return self;
}

/* Saves one confirmation of @threat, however often it is asked for. */
void
kmzb_confirmer_confirm (KmzbConfirmer *self, KmzbThreat *threat)
{
  Entry *entry = g_hash_table_lookup (self->entries, threat);
  Run *run;

  if (entry != NULL && entry->state != KMZB_CONFIRM_FAILED)
    return;
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->report = make_report (self, threat);
      g_hash_table_insert (self->entries, kmzb_threat_ref (threat), entry);
    }
  run = g_new0 (Run, 1);
  run->context = kmzb_report_context_ref (self->context);
  run->confirmer = g_object_ref (self);
  run->threat = kmzb_threat_ref (threat);
  run->report = kmzb_report_ref (entry->report);
  set_state (run, KMZB_CONFIRM_SAVING);
  if (run->report->confirms != NULL)
    check_and_save (run);
  else
    kmzb_store_find_threat_id_async (self->context->store, threat->key, NULL, on_found, run);
}

KmzbConfirmState
kmzb_confirmer_get_state (KmzbConfirmer *self, const KmzbThreat *threat)
{
  const Entry *entry = g_hash_table_lookup (self->entries, threat);

  return entry != NULL ? entry->state : KMZB_CONFIRM_NONE;
}

/* The number of the saved confirmation as visitors read it. Returns: (transfer full) (nullable) */
char *
kmzb_confirmer_get_number (KmzbConfirmer *self, const KmzbThreat *threat)
{
  const Entry *entry = g_hash_table_lookup (self->entries, threat);

  return entry != NULL && entry->state == KMZB_CONFIRM_SAVED ? kmzb_number_format (entry->report->number) : NULL;
}

/* Returns: (transfer none) (nullable): the confirmation as it is on the disk, once it is */
KmzbReport *
kmzb_confirmer_get_report (KmzbConfirmer *self, const KmzbThreat *threat)
{
  const Entry *entry = g_hash_table_lookup (self->entries, threat);

  return entry != NULL && entry->state == KMZB_CONFIRM_SAVED ? entry->report : NULL;
}

gboolean
kmzb_confirmer_is_practice (KmzbConfirmer *self)
{
  return self->context->practice;
}

/* The next visitor has confirmed nothing yet. */
void
kmzb_confirmer_forget (KmzbConfirmer *self)
{
  g_hash_table_remove_all (self->entries);
}
