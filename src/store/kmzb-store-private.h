/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock-check.h"
#include "kmzb-outbox.h"
#include "kmzb-sealer.h"
#include "kmzb-store.h"
#include "kmzb-wire-changes.h"
#include "kmzb-writer.h"

G_BEGIN_DECLS

/* For kmzb-store.c and kmzb-store-open.c; the other files of the room ask by functions. */
struct _KmzbStore
{
  GObject parent_instance;

  char *data_dir;
  KmzbClock *clock;
  GMainContext *context;
  KmzbWriter *writer;

  int is_long; /* atomic: the outbox is to be checked beside the booth */
  gboolean has_configured_key;
  KmzbWirePublicKey configured_key;

  /* the writer thread's alone */
  KmzbOutbox *outbox;
  KmzbSealer *sealer;
  KmzbClockCheck *clock_check;
  int lock_fd;

  /* on their way to the main context */
  GMutex lock;
  KmzbTally next_tally;
  gboolean next_needs_wipe;
  guint next_changes; /* bits by KmzbWireChangesKind */
  char next_stranger_id[KMZB_WIRE_KEY_ID_SIZE];
  gboolean publishing;

  /* the main context's alone */
  KmzbTally tally;
  GSource *wipe_timer;
  GSource *check_timer;
  char *set_aside;
  char stranger_id[KMZB_WIRE_KEY_ID_SIZE];
};

void kmzb_store_forget_file (KmzbStore *self);
void kmzb_store_publish (KmzbStore *self);
void kmzb_store_run (KmzbStore *self,
                     KmzbWriterFunc func,
                     gpointer tag,
                     gpointer data,
                     GDestroyNotify free_data,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
KmzbOutbox *kmzb_store_get_outbox (KmzbStore *self, GTask *task);
KmzbSealer *kmzb_store_get_sealer (KmzbStore *self);
KmzbClockCheck *kmzb_store_get_clock_check (KmzbStore *self);
KmzbClock *kmzb_store_get_clock (KmzbStore *self);
const char *kmzb_store_get_data_dir (KmzbStore *self);
void kmzb_store_publish_soon (KmzbStore *self);
void kmzb_store_tell_changes (KmzbStore *self, KmzbWireChangesKind kind);
void kmzb_store_check_soon (KmzbStore *self);
void kmzb_store_tell_set_aside (KmzbStore *self, const char *message);
void kmzb_store_tell_saved (KmzbStore *self);

G_END_DECLS
