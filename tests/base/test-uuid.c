/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-uuid.h"

#include <string.h>

/* RFC 9562, appendix A.6: 0x017F22E279B0 is 2022-02-22 19:22:22 UTC. */
static void
test_holds_the_time (void)
{
  g_autofree char *uuid = kmzb_uuid7_new (G_GINT64_CONSTANT (0x017F22E279B0) * 1000);

  g_assert_true (g_str_has_prefix (uuid, "017f22e2-79b0-7"));
  g_assert_true (kmzb_uuid_is_valid (uuid));
  g_assert_nonnull (strchr ("89ab", uuid[19]));
}

static void
test_sorts_by_time_and_differs (void)
{
  g_autofree char *first = kmzb_uuid7_new (1000000);
  g_autofree char *second = kmzb_uuid7_new (2000000);
  g_autofree char *same_time = kmzb_uuid7_new (1000000);

  g_assert_cmpstr (first, <, second);
  g_assert_cmpstr (first, !=, same_time);
}

static void
test_validity (void)
{
  g_assert_false (kmzb_uuid_is_valid (NULL));
  g_assert_false (kmzb_uuid_is_valid (""));
  g_assert_false (kmzb_uuid_is_valid ("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"));
  g_assert_false (kmzb_uuid_is_valid ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f0"));
  g_assert_false (kmzb_uuid_is_valid ("017f22e2079b0-7cc3-98c4-dc0c0c07398f"));
  g_assert_true (kmzb_uuid_is_valid ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uuid/holds-the-time", test_holds_the_time);
  g_test_add_func ("/uuid/sorts-by-time-and-differs", test_sorts_by_time_and_differs);
  g_test_add_func ("/uuid/validity", test_validity);
  return g_test_run ();
}
