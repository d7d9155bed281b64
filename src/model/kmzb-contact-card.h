/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-officer.h"
#include "kmzb-unit.h"

G_BEGIN_DECLS

/* What a QR code of level M and 77 modules a side (version 15) holds: a phone reads it from a screen at arm's length. */
#define KMZB_CONTACT_CARD_MAX_BYTES 412

char *kmzb_contact_card_of_officer (const KmzbOfficer *officer, const KmzbUnit *unit, const char *title);
char *kmzb_contact_card_of_unit (const KmzbUnit *unit);

G_END_DECLS
