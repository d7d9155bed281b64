/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-wire-seal.h"

G_BEGIN_DECLS

/* Private to the room. */
typedef struct _KmzbSealer KmzbSealer;

KmzbSealer *kmzb_sealer_new (KmzbDb *db, const KmzbWirePublicKey *configured, GError **error);
void kmzb_sealer_free (KmzbSealer *self);
const KmzbWirePublicKey *kmzb_sealer_get_key (KmzbSealer *self);
const KmzbWirePublicKey *kmzb_sealer_get_stranger (KmzbSealer *self);
gboolean kmzb_sealer_offer (KmzbSealer *self, const KmzbWirePublicKey *offered, GError **error);
gboolean kmzb_sealer_trust (KmzbSealer *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbSealer, kmzb_sealer_free)

G_END_DECLS
