/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

G_BEGIN_DECLS

typedef struct _KmzbWriter KmzbWriter;

/**
 * KmzbWriterFunc:
 * @db: (nullable): the writer's connection, or %NULL while none is set
 *
 * Work that runs on the writer's thread. It must end @task with one of g_task_return_*().
 */
typedef void (*KmzbWriterFunc) (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer task_data);

KmzbWriter *kmzb_writer_new (const char *name);
void kmzb_writer_free (KmzbWriter *self);
void kmzb_writer_run (KmzbWriter *self, GTask *task, KmzbWriterFunc func);
void kmzb_writer_take_db (KmzbWriter *self, KmzbDb *db);
gboolean kmzb_writer_is_own_thread (KmzbWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWriter, kmzb_writer_free)

G_END_DECLS
