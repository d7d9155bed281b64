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
  GHashTable *entries; /* threat id -> Entry */
};

typedef struct
{
  KmzbReport *report;
  KmzbConfirmState state;
  gboolean renewed;
} Entry;

typedef struct
{
  KmzbReportContext *context;
  KmzbConfirmer *confirmer;
  KmzbReport *report;
} SaveData;

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbConfirmer, kmzb_confirmer, G_TYPE_OBJECT)

static void save (KmzbConfirmer *self, Entry *entry);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->report, kmzb_report_unref);
  g_free (entry);
}

static void
save_data_free (SaveData *data)
{
  g_object_unref (data->confirmer);
  kmzb_report_context_unref (data->context);
  kmzb_report_unref (data->report);
  g_free (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaveData, save_data_free)

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
  report->confirms = g_strdup (threat->id);
  report->practice = self->context->practice;
  report->burst = !report->practice && kmzb_burst_would (self->context->burst, report->place, monotonic_us (self->context));
  return report;
}

/* The same confirmation under another number. */
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

static void
set_state (KmzbConfirmer *self, Entry *entry, KmzbConfirmState state)
{
  entry->state = state;
  g_signal_emit (self, changed_signal, 0);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaveData) data = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = kmzb_store_save_finish (KMZB_STORE (source), result, &error);
  Entry *entry = g_hash_table_lookup (data->confirmer->entries, data->report->confirms);

  if (!saved)
    g_warning ("Can't save a confirmation: %s", error->message);
  else if (!data->report->practice)
    kmzb_burst_note (data->confirmer->context->burst, data->report->place, monotonic_us (data->confirmer->context));
  /* The visitor has been wiped meanwhile: the report is safe, the screen is somebody else's. */
  if (entry == NULL || entry->report != data->report)
    return;
  if (saved)
    {
      set_state (data->confirmer, entry, KMZB_CONFIRM_SAVED);
    }
  else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_EXISTS) && !entry->renewed)
    {
      /* Two random numbers met: once in a great while, and never twice in a row. */
      entry->renewed = TRUE;
      kmzb_report_unref (entry->report);
      entry->report = renew_report (data->report);
      save (data->confirmer, entry);
    }
  else
    {
      set_state (data->confirmer, entry, KMZB_CONFIRM_FAILED);
    }
}

static void
save (KmzbConfirmer *self, Entry *entry)
{
  SaveData *data = g_new0 (SaveData, 1);

  data->context = kmzb_report_context_ref (self->context);
  data->confirmer = g_object_ref (self);
  data->report = kmzb_report_ref (entry->report);
  kmzb_store_save_async (self->context->store, entry->report, NULL, on_saved, data);
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
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
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
kmzb_confirmer_confirm (KmzbConfirmer *self, const KmzbThreat *threat)
{
  Entry *entry = g_hash_table_lookup (self->entries, threat->id);
  g_autoptr (GError) error = NULL;

  if (entry != NULL && entry->state != KMZB_CONFIRM_FAILED)
    return;
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->report = make_report (self, threat);
      g_hash_table_insert (self->entries, g_strdup (threat->id), entry);
    }
  if (!kmzb_report_validate (entry->report, self->context->catalog, &error))
    {
      g_warning ("Can't confirm threat %s: %s", threat->id, error->message);
      set_state (self, entry, KMZB_CONFIRM_FAILED);
      return;
    }
  set_state (self, entry, KMZB_CONFIRM_SAVING);
  save (self, entry);
}

KmzbConfirmState
kmzb_confirmer_get_state (KmzbConfirmer *self, const KmzbThreat *threat)
{
  const Entry *entry = g_hash_table_lookup (self->entries, threat->id);

  return entry != NULL ? entry->state : KMZB_CONFIRM_NONE;
}

/* The number of the saved confirmation as visitors read it. Returns: (transfer full) (nullable) */
char *
kmzb_confirmer_get_number (KmzbConfirmer *self, const KmzbThreat *threat)
{
  const Entry *entry = g_hash_table_lookup (self->entries, threat->id);

  return entry != NULL && entry->state == KMZB_CONFIRM_SAVED ? kmzb_number_format (entry->report->number) : NULL;
}

/* Returns: (transfer none) (nullable): the confirmation as it is on the disk, once it is */
KmzbReport *
kmzb_confirmer_get_report (KmzbConfirmer *self, const KmzbThreat *threat)
{
  const Entry *entry = g_hash_table_lookup (self->entries, threat->id);

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
