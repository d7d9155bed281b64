/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-retention.h"

#include "kmzb-storage.h"

/* Wiped in one transaction: reports that come in meanwhile do not wait for long. */
#define AT_ONCE 500

typedef struct
{
  gint64 before_us;
  guint n;
} Wipe;

static gboolean
wipe (KmzbStorage *storage, gpointer data, GError **error)
{
  Wipe *self = data;

  return kmzb_storage_run (storage,
                           "UPDATE reports SET description=NULL, sealed_description=NULL, address_string=NULL,"
                           " media_url=NULL, digest=$3 WHERE id IN (SELECT id FROM reports WHERE received_us<$1"
                           " AND (description IS NOT NULL OR sealed_description IS NOT NULL OR"
                           " address_string IS NOT NULL OR media_url IS NOT NULL) ORDER BY received_us LIMIT $2)",
                           KMZB_VALUES (kmzb_value_int (self->before_us), kmzb_value_int (AT_ONCE), kmzb_value_bytes ("", 0)),
                           &self->n, error);
}

/* Only clients' own words; what the police told the public stays. */
static gboolean
wipe_notes (KmzbStorage *storage, gpointer data, GError **error)
{
  Wipe *self = data;

  return kmzb_storage_run (storage,
                           "UPDATE updates SET note=NULL WHERE origin='client' AND note IS NOT NULL AND updated_us<$1",
                           KMZB_VALUES (kmzb_value_int (self->before_us)), &self->n, error);
}

/**
 * kmzb_retention_run:
 * @place: of a running server, too
 * @before_us: reports that were received before are wiped
 * @n_wiped: (out): how many
 *
 * Deletes what people wrote in old reports: descriptions, sealed or not, addresses, links to pictures; and the digest of
 * all that was sent, by which a short text could be guessed. Category, place, time and status stay, for the map and the
 * tallies.
 */
gboolean
kmzb_retention_run (const char *place, gint64 before_us, guint *n_wiped, GError **error)
{
  g_autoptr (KmzbStorage) storage = kmzb_storage_open (place, error);
  Wipe data = { .before_us = before_us, .n = AT_ONCE };

  *n_wiped = 0;
  if (storage == NULL)
    return FALSE;
  while (data.n == AT_ONCE)
    {
      if (!kmzb_storage_transact (storage, wipe, &data, error))
        return FALSE;
      *n_wiped += data.n;
    }
  if (!kmzb_storage_transact (storage, wipe_notes, &data, error))
    return FALSE;
  /* SQLite's log still holds what its pages have forgotten. A reader may keep it from being emptied; then the next run
   * does it. */
  return !storage->numbers_at_once || storage->class->run_script (storage, "PRAGMA wal_checkpoint(TRUNCATE)", error);
}
