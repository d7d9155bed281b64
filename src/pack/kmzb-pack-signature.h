/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Beside the pack, behind its name. */
#define KMZB_PACK_SIGNATURE_SUFFIX ".sig"

gboolean kmzb_pack_signature_is_key (const char *text);
char *kmzb_pack_signature_make_key (const char *secret_file, GError **error);
char *kmzb_pack_signature_sign (const char *path, const char *secret_file, GError **error);
gboolean kmzb_pack_signature_check (const char *path, const char *const *trusted_keys, GError **error);

G_END_DECLS
