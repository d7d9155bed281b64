/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report.h"

G_BEGIN_DECLS

#define FIXTURE_START_US (G_GINT64_CONSTANT (1777629600) * G_USEC_PER_SEC) /* 2026-05-01T10:00:00Z */

KmzbReport *fixture_make_report (const char *description);
void fixture_use_memory (void);
void fixture_remove_folder (const char *folder);

G_END_DECLS
