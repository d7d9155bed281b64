/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-metrics.h"

#include "kmzb-booths.h"

#define N_RESULTS (KMZB_INTAKE_FAILED + 1)
#define MAX_STATUS 600

/* Upper bounds of the buckets, in seconds; the last bucket has none. */
static const double bounds[] = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 };

static const char *const results[N_RESULTS] = { "stored", "replayed", "conflict", "denied", "failed" };

/**
 * KmzbMetrics:
 *
 * What a server has done since its start, counted by any thread without a lock. Nothing in it is of one person or one
 * report.
 */
struct _KmzbMetrics
{
  guint64 statuses[MAX_STATUS];
  guint64 intakes[N_RESULTS];
  guint64 buckets[G_N_ELEMENTS (bounds) + 1];
  guint64 total_us;
};

KmzbMetrics *
kmzb_metrics_new (void)
{
  return g_new0 (KmzbMetrics, 1);
}

void
kmzb_metrics_free (KmzbMetrics *self)
{
  g_free (self);
}

static void
add (guint64 *counter, guint64 n)
{
  __atomic_add_fetch (counter, n, __ATOMIC_RELAXED);
}

static guint64
get (guint64 *counter)
{
  return __atomic_load_n (counter, __ATOMIC_RELAXED);
}

/* @took_us: from the request's first line to its answer */
void
kmzb_metrics_note_answer (KmzbMetrics *self, guint status, gint64 took_us)
{
  guint bucket = 0;

  while (bucket < G_N_ELEMENTS (bounds) && (double) took_us > bounds[bucket] * G_USEC_PER_SEC)
    bucket++;
  add (&self->statuses[MIN (status, MAX_STATUS - 1)], 1);
  add (&self->buckets[bucket], 1);
  add (&self->total_us, (guint64) MAX (took_us, 0));
}

void
kmzb_metrics_note_intake (KmzbMetrics *self, KmzbIntakeResult result)
{
  add (&self->intakes[result], 1);
}

static void
describe (GString *out, const char *name, const char *type, const char *help)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
add_histogram (KmzbMetrics *self, GString *out)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  guint64 n = 0;

  describe (out, "kmzb_request_seconds", "histogram", "From a request's first line to its answer");
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      n += get (&self->buckets[i]);
      g_string_append_printf (out, "kmzb_request_seconds_bucket{le=\"%s\"} %" G_GUINT64_FORMAT "\n",
                              g_ascii_formatd (number, sizeof number, "%g", bounds[i]), n);
    }
  n += get (&self->buckets[G_N_ELEMENTS (bounds)]);
  g_ascii_formatd (number, sizeof number, "%.6f", (double) get (&self->total_us) / G_USEC_PER_SEC);
  g_string_append_printf (out,
                          "kmzb_request_seconds_bucket{le=\"+Inf\"} %" G_GUINT64_FORMAT "\n"
                          "kmzb_request_seconds_sum %s\nkmzb_request_seconds_count %" G_GUINT64_FORMAT "\n",
                          n, number, n);
}

/* @n_busy: requests under way; @booths: (nullable) (element-type KmzbBoothInfo). Returns: (transfer full): Prometheus's text format, version 0.0.4 */
GBytes *
kmzb_metrics_build (KmzbMetrics *self, guint n_busy, GPtrArray *booths, gint64 now_us)
{
  g_autoptr (GString) out = g_string_new (NULL);

  describe (out, "kmzb_reports_total", "counter", "Reports that were posted, by what became of them");
  for (guint i = 0; i < N_RESULTS; i++)
    g_string_append_printf (out, "kmzb_reports_total{result=\"%s\"} %" G_GUINT64_FORMAT "\n", results[i],
                            get (&self->intakes[i]));
  describe (out, "kmzb_requests_total", "counter", "Requests by the status of their answer");
  for (guint i = 0; i < MAX_STATUS; i++)
    if (get (&self->statuses[i]) > 0)
      g_string_append_printf (out, "kmzb_requests_total{status=\"%u\"} %" G_GUINT64_FORMAT "\n", i,
                              get (&self->statuses[i]));
  add_histogram (self, out);
  describe (out, "kmzb_requests_busy", "gauge", "Requests under way");
  g_string_append_printf (out, "kmzb_requests_busy %u\n", n_busy);
  describe (out, "kmzb_build_info", "gauge", "The version that runs");
  g_string_append (out, "kmzb_build_info{version=\"" KMZB_VERSION "\"} 1\n");
  if (booths != NULL)
    kmzb_booths_add_metrics (booths, now_us, out);
  return g_string_free_to_bytes (g_steal_pointer (&out));
}
