/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Nothing that proves anything about one report is larger; a caller need not read more of an answer. */
#define KMZB_WIRE_RECEIPT_MAX_BYTES (64 * 1024)

/**
 * KmzbReceipt:
 * @KMZB_RECEIPT_RECEIVED: the server has the report under the id it names
 * @KMZB_RECEIPT_REFUSED: the server says, as Open311 says it, that this report is bad
 * @KMZB_RECEIPT_DENIED: an Open311 error of 401, 403 or 404: the key or the service, which another question must settle
 * @KMZB_RECEIPT_DOUBT: everything else; the report is to be sent again
 *
 * What an answer to a POST proves.
 */
typedef enum
{
  KMZB_RECEIPT_RECEIVED,
  KMZB_RECEIPT_REFUSED,
  KMZB_RECEIPT_DENIED,
  KMZB_RECEIPT_DOUBT,
} KmzbReceipt;

KmzbReceipt kmzb_wire_check_receipt (guint http_status,
                                     const char *content_type,
                                     GBytes *body,
                                     const char *uuid,
                                     char **server_id,
                                     GError **error);

G_END_DECLS
