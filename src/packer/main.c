/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-build.h"
#include "kmzb-info.h"
#include "kmzb-log.h"
#include "kmzb-pack.h"
#include "kmzb-pack-signature.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_WRONG_USAGE 2

static const char USAGE[] = "Usage:\n"
                            "  kmzb-pack build [--area FILE] [--detail FILE] [--zoom MIN-MAX] [--name TEXT] -o OUT INPUT...\n"
                            "  kmzb-pack info PACK\n"
                            "  kmzb-pack keygen KEY-FILE          make a key; print its public half\n"
                            "  kmzb-pack sign KEY-FILE PACK       write PACK.sig\n"
                            "  kmzb-pack verify PUBLIC-KEY PACK   is it what that key has signed?\n"
                            "\n"
                            "INPUT is OpenStreetMap data (.osm, .osm.gz, .osm.bz2, .osm.pbf) or GeoJSON\n"
                            "named areas, units, officers, threats, statistics or region.\n";

static volatile int stop;

static void
on_signal (int number)
{
  stop = 1;
}

static int
wrong_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);

static int
wrong_usage (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "kmzb-pack: %s; see --help\n", message);
  return EXIT_WRONG_USAGE;
}

static int
tell (GError *error)
{
  fprintf (stderr, "kmzb-pack: %s\n", error->message);
  return EXIT_FAILURE;
}

/* "MIN-MAX", or one level for both. */
static gboolean
parse_zoom (const char *text, int *min, int *max)
{
  char *end;
  guint64 first = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : 99, last = first;

  if (first <= KMZB_BUILD_MAX_ZOOM + 1 && *end == '-' && g_ascii_isdigit (end[1]))
    last = g_ascii_strtoull (end + 1, &end, 10);
  if (first > last || last > KMZB_BUILD_MAX_ZOOM + 1 || *end != '\0')
    return FALSE;
  *min = (int) first;
  *max = (int) last;
  return TRUE;
}

static int
build (int argc, char **argv)
{
  g_autofree char *area = NULL, *detail = NULL, *zoom = NULL, *name = NULL, *output = NULL;
  g_auto (GStrv) inputs = NULL;
  gboolean quiet = FALSE;
  const GOptionEntry entries[] = {
    { "area", 0, 0, G_OPTION_ARG_FILENAME, &area, "Keep to the polygons of this GeoJSON file", "FILE" },
    { "detail", 0, 0, G_OPTION_ARG_FILENAME, &detail, "Draw levels 17 and 18 in these polygons only", "FILE" },
    { "zoom", 0, 0, G_OPTION_ARG_STRING, &zoom, "Levels to draw (6-18)", "MIN-MAX" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, "The region's name, as visitors read it", "TEXT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "The pack to make", "OUT" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, "Say nothing but errors", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &inputs, NULL, NULL },
    { 0 },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("INPUT...");
  g_autoptr (GError) error = NULL;
  KmzbBuild order = { .min_zoom = -1, .max_zoom = -1, .stop = &stop };

  g_set_prgname ("kmzb-pack build");
  g_option_context_set_summary (context, "Makes a region pack from OpenStreetMap data (.osm, .osm.gz, .osm.bz2, .osm.pbf)\n"
                                         "and GeoJSON named areas, units, officers, threats, statistics or region.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return wrong_usage ("%s", error->message);
  if (output == NULL)
    return wrong_usage ("-o OUT is missing");
  if (inputs == NULL)
    return wrong_usage ("INPUT is missing");
  if (zoom != NULL && !parse_zoom (zoom, &order.min_zoom, &order.max_zoom))
    return wrong_usage ("--zoom %s: must be MIN-MAX, levels from 0 to 19", zoom);

  order.inputs = inputs;
  order.output = output;
  order.area = area;
  order.detail = detail;
  order.name = name;
  order.quiet = quiet;
  return kmzb_build_run (&order, &error) ? EXIT_SUCCESS : tell (error);
}

static int
info (char **operands, GError **error)
{
  g_autofree char *text = kmzb_info_describe (operands[0], error);

  if (text == NULL)
    return EXIT_FAILURE;
  fputs (text, stdout);
  return EXIT_SUCCESS;
}

static int
make_key (char **operands, GError **error)
{
  g_autofree char *key = kmzb_pack_signature_make_key (operands[0], error);

  if (key == NULL)
    return EXIT_FAILURE;
  /* What goes into booths' configuration ([pack] trusted_keys) alone on stdout. */
  printf ("%s\n", key);
  fprintf (stderr, "Keep %s where no booth is, and a copy of it: booths take packs that it has signed.\n", operands[0]);
  return EXIT_SUCCESS;
}

/* What is no pack is not vouched for. */
static int
sign (char **operands, GError **error)
{
  g_autoptr (KmzbPack) pack = kmzb_pack_open (operands[1], error);
  g_autofree char *file = pack ? kmzb_pack_signature_sign (operands[1], operands[0], error) : NULL;

  if (file == NULL)
    return EXIT_FAILURE;
  printf ("%s\n", file);
  return EXIT_SUCCESS;
}

static int
verify (char **operands, GError **error)
{
  const char *const keys[] = { operands[0], NULL };
  g_autoptr (KmzbPack) pack = NULL;

  if (!kmzb_pack_signature_is_key (operands[0]))
    return wrong_usage ("%s is no public key as keygen prints it", operands[0]);
  if (!kmzb_pack_signature_check (operands[1], keys, error) || (pack = kmzb_pack_open (operands[1], error)) == NULL)
    return EXIT_FAILURE;
  printf ("%s is as it was signed\n", operands[1]);
  return EXIT_SUCCESS;
}

static const struct
{
  const char *name;
  int n_operands;
  const char *operands;
  int (*run) (char **operands, GError **error);
} commands[] = {
  { "info", 1, "PACK", info },
  { "keygen", 1, "KEY-FILE", make_key },
  { "sign", 2, "KEY-FILE PACK", sign },
  { "verify", 2, "PUBLIC-KEY PACK", verify },
};

static int
run_command (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[0], commands[i].name) == 0)
      {
        int code;

        if (argc == 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
          {
            fputs (USAGE, stdout);
            return EXIT_SUCCESS;
          }
        if (argc != 1 + commands[i].n_operands)
          return wrong_usage ("%s takes %s", argv[0], commands[i].operands);
        code = commands[i].run (argv + 1, &error);
        if (error != NULL)
          return tell (error);
        return fflush (stdout) == 0 ? code : EXIT_FAILURE;
      }
  return wrong_usage ("%s is not a command", argv[0]);
}

int
main (int argc, char **argv)
{
  struct sigaction action = { .sa_handler = on_signal };

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  if (!g_get_charset (NULL)) /* a region's name is UTF-8 in a shell without a locale too */
    setlocale (LC_CTYPE, "C.UTF-8");
  kmzb_log_init ();
  /* The scratch files and OUT.part are removed on the way out. */
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);

  if (argc >= 2 && strcmp (argv[1], "build") == 0)
    return build (argc - 1, argv + 1);
  if (argc >= 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      fputs (USAGE, stdout);
      return EXIT_SUCCESS;
    }
  if (argc >= 2 && strcmp (argv[1], "--version") == 0)
    {
      puts ("kmzb-pack " KMZB_VERSION);
      return EXIT_SUCCESS;
    }
  return argc < 2 ? wrong_usage ("a command is missing") : run_command (argc - 1, argv + 1);
}
