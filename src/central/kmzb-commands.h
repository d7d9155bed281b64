/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-central-options.h"

G_BEGIN_DECLS

#define KMZB_EXIT_USAGE 2

/**
 * KmzbCommand:
 * @name: one or two words, "keys add"
 * @operands: what must follow, "NAME"; %NULL for nothing
 * @run: does it; @operand is %NULL without one. Returns %FALSE with an error
 *
 * One thing an operator does beside a running server.
 */
typedef struct
{
  const char *name;
  const char *operand;
  gboolean (*run) (const KmzbCentralOptions *options, const char *operand, GError **error);
} KmzbCommand;

int kmzb_commands_run (const KmzbCentralOptions *options, GError **error);

G_END_DECLS
