/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-export-page.h"

#include "kmzb-big-button.h"
#include "kmzb-media.h"
#include "kmzb-officer-page.h"
#include "kmzb-store-officer.h"

#include <gio/gunixmounts.h>
#include <glib/gi18n.h>

/**
 * KmzbExportPage:
 *
 * Takes the reports that wait to the headquarters by hand: a USB stick, one touch. Sticks appear as they are put in.
 * Emits "back".
 */
struct _KmzbExportPage
{
  GtkWidget parent_instance;

  KmzbOfficerContext *context;
  GtkWidget *page;
  GtkWidget *folders;
  GtkWidget *note;
  GUnixMountMonitor *monitor;
  GtkFileChooserNative *chooser;
  gboolean exporting;
};

#define FOLDER_KEY "kmzb-folder"

static guint back_signal;

G_DEFINE_FINAL_TYPE (KmzbExportPage, kmzb_export_page, GTK_TYPE_WIDGET)

static void
back (KmzbExportPage *self)
{
  g_signal_emit (self, back_signal, 0);
}

static void
set_note (KmzbExportPage *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->note), text);
  gtk_widget_set_visible (self->note, *text != '\0');
}

static char *
describe (const KmzbExport *export)
{
  g_autofree char *name = g_path_get_basename (export->path);
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text,
      ngettext ("%u report is on the stick. You can take it out now.",
                "%u reports are on the stick. You can take it out now.", export->n),
      export->n);
  g_string_append_printf (text, "\n%s", name);
  if (export->n_readable > 0)
    g_string_append_printf (text, "\n%s", _("What visitors wrote can be read on it, because this booth has not met the "
                                            "central server yet. Guard the stick like a file of yours."));
  return g_string_free (text, FALSE);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbExportPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbExport) export = kmzb_store_export_finish (KMZB_STORE (source), result, &error);
  g_autofree char *text = NULL;

  self->exporting = FALSE;
  if (self->page == NULL)
    return;
  gtk_widget_set_sensitive (self->folders, TRUE);
  text = export != NULL ? describe (export) : g_strdup_printf (_("It did not work: %s"), error->message);
  set_note (self, text);
}

static void
export_to (KmzbExportPage *self, const char *folder)
{
  if (self->exporting)
    return;
  self->exporting = TRUE;
  gtk_widget_set_sensitive (self->folders, FALSE);
  set_note (self, _("Writing… Leave the stick in."));
  kmzb_store_export_async (self->context->report->store, folder, self->context->booth_name, NULL, on_exported,
                           g_object_ref (self));
}

static void
on_folder_clicked (GtkWidget *button, KmzbExportPage *self)
{
  export_to (self, g_object_get_data (G_OBJECT (button), FOLDER_KEY));
}

static void
on_folder_chosen (KmzbExportPage *self, int response)
{
  g_autoptr (GFile) file
    = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser)) : NULL;

  if (file != NULL && g_file_peek_path (file) != NULL)
    export_to (self, g_file_peek_path (file));
  g_clear_object (&self->chooser);
}

static void
on_other_clicked (KmzbExportPage *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Export reports"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, NULL);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_folder_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
add_folder (KmzbExportPage *self, const char *folder)
{
  g_autofree char *name = g_path_get_basename (folder);
  /* Translators: followed by the name of a USB stick */
  g_autofree char *label = g_strdup_printf (_("Export to: %s"), name);
  GtkWidget *button = kmzb_big_button_new (KMZB_BIG_BUTTON_MAIN, NULL, label);

  g_object_set_data_full (G_OBJECT (button), FOLDER_KEY, g_strdup (folder), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_folder_clicked), self);
  gtk_box_append (GTK_BOX (self->folders), button);
}

static void
show_folders (KmzbExportPage *self)
{
  g_autoptr (GPtrArray) sticks = kmzb_media_list ();
  GtkWidget *other;

  kmzb_officer_clear_box (self->folders);
  for (guint i = 0; i < sticks->len; i++)
    add_folder (self, sticks->pdata[i]);
  if (self->context->export_folder != NULL)
    add_folder (self, self->context->export_folder);
  if (gtk_widget_get_first_child (self->folders) == NULL)
    gtk_box_append (GTK_BOX (self->folders), kmzb_officer_label_new (_("Put a USB stick in. It appears here by itself."),
                                                                     "kmzb-strong"));
  if (!self->context->any_folder)
    return;
  other = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, _("Another folder…"));
  g_signal_connect_swapped (other, "clicked", G_CALLBACK (on_other_clicked), self);
  gtk_box_append (GTK_BOX (self->folders), other);
}

static void
kmzb_export_page_dispose (GObject *object)
{
  KmzbExportPage *self = KMZB_EXPORT_PAGE (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->page, gtk_widget_unparent);
  g_clear_pointer (&self->context, kmzb_officer_context_unref);
  G_OBJECT_CLASS (kmzb_export_page_parent_class)->dispose (object);
}

static void
kmzb_export_page_class_init (KmzbExportPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_export_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  back_signal
    = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_export_page_init (KmzbExportPage *self)
{
}

GtkWidget *
kmzb_export_page_new (KmzbOfficerContext *context)
{
  KmzbExportPage *self = g_object_new (KMZB_TYPE_EXPORT_PAGE, NULL);
  GtkWidget *content = kmzb_officer_box_new ();

  self->context = kmzb_officer_context_ref (context);
  gtk_box_append (GTK_BOX (content),
                  kmzb_officer_label_new (_("All reports that wait, were refused or are uncertain go into one file, for the "
                                            "headquarters to import. They also stay here; nothing is counted twice. Held "
                                            "ones are left out."),
                                          NULL));
  self->note = kmzb_officer_label_new ("", "kmzb-officer-note");
  gtk_widget_set_visible (self->note, FALSE);
  gtk_box_append (GTK_BOX (content), self->note);
  self->folders = kmzb_officer_box_new ();
  gtk_box_append (GTK_BOX (content), self->folders);
  show_folders (self);
  self->page = kmzb_officer_page_new (_("Export reports"), content, G_CALLBACK (back), self);
  gtk_widget_set_parent (self->page, GTK_WIDGET (self));
  self->monitor = g_unix_mount_monitor_get ();
  g_signal_connect_object (self->monitor, "mounts-changed", G_CALLBACK (show_folders), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
