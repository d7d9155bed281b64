/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-intake.h"

G_BEGIN_DECLS

typedef struct _KmzbMetrics KmzbMetrics;

KmzbMetrics *kmzb_metrics_new (void);
void kmzb_metrics_free (KmzbMetrics *self);
void kmzb_metrics_note_answer (KmzbMetrics *self, guint status, gint64 took_us);
void kmzb_metrics_note_intake (KmzbMetrics *self, KmzbIntakeResult result);
GBytes *kmzb_metrics_build (KmzbMetrics *self, guint n_busy, GPtrArray *booths, gint64 now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbMetrics, kmzb_metrics_free)

G_END_DECLS
