/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-world.h"

G_BEGIN_DECLS

typedef struct _KmzbLines KmzbLines;

KmzbLines *kmzb_lines_new (void);
void kmzb_lines_free (KmzbLines *self);
void kmzb_lines_add (KmzbLines *self,
                     const char *class,
                     const char *name,
                     int rank,
                     const double *x,
                     const double *y,
                     guint n_points);
gboolean kmzb_lines_join_into (KmzbLines *self, KmzbWorld *world, KmzbWorldTable table, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbLines, kmzb_lines_free)

G_END_DECLS
