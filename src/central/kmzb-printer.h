/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KmzbPrinter KmzbPrinter;

KmzbPrinter *kmzb_printer_new (int fd);
void kmzb_printer_free (KmzbPrinter *self);
void kmzb_printer_print (KmzbPrinter *self, char *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbPrinter, kmzb_printer_free)

G_END_DECLS
