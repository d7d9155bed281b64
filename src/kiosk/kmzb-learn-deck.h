/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-learn-card.h"

G_BEGIN_DECLS

#define KMZB_TYPE_LEARN_DECK (kmzb_learn_deck_get_type ())
G_DECLARE_FINAL_TYPE (KmzbLearnDeck, kmzb_learn_deck, KMZB, LEARN_DECK, GtkWidget)

GtkWidget *kmzb_learn_deck_new (KmzbOptions *options);
void kmzb_learn_deck_show (KmzbLearnDeck *self, KmzbLearnCardId id);
void kmzb_learn_deck_rebuild (KmzbLearnDeck *self);

G_END_DECLS
