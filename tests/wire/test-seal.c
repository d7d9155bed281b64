/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unseal.h"

#include "kmzb-error.h"
#include "kmzb-wire-seal.h"

/* The public half of the secret key that is the bytes 0 to 31. */
#define GOOD "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8"

static KmzbWirePublicKey
get_key (const Unsealer *unsealer)
{
  KmzbWirePublicKey key;
  g_autoptr (GError) error = NULL;

  kmzb_wire_public_key_parse (&key, unsealer->base64, &error);
  g_assert_no_error (error);
  return key;
}

static void
test_round_trip (void)
{
  static const char *const texts[] = { "", "a", "Zażółć \"gęślą\"\n& 100% 🚲", "0123456789abcdef0123456789abcdef" };
  Unsealer unsealer;
  KmzbWirePublicKey key;

  unsealer_init (&unsealer);
  key = get_key (&unsealer);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *sealed = kmzb_wire_seal (&key, texts[i]);
      g_autofree char *again = kmzb_wire_seal (&key, texts[i]);
      g_autofree char *opened = unsealer_open (&unsealer, sealed);

      g_assert_cmpstr (sealed, !=, again);
      g_assert_cmpuint (strlen (sealed), ==, (strlen (texts[i]) + crypto_box_SEALBYTES + 2) / 3 * 4);
      g_assert_cmpstr (opened, ==, texts[i]);
    }
}

static void
test_others_cannot_open (void)
{
  Unsealer right, other;
  KmzbWirePublicKey key;
  g_autofree char *sealed = NULL;

  unsealer_init (&right);
  unsealer_init (&other);
  key = get_key (&right);
  sealed = kmzb_wire_seal (&key, "Kowalskiego");
  g_assert_null (strstr (sealed, "Kowal"));
  g_assert_null (unsealer_open (&other, sealed));
}

static void
test_keys (void)
{
  static const char *const bad[] = {
    "", "x", GOOD, GOOD "==", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", " " GOOD "=", GOOD "=" GOOD "=",
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  };
  Unsealer unsealer;
  KmzbWirePublicKey key, other;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kmzb_wire_public_key_parse (&key, GOOD "=", &error));
  g_assert_no_error (error);
  text = kmzb_wire_public_key_to_base64 (&key);
  g_assert_cmpstr (text, ==, GOOD "=");
  g_assert_cmpuint (strlen (key.id), ==, 16);
  unsealer_init (&unsealer);
  other = get_key (&unsealer);
  g_assert_false (kmzb_wire_public_key_equal (&key, &other));
  g_assert_cmpstr (key.id, !=, other.id);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) fault = NULL;

      g_assert_false (kmzb_wire_public_key_parse (&key, bad[i], &fault));
      g_assert_error (fault, KMZB_ERROR, KMZB_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/seal/round-trip", test_round_trip);
  g_test_add_func ("/wire/seal/others-cannot-open", test_others_cannot_open);
  g_test_add_func ("/wire/seal/keys", test_keys);
  return g_test_run ();
}
