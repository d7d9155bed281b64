/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The part of Mapnik that kmzb-pack needs, for C. Nothing is thrown through: every function that can fail returns
 * false or NULL and puts a message into *fault, to be released with free().
 */
typedef struct KmzbMapnik KmzbMapnik;

bool kmzb_mapnik_setup (const char *plugin_folder, char **fault);
bool kmzb_mapnik_add_font (const char *path);

KmzbMapnik *kmzb_mapnik_new (const char *style, const char *base_folder, bool strict, char **fault);
void kmzb_mapnik_free (KmzbMapnik *self);

bool kmzb_mapnik_draw (KmzbMapnik *self,
                       const double box[4],
                       unsigned width,
                       unsigned height,
                       unsigned buffer,
                       int zoom,
                       char **fault);
bool kmzb_mapnik_encode (KmzbMapnik *self,
                         unsigned x,
                         unsigned y,
                         unsigned size,
                         const char *format,
                         char **data,
                         size_t *length,
                         char **fault);

#ifdef __cplusplus
}
#endif
