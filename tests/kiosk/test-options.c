/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-options.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("kmzb-options-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "booth.conf", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
write_config (Fixture *fixture, const char *content)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, content, -1, &error);
  g_assert_no_error (error);
}

static KmzbOptions *
parse (GError **error, const char *first, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list list;

  g_ptr_array_add (arguments, (char *) "kmzb-kiosk");
  va_start (list, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (list, const char *))
    g_ptr_array_add (arguments, (char *) argument);
  va_end (list);
  return kmzb_options_parse ((int) arguments->len, (char **) arguments->pdata, error);
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbOptions) options = parse (&error, NULL);
  g_autofree char *data_dir = g_build_filename (g_get_user_data_dir (), "kmzb", NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (options->data_dir, ==, data_dir);
  g_assert_cmpuint (options->idle_seconds, ==, 60);
  g_assert_cmpuint (g_strv_length (options->languages), ==, 4);
  g_assert_cmpstr (kmzb_options_get_start_language (options), ==, "pl");
  g_assert_cmpuint (g_strv_length (options->pack_files), ==, 0);
  g_assert_null (options->central_url);
  g_assert_false (options->practice);
  g_assert_false (options->status);
  g_assert_false (options->has_place);
  g_assert_cmpint (options->window_width, ==, 0);
  g_assert_cmpint (options->text_percent, ==, 100);
  g_assert_false (options->contrast);
}

static void
test_command_line (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbOptions) options
      = parse (&error, "--pack", "a.mbtiles", "--data-dir=/tmp/x", "--central",
               "http://127.0.0.1:8080", "--key-file", "key", "--lang", "uk", "--windowed",
               "1280x800", "--practice", "--booth-name", "Rynek", "--status",
               "--text-scale=175", "--contrast", NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (options->pack_files[0], ==, "a.mbtiles");
  g_assert_null (options->pack_files[1]);
  g_assert_cmpstr (options->data_dir, ==, "/tmp/x");
  g_assert_cmpstr (options->central_url, ==, "http://127.0.0.1:8080");
  g_assert_cmpstr (options->key_file, ==, "key");
  g_assert_cmpstr (kmzb_options_get_start_language (options), ==, "uk");
  g_assert_cmpint (options->window_width, ==, 1280);
  g_assert_cmpint (options->window_height, ==, 800);
  g_assert_true (options->practice);
  g_assert_true (options->status);
  g_assert_cmpint (options->text_percent, ==, 175);
  g_assert_true (options->contrast);
  g_assert_false (options->low_controls);
  g_assert_cmpstr (options->booth_name, ==, "Rynek");
}

static void
test_wrong_usage (void)
{
  const char *const wrong[][2] = {
    { "--fullscreen", "--fullscreen" },
    { "--lang", "fr" },
    { "--text-scale", "99" },
    { "--text-scale", "201" },
    { "--text-scale", "large" },
    { "--windowed", "1280" },
    { "--windowed", "x800" },
    { "--windowed", "1280x800x2" },
    { "--windowed", "-5x800" },
    { "--windowed", "1x1" },
    { "--windowed", "99999999999999999999x800" },
    { "--central", "central.example" },
    { "--central", "ftp://central.example/" },
    { "--central", "http://" },
    { "--pack", "" },
    { "file", "file" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KmzbOptions) options = parse (&error, wrong[i][0], wrong[i][1], NULL);

      g_assert_null (options);
      g_assert_nonnull (error);
      g_assert_cmpint (kmzb_options_exit_code (error), ==, 2);
      g_assert_nonnull (strstr (error->message, wrong[i][0]));
      g_assert_null (strchr (error->message, '\n'));
    }
}

static void
test_whole_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbOptions) options = NULL;
  g_autofree char *key = g_build_filename (fixture->folder, "keys", "booth.key", NULL);
  g_autofree char *pack = g_build_filename (fixture->folder, "a.mbtiles", NULL);
  g_autofree char *rules = g_build_filename (fixture->folder, "regulamin.txt", NULL);

  write_config (fixture,
                "# a booth\n"
                "[booth]\n"
                "name = Rynek w Dobrzynie\n"
                "place=50.041, 21.999\n"
                "languages=uk;pl;\n"
                "idle_seconds=90\n"
                "next_key=F7\n"
                "choose_key=KP_Enter\n"
                "pin_hash=$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng\n"
                "\n"
                "[pack]\n"
                "files=a.mbtiles; /srv/b.mbtiles\n"
                "trusted_keys=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=;PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                "[central]\r\n"
                "url=https://central.example/\r\n"
                "key_file=keys/booth.key\n"
                "ca_file=/etc/ca.pem\n"
                "jurisdiction=miasto.pl\n"
                "public_key=j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8=\n"
                "[services]\n"
                "akty-wandalizmu = VAND 3\n"
                "[links]\n"
                "map_url=https://map.example/\n"
                "status_url=https://map.example/status\n"
                "moja_komenda_url=https://app.example/\n"
                "[texts]\n"
                "rules[pl]=regulamin.txt\n"
                "privacy[de]=/srv/datenschutz.txt\n");
  options = parse (&error, "--config", fixture->path, NULL);

  g_assert_no_error (error);
  /* Of two packs one is shown. */
  g_assert_cmpuint (options->warnings->len, ==, 1);
  g_assert_nonnull (strstr (options->warnings->pdata[0], pack));
  g_assert_cmpstr (options->booth_name, ==, "Rynek w Dobrzynie");
  g_assert_true (options->has_place);
  g_assert_cmpfloat (options->place.lat, ==, 50.041);
  g_assert_cmpfloat (options->place.lon, ==, 21.999);
  g_assert_cmpuint (g_strv_length (options->languages), ==, 2);
  g_assert_cmpstr (kmzb_options_get_start_language (options), ==, "uk");
  g_assert_cmpuint (options->idle_seconds, ==, 90);
  g_assert_cmpuint (options->next_key, ==, 0xffc4);
  g_assert_cmpuint (options->choose_key, ==, 0xff8d);
  g_assert_true (g_str_has_suffix (options->pin_hash, "$MTIzNDU2Nzg5MDEyMzQ1Ng"));
  g_assert_cmpuint (g_strv_length (options->pack_files), ==, 2);
  g_assert_cmpstr (options->pack_files[0], ==, pack);
  g_assert_cmpstr (options->pack_files[1], ==, "/srv/b.mbtiles");
  g_assert_cmpstr (options->trusted_keys[1], ==, "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=");
  g_assert_cmpstr (options->central_url, ==, "https://central.example/");
  g_assert_cmpstr (options->key_file, ==, key);
  g_assert_cmpstr (options->ca_file, ==, "/etc/ca.pem");
  g_assert_cmpstr (options->jurisdiction, ==, "miasto.pl");
  g_assert_cmpuint (g_hash_table_size (options->services), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (options->services, "akty-wandalizmu"), ==, "VAND 3");
  g_assert_cmpstr (options->public_key, ==, "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8=");
  g_assert_cmpstr (options->map_url, ==, "https://map.example/");
  g_assert_cmpstr (options->status_url, ==, "https://map.example/status");
  g_assert_cmpstr (options->moja_komenda_url, ==, "https://app.example/");
  g_assert_cmpstr (g_hash_table_lookup (options->rules, "pl"), ==, rules);
  g_assert_cmpstr (g_hash_table_lookup (options->privacy, "de"), ==, "/srv/datenschutz.txt");
}

static void
test_command_line_wins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbOptions) options = NULL;

  write_config (fixture, "[booth]\nname=Plik\nlanguages=pl\n[pack]\nfiles=a.mbtiles;b.mbtiles\n"
                         "[central]\nurl=https://file.example/\nkey_file=file.key\n");
  options = parse (&error, "--booth-name", "Wiersz", "--central", "http://line.example/", "--pack",
                   "c.mbtiles", "--lang", "de", "--config", fixture->path, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (options->booth_name, ==, "Wiersz");
  g_assert_cmpstr (options->central_url, ==, "http://line.example/");
  g_assert_cmpstr (options->pack_files[0], ==, "c.mbtiles");
  g_assert_null (options->pack_files[1]);
  g_assert_cmpstr (kmzb_options_get_start_language (options), ==, "de");
  g_assert_true (g_str_has_suffix (options->key_file, "/file.key"));
}

static void
test_unknown_keys_are_told (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbOptions) options = NULL;

  write_config (fixture, "[booth]\nidle_secnods=5\nidle_seconds=30\nname[pl]=x\n[boot]\nname=y\n");
  options = parse (&error, "--config", fixture->path, NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (options->idle_seconds, ==, 30);
  g_assert_cmpuint (options->warnings->len, ==, 3);
  g_assert_true (g_str_has_suffix (options->warnings->pdata[0],
                                   "booth.conf:2: unknown key [booth] idle_secnods"));
  g_assert_true (g_str_has_suffix (options->warnings->pdata[1],
                                   "booth.conf:4: unknown key [booth] name[pl]"));
  g_assert_true (g_str_has_suffix (options->warnings->pdata[2],
                                   "booth.conf:6: unknown key [boot] name"));
}

static void
test_wrong_values (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *content;
    const char *place; /* file, line and key as the operator reads them */
  } wrong[] = {
    { "[booth]\nnext_key=Left Shoe\n", "booth.conf:2: [booth] next_key: " },
    { "[booth]\n\nidle_seconds=soon\n", "booth.conf:3: [booth] idle_seconds: " },
    { "[booth]\nidle_seconds=0\n", "booth.conf:2: [booth] idle_seconds: " },
    { "[booth]\nidle_seconds=60 s\n", "booth.conf:2: [booth] idle_seconds: " },
    { "[booth]\nname=\n", "booth.conf:2: [booth] name: " },
    { "[booth]\nplace=Rynek\n", "booth.conf:2: [booth] place: " },
    { "[booth]\nplace=50.0\n", "booth.conf:2: [booth] place: " },
    { "[booth]\nplace=50,0,21,9\n", "booth.conf:2: [booth] place: " },
    { "[booth]\nplace=91,21\n", "booth.conf:2: [booth] place: " },
    { "[booth]\nplace=nan,21\n", "booth.conf:2: [booth] place: " },
    { "[booth]\n#\nlanguages=pl;fr\n", "booth.conf:3: [booth] languages: \"fr\"" },
    { "[booth]\nlanguages=pl;pl\n", "booth.conf:2: [booth] languages: \"pl\"" },
    { "[booth]\nlanguages=;\n", "booth.conf:2: [booth] languages: " },
    { "[booth]\npin_hash=$argon2id$v=19$m=65536,t=4,p=1$c29tZX\n", "booth.conf:2: [booth] pin_hash: " },
    { "[booth]\npin_hash=1234\n", "booth.conf:2: [booth] pin_hash: " },
    { "[booth]\nname=a\\qb\n", "booth.conf:2: [booth] name: " },
    { "[central]\nurl=central.example\n", "booth.conf:2: [central] url: " },
    { "[central]\n\nurl=http://central.example/\n", "booth.conf:3: [central] url: " },
    { "[central]\npublic_key=abc\n", "booth.conf:2: [central] public_key: " },
    { "[links]\nmap_url=javascript:alert(1)\n", "booth.conf:2: [links] map_url: " },
    { "[texts]\nrules=rules.txt\n", "booth.conf:2: [texts] rules: " },
    { "[texts]\nrules[fr]=rules.txt\n", "booth.conf:2: [texts] rules[fr]: " },
    { "[booth]\nname=a\nnonsense\n", "booth.conf:3: " },
    { "name=a\n", "booth.conf:1: " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KmzbOptions) options = NULL;

      write_config (fixture, wrong[i].content);
      options = parse (&error, "--config", fixture->path, NULL);
      g_assert_null (options);
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_cmpint (kmzb_options_exit_code (error), ==, 1);
      g_assert_true (g_str_has_prefix (error->message, fixture->folder));
      g_assert_nonnull (strstr (error->message, wrong[i].place));
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* The hash itself must not reach a terminal or a log, not even a wrong one: it may be the PIN typed by mistake. */
static void
test_pin_is_not_repeated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_config (fixture, "[booth]\npin_hash=864209\n");
  g_assert_null (parse (&error, "--config", fixture->path, NULL));
  g_assert_null (strstr (error->message, "864209"));
}

static void
test_unreadable_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) binary = NULL;

  g_assert_null (parse (&missing, "--config", fixture->path, NULL));
  g_assert_error (missing, KMZB_ERROR, KMZB_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (missing->message, fixture->path));

  write_config (fixture, "[booth]\nname=\xff\xfe\n");
  g_assert_null (parse (&binary, "--config", fixture->path, NULL));
  g_assert_error (binary, KMZB_ERROR, KMZB_ERROR_INVALID);
  g_assert_nonnull (strstr (binary->message, fixture->path));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk/options/defaults", test_defaults);
  g_test_add_func ("/kiosk/options/command-line", test_command_line);
  g_test_add_func ("/kiosk/options/wrong-usage", test_wrong_usage);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/kiosk/options/whole-file", test_whole_file);
  ADD ("/kiosk/options/command-line-wins", test_command_line_wins);
  ADD ("/kiosk/options/unknown-keys-are-told", test_unknown_keys_are_told);
  ADD ("/kiosk/options/wrong-values", test_wrong_values);
  ADD ("/kiosk/options/pin-is-not-repeated", test_pin_is_not_repeated);
  ADD ("/kiosk/options/unreadable-file", test_unreadable_file);
  return g_test_run ();
}
