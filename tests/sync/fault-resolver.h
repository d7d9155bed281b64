/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-mix.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Every name is this machine's; whether it is found at all, a mix decides. */
#define FAULT_TYPE_RESOLVER (fault_resolver_get_type ())
G_DECLARE_FINAL_TYPE (FaultResolver, fault_resolver, FAULT, RESOLVER, GResolver)

GResolver *fault_resolver_new (FaultMix *mix);

G_END_DECLS
