/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The peer of central.load: the same HTTP library with the same settings, which reads a body, keeps nothing and answers
 * as long a receipt as central does. */
#include <glib.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#define MAX_THREADS 8
#define CONNECTION_MEMORY_BYTES (32 * 1024)

static char answer[] = "[{\"service_request_id\":\"019a1b2c-3d4e-7f50-8123-456789abcdef\",\"client_report_id\":"
                       "\"019a1b2c-3d4e-7f50-8123-456789abcdef\",\"service_notice\":\"\"}]";

static enum MHD_Result
on_access (void *data,
           struct MHD_Connection *connection,
           const char *url,
           const char *method,
           const char *version,
           const char *upload,
           size_t *upload_length,
           void **context)
{
  static int begun;
  struct MHD_Response *response;
  enum MHD_Result result;

  if (*context == NULL || *upload_length > 0)
    {
      *context = &begun;
      *upload_length = 0;
      return MHD_YES;
    }
  response = MHD_create_response_from_buffer (strlen (answer), answer, MHD_RESPMEM_PERSISTENT);
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json; charset=utf-8");
  result = MHD_queue_response (connection, MHD_HTTP_OK, response);
  MHD_destroy_response (response);
  return result;
}

int
main (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct MHD_Daemon *daemon = MHD_start_daemon (
      MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_access, NULL, MHD_OPTION_SOCK_ADDR, &address,
      MHD_OPTION_THREAD_POOL_SIZE, (unsigned int) CLAMP (g_get_num_processors (), 2, MAX_THREADS),
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY_BYTES, MHD_OPTION_END);

  if (daemon == NULL)
    return 1;
  printf ("listening on http://127.0.0.1:%u\n", MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  fflush (stdout);
  /* Until whoever started it closes our input. */
  getchar ();
  MHD_stop_daemon (daemon);
  return 0;
}
