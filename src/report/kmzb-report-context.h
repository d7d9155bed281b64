/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-burst.h"
#include "kmzb-catalog.h"
#include "kmzb-clock.h"
#include "kmzb-geo.h"
#include "kmzb-pack.h"
#include "kmzb-store.h"
#include "kmzb-threats.h"

G_BEGIN_DECLS

/* kmzb-address-search.h; not every room that sees this one sees that. */
typedef struct _KmzbAddressSearch KmzbAddressSearch;
typedef struct _KmzbConfirmer KmzbConfirmer;

/**
 * KmzbReportContext:
 * @store: where a finished report goes
 * @pack: (nullable): the region's map and addresses
 * @addresses: (nullable): finds addresses of @pack
 * @home: the booth's own place, where @has_home says so
 * @status_url: (nullable): a report's number appended to it is the address of its public status page
 * @language: "pl", "en", "uk" or "de": for what is translated in data and not by gettext
 * @burst: what tells a burst of reports, over all flows and confirmations
 * @confirmer: what this visitor confirms, on the map or in a report
 * @threats: (nullable): those on the map
 * @practice: reports are made to learn and are never sent
 *
 * What the report flow needs from the booth. Filled by the shell before the flow is made; @language may change after,
 * followed by kmzb_report_flow_rebuild().
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  GHashTable *rules;
  GHashTable *privacy;
  /*< public >*/
  KmzbStore *store;
  KmzbPack *pack;
  KmzbAddressSearch *addresses;
  KmzbCatalog *catalog;
  KmzbClock *clock;
  KmzbPoint home;
  gboolean has_home;
  char *status_url;
  char *language;
  KmzbBurst *burst;
  KmzbConfirmer *confirmer;
  KmzbThreats *threats;
  gboolean practice;
} KmzbReportContext;

#define KMZB_TYPE_REPORT_CONTEXT (kmzb_report_context_get_type ())
GType kmzb_report_context_get_type (void);

KmzbReportContext *kmzb_report_context_new (KmzbStore *store,
                                            KmzbPack *pack,
                                            KmzbCatalog *catalog,
                                            KmzbClock *clock);
KmzbReportContext *kmzb_report_context_ref (KmzbReportContext *self);
void kmzb_report_context_unref (KmzbReportContext *self);
void kmzb_report_context_set_language (KmzbReportContext *self, const char *language);
void kmzb_report_context_set_rules (KmzbReportContext *self, const char *language, const char *text);
void kmzb_report_context_set_privacy (KmzbReportContext *self, const char *language, const char *text);
void kmzb_report_context_set_catalog (KmzbReportContext *self, KmzbCatalog *catalog);
void kmzb_report_context_set_threats (KmzbReportContext *self, KmzbThreats *threats);
const char *kmzb_report_context_get_rules (KmzbReportContext *self);
const char *kmzb_report_context_get_privacy (KmzbReportContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbReportContext, kmzb_report_context_unref)

G_END_DECLS
