/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-service.h"

#include "kmzb-error.h"
#include "kmzb-listen.h"
#include "kmzb-records.h"
#include "kmzb-retention.h"
#include "kmzb-server.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#define SECONDS_A_DAY 86400.0
#define MAX_BOOTHS 100000
/* Looks at the page behind a number, by one address: a family with three numbers and a reload now and then. */
#define LOOKUPS_AT_ONCE 30
#define LOOKUPS_A_SECOND 0.2
#define MAX_CLIENTS 20000
#define RETENTION_EVERY_SECONDS 3600
/* Longer than a connection may be silent. */
#define RETIRED_SECONDS 40

/* A server that runs until a signal ends it. */
typedef struct
{
  const KmzbCentralOptions *options;
  char *place;
  char *certificate; /* (nullable), as @key: PEM */
  char *key;
  KmzbCatalog *catalog;
  KmzbClock *clock;
  KmzbSealKeys *seal_keys;
  KmzbArchive *archive;
  KmzbTestArchive *test_archive;
  KmzbMetrics *metrics;
  KmzbRate *quota;
  KmzbKnownKeys *known_keys;
  KmzbRate *lookups;
  GSocket *listener;
  char *url;
  KmzbRoutes routes;
  KmzbServer *server;
  GQueue retired; /* of Retired: servers that still have connections */
  GMainLoop *loop;
} Service;

typedef struct
{
  KmzbServer *server;
  gint64 until_us; /* monotonic */
} Retired;

static void
retired_free (Retired *self)
{
  kmzb_server_stop (self->server);
  g_free (self);
}

static void
service_clear (Service *self)
{
  kmzb_server_stop (self->server);
  g_queue_clear_full (&self->retired, (GDestroyNotify) retired_free);
  kmzb_archive_close (self->archive);
  kmzb_test_archive_free (self->test_archive);
  g_clear_object (&self->listener);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->catalog, kmzb_catalog_unref);
  kmzb_seal_keys_free (self->seal_keys);
  kmzb_metrics_free (self->metrics);
  kmzb_rate_free (self->quota);
  kmzb_rate_free (self->lookups);
  kmzb_known_keys_free (self->known_keys);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_free (self->place);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self->url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Service, service_clear)

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
read_pem (const char *path, char **content, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (g_file_get_contents (path, content, NULL, &fault))
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_IO, "Can't read the certificate or its key: %s", fault->message);
  return FALSE;
}

static gboolean
read_certificate (const KmzbCentralOptions *options, char **certificate, char **key, GError **error)
{
  return options->tls_cert == NULL
         || (read_pem (options->tls_cert, certificate, error) && check_key_file (options->tls_key, error)
             && read_pem (options->tls_key, key, error));
}

static KmzbServer *
start_server (Service *self, const char *certificate, const char *key, GError **error)
{
  KmzbServerConfig config = { .routes = &self->routes, .listener = self->listener, .certificate = certificate,
                              .key = key, .request_seconds = (guint) self->options->request_seconds,
                              .print_reports = self->options->print_reports,
                              .log_requests = self->options->log_requests };

  return kmzb_server_start (&config, error);
}

static gboolean
on_end (gpointer data)
{
  Service *self = data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

/* The oldest is always the first in the queue. */
static gboolean
on_retired (gpointer data)
{
  Service *self = data;
  Retired *first = g_queue_peek_head (&self->retired);

  if (first != NULL
      && (kmzb_server_is_idle (first->server) || kmzb_clock_get_monotonic_us (self->clock) > first->until_us))
    retired_free (g_queue_pop_head (&self->retired));
  return g_queue_is_empty (&self->retired) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
retire (Service *self, KmzbServer *server)
{
  Retired *retired = g_new0 (Retired, 1);

  kmzb_server_retire (server);
  retired->server = server;
  retired->until_us = kmzb_clock_get_monotonic_us (self->clock) + RETIRED_SECONDS * G_TIME_SPAN_SECOND;
  if (g_queue_is_empty (&self->retired))
    g_timeout_add_seconds (1, on_retired, self);
  g_queue_push_tail (&self->retired, retired);
}

/* A certificate was renewed. A second server begins on the same socket before the first one stops taking connections,
 * and that one serves those it has: nobody is turned away. */
static gboolean
on_reload (gpointer data)
{
  Service *self = data;
  g_autofree char *certificate = NULL, *key = NULL;
  g_autoptr (GError) error = NULL;
  KmzbServer *fresh = NULL;

  if (self->options->tls_cert == NULL)
    return G_SOURCE_CONTINUE;
  if (read_certificate (self->options, &certificate, &key, &error))
    fresh = start_server (self, certificate, key, &error);
  if (fresh == NULL)
    {
      g_warning ("The certificate stays as it was: %s", error->message);
      return G_SOURCE_CONTINUE;
    }
  retire (self, self->server);
  self->server = fresh;
  g_free (self->certificate);
  self->certificate = g_steal_pointer (&certificate);
  g_free (self->key);
  self->key = g_steal_pointer (&key);
  g_message ("The certificate has been read again");
  return G_SOURCE_CONTINUE;
}

static void
wipe_old_texts (Service *self, const char *place, const char *what)
{
  gint64 before_us = kmzb_clock_get_real_us (self->clock) - self->options->keep_texts_days * G_TIME_SPAN_DAY;
  g_autoptr (GError) error = NULL;
  guint n;

  if (!kmzb_retention_run (place, before_us, &n, &error))
    g_warning ("Old texts of %s were not all wiped: %s", what, error->message);
  else if (n > 0)
    g_message ("Wiped the texts of %u %s older than %d days", n, what, self->options->keep_texts_days);
}

/* What somebody has tried out with may be as private as a report. */
static gboolean
on_retention (gpointer data)
{
  Service *self = data;
  g_autofree char *test_place = kmzb_storage_get_test_place (self->place);
  g_autoptr (GError) error = NULL;
  gboolean has_tests;

  wipe_old_texts (self, self->place, "reports");
  if (!kmzb_storage_has_test (self->place, &has_tests, &error))
    g_warning ("Can't see whether there are tests to wipe: %s", error->message);
  else if (has_tests)
    wipe_old_texts (self, test_place, "tests");
  return G_SOURCE_CONTINUE;
}

static gboolean
open_files (Service *self, GError **error)
{
  g_autofree char *catalog_path = kmzb_central_options_get_catalog (self->options), *test_place = NULL;
  g_autofree char *seal_path = kmzb_central_options_get_file (self->options, KMZB_SEAL_KEYS_FILE, error);
  g_autoptr (GPtrArray) seal_keys = NULL;

  if (seal_path == NULL || !read_certificate (self->options, &self->certificate, &self->key, error))
    return FALSE;
  /* Keys that cannot be read are told now, not at the first report that wants opening. */
  self->seal_keys = kmzb_seal_keys_new (seal_path);
  if ((seal_keys = kmzb_seal_keys_list (self->seal_keys, error)) == NULL
      || (self->catalog = kmzb_catalog_load (catalog_path, error)) == NULL
      || (self->place = kmzb_central_options_get_database (self->options, error)) == NULL
      || (self->archive = kmzb_archive_open (self->place, error)) == NULL
      || !kmzb_records_publish_catalog (self->archive, self->catalog, error))
    return FALSE;
  test_place = kmzb_storage_get_test_place (self->place);
  self->test_archive = kmzb_test_archive_new (test_place, self->catalog);
  return TRUE;
}

static void
fill_routes (Service *self)
{
  self->clock = kmzb_clock_new_system ();
  self->metrics = kmzb_metrics_new ();
  self->quota = kmzb_rate_new ((guint) self->options->quota, self->options->quota / SECONDS_A_DAY, MAX_BOOTHS);
  self->lookups = kmzb_rate_new (LOOKUPS_AT_ONCE, LOOKUPS_A_SECOND, MAX_CLIENTS);
  self->known_keys = kmzb_known_keys_new (MAX_BOOTHS);
  self->routes = (KmzbRoutes) { .archive = self->archive, .test_archive = self->test_archive,
                                .catalog = self->catalog, .seal_keys = self->seal_keys, .metrics = self->metrics,
                                .quota = self->quota, .lookups = self->lookups, .known_keys = self->known_keys,
                                .clock = self->clock, .url = self->url, .contact = self->options->contact,
                                .silent_hours = (guint) self->options->silent_hours, .tls = self->options->tls_cert != NULL,
                                .behind_proxy = self->options->behind_proxy };
}

/**
 * kmzb_service_run:
 *
 * Serves until SIGINT or SIGTERM; SIGHUP reads the certificate again.
 */
gboolean
kmzb_service_run (const KmzbCentralOptions *options, GError **error)
{
  g_auto (Service) self = { .options = options };
  g_autoptr (GInetSocketAddress) address = kmzb_listen_parse (options->listen, error);

  if (address == NULL || !check_address (options, address, error) || !open_files (&self, error)
      || (self.listener = kmzb_listen_open (address, error)) == NULL
      || (self.url = kmzb_listen_format_url (self.listener, options->tls_cert != NULL, error)) == NULL)
    return FALSE;
  fill_routes (&self);
  self.loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGINT, on_end, &self);
  g_unix_signal_add (SIGTERM, on_end, &self);
  g_unix_signal_add (SIGHUP, on_reload, &self);
  self.server = start_server (&self, self.certificate, self.key, error);
  if (self.server == NULL)
    return FALSE;
  printf ("listening on %s\n", self.url);
  fflush (stdout);
  if (options->keep_texts_days > 0)
    {
      on_retention (&self);
      g_timeout_add_seconds (RETENTION_EVERY_SECONDS, on_retention, &self);
    }
  g_main_loop_run (self.loop);
  return TRUE;
}
