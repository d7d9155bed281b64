/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fair.h"

#define N_VISITS "300"

/* The fair's place: booths, the lines between them and central, and the ledger of all that was said. */

const char *const fair_names[N_BOOTHS] = { "Rynek", "Dworzec", "Park", "Szkola_nr-1" };

static void
entry_free (Entry *entry)
{
  g_free (entry->id);
  g_free (entry->number);
  g_free (entry->text);
  g_free (entry);
}

/* ---- booths ---- */

void
fair_start_booth (Fair *fair, guint booth)
{
  Stand *stand = &fair->stands[booth];
  g_autofree char *url = fault_proxy_get_url (stand->line);

  stand->process = fair_booth_start (stand->data_dir, url, stand->key_file, fair_names[booth], stand->clock_us);
}

void
fair_write_key (Fair *fair, guint booth, const char *key)
{
  g_assert_true (g_file_set_contents_full (fair->stands[booth].key_file, key, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                           NULL));
}

char *
fair_add_key (Fair *fair, guint booth)
{
  const char *const arguments[] = { "keys", "add", fair_names[booth], NULL };
  char *key = NULL;

  fixture_run_central (&fair->base, arguments, &key);
  return key;
}

void
fair_revoke_key (Fair *fair, guint booth)
{
  const char *const arguments[] = { "keys", "revoke", fair_names[booth], NULL };

  fixture_run_central (&fair->base, arguments, NULL);
}

void
fair_make_seal_key (Fair *fair)
{
  const char *const arguments[] = { "seal-key", NULL };

  fixture_run_central (&fair->base, arguments, NULL);
}

/* Brings a booth's clock to the fair's time: it has been running all the while. */
void
fair_catch_up (Fair *fair, guint booth, FairStanding *standing)
{
  Stand *stand = &fair->stands[booth];
  gint64 us = fair->now_us - stand->fair_us;
  FairStanding ignored;

  stand->fair_us = fair->now_us;
  stand->clock_us += us;
  fair_booth_tick (stand->process, us, standing ? standing : &ignored);
}

void
fair_restart_booth (Fair *fair, guint booth)
{
  fair->n_kills++;
  fair_start_booth (fair, booth);
}

/* ---- lines ---- */

void
fair_set_line (Fair *fair, guint booth, gboolean is_up)
{
  Stand *stand = &fair->stands[booth];
  Fault fault = is_up && !stand->line_is_dead ? FAULT_NONE : FAULT_DROP;

  fault_proxy_set (stand->line, "GET", fault, -1);
  fault_proxy_set (stand->line, "POST", fault, -1);
}

void
fair_set_lines (Fair *fair, gboolean is_up)
{
  for (guint i = 0; i < N_BOOTHS; i++)
    fair_set_line (fair, i, is_up);
}

/* A bad line: now and then an answer is lost, or the connection. */
void
fair_trouble_line (Fair *fair, guint booth)
{
  if (!fair->stands[booth].line_is_dead)
    fault_proxy_set (fair->stands[booth].line, "POST", g_test_rand_bit () ? FAULT_LOSE_ANSWER : FAULT_DROP,
                     g_test_rand_int_range (1, 12));
}

void
fair_restart_central (Fair *fair)
{
  static const char *const options[] = { "--quota", "1000000", NULL };

  g_subprocess_force_exit (fair->base.central);
  g_subprocess_wait (fair->base.central, NULL, NULL);
  g_clear_object (&fair->base.central);
  fixture_start_central (&fair->base, options);
}

/* Lines take calls while the fair waits for a booth. */
static gpointer
run_lines (gpointer loop)
{
  g_main_loop_run (loop);
  return NULL;
}

static gboolean
hang_up (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
fair_set_up (Fair *fair)
{
  static const char *const options[] = { "--quota", "1000000", NULL };
  const char *asked = g_getenv ("KMZB_FAIR_VISITS");
  guint64 n_visits = 0;

  g_assert_true (g_ascii_string_to_unsigned (asked ? asked : N_VISITS, 10, FAIR_DAYS * N_BOOTHS, 1000000, &n_visits, NULL));
  fair->n_visits = (guint) n_visits;
  fair->base.folder = g_dir_make_tmp ("kmzb-fair-XXXXXX", NULL);
  fair->base.database = g_build_filename (fair->base.folder, "central.db", NULL);
  fair->ledger = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  fair->now_us = FIXTURE_START_US;
  fair->loop = g_main_loop_new (NULL, FALSE);
  fair_make_seal_key (fair);
  fixture_start_central (&fair->base, options);
  for (guint i = 0; i < N_BOOTHS; i++)
    {
      Stand *stand = &fair->stands[i];
      g_autofree char *key = fair_add_key (fair, i);
      g_autofree char *name = g_strdup_printf ("booth-%u", i);
      g_autofree char *key_name = g_strdup_printf ("key-%u", i);

      stand->data_dir = g_build_filename (fair->base.folder, name, NULL);
      stand->key_file = g_build_filename (fair->base.folder, key_name, NULL);
      stand->line = fault_proxy_new (fair->base.central_port);
      stand->fair_us = stand->clock_us = fair->now_us;
      fair_write_key (fair, i, key);
      fair_set_line (fair, i, FALSE);
      fair_start_booth (fair, i);
    }
  fair->loop_thread = g_thread_new ("lines", run_lines, fair->loop);
}

void
fair_tear_down (Fair *fair)
{
  g_idle_add (hang_up, fair->loop);
  g_thread_join (fair->loop_thread);
  g_main_loop_unref (fair->loop);
  for (guint i = 0; i < N_BOOTHS; i++)
    {
      fault_proxy_free (fair->stands[i].line);
      g_free (fair->stands[i].data_dir);
      g_free (fair->stands[i].key_file);
    }
  fixture_stop_central (&fair->base);
  fixture_remove_folder (fair->base.folder);
  g_ptr_array_unref (fair->ledger);
  g_free (fair->base.database);
  g_free (fair->base.folder);
}
