/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target without libFuzzer, as an ordinary test: first the inputs of its corpus, then inputs made of them
 * by a seeded generator, always the same ones. KMZB_FUZZ_SECONDS goes on for so long; KMZB_TEST_SEED begins elsewhere.
 * An input that ends the process is left in $TMPDIR.
 *
 * driver NAME HOW_MANY CORPUS [DICTIONARY]
 */
#include "fuzz.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_BYTES 16384

static const uint8_t *current;
static gsize current_size;
static char *crash_path;

/* From the sanitizers' runtimes, where there is one. */
void __sanitizer_set_death_callback (void (*callback) (void)) __attribute__ ((weak));

static void
keep_input (void)
{
  static const char note[] = "# the input is kept as $TMPDIR/crash-TARGET\n";
  int fd = open (crash_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  if (fd < 0 || write (fd, current, current_size) < 0 || write (STDOUT_FILENO, note, sizeof note - 1) < 0)
    return;
  close (fd);
}

static void
on_signal (int number)
{
  keep_input ();
  signal (number, SIG_DFL);
  raise (number);
}

static void
run (const uint8_t *data, gsize size)
{
  /* To the byte, so that a read beyond the end is seen. */
  g_autofree uint8_t *copy = g_memdup2 (data, size);
  static const uint8_t nothing[1];

  current = copy ? copy : nothing;
  current_size = size;
  LLVMFuzzerTestOneInput (current, size);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
read_corpus (const char *path)
{
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *file = g_build_filename (path, g_ptr_array_index (names, i), NULL);
      char *content;
      gsize size;

      g_assert_true (g_file_get_contents (file, &content, &size, NULL));
      g_ptr_array_add (inputs, g_bytes_new_take (content, size));
    }
  g_assert_cmpuint (inputs->len, >, 0);
  return inputs;
}

/* libFuzzer's own form: one "quoted" word a line. */
static GPtrArray *
read_dictionary (const char *path)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  if (path != NULL)
    g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content ? content : "", "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *end = *lines[i] == '"' ? strrchr (lines[i], '"') : NULL;

      if (end == NULL || end == lines[i])
        continue;
      *end = '\0';
      g_ptr_array_add (words, g_strcompress (lines[i] + 1));
    }
  g_ptr_array_add (words, g_strdup ("\xf0\x9f\x98\x80"));
  g_ptr_array_add (words, g_strdup ("\xed\xa0\x80")); /* half a surrogate pair */
  g_ptr_array_add (words, g_strdup ("9223372036854775808"));
  g_ptr_array_add (words, g_strdup ("-1"));
  g_ptr_array_add (words, g_strdup ("1e999"));
  g_ptr_array_add (words, g_strdup ("%00"));
  return words;
}

static gsize
below (GRand *rand, gsize limit)
{
  return limit == 0 ? 0 : (gsize) g_rand_int (rand) % limit;
}

static void
insert (GByteArray *input, gsize at, const void *bytes, gsize size)
{
  g_autofree void *copy = g_memdup2 (bytes, size); /* it may be of @input */
  gsize after = input->len - at;

  if (size == 0 || input->len + size > MAX_BYTES)
    return;
  g_byte_array_set_size (input, (guint) (input->len + size));
  memmove (input->data + at + size, input->data + at, after);
  memcpy (input->data + at, copy, size);
}

static void
change (GByteArray *input, GRand *rand, GPtrArray *corpus, GPtrArray *words)
{
  static const uint8_t telling[] = { 0, 1, 0x7f, 0x80, 0xff, '"', '\\', '<', '&', '[', '{', '\n', '\r', '=', ';', '%', '0' };
  gsize at = below (rand, input->len + 1), size = below (rand, MIN (64, input->len - at + 1));
  const char *word = g_ptr_array_index (words, below (rand, words->len));
  GBytes *other = g_ptr_array_index (corpus, below (rand, corpus->len));
  gsize other_size;
  const uint8_t *other_data = g_bytes_get_data (other, &other_size);
  gsize from = below (rand, other_size);
  uint8_t byte = telling[below (rand, G_N_ELEMENTS (telling))];

  switch (below (rand, 8))
    {
    case 0:
      if (at < input->len)
        input->data[at] ^= (uint8_t) (1 << below (rand, 8));
      break;
    case 1:
      if (at < input->len)
        input->data[at] = byte;
      break;
    case 2:
      insert (input, at, &byte, 1);
      break;
    case 3:
      if (size > 0)
        g_byte_array_remove_range (input, (guint) at, (guint) size);
      break;
    case 4:
      insert (input, at, input->data + at, size);
      break;
    case 5:
      if (other_size > 0)
        insert (input, at, other_data + from, 1 + below (rand, MIN (256, other_size - from)));
      break;
    case 6:
      g_byte_array_set_size (input, (guint) at);
      break;
    default:
      insert (input, at, word, strlen (word));
    }
}

static guint
run_made (GPtrArray *corpus, GPtrArray *words, guint n_made)
{
  const char *seed = g_getenv ("KMZB_TEST_SEED"), *seconds = g_getenv ("KMZB_FUZZ_SECONDS");
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed ? (guint32) g_ascii_strtoull (seed, NULL, 10) : 311);
  gint64 end = seconds ? g_get_monotonic_time () + g_ascii_strtoll (seconds, NULL, 10) * G_USEC_PER_SEC : 0;
  guint n = 0;

  for (; end != 0 ? g_get_monotonic_time () < end : n < n_made; n++)
    {
      g_autoptr (GByteArray) input = g_byte_array_new ();
      GBytes *begin = g_ptr_array_index (corpus, below (rand, corpus->len));

      g_byte_array_append (input, g_bytes_get_data (begin, NULL), (guint) MIN (g_bytes_get_size (begin), MAX_BYTES));
      for (gsize i = 1 + below (rand, 6); i > 0; i--)
        change (input, rand, corpus, words);
      run (input->data, input->len);
    }
  return n;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) corpus = NULL;
  g_autoptr (GPtrArray) words = NULL;
  g_autofree char *name = NULL;

  g_assert_cmpint (argc, >=, 4);
  name = g_strconcat ("crash-", argv[1], NULL);
  crash_path = g_build_filename (g_get_tmp_dir (), name, NULL);
  fuzz_begin ();
  if (__sanitizer_set_death_callback != NULL)
    __sanitizer_set_death_callback (keep_input);
  for (guint i = 0; i < 6; i++)
    signal (((const int[]){ SIGABRT, SIGTRAP, SIGBUS, SIGFPE, SIGILL, SIGTERM })[i], on_signal);
  if (__sanitizer_set_death_callback == NULL)
    signal (SIGSEGV, on_signal);

  corpus = read_corpus (argv[3]);
  words = read_dictionary (argc > 4 ? argv[4] : NULL);
  g_print ("1..2\n");
  for (guint i = 0; i < corpus->len; i++)
    run (g_bytes_get_data (g_ptr_array_index (corpus, i), NULL), g_bytes_get_size (g_ptr_array_index (corpus, i)));
  g_print ("ok 1 /fuzz/%s/corpus # %u inputs\n", argv[1], corpus->len);
  g_print ("ok 2 /fuzz/%s/made\n# soak: %u inputs\n", argv[1], run_made (corpus, words, (guint) g_ascii_strtoull (argv[2], NULL, 10)));
  g_free (crash_path);
  return 0;
}
