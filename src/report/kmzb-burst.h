/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

G_BEGIN_DECLS

/* A visitor with much to tell makes five; a child at play makes thirty. */
#define KMZB_BURST_SESSION_REPORTS 5
/* Neighbours may come together about one place; more than these within the time are marked. */
#define KMZB_BURST_SPOT_REPORTS 3
#define KMZB_BURST_SPOT_M 50.0
#define KMZB_BURST_SPOT_S 600

typedef struct _KmzbBurst KmzbBurst;

KmzbBurst *kmzb_burst_new (void);
void kmzb_burst_free (KmzbBurst *self);
void kmzb_burst_begin_session (KmzbBurst *self);
gboolean kmzb_burst_would (KmzbBurst *self, KmzbPoint place, gint64 now_us);
void kmzb_burst_note (KmzbBurst *self, KmzbPoint place, gint64 now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbBurst, kmzb_burst_free)

G_END_DECLS
