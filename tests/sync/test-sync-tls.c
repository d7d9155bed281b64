/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate.h"
#include "sync-fixture.h"

#include "kmzb-open311-client.h"

#include <dlfcn.h>
#include <time.h>

typedef struct
{
  Fixture base;
  char *cert;
  char *url;
  char *other_name;
  gboolean skipped;
} Tls;

static void
serve (Tls *t, const char *from, const char *to)
{
  g_autofree char *key = certificate_get_key_file (t->base.folder, "central");
  const char *options[] = { "--tls-cert", NULL, "--tls-key", key, NULL };

  g_free (t->cert);
  t->cert = certificate_make (t->base.folder, "central", "IP:127.0.0.1", from, to);
  options[1] = t->cert;
  fixture_stop_central (&t->base);
  fixture_start_central (&t->base, options);
  g_free (t->url);
  g_free (t->other_name);
  t->url = g_strdup_printf ("https://127.0.0.1:%u", t->base.central_port);
  t->other_name = g_strdup_printf ("https://localhost:%u", t->base.central_port);
}

static void
set_up (Tls *t, gconstpointer data)
{
  fixture_set_up (&t->base, data);
  t->skipped = !certificate_can_make ();
  if (t->skipped)
    g_test_skip ("no openssl to make a certificate, or no TLS in GLib");
}

static void
tear_down (Tls *t, gconstpointer data)
{
  g_free (t->cert);
  g_free (t->url);
  g_free (t->other_name);
  fixture_tear_down (&t->base, data);
}

static void
expect_trouble (Tls *t, const char *url, const char *ca_file, KmzbTrouble trouble)
{
  Fixture *f = &t->base;

  fixture_start_engine_at (f, url, ca_file);
  fixture_wait (f, FALSE, kmzb_sync_engine_get_trouble (f->engine) == trouble);
  fixture_wait (f, FALSE, fixture_state (f) == KMZB_SYNC_OFFLINE);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 0);
  fixture_close_booth (f);
  fixture_open_booth (f);
}

/* A private authority: nothing is sent to a server that it does not vouch for, all is to one that it does. */
static void
test_private_authority (Tls *t, gconstpointer data)
{
  if (t->skipped)
    return;
  serve (t, "20200101000000Z", "20490101000000Z");
  g_free (fixture_save (&t->base, "Opis"));
  expect_trouble (t, t->url, NULL, KMZB_TROUBLE_CERTIFICATE);
  expect_trouble (t, t->other_name, t->cert, KMZB_TROUBLE_CERTIFICATE);
  fixture_start_engine_at (&t->base, t->url, t->cert);
  fixture_wait (&t->base, FALSE, fixture_received (&t->base) == 1);
}

/* By the booth's clock the certificate is out of date: as likely the clock as the certificate, and told so. */
static void
test_out_of_date (Tls *t, gconstpointer data)
{
  if (t->skipped)
    return;
  g_free (fixture_save (&t->base, "Opis"));
  serve (t, "20200101000000Z", "20200201000000Z");
  expect_trouble (t, t->url, t->cert, KMZB_TROUBLE_CLOCK);
  serve (t, "20480101000000Z", "20490101000000Z");
  expect_trouble (t, t->url, t->cert, KMZB_TROUBLE_CLOCK);
  /* A certificate that is old and nobody's is nobody's first. */
  expect_trouble (t, t->url, NULL, KMZB_TROUBLE_CERTIFICATE);
}

static _Atomic time_t years_off_s; /* also read by the sync thread */

static time_t
tell_wrong_time (time_t *to)
{
  time_t now_s = time (NULL) + years_off_s;

  if (to != NULL)
    *to = now_s;
  return now_s;
}

/* The certificate is fine, the clock by which it is judged jumps by years both ways: told as such each time, nothing is
 * sent, and once the clock is right all of it goes, without a restart. */
static void
test_clock_jumps (Tls *t, gconstpointer data)
{
  static const time_t years[] = { -50, 30, -20, 0 };
  void *gnutls = dlopen ("libgnutls.so.30", RTLD_NOW);
  void (*set_time) (time_t (*) (time_t *)) = gnutls ? (void (*) (time_t (*) (time_t *))) dlsym (gnutls, "gnutls_global_set_time_function") : NULL;
  Fixture *f = &t->base;

  if (t->skipped)
    return;
  if (set_time == NULL)
    {
      g_test_skip ("GLib's TLS is not that of GnuTLS");
      return;
    }
  serve (t, "20200101000000Z", "20490101000000Z");
  g_free (fixture_save (f, "Opis"));
  set_time (tell_wrong_time);
  years_off_s = years[0] * 365 * 24 * 3600;
  fixture_start_engine_at (f, t->url, t->cert);
  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    {
      KmzbTrouble trouble = years[i] == 0 ? KMZB_TROUBLE_NONE : KMZB_TROUBLE_CLOCK;

      years_off_s = years[i] * 365 * 24 * 3600;
      kmzb_sync_engine_wake (f->engine);
      fixture_wait (f, TRUE, kmzb_sync_engine_get_trouble (f->engine) == trouble);
      fixture_advance (f, 900);
      g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, years[i] == 0);
    }
  fixture_wait (f, TRUE, fixture_received (f) == 1);
  set_time (time);
  dlclose (gnutls);
}

/* What is sent over TLS goes through the proxy that the environment names; what stays on this machine does not. */
static void
test_proxy (Tls *t, gconstpointer data)
{
  g_autofree char *proxy = fault_proxy_get_url (t->base.proxy);

  if (t->skipped)
    return;
  g_free (fixture_save (&t->base, "Opis"));
  g_setenv ("https_proxy", proxy, TRUE);
  g_setenv ("no_proxy", "other.example,10.0.0.1", TRUE);
  fixture_start_engine_at (&t->base, "https://central.example", NULL);
  fixture_wait (&t->base, FALSE, fault_proxy_has_seen (t->base.proxy, "CONNECT central.example:443 "));
  fixture_close_booth (&t->base);
  fixture_open_booth (&t->base);
  g_setenv ("no_proxy", "example", TRUE);
  fixture_start_engine_at (&t->base, "https://sub.example:1", NULL);
  fixture_wait (&t->base, FALSE, kmzb_sync_engine_get_problem (t->base.engine) != NULL);
  g_assert_false (fault_proxy_has_seen (t->base.proxy, "CONNECT sub.example"));
  g_unsetenv ("https_proxy");
  g_unsetenv ("no_proxy");
}

static void
add (const char *path, void (*func) (Tls *, gconstpointer))
{
  g_test_add (path, Tls, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/sync-tls/private-authority", test_private_authority);
  add ("/sync-tls/out-of-date", test_out_of_date);
  add ("/sync-tls/clock-jumps", test_clock_jumps);
  add ("/sync-tls/proxy", test_proxy);
  return g_test_run ();
}
