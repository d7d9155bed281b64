/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-contact-card.h"

#include "kmzb-phone.h"

#include <string.h>

/*
 * A card that a telephone takes into its contacts: vCard 3.0 (RFC 2426), which more telephones understand than 4.0.
 * Text values are escaped and lines folded as RFC 6350 (3.2, 3.4) has it; that is the same in both.
 */
#define LINE_MAX_BYTES 75

/* Lines of a card. What would make its QR code too fine is left out, the last first; END needs no more than the others. */
typedef enum
{
  LINE_NAME,
  LINE_FULL_NAME,
  LINE_PHONE,
  LINE_EMAIL,
  LINE_UNIT,
  LINE_TITLE,
  LINE_ADDRESS,
  N_LINES,
} Line;

typedef struct
{
  char *lines[N_LINES]; /* (nullable): folded, with CRLF */
} Card;

/* @text: (nullable) */
static void
append_escaped (GString *line, const char *text)
{
  for (const char *at = text ? text : ""; *at != '\0'; at++)
    {
      if (*at == '\\' || *at == ',' || *at == ';')
        g_string_append_c (line, '\\');
      if (*at == '\n')
        g_string_append (line, "\\n");
      else if (*at != '\r')
        g_string_append_c (line, *at);
    }
}

/* A line of more than 75 bytes goes on in the next one behind a space; no letter is cut through. */
static char *
fold (const char *line)
{
  GString *folded = g_string_new (NULL);
  gsize length = 0;

  for (const char *at = line, *next; *at != '\0'; at = next)
    {
      next = g_utf8_next_char (at);
      if (length + (gsize) (next - at) > LINE_MAX_BYTES)
        {
          g_string_append (folded, "\r\n ");
          length = 1;
        }
      g_string_append_len (folded, at, next - at);
      length += (gsize) (next - at);
    }
  g_string_append (folded, "\r\n");
  return g_string_free (folded, FALSE);
}

/* @name: with its ":", and what stands before the value. No line where there is no value. */
static void
add (Card *card, Line which, const char *name, const char *value, const char *end)
{
  g_autoptr (GString) line = g_string_new (name);

  if (value == NULL)
    return;
  append_escaped (line, value);
  g_string_append (line, end);
  card->lines[which] = fold (line->str);
}

static void
add_person (Card *card, const KmzbOfficer *officer)
{
  const char *space = strrchr (officer->name, ' ');
  g_autofree char *given = g_strndup (officer->name, space != NULL ? (gsize) (space - officer->name) : 0);
  g_autofree char *full
      = officer->rank != NULL ? g_strconcat (officer->rank, " ", officer->name, NULL) : g_strdup (officer->name);
  g_autoptr (GString) line = g_string_new ("N:");

  append_escaped (line, space != NULL ? space + 1 : officer->name);
  g_string_append_c (line, ';');
  append_escaped (line, given);
  g_string_append (line, ";;");
  append_escaped (line, officer->rank);
  g_string_append_c (line, ';');
  card->lines[LINE_NAME] = fold (line->str);
  add (card, LINE_FULL_NAME, "FN:", full, "");
}

static void
add_reach (Card *card, const char *phone, const char *email)
{
  g_autofree char *dial = kmzb_phone_to_dial (phone);

  add (card, LINE_PHONE, "TEL;TYPE=WORK,VOICE:", dial != NULL ? dial : phone, "");
  add (card, LINE_EMAIL, "EMAIL;TYPE=INTERNET:", email, "");
}

/* The card as far as it may be long; %NULL where nothing is left by which anybody could be reached. */
static char *
finish (Card *card)
{
  g_autoptr (GString) text = NULL;

  for (guint n = N_LINES; n > LINE_PHONE; n--)
    {
      g_autoptr (GString) whole = g_string_new ("BEGIN:VCARD\r\nVERSION:3.0\r\n");

      for (guint i = 0; i < n; i++)
        g_string_append (whole, card->lines[i] != NULL ? card->lines[i] : "");
      g_string_append (whole, "END:VCARD\r\n");
      if (whole->len > KMZB_CONTACT_CARD_MAX_BYTES)
        continue;
      if (card->lines[LINE_PHONE] != NULL || (n > LINE_EMAIL && card->lines[LINE_EMAIL] != NULL))
        text = g_steal_pointer (&whole);
      break;
    }
  for (guint i = 0; i < N_LINES; i++)
    g_free (card->lines[i]);
  return text != NULL ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * kmzb_contact_card_of_officer:
 * @unit: (nullable): the officer's unit, whose telephone and e-mail stand in for what the officer lacks
 * @title: (nullable): what the officer is, in the visitor's language: "Dzielnicowy, rejon nr 3"
 *
 * Returns: (transfer full) (nullable): vCard 3.0 of at most %KMZB_CONTACT_CARD_MAX_BYTES; %NULL where neither a telephone
 *   nor an e-mail is known
 */
char *
kmzb_contact_card_of_officer (const KmzbOfficer *officer, const KmzbUnit *unit, const char *title)
{
  Card card = { 0 };

  add_person (&card, officer);
  add_reach (&card, officer->phone == NULL && unit != NULL ? unit->phone : officer->phone,
             officer->email == NULL && unit != NULL ? unit->email : officer->email);
  add (&card, LINE_TITLE, "TITLE:", title, "");
  if (unit != NULL)
    {
      add (&card, LINE_UNIT, "ORG:", unit->name, "");
      add (&card, LINE_ADDRESS, "ADR;TYPE=WORK:;;", unit->address, ";;;;");
    }
  return finish (&card);
}

/**
 * kmzb_contact_card_of_unit:
 *
 * Returns: (transfer full) (nullable): as kmzb_contact_card_of_officer(), of the unit itself
 */
char *
kmzb_contact_card_of_unit (const KmzbUnit *unit)
{
  Card card = { 0 };

  add (&card, LINE_NAME, "N:", unit->name, ";;;;");
  add (&card, LINE_FULL_NAME, "FN:", unit->name, "");
  add_reach (&card, unit->phone, unit->email);
  add (&card, LINE_UNIT, "ORG:", unit->name, "");
  add (&card, LINE_ADDRESS, "ADR;TYPE=WORK:;;", unit->address, ";;;;");
  return finish (&card);
}
