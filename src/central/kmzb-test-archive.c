/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-test-archive.h"

#include "kmzb-records.h"

/**
 * KmzbTestArchive:
 *
 * Where the test endpoint stores: a place of its own beside production's, in which the same happens. It is made when
 * somebody first tries the endpoint.
 */
struct _KmzbTestArchive
{
  char *place;
  KmzbCatalog *catalog;
  GMutex lock;
  KmzbArchive *archive; /* (nullable) */
};

/* @place: the test archive's own, see kmzb_storage_get_test_place() */
KmzbTestArchive *
kmzb_test_archive_new (const char *place, KmzbCatalog *catalog)
{
  KmzbTestArchive *self = g_new0 (KmzbTestArchive, 1);

  self->place = g_strdup (place);
  self->catalog = kmzb_catalog_ref (catalog);
  g_mutex_init (&self->lock);
  return self;
}

void
kmzb_test_archive_free (KmzbTestArchive *self)
{
  if (self == NULL)
    return;
  kmzb_archive_close (self->archive);
  kmzb_catalog_unref (self->catalog);
  g_mutex_clear (&self->lock);
  g_free (self->place);
  g_free (self);
}

/* Returns: (transfer none): the archive, opened now if need be */
KmzbArchive *
kmzb_test_archive_get (KmzbTestArchive *self, GError **error)
{
  KmzbArchive *archive;

  g_mutex_lock (&self->lock);
  if (self->archive == NULL)
    {
      g_autoptr (KmzbArchive) fresh = kmzb_archive_open (self->place, error);

      if (fresh != NULL && kmzb_records_publish_catalog (fresh, self->catalog, error))
        self->archive = g_steal_pointer (&fresh);
    }
  archive = self->archive;
  g_mutex_unlock (&self->lock);
  return archive;
}

/* See kmzb_archive_flush(). */
void
kmzb_test_archive_flush (KmzbTestArchive *self)
{
  KmzbArchive *archive;

  g_mutex_lock (&self->lock);
  archive = self->archive;
  g_mutex_unlock (&self->lock);
  if (archive != NULL)
    kmzb_archive_flush (archive);
}
