/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-central-options.h"
#include "kmzb-storage.h"

G_BEGIN_DECLS

#define KMZB_EXIT_USAGE 2

/**
 * KmzbCommand:
 * @name: one or two words, "keys add"
 * @operands: what must follow, a word each: "NUMBER STATUS"
 * @run: does it with as many operands. Returns %FALSE with an error
 *
 * One thing an operator does beside a running server.
 */
typedef struct
{
  const char *name;
  const char *operands;
  gboolean (*run) (const KmzbCentralOptions *options, const char *const *operands, GError **error);
} KmzbCommand;

KmzbStorage *kmzb_commands_open_storage (const KmzbCentralOptions *options, GError **error);
char *kmzb_commands_get_operator (void);
int kmzb_commands_run (const KmzbCentralOptions *options, GError **error);

G_END_DECLS
