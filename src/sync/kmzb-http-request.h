/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Private to the room. */
void kmzb_http_request_run (SoupSession *session,
                            SoupMessage *message,
                            gsize max_bytes,
                            KmzbClock *clock,
                            GCancellable *cancellable,
                            GTask *task);

guint kmzb_http_request_get_n (void);

G_END_DECLS
