/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *folder;

/* A warning is what a program says in bad weather, which is what an input is; a critical is a fault. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR))
    {
      g_log_writer_standard_streams (level, fields, n_fields, data);
      abort ();
    }
  return G_LOG_WRITER_HANDLED;
}

/* Every target calls it first. */
void
fuzz_begin (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  g_log_set_writer_func (write_log, NULL, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  g_once_init_leave (&done, 1);
}

static int
remove_one (const char *path, const struct stat *info, int kind, struct FTW *where)
{
  return remove (path);
}

static void
remove_folder (void)
{
  nftw (folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
  g_free (folder);
}

/* Returns: (transfer none): a folder of this process, gone at its end */
const char *
fuzz_folder (void)
{
  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("kmzb-fuzz-XXXXXX", NULL);
      g_assert_nonnull (folder);
      atexit (remove_folder);
    }
  return folder;
}

/* Returns: (transfer none): the path of a file with that content, until the next call */
const char *
fuzz_file (const char *name, const void *data, gsize size)
{
  static char *path;
  FILE *file;

  g_free (path);
  path = g_build_filename (fuzz_folder (), name, NULL);
  file = fopen (path, "wb");
  g_assert_true (file != NULL && fwrite (data, 1, size, file) == size && fclose (file) == 0);
  return path;
}

guint
fuzz_take_byte (FuzzCursor *cursor)
{
  if (cursor->left == 0)
    return 0;
  cursor->left--;
  return *cursor->at++;
}

/* Returns: (transfer full): the bytes up to the next line feed, up to a zero byte at most */
char *
fuzz_take_line (FuzzCursor *cursor)
{
  const uint8_t *end = cursor->left > 0 ? memchr (cursor->at, '\n', cursor->left) : NULL;
  gsize length = end ? (gsize) (end - cursor->at) : cursor->left;
  char *line = g_strndup ((const char *) cursor->at, length);

  length = MIN (cursor->left, length + 1);
  cursor->at += length;
  cursor->left -= length;
  return line;
}

/* Returns: (transfer full): the next line as UTF-8 */
char *
fuzz_take_text (FuzzCursor *cursor)
{
  g_autofree char *line = fuzz_take_line (cursor);

  return g_utf8_make_valid (line, -1);
}

GBytes *
fuzz_take_rest (FuzzCursor *cursor)
{
  GBytes *rest = g_bytes_new (cursor->at, cursor->left);

  cursor->at += cursor->left;
  cursor->left = 0;
  return rest;
}

/* What a parser lets through as text is text. */
void
fuzz_check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}
