/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate.h"

/* A certificate for $SUBJECT that is valid from $FROM to $TO and vouches for itself. */
static const char make_certificate[]
    = "set -e; cd \"$FOLDER\"; : > index.txt; echo 01 > serial\n"
      "cat > ca.conf <<EOF\n"
      "[ca]\ndefault_ca=d\n"
      "[d]\ndir=.\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nx509_extensions=e\n"
      "[p]\ncommonName=supplied\n"
      "[e]\nsubjectAltName=$SUBJECT\nbasicConstraints=CA:TRUE\n"
      "EOF\n"
      "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj \"/CN=$NAME\" -keyout \"$NAME-key.pem\""
      " -out req.pem\n"
      "openssl ca -batch -config ca.conf -selfsign -keyfile \"$NAME-key.pem\" -in req.pem -startdate \"$FROM\""
      " -enddate \"$TO\" -notext -out \"$NAME.pem\"\n"
      "chmod 600 \"$NAME-key.pem\"\n";

/* Whether there is what makes certificates and what uses them. */
gboolean
certificate_can_make (void)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");

  return openssl != NULL && g_tls_backend_supports_tls (g_tls_backend_get_default ());
}

/**
 * certificate_make:
 * @name: of its files
 * @subject: whose it is, as openssl writes it: "IP:127.0.0.1", "DNS:central.test"
 * @from: from when it is valid: "20200101000000Z"
 *
 * Returns: (transfer full): the certificate's file
 */
char *
certificate_make (const char *folder, const char *name, const char *subject, const char *from, const char *to)
{
  const char *const shell[] = { "/bin/sh", "-c", make_certificate, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *file = g_strconcat (name, ".pem", NULL);
  int status = -1;

  environment = g_environ_setenv (environment, "FOLDER", folder, TRUE);
  environment = g_environ_setenv (environment, "NAME", name, TRUE);
  environment = g_environ_setenv (environment, "SUBJECT", subject, TRUE);
  environment = g_environ_setenv (environment, "FROM", from, TRUE);
  environment = g_environ_setenv (environment, "TO", to, TRUE);
  g_assert_true (g_spawn_sync (NULL, (char **) shell, environment,
                               G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status,
                               NULL));
  g_assert_cmpint (status, ==, 0);
  return g_build_filename (folder, file, NULL);
}

char *
certificate_get_key_file (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, "-key.pem", NULL);

  return g_build_filename (folder, file, NULL);
}

/* Returns: (transfer full): with its key, for a server */
GTlsCertificate *
certificate_load (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".pem", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *key = certificate_get_key_file (folder, name);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_files (path, key, &error);

  g_assert_no_error (error);
  return certificate;
}
