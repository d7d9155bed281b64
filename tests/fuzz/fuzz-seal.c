/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Central's file of keys, a public key as it is given to a booth, and a sealed description: three lines and more. */
#include "fuzz.h"
#include "kmzb-seal-keys.h"
#include "kmzb-wire-seal.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzCursor cursor = { data, size };
  g_autofree char *public_key = NULL, *sealed = NULL, *opened = NULL, *key_id = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbSealKeys) keys = NULL;
  g_autoptr (GPtrArray) list = NULL;
  KmzbWirePublicKey key;

  fuzz_begin ();
  public_key = fuzz_take_line (&cursor);
  sealed = fuzz_take_line (&cursor);
  if (kmzb_wire_public_key_parse (&key, public_key, NULL))
    {
      g_autofree char *again = kmzb_wire_public_key_to_base64 (&key);
      g_autofree char *envelope = kmzb_wire_seal (&key, sealed);
      KmzbWirePublicKey same;

      g_assert_true (kmzb_wire_public_key_parse (&same, again, NULL) && kmzb_wire_public_key_equal (&key, &same));
    }
  keys = kmzb_seal_keys_new (fuzz_file (KMZB_SEAL_KEYS_FILE, cursor.at, cursor.left));
  list = kmzb_seal_keys_list (keys, NULL);
  opened = kmzb_seal_open (keys, sealed, &key_id, &error);
  g_assert_true ((opened == NULL) == (error != NULL));
  fuzz_check_text (opened);
  return 0;
}
