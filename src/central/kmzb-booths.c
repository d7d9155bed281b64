/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-booths.h"

/* Of booths there are hundreds; keys that somebody made by the thousand do not become a page. */
#define MAX_BOOTHS 5000

void
kmzb_booth_info_free (KmzbBoothInfo *self)
{
  g_free (self->name);
  g_free (self->version);
  g_free (self->pack_name);
  g_free (self->pack_made);
  g_free (self);
}

/* One row a booth, the last heartbeat; a #KmzbStorageFunc with #KmzbBoothNews. */
gboolean
kmzb_booths_note (KmzbStorage *storage, gpointer data, GError **error)
{
  const KmzbBoothNews *news = data;
  const KmzbWireHeartbeat *beat = news->heartbeat;
  gboolean waits = beat->n_waiting > 0 && beat->oldest_unsent_s >= 0;
  gint64 oldest_us = !waits ? 0 : news->now_us - beat->oldest_unsent_s * G_USEC_PER_SEC;

  return kmzb_storage_run (
      storage,
      "INSERT INTO booths(name, heard_us, version, pack_id, pack_name, pack_made, waiting, aside, oldest_us,"
      " clock_known, clock_offset_s, free_bytes) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
      " ON CONFLICT(name) DO UPDATE SET heard_us=excluded.heard_us, version=excluded.version,"
      " pack_id=excluded.pack_id, pack_name=excluded.pack_name, pack_made=excluded.pack_made,"
      " waiting=excluded.waiting, aside=excluded.aside, oldest_us=excluded.oldest_us,"
      " clock_known=excluded.clock_known, clock_offset_s=excluded.clock_offset_s, free_bytes=excluded.free_bytes",
      KMZB_VALUES (kmzb_value_text (news->booth), kmzb_value_int (news->now_us), kmzb_value_text (beat->version),
                   kmzb_value_text (beat->pack_id), kmzb_value_text (beat->pack_name),
                   kmzb_value_text (beat->pack_made), kmzb_value_int (beat->n_waiting), kmzb_value_int (beat->n_aside),
                   kmzb_value_int (oldest_us), kmzb_value_int (beat->has_clock_offset),
                   kmzb_value_int (beat->clock_offset_s), kmzb_value_int (beat->free_bytes)),
      NULL, error);
}

static char *
dup_text (KmzbRows *rows, int column)
{
  return kmzb_rows_is_null (rows, column) ? NULL : g_strdup (kmzb_rows_text (rows, column));
}

static KmzbBoothInfo *
read_booth (KmzbRows *rows)
{
  KmzbBoothInfo *self = g_new0 (KmzbBoothInfo, 1);

  self->name = dup_text (rows, 0);
  self->n_keys = (guint) kmzb_rows_int (rows, 1);
  if (kmzb_rows_is_null (rows, 2))
    return self;
  self->heard_us = kmzb_rows_int (rows, 2);
  self->version = dup_text (rows, 3);
  self->pack_name = kmzb_rows_is_null (rows, 5) ? dup_text (rows, 4) : dup_text (rows, 5);
  self->pack_made = dup_text (rows, 6);
  self->n_waiting = kmzb_rows_int (rows, 7);
  self->n_aside = kmzb_rows_int (rows, 8);
  self->oldest_us = kmzb_rows_int (rows, 9);
  self->has_clock_offset = kmzb_rows_int (rows, 10) != 0;
  self->clock_offset_s = kmzb_rows_int (rows, 11);
  self->free_bytes = kmzb_rows_int (rows, 12);
  return self;
}

/**
 * kmzb_booths_list:
 * @name: (nullable): of one booth; %NULL: all of them
 *
 * Returns: (transfer full) (element-type KmzbBoothInfo): by name
 */
GPtrArray *
kmzb_booths_list (KmzbStorage *storage, const char *name, gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_booth_info_free);
  g_autoptr (KmzbRows) rows = kmzb_storage_query (
      storage,
      "SELECT own.name, own.n, heard_us, version, pack_id, pack_name, pack_made, waiting, aside, oldest_us,"
      " clock_known, clock_offset_s, free_bytes FROM (SELECT name,"
      " sum(CASE WHEN revoked_us IS NULL OR revoked_us>$1 THEN 1 ELSE 0 END) AS n FROM keys"
      " WHERE $2='' OR name=$2 GROUP BY name ORDER BY name LIMIT $3) AS own"
      " LEFT JOIN booths ON booths.name=own.name ORDER BY own.name",
      KMZB_VALUES (kmzb_value_int (now_us), kmzb_value_text (name ? name : ""), kmzb_value_int (MAX_BOOTHS)),
      error);
  g_autoptr (GError) fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    g_ptr_array_add (list, read_booth (rows));
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (rows != NULL)
    return g_steal_pointer (&list);
  return NULL;
}

/* A booth that was never heard of is silent, too; one whose keys are revoked is not waited for. */
gboolean
kmzb_booth_info_is_silent (const KmzbBoothInfo *self, gint64 now_us, guint silent_hours)
{
  return self->n_keys > 0 && self->heard_us + silent_hours * G_TIME_SPAN_HOUR < now_us;
}

static gint64
get_age (const KmzbBoothInfo *booth, gint64 now_us)
{
  return MAX (now_us - booth->heard_us, 0) / G_USEC_PER_SEC;
}

static gint64
get_waited (const KmzbBoothInfo *booth, gint64 now_us)
{
  return booth->oldest_us ? MAX (now_us - booth->oldest_us, 0) / G_USEC_PER_SEC : 0;
}

static gint64
get_waiting (const KmzbBoothInfo *booth, gint64 now_us)
{
  return booth->n_waiting;
}

static gint64
get_aside (const KmzbBoothInfo *booth, gint64 now_us)
{
  return booth->n_aside;
}

/* For Prometheus; a booth that was never heard of has no age. */
void
kmzb_booths_add_metrics (GPtrArray *booths, gint64 now_us, GString *out)
{
  static const struct
  {
    const char *name;
    const char *help;
    gint64 (*get) (const KmzbBoothInfo *booth, gint64 now_us);
  } gauges[] = {
    { "kmzb_booth_heard_seconds", "Since a booth was heard of", get_age },
    { "kmzb_booth_oldest_unsent_seconds", "How long a booth's oldest unsent report has waited", get_waited },
    { "kmzb_booth_waiting", "Reports that wait at a booth, when it was heard of", get_waiting },
    { "kmzb_booth_aside", "Reports at a booth that a person has to look at", get_aside },
  };

  for (guint i = 0; i < G_N_ELEMENTS (gauges); i++)
    {
      g_string_append_printf (out, "# HELP %s %s\n# TYPE %s gauge\n", gauges[i].name, gauges[i].help, gauges[i].name);
      for (guint j = 0; j < booths->len; j++)
        {
          const KmzbBoothInfo *booth = g_ptr_array_index (booths, j);

          if (booth->heard_us != 0)
            g_string_append_printf (out, "%s{booth=\"%s\"} %" G_GINT64_FORMAT "\n", gauges[i].name, booth->name,
                                    gauges[i].get (booth, now_us));
        }
    }
}
