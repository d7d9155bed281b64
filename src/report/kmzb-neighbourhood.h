/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threats.h"

G_BEGIN_DECLS

/* A report of the same category so near is likely about the same thing. */
#define KMZB_SIMILAR_M 100.0
#define KMZB_MAX_LIKELY 3

#define KMZB_TYPE_NEIGHBOURHOOD (kmzb_neighbourhood_get_type ())
G_DECLARE_FINAL_TYPE (KmzbNeighbourhood, kmzb_neighbourhood, KMZB, NEIGHBOURHOOD, GObject)

KmzbNeighbourhood *kmzb_neighbourhood_new (void);
void kmzb_neighbourhood_look (KmzbNeighbourhood *self, KmzbThreats *threats, KmzbPoint place);
void kmzb_neighbourhood_forget (KmzbNeighbourhood *self);
const char *const *kmzb_neighbourhood_get_likely (KmzbNeighbourhood *self);
KmzbThreat *kmzb_neighbourhood_get_similar (KmzbNeighbourhood *self, const char *category);

G_END_DECLS
