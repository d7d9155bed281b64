/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-access.h"

/**
 * KmzbAccess:
 *
 * What the visitor of now needs to read and work the booth: "Accessibility". One for the program, as there is one
 * visitor; main thread only. Emits "changed" after one or several settings changed; whoever shows something follows at
 * once. The end of a visit sets everything back with kmzb_access_reset().
 */
struct _KmzbAccess
{
  GObject parent_instance;

  guint text_percent;
  KmzbAccessFlags flags;
  guint start_text_percent;
  KmzbAccessFlags start_flags;
  gboolean can_speak;
};

/* How much longer the booth waits for who asked for time, and for who listens instead of reading. */
#define PATIENCE 3

enum
{
  CHANGED,
  VOICE_FAILED,
  ANNOUNCE,
  PRESENT,
  CALL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbAccess, kmzb_access, G_TYPE_OBJECT)

static void
kmzb_access_class_init (KmzbAccessClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /* "voice-failed": reading aloud was wished for, and this machine has no voice. "announce" (text, whether it
   * silences what is being said): something has happened that nothing focused tells of. "present" (a widget): another screen, sheet or question is on
   * top. "call" (nullable text): everybody is to hear it, reading aloud or not; without a text, no more of it. */
  signals[VOICE_FAILED]
      = g_signal_new ("voice-failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ANNOUNCE] = g_signal_new ("announce", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                    G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[CALL]
      = g_signal_new ("call", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[PRESENT] = g_signal_new ("present", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_OBJECT);
}

static void
kmzb_access_init (KmzbAccess *self)
{
  self->text_percent = self->start_text_percent = KMZB_ACCESS_TEXT_LEAST;
}

KmzbAccess *
kmzb_access_get_default (void)
{
  static KmzbAccess *access = NULL;

  if (access == NULL)
    access = g_object_new (KMZB_TYPE_ACCESS, NULL);
  return access;
}

static void
set_all (KmzbAccess *self, guint text_percent, KmzbAccessFlags flags)
{
  if (self->text_percent == text_percent && self->flags == flags)
    return;
  self->text_percent = text_percent;
  self->flags = flags;
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
kmzb_access_get_text_percent (KmzbAccess *self)
{
  g_return_val_if_fail (KMZB_IS_ACCESS (self), KMZB_ACCESS_TEXT_LEAST);

  return self->text_percent;
}

/* @percent: %KMZB_ACCESS_TEXT_LEAST to %KMZB_ACCESS_TEXT_MOST */
void
kmzb_access_set_text_percent (KmzbAccess *self, guint percent)
{
  g_return_if_fail (KMZB_IS_ACCESS (self));
  g_return_if_fail (percent >= KMZB_ACCESS_TEXT_LEAST && percent <= KMZB_ACCESS_TEXT_MOST);

  set_all (self, percent, self->flags);
}

gboolean
kmzb_access_has (KmzbAccess *self, KmzbAccessFlags flag)
{
  g_return_val_if_fail (KMZB_IS_ACCESS (self), FALSE);

  return (self->flags & flag) != 0;
}

void
kmzb_access_set (KmzbAccess *self, KmzbAccessFlags flag, gboolean on)
{
  g_return_if_fail (KMZB_IS_ACCESS (self));

  set_all (self, self->text_percent, on ? self->flags | flag : self->flags & ~flag);
}

/* Returns: by how much to multiply every time-out that counts on a visitor's answer */
guint
kmzb_access_get_patience (KmzbAccess *self)
{
  return kmzb_access_has (self, KMZB_ACCESS_SLOW | KMZB_ACCESS_ALOUD | KMZB_ACCESS_TWO_BUTTONS) ? PATIENCE : 1;
}

/* What every visit begins with at this booth, and has from now on. */
void
kmzb_access_set_start (KmzbAccess *self, guint text_percent, KmzbAccessFlags flags)
{
  g_return_if_fail (KMZB_IS_ACCESS (self));
  g_return_if_fail (text_percent >= KMZB_ACCESS_TEXT_LEAST && text_percent <= KMZB_ACCESS_TEXT_MOST);

  self->start_text_percent = text_percent;
  self->start_flags = flags;
  kmzb_access_reset (self);
}

/* The next visitor finds the booth as it always begins. */
void
kmzb_access_reset (KmzbAccess *self)
{
  g_return_if_fail (KMZB_IS_ACCESS (self));

  set_all (self, self->start_text_percent, self->start_flags);
}

/* Whether this visit has settings of its own. */
gboolean
kmzb_access_is_changed (KmzbAccess *self)
{
  g_return_val_if_fail (KMZB_IS_ACCESS (self), FALSE);

  return self->text_percent != self->start_text_percent || self->flags != self->start_flags;
}

/* Whether there is a voice to ask for; told by whoever has it. */
void
kmzb_access_set_can_speak (KmzbAccess *self, gboolean can_speak)
{
  g_return_if_fail (KMZB_IS_ACCESS (self));

  self->can_speak = can_speak;
}

gboolean
kmzb_access_can_speak (KmzbAccess *self)
{
  g_return_val_if_fail (KMZB_IS_ACCESS (self), FALSE);

  return self->can_speak;
}

/* The voice could not be had, or has gone: reading aloud is off, and the visitor is told. */
void
kmzb_access_fail_voice (KmzbAccess *self)
{
  g_return_if_fail (KMZB_IS_ACCESS (self));

  kmzb_access_set (self, KMZB_ACCESS_ALOUD | KMZB_ACCESS_HEADPHONES, FALSE);
  g_signal_emit (self, signals[VOICE_FAILED], 0);
}

/* Has @text spoken where things are read aloud: an error, a countdown, an answer that came. Nothing is kept.
 * @now: instead of what is being said, else after it */
void
kmzb_access_announce (KmzbAccess *self, const char *text, gboolean now)
{
  g_return_if_fail (KMZB_IS_ACCESS (self) && text != NULL);

  g_signal_emit (self, signals[ANNOUNCE], 0, text, now);
}

/* Calls a visitor who may have turned away: spoken once, also where nothing is read aloud. Who has everything read aloud
 * hears the screen itself. @text: (nullable): %NULL: somebody answered */
void
kmzb_access_call (KmzbAccess *self, const char *text)
{
  g_return_if_fail (KMZB_IS_ACCESS (self));

  g_signal_emit (self, signals[CALL], 0, text);
}

/* @screen: the widget that people now look at, and that hides the others */
void
kmzb_access_present (KmzbAccess *self, GObject *screen)
{
  g_return_if_fail (KMZB_IS_ACCESS (self) && G_IS_OBJECT (screen));

  g_signal_emit (self, signals[PRESENT], 0, screen);
}
