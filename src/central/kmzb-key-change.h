/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

/**
 * KmzbKeyChange:
 * @name: the booth's
 * @actor: who does it, as the audit names them
 * @grace_us: for how long the old key goes on beside a new one
 * @key: (out) (nullable): the new key, seen this once; wiped by kmzb_key_change_clear()
 *
 * A change of a booth's keys and its line in the audit, in one transaction: by a command or on a page.
 */
typedef struct
{
  const char *name;
  const char *actor;
  gint64 grace_us;
  gint64 now_us;
  char *key;
} KmzbKeyChange;

gboolean kmzb_key_change_add (KmzbStorage *storage, gpointer change, GError **error);
gboolean kmzb_key_change_rotate (KmzbStorage *storage, gpointer change, GError **error);
gboolean kmzb_key_change_revoke (KmzbStorage *storage, gpointer change, GError **error);
void kmzb_key_change_clear (KmzbKeyChange *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KmzbKeyChange, kmzb_key_change_clear)

G_END_DECLS
