/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-sealer.h"

#include "kmzb-error.h"
#include "kmzb-store-schema.h"

/**
 * KmzbSealer:
 *
 * To which key descriptions are sealed when they are saved. It is the configured one, or the first that central showed
 * over a connection that proved who it is; that one is pinned in the booth's file. Another one is a stranger until a
 * person says otherwise: whoever stands in central's place with a key of his own must not be sent anything.
 */
struct _KmzbSealer
{
  KmzbDb *db;
  gboolean is_configured;
  gboolean has_key;
  KmzbWirePublicKey key;
  gboolean has_stranger;
  KmzbWirePublicKey stranger;
};

static gboolean
load (KmzbSealer *self, const char *setting, gboolean *has, KmzbWirePublicKey *key, GError **error)
{
  g_autofree char *text = NULL;

  if (!kmzb_setting_get (self->db, setting, &text, error))
    return FALSE;
  /* What this program cannot read it has not written; it seals to no such key. */
  *has = text != NULL && kmzb_wire_public_key_parse (key, text, NULL);
  return TRUE;
}

/**
 * kmzb_sealer_new:
 * @db: a migrated connection that outlives this
 * @configured: (nullable): the operator's word, which wins over what was pinned
 */
KmzbSealer *
kmzb_sealer_new (KmzbDb *db, const KmzbWirePublicKey *configured, GError **error)
{
  g_autoptr (KmzbSealer) self = g_new0 (KmzbSealer, 1);

  self->db = db;
  if (!load (self, KMZB_SETTING_PINNED_KEY, &self->has_key, &self->key, error)
      || !load (self, KMZB_SETTING_STRANGER_KEY, &self->has_stranger, &self->stranger, error))
    return NULL;
  if (configured != NULL)
    {
      self->is_configured = self->has_key = TRUE;
      self->key = *configured;
    }
  if (self->has_stranger && self->has_key && kmzb_wire_public_key_equal (&self->stranger, &self->key))
    self->has_stranger = FALSE;
  return g_steal_pointer (&self);
}

void
kmzb_sealer_free (KmzbSealer *self)
{
  g_free (self);
}

/* Returns: (transfer none) (nullable): to which descriptions are sealed; %NULL before any key is known */
const KmzbWirePublicKey *
kmzb_sealer_get_key (KmzbSealer *self)
{
  return self->has_key ? &self->key : NULL;
}

/* Returns: (transfer none) (nullable): the key that the server shows instead of the known one */
const KmzbWirePublicKey *
kmzb_sealer_get_stranger (KmzbSealer *self)
{
  return self->has_stranger ? &self->stranger : NULL;
}

static gboolean
put (KmzbSealer *self, const char *setting, const KmzbWirePublicKey *key, GError **error)
{
  g_autofree char *text = kmzb_wire_public_key_to_base64 (key);

  return kmzb_setting_put (self->db, setting, text, error);
}

/**
 * kmzb_sealer_offer:
 * @offered: what central shows over verified TLS or loopback
 *
 * Pins the first key. Afterwards kmzb_sealer_get_stranger() tells whether @offered is another one than the known.
 */
gboolean
kmzb_sealer_offer (KmzbSealer *self, const KmzbWirePublicKey *offered, GError **error)
{
  if (!self->has_key)
    {
      if (!put (self, KMZB_SETTING_PINNED_KEY, offered, error))
        return FALSE;
      self->key = *offered;
      self->has_key = TRUE;
      g_message ("Descriptions are sealed to central's key %s from now on", offered->id);
      return TRUE;
    }
  if (kmzb_wire_public_key_equal (&self->key, offered))
    {
      if (self->has_stranger && !kmzb_setting_remove (self->db, KMZB_SETTING_STRANGER_KEY, error))
        return FALSE;
      self->has_stranger = FALSE;
      return TRUE;
    }
  if (self->has_stranger && kmzb_wire_public_key_equal (&self->stranger, offered))
    return TRUE;
  if (!put (self, KMZB_SETTING_STRANGER_KEY, offered, error))
    return FALSE;
  self->stranger = *offered;
  self->has_stranger = TRUE;
  return TRUE;
}

/**
 * kmzb_sealer_trust:
 *
 * A person has made sure that the stranger is central's new key. What was sealed to the old one stays so; central keeps
 * its old keys. A configured key is changed where it was configured: %KMZB_ERROR_DENIED.
 */
gboolean
kmzb_sealer_trust (KmzbSealer *self, GError **error)
{
  if (!self->has_stranger)
    return TRUE;
  if (self->is_configured)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_DENIED, "Central's key %s is configured; only the configuration changes it",
                   self->key.id);
      return FALSE;
    }
  if (!kmzb_db_begin_immediate (self->db, error))
    return FALSE;
  if (!put (self, KMZB_SETTING_PINNED_KEY, &self->stranger, error)
      || !kmzb_setting_remove (self->db, KMZB_SETTING_STRANGER_KEY, error))
    {
      kmzb_db_rollback (self->db);
      return FALSE;
    }
  if (!kmzb_db_commit (self->db, error))
    return FALSE;
  self->key = self->stranger;
  self->has_stranger = FALSE;
  return TRUE;
}
