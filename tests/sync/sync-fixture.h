/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-proxy.h"
#include "fixture-common.h"

#include "kmzb-store.h"
#include "kmzb-sync-engine.h"

G_BEGIN_DECLS

/* A real kmzb-central, a booth's store and engine by a clock that stands still, and trouble between them. */
typedef struct
{
  char *folder;
  char *data_dir;
  char *database; /* central's */
  char *key_file;
  GSubprocess *central;
  guint16 central_port;
  FaultProxy *proxy;
  KmzbClock *clock;
  KmzbStore *store;
  KmzbSyncEngine *engine;
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

guint fixture_read_number (const char *name, guint otherwise);
guint32 fixture_choose_seed (void);

void fixture_start_central (Fixture *self, const char *const *more);
void fixture_stop_central (Fixture *self);
void fixture_run_central (Fixture *self, const char *const *arguments, char **out);
void fixture_write_key (Fixture *self, const char *booth);
void fixture_open_booth (Fixture *self);
void fixture_close_booth (Fixture *self);
void fixture_start_engine (Fixture *self);
void fixture_start_engine_at (Fixture *self, const char *url, const char *ca_file);

char *fixture_save (Fixture *self, const char *description);
void fixture_save_report (Fixture *self, KmzbReport *report);

/* Waits until @condition holds; with @by_clock the clock runs meanwhile. A test that waits for ever fails. */
#define fixture_wait(self, by_clock, condition)                                                                        \
  G_STMT_START                                                                                                         \
    {                                                                                                                  \
      gint64 until_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;                                                 \
      while (!(condition))                                                                                             \
        {                                                                                                              \
          if (g_get_monotonic_time () > until_us)                                                                      \
            g_error ("%s:%d: never came: %s", __FILE__, __LINE__, #condition);                                        \
          fixture_turn (self, by_clock);                                                                               \
        }                                                                                                              \
    }                                                                                                                  \
  G_STMT_END

void fixture_turn (Fixture *self, gboolean by_clock);
void fixture_rest (Fixture *self);
void fixture_advance (Fixture *self, guint seconds);
guint fixture_received (Fixture *self);
KmzbSyncState fixture_state (Fixture *self);
gint64 fixture_ask_central (Fixture *self, const char *sql);

G_END_DECLS
