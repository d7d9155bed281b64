/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

G_BEGIN_DECLS

#define KMZB_IDLE_SECONDS_DEFAULT 60
#define KMZB_IDLE_SECONDS_MIN 15
#define KMZB_IDLE_SECONDS_MAX 3600

/**
 * KmzbOptions:
 * @status: print the booth's state and exit, no window
 * @hash_pin: read a PIN, print its hash and exit
 * @practice: nothing made in this run is ever sent
 * @window_width: logical pixels, 0 in booth mode (the whole screen)
 * @text_percent: size of text that a visit starts with
 * @contrast: every visit starts in high contrast
 * @low_controls: every visit starts with what is touched in the lower part of the screen
 * @next_key: GDK key value of the button that goes on to the next control
 * @choose_key: the same of the one that activates it
 * @language: (nullable): the language a visit starts in; %NULL is the first of @languages
 * @languages: what visitors are offered, in this order
 * @place: where the booth stands, valid when @has_place
 * @pin_hash: (nullable): Argon2id hash of the officer's PIN
 * @export_folder: (nullable): where an officer may export reports to besides a USB stick
 * @pack_files: region packs; empty means the training region
 * @rules: language to file with the rules a visitor accepts
 * @privacy: language to file with the privacy notice
 * @warnings: one line each, for whoever started the program
 *
 * What this run was asked to do: the command line over the configuration file over the defaults.
 * Paths in the file are relative to the file's folder, those on the command line to the working directory.
 */
typedef struct
{
  gboolean status;
  gboolean hash_pin;
  gboolean version;
  gboolean practice;
  int window_width;
  int window_height;
  int text_percent;
  gboolean contrast;
  gboolean low_controls;
  guint next_key;
  guint choose_key;
  char *language;
  char *data_dir;

  char *booth_name;
  gboolean has_place;
  KmzbPoint place;
  GStrv languages;
  guint idle_seconds;
  char *pin_hash;
  char *export_folder;

  GStrv pack_files;
  GStrv trusted_keys;

  char *central_url;
  char *key_file;
  char *ca_file;
  char *jurisdiction;   /* (nullable) */
  GHashTable *services; /* category to a foreign server's service code */
  char *public_key;

  char *map_url;
  char *status_url;
  char *moja_komenda_url;

  GHashTable *rules;
  GHashTable *privacy;

  GPtrArray *warnings;
} KmzbOptions;

KmzbOptions *kmzb_options_new (void);
KmzbOptions *kmzb_options_parse (int argc, char **argv, GError **error);
void kmzb_options_free (KmzbOptions *self);

gboolean kmzb_options_load_file (KmzbOptions *self, const char *path, GError **error);
const char *kmzb_options_get_start_language (KmzbOptions *self);
int kmzb_options_exit_code (const GError *error);

gboolean kmzb_options_url_is_valid (const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbOptions, kmzb_options_free)

G_END_DECLS
