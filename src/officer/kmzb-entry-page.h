/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-officer-context.h"
#include "kmzb-queue-entry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_ENTRY_PAGE (kmzb_entry_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbEntryPage, kmzb_entry_page, KMZB, ENTRY_PAGE, GtkWidget)

GtkWidget *kmzb_entry_page_new (KmzbOfficerContext *context, const KmzbQueueEntry *entry);

G_END_DECLS
