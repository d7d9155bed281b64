/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-info.h"

#include "kmzb-db.h"
#include "kmzb-pack.h"

#include <glib/gstdio.h>

static gboolean
append_counts (GString *text, KmzbDb *db, const char *label, const char *sql, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, sql, error);
  KmzbStep step;
  gboolean first = TRUE;

  if (stmt == NULL)
    return FALSE;
  g_string_append_printf (text, "%-12s", label);
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      g_string_append_printf (text, "%s%s", first ? "" : ", ", kmzb_stmt_text (stmt, 0));
      first = FALSE;
    }
  g_string_append (text, first ? "none\n" : "\n");
  return step == KMZB_STEP_DONE;
}

/* What a visitor would miss in the directory, each with how many there are. */
#define OFFICERLESS_BEATS                                                                                              \
  "SELECT 'beats without an officer' AS what, count(*) AS n FROM areas WHERE kind = 'beat'"                            \
  " AND id NOT IN (SELECT beat FROM officers WHERE beat IS NOT NULL)"
#define UNITLESS_BEATS                                                                                                 \
  "SELECT 'beats without a unit', count(*) FROM areas WHERE kind = 'beat'"                                             \
  " AND ifnull(parent, '') NOT IN (SELECT id FROM units)"                                                              \
  " AND id NOT IN (SELECT beat FROM officers WHERE beat IS NOT NULL AND unit IN (SELECT id FROM units))"
#define BEATLESS_OFFICERS                                                                                              \
  "SELECT 'officers without a known beat', count(*) FROM officers"                                                     \
  " WHERE ifnull(beat, '') NOT IN (SELECT id FROM areas WHERE kind = 'beat')"
#define UNITLESS_OFFICERS                                                                                              \
  "SELECT 'officers of an unknown unit', count(*) FROM officers WHERE unit NOT IN (SELECT id FROM units)"
#define LACKING                                                                                                        \
  "SELECT what || ': ' || n FROM (" OFFICERLESS_BEATS " UNION ALL " UNITLESS_BEATS " UNION ALL " BEATLESS_OFFICERS     \
  " UNION ALL " UNITLESS_OFFICERS ") WHERE n > 0"

static gboolean
append_region (GString *text, KmzbDb *db, GError **error)
{
  return append_counts (text, db, "addresses", "SELECT count(*) FROM addresses", error)
         && append_counts (text, db, "places", "SELECT count(*) FROM places", error)
         && append_counts (text, db, "areas",
                           "SELECT count(*) || ' ' || kind FROM areas GROUP BY kind ORDER BY kind", error)
         && append_counts (text, db, "units",
                           "SELECT count(*) || ' ' || kind FROM units GROUP BY kind ORDER BY kind", error)
         && append_counts (text, db, "officers", "SELECT count(*) FROM officers", error)
         && append_counts (text, db, "lacking", LACKING, error)
         && append_counts (text, db, "threats",
                           "SELECT count(*) || ' ' || status FROM threats GROUP BY status ORDER BY status", error)
         && (!kmzb_db_has_table (db, "statistics")
             || append_counts (text, db, "statistics",
                               "SELECT count(*) || ' ' || source FROM statistics GROUP BY source ORDER BY source",
                               error))
         && append_counts (text, db, "sources", "SELECT value FROM kmzb_meta WHERE key='sources'", error)
         && append_counts (text, db, "licences", "SELECT value FROM kmzb_meta WHERE key='licences'", error);
}

/* What is in a pack, in lines for a person to read. */
char *
kmzb_info_describe (const char *path, GError **error)
{
  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, error);
  g_autoptr (KmzbDb) db = pack ? kmzb_db_open (path, KMZB_DB_IMMUTABLE, error) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  KmzbBox box;
  GStatBuf status;

  if (db == NULL)
    return NULL;
  box = kmzb_pack_get_bounds (pack);
  g_string_append_printf (text, "%-12s%s\n", "name", kmzb_pack_get_name (pack));
  g_string_append_printf (text, "%-12s%s\n", "id", kmzb_pack_get_id (pack));
  g_string_append_printf (text, "%-12s%s\n", "kind",
                          kmzb_pack_is_training (pack) ? "training region (invented)"
                          : kmzb_pack_is_region (pack) ? "region"
                                                       : "plain map");
  if (kmzb_pack_get_made_at (pack) != NULL)
    g_string_append_printf (text, "%-12s%s\n", "made", kmzb_pack_get_made_at (pack));
  if (g_stat (path, &status) == 0)
    g_string_append_printf (text, "%-12s%" G_GINT64_FORMAT " bytes\n", "size", (gint64) status.st_size);
  g_string_append_printf (text, "%-12s%.5f %.5f to %.5f %.5f (south west to north east)\n", "bounds", box.south,
                          box.west, box.north, box.east);
  g_string_append_printf (text, "%-12s%s, %d px, levels %d to %d\n", "tiles", kmzb_pack_get_format (pack),
                          kmzb_pack_get_tile_size (pack), kmzb_pack_get_min_zoom (pack),
                          kmzb_pack_get_max_zoom (pack));
  if (!append_counts (text, db, "",
                      "SELECT zoom_level || ': ' || count(*) FROM tiles GROUP BY zoom_level ORDER BY zoom_level", error)
      || (kmzb_db_has_table (db, "images")
          && !append_counts (text, db, "images", "SELECT count(*) FROM images", error))
      || (kmzb_pack_is_region (pack) && !append_region (text, db, error)))
    return NULL;
  if (kmzb_pack_get_attribution (pack) != NULL)
    g_string_append_printf (text, "%-12s%s\n", "attribution", kmzb_pack_get_attribution (pack));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
