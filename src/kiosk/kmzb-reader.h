/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-voice.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_READER (kmzb_reader_get_type ())
G_DECLARE_FINAL_TYPE (KmzbReader, kmzb_reader, KMZB, READER, GObject)

KmzbReader *kmzb_reader_new (GtkWindow *window, KmzbVoice *voice);
void kmzb_reader_read_screen (KmzbReader *self);

G_END_DECLS
