/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-db.h"
#include "kmzb-lines.h"

static char *
text_of (KmzbWorld *world, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (kmzb_world_get_path (world), KMZB_DB_READ_ONLY, &error);
  g_autoptr (KmzbStmt) stmt = NULL;

  g_assert_no_error (error);
  stmt = kmzb_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kmzb_stmt_step (stmt, &error), ==, KMZB_STEP_ROW);
  return g_strdup (kmzb_stmt_text (stmt, 0));
}

static void
add (KmzbLines *lines, const char *class, const char *name, double x0, double y0, double x1, double y1)
{
  const double x[] = { x0, x1 }, y[] = { y0, y1 };

  kmzb_lines_add (lines, class, name, 50, x, y, 2);
}

/* Joins the lines and tells them as "class name length points" parted by "; ". */
static char *
joined (KmzbLines *lines)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kmzb-lines-XXXXXX", NULL);
  g_autoptr (KmzbWorld) world = kmzb_world_new (folder, &error);

  g_assert_no_error (error);
  g_assert_true (kmzb_lines_join_into (lines, world, KMZB_WORLD_STREET, &error));
  g_assert_true (kmzb_world_finish (world, &error));
  g_assert_no_error (error);
  /* Little-endian WKB: its sixth byte is the number of points, as long as there are few. */
  return text_of (world, "SELECT coalesce(group_concat(class || ' ' || name || ' ' || cast(size AS INT) || ' ' || "
                         "hex(substr(geom, 6, 1)), '; '), '') FROM (SELECT * FROM street ORDER BY class, name, size)");
}

static void
test_pieces_become_a_street (void)
{
  g_autoptr (KmzbLines) lines = kmzb_lines_new ();
  g_autofree char *text = NULL;

  /* The middle one runs the other way. */
  add (lines, "minor", "Lipowa", 0, 0, 100, 0);
  add (lines, "minor", "Lipowa", 200, 0, 100, 0);
  add (lines, "minor", "Lipowa", 200, 0, 300, 10);
  text = joined (lines);
  g_assert_cmpstr (text, ==, "minor Lipowa 300 04");
}

static void
test_other_names_and_gaps_stay_apart (void)
{
  g_autoptr (KmzbLines) lines = kmzb_lines_new ();
  g_autofree char *text = NULL;

  add (lines, "minor", "Lipowa", 0, 0, 100, 0);
  add (lines, "minor", "Polna", 100, 0, 200, 0);
  add (lines, "minor", "Polna", 201, 0, 301, 0);
  text = joined (lines);
  g_assert_cmpstr (text, ==, "minor Lipowa 100 02; minor Polna 100 02; minor Polna 100 02");
}

/* At a fork the street goes straight on; the branch is one of its own. */
static void
test_fork_goes_straight (void)
{
  g_autoptr (KmzbLines) lines = kmzb_lines_new ();
  g_autofree char *text = NULL;

  add (lines, "minor", "Polna", 0, 0, 100, 0);
  add (lines, "minor", "Polna", 100, 0, 100, 50);
  add (lines, "minor", "Polna", 100, 0, 200, 5);
  text = joined (lines);
  g_assert_cmpstr (text, ==, "minor Polna 50 02; minor Polna 200 03");
}

static void
test_ring_ends (void)
{
  g_autoptr (KmzbLines) lines = kmzb_lines_new ();
  g_autofree char *text = NULL;

  add (lines, "minor", "Rondo", 0, 0, 100, 0);
  add (lines, "minor", "Rondo", 100, 0, 150, 86);
  add (lines, "minor", "Rondo", 150, 86, 100, 172);
  add (lines, "minor", "Rondo", 100, 172, 0, 172);
  add (lines, "minor", "Rondo", 0, 172, -50, 86);
  add (lines, "minor", "Rondo", -50, 86, 0, 0);
  text = joined (lines);
  g_assert_cmpstr (text, ==, "minor Rondo 597 07");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packer/lines/pieces-become-a-street", test_pieces_become_a_street);
  g_test_add_func ("/packer/lines/other-names-and-gaps-stay-apart", test_other_names_and_gaps_stay_apart);
  g_test_add_func ("/packer/lines/fork-goes-straight", test_fork_goes_straight);
  g_test_add_func ("/packer/lines/ring-ends", test_ring_ends);
  return g_test_run ();
}
