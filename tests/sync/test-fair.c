/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fair of seven days by the booths' own clocks: visitors all day without a network, twenty minutes of it each evening,
 * and whatever happens to booths. At the end central holds what the ledger says, once, byte for byte.
 *
 * KMZB_FAIR_VISITS sets how many visitors come: 300 in the suite, 3000 in the long form (`./kmzb bench soak`).
 * KMZB_TEST_SEED: who comes when, and what happens when; not to the microsecond at which a process ends. */
#include "fair.h"

#include "kmzb-db.h"
#include "kmzb-number.h"
#include "kmzb-seal-keys.h"
#include "kmzb-uuid.h"

#include <glib/gstdio.h>
#include <string.h>

#define HOUR_US ((gint64) 3600 * G_USEC_PER_SEC)
#define EVENING_US ((gint64) 20 * 60 * G_USEC_PER_SEC)
#define TICK_US ((gint64) 20 * G_USEC_PER_SEC)
/* In every text, so that it can be looked for where it must not be. */
#define MARK "Zgłaszam"

/* ---- days ---- */

/* What people write, up to 500 characters of it. */
static char *
make_text (guint n)
{
  static const char *const pieces[]
      = { "zażółć gęślą jaźń ", "🙂", "\n", "\"cudzysłów\" ", "a&b=c+d%20 ", "'; DROP TABLE reports;-- ", "Ґанок їжак ",
          "<b>nie</b>\t", "👩‍👩‍👧 ", "grüßt \\n ", "„tak” — " };
  g_autoptr (GString) text = g_string_new (NULL);
  glong wanted = g_test_rand_int_range (12, 500);

  g_string_append_printf (text, MARK " %u: ", n);
  for (;;)
    {
      const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];

      if (g_utf8_strlen (text->str, -1) + g_utf8_strlen (piece, -1) > wanted)
        return g_string_free (g_steal_pointer (&text), FALSE);
      g_string_append (text, piece);
    }
}

/* @may_end: the power may go meanwhile */
static void
visit (Fair *fair, guint booth, gboolean may_end)
{
  Stand *stand = &fair->stands[booth];
  Entry *entry = g_new0 (Entry, 1);

  fair_catch_up (fair, booth, NULL);
  entry->id = kmzb_uuid7_new (stand->clock_us);
  entry->number = kmzb_number_new ();
  entry->text = make_text (fair->ledger->len);
  entry->booth = booth;
  g_ptr_array_add (fair->ledger, entry);
  if (!may_end || g_test_rand_int_range (0, 25) > 0)
    {
      entry->is_told = fair_booth_save (stand->process, entry->id, entry->number, entry->text);
      g_assert_true (entry->is_told);
      return;
    }
  entry->is_told = fair_booth_save_and_kill (stand->process, entry->id, entry->number, entry->text,
                                             (gulong) g_test_rand_int_range (0, g_test_rand_bit () ? 400 : 12000));
  fair_restart_booth (fair, booth);
}

/* Ten hours of visitors; each booth has at least one who is told that his report is saved. */
static void
open_the_gates (Fair *fair, guint n_visits)
{
  fair_set_lines (fair, FALSE);
  for (guint i = 0; i < n_visits; i++)
    {
      fair->now_us += 10 * HOUR_US / n_visits;
      visit (fair, i < N_BOOTHS ? i : (guint) g_test_rand_int_range (0, N_BOOTHS), i >= N_BOOTHS);
    }
}

static gint64
count_at_central (Fair *fair, guint booth)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM reports WHERE booth = '%s'", fair_names[booth]);

  return fixture_ask_central (&fair->base, sql);
}

typedef struct
{
  FairStanding standings[N_BOOTHS];
  gboolean met[N_BOOTHS][KMZB_TROUBLE_BOOTH + 1]; /* which troubles the officer of a booth was told */
} Evening;

/* Twenty minutes of network, which is more than a booth ever waits for its next try. @with_faults: the lines are bad, booths and central lose their power in the middle */
static void
have_an_evening (Fair *fair, gboolean with_faults, Evening *evening)
{
  memset (evening, 0, sizeof *evening);
  for (guint i = 0; i < N_BOOTHS; i++)
    evening->standings[i].n_waiting = 1; /* nobody knows yet */
  fair_set_lines (fair, TRUE);
  for (gint64 us = 0; us < EVENING_US; us += TICK_US)
    {
      fair->now_us += TICK_US;
      for (guint i = 0; i < N_BOOTHS; i++)
        {
          Stand *stand = &fair->stands[i];

          gboolean is_risky = with_faults && evening->standings[i].n_waiting > 0;

          if (is_risky && g_test_rand_int_range (0, 3) == 0)
            fair_trouble_line (fair, i);
          if (is_risky && g_test_rand_int_range (0, 6) == 0)
            {
              stand->clock_us += fair->now_us - stand->fair_us;
              stand->fair_us = fair->now_us;
              fair_booth_tick_and_kill (stand->process, TICK_US, (gulong) g_test_rand_int_range (0, 30000));
              fair_restart_booth (fair, i);
            }
          fair_catch_up (fair, i, &evening->standings[i]);
          evening->met[i][evening->standings[i].trouble] = TRUE;
        }
      if (with_faults && us == EVENING_US / 2)
        fair_restart_central (fair);
    }
  fair_set_lines (fair, FALSE);
  for (guint i = 0; i < N_BOOTHS; i++)
    g_test_message ("%s: %u wait, %u received, trouble %d; central has %" G_GINT64_FORMAT, fair_names[i],
                    evening->standings[i].n_waiting, evening->standings[i].n_received,
                    (int) evening->standings[i].trouble, count_at_central (fair, i));
  fair->now_us += 13 * HOUR_US; /* the night */
}

/* ---- what happens ---- */

static gboolean
is_at_central (Fair *fair, const Entry *entry)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM reports WHERE id = '%s'", entry->id);

  return fixture_ask_central (&fair->base, sql) > 0;
}

/* Everything that waits at @booth goes on a stick. Returns: (transfer full): the file */
static char *
take_a_stick (Fair *fair, guint booth)
{
  char *path = NULL;
  g_autofree char *content = NULL;
  guint n, n_readable, n_found = 0;

  fair_catch_up (fair, booth, NULL);
  n = fair_booth_export (fair->stands[booth].process, fair->base.folder, &path, &n_readable);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  for (guint i = 0; i < fair->ledger->len; i++)
    {
      Entry *entry = g_ptr_array_index (fair->ledger, i);
      gboolean is_there = strstr (content, entry->id) != NULL;

      entry->is_exported |= is_there;
      n_found += is_there;
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n_found, ==, n);
  /* Sealed since the first evening: who finds the stick reads nothing. */
  g_assert_cmpuint (n_readable, ==, 0);
  return path;
}

static void
bring_the_stick (Fair *fair, const char *path)
{
  const char *const arguments[] = { "import", path, NULL };
  g_autofree char *said = NULL;

  fixture_run_central (&fair->base, arguments, &said);
  g_assert_nonnull (strstr (said, " 0 refused"));
}

static gboolean
folder_contains (const char *folder, const char *bytes)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      if (memmem (content, length, bytes, strlen (bytes)) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The machine is gone in the middle of the day. Its key is revoked; the thief gives it a network all the same. What was
 * saved after the last stick is lost, which is all, and nobody reads what is on it. */
static guint
steal (Fair *fair, guint booth)
{
  Stand *stand = &fair->stands[booth];
  g_autofree char *key = NULL;
  FairStanding standing = { 0 };
  gint64 before;
  guint n_stolen = 0;

  fair_booth_kill (stand->process);
  fair_revoke_key (fair, booth);
  for (guint i = 0; i < fair->ledger->len; i++)
    {
      Entry *entry = g_ptr_array_index (fair->ledger, i);

      entry->is_stolen = entry->booth == booth && !entry->is_exported && !is_at_central (fair, entry);
      n_stolen += entry->is_stolen && entry->is_told;
    }
  g_assert_false (folder_contains (stand->data_dir, MARK));

  before = count_at_central (fair, booth);
  fair_set_line (fair, booth, TRUE);
  fair_start_booth (fair, booth);
  for (guint i = 0; i < 200 && standing.trouble != KMZB_TROUBLE_REFUSED_KEY; i++)
    fair_booth_tick (stand->process, TICK_US, &standing);
  g_assert_cmpint (standing.trouble, ==, KMZB_TROUBLE_REFUSED_KEY);
  fair_booth_kill (stand->process);
  fair_set_line (fair, booth, FALSE);
  g_assert_cmpint (count_at_central (fair, booth), ==, before);

  /* The replacement: another machine, another key, the same name. */
  g_free (stand->data_dir);
  stand->data_dir = g_build_filename (fair->base.folder, "replacement", NULL);
  key = fair_add_key (fair, booth);
  fair_write_key (fair, booth, key);
  stand->fair_us = stand->clock_us = fair->now_us;
  fair_start_booth (fair, booth);
  return n_stolen;
}

/* ---- the end ---- */

static void
send_the_rest (Fair *fair)
{
  for (guint i = 0; i < N_BOOTHS; i++)
    {
      FairStanding standing = { 0 };
      gint64 until_us = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;

      fair_set_line (fair, i, TRUE);
      do
        {
          fair->now_us += TICK_US;
          fair_catch_up (fair, i, &standing);
          if (g_get_monotonic_time () > until_us)
            g_error ("%s never sends the last %u reports (trouble %d)", fair_names[i], standing.n_waiting,
                     (int) standing.trouble);
        }
      while (standing.n_waiting > 0);
      g_assert_cmpuint (standing.n_refused, ==, 0);
      g_assert_cmpint (standing.trouble, ==, KMZB_TROUBLE_NONE);
      fair_booth_end (g_steal_pointer (&fair->stands[i].process));
    }
}

/* The booth's file is sound, all in it is received, and nothing that a visitor wrote is left. */
static void
check_booth (Fair *fair, guint booth)
{
  g_autofree char *path = g_build_filename (fair->stands[booth].data_dir, "booth.db", NULL);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, NULL);
  gint64 n = -1;

  g_assert_true (kmzb_db_check (db, NULL));
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports WHERE state <> 'received' OR payload IS NOT NULL", &n,
                                  NULL));
  g_assert_cmpint (n, ==, 0);
  g_assert_false (folder_contains (fair->stands[booth].data_dir, MARK));
}

/* Returns: (transfer full): what an officer at central reads */
static char *
read_text (KmzbStmt *row, KmzbSealKeys *keys, GHashTable *key_ids)
{
  g_autoptr (GError) error = NULL;
  char *key_id = NULL, *text;

  if (kmzb_stmt_text (row, 3) == NULL)
    return g_strdup (kmzb_stmt_text (row, 2));
  g_assert_null (kmzb_stmt_text (row, 2));
  text = kmzb_seal_open (keys, kmzb_stmt_text (row, 3), &key_id, &error);
  g_assert_no_error (error);
  g_hash_table_add (key_ids, key_id);
  return text;
}

static void
check_central (Fair *fair)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (fair->base.database, KMZB_DB_READ_ONLY, &error);
  g_autoptr (KmzbStmt) row = NULL;
  g_autofree char *keys_path = g_build_filename (fair->base.folder, KMZB_SEAL_KEYS_FILE, NULL);
  g_autoptr (KmzbSealKeys) keys = kmzb_seal_keys_new (keys_path);
  g_autoptr (GHashTable) key_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_told = 0, n_untold = 0, n_stolen = 0;
  gint64 n = 0;

  g_assert_no_error (error);
  g_assert_true (kmzb_db_check (db, NULL));
  row = kmzb_db_prepare (db, "SELECT number, booth, description, sealed_description FROM reports WHERE id = ?1", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < fair->ledger->len; i++)
    {
      const Entry *entry = g_ptr_array_index (fair->ledger, i);
      KmzbStep step;

      kmzb_stmt_bind_text (row, 1, entry->id);
      step = kmzb_stmt_step (row, &error);
      g_assert_no_error (error);
      if (entry->is_stolen)
        g_assert_cmpint (step, ==, KMZB_STEP_DONE);
      else if (entry->is_told)
        g_assert_cmpint (step, ==, KMZB_STEP_ROW);
      if (step == KMZB_STEP_ROW)
        {
          g_autofree char *text = read_text (row, keys, key_ids);

          g_assert_cmpstr (text, ==, entry->text);
          g_assert_cmpstr (kmzb_stmt_text (row, 0), ==, entry->number);
          g_assert_cmpstr (kmzb_stmt_text (row, 1), ==, fair_names[entry->booth]);
        }
      n_told += step == KMZB_STEP_ROW && entry->is_told;
      n_untold += step == KMZB_STEP_ROW && !entry->is_told;
      n_stolen += entry->is_stolen && entry->is_told;
      kmzb_stmt_reset (row);
    }
  /* Each once (the id is unique), and nothing that the ledger does not know. */
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports", &n, NULL));
  g_assert_cmpint (n, ==, n_told + n_untold);
  /* Both keys were in use. */
  g_assert_cmpuint (g_hash_table_size (key_ids), ==, 2);
  g_test_message ("soak: fair of %u visits, %u power cuts: %u told and all %u at central, %u went with the stolen booth, "
                  "%u were there though the power went before the visitor was told",
                  fair->n_visits, fair->n_kills, n_told + n_stolen, n_told, n_stolen, n_untold);
}

/* ---- seven days ---- */

static void
test_seven_days (void)
{
  Fair fair = { 0 };
  Evening evening;
  g_autofree char *new_key = NULL, *first_stick = NULL, *second_stick = NULL;
  gint64 at_central[N_BOOTHS];
  guint per_day;

  fair_set_up (&fair);
  per_day = fair.n_visits / FAIR_DAYS;

  /* Day 1. Nobody has met central yet: what was saved until the evening is readable, and arrives so. */
  open_the_gates (&fair, per_day);
  have_an_evening (&fair, TRUE, &evening);

  /* Day 2. The API key of one booth is changed at headquarters; the booth learns of it tomorrow. */
  open_the_gates (&fair, per_day);
  fair_revoke_key (&fair, DWORZEC);
  new_key = fair_add_key (&fair, DWORZEC);
  at_central[DWORZEC] = count_at_central (&fair, DWORZEC);
  have_an_evening (&fair, FALSE, &evening);
  g_assert_true (evening.met[DWORZEC][KMZB_TROUBLE_REFUSED_KEY]);
  for (guint i = 0; i < N_BOOTHS; i++)
    if (i == DWORZEC)
      g_assert_cmpint (count_at_central (&fair, i), ==, at_central[DWORZEC]);
    else
      g_assert_cmpint (count_at_central (&fair, i), >, 0);

  /* Day 3. The key file is brought; nobody restarts the booth. */
  fair_write_key (&fair, DWORZEC, new_key);
  open_the_gates (&fair, per_day);
  have_an_evening (&fair, FALSE, &evening);
  g_assert_cmpint (count_at_central (&fair, DWORZEC), >, at_central[DWORZEC]);

  /* Day 4. A stick is filled at noon, then the booth is stolen. */
  open_the_gates (&fair, per_day / 2);
  first_stick = take_a_stick (&fair, PARK);
  open_the_gates (&fair, per_day - per_day / 2);
  g_assert_cmpuint (steal (&fair, PARK), >, 0);
  bring_the_stick (&fair, first_stick);
  have_an_evening (&fair, TRUE, &evening);

  /* Day 5. A booth's battery is empty: it starts in 1970. Central gets another seal key: every booth stops, and goes on
   * when its officer says so, some at once, some tomorrow. One has no line at all. */
  fair_booth_kill (fair.stands[DWORZEC].process);
  fair.stands[DWORZEC].clock_us = 0;
  fair_restart_booth (&fair, DWORZEC);
  fair.stands[RYNEK].line_is_dead = TRUE;
  open_the_gates (&fair, per_day);
  fair_make_seal_key (&fair);
  for (guint i = 0; i < N_BOOTHS; i++)
    at_central[i] = count_at_central (&fair, i);
  have_an_evening (&fair, FALSE, &evening);
  for (guint i = 0; i < N_BOOTHS; i++)
    {
      g_assert_cmpint (count_at_central (&fair, i), ==, at_central[i]);
      g_assert_cmpuint (evening.standings[i].n_waiting, >, 0);
      g_assert_cmpint (evening.met[i][KMZB_TROUBLE_KEY_CHANGED], ==, i != RYNEK);
      g_assert_cmpint (evening.standings[i].sees_stranger, ==, i != RYNEK);
    }
  fair_booth_trust (fair.stands[SZKOLA].process);
  fair_booth_trust (fair.stands[PARK].process);

  /* Day 6. The line is still dead: its reports go by stick. */
  open_the_gates (&fair, per_day);
  have_an_evening (&fair, FALSE, &evening);
  g_assert_cmpint (count_at_central (&fair, RYNEK), ==, at_central[RYNEK]);
  g_assert_cmpint (count_at_central (&fair, DWORZEC), ==, at_central[DWORZEC]);
  g_assert_cmpint (count_at_central (&fair, SZKOLA), >, at_central[SZKOLA]);
  g_assert_cmpint (count_at_central (&fair, PARK), >, at_central[PARK]);
  second_stick = take_a_stick (&fair, RYNEK);
  bring_the_stick (&fair, second_stick);
  bring_the_stick (&fair, second_stick);
  g_assert_cmpint (count_at_central (&fair, RYNEK), >, at_central[RYNEK]);
  fair_booth_trust (fair.stands[DWORZEC].process);

  /* Day 7. The line works again, and the same reports go out once more; its officer meets the new key. */
  fair.stands[RYNEK].line_is_dead = FALSE;
  open_the_gates (&fair, per_day);
  have_an_evening (&fair, FALSE, &evening);
  g_assert_true (evening.met[RYNEK][KMZB_TROUBLE_KEY_CHANGED]);
  fair_booth_trust (fair.stands[RYNEK].process);
  have_an_evening (&fair, TRUE, &evening);

  send_the_rest (&fair);
  for (guint i = 0; i < N_BOOTHS; i++)
    check_booth (&fair, i);
  check_central (&fair);
  fair_tear_down (&fair);
}

int
main (int argc, char **argv)
{
  const char *number = g_getenv ("KMZB_TEST_SEED");
  g_autofree char *seed
      = number ? g_strdup_printf ("R02S%032" G_GINT64_MODIFIER "x", g_ascii_strtoull (number, NULL, 10)) : NULL;
  char *seeded[] = { argv[0], (char *) "--seed", seed, NULL };

  fair_booth_main (argc, argv);
  fixture_use_memory ();
  if (argc == 1 && seed != NULL)
    {
      argc = 3;
      argv = seeded;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fair/seven-days", test_seven_days);
  return g_test_run ();
}
