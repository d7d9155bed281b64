/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-wire-discovery.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbAnswer:
 * @status: HTTP status
 * @content_type: (nullable): without parameters
 * @retry_after_s: seconds for which the server asks to be left alone; -1 when it does not
 * @has_clock_offset: whether the server told its time
 * @clock_offset_s: the booth's clock less the server's
 *
 * What a server answered, whole and within its limit.
 */
typedef struct
{
  guint status;
  char *content_type;
  GBytes *body;
  gint64 retry_after_s;
  gboolean has_clock_offset;
  gint64 clock_offset_s;
} KmzbAnswer;

void kmzb_answer_free (KmzbAnswer *self);
gboolean kmzb_answer_is_trouble (const KmzbAnswer *self);
KmzbWireDiscovery *kmzb_answer_read_discovery (const KmzbAnswer *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbAnswer, kmzb_answer_free)

G_END_DECLS
