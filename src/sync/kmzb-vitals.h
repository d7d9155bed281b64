/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"
#include "kmzb-tally.h"
#include "kmzb-wire-heartbeat.h"

G_BEGIN_DECLS

/* Private to the room. */
typedef struct _KmzbVitals KmzbVitals;

KmzbVitals *kmzb_vitals_new (void);
void kmzb_vitals_free (KmzbVitals *self);
void kmzb_vitals_set_tally (KmzbVitals *self, const KmzbTally *tally);
void kmzb_vitals_set_booth (KmzbVitals *self,
                            const char *data_dir,
                            const char *pack_id,
                            const char *pack_name,
                            const char *pack_made);
KmzbWireHeartbeat *kmzb_vitals_take (KmzbVitals *self, KmzbClock *clock);

G_END_DECLS
