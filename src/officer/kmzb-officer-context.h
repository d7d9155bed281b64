/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-context.h"
#include "kmzb-sync-engine.h"

G_BEGIN_DECLS

/**
 * KmzbOfficerContext:
 * @report: store, clock, catalogue and language
 * @booth: an object with the writable property "practice"
 * @booth_name: as configured
 * @export_folder: (nullable): where reports may be exported to besides a USB stick
 * @has_central: whether a central server is configured
 * @any_folder: a window on a desk: any folder may be chosen
 *
 * What the officer's panel needs from the booth. Holds references; freed with kmzb_officer_context_unref().
 */
typedef struct
{
  KmzbReportContext *report;
  KmzbSyncEngine *engine;
  GObject *booth;
  char *booth_name;
  char *export_folder;
  gboolean has_central;
  gboolean any_folder;
} KmzbOfficerContext;

KmzbOfficerContext *kmzb_officer_context_new (KmzbReportContext *report,
                                              KmzbSyncEngine *engine,
                                              GObject *booth,
                                              const char *booth_name);
KmzbOfficerContext *kmzb_officer_context_ref (KmzbOfficerContext *self);
void kmzb_officer_context_unref (KmzbOfficerContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbOfficerContext, kmzb_officer_context_unref)

G_END_DECLS
