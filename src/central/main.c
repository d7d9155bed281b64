/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-central-options.h"
#include "kmzb-commands.h"
#include "kmzb-error.h"
#include "kmzb-listen.h"
#include "kmzb-log.h"
#include "kmzb-records.h"
#include "kmzb-server.h"

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#define EXIT_USAGE 2
#define SECONDS_A_DAY 86400.0
#define MAX_BOOTHS 100000
/* Looks at the page behind a number, by one address: a family with three numbers and a reload now and then. */
#define LOOKUPS_AT_ONCE 30
#define LOOKUPS_A_SECOND 0.2
#define MAX_CLIENTS 20000

/* Says on one line of stderr what went wrong. */
static int
fail (const GError *error, int code)
{
  fprintf (stderr, "kmzb-central: %s\n", error->message);
  return code;
}

static gboolean
check_key_file (const char *path, GError **error)
{
  struct stat info;

  if (stat (path, &info) == 0 && (info.st_mode & S_IRWXO) != 0)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_DENIED, "Key file %s can be read by everybody: take that right away",
                   path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
check_address (const KmzbCentralOptions *options, GInetSocketAddress *address, GError **error)
{
  if (options->tls_cert != NULL || options->behind_proxy || kmzb_listen_is_loopback (address))
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DENIED,
               "Can't listen on %s without TLS: give --tls-cert and --tls-key, or --behind-proxy where a proxy in front "
               "speaks TLS",
               options->listen);
  return FALSE;
}

static gboolean
serve (KmzbServerConfig *config, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (KmzbServer) server = NULL;

  g_unix_signal_add (SIGINT, on_signal, loop);
  g_unix_signal_add (SIGTERM, on_signal, loop);
  server = kmzb_server_start (config, error);
  if (server == NULL)
    return FALSE;
  printf ("listening on %s\n", config->routes->url);
  fflush (stdout);
  g_main_loop_run (loop);
  return TRUE;
}

static gboolean
run_server (const KmzbCentralOptions *options, GError **error)
{
  g_autoptr (GInetSocketAddress) address = kmzb_listen_parse (options->listen, error);
  g_autofree char *catalog_path = kmzb_central_options_get_catalog (options);
  g_autoptr (KmzbCatalog) catalog = NULL;
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autoptr (KmzbArchive) archive = NULL;
  g_autoptr (GSocket) listener = NULL;
  g_autofree char *path = NULL, *url = NULL, *certificate = NULL, *key = NULL, *seal_path = NULL, *test_place = NULL;
  g_autoptr (KmzbTestArchive) test_archive = NULL;
  g_autoptr (KmzbSealKeys) seal_keys = NULL;
  g_autoptr (GPtrArray) seal_list = NULL;
  g_autoptr (KmzbRate) quota = NULL, lookups = NULL;
  KmzbRoutes routes = { 0 };
  KmzbServerConfig config = { 0 };

  if (address == NULL || !check_address (options, address, error))
    return FALSE;
  if (options->tls_cert != NULL
      && (!g_file_get_contents (options->tls_cert, &certificate, NULL, error)
          || !check_key_file (options->tls_key, error)
          || !g_file_get_contents (options->tls_key, &key, NULL, error)))
    return FALSE;
  /* Keys that cannot be read are told now, not at the first report that wants opening. */
  if ((seal_path = kmzb_central_options_get_file (options, KMZB_SEAL_KEYS_FILE, error)) == NULL
      || (seal_list = kmzb_seal_keys_list (seal_keys = kmzb_seal_keys_new (seal_path), error)) == NULL)
    return FALSE;
  if ((catalog = kmzb_catalog_load (catalog_path, error)) == NULL
      || (path = kmzb_central_options_get_database (options, error)) == NULL
      || (archive = kmzb_archive_open (path, error)) == NULL
      || !kmzb_records_publish_catalog (archive, catalog, error) || (listener = kmzb_listen_open (address, error)) == NULL
      || (url = kmzb_listen_format_url (listener, options->tls_cert != NULL, error)) == NULL)
    return FALSE;

  test_place = kmzb_storage_get_test_place (path);
  test_archive = kmzb_test_archive_new (test_place, catalog);
  quota = kmzb_rate_new ((guint) options->quota, options->quota / SECONDS_A_DAY, MAX_BOOTHS);
  lookups = kmzb_rate_new (LOOKUPS_AT_ONCE, LOOKUPS_A_SECOND, MAX_CLIENTS);
  routes = (KmzbRoutes) { .archive = archive, .test_archive = test_archive, .catalog = catalog, .seal_keys = seal_keys, .quota = quota,
                          .lookups = lookups, .clock = clock, .url = url, .tls = options->tls_cert != NULL,
                          .behind_proxy = options->behind_proxy };
  config = (KmzbServerConfig) { &routes, listener, certificate, key, (guint) options->request_seconds,
                                options->print_reports };
  return serve (&config, error);
}

int
main (int argc, char **argv)
{
  g_auto (KmzbCentralOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  int code;

  kmzb_log_init ();
  /* A client or a terminal that goes away, or a file at its limit, is an error to handle and not the end. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  setlocale (LC_CTYPE, "");
  if (!kmzb_central_options_parse (&options, argc, argv, &error))
    return fail (error, EXIT_USAGE);
  if (options.version)
    {
      printf ("kmzb-central %s\n", KMZB_VERSION);
      return EXIT_SUCCESS;
    }
  if (options.arguments != NULL)
    {
      code = kmzb_commands_run (&options, &error);
      return error ? fail (error, code) : code;
    }
  return run_server (&options, &error) ? EXIT_SUCCESS : fail (error, EXIT_FAILURE);
}
