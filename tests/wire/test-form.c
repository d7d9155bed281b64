/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-form.h"

#include "kmzb-error.h"

#include <string.h>

static KmzbWireForm *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  KmzbWireForm *form = kmzb_wire_form_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return form;
}

static void
assert_refused (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  /* A copy of exactly that size, so that a sanitizer sees any read past its end. */
  g_autofree char *copy = g_memdup2 (data, length);

  g_assert_null (kmzb_wire_form_parse (copy, length, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
}

static void
test_decodes (void)
{
  g_autoptr (KmzbWireForm) form = parse ("a=1&b=za%C5%BC%C3%B3%C5%82%C4%87+g%26%3D%0A&&c&d=&=x&attribute%5Bx%5D%5B%5D=%41");

  g_assert_cmpstr (kmzb_wire_form_get (form, "a"), ==, "1");
  g_assert_cmpstr (kmzb_wire_form_get (form, "b"), ==, "zażółć g&=\n");
  g_assert_null (kmzb_wire_form_get (form, "c"));
  g_assert_null (kmzb_wire_form_get (form, "d"));
  g_assert_null (kmzb_wire_form_get (form, "missing"));
  g_assert_cmpstr (kmzb_wire_form_get (form, "attribute[x][]"), ==, "A");
}

static void
test_empty_is_absent (void)
{
  g_autoptr (KmzbWireForm) form = parse ("lat=&lat=50.1");

  g_assert_cmpstr (kmzb_wire_form_get (form, "lat"), ==, "50.1");
}

static void
test_repeated (void)
{
  g_autoptr (KmzbWireForm) form = parse ("l[]=a&l[]=&lx=no&l=b&l[]=c&l[][]=no");
  g_autoptr (GPtrArray) values = kmzb_wire_form_get_all (form, "l");

  g_assert_cmpuint (values->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (values, 0), ==, "a");
  g_assert_cmpstr (g_ptr_array_index (values, 1), ==, "b");
  g_assert_cmpstr (g_ptr_array_index (values, 2), ==, "c");
}

static void
test_hostile (void)
{
  static const char *const broken[] = { "a=%", "a=%4", "a=%zz", "a=%4z&b=1", "%=1", "a=%00", "a=x%00y", "a=%ff%fe",
                                        "a=%C5", "a=%ED%A0%80", "a=%F8%88%80%80%80" };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    assert_refused (broken[i], strlen (broken[i]));
  assert_refused ("a=\0b", 4);
  assert_refused ("a=\xff", 3);
}

static void
test_limits (void)
{
  g_autofree char *large = g_strnfill (KMZB_WIRE_FORM_MAX_BYTES + 1, 'a');
  g_autoptr (GString) many = g_string_new ("a=1");
  g_autofree char *name = g_strnfill (KMZB_WIRE_FORM_MAX_NAME_BYTES + 1, 'n');
  g_autoptr (KmzbWireForm) full = NULL;

  assert_refused (large, KMZB_WIRE_FORM_MAX_BYTES + 1);
  assert_refused (name, strlen (name));

  for (int i = 1; i < KMZB_WIRE_FORM_MAX_FIELDS; i++)
    g_string_append (many, "&a=1");
  full = parse (many->str);
  g_string_append (many, "&a=1");
  assert_refused (many->str, many->len);
}

static void
test_round_trip (void)
{
  static const char text[] = "Zażółć gęślą jaźń\n\"'&=+%;<>\\ 🚲👨‍👩‍👧 \t*-._~";
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_new ();
  g_autoptr (KmzbWireForm) back = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const char *data;

  kmzb_wire_form_add (form, "description", text);
  kmzb_wire_form_add (form, "attribute[day_part][]", "night");
  kmzb_wire_form_add (form, "nothing", "");
  kmzb_wire_form_add (form, "nothing", NULL);
  bytes = kmzb_wire_form_encode (form);
  data = g_bytes_get_data (bytes, &length);
  g_assert_null (g_strstr_len (data, (gssize) length, "nothing"));
  for (gsize i = 0; i < length; i++)
    g_assert_true (data[i] > ' ' && data[i] < 127);

  back = kmzb_wire_form_parse (data, length, NULL);
  g_assert_cmpstr (kmzb_wire_form_get (back, "description"), ==, text);
  g_assert_cmpstr (kmzb_wire_form_get (back, "attribute[day_part][]"), ==, "night");
}

static gboolean
same_content (const char *a, const char *b)
{
  g_autoptr (KmzbWireForm) left = parse (a);
  g_autoptr (KmzbWireForm) right = parse (b);
  g_autoptr (GBytes) left_digest = kmzb_wire_form_digest (left);
  g_autoptr (GBytes) right_digest = kmzb_wire_form_digest (right);

  return g_bytes_equal (left_digest, right_digest);
}

static void
test_digest (void)
{
  g_assert_true (same_content ("a=1&b=2", "b=2&a=1"));
  g_assert_true (same_content ("a=1&api_key=x", "a=1&api_key=y"));
  g_assert_true (same_content ("a=1", "jurisdiction_id=pl&a=1&empty="));
  g_assert_true (same_content ("a=%41", "a=A"));
  g_assert_false (same_content ("a=1", "a=2"));
  g_assert_false (same_content ("a=1&a=2", "a=1"));
  g_assert_false (same_content ("a=bc", "ab=c"));
  g_assert_false (same_content ("a=b&c=d", "a=bcd"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/form/decodes", test_decodes);
  g_test_add_func ("/wire/form/empty-is-absent", test_empty_is_absent);
  g_test_add_func ("/wire/form/repeated", test_repeated);
  g_test_add_func ("/wire/form/hostile", test_hostile);
  g_test_add_func ("/wire/form/limits", test_limits);
  g_test_add_func ("/wire/form/round-trip", test_round_trip);
  g_test_add_func ("/wire/form/digest", test_digest);
  return g_test_run ();
}
