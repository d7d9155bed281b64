/* SPDX-License-Identifier: GPL-3.0-or-later */
/* post-load KEYS SECONDS CONNECTIONS PORT...: posts reports as fast as the servers take them, one after the other on each
 * connection, with the keys in turn. Prints "N SECONDS P50_MS P99_MS": answered reports and how long each took. */
#include "kmzb-uuid.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_BYTES 4096
#define SEALED_BYTES 320 /* base64 of 190 bytes, which is 140 letters */

typedef struct
{
  int fd;
  gint64 begun_us;
  gsize have;
  char answer[ANSWER_BYTES];
} Client;

static GPtrArray *keys;
static char sealed[SEALED_BYTES + 1];
static guint next_key;

static void
die (const char *what)
{
  perror (what);
  exit (1);
}

static int
connect_to (int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;

  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) < 0)
    die ("connect");
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return fd;
}

static void
post (Client *client)
{
  char body[2048], request[4096];
  g_autofree char *id = kmzb_uuid7_new (g_get_real_time ());
  int body_length, length;

  body_length = g_snprintf (body, sizeof body,
                            "service_code=akty-wandalizmu&lat=50.%u&long=21.%u&attribute%%5Bclient_report_id%%5D=%s"
                            "&attribute%%5Bsaved_at%%5D=2026-05-01T10%%3A00%%3A00Z&attribute%%5Bclock_state%%5D=unsure"
                            "&attribute%%5Bday_part%%5D%%5B%%5D=night&attribute%%5Bsource%%5D=visitor"
                            "&attribute%%5Bsealed_description%%5D=%s&api_key=%s",
                            g_random_int_range (100000, 999999), g_random_int_range (100000, 999999), id, sealed,
                            (const char *) g_ptr_array_index (keys, next_key++ % keys->len));
  length = g_snprintf (request, sizeof request,
                       "POST /open311/v2/requests.json HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: %s\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
                       id, body_length, body);
  client->begun_us = g_get_monotonic_time ();
  client->have = 0;
  if (write (client->fd, request, (gsize) length) != length)
    die ("write");
}

/* Returns: whether the whole answer is there */
static gboolean
take (Client *client)
{
  ssize_t got = read (client->fd, client->answer + client->have, ANSWER_BYTES - 1 - client->have);
  const char *end, *length;

  if (got <= 0)
    die ("read");
  client->have += (gsize) got;
  client->answer[client->have] = '\0';
  end = strstr (client->answer, "\r\n\r\n");
  length = strcasestr (client->answer, "Content-Length: ");
  if (end == NULL || length == NULL
      || client->have < (gsize) (end - client->answer) + 4 + strtoul (length + strlen ("Content-Length: "), NULL, 10))
    return FALSE;
  if (!g_str_has_prefix (client->answer, "HTTP/1.1 200 "))
    {
      fprintf (stderr, "%s\n", client->answer);
      exit (1);
    }
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return *(const gint32 *) a - *(const gint32 *) b;
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  double seconds = argc > 4 ? g_ascii_strtod (argv[2], NULL) : 0;
  int n_clients = argc > 4 ? atoi (argv[3]) : 0, poll_fd = epoll_create1 (EPOLL_CLOEXEC), busy = n_clients;
  g_autofree Client *clients = g_new0 (Client, MAX (n_clients, 1));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint32));
  gint64 begin, end;

  if (n_clients < 1 || !g_file_get_contents (argv[1], &text, NULL, NULL))
    return 2;
  keys = g_ptr_array_new ();
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (keys, lines[i]);
  memset (sealed, 'A', SEALED_BYTES);

  for (int i = 0; i < n_clients; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &clients[i] };

      clients[i].fd = connect_to (atoi (argv[4 + i % (argc - 4)]));
      epoll_ctl (poll_fd, EPOLL_CTL_ADD, clients[i].fd, &event);
    }
  begin = g_get_monotonic_time ();
  end = begin + (gint64) (seconds * G_USEC_PER_SEC);
  for (int i = 0; i < n_clients; i++)
    post (&clients[i]);
  while (busy > 0)
    {
      struct epoll_event events[64];
      int n = epoll_wait (poll_fd, events, G_N_ELEMENTS (events), -1);

      for (int i = 0; i < n; i++)
        {
          Client *client = events[i].data.ptr;
          gint64 now;
          gint32 took;

          if (!take (client))
            continue;
          now = g_get_monotonic_time ();
          took = (gint32) (now - client->begun_us);
          g_array_append_val (times, took);
          if (now < end)
            post (client);
          else
            busy--;
        }
    }
  seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  g_array_sort (times, compare);
  printf ("%u %.6f %.3f %.3f\n", times->len, seconds, g_array_index (times, gint32, times->len / 2) / 1000.0,
          g_array_index (times, gint32, times->len * 99 / 100) / 1000.0);
  return 0;
}
