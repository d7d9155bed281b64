/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-sync-state.h"

G_DEFINE_ENUM_TYPE (KmzbSyncState,
                    kmzb_sync_state,
                    G_DEFINE_ENUM_VALUE (KMZB_SYNC_ALL_SENT, "all-sent"),
                    G_DEFINE_ENUM_VALUE (KMZB_SYNC_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (KMZB_SYNC_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (KMZB_SYNC_OFFLINE, "offline"))
