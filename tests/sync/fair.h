/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fair-booth.h"
#include "sync-fixture.h"

G_BEGIN_DECLS

#define FAIR_DAYS 7

enum
{
  RYNEK,   /* its line is dead on the fifth and sixth day; a stick goes to central */
  DWORZEC, /* gets another API key on the second day, and the file with it only on the third; later its clock fails */
  PARK,    /* is stolen on the fourth day, and replaced */
  SZKOLA,
  N_BOOTHS,
};

typedef struct
{
  char *id;
  char *number;
  char *text;
  guint booth;
  gboolean is_told;     /* the visitor read "saved" */
  gboolean is_exported; /* on a stick that reached central */
  gboolean is_stolen;   /* with the booth, and nowhere else */
} Entry;

typedef struct
{
  FairBooth *process;
  FaultProxy *line;
  gboolean line_is_dead;
  char *data_dir;
  char *key_file;
  gint64 fair_us;  /* the fair's time when it last moved */
  gint64 clock_us; /* its own clock then */
} Stand;

typedef struct
{
  Fixture base; /* central */
  Stand stands[N_BOOTHS];
  GMainLoop *loop; /* the lines' */
  GThread *loop_thread;
  GPtrArray *ledger;
  gint64 now_us;
  guint n_kills;
  guint n_visits;
} Fair;

extern const char *const fair_names[N_BOOTHS];

void fair_start_booth (Fair *fair, guint booth);
void fair_write_key (Fair *fair, guint booth, const char *key);
char *fair_add_key (Fair *fair, guint booth);
void fair_revoke_key (Fair *fair, guint booth);
void fair_make_seal_key (Fair *fair);
void fair_catch_up (Fair *fair, guint booth, FairStanding *standing);
void fair_restart_booth (Fair *fair, guint booth);
void fair_set_line (Fair *fair, guint booth, gboolean is_up);
void fair_set_lines (Fair *fair, gboolean is_up);
void fair_trouble_line (Fair *fair, guint booth);
void fair_restart_central (Fair *fair);
void fair_set_up (Fair *fair);
void fair_tear_down (Fair *fair);

G_END_DECLS
