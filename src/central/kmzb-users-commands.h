/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-commands.h"

G_BEGIN_DECLS

gboolean kmzb_users_command_add (const KmzbCentralOptions *options, const char *const *operands, GError **error);
gboolean kmzb_users_command_list (const KmzbCentralOptions *options, const char *const *operands, GError **error);
gboolean kmzb_users_command_disable (const KmzbCentralOptions *options, const char *const *operands, GError **error);

G_END_DECLS
