/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-voice.h"

#ifdef KMZB_HAVE_SPEECH
#include "kmzb-speechd-voice.h"
#endif

/**
 * KmzbVoice:
 *
 * Who speaks. No call waits. Emits "failed" once for every wish that could not be answered: there is no voice, no
 * sound card, or it went away; a later wish tries anew. What is spoken is written down nowhere.
 */
G_DEFINE_INTERFACE (KmzbVoice, kmzb_voice, G_TYPE_OBJECT)

static guint failed_signal;

static void
kmzb_voice_default_init (KmzbVoiceInterface *iface)
{
  failed_signal
      = g_signal_new ("failed", KMZB_TYPE_VOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* @language: as kmzb_language_get() */
void
kmzb_voice_say (KmzbVoice *self, const char *text, const char *language)
{
  g_return_if_fail (KMZB_IS_VOICE (self) && text != NULL && language != NULL);

  KMZB_VOICE_GET_IFACE (self)->say (self, text, language);
}

void
kmzb_voice_hush (KmzbVoice *self)
{
  g_return_if_fail (KMZB_IS_VOICE (self));

  KMZB_VOICE_GET_IFACE (self)->hush (self);
}

void
kmzb_voice_emit_failed (KmzbVoice *self)
{
  g_signal_emit (self, failed_signal, 0);
}

/* Returns: (transfer full) (nullable): the voice of this machine, %NULL in a build without one */
KmzbVoice *
kmzb_voice_new (void)
{
#ifdef KMZB_HAVE_SPEECH
  return kmzb_speechd_voice_new ();
#else
  return NULL;
#endif
}
