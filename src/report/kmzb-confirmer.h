/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-context.h"
#include "kmzb-threat.h"

G_BEGIN_DECLS

/**
 * KmzbConfirmState:
 * @KMZB_CONFIRM_NONE: not asked for
 * @KMZB_CONFIRM_SAVING: on its way to the outbox
 * @KMZB_CONFIRM_SAVED: in the outbox, with a number
 * @KMZB_CONFIRM_FAILED: could not be saved; can be tried again
 * @KMZB_CONFIRM_GONE: the booth does not know the threat any more, so that there is nothing to confirm
 */
typedef enum
{
  KMZB_CONFIRM_NONE,
  KMZB_CONFIRM_SAVING,
  KMZB_CONFIRM_SAVED,
  KMZB_CONFIRM_FAILED,
  KMZB_CONFIRM_GONE,
} KmzbConfirmState;

#define KMZB_TYPE_CONFIRMER (kmzb_confirmer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbConfirmer, kmzb_confirmer, KMZB, CONFIRMER, GObject)

KmzbConfirmer *kmzb_confirmer_new (KmzbReportContext *context);
void kmzb_confirmer_confirm (KmzbConfirmer *self, KmzbThreat *threat);
KmzbConfirmState kmzb_confirmer_get_state (KmzbConfirmer *self, const KmzbThreat *threat);
char *kmzb_confirmer_get_number (KmzbConfirmer *self, const KmzbThreat *threat);
KmzbReport *kmzb_confirmer_get_report (KmzbConfirmer *self, const KmzbThreat *threat);
gboolean kmzb_confirmer_is_practice (KmzbConfirmer *self);
void kmzb_confirmer_forget (KmzbConfirmer *self);

G_END_DECLS
