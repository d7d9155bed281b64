/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-address-search.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_ADDRESS_PICKER (kmzb_address_picker_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAddressPicker, kmzb_address_picker, KMZB, ADDRESS_PICKER, GtkWidget)

/**
 * KmzbAddressPickerWay:
 * @KMZB_ADDRESS_PICKER_BY_PIN: where an address is only a street or a town, the map is then moved under a pin
 * @KMZB_ADDRESS_PICKER_BY_TOUCH: the place is then touched on the map
 */
typedef enum
{
  KMZB_ADDRESS_PICKER_BY_PIN,
  KMZB_ADDRESS_PICKER_BY_TOUCH,
} KmzbAddressPickerWay;

GtkWidget *kmzb_address_picker_new (KmzbAddressSearch *search, KmzbAddressPickerWay way);
void kmzb_address_picker_begin (KmzbAddressPicker *self, KmzbPoint near);
void kmzb_address_picker_forget (KmzbAddressPicker *self);
void kmzb_address_picker_set_near (KmzbAddressPicker *self, KmzbPoint near);
void kmzb_address_picker_set_text (KmzbAddressPicker *self, const char *text);
const char *kmzb_address_picker_get_text (KmzbAddressPicker *self);
char *kmzb_address_picker_describe (const KmzbAddressHit *hit, KmzbAddressPickerWay way, gboolean picked);

G_END_DECLS
