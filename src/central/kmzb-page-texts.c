/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page.h"

static const char *const texts[KMZB_N_TEXTS][2] = {
  [KMZB_TEXT_REPORTS] = { "Zgłoszenia", "Reports" },
  [KMZB_TEXT_AUDIT] = { "Rejestr działań", "Audit" },
  [KMZB_TEXT_LOG_IN] = { "Zaloguj się", "Sign in" },
  [KMZB_TEXT_LOG_OUT] = { "Wyloguj się", "Sign out" },
  [KMZB_TEXT_NAME] = { "Nazwa użytkownika", "User name" },
  [KMZB_TEXT_PASSWORD] = { "Hasło", "Password" },
  [KMZB_TEXT_WRONG] = { "Nazwa lub hasło nie są poprawne.", "The name or the password is wrong." },
  [KMZB_TEXT_WAIT] = { "Za dużo prób. Odczekaj chwilę i spróbuj ponownie.", "Too many tries. Wait a while and try again." },
  [KMZB_TEXT_STALE] = { "Formularz stracił ważność. Otwórz stronę ponownie.", "The form is no longer valid. Open the page again." },
  [KMZB_TEXT_NO_PAGE] = { "Nie ma takiej strony.", "There is no such page." },
  [KMZB_TEXT_TROUBLE] = { "Baza danych teraz nie odpowiada. Spróbuj za chwilę.", "The database does not answer now. Try again in a while." },
  [KMZB_TEXT_DENIED] = { "Ta strona jest tylko dla administratora.", "This page is for administrators only." },
  [KMZB_TEXT_STATUS] = { "Status", "Status" },
  [KMZB_TEXT_CATEGORY] = { "Kategoria", "Category" },
  [KMZB_TEXT_FROM] = { "Od dnia", "From" },
  [KMZB_TEXT_TO] = { "Do dnia", "To" },
  [KMZB_TEXT_NUMBER] = { "Numer zgłoszenia", "Report number" },
  [KMZB_TEXT_ALL] = { "Wszystkie", "All" },
  [KMZB_TEXT_SHOW] = { "Pokaż", "Show" },
  [KMZB_TEXT_NONE] = { "Nie ma takich zgłoszeń.", "There are no such reports." },
  [KMZB_TEXT_NEXT] = { "Następna strona", "Next page" },
  [KMZB_TEXT_PREVIOUS] = { "Poprzednia strona", "Previous page" },
  [KMZB_TEXT_SENT] = { "Zgłoszono", "Reported" },
  [KMZB_TEXT_RECEIVED] = { "Otrzymano", "Received" },
  [KMZB_TEXT_BOOTH] = { "Punkt informacyjny", "Booth" },
  [KMZB_TEXT_PLACE] = { "Miejsce", "Place" },
  [KMZB_TEXT_DESCRIPTION] = { "Opis", "Description" },
  [KMZB_TEXT_OPEN] = { "Otwórz opis (zostanie to zapisane)", "Open the description (this is recorded)" },
  [KMZB_TEXT_NO_DESCRIPTION] = { "Bez opisu.", "No description." },
  [KMZB_TEXT_CANNOT_OPEN] = { "Tego opisu nie można otworzyć żadnym kluczem serwera.", "No key of this server opens this description." },
  [KMZB_TEXT_SET_STATUS] = { "Zmień status", "Change the status" },
  [KMZB_TEXT_NOTE] = { "Publiczna uwaga (nieobowiązkowa)", "Public note (optional)" },
  [KMZB_TEXT_SAVE] = { "Zapisz status", "Save the status" },
  [KMZB_TEXT_HISTORY] = { "Historia", "History" },
  [KMZB_TEXT_WHO] = { "Kto", "Who" },
  [KMZB_TEXT_WHAT] = { "Co", "What" },
  [KMZB_TEXT_WHEN] = { "Kiedy", "When" },
  [KMZB_TEXT_REPORT] = { "Zgłoszenie", "Report" },
  [KMZB_TEXT_SKIP] = { "Przejdź do treści", "Skip to content" },
  [KMZB_TEXT_BAD_FORM] = { "Wybierz status. Uwaga może mieć najwyżej 1000 znaków.", "Choose a status. A note has 1000 characters at most." },
};

const char *
kmzb_page_text (KmzbPage *self, KmzbText text)
{
  return texts[text][self->english];
}

static const char *const actions[][3] = {
  { "login", "Logowanie", "Signed in" },
  { "open", "Otwarcie opisu", "Description opened" },
  { "status", "Zmiana statusu", "Status changed" },
};

/* Returns: what an action of the audit is called */
const char *
kmzb_page_find_action (KmzbPage *self, const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i][0], action))
      return actions[i][self->english ? 2 : 1];
  return action;
}
