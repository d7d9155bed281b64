/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-store-settings.h"

G_BEGIN_DECLS

/* The boot in which the offset was measured, and real less monotonic time then. */
#define KMZB_SETTING_CLOCK_BASE "clock_base"
#define KMZB_SETTING_SET_ASIDE "set_aside"
/* Found while the booth ran, too late to do without the file. */
#define KMZB_SETTING_DAMAGED "damaged"
/* The file whose reports are still to be taken over. */
#define KMZB_SETTING_SALVAGE "salvage"
#define KMZB_SETTING_THREATS_ORIGIN "threats_origin"
/* Central's keys, base64: the one that descriptions are sealed to, and one that turned up in its place. */
#define KMZB_SETTING_PINNED_KEY "pinned_key"
#define KMZB_SETTING_STRANGER_KEY "stranger_key"

gboolean kmzb_store_schema_migrate (KmzbDb *db, GError **error);
guint kmzb_store_schema_get_version (void);

gboolean kmzb_setting_put (KmzbDb *db, const char *key, const char *value, GError **error);
gboolean kmzb_setting_put_int (KmzbDb *db, const char *key, gint64 value, GError **error);
gboolean kmzb_setting_remove (KmzbDb *db, const char *key, GError **error);
gboolean kmzb_setting_get (KmzbDb *db, const char *key, char **value, GError **error);

G_END_DECLS
