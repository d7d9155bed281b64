/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

#define KMZB_CHANGES_DEFAULT_LIMIT 1000
#define KMZB_CHANGES_MAX_LIMIT 5000

/**
 * KmzbChangesKind:
 * @KMZB_CHANGES_STATUSES: of the reports that came with the asking booth's name
 */
typedef enum
{
  KMZB_CHANGES_THREATS,
  KMZB_CHANGES_STATUSES,
  KMZB_CHANGES_CATALOGUE,
  KMZB_CHANGES_STATISTICS,
  KMZB_CHANGES_DIRECTORY,
} KmzbChangesKind;

#define KMZB_N_CHANGES_KINDS (KMZB_CHANGES_DIRECTORY + 1)

/**
 * KmzbChangesAsk:
 * @since: (nullable): a cursor; %NULL: from nothing
 * @limit: 1 to %KMZB_CHANGES_MAX_LIMIT
 * @booth: who asks
 */
typedef struct
{
  KmzbChangesKind kind;
  const char *since;
  guint limit;
  const char *booth;
} KmzbChangesAsk;

const char *kmzb_changes_kind_to_slug (KmzbChangesKind kind);
gboolean kmzb_changes_kind_from_slug (const char *slug, KmzbChangesKind *kind);

gboolean kmzb_changes_take_numbers (KmzbStorage *storage, guint n, gint64 *first, GError **error);
gboolean kmzb_changes_number (KmzbStorage *storage, gpointer more, GError **error);
GBytes *kmzb_changes_build (KmzbStorage *storage, const KmzbChangesAsk *ask, GError **error);

G_END_DECLS
