/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-filter.h"

#include "kmzb-number.h"
#include "kmzb-status.h"
#include "kmzb-time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX_BYTES 200
#define KM_A_DEGREE 111.195
#define MAX_KM 50
#define DEFAULT_KM 1
#define COLUMNS \
  "id, number, service_code, status, requested_us, received_us, updated_us, booth, source, lat, lon, main_id, confirms," \
  " burst, observed_date, day_parts, week_days"
/* As reports_by_cell has them. A border belongs to the cell north and east of it, whichever way a database rounds. */
#define LAT_CELL "round(lat-0.4999999)"
#define LON_CELL "round(lon-0.4999999)"

static const char *const fields[]
    = { "q", "status", "category", "source", "booth", "from", "to", "place", "km", "area", "joined" };

static const char *
get_field (const KmzbPageFilter *self, const char *name)
{
  const char *value = kmzb_wire_form_get (self->query, name);

  return value ? value : "";
}

static void
note_wrong (KmzbPageFilter *self, const char *name)
{
  g_ptr_array_add (self->wrong, (gpointer) name);
}

/* @text: (transfer full). Returns: a value that lives as long as the filter */
static KmzbValue
keep_text (KmzbPageFilter *self, char *text)
{
  g_ptr_array_add (self->texts, text);
  return kmzb_value_text (text);
}

/* Returns: the place's number, as in "$3" */
static guint
add_value (GArray *values, KmzbValue value)
{
  g_array_append_val (values, value);
  return values->len;
}

static void
add_condition (KmzbPageFilter *self, const char *condition, KmzbValue value)
{
  g_string_append_printf (self->where, " AND %s$%u", condition, add_value (self->values, value));
}

/* One field that must be equal, as it was typed. */
static void
read_equal (KmzbPageFilter *self, const char *name, const char *condition)
{
  const char *text = get_field (self, name);

  if (strlen (text) > TEXT_MAX_BYTES)
    note_wrong (self, name);
  else if (*text != '\0')
    add_condition (self, condition, kmzb_value_text (text));
}

/* "%new york%", with what LIKE would take for more than itself marked by "!". */
static char *
make_pattern (const char *text)
{
  GString *pattern = g_string_new ("%");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (strchr ("%_!", *p) != NULL)
        g_string_append_c (pattern, '!');
      g_string_append_c (pattern, *p);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

/* "świętego jana" as "Świętego Jana". */
static char *
make_title (const char *text)
{
  GString *title = g_string_new (NULL);
  gboolean first = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      g_string_append_unichar (title, first ? g_unichar_totitle (letter) : letter);
      first = !g_unichar_isalpha (letter);
    }
  return g_string_free (title, FALSE);
}

/* SQLite's lower() knows ASCII alone: as typed in small letters and with large initials finds addresses in both. */
static void
read_words (KmzbPageFilter *self, const char *typed)
{
  g_autofree char *small = g_utf8_strdown (typed, -1), *title = make_title (small);
  guint first = add_value (self->values, keep_text (self, make_pattern (small)));
  guint second = add_value (self->values, keep_text (self, make_pattern (title)));

  g_string_append_printf (self->words,
                          " AND (lower(address_string) LIKE lower($%u) ESCAPE '!'"
                          " OR lower(address_string) LIKE lower($%u) ESCAPE '!')",
                          first, second);
  self->has_words = TRUE;
}

/* A visitor's number, a report's id, or a part of an address. */
static void
read_search (KmzbPageFilter *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (get_field (self, "q")));
  g_autofree char *number = strlen (typed) < 32 ? kmzb_number_parse (typed) : NULL;

  if (strlen (typed) > TEXT_MAX_BYTES)
    note_wrong (self, "q");
  else if (number != NULL)
    add_condition (self, "number=", keep_text (self, g_steal_pointer (&number)));
  else if (g_uuid_string_is_valid (typed))
    add_condition (self, "id=", keep_text (self, g_ascii_strdown (typed, -1)));
  else if (*typed != '\0')
    read_words (self, typed);
}

/* Midnight in the server's zone, @days later. Returns: 0 for nothing or for what is no date */
static gint64
read_day (KmzbPageFilter *self, const char *name, int days)
{
  const char *text = get_field (self, name);
  g_autoptr (GDateTime) start = NULL, day = NULL;

  if (*text != '\0' && !kmzb_date_is_valid (text))
    note_wrong (self, name);
  if (!kmzb_date_is_valid (text))
    return 0;
  start = g_date_time_new_local (atoi (text), atoi (text + 5), atoi (text + 8), 0, 0, 0);
  day = start ? g_date_time_add_days (start, days) : NULL;
  return day ? g_date_time_to_unix (day) * G_USEC_PER_SEC : 0;
}

static void
read_period (KmzbPageFilter *self)
{
  self->from_us = read_day (self, "from", 0);
  self->to_us = read_day (self, "to", 1);
  if (self->from_us != 0 && self->to_us != 0 && self->from_us >= self->to_us)
    note_wrong (self, "to");
  if (self->from_us != 0)
    add_condition (self, "requested_us>=", kmzb_value_int (self->from_us));
  if (self->to_us != 0)
    add_condition (self, "requested_us<", kmzb_value_int (self->to_us));
}

static double
parse_degrees (const char *text)
{
  g_autofree char *copy = g_strdelimit (g_strdup (text), ",", '.');

  return g_ascii_strtod (copy, NULL);
}

/* "50.0370, 22.0047", also with decimal commas, as maps and people write it. */
static gboolean
parse_place (const char *text, KmzbPoint *place)
{
  g_autoptr (GRegex) regex = g_regex_new ("^\\s*(-?\\d{1,3}(?:[.,]\\d{1,12})?)[\\s,;]+(-?\\d{1,3}(?:[.,]\\d{1,12})?)\\s*$",
                                          G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *lat = NULL, *lon = NULL;

  if (strlen (text) > TEXT_MAX_BYTES || !g_regex_match (regex, text, G_REGEX_MATCH_DEFAULT, &match))
    return FALSE;
  lat = g_match_info_fetch (match, 1);
  lon = g_match_info_fetch (match, 2);
  *place = (KmzbPoint) { parse_degrees (lat), parse_degrees (lon) };
  return kmzb_point_is_valid (*place);
}

static void
append_cells (GString *sql, const char *cell, double from, double to)
{
  g_string_append_printf (sql, " AND %s IN (", cell);
  for (int i = (int) floor (from); i <= (int) floor (to); i++)
    g_string_append_printf (sql, "%d,", i);
  sql->str[sql->len - 1] = ')';
}

/* The condition by which the index of cells finds what may be in a box. */
void
kmzb_page_filter_append_cells (GString *sql, KmzbBox box)
{
  append_cells (sql, LAT_CELL, box.south, box.north);
  append_cells (sql, LON_CELL, box.west, box.east);
}

static void
read_place (KmzbPageFilter *self)
{
  const char *text = get_field (self, "place"), *typed_km = get_field (self, "km");
  double km = *typed_km != '\0' ? g_ascii_strtod (typed_km, NULL) : DEFAULT_KM, narrow;
  KmzbPoint place;
  KmzbBox box;
  guint lat, lon, ratio;

  if (!(km > 0 && km <= MAX_KM))
    {
      note_wrong (self, "km");
      return;
    }
  if (*text == '\0')
    return;
  if (!parse_place (text, &place))
    {
      note_wrong (self, "place");
      return;
    }
  box = kmzb_box_around (place, km * 1000);
  narrow = cos (place.lat * G_PI / 180);
  kmzb_page_filter_append_cells (self->where, box);
  lat = add_value (self->values, kmzb_value_real (place.lat));
  lon = add_value (self->values, kmzb_value_real (place.lon));
  ratio = add_value (self->values, kmzb_value_real (narrow * narrow));
  g_string_append_printf (self->where, " AND (lat-$%u)*(lat-$%u)+(lon-$%u)*(lon-$%u)*$%u<=$%u", lat, lat, lon, lon,
                          ratio, add_value (self->values, kmzb_value_real (km * km / KM_A_DEGREE / KM_A_DEGREE)));
}

/* "50.0,21.9": a square of a tenth of a degree by its south-western corner; "50.03,21.97": one of a hundredth in it. */
static void
read_area (KmzbPageFilter *self)
{
  const char *text = get_field (self, "area"), *comma = strchr (text, ',');
  double lat, lon, scale;

  if (*text == '\0')
    return;
  if (strlen (text) > 16 || comma == NULL || !g_regex_match_simple ("^-?\\d{1,2}\\.\\d{1,2},-?\\d{1,3}\\.\\d{1,2}$", text,
                                                                   G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
    {
      note_wrong (self, "area");
      return;
    }
  lat = g_ascii_strtod (text, NULL);
  lon = g_ascii_strtod (comma + 1, NULL);
  scale = comma - strchr (text, '.') > 2 ? 100 : 10;
  add_condition (self, LAT_CELL "=", kmzb_value_real (floor (lat + 1e-6)));
  add_condition (self, LON_CELL "=", kmzb_value_real (floor (lon + 1e-6)));
  add_condition (self, "round(lat*10-0.4999999)=", kmzb_value_real (floor (lat * 10 + 1e-6)));
  add_condition (self, "round(lon*10-0.4999999)=", kmzb_value_real (floor (lon * 10 + 1e-6)));
  if (scale > 10)
    {
      add_condition (self, "round(lat*100-0.4999999)=", kmzb_value_real (floor (lat * 100 + 1e-6)));
      add_condition (self, "round(lon*100-0.4999999)=", kmzb_value_real (floor (lon * 100 + 1e-6)));
    }
}

static void
read_joined (KmzbPageFilter *self)
{
  const char *text = get_field (self, "joined");

  if (g_str_equal (text, "no"))
    g_string_append (self->where, " AND main_id IS NULL");
  else if (g_str_equal (text, "only"))
    g_string_append (self->where, " AND main_id IS NOT NULL");
  else if (*text != '\0')
    note_wrong (self, "joined");
}

/**
 * kmzb_page_filter_read:
 * @query: (transfer none): outlives the filter. Every text of it is bound, none gets into a statement
 */
void
kmzb_page_filter_read (KmzbPageFilter *self, KmzbWireForm *query)
{
  KmzbStatus status;

  self->query = query;
  self->wrong = g_ptr_array_new ();
  self->where = g_string_new (NULL);
  self->words = g_string_new (NULL);
  self->values = g_array_new (FALSE, FALSE, sizeof (KmzbValue));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  read_search (self);
  if (*get_field (self, "status") != '\0' && !kmzb_status_from_slug (get_field (self, "status"), &status))
    note_wrong (self, "status");
  read_equal (self, "status", "status=");
  read_equal (self, "category", "service_code=");
  read_equal (self, "source", "source=");
  read_equal (self, "booth", "booth=");
  read_period (self);
  read_place (self);
  read_area (self);
  read_joined (self);
}

void
kmzb_page_filter_clear (KmzbPageFilter *self)
{
  if (self->query == NULL)
    return;
  g_ptr_array_unref (self->wrong);
  g_string_free (self->where, TRUE);
  g_string_free (self->words, TRUE);
  g_array_unref (self->values);
  g_ptr_array_unref (self->texts);
}

gboolean
kmzb_page_filter_is_wrong (const KmzbPageFilter *self, const char *name)
{
  return g_ptr_array_find_with_equal_func (self->wrong, name, g_str_equal, NULL);
}

/**
 * kmzb_page_filter_format:
 * @without: (nullable) (array zero-terminated=1): fields to leave out
 *
 * Returns: (transfer full): the filter as a query, "status=new&from=2026-05-01"; "" for everything
 */
char *
kmzb_page_filter_format (const KmzbPageFilter *self, const char *const *without)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *value = g_uri_escape_string (get_field (self, fields[i]), ",", FALSE);

      if (*value != '\0' && (without == NULL || !g_strv_contains (without, fields[i])))
        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "&" : "", fields[i], value);
    }
  return g_string_free (text, FALSE);
}

/* Returns: (transfer full): " WHERE ..." for reports. @values: what is bound to it is appended */
GString *
kmzb_page_filter_make_where (const KmzbPageFilter *self, GArray *values)
{
  GString *where = g_string_new (" WHERE 1=1");

  g_assert (values->len == 0);
  g_array_append_vals (values, self->values->data, self->values->len);
  g_string_append (where, self->where->str);
  g_string_append (where, self->words->str);
  return where;
}

/**
 * kmzb_page_filter_query:
 * @from: (nullable): where to begin
 * @oldest_first: the reports after @from, else those before it
 *
 * Returns: (transfer full): the reports next to @from, in the order of the list or against it; see KMZB_COLUMN_ID
 */
KmzbRows *
kmzb_page_filter_query (const KmzbPageFilter *self,
                        KmzbStorage *storage,
                        const KmzbPageCursor *from,
                        gboolean oldest_first,
                        guint limit,
                        GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " COLUMNS " FROM ");
  g_autoptr (GArray) values = g_array_copy (self->values);
  const char *order = oldest_first ? "requested_us, id" : "requested_us DESC, id DESC";
  guint first = 0;

  if (self->has_words)
    g_string_append (sql, "(SELECT " COLUMNS ", address_string FROM ");
  g_string_append_printf (sql, "reports WHERE 1=1%s", self->where->str);
  if (from != NULL)
    {
      first = add_value (values, kmzb_value_int (from->requested_us));
      add_value (values, kmzb_value_text (from->id));
      g_string_append_printf (sql, " AND (requested_us, id)%s($%u, $%u)", oldest_first ? ">" : "<", first, first + 1);
    }
  if (self->has_words)
    g_string_append_printf (sql, " ORDER BY %s LIMIT %d) AS newest WHERE 1=1%s", order, KMZB_PAGE_FILTER_MAX_SCANNED,
                            self->words->str);
  g_string_append_printf (sql, " ORDER BY %s LIMIT $%u", order, add_value (values, kmzb_value_int (limit)));
  return kmzb_storage_query (storage, sql->str, (const KmzbValue *) values->data, values->len, error);
}

/* @text: as kmzb_page_cursor_format() made it. @self: its id is to be freed */
gboolean
kmzb_page_cursor_parse (KmzbPageCursor *self, const char *text)
{
  const char *dot = strchr (text, '.');
  g_autofree char *number = dot ? g_strndup (text, (gsize) (dot - text)) : NULL;

  if (number == NULL || strlen (dot + 1) > TEXT_MAX_BYTES
      || !g_ascii_string_to_signed (number, 10, G_MININT64, G_MAXINT64, &self->requested_us, NULL))
    return FALSE;
  self->id = g_strdup (dot + 1);
  return TRUE;
}

/* Returns: (transfer full) */
char *
kmzb_page_cursor_format (gint64 requested_us, const char *id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%s", requested_us, id);
}
