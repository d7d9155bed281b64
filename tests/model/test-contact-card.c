/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-contact-card.h"

#include <string.h>

static const KmzbPoint DOOR = { 52.3, 19.9 };

static KmzbUnit *
make_unit (void)
{
  return kmzb_unit_new ("k", KMZB_UNIT_KOMISARIAT, "Komisariat Policji w Zdrojewcu", "ul. Główna 13A, 99-992 Zdrojewiec",
                        "+48 00 000 00 02", "kp@zdrojewiec.policja.example", DOOR);
}

/* What a reader makes of it: lines put together again (RFC 6350, 3.2). */
static char *
unfold (const char *card)
{
  g_auto (GStrv) lines = g_strsplit (card, "\r\n ", -1);

  return g_strjoinv ("", lines);
}

static void
check_form (const char *card)
{
  g_auto (GStrv) lines = g_strsplit (card, "\r\n", -1);
  guint n = g_strv_length (lines);

  g_assert_true (g_utf8_validate (card, -1, NULL));
  g_assert_cmpuint (strlen (card), <=, KMZB_CONTACT_CARD_MAX_BYTES);
  g_assert_cmpstr (lines[0], ==, "BEGIN:VCARD");
  g_assert_cmpstr (lines[1], ==, "VERSION:3.0");
  g_assert_cmpstr (lines[n - 2], ==, "END:VCARD");
  g_assert_cmpstr (lines[n - 1], ==, "");
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_null (strpbrk (lines[i], "\r\n"));
      g_assert_true (g_utf8_validate (lines[i], -1, NULL)); /* no letter is cut through */
    }
}

static void
test_officer (void)
{
  g_autoptr (KmzbUnit) unit = make_unit ();
  g_autoptr (KmzbOfficer) officer
      = kmzb_officer_new ("o", "b", "k", "asp. szt.", "Bogumiła Anna Jarzębska-Lipko", "00 000 00 11 wew. 3",
                          "b.lipko@policja.example");
  g_autofree char *card = kmzb_contact_card_of_officer (officer, unit, "Dzielnicowa, rejon nr 1");

  g_assert_cmpstr (card, ==,
                   "BEGIN:VCARD\r\nVERSION:3.0\r\n"
                   "N:Jarzębska-Lipko;Bogumiła Anna;;asp. szt.;\r\n"
                   "FN:asp. szt. Bogumiła Anna Jarzębska-Lipko\r\n"
                   "TEL;TYPE=WORK,VOICE:+48000000011\\,3\r\n"
                   "EMAIL;TYPE=INTERNET:b.lipko@policja.example\r\n"
                   "ORG:Komisariat Policji w Zdrojewcu\r\n"
                   "TITLE:Dzielnicowa\\, rejon nr 1\r\n"
                   "ADR;TYPE=WORK:;;ul. Główna 13A\\, 99-992 Zdrojewiec;;;;\r\n"
                   "END:VCARD\r\n");
  check_form (card);
}

/* What the officer lacks the unit has; where nobody can be reached there is no card. */
static void
test_lacking (void)
{
  g_autoptr (KmzbUnit) unit = make_unit ();
  g_autoptr (KmzbUnit) mute = kmzb_unit_new ("m", KMZB_UNIT_POSTERUNEK, "Posterunek", NULL, NULL, NULL, DOOR);
  g_autoptr (KmzbOfficer) officer = kmzb_officer_new ("o", NULL, NULL, NULL, "Lipko", NULL, NULL);
  g_autofree char *card = kmzb_contact_card_of_officer (officer, unit, NULL);

  check_form (card);
  g_assert_nonnull (strstr (card, "N:Lipko;;;;\r\nFN:Lipko\r\nTEL;TYPE=WORK,VOICE:+48000000002\r\n"));
  g_assert_nonnull (strstr (card, "kp@zdrojewiec.policja.example"));
  g_assert_null (strstr (card, "TITLE"));
  g_assert_null (kmzb_contact_card_of_officer (officer, NULL, "x"));
  g_assert_null (kmzb_contact_card_of_officer (officer, mute, "x"));
  g_assert_null (kmzb_contact_card_of_unit (mute));
}

static void
test_unit (void)
{
  g_autoptr (KmzbUnit) unit = make_unit ();
  g_autofree char *card = kmzb_contact_card_of_unit (unit);

  check_form (card);
  g_assert_nonnull (strstr (card, "FN:Komisariat Policji w Zdrojewcu\r\nTEL"));
  g_assert_nonnull (strstr (card, "ORG:Komisariat Policji w Zdrojewcu\r\nADR"));
}

/* Signs that have a meaning in a card, and lines that must be folded inside Polish letters. */
static void
test_escaping (void)
{
  g_autoptr (KmzbUnit) unit
      = kmzb_unit_new ("k", KMZB_UNIT_KOMENDA, "Wydział \\ Prewencji; Żółte Źdźbła, łąka ęęęęęęęęęęęęęęęęęęęęęęęęęęęęęęęę", NULL,
                       "112", NULL, DOOR);
  g_autoptr (KmzbOfficer) officer
      = kmzb_officer_new ("o", NULL, NULL, "a;b", "Jan\r\nEND:VCARD\nBEGIN:VCARD Ko,wal;ski", "112\r\nX:y", NULL);
  g_autofree char *card = kmzb_contact_card_of_officer (officer, unit, NULL);
  g_autofree char *whole = unfold (card);

  check_form (card);
  g_assert_nonnull (strstr (whole, "N:Ko\\,wal\\;ski;Jan END:VCARD BEGIN:VCARD;;a\\;b;\r\n"));
  g_assert_nonnull (strstr (whole, "\r\nTEL;TYPE=WORK,VOICE:112 X:y\r\n"));
  g_assert_nonnull (strstr (whole, "ORG:Wydział \\\\ Prewencji\\; Żółte Źdźbła\\, łąka ęęęęęęęęęęęęęęęęęęęęęęęęęęęęęęęę\r\n"));
  g_assert_cmpuint (strlen (card), >, strlen (whole));
}

/* What would make the code too fine for a telephone is left out, what matters least first. */
static void
test_length (void)
{
  g_autofree char *address = g_strnfill (300, 'a');
  g_autofree char *email = g_strnfill (320, 'e');
  g_autoptr (KmzbUnit) unit = kmzb_unit_new ("k", KMZB_UNIT_KOMENDA, "Komenda", address, "112", NULL, DOOR);
  g_autoptr (KmzbOfficer) officer = kmzb_officer_new ("o", NULL, NULL, NULL, "Jan Lipko", "600 700 800", email);
  g_autoptr (KmzbOfficer) unreachable = kmzb_officer_new ("o", NULL, NULL, NULL, address, NULL, email);
  g_autofree char *of_unit = kmzb_contact_card_of_unit (unit);
  g_autofree char *of_officer = kmzb_contact_card_of_officer (officer, unit, "Dzielnicowy");

  check_form (of_unit);
  g_assert_null (strstr (of_unit, "ADR"));
  g_assert_nonnull (strstr (of_unit, "ORG:Komenda"));
  check_form (of_officer);
  g_assert_nonnull (strstr (of_officer, "+48600700800"));
  g_assert_null (strstr (of_officer, "EMAIL"));
  g_assert_null (kmzb_contact_card_of_officer (unreachable, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/contact-card/officer", test_officer);
  g_test_add_func ("/model/contact-card/lacking", test_lacking);
  g_test_add_func ("/model/contact-card/unit", test_unit);
  g_test_add_func ("/model/contact-card/escaping", test_escaping);
  g_test_add_func ("/model/contact-card/length", test_length);
  return g_test_run ();
}
