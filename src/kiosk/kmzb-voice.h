/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KMZB_TYPE_VOICE (kmzb_voice_get_type ())
G_DECLARE_INTERFACE (KmzbVoice, kmzb_voice, KMZB, VOICE, GObject)

/**
 * KmzbVoiceInterface:
 * @say: begins to speak, after what was asked for before
 * @hush: is silent at once; what was not spoken yet is forgotten
 */
struct _KmzbVoiceInterface
{
  GTypeInterface parent_iface;

  void (*say) (KmzbVoice *self, const char *text, const char *language);
  void (*hush) (KmzbVoice *self);
};

void kmzb_voice_say (KmzbVoice *self, const char *text, const char *language);
void kmzb_voice_hush (KmzbVoice *self);
void kmzb_voice_emit_failed (KmzbVoice *self);

KmzbVoice *kmzb_voice_new (void);

G_END_DECLS
