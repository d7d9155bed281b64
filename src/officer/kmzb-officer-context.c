/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-officer-context.h"

KmzbOfficerContext *
kmzb_officer_context_new (KmzbReportContext *report, KmzbSyncEngine *engine, GObject *booth, const char *booth_name)
{
  KmzbOfficerContext *self = g_rc_box_new0 (KmzbOfficerContext);

  self->report = kmzb_report_context_ref (report);
  self->engine = g_object_ref (engine);
  self->booth = g_object_ref (booth);
  self->booth_name = g_strdup (booth_name);
  return self;
}

KmzbOfficerContext *
kmzb_officer_context_ref (KmzbOfficerContext *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (KmzbOfficerContext *self)
{
  kmzb_report_context_unref (self->report);
  g_object_unref (self->engine);
  g_object_unref (self->booth);
  g_free (self->booth_name);
  g_free (self->export_folder);
}

void
kmzb_officer_context_unref (KmzbOfficerContext *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) clear);
}
