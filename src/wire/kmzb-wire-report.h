/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report.h"
#include "kmzb-wire-form.h"
#include "kmzb-wire-seal.h"

G_BEGIN_DECLS

/* Room for kmzb_wire_format_degrees(). */
#define KMZB_WIRE_DEGREES_SIZE 40

/**
 * KmzbWireRequest:
 * @report: what was reported; its id, number and saved_us are %NULL or 0 where the client named none, and its number
 *   is in its one form
 * @has_place: whether @report's place was given; else one of the addresses is
 * @address_string: (nullable): free text of a foreign client; as private as a description
 * @clock_state: (nullable): "ok", "unsure" or the known offset of the client's clock in seconds
 * @sealed_description: (nullable): base64, opened only by central
 *
 * A POSTed request as it came in. Fields that name a person (email, phone, first_name, device_id ...) are not read.
 */
typedef struct
{
  KmzbReport *report;
  gboolean has_place;
  char *address_string;
  char *address_id;
  char *media_url;
  char *clock_state;
  char *sealed_description;
} KmzbWireRequest;

GBytes *kmzb_wire_encode_report (const KmzbReport *report,
                                 const KmzbWirePublicKey *seal_to,
                                 const char *clock_state);
gboolean kmzb_wire_payloads_match (GBytes *a, GBytes *b);
GBytes *kmzb_wire_mark_as_joke (GBytes *payload, GError **error);
KmzbWireRequest *kmzb_wire_decode_report (KmzbWireForm *form, GError **error);
void kmzb_wire_request_free (KmzbWireRequest *self);

char *kmzb_wire_format_degrees (double degrees, char buffer[KMZB_WIRE_DEGREES_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWireRequest, kmzb_wire_request_free)

G_END_DECLS
