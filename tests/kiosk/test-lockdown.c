/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys a visitor's keyboard has. */
#include "kmzb-lockdown.h"

static gboolean
is_dead (guint keyval, GdkModifierType modifiers)
{
  return kmzb_lockdown_key_is_dead (keyval, modifiers);
}

static void
test_dead (void)
{
  g_assert_true (is_dead (GDK_KEY_Menu, 0));
  g_assert_true (is_dead (GDK_KEY_Print, 0));
  g_assert_true (is_dead (GDK_KEY_F10, GDK_SHIFT_MASK));
  g_assert_true (is_dead (GDK_KEY_F11, 0));
  g_assert_true (is_dead (GDK_KEY_F4, GDK_ALT_MASK));
  g_assert_true (is_dead (GDK_KEY_Tab, GDK_ALT_MASK));
  g_assert_true (is_dead (GDK_KEY_d, GDK_SUPER_MASK));
  g_assert_true (is_dead (GDK_KEY_q, GDK_CONTROL_MASK));
  g_assert_true (is_dead (GDK_KEY_I, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  g_assert_true (is_dead (GDK_KEY_D, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  g_assert_true (is_dead (GDK_KEY_U, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  g_assert_true (is_dead (GDK_KEY_period, GDK_CONTROL_MASK));
  g_assert_true (is_dead (GDK_KEY_HomePage, 0));
}

static void
test_alive (void)
{
  g_assert_false (is_dead (GDK_KEY_a, 0));
  g_assert_false (is_dead (GDK_KEY_aogonek, 0));
  g_assert_false (is_dead (GDK_KEY_Cyrillic_zhe, GDK_SHIFT_MASK));
  g_assert_false (is_dead (GDK_KEY_ISO_Level3_Shift, 0));
  g_assert_false (is_dead (GDK_KEY_Alt_R, 0));
  g_assert_false (is_dead (GDK_KEY_dead_acute, 0));
  g_assert_false (is_dead (GDK_KEY_Tab, GDK_SHIFT_MASK));
  g_assert_false (is_dead (GDK_KEY_Return, 0));
  g_assert_false (is_dead (GDK_KEY_Escape, 0));
  g_assert_false (is_dead (GDK_KEY_F1, 0)); /* the two buttons */
  g_assert_false (is_dead (GDK_KEY_F2, 0));
  g_assert_false (is_dead (GDK_KEY_c, GDK_CONTROL_MASK));
  g_assert_false (is_dead (GDK_KEY_A, GDK_CONTROL_MASK | GDK_LOCK_MASK));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lockdown/dead", test_dead);
  g_test_add_func ("/lockdown/alive", test_alive);
  return g_test_run ();
}
