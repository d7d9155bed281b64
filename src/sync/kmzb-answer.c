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

/**
 * kmzb_answer_read_discovery:
 * @self: answer to a GET of the discovery
 * @is_offline: (out): whether something stands between booth and server, such as the page of a portal
 *
 * Returns: (transfer full): what a `kmzb-central` says of itself, or %NULL when this is none
 */
KmzbWireDiscovery *
kmzb_answer_read_discovery (const KmzbAnswer *self, gboolean *is_offline, GError **error)
{
  g_autoptr (KmzbWireDiscovery) discovery = NULL;
  g_autoptr (GError) fault = NULL;

  *is_offline = FALSE;
  if (self->status == 200)
    discovery = kmzb_wire_discovery_parse (self->body, &fault);
  if (discovery != NULL && discovery->is_central)
    return g_steal_pointer (&discovery);

  *is_offline = discovery == NULL && !kmzb_answer_is_trouble (self);
  if (discovery != NULL)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED, "The server is not a kmzb-central");
  else
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_UNPROVEN, "Something else answers in central's place (HTTP %u%s%s)",
                 self->status, fault ? ": " : "", fault ? fault->message : "");
  return NULL;
}
