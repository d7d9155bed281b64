/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands between the emblem and the officer's panel. */
#include "kmzb-officer-door.h"

#include "kmzb-modal.h"
#include "kmzb-pin-pad.h"

#include <glib/gi18n.h>

static void
on_opened (GtkWidget *modal)
{
  g_signal_emit_by_name (modal, "response", KMZB_OFFICER_DOOR_OPENED);
}

static void
on_cancelled (GtkWidget *modal)
{
  g_signal_emit_by_name (modal, "response", KMZB_OFFICER_DOOR_CLOSED);
}

/* Says at the start that nobody will get in. Returns: (transfer full) (nullable): %NULL where no PIN is configured */
KmzbPinLock *
kmzb_officer_door_make_lock (KmzbBooth *booth)
{
  KmzbOptions *options = kmzb_booth_get_options (booth);

  if (options->pin_hash != NULL)
    return kmzb_pin_lock_new (kmzb_booth_get_store (booth), kmzb_booth_get_clock (booth), options->pin_hash);
  if (options->window_width == 0)
    g_printerr ("kmzb-kiosk: No [booth] pin_hash: nobody can open the officer's panel, nor close the booth there\n");
  return NULL;
}

/* Returns: (transfer full): what the panel needs */
KmzbOfficerContext *
kmzb_officer_door_make_context (KmzbBooth *booth)
{
  KmzbOptions *options = kmzb_booth_get_options (booth);
  KmzbOfficerContext *context = kmzb_officer_context_new (
      kmzb_booth_get_report_context (booth), kmzb_booth_get_engine (booth), G_OBJECT (booth), options->booth_name);

  context->export_folder = g_strdup (options->export_folder);
  context->has_central = options->central_url != NULL;
  context->any_folder = options->window_width > 0;
  return context;
}

/**
 * kmzb_officer_door_new:
 * @lock: (nullable): %NULL: no PIN, and so no way in
 *
 * Returns: (transfer floating): a modal that answers with #KMZB_OFFICER_DOOR_OPENED, #KMZB_OFFICER_DOOR_CLOSED or
 *   %KMZB_MODAL_OUTSIDE
 */
GtkWidget *
kmzb_officer_door_new (KmzbBooth *booth, KmzbPinLock *lock)
{
  GtkWidget *modal, *pad;

  if (lock == NULL)
    {
      modal = kmzb_modal_new (_("Officer's panel"), _("This booth has no PIN, so the panel stays closed. "
                                                      "The headquarters can set one in the booth's configuration."));
      kmzb_modal_add_button (KMZB_MODAL (modal), _("Back"), NULL, KMZB_OFFICER_DOOR_CLOSED);
      return modal;
    }
  modal = kmzb_modal_new (_("Officer's PIN"), NULL);
  pad = kmzb_pin_pad_new (lock, kmzb_booth_get_clock (booth));
  g_signal_connect_object (pad, "opened", G_CALLBACK (on_opened), modal, G_CONNECT_SWAPPED);
  g_signal_connect_object (pad, "cancelled", G_CALLBACK (on_cancelled), modal, G_CONNECT_SWAPPED);
  kmzb_modal_set_content (KMZB_MODAL (modal), pad);
  return modal;
}
