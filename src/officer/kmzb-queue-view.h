/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-officer-context.h"
#include "kmzb-queue-entry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_QUEUE_VIEW (kmzb_queue_view_get_type ())
G_DECLARE_FINAL_TYPE (KmzbQueueView, kmzb_queue_view, KMZB, QUEUE_VIEW, GtkWidget)

GtkWidget *kmzb_queue_view_new (KmzbOfficerContext *context);

G_END_DECLS
