/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a number, while the command line and the configuration are read. */
#define KMZB_CENTRAL_UNSET G_MININT

/**
 * KmzbCentralOptions:
 *
 * The command line. Texts are owned; %NULL where not given and without a default.
 */
typedef struct
{
  char *config;
  char *database;
  char *listen;
  char *tls_cert;
  char *tls_key;
  char *catalog;
  char *data_dir;
  int request_seconds;
  int quota;
  gboolean behind_proxy;
  gboolean print_reports;
  char *contact;
  int silent_hours;
  int keep_texts_days; /* 0: for ever */
  gboolean log_requests;
  gboolean version;
  GStrv arguments;
} KmzbCentralOptions;

gboolean kmzb_central_options_parse (KmzbCentralOptions *self, int argc, char **argv, GError **error);
void kmzb_central_options_clear (KmzbCentralOptions *self);
char *kmzb_central_options_get_file (const KmzbCentralOptions *self, const char *name, GError **error);
char *kmzb_central_options_get_database (const KmzbCentralOptions *self, GError **error);
char *kmzb_central_options_get_catalog (const KmzbCentralOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KmzbCentralOptions, kmzb_central_options_clear)

G_END_DECLS
