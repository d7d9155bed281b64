/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-personal.h"

#include <string.h>

/* The PESELs, phones and people here are made up; 44051401359 is the example of the law's own commentary. */
static const struct
{
  const char *text;
  guint found;
} TEXTS[] = {
  { "Sprawca to 44051401359, mieszka obok", KMZB_PERSONAL_PESEL },
  { "pesel:44051401359.", KMZB_PERSONAL_PESEL },
  { "02270803624 chodzi tędy", KMZB_PERSONAL_PESEL }, /* born in 2002 */
  { "44051401358", 0 },                               /* the checksum is wrong */
  { "44551401353", 0 },                               /* no such month */
  { "440514013590", 0 },                              /* twelve digits */
  { "zadzwoń 600 123 456 po 18", KMZB_PERSONAL_PHONE },
  { "tel. 600123456", KMZB_PERSONAL_PHONE },
  { "600-123-456", KMZB_PERSONAL_PHONE },
  { "17 852 12 34", KMZB_PERSONAL_PHONE },
  { "(17) 852-12-34", KMZB_PERSONAL_PHONE },
  { "+48 600 123 456", KMZB_PERSONAL_PHONE },
  { "0048600123456", KMZB_PERSONAL_PHONE },
  { "+380 67 123 45 67", KMZB_PERSONAL_PHONE },
  { "jan.kowalski@example.pl", KMZB_PERSONAL_EMAIL },
  { "Pisz na ala+stand@poczta.example.com.", KMZB_PERSONAL_EMAIL },
  { "auto RZ 1234A stoi", KMZB_PERSONAL_PLATE },
  { "RZ12345", KMZB_PERSONAL_PLATE },
  { "WE-123AK", KMZB_PERSONAL_PLATE },
  { "numer KRA 12JK", KMZB_PERSONAL_PLATE },
  { "RMI A123 i inne", KMZB_PERSONAL_PLATE },
  { "nr rej. rz 12345", KMZB_PERSONAL_PLATE },
  { "tablice rze12ak", KMZB_PERSONAL_PLATE },
  { "AA 1234 BB", KMZB_PERSONAL_PLATE },
  { "RZ 1234A, tel. 600 123 456, a@b.pl", KMZB_PERSONAL_PLATE | KMZB_PERSONAL_PHONE | KMZB_PERSONAL_EMAIL },
};

/* What people write into reports all the time, and nobody's data. */
static const char *const HARMLESS[] = {
  "Auta stoją na chodniku przy ul. Lipowej 7, między 16:00 a 18:30.",
  "Na DK 94 i A4, przy S19, koło DW 878, km 12+300.",
  "Od 12.10.2026 do 22.11.2026, codziennie 22-6.",
  "Godziny 18 30, 19 15, 20 00.",
  "Bloki nr 12, 14, 16, 18, 20 i garaże 100-145.",
  "Działka 1234/56, obręb 0012, arkusz 3.",
  "Kod 35-001 Rzeszów, rynek 5.",
  "Strata 12 500 zł, potem 1 250 000 zł.",
  "Autobus 12 i 114, przystanek 02, linia N5.",
  "Przejazd PKP 1234, SP 12, LO 4, ZUS 2023, PKS 12.",
  "Zgłoszenie 4K7-2MX-9QD z 2025 roku.",
  "Prędkość 90-120 km/h w strefie 30, próg 15 cm.",
  "Około 300 m od mostu, 50.0412, 21.9991.",
  "Słup nr 4456, latarnia L12/7, studzienka K-104.",
  "od 8 do 10 osób, wiek 15-17 lat, 3 razy w tygodniu",
  "Po 20000 kroków, do 12345 osób",
  "ISBN 978 83 240 1234 5 leży na ławce",
  "@ na murze, i napis kocham@",
  "",
};

static void
test_found (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    {
      g_test_message ("“%s”", TEXTS[i].text);
      g_assert_cmpuint (kmzb_personal_find (TEXTS[i].text), ==, TEXTS[i].found);
    }
}

static void
test_harmless (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (HARMLESS); i++)
    {
      g_test_message ("“%s”", HARMLESS[i]);
      g_assert_cmpuint (kmzb_personal_find (HARMLESS[i]), ==, 0);
    }
}

/* Real civic reports, where they are at hand: a warning on more than one in fifty would be noise. American phone numbers
 * and e-mail addresses in them are real ones. */
static void
test_real_reports (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "shared", "data", "reports", "nyc-311-publicstuff.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0, n_plates = 0, n_pesels = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no real reports here (../shared/data)");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint found = kmzb_personal_find (lines[i]);

      n++;
      n_plates += (found & KMZB_PERSONAL_PLATE) != 0;
      n_pesels += (found & KMZB_PERSONAL_PESEL) != 0;
    }
  g_test_message ("%u lines: %u plates, %u PESELs", n, n_plates, n_pesels);
  g_assert_cmpuint (n, >, 5000);
  g_assert_cmpuint (n_pesels, ==, 0);
  g_assert_cmpuint (n_plates * 50, <, n);
}

/* No bytes bring it down. */
static void
test_anything (void)
{
  static const char letters[] = "0123456789 +-.@()/abRZWEKRAąż\n";

  for (int i = 0; i < 20000; i++)
    {
      char text[40];
      int length = g_test_rand_int_range (0, sizeof text);

      for (int j = 0; j < length; j++)
        text[j] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
      text[MAX (length - 1, 0)] = '\0';
      g_assert_cmpuint (kmzb_personal_find (text), <, 16);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/personal/found", test_found);
  g_test_add_func ("/model/personal/harmless", test_harmless);
  g_test_add_func ("/model/personal/real-reports", test_real_reports);
  g_test_add_func ("/model/personal/anything", test_anything);
  return g_test_run ();
}
