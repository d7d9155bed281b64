/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-import.h"

#include "kmzb-archive-query.h"
#include "kmzb-error.h"
#include "kmzb-intake.h"
#include "kmzb-wire-export.h"

/* Reports of one transaction. */
#define GROUP 500

typedef struct
{
  KmzbStorage *storage;
  KmzbCatalog *catalog;
  gint64 now_us;
  KmzbImport *import;
  GPtrArray *group;
  GError *error;
} Importer;

void
kmzb_import_free (KmzbImport *self)
{
  g_free (self->booth);
  g_ptr_array_unref (self->refusals);
  g_free (self);
}

static void
refuse (Importer *importer, const char *id, const char *why)
{
  importer->import->n_refused++;
  g_ptr_array_add (importer->import->refusals, g_strdup_printf ("report %s is not taken: %s", id, why));
}

static gboolean
store_group (Importer *importer)
{
  GPtrArray *group = importer->group;

  if (importer->error != NULL)
    return FALSE;
  if (group->len > 0 && !kmzb_archive_store_group (importer->storage, group, &importer->error))
    return FALSE;
  for (guint i = 0; i < group->len; i++)
    {
      const KmzbIntake *intake = g_ptr_array_index (group, i);

      if (intake->result == KMZB_INTAKE_STORED)
        importer->import->n_stored++;
      else if (intake->result == KMZB_INTAKE_REPLAYED)
        importer->import->n_known++;
      else
        refuse (importer, intake->request->report->id, "another report is stored under this id");
    }
  g_ptr_array_set_size (group, 0);
  return TRUE;
}

/* Takes one report as if it had been posted. */
static gboolean
take (const char *id, const char *payload, gsize length, gpointer data)
{
  Importer *importer = data;
  g_autoptr (GError) fault = NULL;
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (payload, length, &fault);
  g_autoptr (KmzbWireRequest) request = form ? kmzb_wire_decode_report (form, &fault) : NULL;
  const char *why = request ? kmzb_intake_find_fault (request, importer->catalog) : fault->message;
  KmzbIntake *intake;

  importer->import->n++;
  if (why == NULL && g_strcmp0 (request->report->id, id) != 0)
    why = "it has another id inside";
  if (why != NULL)
    {
      refuse (importer, id, why);
      return TRUE;
    }
  intake = g_new0 (KmzbIntake, 1);
  intake->request = g_steal_pointer (&request);
  intake->digest = kmzb_wire_form_digest (form);
  intake->booth = g_strdup (importer->import->booth);
  intake->received_us = importer->now_us;
  g_ptr_array_add (importer->group, intake);
  return importer->group->len < GROUP || store_group (importer);
}

/**
 * kmzb_import_file:
 * @path: what an officer's panel exported
 * @now_us: when the reports are received
 *
 * Takes the reports of a booth that had no network. A report that came in already, by whatever way, is known again by
 * its id: taking a file twice, or after the booth has sent it, stores nothing twice. A file that was changed or cut off
 * is refused as a whole; after any other error running the command again goes on where it stopped.
 */
KmzbImport *
kmzb_import_file (KmzbStorage *storage, KmzbCatalog *catalog, const char *path, gint64 now_us, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &fault);
  g_autoptr (KmzbImport) import = g_new0 (KmzbImport, 1);
  g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_intake_free);
  Importer importer = { storage, catalog, now_us, import, group, NULL };

  import->refusals = g_ptr_array_new_with_free_func (g_free);
  if (file == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Can't read %s: %s", path, fault->message);
      return NULL;
    }
  if (!kmzb_wire_export_read (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), &import->booth, take,
                              &importer, &fault))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "Can't import %s: %s", path, fault->message);
      return NULL;
    }
  if (!store_group (&importer))
    {
      g_propagate_error (error, importer.error);
      return NULL;
    }
  return g_steal_pointer (&import);
}
