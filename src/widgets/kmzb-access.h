/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Text is never less than it is designed for, and at twice that size every screen still works. */
#define KMZB_ACCESS_TEXT_LEAST 100
#define KMZB_ACCESS_TEXT_MOST 200
#define KMZB_ACCESS_TEXT_STEP 25

/**
 * KmzbAccessFlags:
 * @KMZB_ACCESS_CONTRAST: few, strong colours
 * @KMZB_ACCESS_LOW_CONTROLS: everything to touch in the lower part of the screen
 * @KMZB_ACCESS_STILL: nothing moves by itself
 * @KMZB_ACCESS_ALOUD: what is focused and what is new is spoken
 * @KMZB_ACCESS_HEADPHONES: only this visitor hears it, so what was typed may be spoken too
 * @KMZB_ACCESS_SLOW: more time before the booth takes a visitor for gone
 * @KMZB_ACCESS_TWO_BUTTONS: one button goes on to the next control, another activates it
 */
typedef enum
{
  KMZB_ACCESS_CONTRAST = 1 << 0,
  KMZB_ACCESS_LOW_CONTROLS = 1 << 1,
  KMZB_ACCESS_STILL = 1 << 2,
  KMZB_ACCESS_ALOUD = 1 << 3,
  KMZB_ACCESS_HEADPHONES = 1 << 4,
  KMZB_ACCESS_SLOW = 1 << 5,
  KMZB_ACCESS_TWO_BUTTONS = 1 << 6,
} KmzbAccessFlags;

#define KMZB_TYPE_ACCESS (kmzb_access_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAccess, kmzb_access, KMZB, ACCESS, GObject)

KmzbAccess *kmzb_access_get_default (void);

guint kmzb_access_get_text_percent (KmzbAccess *self);
void kmzb_access_set_text_percent (KmzbAccess *self, guint percent);
gboolean kmzb_access_has (KmzbAccess *self, KmzbAccessFlags flag);
void kmzb_access_set (KmzbAccess *self, KmzbAccessFlags flag, gboolean on);
guint kmzb_access_get_patience (KmzbAccess *self);

void kmzb_access_set_start (KmzbAccess *self, guint text_percent, KmzbAccessFlags flags);
void kmzb_access_reset (KmzbAccess *self);
gboolean kmzb_access_is_changed (KmzbAccess *self);

void kmzb_access_set_can_speak (KmzbAccess *self, gboolean can_speak);
gboolean kmzb_access_can_speak (KmzbAccess *self);
void kmzb_access_fail_voice (KmzbAccess *self);
void kmzb_access_announce (KmzbAccess *self, const char *text, gboolean now);
void kmzb_access_call (KmzbAccess *self, const char *text);
void kmzb_access_present (KmzbAccess *self, GObject *screen);

G_END_DECLS
