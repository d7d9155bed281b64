/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-language.h"

#include "kmzb-paths.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <unistd.h>

/* glibc's libintl: raised whenever what gettext would answer may have changed; it drops its cache then. */
extern int _nl_msg_cat_cntr;

/* A language is written as its speakers write it, whatever the screen's language: never translated. */
static const struct
{
  const char *code;
  const char *own_name;
} languages[] = {
  { "pl", "Polski" },
  { "uk", "Українська" },
  { "en", "English" },
  { "de", "Deutsch" },
};

static const char *current = "en";

GStrv
kmzb_language_list (void)
{
  GStrv list = g_new0 (char *, G_N_ELEMENTS (languages) + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    list[i] = g_strdup (languages[i].code);
  return list;
}

static gssize
find (const char *language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_strcmp0 (languages[i].code, language) == 0)
      return (gssize) i;
  return -1;
}

gboolean
kmzb_language_is_known (const char *language)
{
  return find (language) >= 0;
}

const char *
kmzb_language_get_own_name (const char *language)
{
  gssize i = find (language);

  return i >= 0 ? languages[i].own_name : NULL;
}

/* Whether gettext finds our catalogues under the locale in force: the empty text then answers with a file's header. */
static gboolean
is_translating (void)
{
  _nl_msg_cat_cntr++;
  return *gettext ("") != '\0';
}

/* Where a fresh Debian 13 has C.UTF-8 and nothing else: the messages of that locale under a people's name. The C library
 * finds a locale by its folder and keeps what it has read, so the folder lives for a moment. */
static gboolean
borrow_locale (void)
{
  g_autofree char *locpath = g_strdup (g_getenv ("LOCPATH"));
  g_autofree char *folder = g_dir_make_tmp ("kmzb-locale-XXXXXX", NULL);
  g_autofree char *people = folder != NULL ? g_build_filename (folder, "pl_PL.UTF-8", NULL) : NULL;
  g_autofree char *messages = folder != NULL ? g_build_filename (people, "LC_MESSAGES", NULL) : NULL;
  gboolean found = FALSE;

  if (folder == NULL)
    return FALSE;
  if (g_mkdir (people, 0700) == 0 && symlink ("/usr/lib/locale/C.utf8/LC_MESSAGES", messages) == 0)
    {
      g_setenv ("LOCPATH", folder, TRUE);
      found = setlocale (LC_MESSAGES, "pl_PL.UTF-8") != NULL && is_translating ();
      if (locpath != NULL)
        g_setenv ("LOCPATH", locpath, TRUE);
      else
        g_unsetenv ("LOCPATH");
    }
  g_unlink (messages);
  g_rmdir (people);
  g_rmdir (folder);
  return found;
}

/* gettext looks at LANGUAGE only in a locale that it takes for a people's: not in "C", and since glibc 2.39 not in
 * C.UTF-8 either, where any other UTF-8 locale of the machine does instead. */
static void
choose_locale (void)
{
  static const char *const names[] = { "C.UTF-8", "pl_PL.UTF-8", "en_US.UTF-8", "en_GB.UTF-8", "de_DE.UTF-8", "uk_UA.UTF-8" };
  gboolean found = is_translating ();

  for (gsize i = 0; !found && i < G_N_ELEMENTS (names); i++)
    found = setlocale (LC_ALL, names[i]) != NULL && is_translating ();
  if (found)
    return;
  setlocale (LC_ALL, "C.UTF-8");
  if (!borrow_locale ())
    g_message ("No locale of this machine lets texts be translated: the booth speaks English. Install pl_PL.UTF-8.");
}

/**
 * kmzb_language_init:
 *
 * Makes the booth's four languages switchable whatever locales the machine has. Call once in main(), before any
 * thread: later changes of LANGUAGE then only swap a pointer in an environment that keeps its size, so a getenv()
 * of another thread never reads freed memory.
 */
void
kmzb_language_init (void)
{
  g_autofree char *folder = kmzb_paths_get_locale_dir ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* GLib decides at its first translation, once and for all, whether this program is translated at all. It looks
   * whether the language of that moment has a catalogue, so that moment has to be now, in Polish. */
  kmzb_language_set ("pl");
  choose_locale ();
  setlocale (LC_NUMERIC, "C"); /* numbers on the wire and in files have a point */
  g_dgettext (GETTEXT_PACKAGE, "");

  /* Whoever starts the program reads English, as its own messages are; visitors get theirs with the first screen. */
  kmzb_language_set ("en");
}

/**
 * kmzb_language_set:
 * @language: one of kmzb_language_list()
 *
 * Every gettext() from now on answers in @language. Screens that are up keep their texts: whoever calls this
 * makes them again. Main thread only.
 */
void
kmzb_language_set (const char *language)
{
  gssize i = find (language);

  g_return_if_fail (i >= 0);
  current = languages[i].code;
  g_setenv ("LANGUAGE", current, TRUE);
  _nl_msg_cat_cntr++;
}

const char *
kmzb_language_get (void)
{
  return current;
}
