/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-printer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINES 10000
/* How long what is still to be printed may hold up the end. */
#define LAST_WORDS_MS 1000

/**
 * KmzbPrinter:
 *
 * Prints lines on a thread of its own. Who reads them may be slow, or a pipe that nobody reads: whoever prints never
 * waits for that. Lines beyond what is kept are counted and left out.
 */
struct _KmzbPrinter
{
  int fd;
  GThread *thread;
  GMutex lock;
  GCond wake;
  GQueue lines; /* of char */
  guint n_left_out;
  gboolean ending;
  gint64 end_us; /* once @ending */
};

/* Whether the reader takes something now. Looked at every while, so that the end is noticed. */
static gboolean
wait_for_reader (KmzbPrinter *self)
{
  struct pollfd poll_fd = { .fd = self->fd, .events = POLLOUT };
  gboolean give_up = FALSE;

  while (!give_up)
    {
      int ready = poll (&poll_fd, 1, 100);

      if (ready > 0)
        return (poll_fd.revents & POLLOUT) != 0;
      if (ready < 0 && errno != EINTR)
        return FALSE;
      g_mutex_lock (&self->lock);
      give_up = self->ending && g_get_monotonic_time () > self->end_us;
      g_mutex_unlock (&self->lock);
    }
  return FALSE;
}

/* A write of no more than PIPE_BUF bytes to a pipe that is ready does not block. Returns: whether to go on */
static gboolean
print_whole (KmzbPrinter *self, const char *line)
{
  gsize left = strlen (line);

  while (left > 0)
    {
      ssize_t wrote = wait_for_reader (self) ? write (self->fd, line, MIN (left, 4096)) : -2;

      if (wrote == -2 || (wrote < 0 && errno != EINTR && errno != EAGAIN))
        return FALSE;
      if (wrote > 0)
        {
          line += wrote;
          left -= (gsize) wrote;
        }
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): the next line, with a word about those before it that are missing */
static char *
take_line (KmzbPrinter *self)
{
  char *line;

  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->lines) && self->n_left_out == 0 && !self->ending)
    g_cond_wait (&self->wake, &self->lock);
  line = g_queue_pop_head (&self->lines);
  if (line == NULL && self->n_left_out > 0)
    {
      line = g_strdup_printf ("(%u lines left out)\n", self->n_left_out);
      self->n_left_out = 0;
    }
  g_mutex_unlock (&self->lock);
  return line;
}

static gpointer
run (gpointer data)
{
  KmzbPrinter *self = data;
  gboolean going_on = TRUE;
  char *line;

  while (going_on && (line = take_line (self)) != NULL)
    {
      going_on = print_whole (self, line);
      g_free (line);
    }
  return NULL;
}

/* @fd: stays the caller's; stdio must not be used on it meanwhile */
KmzbPrinter *
kmzb_printer_new (int fd)
{
  KmzbPrinter *self = g_new0 (KmzbPrinter, 1);

  self->fd = fd;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->lines);
  self->thread = g_thread_new ("printer", run, self);
  return self;
}

/* Prints what is left, as far as somebody reads it. */
void
kmzb_printer_free (KmzbPrinter *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->ending = TRUE;
  self->end_us = g_get_monotonic_time () + LAST_WORDS_MS * G_TIME_SPAN_MILLISECOND;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_queue_clear_full (&self->lines, g_free);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}

/* @line: (transfer full): with its newline. Callable from any thread; does not wait. */
void
kmzb_printer_print (KmzbPrinter *self, char *line)
{
  g_mutex_lock (&self->lock);
  if (g_queue_get_length (&self->lines) < MAX_LINES)
    g_queue_push_tail (&self->lines, g_steal_pointer (&line));
  else
    self->n_left_out++;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_free (line);
}
