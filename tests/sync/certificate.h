/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean certificate_can_make (void);
char *certificate_make (const char *folder, const char *name, const char *subject, const char *from, const char *to);
char *certificate_get_key_file (const char *folder, const char *name);
GTlsCertificate *certificate_load (const char *folder, const char *name);

G_END_DECLS
