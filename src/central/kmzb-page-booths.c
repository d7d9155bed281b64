/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-booths.h"

#include "kmzb-clock.h"
#include "kmzb-error.h"
#include "kmzb-key-change.h"

#include <string.h>

/* The clock that a booth's reports are corrected by from here on is told of. */
#define CLOCK_WELL_S 60
#define DISK_LOW_BYTES (G_GINT64_CONSTANT (1) << 30)
#define SIGN \
  "<svg class=\"sign s-warning\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">" \
  "<path d=\"M12 2l11 20H1z\" class=\"line\"/><path d=\"M12 8v7M12 17v3\" class=\"line\"/></svg>"

typedef gboolean (*Condition) (const KmzbBoothInfo *booth, gint64 now_us, guint silent_hours);

static gboolean
has_waiting (const KmzbBoothInfo *booth, gint64 now_us, guint silent_hours)
{
  return booth->n_waiting > 0;
}

static gboolean
has_aside (const KmzbBoothInfo *booth, gint64 now_us, guint silent_hours)
{
  return booth->n_aside > 0;
}

static gboolean
is_keyless (const KmzbBoothInfo *booth, gint64 now_us, guint silent_hours)
{
  return booth->n_keys == 0;
}

static const struct
{
  const char *value;
  KmzbText name;
  Condition is_meant;
} conditions[] = {
  { "", KMZB_TEXT_ALL, NULL },
  { "silent", KMZB_TEXT_BOOTHS_SILENT, kmzb_booth_info_is_silent },
  { "waiting", KMZB_TEXT_BOOTHS_WAITING, has_waiting },
  { "aside", KMZB_TEXT_BOOTHS_ASIDE, has_aside },
  { "keyless", KMZB_TEXT_BOOTHS_KEYLESS, is_keyless },
};

static int
compare (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static int
by_heard (gconstpointer a, gconstpointer b)
{
  return compare ((*(KmzbBoothInfo *const *) a)->heard_us, (*(KmzbBoothInfo *const *) b)->heard_us);
}

static int
by_waiting (gconstpointer a, gconstpointer b)
{
  return compare ((*(KmzbBoothInfo *const *) b)->n_waiting, (*(KmzbBoothInfo *const *) a)->n_waiting);
}

/* Where none waits comes last. */
static int
by_oldest (gconstpointer a, gconstpointer b)
{
  gint64 first = (*(KmzbBoothInfo *const *) a)->oldest_us, second = (*(KmzbBoothInfo *const *) b)->oldest_us;

  return compare (first ? first : G_MAXINT64, second ? second : G_MAXINT64);
}

static const struct
{
  const char *value;
  KmzbText name;
  GCompareFunc compare;
} orders[] = {
  { "", KMZB_TEXT_BOOTHS_BY_NAME, NULL },
  { "heard", KMZB_TEXT_BOOTHS_BY_HEARD, by_heard },
  { "waiting", KMZB_TEXT_BOOTHS_BY_WAITING, by_waiting },
  { "oldest", KMZB_TEXT_BOOTHS_BY_OLDEST, by_oldest },
};

/* ---- in words ---- */

/* "5 min", "3 h", "12 d": short, the same in both languages. */
char *
kmzb_page_format_span (KmzbPage *self, gint64 seconds)
{
  if (seconds < 120)
    return g_strdup_printf ("%" G_GINT64_FORMAT " s", seconds);
  if (seconds < 7200)
    return g_strdup_printf ("%" G_GINT64_FORMAT " min", seconds / 60);
  if (seconds < 2 * 86400)
    return g_strdup_printf ("%" G_GINT64_FORMAT " h", seconds / 3600);
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", seconds / 86400, kmzb_page_text (self, KMZB_TEXT_DAYS));
}

char *
kmzb_page_format_heard (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us)
{
  g_autofree char *time = kmzb_page_format_time (booth->heard_us);
  g_autofree char *age = kmzb_page_format_span (self, MAX (now_us - booth->heard_us, 0) / G_USEC_PER_SEC);

  if (booth->heard_us == 0)
    return g_strdup ("");
  return g_strdup_printf ("%s (%s %s)", time, age, kmzb_page_text (self, KMZB_TEXT_BOOTH_AGO));
}

char *
kmzb_page_format_pack (const KmzbBoothInfo *booth)
{
  if (booth->pack_name == NULL)
    return g_strdup ("");
  return booth->pack_made ? g_strdup_printf ("%s, %.10s", booth->pack_name, booth->pack_made)
                          : g_strdup (booth->pack_name);
}

char *
kmzb_page_format_clock (KmzbPage *self, const KmzbBoothInfo *booth)
{
  gint64 offset_s = booth->clock_offset_s;
  g_autofree char *span = kmzb_page_format_span (self, ABS (offset_s));

  if (!booth->has_clock_offset)
    return g_strdup ("");
  if (ABS (offset_s) < CLOCK_WELL_S)
    return g_strdup (kmzb_page_text (self, KMZB_TEXT_BOOTH_CLOCK_WELL));
  return g_strdup_printf ("%s %s",
                          kmzb_page_text (self, offset_s > 0 ? KMZB_TEXT_BOOTH_CLOCK_FAST : KMZB_TEXT_BOOTH_CLOCK_SLOW),
                          span);
}

char *
kmzb_page_format_disk (KmzbPage *self, const KmzbBoothInfo *booth)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (booth->heard_us == 0 || booth->free_bytes < 0)
    return g_strdup ("");
  g_ascii_formatd (number, sizeof number, "%.1f", (double) booth->free_bytes / 1e9);
  if (!self->english)
    g_strdelimit (number, ".", ',');
  if (booth->free_bytes < DISK_LOW_BYTES)
    return g_strdup_printf ("%s GB, %s", number, kmzb_page_text (self, KMZB_TEXT_BOOTH_DISK_LOW));
  return g_strdup_printf ("%s GB", number);
}

char *
kmzb_page_format_oldest (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us)
{
  if (booth->oldest_us == 0)
    return g_strdup ("");
  return kmzb_page_format_span (self, MAX (now_us - booth->oldest_us, 0) / G_USEC_PER_SEC);
}

/* A word, and a sign beside what wants to be looked at. */
void
kmzb_page_add_booth_state (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us)
{
  gboolean silent = kmzb_booth_info_is_silent (booth, now_us, self->routes->silent_hours);
  KmzbText word = booth->n_keys == 0     ? KMZB_TEXT_BOOTH_KEYLESS
                  : booth->heard_us == 0 ? KMZB_TEXT_BOOTH_NEVER
                  : silent               ? KMZB_TEXT_BOOTH_SILENT
                                         : KMZB_TEXT_BOOTH_WELL;

  kmzb_page_add (self, "<span class=\"status\">");
  if (word != KMZB_TEXT_BOOTH_WELL)
    kmzb_page_add (self, SIGN);
  kmzb_page_print (self, "%s</span>", kmzb_page_text (self, word));
}

/* ---- the list ---- */

static void
add_choice (KmzbPage *self, const char *name, KmzbText label)
{
  kmzb_page_print (self, "<p><label for=\"f-%s\">%s</label><select id=\"f-%s\" name=\"%s\">", name,
                   kmzb_page_text (self, label), name, name);
}

static void
add_filter (KmzbPage *self, KmzbWireForm *query)
{
  kmzb_page_add (self, "<section><form method=\"get\" action=\"" KMZB_PAGE_ROOT "booths\"><div class=\"filters\">");
  kmzb_page_print (self, "<p><label for=\"f-q\">%s</label><input id=\"f-q\" name=\"q\" value=\"%s\" maxlength=\"64\"></p>",
                   kmzb_page_text (self, KMZB_TEXT_BOOTHS_SEARCH), kmzb_page_read_field (query, "q"));
  add_choice (self, "state", KMZB_TEXT_BOOTHS_WHICH);
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    kmzb_page_add_option (self, conditions[i].value, kmzb_page_text (self, conditions[i].name),
                          kmzb_page_read_field (query, "state"));
  kmzb_page_add (self, "</select></p>");
  add_choice (self, "sort", KMZB_TEXT_BOOTHS_SORT);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    kmzb_page_add_option (self, orders[i].value, kmzb_page_text (self, orders[i].name),
                          kmzb_page_read_field (query, "sort"));
  kmzb_page_print (self, "</select></p></div><p class=\"send\"><button class=\"main\">%s</button></p></form></section>",
                   kmzb_page_text (self, KMZB_TEXT_SHOW));
}

static gboolean
contains (const char *name, const char *part)
{
  g_autofree char *lower = g_ascii_strdown (name, -1), *wanted = g_ascii_strdown (part, -1);

  return strstr (lower, wanted) != NULL;
}

static void
narrow (KmzbPage *self, GPtrArray *booths, KmzbWireForm *query, gint64 now_us)
{
  const char *part = kmzb_page_read_field (query, "q");
  Condition is_meant = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (g_str_equal (conditions[i].value, kmzb_page_read_field (query, "state")))
      is_meant = conditions[i].is_meant;
  for (guint i = booths->len; i > 0; i--)
    {
      const KmzbBoothInfo *booth = g_ptr_array_index (booths, i - 1);

      if (!contains (booth->name, part) || (is_meant != NULL && !is_meant (booth, now_us, self->routes->silent_hours)))
        g_ptr_array_remove_index (booths, i - 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (orders[i].compare != NULL && g_str_equal (orders[i].value, kmzb_page_read_field (query, "sort")))
      g_ptr_array_sort (booths, orders[i].compare);
}

/* @label: told beside it where the table has become cards; @warn: it wants to be looked at */
static void
add_cell (KmzbPage *self, KmzbText label, const char *text, gboolean warn)
{
  if (*text == '\0')
    {
      kmzb_page_add (self, "<td role=\"cell\"></td>");
      return;
    }
  kmzb_page_print (self, "<td role=\"cell\" data-label=\"%s: \">", kmzb_page_text (self, label));
  if (warn)
    kmzb_page_add (self, SIGN);
  kmzb_page_print (self, "%s</td>", text);
}

static void
add_count (KmzbPage *self, KmzbText label, const KmzbBoothInfo *booth, gint64 n, gboolean warn)
{
  g_autofree char *text = booth->heard_us ? kmzb_page_format_count (self, n) : g_strdup ("");

  add_cell (self, label, text, warn && n > 0);
}

static void
add_heard (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us)
{
  g_autofree char *time = kmzb_page_format_time (booth->heard_us);
  g_autofree char *age = kmzb_page_format_span (self, MAX (now_us - booth->heard_us, 0) / G_USEC_PER_SEC);

  if (booth->heard_us == 0)
    kmzb_page_add (self, "<td role=\"cell\"></td>");
  else
    kmzb_page_print (self, "<td role=\"cell\" class=\"time\" data-label=\"%s: \">%s <span class=\"muted\">(%s %s)</span></td>",
                     kmzb_page_text (self, KMZB_TEXT_BOOTH_HEARD), time, age,
                     kmzb_page_text (self, KMZB_TEXT_BOOTH_AGO));
}

static void
add_pack (KmzbPage *self, const KmzbBoothInfo *booth)
{
  if (booth->pack_name == NULL)
    {
      kmzb_page_add (self, "<td role=\"cell\"></td>");
      return;
    }
  kmzb_page_print (self, "<td role=\"cell\" class=\"any\" data-label=\"%s: \">%s", kmzb_page_text (self, KMZB_TEXT_BOOTH_PACK),
                   booth->pack_name);
  if (booth->pack_made != NULL)
    kmzb_page_print (self, ", <span class=\"whole\">%.10s</span>", booth->pack_made);
  kmzb_page_add (self, "</td>");
}

static void
add_booth (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us)
{
  g_autofree char *clock = kmzb_page_format_clock (self, booth);
  g_autofree char *disk = kmzb_page_format_disk (self, booth), *oldest = kmzb_page_format_oldest (self, booth, now_us);

  kmzb_page_print (self,
                   "<tr role=\"row\"><td role=\"cell\"><a href=\"" KMZB_PAGE_ROOT "booth/%s\">%s</a></td>"
                   "<td role=\"cell\">",
                   booth->name, booth->name);
  kmzb_page_add_booth_state (self, booth, now_us);
  kmzb_page_add (self, "</td>");
  add_heard (self, booth, now_us);
  add_count (self, KMZB_TEXT_BOOTH_WAITING, booth, booth->n_waiting, FALSE);
  add_cell (self, KMZB_TEXT_BOOTH_OLDEST, oldest, FALSE);
  add_count (self, KMZB_TEXT_BOOTH_ASIDE, booth, booth->n_aside, TRUE);
  add_cell (self, KMZB_TEXT_BOOTH_CLOCK, clock, booth->has_clock_offset && ABS (booth->clock_offset_s) >= CLOCK_WELL_S);
  add_cell (self, KMZB_TEXT_BOOTH_DISK, disk, booth->free_bytes < DISK_LOW_BYTES);
  add_pack (self, booth);
  if (booth->version != NULL)
    kmzb_page_print (self, "<td role=\"cell\" class=\"version\" data-label=\"%s: \">%s</td>",
                     kmzb_page_text (self, KMZB_TEXT_BOOTH_VERSION), booth->version);
  else
    kmzb_page_add (self, "<td role=\"cell\"></td>");
  kmzb_page_add (self, "</tr>");
}

static void
add_booths (KmzbPage *self, GPtrArray *booths, gint64 now_us)
{
  static const KmzbText heads[]
      = { KMZB_TEXT_BOOTH,       KMZB_TEXT_BOOTH_STATE, KMZB_TEXT_BOOTH_HEARD, KMZB_TEXT_BOOTH_WAITING,
          KMZB_TEXT_BOOTH_OLDEST, KMZB_TEXT_BOOTH_ASIDE, KMZB_TEXT_BOOTH_CLOCK, KMZB_TEXT_BOOTH_DISK,
          KMZB_TEXT_BOOTH_PACK,  KMZB_TEXT_BOOTH_VERSION };
  guint n_silent = 0;

  for (guint i = 0; i < booths->len; i++)
    n_silent += kmzb_booth_info_is_silent (g_ptr_array_index (booths, i), now_us, self->routes->silent_hours);
  kmzb_page_print (self,
                   "<section class=\"fleet\"><p class=\"total\">%s: <strong>%u</strong>. <a href=\"" KMZB_PAGE_ROOT
                   "booths?state=silent&amp;sort=heard\">%s (%u h)</a>: <strong>%u</strong></p>",
                   kmzb_page_text (self, KMZB_TEXT_BOOTHS), booths->len,
                   kmzb_page_text (self, KMZB_TEXT_BOOTHS_SILENT), self->routes->silent_hours, n_silent);
  if (booths->len == 0)
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_BOOTHS_NONE));
  else
    {
      kmzb_page_add_heads (self, KMZB_TEXT_BOOTHS_CAPTION, heads, G_N_ELEMENTS (heads));
      for (guint i = 0; i < booths->len; i++)
        add_booth (self, g_ptr_array_index (booths, i), now_us);
      kmzb_page_add_table_end (self);
    }
  kmzb_page_add (self, "</section>");
}

/* @fault: %KMZB_N_TEXTS for none; @name: what was typed */
static void
add_new (KmzbPage *self, KmzbText fault, const char *name)
{
  kmzb_page_print (self, "<section><details%s><summary>%s</summary>"
                         "<form class=\"narrow\" method=\"post\" action=\"" KMZB_PAGE_ROOT "booths\">",
                   fault != KMZB_N_TEXTS ? " open" : "", kmzb_page_text (self, KMZB_TEXT_BOOTH_ADD));
  kmzb_page_add_csrf (self);
  if (fault != KMZB_N_TEXTS)
    kmzb_page_add_fault (self, fault);
  kmzb_page_print (self, "<p><label for=\"name\">%s</label><input id=\"name\" name=\"name\" value=\"%s\" required"
                         " maxlength=\"64\" autocapitalize=\"none\"",
                   kmzb_page_text (self, KMZB_TEXT_BOOTH_ADD_NAME), name);
  if (fault == KMZB_TEXT_UNDONE)
    kmzb_page_add_focus (self);
  else if (fault != KMZB_N_TEXTS)
    kmzb_page_add_wrong (self, "fault");
  kmzb_page_print (self, "></p><p><button>%s</button></p></form></details></section>",
                   kmzb_page_text (self, KMZB_TEXT_BOOTH_ADD_KEY));
}

static void
show_booths (KmzbPage *self, KmzbWireForm *query, KmzbText fault, const char *name)
{
  gint64 now_us = kmzb_clock_get_real_us (self->routes->clock);
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  g_autoptr (GPtrArray) booths = reader ? kmzb_booths_list (reader, NULL, now_us, &error) : NULL;

  kmzb_archive_give_back (self->routes->archive, reader);
  if (booths == NULL)
    {
      kmzb_page_fail (self, error);
      return;
    }
  narrow (self, booths, query, now_us);
  self->wrong = fault != KMZB_N_TEXTS && fault != KMZB_TEXT_UNDONE;
  kmzb_page_begin (self, kmzb_page_text (self, KMZB_TEXT_BOOTHS));
  add_filter (self, query);
  if (self->session.role >= KMZB_ROLE_ADMIN)
    add_new (self, fault, name);
  add_booths (self, booths, now_us);
  kmzb_page_end (self, self->wrong ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_OK);
}

void
kmzb_page_get_booths (KmzbPage *self, const char *rest, KmzbWireForm *query)
{
  show_booths (self, query, KMZB_N_TEXTS, "");
}

/* ---- a new booth ---- */

void
kmzb_page_show_booth_draft (KmzbPage *self, const KmzbDraft *draft)
{
  show_booths (self, NULL, KMZB_TEXT_UNDONE, draft->booth);
}

void
kmzb_page_post_booths (KmzbPage *self, const char *rest, KmzbWireForm *form)
{
  g_auto (KmzbKeyChange) adding = { .name = kmzb_page_read_field (form, "name"), .actor = self->session.user,
                                    .now_us = kmzb_clock_get_real_us (self->routes->clock) };
  g_autoptr (GError) error = NULL;

  if (kmzb_archive_transact (self->routes->archive, kmzb_key_change_add, &adding, &error))
    kmzb_page_show_new_key (self, adding.name, adding.key);
  else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_INVALID))
    show_booths (self, NULL, KMZB_TEXT_BOOTH_BAD_NAME, adding.name);
  else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_EXISTS))
    show_booths (self, NULL, KMZB_TEXT_BOOTH_HAS_KEY, adding.name);
  else
    kmzb_page_fail (self, error);
}
