/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-access-setup.h"

#include "kmzb-access-keys.h"
#include "kmzb-access.h"

#define KEYS_KEY "kmzb-access-keys"

/* What every visit begins with, the voice and the two buttons, for as long as @window lives. */
void
kmzb_access_setup (GtkWindow *window, KmzbOptions *options, KmzbClock *clock)
{
  KmzbAccessFlags flags = 0;
  g_autoptr (KmzbVoice) voice = kmzb_voice_new ();
  g_autoptr (KmzbReader) reader = kmzb_reader_new (window, voice);

  if (options->contrast)
    flags |= KMZB_ACCESS_CONTRAST;
  if (options->low_controls)
    flags |= KMZB_ACCESS_LOW_CONTROLS;
  kmzb_access_set_start (kmzb_access_get_default (), (guint) options->text_percent, flags);
  g_object_set_data_full (G_OBJECT (window), KEYS_KEY,
                          kmzb_access_keys_new (window, clock, reader, options->next_key, options->choose_key),
                          g_object_unref);
}
