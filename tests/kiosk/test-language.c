/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-language.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>

static char *folder;
static const char *msgfmt;

static void
make_catalogue (const char *language, const char *translation)
{
  g_autofree char *messages = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  g_autofree char *po = g_build_filename (messages, "kmzb.po", NULL);
  g_autofree char *mo = g_build_filename (messages, "kmzb.mo", NULL);
  g_autofree char *content = g_strdup_printf (
      "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
      "msgid \"Finish\"\nmsgstr \"%s\"\n", translation);
  const char *command[] = { msgfmt, "-o", mo, po, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_cmpint (g_mkdir_with_parents (messages, 0700), ==, 0);
  g_file_set_contents (po, content, -1, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

static void
test_switch_at_run_time (void)
{
  for (int round = 0; round < 3; round++)
    {
      kmzb_language_set ("pl");
      g_assert_cmpstr (gettext ("Finish"), ==, "Zakończ");
      g_assert_cmpstr (kmzb_language_get (), ==, "pl");
      kmzb_language_set ("uk");
      g_assert_cmpstr (gettext ("Finish"), ==, "Завершити");
      kmzb_language_set ("en");
      g_assert_cmpstr (gettext ("Finish"), ==, "Finish");
    }
}

/* A booth without Polish locales must still speak Polish, and write numbers with a point whatever it speaks. */
/* Templates are translated through GLib, which stays silent for ever if it first looks while the screen is English. */
static void
test_templates_too (void)
{
  kmzb_language_set ("en");
  g_assert_cmpstr (g_dgettext (GETTEXT_PACKAGE, "Finish"), ==, "Finish");
  kmzb_language_set ("pl");
  g_assert_cmpstr (g_dgettext (GETTEXT_PACKAGE, "Finish"), ==, "Zakończ");
}

static void
test_no_locale_is_needed (void)
{
  g_autofree char *number = g_strdup_printf ("%.1f", 0.5);

  g_assert_cmpstr (setlocale (LC_MESSAGES, NULL), !=, "C");
  g_assert_cmpstr (number, ==, "0.5");
}

static void
test_own_names (void)
{
  g_auto (GStrv) list = kmzb_language_list ();

  g_assert_cmpuint (g_strv_length (list), ==, 4);
  for (gsize i = 0; list[i] != NULL; i++)
    g_assert_true (kmzb_language_is_known (list[i]));
  g_assert_cmpstr (kmzb_language_get_own_name ("pl"), ==, "Polski");
  g_assert_cmpstr (kmzb_language_get_own_name ("uk"), ==, "Українська");
  g_assert_cmpstr (kmzb_language_get_own_name ("en"), ==, "English");
  g_assert_cmpstr (kmzb_language_get_own_name ("de"), ==, "Deutsch");
  g_assert_false (kmzb_language_is_known ("fr"));
  g_assert_false (kmzb_language_is_known ("pl_PL"));
  g_assert_false (kmzb_language_is_known (NULL));
}

static void
remove_catalogue (const char *language)
{
  g_autofree char *messages = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  g_autofree char *po = g_build_filename (messages, "kmzb.po", NULL);
  g_autofree char *mo = g_build_filename (messages, "kmzb.mo", NULL);
  g_autofree char *parent = g_build_filename (folder, language, NULL);

  g_remove (po);
  g_remove (mo);
  g_rmdir (messages);
  g_rmdir (parent);
}

int
main (int argc, char **argv)
{
  int result;

  /* The machine's worst case: no locale at all, and a LANGUAGE left over from someone else. */
  g_setenv ("LC_ALL", "C", TRUE);
  g_setenv ("LANGUAGE", "de:fr", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  msgfmt = argv[1];
  folder = g_dir_make_tmp ("kmzb-language-XXXXXX", NULL);
  g_assert_nonnull (folder);
  make_catalogue ("pl", "Zakończ");
  make_catalogue ("uk", "Завершити");
  g_setenv ("KMZB_LOCALEDIR", folder, TRUE);
  kmzb_language_init ();

  g_test_add_func ("/kiosk/language/switch-at-run-time", test_switch_at_run_time);
  g_test_add_func ("/kiosk/language/templates-too", test_templates_too);
  g_test_add_func ("/kiosk/language/no-locale-is-needed", test_no_locale_is_needed);
  g_test_add_func ("/kiosk/language/own-names", test_own_names);
  result = g_test_run ();

  remove_catalogue ("pl");
  remove_catalogue ("uk");
  g_rmdir (folder);
  g_free (folder);
  return result;
}
