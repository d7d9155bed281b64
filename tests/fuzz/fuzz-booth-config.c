/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A booth's configuration file. */
#include "fuzz.h"
#include "kmzb-options.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (KmzbOptions) options = NULL;
  g_autoptr (GError) error = NULL;

  fuzz_begin ();
  options = kmzb_options_new ();
  if (kmzb_options_load_file (options, fuzz_file ("booth.ini", data, size), &error))
    {
      g_assert_no_error (error);
      g_assert_nonnull (kmzb_options_get_start_language (options));
      g_assert_true (!options->has_place || kmzb_point_is_valid (options->place));
    }
  else
    g_assert_nonnull (error);
  fuzz_check_text (error ? error->message : NULL);
  for (guint i = 0; i < options->warnings->len; i++)
    fuzz_check_text (g_ptr_array_index (options->warnings, i));
  return 0;
}
