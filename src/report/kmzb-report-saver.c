/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-saver.h"

#include "kmzb-error.h"
#include "kmzb-validate.h"

/**
 * KmzbReportSaver:
 *
 * Hands a finished draft to the store, once however often it is asked to: while one is being saved nothing else is, and
 * the id is the draft's.
 */
struct _KmzbReportSaver
{
  GObject parent_instance;

  KmzbReportContext *context;
  KmzbReportDraft *draft;
  KmzbReport *saving; /* handed to the store, not answered yet */
  gboolean renewed;
  KmzbTally before; /* as the booth's reports stood when the last one was handed over */
};

typedef struct
{
  KmzbReportSaver *saver;
  KmzbReport *report;
} SaveData;

G_DEFINE_FINAL_TYPE (KmzbReportSaver, kmzb_report_saver, G_TYPE_OBJECT)

enum
{
  SIGNAL_SAVED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void save (KmzbReportSaver *self, gboolean practice);

static void
save_data_free (SaveData *data)
{
  g_object_unref (data->saver);
  kmzb_report_unref (data->report);
  g_free (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaveData, save_data_free)

static gint64
monotonic_us (KmzbReportSaver *self)
{
  return kmzb_clock_get_monotonic_us (self->context->clock);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaveData) data = user_data;
  g_autoptr (GError) error = NULL;
  KmzbReportSaver *self = data->saver;
  gboolean saved = kmzb_store_save_finish (KMZB_STORE (source), result, &error);

  if (!saved)
    g_warning ("Can't save a report: %s", error->message);
  else if (!data->report->practice)
    kmzb_burst_note (self->context->burst, data->report->place, monotonic_us (self));
  /* The visitor has been wiped meanwhile: the report is safe, the screen is somebody else's. */
  if (self->saving != data->report)
    return;
  g_clear_pointer (&self->saving, kmzb_report_unref);

  if (saved)
    {
      g_signal_emit (self, signals[SIGNAL_SAVED], 0, data->report);
    }
  else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_EXISTS) && !self->renewed)
    {
      /* Two random numbers met: once in a great while, and never twice in a row. */
      self->renewed = TRUE;
      kmzb_report_draft_renew (self->draft);
      save (self, data->report->practice);
    }
  else
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0);
    }
}

static void
save (KmzbReportSaver *self, gboolean practice)
{
  g_autoptr (KmzbReport) report = kmzb_report_draft_make_report (self->draft, practice);
  g_autoptr (GError) error = NULL;
  SaveData *data;

  report->burst = !practice && kmzb_burst_would (self->context->burst, report->place, monotonic_us (self));
  if (!kmzb_report_validate (report, self->context->catalog, &error))
    {
      g_warning ("A finished draft is not valid: %s", error->message);
      g_signal_emit (self, signals[SIGNAL_FAILED], 0);
      return;
    }
  self->saving = kmzb_report_ref (report);
  self->before = *kmzb_store_get_tally (self->context->store);
  data = g_new0 (SaveData, 1);
  data->saver = g_object_ref (self);
  data->report = kmzb_report_ref (report);
  kmzb_store_save_async (self->context->store, report, NULL, on_saved, data);
}

static void
kmzb_report_saver_dispose (GObject *object)
{
  KmzbReportSaver *self = KMZB_REPORT_SAVER (object);

  g_clear_pointer (&self->saving, kmzb_report_unref);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->context, kmzb_report_context_unref);
  G_OBJECT_CLASS (kmzb_report_saver_parent_class)->dispose (object);
}

static void
kmzb_report_saver_class_init (KmzbReportSaverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_report_saver_dispose;

  /**
   * KmzbReportSaver::saved:
   * @report: as it is on the disk; not to be changed
   */
  signals[SIGNAL_SAVED] = g_signal_new ("saved", KMZB_TYPE_REPORT_SAVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, KMZB_TYPE_REPORT | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * KmzbReportSaver::failed:
   *
   * Nothing was saved; it can be tried again.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", KMZB_TYPE_REPORT_SAVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
kmzb_report_saver_init (KmzbReportSaver *self)
{
}

KmzbReportSaver *
kmzb_report_saver_new (KmzbReportContext *context, KmzbReportDraft *draft)
{
  KmzbReportSaver *self = g_object_new (KMZB_TYPE_REPORT_SAVER, NULL);

  self->context = kmzb_report_context_ref (context);
  self->draft = g_object_ref (draft);
  return self;
}

void
kmzb_report_saver_save (KmzbReportSaver *self, gboolean practice)
{
  g_return_if_fail (KMZB_IS_REPORT_SAVER (self));

  if (self->saving != NULL)
    return;
  self->renewed = FALSE;
  save (self, practice);
}

/* How many reports were in which state before the last one that was saved. */
const KmzbTally *
kmzb_report_saver_get_before (KmzbReportSaver *self)
{
  return &self->before;
}

gboolean
kmzb_report_saver_is_saving (KmzbReportSaver *self)
{
  return self->saving != NULL;
}

/* The visitor is gone: what is being saved is saved, but nobody is told. */
void
kmzb_report_saver_forget (KmzbReportSaver *self)
{
  g_clear_pointer (&self->saving, kmzb_report_unref);
}
