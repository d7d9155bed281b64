/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-style.h"

#include "kmzb-error.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>

/* The style's fonts, best first: each FontSet in booth.xml names them in this order. */
static const char *const FAMILIES[] = { "Inter", "Noto Sans", "DejaVu Sans" };

/**
 * kmzb_style_find_folder:
 *
 * The folder of the map style: `KMZB_STYLE_DIR` where it is set, the source's while it is there (a build that was not
 * installed), else the installed one.
 */
char *
kmzb_style_find_folder (GError **error)
{
  const char *const folders[] = { g_getenv ("KMZB_STYLE_DIR"), KMZB_SOURCE_STYLE_DIR, KMZB_STYLE_DIR };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *style = folders[i] ? g_build_filename (folders[i], "booth.xml", NULL) : NULL;

      if (style != NULL && g_file_test (style, G_FILE_TEST_IS_REGULAR))
        return g_strdup (folders[i]);
      if (i == 0 && style != NULL)
        break;
    }
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Can't find the map style booth.xml in %s",
               folders[0] ? folders[0] : KMZB_STYLE_DIR);
  return NULL;
}

static guint
add_family (const char *family)
{
  FcPattern *pattern = FcPatternBuild (NULL, FC_FAMILY, FcTypeString, family, NULL);
  FcObjectSet *wanted = FcObjectSetBuild (FC_FILE, NULL);
  FcFontSet *fonts = FcFontList (NULL, pattern, wanted);
  guint n = 0;

  for (int i = 0; fonts != NULL && i < fonts->nfont; i++)
    {
      FcChar8 *path;

      if (FcPatternGetString (fonts->fonts[i], FC_FILE, 0, &path) == FcResultMatch
          && kmzb_mapnik_add_font ((const char *) path))
        n++;
    }
  if (fonts != NULL)
    FcFontSetDestroy (fonts);
  FcObjectSetDestroy (wanted);
  FcPatternDestroy (pattern);
  return n;
}

/* Gives Mapnik its data plugin and fonts; once for the process, before any style is loaded. */
gboolean
kmzb_style_setup (GError **error)
{
  char *fault = NULL;
  guint n_fonts = 0;

  if (!kmzb_mapnik_setup (MAPNIK_PLUGIN_DIR, &fault))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Can't use Mapnik: %s", fault);
      free (fault);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (FAMILIES); i++)
    n_fonts += add_family (FAMILIES[i]);
  FcFini ();
  if (n_fonts == 0)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND,
                           "Can't find a font for the map; install Inter or Noto Sans (fonts-inter, fonts-noto-core)");
      return FALSE;
    }
  return TRUE;
}

/* Loads the style of @folder over the world in @world_path, for one thread. */
KmzbMapnik *
kmzb_style_load (const char *folder, const char *world_path, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "booth.xml", NULL);
  g_autofree char *escaped = g_markup_escape_text (world_path, -1);
  g_autofree char *xml = NULL;
  KmzbMapnik *mapnik;
  char *fault = NULL;

  if (!g_file_get_contents (path, &xml, NULL, error))
    return NULL;
  GString *style = g_string_new (xml);
  g_string_replace (style, "@world@", escaped, 0);
  mapnik = kmzb_mapnik_new (style->str, folder, FALSE, &fault);
  g_string_free (style, TRUE);
  if (mapnik == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't use map style %s: %s", path, fault);
      free (fault);
    }
  return mapnik;
}
