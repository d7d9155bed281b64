/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-voice.h"

G_BEGIN_DECLS

#define KMZB_TYPE_SPEECHD_VOICE (kmzb_speechd_voice_get_type ())
G_DECLARE_FINAL_TYPE (KmzbSpeechdVoice, kmzb_speechd_voice, KMZB, SPEECHD_VOICE, GObject)

KmzbVoice *kmzb_speechd_voice_new (void);

G_END_DECLS
