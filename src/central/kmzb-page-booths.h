/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-booths.h"
#include "kmzb-page.h"

G_BEGIN_DECLS

/* What the list of booths and the page of one booth share. */
void kmzb_page_add_booth_state (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us);
char *kmzb_page_format_span (KmzbPage *self, gint64 seconds);
char *kmzb_page_format_heard (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us);
char *kmzb_page_format_pack (const KmzbBoothInfo *booth);
char *kmzb_page_format_clock (KmzbPage *self, const KmzbBoothInfo *booth);
char *kmzb_page_format_disk (KmzbPage *self, const KmzbBoothInfo *booth);
char *kmzb_page_format_oldest (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us);
void kmzb_page_show_new_key (KmzbPage *self, const char *name, const char *key);

G_END_DECLS
