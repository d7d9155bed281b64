/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-archive.h"
#include "kmzb-wire-form.h"

G_BEGIN_DECLS

gboolean kmzb_filter_read (KmzbArchiveFilter *self, KmzbWireForm *query, gint64 now_us, GError **error);
void kmzb_filter_clear (KmzbArchiveFilter *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KmzbArchiveFilter, kmzb_filter_clear)

G_END_DECLS
