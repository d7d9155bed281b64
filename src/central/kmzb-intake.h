/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-keys.h"
#include "kmzb-wire-report.h"

G_BEGIN_DECLS

typedef struct _KmzbIntake KmzbIntake;

/**
 * KmzbIntakeResult:
 * @KMZB_INTAKE_STORED: on the disk now
 * @KMZB_INTAKE_REPLAYED: was there already, with the same content
 * @KMZB_INTAKE_CONFLICT: another content is stored under this id
 * @KMZB_INTAKE_DENIED: not stored: the key that it came with is not in force
 * @KMZB_INTAKE_FAILED: not stored; the client is to come again
 */
typedef enum
{
  KMZB_INTAKE_STORED,
  KMZB_INTAKE_REPLAYED,
  KMZB_INTAKE_CONFLICT,
  KMZB_INTAKE_DENIED,
  KMZB_INTAKE_FAILED,
} KmzbIntakeResult;

typedef void (*KmzbIntakeDone) (KmzbIntake *intake, gpointer data);

/**
 * KmzbIntake:
 * @request: what was posted; its report has an id by now
 * @digest: what "the same content" is compared by
 * @booth: whose key it came with
 * @key_hash: (nullable): the key of which this is the hash must be @booth's at the moment when the report is stored
 * @done: called on the archive's thread once @result is final: after COMMIT or its failure
 *
 * One POSTed report on its way into the archive.
 */
struct _KmzbIntake
{
  KmzbWireRequest *request;
  GBytes *digest;
  char *booth;
  GBytes *key_hash;
  gint64 received_us;
  KmzbIntakeResult result;
  KmzbIntakeDone done;
  gpointer data;
};

void kmzb_intake_free (KmzbIntake *self);
const char *kmzb_intake_find_fault (const KmzbWireRequest *request, KmzbCatalog *catalog);
gint64 kmzb_intake_get_requested_us (const KmzbIntake *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbIntake, kmzb_intake_free)

G_END_DECLS
