/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-accept-language.h"
#include "kmzb-number.h"
#include "kmzb-page.h"
#include "kmzb-routes.h"

#include <string.h>

#define NUMBER_MAX_TYPED 100
#define N_LANGUAGES 4
#define PATH "/s/"

/**
 * Answer:
 *
 * What the page says, in the order of @languages.
 */
typedef struct
{
  const char *said[N_LANGUAGES];
  const char *meant[N_LANGUAGES];
} Answer;

static const char *const languages[N_LANGUAGES] = { "pl", "uk", "en", "de" };
static const char *const brands[N_LANGUAGES] = { "Mapa zagrożeń", "Карта загроз", "Threat map", "Gefahrenkarte" };
static const char *const titles[N_LANGUAGES] = {
  "Co dzieje się ze zgłoszeniem",
  "Що відбувається з повідомленням",
  "Where the report stands",
  "Stand der Meldung",
};
static const char *const emergencies[N_LANGUAGES] = {
  "W nagłym przypadku dzwoń pod numer 112.",
  "У надзвичайній ситуації телефонуйте 112.",
  "In an emergency call 112.",
  "Im Notfall rufen Sie 112 an.",
};
static const Answer statuses[KMZB_N_STATUSES] = {
  [KMZB_STATUS_NEW] = { { "Nowe", "Нове", "New", "Neu" },
                        { "Zgłoszenie dotarło i czeka na sprawdzenie.", "Повідомлення надійшло й чекає на перевірку.",
                          "The report has arrived and waits to be checked.",
                          "Die Meldung ist angekommen und wartet auf Prüfung." } },
  [KMZB_STATUS_VERIFICATION] = { { "Weryfikacja", "Перевірка", "Being checked", "Wird geprüft" },
                                 { "Policja to sprawdza.", "Поліція це перевіряє.", "The police are looking into it.",
                                   "Die Polizei prüft sie." } },
  [KMZB_STATUS_CONFIRMED] = { { "Potwierdzone", "Підтверджено", "Confirmed", "Bestätigt" },
                              { "Zagrożenie jest prawdziwe. Policja się nim zajmuje.",
                                "Загроза справжня. Нею займається поліція.",
                                "The threat is real. The police are dealing with it.",
                                "Die Gefahr besteht. Die Polizei kümmert sich." } },
  [KMZB_STATUS_PASSED_ON] = { { "Potwierdzone (przekazane poza Policję)", "Підтверджено (передано за межі поліції)",
                                "Confirmed (passed on outside the police)",
                                "Bestätigt (außerhalb der Polizei weitergegeben)" },
                              { "Zagrożenie jest prawdziwe. Zajmuje się nim inna służba lub urząd.",
                                "Загроза справжня. Нею займається інша служба або установа.",
                                "The threat is real. Another service or office deals with it.",
                                "Die Gefahr besteht. Eine andere Stelle kümmert sich." } },
  [KMZB_STATUS_NOT_CONFIRMED] = { { "Niepotwierdzone", "Не підтверджено", "Not confirmed", "Nicht bestätigt" },
                                  { "Policja sprawdziła i nie znalazła zagrożenia.",
                                    "Поліція перевірила й загрози не знайшла.",
                                    "The police checked and did not find it.",
                                    "Die Polizei hat geprüft und nichts gefunden." } },
  [KMZB_STATUS_ELIMINATED] = { { "Potwierdzone (wyeliminowane)", "Підтверджено (усунуто)", "Confirmed (eliminated)",
                                 "Bestätigt (beseitigt)" },
                               { "Zagrożenie było prawdziwe. Już go nie ma.", "Загроза була справжня. Її вже немає.",
                                 "The threat was real. It is gone.", "Die Gefahr bestand. Sie ist beseitigt." } },
  [KMZB_STATUS_MISTAKE] = { { "Żart lub pomyłka", "Жарт або помилка", "Joke or mistake", "Scherz oder Irrtum" },
                            { "Policja uznała zgłoszenie za żart albo pomyłkę.",
                              "Поліція вважає повідомлення жартом або помилкою.",
                              "The police took the report for a joke or a mistake.",
                              "Die Polizei hält die Meldung für einen Scherz oder Irrtum." } },
};
/* One answer for a number that nobody has, for a wrong one and for one that is not yet sent: who tries numbers learns
 * nothing. */
static const Answer unknown = {
  { "Jeszcze nic nie wiemy", "Поки що нічого не відомо", "Nothing is known yet", "Noch ist nichts bekannt" },
  { "Punkt informacyjny mógł jeszcze nie wysłać zgłoszenia o tym numerze. Sprawdź, czy numer się zgadza, i zajrzyj tu"
    " później.",
    "Інформаційний пункт міг ще не надіслати повідомлення з цим номером. Перевірте номер і зайдіть сюди пізніше.",
    "The booth may not have sent the report with this number yet. Check the number and look again later.",
    "Vielleicht hat der Stand die Meldung mit dieser Nummer noch nicht gesendet. Prüfen Sie die Nummer und sehen Sie"
    " später wieder nach." },
};
static const Answer busy = {
  { "Zajrzyj za chwilę", "Зайдіть трохи пізніше", "Look again in a moment", "Sehen Sie gleich noch einmal nach" },
  { "Z tego połączenia sprawdzono przed chwilą za dużo numerów.", "З цього з’єднання щойно перевірили забагато номерів.",
    "Too many numbers were just looked up over this connection.",
    "Über diese Verbindung wurden gerade zu viele Nummern abgefragt." },
};
static const Answer trouble = {
  { "Zajrzyj za chwilę", "Зайдіть трохи пізніше", "Look again in a moment", "Sehen Sie gleich noch einmal nach" },
  { "Teraz nie możemy tego sprawdzić.", "Зараз ми не можемо це перевірити.", "It can't be looked up now.",
    "Das lässt sich gerade nicht abfragen." },
};

/* In English or Polish, for the coordinator's pages. */
const char *
kmzb_routes_get_status_name (KmzbStatus status, gboolean english)
{
  return statuses[status].said[english ? 2 : 0];
}

/* The reader's language stands first and largest; the others are there for who looks over their shoulder. */
static guint
find_own_language (KmzbExchange *exchange)
{
  const char *accepted = kmzb_exchange_get_header (exchange, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
  double best = 0;
  guint own = 0;

  for (guint i = 0; i < N_LANGUAGES; i++)
    {
      double weight = kmzb_accept_language_weigh (accepted, languages[i]);

      if (weight > best)
        {
          best = weight;
          own = i;
        }
    }
  return own;
}

static void
begin (GString *page, guint own)
{
  g_autoptr (GBytes) style = kmzb_page_make_style ("status.css");
  gsize length;
  const char *text = g_bytes_get_data (style, &length);

  g_string_append_printf (page,
                          "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                          "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">"
                          "<title>%s – %s</title><style>",
                          languages[own], titles[own], brands[own]);
  g_string_append_len (page, text, (gssize) length);
  g_string_append_printf (page, "</style></head><body><header><p class=\"brand\">%s</p></header><main>", brands[own]);
}

static void
add_language (GString *page, guint language, gboolean own, const Answer *answer, const char *slug)
{
  int level = own ? 1 : 2;

  g_string_append_printf (page, "<section lang=\"%s\"%s><h%d>%s</h%d><p class=\"answer\">", languages[language],
                          own ? " class=\"own\"" : "", level, titles[language], level);
  if (slug != NULL)
    g_string_append_printf (page, "<svg class=\"sign s-%s\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">%s</svg>", slug,
                            kmzb_page_get_sign (slug));
  g_string_append_printf (page, "%s</p><p>%s</p></section>", answer->said[language], answer->meant[language]);
}

/* @slug: (nullable): of the status that the answer is. What was asked for is not repeated in the page */
static GBytes *
build (KmzbExchange *exchange, const Answer *answer, const char *slug)
{
  g_autoptr (GString) page = g_string_new (NULL);
  guint own = find_own_language (exchange);

  begin (page, own);
  add_language (page, own, TRUE, answer, slug);
  for (guint i = 0; i < N_LANGUAGES; i++)
    if (i != own)
      add_language (page, i, FALSE, answer, slug);
  g_string_append (page, "</main><footer>");
  for (guint i = 0; i < N_LANGUAGES; i++)
    g_string_append_printf (page, "<p lang=\"%s\">%s</p>", languages[i], emergencies[i]);
  g_string_append (page, "</footer></body></html>\n");
  return g_string_free_to_bytes (g_steal_pointer (&page));
}

static void
answer_page (KmzbExchange *exchange, guint status, const Answer *answer, const char *slug)
{
  kmzb_exchange_answer (exchange, status, "text/html; charset=utf-8", build (exchange, answer, slug));
}

/* The number may be typed as it stands on the slip, with spaces. */
static char *
read_number (KmzbExchange *exchange)
{
  const char *typed = exchange->path + strlen (PATH);
  g_autofree char *text = strlen (typed) <= NUMBER_MAX_TYPED ? g_uri_unescape_string (typed, NULL) : NULL;

  return text ? kmzb_number_parse (text) : NULL;
}

static void
look_up (KmzbRoutes *self, KmzbExchange *exchange)
{
  g_autofree char *number = read_number (exchange);
  g_autoptr (GError) error = NULL;
  KmzbStatus status = KMZB_STATUS_NEW;
  gboolean found = number != NULL && kmzb_archive_find_status (self->archive, number, &status, &error);

  if (error != NULL)
    {
      g_warning ("Can't look up a number: %s", error->message);
      exchange->retry_seconds = KMZB_RETRY_SECONDS;
      answer_page (exchange, MHD_HTTP_SERVICE_UNAVAILABLE, &trouble, NULL);
    }
  else if (found)
    answer_page (exchange, MHD_HTTP_OK, &statuses[status], kmzb_status_to_slug (status));
  else
    answer_page (exchange, MHD_HTTP_OK, &unknown, NULL);
}

/**
 * kmzb_routes_run_status_page:
 *
 * The small page behind a visitor's QR code: the status in four languages and nothing else. Numbers cannot be guessed;
 * who tries all the same is soon told to wait.
 */
void
kmzb_routes_run_status_page (KmzbRoutes *self, KmzbExchange *exchange)
{
  g_autofree char *client = kmzb_exchange_dup_client (exchange, self->behind_proxy);

  if (kmzb_rate_take (self->lookups, client, kmzb_clock_get_monotonic_us (self->clock), &exchange->retry_seconds))
    look_up (self, exchange);
  else
    answer_page (exchange, MHD_HTTP_TOO_MANY_REQUESTS, &busy, NULL);
}
