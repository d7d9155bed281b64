/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-options.h"
#include "kmzb-step-page.h"

G_BEGIN_DECLS

/**
 * KmzbLearnCardId:
 *
 * The cards of "How the map works", in their order.
 */
typedef enum
{
  KMZB_LEARN_CARD_MAP,
  KMZB_LEARN_CARD_REPORT,
  KMZB_LEARN_CARD_POLICE,
  KMZB_LEARN_CARD_EMERGENCY,
  KMZB_LEARN_CARD_STATUSES,
  KMZB_LEARN_CARD_TRY,
} KmzbLearnCardId;

#define KMZB_N_LEARN_CARDS (KMZB_LEARN_CARD_TRY + 1)

#define KMZB_TYPE_LEARN_CARD (kmzb_learn_card_get_type ())
G_DECLARE_FINAL_TYPE (KmzbLearnCard, kmzb_learn_card, KMZB, LEARN_CARD, KmzbStepPage)

GtkWidget *kmzb_learn_card_new (KmzbLearnCardId id, KmzbOptions *options);

G_END_DECLS
