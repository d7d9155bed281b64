/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-key-change.h"

#include "kmzb-keys.h"
#include "kmzb-users.h"

#include <string.h>

void
kmzb_key_change_clear (KmzbKeyChange *self)
{
  if (self->key != NULL)
    explicit_bzero (self->key, strlen (self->key));
  g_clear_pointer (&self->key, g_free);
}

static gboolean
note (KmzbStorage *storage, const KmzbKeyChange *self, const char *action, GError **error)
{
  KmzbAuditEntry entry = { .actor = self->actor, .action = action, .detail = self->name, .now_us = self->now_us };

  return kmzb_audit_add (storage, &entry, error);
}

/* A #KmzbStorageFunc with a #KmzbKeyChange, as are the other two; a transaction may be tried again. */
gboolean
kmzb_key_change_add (KmzbStorage *storage, gpointer change, GError **error)
{
  KmzbKeyChange *self = change;

  kmzb_key_change_clear (self);
  self->key = kmzb_keys_add (storage, self->name, self->now_us, error);
  return self->key != NULL && note (storage, self, "key-add", error);
}

gboolean
kmzb_key_change_rotate (KmzbStorage *storage, gpointer change, GError **error)
{
  KmzbKeyChange *self = change;

  kmzb_key_change_clear (self);
  self->key = kmzb_keys_rotate (storage, self->name, self->grace_us, self->now_us, error);
  return self->key != NULL && note (storage, self, "key-change", error);
}

gboolean
kmzb_key_change_revoke (KmzbStorage *storage, gpointer change, GError **error)
{
  KmzbKeyChange *self = change;

  return kmzb_keys_revoke (storage, self->name, self->now_us, error) && note (storage, self, "key-revoke", error);
}
