/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-build.h"
#include "kmzb-info.h"
#include "kmzb-log.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_WRONG_USAGE 2

static const char USAGE[] = "Usage:\n"
                            "  kmzb-pack build [--area FILE] [--detail FILE] [--zoom MIN-MAX] [--name TEXT] -o OUT INPUT...\n"
                            "  kmzb-pack info PACK\n"
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
wrong_usage (const char *message)
{
  fprintf (stderr, "kmzb-pack: %s\n%s", message, USAGE);
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
    return wrong_usage (error->message);
  if (output == NULL)
    return wrong_usage ("-o OUT is missing");
  if (inputs == NULL)
    return wrong_usage ("INPUT is missing");
  if (zoom != NULL && !parse_zoom (zoom, &order.min_zoom, &order.max_zoom))
    return wrong_usage ("--zoom takes MIN-MAX, levels from 0 to 19");

  order.inputs = inputs;
  order.output = output;
  order.area = area;
  order.detail = detail;
  order.name = name;
  order.quiet = quiet;
  return kmzb_build_run (&order, &error) ? EXIT_SUCCESS : tell (error);
}

static int
info (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (argc == 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      fputs (USAGE, stdout);
      return EXIT_SUCCESS;
    }
  if (argc != 2)
    return wrong_usage ("info takes one PACK");
  text = kmzb_info_describe (argv[1], &error);
  if (text == NULL)
    return tell (error);
  fputs (text, stdout);
  return fflush (stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
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
  if (argc >= 2 && strcmp (argv[1], "info") == 0)
    return info (argc - 1, argv + 1);
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
  return wrong_usage (argc < 2 ? "say what to do" : "no such command");
}
