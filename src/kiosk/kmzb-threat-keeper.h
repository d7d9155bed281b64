/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pack.h"
#include "kmzb-store.h"

G_BEGIN_DECLS

#define KMZB_TYPE_THREAT_KEEPER (kmzb_threat_keeper_get_type ())
G_DECLARE_FINAL_TYPE (KmzbThreatKeeper, kmzb_threat_keeper, KMZB, THREAT_KEEPER, GObject)

KmzbThreatKeeper *kmzb_threat_keeper_new (KmzbStore *store, KmzbPack *pack, KmzbClock *clock);
void kmzb_threat_keeper_start (KmzbThreatKeeper *self);
void kmzb_threat_keeper_reload (KmzbThreatKeeper *self);
void kmzb_threat_keeper_stop (KmzbThreatKeeper *self);
KmzbThreats *kmzb_threat_keeper_get_threats (KmzbThreatKeeper *self);

G_END_DECLS
