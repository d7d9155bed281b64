/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StubFunc:
 * @request: head and body of one request
 * @out: for its whole answer, head included
 *
 * On a thread of the server's, one at a time. Returns: whether the connection stays
 */
typedef gboolean (*StubFunc) (const char *request, GOutputStream *out, gpointer user_data);

/* A server that says what a test wants. */
typedef struct _StubServer StubServer;

StubServer *stub_server_new (StubFunc func, gpointer user_data);
void stub_server_free (StubServer *self);
char *stub_server_get_url (StubServer *self);

void stub_answer (GOutputStream *out, const char *status, const char *headers, const char *body);
void stub_answer_bytes (GOutputStream *out, const char *status, const char *headers, gconstpointer body, gsize length);

G_END_DECLS
