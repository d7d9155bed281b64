/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-log.h"

static void
check (const char *in, const char *out)
{
  g_autofree char *redacted = kmzb_log_redact (in);

  g_assert_cmpstr (redacted, ==, out);
}

static void
test_values_are_hidden (void)
{
  check ("POST api_key=s3cret&service_code=x", "POST api_key=[private]&service_code=x");
  check ("body description=pod+blokiem", "body description=[private]");
  check ("attribute%5Bsealed_description%5D=QUJD&x=1", "attribute%5Bsealed_description%5D=[private]&x=1");
  check ("Authorization: Bearer a b\nHost: c", "Authorization:[private]\nHost: c");
}

static void
test_other_text_stays (void)
{
  check ("Can't open region pack /x: no such file", "Can't open region pack /x: no such file");
  check ("", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/values-are-hidden", test_values_are_hidden);
  g_test_add_func ("/log/other-text-stays", test_other_text_stays);
  return g_test_run ();
}
