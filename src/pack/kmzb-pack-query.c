/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-private.h"

#include "kmzb-error.h"
#include "kmzb-pack-search.h"

#include <math.h>
#include <string.h>

/* An address farther than this says nothing about a place. The nearer box is asked first: in a town it is enough. */
static const double SEARCH_RADII_M[] = { 60.0, 400.0 };

/* Words that already tell what kind of street it is, folded to lower case. */
static const char *const STREET_WORDS[] = {
  "ul.",    "ulica",    "al.",   "aleja", "aleje", "pl.",     "plac",    "os.",   "osiedle", "rondo", "rynek",
  "skwer",  "bulwar",   "droga", "park",  "most",  "pasaż",   "wybrzeże", "trakt", "szosa",  "deptak", "zaułek",
};

static gboolean
names_its_kind (const char *street)
{
  g_autofree char *lower = g_utf8_strdown (street, -1);

  for (guint i = 0; i < G_N_ELEMENTS (STREET_WORDS); i++)
    {
      gsize length = strlen (STREET_WORDS[i]);

      if (g_str_has_prefix (lower, STREET_WORDS[i])
          && (lower[length] == '\0' || lower[length] == ' ' || STREET_WORDS[i][length - 1] == '.'))
        return TRUE;
    }
  return FALSE;
}

/* Writes an address as people of @country do: "ul. Lipowa 7, Dobrzyń", "plac Wolności 3", "Lipowiec 12"; a whole street
 * where @number is %NULL. Each may be %NULL, but not all. Returns: (transfer full) */
char *
kmzb_pack_format_address (const char *country, const char *street, const char *number, const char *place)
{
  GString *text = g_string_new (NULL);

  if (street != NULL && *street != '\0')
    {
      if (g_strcmp0 (country, "pl") == 0 && !names_its_kind (street))
        g_string_append (text, "ul. ");
      g_string_append (text, street);
      if (number != NULL)
        g_string_append_printf (text, " %s", number);
      if (place != NULL && *place != '\0')
        g_string_append_printf (text, ", %s", place);
    }
  else if (place != NULL && *place != '\0')
    {
      g_string_append (text, place);
      if (number != NULL)
        g_string_append_printf (text, " %s", number);
    }
  else if (number != NULL)
    g_string_append (text, number);
  return g_string_free (text, FALSE);
}

/* Finds the nearest within @radius_m; *@address stays %NULL when there is none. */
static gboolean
find_within (KmzbPack *self, KmzbDb *db, KmzbPoint place, double radius_m, char **address, GError **error)
{
  KmzbBox box = kmzb_box_around (place, radius_m);
  double best_m = radius_m;
  KmzbStep step;
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db,
                                               "SELECT a.lat, a.lon, a.street, a.number, a.place FROM addresses_rtree "
                                               "AS r JOIN addresses AS a ON a.id = r.id WHERE r.north >= ?1 AND "
                                               "r.south <= ?2 AND r.east >= ?3 AND r.west <= ?4 ORDER BY a.id",
                                               error);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_double (stmt, 1, box.south);
  kmzb_stmt_bind_double (stmt, 2, box.north);
  kmzb_stmt_bind_double (stmt, 3, box.west);
  kmzb_stmt_bind_double (stmt, 4, box.east);
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbPoint found = { .lat = kmzb_stmt_double (stmt, 0), .lon = kmzb_stmt_double (stmt, 1) };
      double distance_m = kmzb_geo_distance_m (place, found);
      const char *number = kmzb_stmt_utf8 (stmt, 3);

      if (distance_m >= best_m || number == NULL)
        continue;
      best_m = distance_m;
      g_free (*address);
      *address = kmzb_pack_format_address (kmzb_pack_get_country (self), kmzb_stmt_utf8 (stmt, 2), number,
                                           kmzb_stmt_utf8 (stmt, 4));
    }
  return step == KMZB_STEP_DONE;
}

/**
 * kmzb_pack_nearest_address:
 *
 * The address nearest to a place, in words. Reads the file: not for the UI thread.
 *
 * Returns: (transfer full) (nullable): such as "ul. Lipowa 7, Dobrzyń"; %NULL without @error when none is near
 */
char *
kmzb_pack_nearest_address (KmzbPack *self, KmzbPoint place, GError **error)
{
  KmzbPackReader *reader;
  char *address = NULL;

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);

  if (!kmzb_pack_is_region (self) || !kmzb_point_is_valid (place))
    return NULL;
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (SEARCH_RADII_M) && address == NULL; i++)
    if (!find_within (self, reader->db, place, SEARCH_RADII_M[i], &address, error))
      {
        g_clear_pointer (&address, g_free);
        break;
      }
  kmzb_pack_give_back_reader (self, reader);
  return address;
}

static void
nearest_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *address = kmzb_pack_nearest_address (source, *(KmzbPoint *) data, &error);

  if (error == NULL)
    g_task_return_pointer (task, address, g_free);
  else
    g_task_return_error (task, error);
}

void
kmzb_pack_nearest_address_async (KmzbPack *self,
                                 double lat,
                                 double lon,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  KmzbPoint place = { .lat = lat, .lon = lon };

  g_task_set_source_tag (task, kmzb_pack_nearest_address_async);
  g_task_set_task_data (task, g_memdup2 (&place, sizeof place), g_free);
  g_task_run_in_thread (task, nearest_in_thread);
}

char *
kmzb_pack_nearest_address_finish (KmzbPack *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kmzb_pack_nearest_address_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
