/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-address-search.h"
#include "kmzb-directory-keeper.h"
#include "kmzb-pack.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_FINDER (kmzb_finder_get_type ())
G_DECLARE_FINAL_TYPE (KmzbFinder, kmzb_finder, KMZB, FINDER, GtkWidget)

GtkWidget *kmzb_finder_new (KmzbDirectoryKeeper *keeper,
                            KmzbPack *pack,
                            KmzbAddressSearch *addresses,
                            const KmzbPoint *home);
void kmzb_finder_start (KmzbFinder *self, KmzbPoint center, double zoom, const char *language);
void kmzb_finder_rebuild (KmzbFinder *self, const char *language);
void kmzb_finder_reset (KmzbFinder *self);

G_END_DECLS
