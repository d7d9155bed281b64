/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-routes.h"

#include "kmzb-number.h"

#include <string.h>

#define NUMBER_MAX_TYPED 32
#define N_LANGUAGES 4

static const char *const languages[N_LANGUAGES] = { "pl", "uk", "en", "de" };
static const char *const titles[N_LANGUAGES] = {
  "Co dzieje się ze zgłoszeniem",
  "Що відбувається з повідомленням",
  "Where the report stands",
  "Stand der Meldung",
};
/* One text for a number nobody has, for one that is not yet sent and for one that cannot be looked up: who tries
 * numbers learns nothing. */
static const char *const unknown[N_LANGUAGES] = {
  "Jeszcze nic nie wiemy o zgłoszeniu o tym numerze. Punkt informacyjny mógł go jeszcze nie wysłać.",
  "Поки що нічого не відомо про повідомлення з цим номером. Інформаційний пункт міг його ще не надіслати.",
  "Nothing is known yet of a report with this number. The booth may not have sent it yet.",
  "Zu einer Meldung mit dieser Nummer ist noch nichts bekannt. Vielleicht hat der Stand sie noch nicht gesendet.",
};
static const char *const statuses[KMZB_N_STATUSES][N_LANGUAGES] = {
  [KMZB_STATUS_NEW] = { "Nowe", "Нове", "New", "Neu" },
  [KMZB_STATUS_VERIFICATION] = { "Weryfikacja", "Перевірка", "Being checked", "Wird geprüft" },
  [KMZB_STATUS_CONFIRMED] = { "Potwierdzone", "Підтверджено", "Confirmed", "Bestätigt" },
  [KMZB_STATUS_PASSED_ON] = { "Potwierdzone (przekazane poza Policję)", "Підтверджено (передано за межі поліції)",
                              "Confirmed (passed on outside the police)",
                              "Bestätigt (außerhalb der Polizei weitergegeben)" },
  [KMZB_STATUS_NOT_CONFIRMED] = { "Niepotwierdzone", "Не підтверджено", "Not confirmed", "Nicht bestätigt" },
  [KMZB_STATUS_ELIMINATED] = { "Potwierdzone (wyeliminowane)", "Підтверджено (усунуто)", "Confirmed (eliminated)",
                               "Bestätigt (beseitigt)" },
  [KMZB_STATUS_MISTAKE] = { "Żart lub pomyłka", "Жарт або помилка", "Joke or mistake", "Scherz oder Irrtum" },
};

static const char head[]
    = "<!DOCTYPE html>\n<html lang=\"pl\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"robots\" content=\"noindex\"><title>Co dzieje się ze zgłoszeniem</title><style>"
      "body{font:1.125rem/1.5 system-ui,sans-serif;color:#1a1f24;background:#fff;max-width:38rem;margin:0 auto;"
      "padding:1.5rem}section{padding:1rem 0;border-top:1px solid #c5ccd3}h2{font-size:1rem;font-weight:normal;"
      "margin:0;color:#4a545e}p{margin:.25rem 0 0;font-size:1.375rem;font-weight:600}"
      "@media(prefers-color-scheme:dark){body{color:#eef1f4;background:#14181c}h2{color:#b4bec8}}"
      "</style></head><body><main>";

/* In English or Polish, for the coordinator's pages. */
const char *
kmzb_routes_get_status_name (KmzbStatus status, gboolean english)
{
  return statuses[status][english ? 2 : 0];
}

/**
 * kmzb_routes_build_status_page:
 * @text: the number as it stands in the address
 *
 * The small page behind a visitor's QR code: the status in four languages and nothing else. What was asked for is not
 * repeated in it.
 *
 * Returns: (transfer full)
 */
GBytes *
kmzb_routes_build_status_page (KmzbRoutes *self, const char *text)
{
  g_autoptr (GString) page = g_string_new (head);
  g_autofree char *number = strlen (text) <= NUMBER_MAX_TYPED ? kmzb_number_parse (text) : NULL;
  g_autoptr (GError) error = NULL;
  KmzbStatus status = KMZB_STATUS_NEW;
  gboolean found = number != NULL && kmzb_archive_find_status (self->archive, number, &status, &error);

  if (error != NULL)
    g_warning ("Can't look up a number: %s", error->message);
  for (guint i = 0; i < N_LANGUAGES; i++)
    g_string_append_printf (page, "<section lang=\"%s\"><h2>%s</h2><p>%s</p></section>", languages[i], titles[i],
                            found ? statuses[status][i] : unknown[i]);
  g_string_append (page, "</main></body></html>\n");
  return g_string_free_to_bytes (g_steal_pointer (&page));
}
