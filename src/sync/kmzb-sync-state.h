/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KmzbSyncState:
 * @KMZB_SYNC_ALL_SENT: nothing waits
 * @KMZB_SYNC_WAITING: reports wait for their next try
 * @KMZB_SYNC_SENDING: reports are under way
 * @KMZB_SYNC_OFFLINE: reports wait, and central cannot be reached
 *
 * What a visitor is told about sending.
 */
typedef enum
{
  KMZB_SYNC_ALL_SENT,
  KMZB_SYNC_WAITING,
  KMZB_SYNC_SENDING,
  KMZB_SYNC_OFFLINE,
} KmzbSyncState;

#define KMZB_TYPE_SYNC_STATE (kmzb_sync_state_get_type ())
GType kmzb_sync_state_get_type (void);

G_END_DECLS
