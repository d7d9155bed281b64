/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-filter.h"
#include "kmzb-page-report.h"

#include "kmzb-number.h"

#include <math.h>
#include <stdlib.h>

#define MAX_LOOKED_AT 2000
#define MAX_SHOWN 30
#define MAX_LISTED 100
#define DEFAULT_METRES 250
#define DEFAULT_DAYS 90
/* Of the sketch, in its own units. */
#define SIZE 320
#define RADIUS 140

static const guint distances[] = { 100, 250, 500, 1000, 2000 };
static const guint spans[] = { 7, 30, 90, 365, 3650 };

/* Another report of the same kind. */
typedef struct
{
  char *id;
  char *name;
  char *status;
  gint64 requested_us;
  KmzbPoint place;
  double metres;
  gboolean numbered; /* else its id is its name */
  gboolean duplicate;
} Neighbour;

static void
neighbour_free (Neighbour *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->status);
  g_free (self);
}

static guint
read_choice (KmzbWireForm *query, const char *name, const guint *choices, guint n, guint otherwise)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (kmzb_page_read_field (query, name), 10, 1, G_MAXUINT, &value, NULL))
    return otherwise;
  for (guint i = 0; i < n; i++)
    if (choices[i] == value)
      return (guint) value;
  return otherwise;
}

static int
compare_distance (gconstpointer a, gconstpointer b)
{
  const Neighbour *left = *(const Neighbour *const *) a, *right = *(const Neighbour *const *) b;

  return left->metres < right->metres ? -1 : left->metres > right->metres;
}

static KmzbRows *
query_box (KmzbStorage *reader, const KmzbCase *report, guint metres, guint days, GError **error)
{
  KmzbBox box = kmzb_box_around (report->place, metres);
  gint64 span_us = days * G_TIME_SPAN_DAY;
  g_autoptr (GString) sql = g_string_new ("SELECT id, number, status, requested_us, lat, lon, main_id FROM reports"
                                          " WHERE service_code=$1 AND id<>$2 AND requested_us>=$3 AND requested_us<=$4"
                                          " AND lat>=$5 AND lat<=$6 AND lon>=$7 AND lon<=$8");

  kmzb_page_filter_append_cells (sql, box);
  g_string_append (sql, " ORDER BY requested_us DESC, id DESC LIMIT $9");
  return kmzb_storage_query (reader, sql->str,
                             KMZB_VALUES (kmzb_value_text (report->category), kmzb_value_text (report->id),
                                          kmzb_value_int (report->requested_us - span_us),
                                          kmzb_value_int (report->requested_us + span_us),
                                          kmzb_value_real (box.south), kmzb_value_real (box.north),
                                          kmzb_value_real (box.west), kmzb_value_real (box.east),
                                          kmzb_value_int (MAX_LOOKED_AT)),
                             error);
}

/* Returns: (transfer full) (element-type Neighbour): the nearest first */
static GPtrArray *
find_neighbours (KmzbStorage *reader, const KmzbCase *report, guint metres, guint days, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) neighbour_free);
  g_autoptr (KmzbRows) rows = query_box (reader, report, metres, days, error);
  g_autoptr (GError) fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    {
      KmzbPoint place = { kmzb_rows_real (rows, 4), kmzb_rows_real (rows, 5) };
      double away = kmzb_geo_distance_m (report->place, place);
      Neighbour *neighbour;

      if (away > metres)
        continue;
      neighbour = g_new0 (Neighbour, 1);
      neighbour->id = g_strdup (kmzb_rows_text (rows, 0));
      neighbour->numbered = !kmzb_rows_is_null (rows, 1);
      neighbour->name = !neighbour->numbered ? g_strdup (neighbour->id)
                                                    : kmzb_number_format (kmzb_rows_text (rows, 1));
      neighbour->status = g_strdup (kmzb_rows_text (rows, 2));
      neighbour->requested_us = kmzb_rows_int (rows, 3);
      neighbour->place = place;
      neighbour->metres = away;
      neighbour->duplicate = !kmzb_rows_is_null (rows, 6);
      g_ptr_array_add (found, neighbour);
    }
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  if (rows == NULL || (error != NULL && *error != NULL))
    return NULL;
  g_ptr_array_sort (found, compare_distance);
  return g_steal_pointer (&found);
}

static void
add_ring (KmzbPage *self, int radius)
{
  kmzb_page_print (self, "<circle class=\"ring\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>", SIZE / 2, SIZE / 2, radius);
}

/* Above the signs, which may lie on the ring. */
static void
add_ring_label (KmzbPage *self, guint metres, int radius)
{
  kmzb_page_print (self, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%u m</text>", SIZE / 2, SIZE / 2 + radius + 4,
                   metres);
}

/* Where they lie around the place, north up; the table says the same in words. */
static void
add_sketch (KmzbPage *self, const KmzbCase *report, GPtrArray *found, guint metres)
{
  double a_degree = 111195 * RADIUS / (double) metres, narrow = cos (report->place.lat * G_PI / 180);

  kmzb_page_print (self, "<svg class=\"sketch\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", SIZE, SIZE,
                   kmzb_page_text (self, KMZB_TEXT_SKETCH));
  add_ring (self, RADIUS);
  add_ring (self, RADIUS / 2);
  kmzb_page_print (self, "<text x=\"%d\" y=\"14\" text-anchor=\"middle\">%s</text>", SIZE / 2,
                   kmzb_page_text (self, KMZB_TEXT_NORTH));
  for (guint i = MIN (found->len, MAX_SHOWN); i-- > 0;)
    {
      const Neighbour *neighbour = found->pdata[i];
      int x = (int) lround (SIZE / 2 + (neighbour->place.lon - report->place.lon) * narrow * a_degree);
      int y = (int) lround (SIZE / 2 - (neighbour->place.lat - report->place.lat) * a_degree);

      kmzb_page_print (self, "<g class=\"s-%s\" transform=\"translate(%d %d) scale(.75)\">", neighbour->status, x - 9,
                       y - 9);
      kmzb_page_add (self, kmzb_page_get_sign (neighbour->status));
      kmzb_page_print (self, "</g><text x=\"%d\" y=\"%d\">%u</text>", x + 11, y + 5, i + 1);
    }
  add_ring_label (self, metres, RADIUS);
  add_ring_label (self, metres / 2, RADIUS / 2);
  kmzb_page_print (self, "<path class=\"here\" d=\"M%d %dv28M%d %dh28\"/></svg>", SIZE / 2, SIZE / 2 - 14, SIZE / 2 - 14,
                   SIZE / 2);
}

static void
add_choices (KmzbPage *self, const char *name, KmzbText label, const guint *choices, guint n, guint chosen,
             const char *unit)
{
  g_autofree char *value = g_strdup_printf ("%u", chosen);

  kmzb_page_print (self, "<p><label for=\"n-%s\">%s</label><select id=\"n-%s\" name=\"%s\">", name,
                   kmzb_page_text (self, label), name, name);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", choices[i]), *text = g_strdup_printf ("%u %s", choices[i], unit);

      kmzb_page_add_option (self, number, text, value);
    }
  kmzb_page_add (self, "</select></p>");
}

static void
add_limits (KmzbPage *self, const KmzbCase *report, guint metres, guint days)
{
  kmzb_page_print (self, "<form class=\"filters\" method=\"get\" action=\"/admin/report/%s#nearby\">", report->id);
  if (self->list != NULL)
    kmzb_page_print (self, "<input type=\"hidden\" name=\"list\" value=\"%s\">", self->list);
  add_choices (self, "metres", KMZB_TEXT_WITHIN, distances, G_N_ELEMENTS (distances), metres, "m");
  add_choices (self, "days", KMZB_TEXT_WITHIN_DAYS, spans, G_N_ELEMENTS (spans), days,
               kmzb_page_text (self, KMZB_TEXT_DAYS));
  kmzb_page_print (self, "<p class=\"send\"><button>%s</button></p></form>", kmzb_page_text (self, KMZB_TEXT_SHOW));
}

/* How long before or after this one, in whole days. */
static char *
format_difference (KmzbPage *self, gint64 difference_us)
{
  gint64 days = (ABS (difference_us) + G_TIME_SPAN_DAY / 2) / G_TIME_SPAN_DAY;
  KmzbText when = difference_us < 0 ? KMZB_TEXT_EARLIER : KMZB_TEXT_LATER;

  if (days == 0)
    return g_strdup (kmzb_page_text (self, KMZB_TEXT_SAME_TIME));
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s %s", days,
                          kmzb_page_text (self, days == 1 ? KMZB_TEXT_DAY : KMZB_TEXT_DAYS),
                          kmzb_page_text (self, when));
}

static void
add_neighbour (KmzbPage *self, const KmzbCase *report, const Neighbour *neighbour, guint index, gboolean may_join)
{
  g_autofree char *sent = kmzb_page_format_time (neighbour->requested_us);
  g_autofree char *difference = format_difference (self, neighbour->requested_us - report->requested_us);

  kmzb_page_print (self, "<tr role=\"row\"><td role=\"cell\"><span%s>%u. <a href=\"/admin/report/%s\">%s</a></span>",
                   neighbour->numbered ? " class=whole" : "", index, neighbour->id, neighbour->name);
  if (neighbour->duplicate)
    kmzb_page_print (self, " <span class=\"mark\">%s</span>", kmzb_page_text (self, KMZB_TEXT_DUPLICATE));
  kmzb_page_add (self, "</td><td role=\"cell\">");
  kmzb_page_add_status (self, neighbour->status);
  kmzb_page_print (self, "</td><td role=\"cell\">%ld m</td><td role=\"cell\" class=\"time\">%s<br><span class=\"muted\">%s</span></td>", lround (neighbour->metres),
                   sent, difference);
  if (may_join)
    kmzb_page_print (self,
                     "<td role=\"cell\"><label class=\"choice\"><input type=\"radio\" name=\"main\" value=\"%s\">%s"
                     "<span class=\"unseen\"> %s</span></label></td>",
                     neighbour->id, kmzb_page_text (self, KMZB_TEXT_THIS_ONE), neighbour->name);
  kmzb_page_add (self, "</tr>");
}

static void
add_neighbours (KmzbPage *self, const KmzbCase *report, GPtrArray *found)
{
  static const KmzbText heads[] = { KMZB_TEXT_NUMBER, KMZB_TEXT_STATUS, KMZB_TEXT_DISTANCE, KMZB_TEXT_SENT,
                                    KMZB_TEXT_SAME_THREAT };
  gboolean may_join = self->session.role >= KMZB_ROLE_COORDINATOR && report->main_id == NULL;

  if (may_join)
    kmzb_page_begin_report_form (self, report->id);
  kmzb_page_add_heads (self, KMZB_TEXT_NEARBY_CAPTION, heads, G_N_ELEMENTS (heads) - !may_join);
  for (guint i = 0; i < MIN (found->len, MAX_SHOWN); i++)
    add_neighbour (self, report, found->pdata[i], i + 1, may_join);
  kmzb_page_add_table_end (self);
  if (found->len > MAX_SHOWN)
    kmzb_page_print (self, "<p class=\"hint\">%s %u</p>", kmzb_page_text (self, KMZB_TEXT_NEARBY_MORE), MAX_SHOWN);
  if (may_join)
    kmzb_page_print (self, "<p><button name=\"action\" value=\"join\">%s</button></p></form>",
                     kmzb_page_text (self, KMZB_TEXT_JOIN_CHOSEN));
}

/**
 * kmzb_page_add_nearby:
 * @query: its "metres" and "days" say what is near
 *
 * Reports of the same category around this one, to see whether it is one threat.
 */
gboolean
kmzb_page_add_nearby (KmzbPage *self, KmzbStorage *reader, const KmzbCase *report, KmzbWireForm *query, GError **error)
{
  guint metres = read_choice (query, "metres", distances, G_N_ELEMENTS (distances), DEFAULT_METRES);
  guint days = read_choice (query, "days", spans, G_N_ELEMENTS (spans), DEFAULT_DAYS);
  g_autoptr (GPtrArray) found = NULL;

  if (!report->has_place)
    return TRUE;
  found = find_neighbours (reader, report, metres, days, error);
  if (found == NULL)
    return FALSE;
  kmzb_page_print (self, "<section id=\"nearby\"><h2>%s</h2>", kmzb_page_text (self, KMZB_TEXT_NEARBY));
  add_limits (self, report, metres, days);
  kmzb_page_add (self, "<div class=\"beside\">");
  add_sketch (self, report, found, metres);
  kmzb_page_add (self, "<div>");
  if (found->len == 0)
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_NEARBY_NONE));
  else
    add_neighbours (self, report, found);
  kmzb_page_add (self, "</div></div></section>");
  return TRUE;
}

static gboolean
add_joined (KmzbPage *self, KmzbStorage *reader, const char *sql, const char *id, KmzbText title, GError **error)
{
  g_autoptr (KmzbRows) rows = kmzb_storage_query (
      reader, sql, KMZB_VALUES (kmzb_value_text (id), kmzb_value_int (MAX_LISTED)), error);
  g_autoptr (GError) fault = NULL;

  kmzb_page_print (self, "<h3>%s</h3><ul>", kmzb_page_text (self, title));
  while (rows != NULL && kmzb_rows_next (rows, &fault))
    {
      g_autofree char *number = kmzb_rows_is_null (rows, 1) ? NULL : kmzb_number_format (kmzb_rows_text (rows, 1));
      g_autofree char *sent = kmzb_page_format_time (kmzb_rows_int (rows, 2)), *other = g_strdup (kmzb_rows_text (rows, 0));

      kmzb_page_print (self, "<li><a href=\"/admin/report/%s\">%s</a>, %s</li>", other, number ? number : other, sent);
    }
  kmzb_page_add (self, "</ul>");
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return rows != NULL && (error == NULL || *error == NULL);
}

static void
add_part_form (KmzbPage *self, const KmzbCase *report)
{
  kmzb_page_print (self, "<p>%s <a href=\"/admin/report/%s\">%s</a>. %s</p>",
                   kmzb_page_text (self, KMZB_TEXT_IS_DUPLICATE), report->main_id, report->main_number,
                   kmzb_page_text (self, KMZB_TEXT_FOLLOWS));
  if (self->session.role < KMZB_ROLE_COORDINATOR)
    return;
  kmzb_page_begin_report_form (self, report->id);
  kmzb_page_print (self, "<p><button name=\"action\" value=\"part\">%s</button></p></form>",
                   kmzb_page_text (self, KMZB_TEXT_PART));
}

static void
add_join_form (KmzbPage *self, const KmzbCase *report, KmzbText fault, const char *main)
{
  gboolean kept = fault == KMZB_TEXT_UNDONE, wrong = fault == KMZB_TEXT_BAD_JOIN;

  kmzb_page_begin_report_form (self, report->id);
  kmzb_page_print (self, "<p><label for=\"main-report\">%s</label><span class=\"hint\" id=\"main-hint\">%s</span>",
                   kmzb_page_text (self, KMZB_TEXT_MAIN_NUMBER), kmzb_page_text (self, KMZB_TEXT_JOIN_HINT));
  if (wrong || kept)
    kmzb_page_print (self, "<span class=\"fault\" id=\"main-fault\" role=\"alert\">%s</span>",
                     kmzb_page_text (self, fault));
  kmzb_page_print (self, "<input id=\"main-report\" name=\"main\" value=\"%s\" maxlength=\"64\" autocomplete=\"off\" required",
                   wrong || kept ? main : "");
  if (wrong)
    kmzb_page_add_wrong (self, "main-hint main-fault");
  else
    kmzb_page_print (self, " aria-describedby=\"main-hint%s\"", kept ? " main-fault" : "");
  if (kept)
    kmzb_page_add_focus (self);
  kmzb_page_add (self, "></p>");
  kmzb_page_print (self, "<p><button name=\"action\" value=\"join\">%s</button></p></form>",
                   kmzb_page_text (self, KMZB_TEXT_JOIN));
}

/**
 * kmzb_page_add_duplicates:
 * @fault: why a join was not made, or %KMZB_N_TEXTS
 * @main: (nullable): the number that was typed
 *
 * What this report repeats, what repeats and what confirms it, and the forms to change that.
 */
gboolean
kmzb_page_add_duplicates (KmzbPage *self, KmzbStorage *reader, const KmzbCase *report, KmzbText fault,
                          const char *main, GError **error)
{
  gboolean ok = TRUE;

  kmzb_page_print (self, "<section><h2>%s</h2>", kmzb_page_text (self, KMZB_TEXT_DUPLICATES));
  if (report->main_id != NULL)
    add_part_form (self, report);
  if (report->n_duplicates > 0)
    ok = add_joined (self, reader,
                     "SELECT id, number, requested_us FROM reports WHERE main_id=$1 ORDER BY requested_us, id LIMIT $2",
                     report->id, KMZB_TEXT_DUPLICATES_HERE, error);
  if (ok && report->n_confirming > 0)
    ok = add_joined (self, reader,
                     "SELECT id, number, requested_us FROM reports WHERE confirms=$1 ORDER BY requested_us, id LIMIT $2",
                     report->id, KMZB_TEXT_CONFIRMED_BY, error);
  if (report->main_id == NULL && self->session.role >= KMZB_ROLE_COORDINATOR)
    add_join_form (self, report, fault, main ? main : "");
  else if (report->main_id == NULL && report->n_duplicates == 0 && report->n_confirming == 0)
    kmzb_page_print (self, "<p>%s</p>", kmzb_page_text (self, KMZB_TEXT_NO_DUPLICATES));
  kmzb_page_add (self, "</section>");
  return ok;
}
