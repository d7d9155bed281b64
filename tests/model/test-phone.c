/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-phone.h"

static const struct
{
  const char *written;
  const char *read;
  const char *dialled; /* NULL: none */
} rows[] = {
  /* As the source groups them. */
  { "47 871 34 00", "47 871 34 00", "+48478713400" },
  { "600 700 800", "600 700 800", "+48600700800" },
  { "478 713 400", "478 713 400", "+48478713400" },
  { "60 070 08 00", "60 070 08 00", "+48600700800" },
  /* As nobody reads them. */
  { "478713400", "47 871 34 00", "+48478713400" },
  { "600700800", "600 700 800", "+48600700800" },
  { "47 87 134 00", "47 871 34 00", "+48478713400" },
  { "(47) 87-134-00", "47 871 34 00", "+48478713400" },
  { "47/8713400", "47 871 34 00", "+48478713400" },
  { "47\xc2\xa0" "871\xe2\x80\x93" "34-00", "47 871 34 00", "+48478713400" },
  { " 47.871.34.00 ", "47 871 34 00", "+48478713400" },
  /* The country's code stays. */
  { "+48 47 87 134 00", "+48 47 871 34 00", "+48478713400" },
  { "+48600700800", "+48 600 700 800", "+48600700800" },
  { "0048 600 700 800", "+48 600 700 800", "+48600700800" },
  { "48 600 700 800", "+48 600 700 800", "+48600700800" },
  { "(+48) 600 700 800", "+48 600 700 800", "+48600700800" },
  { "481 234 567", "481 234 567", "+48481234567" },
  /* As it was dialled before 2005, and in the training region. */
  { "0-47 871-34-00", "47 871 34 00", "+48478713400" },
  { "+48 00 000 00 11", "+48 00 000 00 11", "+48000000011" },
  { "000 000 011", "000 000 011", "+48000000011" },
  /* Extensions. */
  { "47 871 34 00 wew. 12", "47 871 34 00 wew. 12", "+48478713400,12" },
  { "47 871 34 00 w. 345", "47 871 34 00 wew. 345", "+48478713400,345" },
  { "+48 47 871 34 00, wew.: 12", "+48 47 871 34 00 wew. 12", "+48478713400,12" },
  { "47 871 34 00 EXT 7", "47 871 34 00 wew. 7", "+48478713400,7" },
  /* What is something else stays as it came. */
  { "112", "112", NULL },
  { "997 lub 112", "997 lub 112", NULL },
  { "47 871 34 00, 47 871 34 01", "47 871 34 00, 47 871 34 01", NULL },
  { "47 871 34 00/01", "47 871 34 00/01", NULL },
  { "47 871 34 0", "47 871 34 0", NULL },
  { "4787134000", "4787134000", NULL },
  { "+49 30 1234567", "+49 30 1234567", NULL },
  { "+49 301 234 567", "+49 301 234 567", NULL },
  { "tel. 47 871 34 00", "tel. 47 871 34 00", NULL },
  { "brak", "brak", NULL },
  { "", "", NULL },
  { "47 871 34 00 wew.", "47 871 34 00 wew.", NULL },
  { "\xff 47 871 34 00", "\xff 47 871 34 00", NULL },
};

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *read = kmzb_phone_format (rows[i].written);
      g_autofree char *dialled = kmzb_phone_to_dial (rows[i].written);
      g_autofree char *again = kmzb_phone_format (read);

      g_assert_cmpstr (read, ==, rows[i].read);
      g_assert_cmpstr (again, ==, rows[i].read);
      g_assert_cmpstr (dialled, ==, rows[i].dialled);
    }
  g_assert_null (kmzb_phone_format (NULL));
  g_assert_null (kmzb_phone_to_dial (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/phone/numbers", test_numbers);
  return g_test_run ();
}
