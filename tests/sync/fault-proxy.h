/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-mix.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FaultCertificates:
 * @good: what the booth is to trust
 *
 * What a proxy shows that speaks TLS, by the fault which a connection meets.
 */
typedef struct
{
  GTlsCertificate *good;
  GTlsCertificate *stranger;
  GTlsCertificate *wrong_name;
  GTlsCertificate *expired;
} FaultCertificates;

/* Stands between booth and central, in threads of its own. */
typedef struct _FaultProxy FaultProxy;

FaultProxy *fault_proxy_new (guint16 target_port);
FaultProxy *fault_proxy_new_mixed (guint16 target_port, FaultMix *mix, const FaultCertificates *certificates);
void fault_proxy_free (FaultProxy *self);
char *fault_proxy_get_url (FaultProxy *self);
guint16 fault_proxy_get_port (FaultProxy *self);
void fault_proxy_set (FaultProxy *self, const char *method, Fault fault, int times);
void fault_proxy_set_victim (FaultProxy *self, const char *id);
int fault_proxy_get_n (FaultProxy *self, const char *method);
int fault_proxy_get_n_passed (FaultProxy *self);
gboolean fault_proxy_is_busy (FaultProxy *self);
char **fault_proxy_get_ids (FaultProxy *self);
gboolean fault_proxy_has_seen (FaultProxy *self, const char *text);
gsize fault_proxy_get_longest (FaultProxy *self);

G_END_DECLS
