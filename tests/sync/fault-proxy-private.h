/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-proxy.h"
#include "loopback.h"

G_BEGIN_DECLS

typedef struct
{
  Fault fault;
  int times; /* -1: for ever */
  int seen;
  GString *last_answer; /* that came through */
} Plan;

struct _FaultProxy
{
  Loopback *loopback;
  guint16 target_port;
  FaultMix *mix; /* NULL: what fault_proxy_set() says */
  FaultCertificates certificates;
  int n_busy;   /* atomic: handshakes and requests that will come to an end by themselves */
  int n_passed; /* atomic: POSTs that went on to central */

  GMutex lock;
  Plan get;
  Plan post;
  Plan beat; /* of heartbeats, which are nobody's reports */
  char *victim;
  GPtrArray *ids; /* Idempotency-Key of each POST, in order */
  GString *requests;
  gsize longest; /* bytes of an endless answer that were taken */
};

/* One connection from the booth. */
typedef struct
{
  FaultProxy *proxy;
  GCancellable *cancellable;
  GInputStream *in;
  GOutputStream *out;
  gboolean is_polite; /* how it ends: with a FIN, not a reset */
} Line;

/* In fault-proxy.c */
gboolean fault_proxy_is_report (GString *request);
Plan *fault_proxy_find_plan (FaultProxy *self, GString *request);
Fault fault_proxy_note_request (FaultProxy *self, GString *request);

/* In fault-serve.c */
gboolean fault_serve_request (Line *line, GString *request);

G_END_DECLS
