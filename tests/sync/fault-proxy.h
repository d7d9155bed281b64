/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Fault:
 * @FAULT_NONE: pass the request on, and the answer back
 * @FAULT_DROP: close the connection without passing the request on
 * @FAULT_LOSE_ANSWER: pass the request on and close the connection instead of answering
 * @FAULT_PORTAL: answer 200 with a web page
 * @FAULT_OTHER_UUID: pass on, but change the UUID in the answer
 * @FAULT_FOREIGN: pass on, but take the kmzb extension out of the answer
 * @FAULT_BUSY: answer 503 with Retry-After: 120
 * @FAULT_REDIRECT: answer 302 to /elsewhere
 * @FAULT_ENDLESS: answer 200 with a body that has no end
 * @FAULT_SILENCE: read the request and never answer
 * @FAULT_LIST: answer 200 with a list that is not about this report
 */
typedef enum
{
  FAULT_NONE,
  FAULT_DROP,
  FAULT_LOSE_ANSWER,
  FAULT_PORTAL,
  FAULT_OTHER_UUID,
  FAULT_FOREIGN,
  FAULT_BUSY,
  FAULT_REDIRECT,
  FAULT_ENDLESS,
  FAULT_SILENCE,
  FAULT_LIST,
} Fault;

/* Stands between booth and central, in threads of its own. */
typedef struct _FaultProxy FaultProxy;

FaultProxy *fault_proxy_new (guint16 target_port);
void fault_proxy_free (FaultProxy *self);
char *fault_proxy_get_url (FaultProxy *self);
void fault_proxy_set (FaultProxy *self, const char *method, Fault fault, int times);
void fault_proxy_set_victim (FaultProxy *self, const char *id);
int fault_proxy_get_n (FaultProxy *self, const char *method);
char **fault_proxy_get_ids (FaultProxy *self);
gboolean fault_proxy_has_seen (FaultProxy *self, const char *text);
gsize fault_proxy_get_longest (FaultProxy *self);

G_END_DECLS
