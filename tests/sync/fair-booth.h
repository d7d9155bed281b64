/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-sync-state.h"

#include <glib.h>

G_BEGIN_DECLS

/* How a booth of the fair says that it stands. */
typedef struct
{
  guint n_waiting;
  guint n_received;
  guint n_refused;
  KmzbSyncState state;
  KmzbTrouble trouble;
  gboolean sees_stranger; /* central shows another key than the one that is trusted */
} FairStanding;

/* A booth of its own process, which can lose its power at any moment. Times are of the booth's own clock. */
typedef struct _FairBooth FairBooth;

/* To be called first in main(): becomes the booth when this process was started as one, and does not return then. */
void fair_booth_main (int argc, char **argv);

FairBooth *fair_booth_start (const char *data_dir, const char *url, const char *key_file, const char *name, gint64 now_us);
void fair_booth_kill (FairBooth *self);
void fair_booth_end (FairBooth *self);

gboolean fair_booth_save (FairBooth *self, const char *id, const char *number, const char *text);
gboolean fair_booth_save_and_kill (FairBooth *self, const char *id, const char *number, const char *text, gulong delay_us);
void fair_booth_tick (FairBooth *self, gint64 us, FairStanding *standing);
void fair_booth_tick_and_kill (FairBooth *self, gint64 us, gulong delay_us);
void fair_booth_trust (FairBooth *self);
guint fair_booth_export (FairBooth *self, const char *folder, char **path, guint *n_readable);

G_END_DECLS
