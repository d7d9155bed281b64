/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-frame.h"
#include "kmzb-threat-fan.h"

G_BEGIN_DECLS

void kmzb_threat_mark_snapshot (const KmzbThreat *threat,
                                GtkSnapshot *snapshot,
                                const KmzbMapFrame *frame,
                                const KmzbThreatFan *fan,
                                KmzbThreatIndex *index,
                                KmzbThreatArt *art);

G_END_DECLS
