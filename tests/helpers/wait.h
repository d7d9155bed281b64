/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits in the default main context, which goes on meanwhile. For what tests nothing but a state, wait for the state. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

static inline gboolean
wait_on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static inline void
wait_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, wait_on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* A #GAsyncReadyCallback; @data: a #GAsyncResult pointer to be set */
static inline void
wait_take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Returns: (transfer none): what wait_take_result() has set, or sets while this waits */
static inline GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

G_END_DECLS
