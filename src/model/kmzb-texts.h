/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One text of the catalogue in the booth's languages: language -> words. */

char *kmzb_texts_read_word (GKeyFile *file, const char *section, const char *key, GError **error);
GHashTable *kmzb_texts_read (GKeyFile *file, const char *section, const char *key, GError **error);
gboolean kmzb_texts_read_optional (GKeyFile *file,
                                   const char *section,
                                   const char *key,
                                   GHashTable **texts,
                                   GError **error);
const char *kmzb_texts_get (GHashTable *texts, const char *language);

G_END_DECLS
