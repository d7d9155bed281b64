/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-address-search.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_ADDRESS_PICKER (kmzb_address_picker_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAddressPicker, kmzb_address_picker, KMZB, ADDRESS_PICKER, GtkWidget)

GtkWidget *kmzb_address_picker_new (KmzbAddressSearch *search);
void kmzb_address_picker_begin (KmzbAddressPicker *self, KmzbPoint near);
void kmzb_address_picker_forget (KmzbAddressPicker *self);
char *kmzb_address_picker_describe (const KmzbAddressHit *hit, gboolean picked);

G_END_DECLS
