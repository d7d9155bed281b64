/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Central's configuration file. */
#include "fuzz.h"
#include "kmzb-central-config.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (KmzbCentralOptions) options = {
    .request_seconds = KMZB_CENTRAL_UNSET, .quota = KMZB_CENTRAL_UNSET, .keep_texts_days = KMZB_CENTRAL_UNSET,
  };
  g_autoptr (GError) error = NULL;

  fuzz_begin ();
  if (!kmzb_central_config_apply (fuzz_file ("central.conf", data, size), &options, &error))
    g_assert_nonnull (error);
  fuzz_check_text (error ? error->message : NULL);
  return 0;
}
