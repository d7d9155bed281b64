/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_IDLE (kmzb_idle_get_type ())
G_DECLARE_FINAL_TYPE (KmzbIdle, kmzb_idle, KMZB, IDLE, GObject)

/**
 * KmzbIdleState:
 * @KMZB_IDLE_OFF: nobody's visit can be lost
 * @KMZB_IDLE_WATCHING: someone was here less than idle seconds ago
 * @KMZB_IDLE_ASKING: the question is on the screen, the seconds run
 */
typedef enum
{
  KMZB_IDLE_OFF,
  KMZB_IDLE_WATCHING,
  KMZB_IDLE_ASKING,
} KmzbIdleState;

KmzbIdle *kmzb_idle_new (KmzbClock *clock, guint idle_seconds, guint answer_seconds);
void kmzb_idle_start (KmzbIdle *self);
void kmzb_idle_set_seconds (KmzbIdle *self, guint idle_seconds);
void kmzb_idle_stop (KmzbIdle *self);
void kmzb_idle_touch (KmzbIdle *self);
void kmzb_idle_set_patience (KmzbIdle *self, guint patience);
void kmzb_idle_answer (KmzbIdle *self);
KmzbIdleState kmzb_idle_get_state (KmzbIdle *self);
guint kmzb_idle_get_answer_seconds (KmzbIdle *self);
void kmzb_idle_watch (KmzbIdle *self, GtkWidget *window);

G_END_DECLS
