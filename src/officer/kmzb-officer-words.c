/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel's words for what the booth's file says. */
#include "kmzb-officer-words.h"

#include "kmzb-number.h"

#include <glib/gi18n.h>

static const struct
{
  const char *word;
  const char *help;
} states[KMZB_N_REPORT_STATES] = {
  [KMZB_REPORT_SAVED] = { N_ ("Waiting"), N_ ("It will be sent as soon as there is a connection.") },
  [KMZB_REPORT_SENDING] = { N_ ("Being sent"), N_ ("It is on its way now.") },
  [KMZB_REPORT_RECEIVED] = { N_ ("Received"), N_ ("The central server has it. What was written is no longer on this booth.") },
  [KMZB_REPORT_UNCERTAIN] = { N_ ("Uncertain"), N_ ("The server may have it already. It could be sent twice.") },
  [KMZB_REPORT_REFUSED] = { N_ ("Refused"), N_ ("The server does not accept it and said why.") },
  [KMZB_REPORT_HELD] = { N_ ("Held"), N_ ("An officer has set it aside. It is not sent until it is released.") },
  [KMZB_REPORT_PRACTICE] = { N_ ("Practice"), N_ ("Made to practise. It never leaves this booth.") },
};

static const char *const troubles[] = {
  [KMZB_TROUBLE_OFFLINE] = N_ ("The central server cannot be reached. Check the network, the booth goes on by itself."),
  [KMZB_TROUBLE_PORTAL] = N_ ("This network asks for a login first. Log in, or use another network."),
  [KMZB_TROUBLE_OTHER_SERVER] = N_ ("Another server answers than this booth is meant for. Call the headquarters."),
  [KMZB_TROUBLE_REFUSED_KEY] = N_ ("The central server does not accept this booth's key. Call the headquarters."),
  [KMZB_TROUBLE_KEY_CHANGED] = N_ ("The central server's key has changed. Nothing is sent until you confirm it."),
  [KMZB_TROUBLE_CLOCK] = N_ ("The booth's date does not fit the server's certificate. Check the date and time."),
  [KMZB_TROUBLE_CERTIFICATE] = N_ ("Nobody vouches for the server's certificate. Call the headquarters."),
  [KMZB_TROUBLE_SERVER] = N_ ("The central server has a fault. The booth tries again by itself."),
  [KMZB_TROUBLE_BOOTH] = N_ ("The booth's disk, key file or configuration has a fault. Call the headquarters."),
};

/* Kept as slugs in the booth's file, so that every language can tell them. */
static const struct
{
  const char *slug;
  const char *word;
} reasons[KMZB_N_HOLD_REASONS] = {
  { "joke", N_ ("It looks like a joke") },
  { "test", N_ ("It was made to try the booth") },
  { "repeated", N_ ("The same report is there already") },
  { "personal", N_ ("It may name somebody") },
  { "other", N_ ("Another reason") },
};

static const struct
{
  const char *action;
  const char *word;
} deeds[] = {
  { "hold", N_ ("Held") },
  { "release", N_ ("Released") },
  { "joke", N_ ("Released, marked as a joke") },
  { "retry", N_ ("Sent again") },
  { "export", N_ ("Reports exported") },
  { "practice-on", N_ ("Practice mode switched on") },
  { "practice-off", N_ ("Practice mode switched off") },
  { "trust-key", N_ ("New server key trusted") },
  { "aside-seen", N_ ("Note about the booth's file seen") },
  { "leave", N_ ("Booth closed") },
};

const char *
kmzb_officer_state_word (KmzbReportState state)
{
  return _ (states[state].word);
}

/* What a state means for whoever has never read the manual. */
const char *
kmzb_officer_state_help (KmzbReportState state)
{
  return _ (states[state].help);
}

/* A category that the catalogue does not know any more is told by its slug. */
/* Returns: (nullable): what the officer can do about it; %NULL when there is nothing to say */
const char *
kmzb_officer_trouble_words (KmzbTrouble trouble)
{
  return trouble < G_N_ELEMENTS (troubles) && troubles[trouble] ? _ (troubles[trouble]) : NULL;
}

const char *
kmzb_officer_category_name (KmzbOfficerContext *context, const char *slug)
{
  const KmzbCategory *category = kmzb_catalog_lookup (context->report->catalog, slug);

  return category != NULL ? kmzb_category_get_name (category, context->report->language) : slug;
}

const char *
kmzb_officer_reason_slug (guint index)
{
  g_return_val_if_fail (index < KMZB_N_HOLD_REASONS, NULL);
  return reasons[index].slug;
}

const char *
kmzb_officer_reason_word (const char *slug)
{
  for (guint i = 0; i < KMZB_N_HOLD_REASONS; i++)
    if (g_str_equal (reasons[i].slug, slug))
      return _ (reasons[i].word);
  return slug;
}

/* Day and time as people at the booth read them. Returns: (transfer full) */
char *
kmzb_officer_when (gint64 real_us)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (real_us / G_USEC_PER_SEC);

  /* Translators: day, month and time, in the format of strftime() */
  return when != NULL ? g_date_time_format (when, _ ("%d.%m. %H:%M")) : g_strdup ("?");
}

/* How long, in one unit. Returns: (transfer full) */
char *
kmzb_officer_span (gint64 us)
{
  const guint minutes = (guint) CLAMP (us / G_USEC_PER_SEC / 60, 0, G_MAXINT);
  const guint hours = minutes / 60, days = hours / 24;

  if (minutes < 1)
    return g_strdup (_ ("less than a minute"));
  if (hours < 1)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
  if (days < 2)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
  return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
}

/* Returns: (transfer full): one line: when, what, to which report, why */
char *
kmzb_officer_deed (const KmzbAuditEntry *entry)
{
  g_autofree char *when = kmzb_officer_when (entry->at_us);
  GString *line = g_string_new (when);
  const char *word = entry->action;

  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (g_str_equal (deeds[i].action, entry->action))
      word = _ (deeds[i].word);
  g_string_append_printf (line, "  %s", word);
  if (entry->number != NULL)
    {
      g_autofree char *number = kmzb_number_format (entry->number);

      g_string_append_printf (line, "  %s", number);
    }
  if (entry->reason != NULL)
    g_string_append_printf (line, "  (%s)", kmzb_officer_reason_word (entry->reason));
  return g_string_free (line, FALSE);
}
