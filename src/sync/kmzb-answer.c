/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-answer.h"

#include "kmzb-error.h"

void
kmzb_answer_free (KmzbAnswer *self)
{
  if (self == NULL)
    return;
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/* Whether the server says that it cannot serve anybody now. */
gboolean
kmzb_answer_is_trouble (const KmzbAnswer *self)
{
  return self->status == 429 || self->status >= 500;
}

/* Returns: (transfer full): what the server says of itself, or %NULL when this is no discovery */
KmzbWireDiscovery *
kmzb_answer_read_discovery (const KmzbAnswer *self, GError **error)
{
  g_autoptr (GError) fault = NULL;
  KmzbWireDiscovery *discovery = self->status == 200 ? kmzb_wire_discovery_parse (self->body, &fault) : NULL;

  if (discovery == NULL)
    g_set_error (error, KMZB_ERROR, kmzb_answer_is_trouble (self) ? KMZB_ERROR_UNPROVEN : KMZB_ERROR_PORTAL,
                 "Something else answers in central's place (HTTP %u%s%s)", self->status,
                 fault ? ": " : "", fault ? fault->message : "");
  return discovery;
}
