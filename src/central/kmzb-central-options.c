/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-central-options.h"

#include "kmzb-central-config.h"
#include "kmzb-error.h"
#include "kmzb-listen.h"

#include <errno.h>
#include <glib/gstdio.h>

#define DEFAULT_LISTEN "127.0.0.1:8311"
#define DEFAULT_REQUEST_SECONDS 30
/* More than a booth can collect in a season without a network. */
#define DEFAULT_QUOTA 100000
/* A stand that was not switched on yesterday is told of. */
#define DEFAULT_SILENT_HOURS 24

static const char description[]
    = "Without a command the server runs until SIGINT or SIGTERM. The commands work beside a running server:\n"
      "  keys add NAME            make a booth's key and print it, once\n"
      "  keys list                names, when made and when revoked\n"
      "  keys revoke NAME         the key is worth nothing from now on\n"
      "  keys rotate NAME HOURS   make another key and print it, once; the old one is good for so long beside it\n"
      "  seal-key                 make the key to which booths seal descriptions, and print its public half; again:\n"
      "                           change it\n"
      "  seal-key list            the keys, the one in use last\n"
      "  status                   how many reports there are, and how the booths are\n"
      "  status NUMBER STATUS     say where a report stands: new, verification, confirmed, passed-on, not-confirmed,\n"
      "                           eliminated or mistake; by the visitor's number or the report's id\n"
      "  users add NAME ROLE      let somebody use the pages under /admin/, as viewer (who only looks), coordinator or\n"
      "                           admin (who sees the audit); the password is read from stdin\n"
      "  users list               who may, and who no longer may\n"
      "  users disable NAME       end that, at once\n"
      "  import FILE              take the reports that a booth wrote onto a stick, each once\n"
      "  backup FILE              save the database, while servers run; FILE is new\n"
      "  restore FILE             fill a new or empty database from a backup, also of the other kind\n"
      "  wipe-texts FILE          wipe from a backup what the server has wiped meanwhile (--keep-texts-days)\n"
      "  import-threats FILE      threats, statistics, or the directory (areas, units or officers) that booths are to\n"
      "  import-statistics FILE   show: GeoJSON as kmzb-pack takes it. What was imported before and is not in FILE is\n"
      "  import-directory FILE    gone\n";

static gboolean
invalid (GError **error, const char *fault)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, fault);
  return FALSE;
}

static gboolean
is_in (int value, int min, int max)
{
  return value == KMZB_CENTRAL_UNSET || (value >= min && value <= max);
}

/* Looks at what was given. */
static gboolean
check (const KmzbCentralOptions *self, GError **error)
{
  g_autoptr (GInetSocketAddress) address = self->listen ? kmzb_listen_parse (self->listen, NULL) : NULL;

  if (self->listen != NULL && address == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--listen %s is not an address and port such as 127.0.0.1:8311 or [::1]:8311", self->listen);
      return FALSE;
    }
  if (!is_in (self->request_seconds, 1, 3600))
    return invalid (error, "--request-timeout is 1 to 3600 seconds");
  if (!is_in (self->quota, 1, G_MAXINT))
    return invalid (error, "--quota is at least 1");
  if (!is_in (self->silent_hours, 1, 8760))
    return invalid (error, "--silent-hours is 1 to 8760");
  if (!is_in (self->keep_texts_days, 0, 36500))
    return invalid (error, "--keep-texts-days is 1 to 36500");
  return TRUE;
}

static gboolean
check_pair (const KmzbCentralOptions *self, GError **error)
{
  return (self->tls_cert == NULL) == (self->tls_key == NULL)
         || invalid (error, "--tls-cert and --tls-key go together");
}

/* What the file says is a failure and no wrong usage, and is told with the file's name. */
static gboolean
apply_config (KmzbCentralOptions *self, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (self->config == NULL)
    return check_pair (self, error);
  if (!kmzb_central_config_apply (self->config, self, error))
    return FALSE;
  if (check (self, &fault) && check_pair (self, &fault))
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "%s: %s", self->config, fault->message);
  return FALSE;
}

/* What was not given gets its default. */
static void
settle (KmzbCentralOptions *self)
{
  if (self->listen == NULL)
    self->listen = g_strdup (DEFAULT_LISTEN);
  if (self->request_seconds == KMZB_CENTRAL_UNSET)
    self->request_seconds = DEFAULT_REQUEST_SECONDS;
  if (self->quota == KMZB_CENTRAL_UNSET)
    self->quota = DEFAULT_QUOTA;
  if (self->silent_hours == KMZB_CENTRAL_UNSET)
    self->silent_hours = DEFAULT_SILENT_HOURS;
  if (self->keep_texts_days == KMZB_CENTRAL_UNSET)
    self->keep_texts_days = 0;
}

/* Returns: %FALSE with a #GOptionError for wrong usage, and another error for a configuration that is wrong */
gboolean
kmzb_central_options_parse (KmzbCentralOptions *self, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &self->config, "Configuration file; the command line wins", "FILE" },
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &self->database,
      "SQLite file (default: DIR/central.db), or the postgresql:// URL of a database", "PLACE" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &self->listen, "Where to listen; port 0 is any (default: " DEFAULT_LISTEN ")",
      "ADDR:PORT" },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_cert, "Certificate chain, PEM", "FILE" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_key, "Its private key, PEM", "FILE" },
    { "catalog", 0, 0, G_OPTION_ARG_FILENAME, &self->catalog, "Catalogue of categories", "FILE" },
    { "contact", 0, 0, G_OPTION_ARG_STRING, &self->contact, "How to reach who runs this server; discovery tells it",
      "TEXT" },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->data_dir, "Where the database and the seal keys are kept", "DIR" },
    { "request-timeout", 0, 0, G_OPTION_ARG_INT, &self->request_seconds, "For one whole request (default: 30)",
      "SECONDS" },
    { "quota", 0, 0, G_OPTION_ARG_INT, &self->quota,
      "Reports that one booth may send at once, and as many again each day (default: 100000)", "N" },
    { "silent-hours", 0, 0, G_OPTION_ARG_INT, &self->silent_hours,
      "A booth that was not heard of for so long is told of (default: 24)", "HOURS" },
    { "keep-texts-days", 0, 0, G_OPTION_ARG_INT, &self->keep_texts_days,
      "Wipe what people wrote after so many days (default: never)", "N" },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &self->behind_proxy,
      "Allow plain HTTP on every address: a proxy in front speaks TLS", NULL },
    { "print-reports", 0, 0, G_OPTION_ARG_NONE, &self->print_reports,
      "Print number, category, place and time of each new report", NULL },
    { "log-requests", 0, 0, G_OPTION_ARG_NONE, &self->log_requests, "A line of JSON on stderr for each request", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version and exit", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->arguments, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[COMMAND...]");

  self->request_seconds = self->quota = self->silent_hours = self->keep_texts_days = KMZB_CENTRAL_UNSET;
  g_option_context_set_summary (context, "The central server that KMZB booths send reports to.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;

  if (!check (self, error) || !apply_config (self, error))
    return FALSE;
  settle (self);
  return TRUE;
}

void
kmzb_central_options_clear (KmzbCentralOptions *self)
{
  g_free (self->config);
  g_free (self->database);
  g_free (self->listen);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_free (self->catalog);
  g_free (self->contact);
  g_free (self->data_dir);
  g_strfreev (self->arguments);
}

/* @name: of a file of the server's own. Returns: (transfer full): where it is, in a folder that exists */
char *
kmzb_central_options_get_file (const KmzbCentralOptions *self, const char *name, GError **error)
{
  const char *folder = self->data_dir ? self->data_dir : g_getenv ("STATE_DIRECTORY");
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "kmzb-central", NULL);

  folder = folder ? folder : own;
  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      int saved_errno = errno;
      g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't make folder %s: %s", folder,
                   g_strerror (saved_errno));
      return NULL;
    }
  return g_build_filename (folder, name, NULL);
}

/* Returns: (transfer full): the database's URL, or its file in a folder that exists */
char *
kmzb_central_options_get_database (const KmzbCentralOptions *self, GError **error)
{
  return self->database ? g_strdup (self->database) : kmzb_central_options_get_file (self, "central.db", error);
}

/* Returns: (transfer full): the catalogue named, the installed one, or that of the source tree this was built from */
char *
kmzb_central_options_get_catalog (const KmzbCentralOptions *self)
{
  if (self->catalog != NULL)
    return g_strdup (self->catalog);
  if (!g_file_test (KMZB_PKGDATADIR "/catalog.ini", G_FILE_TEST_EXISTS)
      && g_file_test (KMZB_SOURCE_CATALOG, G_FILE_TEST_EXISTS))
    return g_strdup (KMZB_SOURCE_CATALOG);
  return g_strdup (KMZB_PKGDATADIR "/catalog.ini");
}
