/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_QR (kmzb_qr_get_type ())
G_DECLARE_FINAL_TYPE (KmzbQr, kmzb_qr, KMZB, QR, GtkWidget)

GtkWidget *kmzb_qr_new (void);
void kmzb_qr_set_text (KmzbQr *self, const char *text);
void kmzb_qr_set_module_px (KmzbQr *self, int module_px);
guint kmzb_qr_get_modules (KmzbQr *self);

G_END_DECLS
