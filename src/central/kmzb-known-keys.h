/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-keys.h"

G_BEGIN_DECLS

typedef struct _KmzbKnownKeys KmzbKnownKeys;

KmzbKnownKeys *kmzb_known_keys_new (guint max_keys);
void kmzb_known_keys_free (KmzbKnownKeys *self);

char *kmzb_known_keys_find (KmzbKnownKeys *self, GBytes *hash);
void kmzb_known_keys_add (KmzbKnownKeys *self, GBytes *hash, const char *booth);
void kmzb_known_keys_drop (KmzbKnownKeys *self, GBytes *hash);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbKnownKeys, kmzb_known_keys_free)

G_END_DECLS
