/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-report.h"

#include "kmzb-duplicates.h"
#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-page-list.h"
#include "kmzb-report.h"
#include "kmzb-updates.h"

#include <string.h>

#define NOTE_MAX_CODE_POINTS 1000
#define MAX_UPDATES 200
/* Of an update: one of the users, not a command or another system. */
#define AUTHOR "coordinator:"

static const char *const day_parts[KMZB_N_DAY_PARTS][2] = {
  { "noc", "night" }, { "rano", "morning" }, { "południe", "midday" }, { "po południu", "afternoon" },
  { "wieczór", "evening" },
};
static const char *const week_days[KMZB_N_WEEK_DAYS][2] = {
  { "poniedziałek", "Monday" }, { "wtorek", "Tuesday" }, { "środa", "Wednesday" }, { "czwartek", "Thursday" },
  { "piątek", "Friday" }, { "sobota", "Saturday" }, { "niedziela", "Sunday" },
};

/**
 * Visit:
 * @open: the description is shown; it has been written into the audit
 * @fault: what was wrong with the form that was sent, or %KMZB_N_TEXTS
 * @draft: (nullable): what the form begins with
 * @main: (nullable): the main report that was typed
 *
 * One look at a report.
 */
typedef struct
{
  KmzbWireForm *query;
  gboolean open;
  KmzbText fault;
  const KmzbDraft *draft;
  const char *main;
} Visit;

static void
case_clear (KmzbCase *self)
{
  g_free (self->id);
  g_free (self->number);
  g_free (self->category);
  g_free (self->status);
  g_free (self->booth);
  g_free (self->source);
  g_free (self->address);
  g_free (self->observed_date);
  g_free (self->confirms);
  g_free (self->main_id);
  g_free (self->main_number);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KmzbCase, case_clear)

static char *
dup_text (KmzbRows *rows, int column)
{
  return kmzb_rows_is_null (rows, column) ? NULL : g_strdup (kmzb_rows_text (rows, column));
}

static char *
dup_number (KmzbRows *rows, int column)
{
  return kmzb_rows_is_null (rows, column) ? NULL : kmzb_number_format (kmzb_rows_text (rows, column));
}

/* Returns: whether there is such a report */
static gboolean
read_case (KmzbCase *self, KmzbStorage *reader, const char *id, GError **error)
{
  g_autoptr (KmzbRows) rows = kmzb_storage_query (
      reader,
      "SELECT id, number, service_code, status, booth, source, address_string, observed_date, confirms, main_id,"
      " (SELECT number FROM reports AS main WHERE main.id=reports.main_id), requested_us, received_us, lat, lon,"
      " day_parts, week_days, burst, CASE WHEN description IS NULL AND sealed_description IS NULL THEN 0 ELSE 1 END,"
      " (SELECT count(*) FROM reports AS other WHERE other.main_id=reports.id),"
      " (SELECT count(*) FROM reports AS other WHERE other.confirms=reports.id) FROM reports WHERE id=$1",
      KMZB_VALUES (kmzb_value_text (id)), error);

  if (rows == NULL || !kmzb_rows_next (rows, error))
    return FALSE;
  *self = (KmzbCase) {
    .id = dup_text (rows, 0), .number = dup_number (rows, 1), .category = dup_text (rows, 2),
    .status = dup_text (rows, 3), .booth = dup_text (rows, 4), .source = dup_text (rows, 5),
    .address = dup_text (rows, 6), .observed_date = dup_text (rows, 7), .confirms = dup_text (rows, 8),
    .main_id = dup_text (rows, 9), .main_number = dup_number (rows, 10), .requested_us = kmzb_rows_int (rows, 11),
    .received_us = kmzb_rows_int (rows, 12), .has_place = !kmzb_rows_is_null (rows, 13) && !kmzb_rows_is_null (rows, 14),
    .place = { kmzb_rows_real (rows, 13), kmzb_rows_real (rows, 14) }, .day_parts = (guint) kmzb_rows_int (rows, 15),
    .week_days = (guint) kmzb_rows_int (rows, 16), .burst = kmzb_rows_int (rows, 17) != 0,
    .has_description = kmzb_rows_int (rows, 18) != 0, .n_duplicates = kmzb_rows_int (rows, 19),
    .n_confirming = kmzb_rows_int (rows, 20),
  };
  if (self->main_id != NULL && self->main_number == NULL)
    self->main_number = g_strdup (self->main_id);
  return TRUE;
}

static char *
name_flags (KmzbPage *self, guint flags, const char *const names[][2], guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (flags & 1u << i)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", names[i][self->english]);
  return g_string_free (text, FALSE);
}

/* @flags: bit n: the part KmzbDayPart n. Returns: (transfer full): "night, evening" */
char *
kmzb_page_name_day_parts (KmzbPage *self, guint flags)
{
  return name_flags (self, flags, day_parts, KMZB_N_DAY_PARTS);
}

/* @flags: bit n: the day KmzbWeekDay n. Returns: (transfer full): "Friday, Saturday" */
char *
kmzb_page_name_week_days (KmzbPage *self, guint flags)
{
  return name_flags (self, flags, week_days, KMZB_N_WEEK_DAYS);
}

static void
add_place (KmzbPage *self, const KmzbCase *report)
{
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *place = NULL;

  kmzb_page_add_fact (self, KMZB_TEXT_ADDRESS, report->address);
  if (!report->has_place)
    return;
  g_ascii_formatd (lat, sizeof lat, "%.5f", report->place.lat);
  g_ascii_formatd (lon, sizeof lon, "%.5f", report->place.lon);
  place = g_strdup_printf ("%s, %s", lat, lon);
  kmzb_page_add_fact (self, KMZB_TEXT_PLACE, place);
}

static void
add_facts (KmzbPage *self, const KmzbCase *report)
{
  g_autofree char *sent = kmzb_page_format_time (report->requested_us);
  g_autofree char *received = kmzb_page_format_time (report->received_us);
  g_autofree char *parts = kmzb_page_name_day_parts (self, report->day_parts);
  g_autofree char *days = kmzb_page_name_week_days (self, report->week_days);

  kmzb_page_add (self, "<section>");
  kmzb_page_begin_facts (self, KMZB_TEXT_FACTS);
  kmzb_page_add_fact (self, KMZB_TEXT_CATEGORY, kmzb_page_name_category (self, report->category));
  kmzb_page_print (self, "<tr><th scope=\"row\">%s</th><td>", kmzb_page_text (self, KMZB_TEXT_STATUS));
  kmzb_page_add_status (self, report->status);
  kmzb_page_add (self, "</td></tr>");
  kmzb_page_add_fact (self, KMZB_TEXT_SENT, sent);
  kmzb_page_add_fact (self, KMZB_TEXT_RECEIVED, received);
  kmzb_page_add_fact (self, KMZB_TEXT_BOOTH, report->booth);
  kmzb_page_add_fact (self, KMZB_TEXT_SOURCE, kmzb_page_name_source (self, report->source));
  kmzb_page_add_fact (self, KMZB_TEXT_OBSERVED, report->observed_date);
  kmzb_page_add_fact (self, KMZB_TEXT_DAY_PARTS, parts);
  kmzb_page_add_fact (self, KMZB_TEXT_WEEK_DAYS, days);
  add_place (self, report);
  if (report->confirms != NULL)
    kmzb_page_print (self, "<tr><th scope=\"row\">%s</th><td><a href=\"/admin/report/%s\">%s</a></td></tr>",
                     kmzb_page_text (self, KMZB_TEXT_CONFIRMS), report->confirms, report->confirms);
  if (report->burst)
    kmzb_page_add_fact (self, KMZB_TEXT_REMARK, kmzb_page_text (self, KMZB_TEXT_BURST_REMARK));
  kmzb_page_add (self, "</tbody></table></section>");
}

static void
add_private_text (KmzbPage *self, char *text)
{
  kmzb_page_print (self, "<p class=\"text private\">%s</p>", text);
  explicit_bzero (text, strlen (text));
}

/* What the visitor wrote, opened; only for who has asked for it and was written down. */
static gboolean
add_opened (KmzbPage *self, KmzbStorage *reader, const char *id, GError **error)
{
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (reader, "SELECT description, sealed_description FROM reports WHERE id=$1",
                            KMZB_VALUES (kmzb_value_text (id)), error);
  g_autofree char *key_id = NULL, *text = NULL;
  g_autoptr (GError) fault = NULL;

  if (rows == NULL || !kmzb_rows_next (rows, error))
    return FALSE;
  if (kmzb_rows_is_null (rows, 1))
    text = g_strdup (kmzb_rows_is_null (rows, 0) ? "" : kmzb_rows_text (rows, 0));
  else
    text = kmzb_seal_open (self->routes->seal_keys, kmzb_rows_text (rows, 1), &key_id, &fault);
  if (text != NULL)
    add_private_text (self, text);
  else
    kmzb_page_print (self, "<p class=\"fault\">%s</p>", kmzb_page_text (self, KMZB_TEXT_CANNOT_OPEN));
  return TRUE;
}

/* What the client said of it later, as private as the description. */
static gboolean
add_client_notes (KmzbPage *self, KmzbStorage *reader, const char *id, GError **error)
{
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (reader,
                            "SELECT updated_us, note FROM updates WHERE report_id=$1 AND origin='client' AND"
                            " note IS NOT NULL ORDER BY updated_us, id LIMIT $2",
                            KMZB_VALUES (kmzb_value_text (id), kmzb_value_int (MAX_UPDATES)), error);

  while (rows != NULL && kmzb_rows_next (rows, error))
    {
      g_autofree char *when = kmzb_page_format_time (kmzb_rows_int (rows, 0)), *note = g_strdup (kmzb_rows_text (rows, 1));

      kmzb_page_print (self, "<h3>%s, %s</h3>", kmzb_page_text (self, KMZB_TEXT_ADDED_LATER), when);
      add_private_text (self, note);
    }
  return rows != NULL && *error == NULL;
}

static gboolean
add_description (KmzbPage *self, KmzbStorage *reader, const KmzbCase *report, gboolean open, GError **error)
{
  gboolean ok = TRUE;

  kmzb_page_print (self, "<section><h2>%s</h2>", kmzb_page_text (self, KMZB_TEXT_DESCRIPTION));
  if (open)
    ok = (!report->has_description || add_opened (self, reader, report->id, error))
         && add_client_notes (self, reader, report->id, error);
  else if (!report->has_description)
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_NO_DESCRIPTION));
  if (!open && report->has_description && self->session.role < KMZB_ROLE_COORDINATOR)
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_DESCRIPTION_HIDDEN));
  else if (!open && self->session.role >= KMZB_ROLE_COORDINATOR)
    {
      kmzb_page_begin_report_form (self, report->id);
      kmzb_page_print (self, "<button name=\"action\" value=\"open\">%s</button></form>",
                       kmzb_page_text (self, report->has_description ? KMZB_TEXT_OPEN : KMZB_TEXT_OPEN_NOTES));
    }
  kmzb_page_add (self, "</section>");
  return ok;
}

static void
add_statuses (KmzbPage *self, const char *chosen)
{
  kmzb_page_print (self, "<p><label for=\"status\">%s</label><select id=\"status\" name=\"status\">",
                   kmzb_page_text (self, KMZB_TEXT_STATUS));
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    kmzb_page_add_option (self, kmzb_status_to_slug ((KmzbStatus) i),
                          kmzb_routes_get_status_name ((KmzbStatus) i, self->english), chosen);
  kmzb_page_add (self, "</select></p>");
}

static void
add_status_form (KmzbPage *self, const KmzbCase *report, const Visit *visit)
{
  gboolean wrong = visit->fault == KMZB_TEXT_BAD_FORM, unsaved = visit->fault == KMZB_TEXT_UNSAVED;
  KmzbStatus status;
  gboolean chosen = visit->draft != NULL && kmzb_status_from_slug (visit->draft->status, &status);

  kmzb_page_print (self, "<section><h2>%s</h2>", kmzb_page_text (self, KMZB_TEXT_SET_STATUS));
  kmzb_page_begin_report_form (self, report->id);
  if (wrong || unsaved)
    kmzb_page_print (self, "<p class=\"fault\" id=\"status-fault\" role=\"alert\">%s</p>",
                     kmzb_page_text (self, visit->fault));
  add_statuses (self, chosen ? visit->draft->status : report->status);
  kmzb_page_print (self,
                   "<p><label for=\"note\">%s</label><span class=\"hint\" id=\"note-hint\">%s</span>"
                   "<textarea id=\"note\" name=\"note\" rows=\"4\" maxlength=\"%u\"",
                   kmzb_page_text (self, KMZB_TEXT_NOTE), kmzb_page_text (self, KMZB_TEXT_NOTE_HINT),
                   NOTE_MAX_CODE_POINTS);
  if (wrong)
    kmzb_page_add_wrong (self, "note-hint status-fault");
  else
    kmzb_page_print (self, " aria-describedby=\"note-hint%s\"", unsaved ? " status-fault" : "");
  if (unsaved)
    kmzb_page_add_focus (self);
  /* The first line break in a textarea is none of its text. */
  kmzb_page_print (self, ">\n%s</textarea></p>", visit->draft ? visit->draft->note : "");
  kmzb_page_print (self, "<p><button class=\"main\" name=\"action\" value=\"status\">%s</button></p></form></section>",
                   kmzb_page_text (self, KMZB_TEXT_SAVE));
}

static gboolean
add_history (KmzbPage *self, KmzbStorage *reader, const char *id, GError **error)
{
  static const KmzbText heads[] = { KMZB_TEXT_WHEN, KMZB_TEXT_WHO, KMZB_TEXT_STATUS, KMZB_TEXT_NOTE_SAID };
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (reader,
                            "SELECT updated_us, author, status, note FROM updates WHERE report_id=$1 AND origin='police'"
                            " ORDER BY updated_us DESC, id DESC LIMIT $2",
                            KMZB_VALUES (kmzb_value_text (id), kmzb_value_int (MAX_UPDATES)), error);
  guint n = 0;

  kmzb_page_print (self, "<section><h2>%s</h2>", kmzb_page_text (self, KMZB_TEXT_HISTORY));
  for (; rows != NULL && kmzb_rows_next (rows, error); n++)
    {
      g_autofree char *when = kmzb_page_format_time (kmzb_rows_int (rows, 0));

      if (n == 0)
        kmzb_page_add_heads (self, KMZB_TEXT_HISTORY_CAPTION, heads, G_N_ELEMENTS (heads));
      kmzb_page_print (self, "<tr role=\"row\"><td role=\"cell\" class=\"time\">%s</td><td role=\"cell\" class=\"any\">%s</td>"
                       "<td role=\"cell\">", when,
                       kmzb_rows_text (rows, 1) + (g_str_has_prefix (kmzb_rows_text (rows, 1), AUTHOR) ? strlen (AUTHOR) : 0));
      kmzb_page_add_status (self, kmzb_rows_text (rows, 2));
      kmzb_page_print (self, "</td><td role=\"cell\" class=\"text\">%s</td></tr>",
                       kmzb_rows_is_null (rows, 3) ? "" : kmzb_rows_text (rows, 3));
    }
  if (n > 0)
    kmzb_page_add_table_end (self);
  else
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_NO_HISTORY));
  if (self->session.role == KMZB_ROLE_ADMIN)
    kmzb_page_print (self, "<p><a href=\"/admin/audit?report=%s\">%s</a></p>", id,
                     kmzb_page_text (self, KMZB_TEXT_AUDIT_OF_THIS));
  kmzb_page_add (self, "</section>");
  return rows != NULL && *error == NULL;
}

/* What the last form did, said once: the page that it led to. */
static void
add_done (KmzbPage *self, KmzbWireForm *query)
{
  static const struct
  {
    const char *action;
    KmzbText text;
  } done[] = { { "status", KMZB_TEXT_DONE_STATUS }, { "join", KMZB_TEXT_DONE_JOIN }, { "part", KMZB_TEXT_DONE_PART } };

  for (guint i = 0; i < G_N_ELEMENTS (done); i++)
    if (g_str_equal (kmzb_page_read_field (query, "done"), done[i].action))
      kmzb_page_print (self, "<p class=\"done\" role=\"status\">%s</p>", kmzb_page_text (self, done[i].text));
}

/* Nothing was wrong: what was typed has outlived a session. */
static gboolean
is_kept (const Visit *visit)
{
  return visit->fault == KMZB_TEXT_UNSAVED || visit->fault == KMZB_TEXT_UNDONE;
}

static gboolean
add_report (KmzbPage *self, KmzbStorage *reader, const KmzbCase *report, const Visit *visit, GError **error)
{
  gboolean ok;

  self->wrong = visit->fault != KMZB_N_TEXTS && !is_kept (visit);
  kmzb_page_begin_named (self, KMZB_TEXT_REPORT, report->number ? report->number : report->id);
  if (!kmzb_page_add_queue (self, reader, report, error))
    return FALSE;
  add_done (self, visit->query);
  if (visit->fault == KMZB_TEXT_FOLLOWS || (report->main_id != NULL && visit->draft != NULL))
    kmzb_page_add_fault (self, KMZB_TEXT_FOLLOWS);
  /* Another officer has joined it meanwhile, and there is no form to put the note into. */
  if (report->main_id != NULL && visit->draft != NULL && *visit->draft->note != '\0')
    kmzb_page_print (self, "<p class=\"text sheet\">%s</p>", visit->draft->note);
  kmzb_page_add (self, "<div class=\"columns\"><div>");
  add_facts (self, report);
  ok = add_description (self, reader, report, visit->open, error);
  kmzb_page_add (self, "</div><div>");
  if (self->session.role >= KMZB_ROLE_COORDINATOR && report->main_id == NULL)
    add_status_form (self, report, visit);
  ok = ok && kmzb_page_add_duplicates (self, reader, report, visit->fault, visit->main, error);
  kmzb_page_add (self, "</div></div>");
  return ok && kmzb_page_add_nearby (self, reader, report, visit->query, error)
         && add_history (self, reader, report->id, error);
}

static void
show_report (KmzbPage *self, const char *id, const Visit *visit)
{
  g_auto (KmzbCase) report = { 0 };
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  gboolean found = reader != NULL && read_case (&report, reader, id, &error);

  if (found)
    add_report (self, reader, &report, visit, &error);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    kmzb_page_fail (self, error);
  else if (!found)
    kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
  else
    kmzb_page_end (self, visit->fault == KMZB_N_TEXTS || is_kept (visit) ? MHD_HTTP_OK : MHD_HTTP_BAD_REQUEST);
}

void
kmzb_page_get_report (KmzbPage *self, const char *id, KmzbWireForm *query)
{
  show_report (self, id, &(Visit){ .query = query, .fault = KMZB_N_TEXTS });
}

void
kmzb_page_show_report_draft (KmzbPage *self, const char *id, const KmzbDraft *draft)
{
  show_report (self, id, &(Visit){ .fault = draft->main ? KMZB_TEXT_UNDONE : KMZB_TEXT_UNSAVED,
                                   .draft = draft->main ? NULL : draft, .main = draft->main });
}

/* What a form asks for, and what is written down of it, in one transaction. */
typedef struct
{
  KmzbStatusChange change;
  KmzbJoin join;
  KmzbAuditEntry entry;
} Decision;

static gboolean
decide (KmzbStorage *storage, gpointer data, GError **error)
{
  Decision *self = data;

  return kmzb_updates_set_status (storage, &self->change, error) && kmzb_audit_add (storage, &self->entry, error);
}

static gboolean
join (KmzbStorage *storage, gpointer data, GError **error)
{
  Decision *self = data;

  if (!kmzb_duplicates_join (storage, &self->join, error))
    return FALSE;
  self->entry.detail = self->join.main_id;
  return kmzb_audit_add (storage, &self->entry, error);
}

static gboolean
part (KmzbStorage *storage, gpointer data, GError **error)
{
  Decision *self = data;

  if (!kmzb_duplicates_part (storage, &self->join, error))
    return FALSE;
  self->entry.detail = self->join.main_id;
  return kmzb_audit_add (storage, &self->entry, error);
}

/* Nothing is opened that was not written into the audit before. */
static gboolean
note_opening (KmzbStorage *storage, gpointer data, GError **error)
{
  Decision *self = data;
  gint64 n;

  if (!kmzb_storage_get_int (storage, "SELECT count(*) FROM reports WHERE id=$1",
                             KMZB_VALUES (kmzb_value_text (self->entry.report)), &n, error))
    return FALSE;
  if (n > 0)
    return kmzb_audit_add (storage, &self->entry, error);
  g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "No report has that id");
  return FALSE;
}

static const struct
{
  const char *action;
  KmzbStorageFunc func;
} actions[] = { { "open", note_opening }, { "status", decide }, { "join", join }, { "part", part } };

/* @func: (out): what is to be done. Returns: what is wrong with the form, or %KMZB_N_TEXTS */
static KmzbText
read_decision (Decision *self, KmzbWireForm *form, KmzbStorageFunc *func)
{
  *func = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].action, self->entry.action))
      *func = actions[i].func;
  if (*func == decide
      && (g_utf8_strlen (kmzb_page_read_field (form, "note"), -1) > NOTE_MAX_CODE_POINTS
          || !kmzb_status_from_slug (kmzb_page_read_field (form, "status"), &self->change.status)))
    return KMZB_TEXT_BAD_FORM;
  if (*func == decide)
    self->entry.detail = kmzb_status_to_slug (self->change.status);
  if (*func == join && *self->join.main == '\0')
    return KMZB_TEXT_BAD_JOIN;
  return *func == NULL ? KMZB_TEXT_BAD_FORM : KMZB_N_TEXTS;
}

/* What the database said to it. Returns: (type KmzbText): for the form, or %KMZB_N_TEXTS where it is no fault of it */
static KmzbText
name_fault (KmzbStorageFunc func, const GError *error)
{
  if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_DENIED) && func == decide)
    return KMZB_TEXT_FOLLOWS;
  if (func == join
      && (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND)
          || g_error_matches (error, KMZB_ERROR, KMZB_ERROR_INVALID)
          || g_error_matches (error, KMZB_ERROR, KMZB_ERROR_FULL)))
    return KMZB_TEXT_BAD_JOIN;
  return KMZB_N_TEXTS;
}

void
kmzb_page_post_report (KmzbPage *self, const char *id, KmzbWireForm *form)
{
  const char *note = kmzb_page_read_field (form, "note"), *action = kmzb_page_read_field (form, "action");
  g_autofree char *main_name = g_strstrip (g_strdup (kmzb_page_read_field (form, "main")));
  gint64 now_us = kmzb_clock_get_real_us (self->routes->clock);
  g_autofree char *author = g_strconcat (AUTHOR, self->session.user, NULL);
  Decision decision = { { .report = id, .note = *note ? note : NULL, .author = author, .now_us = now_us },
                        { .report = id, .main = main_name, .author = author, .now_us = now_us },
                        { .actor = self->session.user, .action = action, .report = id, .now_us = now_us } };
  g_autofree char *list = kmzb_page_format_list (self->list);
  g_autofree char *path = g_strconcat (KMZB_PAGE_ROOT "report/", id, *list ? list : "?", *list ? "&" : "", "done=", action,
                                       NULL);
  g_autoptr (GError) error = NULL;
  KmzbStorageFunc func;
  KmzbDraft draft = { .path = id };
  KmzbText fault = read_decision (&decision, form, &func);

  if (fault == KMZB_N_TEXTS && !kmzb_archive_transact (self->routes->archive, func, &decision, &error))
    fault = name_fault (func, error);
  g_free (decision.join.main_id);
  if (fault != KMZB_N_TEXTS)
    {
      kmzb_page_read_draft (&draft, form);
      show_report (self, id, &(Visit){ .fault = fault, .draft = draft.status ? &draft : NULL, .main = main_name });
    }
  else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND))
    kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
  else if (error != NULL)
    kmzb_page_fail (self, error);
  else if (func == note_opening)
    show_report (self, id, &(Visit){ .open = TRUE, .fault = KMZB_N_TEXTS });
  else
    kmzb_page_redirect (self, path);
}
