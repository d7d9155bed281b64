/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-booth.h"
#include "kmzb-officer-context.h"
#include "kmzb-pin-lock.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the modal answers. */
enum
{
  KMZB_OFFICER_DOOR_OPENED,
  KMZB_OFFICER_DOOR_CLOSED,
};

KmzbPinLock *kmzb_officer_door_make_lock (KmzbBooth *booth);
KmzbOfficerContext *kmzb_officer_door_make_context (KmzbBooth *booth);
GtkWidget *kmzb_officer_door_new (KmzbBooth *booth, KmzbPinLock *lock);

G_END_DECLS
