/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-name-page.h"

#include "kmzb-answer-words.h"
#include "kmzb-focus.h"
#include "kmzb-picker.h"

#include <glib/gi18n.h>

/**
 * KmzbNamePage:
 *
 * Who knows an officer's name, or a part of it, types it. Emits "picked" with the officer that was chosen.
 */
struct _KmzbNamePage
{
  KmzbStepPage parent_instance;

  KmzbDirectory *directory;
  GtkWidget *picker;
};

G_DEFINE_FINAL_TYPE (KmzbNamePage, kmzb_name_page, KMZB_TYPE_STEP_PAGE)

static guint picked_signal;

#define MAX_FOUND 6

static void
show_found (KmzbNamePage *self)
{
  KmzbPicker *picker = KMZB_PICKER (self->picker);
  const char *text = kmzb_picker_get_text (picker);
  g_autoptr (GPtrArray) found = NULL;

  kmzb_picker_clear (picker);
  if (*text == '\0' || self->directory == NULL)
    return;
  found = kmzb_directory_search_officers (self->directory, text, MAX_FOUND);
  if (found->len == 0)
    kmzb_picker_show_message (picker, _("We did not find this name. Check the spelling."));
  for (guint i = 0; i < found->len; i++)
    {
      KmzbOfficer *officer = g_ptr_array_index (found, i);
      KmzbArea *beat = kmzb_directory_get_beat (self->directory, officer->beat);
      g_autofree char *title = kmzb_answer_words_officer (officer);

      kmzb_picker_add (picker, "kmzb-officer-symbolic", title, beat != NULL ? beat->name : NULL,
                       kmzb_officer_ref (officer), (GDestroyNotify) kmzb_officer_unref);
    }
}

static void
on_picked (KmzbNamePage *self, gpointer officer)
{
  g_signal_emit (self, picked_signal, 0, officer);
}

static void
take_focus (gpointer data)
{
  kmzb_picker_focus (KMZB_PICKER (KMZB_NAME_PAGE (data)->picker));
}

/* One thing to do here: the field has the focus, and with it the keyboard, after whatever a step page focuses. */
static void
kmzb_name_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kmzb_name_page_parent_class)->map (widget);
  kmzb_focus_later (widget, take_focus);
}

static void
kmzb_name_page_dispose (GObject *object)
{
  KmzbNamePage *self = KMZB_NAME_PAGE (object);

  if (self->picker != NULL)
    g_signal_handlers_disconnect_by_data (self->picker, self);
  self->picker = NULL;
  g_clear_pointer (&self->directory, kmzb_directory_unref);
  G_OBJECT_CLASS (kmzb_name_page_parent_class)->dispose (object);
}

static void
kmzb_name_page_class_init (KmzbNamePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_name_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = kmzb_name_page_map;

  /**
   * KmzbNamePage::picked:
   * @officer: a #KmzbOfficer, valid during the call
   */
  picked_signal = g_signal_new ("picked", KMZB_TYPE_NAME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_POINTER);
}

static void
kmzb_name_page_init (KmzbNamePage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  self->picker = kmzb_picker_new (_("The officer’s name"), _("First name or surname"));
  g_signal_connect_swapped (self->picker, "typed", G_CALLBACK (show_found), self);
  g_signal_connect_swapped (self->picker, "picked", G_CALLBACK (on_picked), self);
  kmzb_step_page_set_content (page, self->picker);
  kmzb_step_page_set_aside (page, kmzb_answer_emergency_new ());
  kmzb_step_page_set_question (page, _("What is the officer’s name?"));
}

GtkWidget *
kmzb_name_page_new (KmzbDirectory *directory)
{
  KmzbNamePage *self = g_object_new (KMZB_TYPE_NAME_PAGE, NULL);

  self->directory = kmzb_directory_ref (directory);
  return GTK_WIDGET (self);
}

/* The list follows, the field stays as it is. */
void
kmzb_name_page_set_directory (KmzbNamePage *self, KmzbDirectory *directory)
{
  g_return_if_fail (KMZB_IS_NAME_PAGE (self));

  kmzb_directory_ref (directory);
  kmzb_directory_unref (self->directory);
  self->directory = directory;
  show_found (self);
}

void
kmzb_name_page_set_text (KmzbNamePage *self, const char *text)
{
  g_return_if_fail (KMZB_IS_NAME_PAGE (self));

  kmzb_picker_set_text (KMZB_PICKER (self->picker), text);
}

const char *
kmzb_name_page_get_text (KmzbNamePage *self)
{
  g_return_val_if_fail (KMZB_IS_NAME_PAGE (self), "");

  return kmzb_picker_get_text (KMZB_PICKER (self->picker));
}
