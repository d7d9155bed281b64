/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Fault:
 * @FAULT_NONE: pass the request on, and the answer back
 * @FAULT_DROP: reset the connection without passing the request on
 * @FAULT_LOSE_ANSWER: pass the request on and reset the connection instead of answering
 * @FAULT_PORTAL: answer 200 with a web page
 * @FAULT_OTHER_UUID: pass on, but change the UUID in the answer
 * @FAULT_FOREIGN: pass on, but take the kmzb extension out of the answer
 * @FAULT_BUSY: answer 503 with Retry-After: 120
 * @FAULT_REDIRECT: answer 302 to /elsewhere
 * @FAULT_ENDLESS: answer 200 with a body that has no end
 * @FAULT_SILENCE: read the request and never answer
 * @FAULT_LIST: answer 200 with a list that is not about this report
 * @FAULT_HANG_UP: end the connection politely without passing the request on
 * @FAULT_CUT_REQUEST: pass on a part of the request, then end both connections
 * @FAULT_FIRST_BYTE: pass on, and end the connection after the first byte of the answer
 * @FAULT_TRUNCATE: pass on, and end the connection within the answer's body
 * @FAULT_SHORTEN: pass on, and answer with a part of the body as if it were the whole
 * @FAULT_LATE: pass on, and never answer
 * @FAULT_DELAY: pass on, and answer some milliseconds later
 * @FAULT_DRIP: pass on, and answer a few bytes at a time
 * @FAULT_DUPLICATE: pass on twice at once, and give back one of the answers
 * @FAULT_STALE: answer what an earlier request was answered, as a cache does, and pass nothing on
 * @FAULT_GARBAGE: answer with bytes that are no HTTP
 * @FAULT_GARBAGE_BODY: answer 200 with bytes that are no JSON, as application/json
 * @FAULT_ERROR: answer 500 with a web page
 * @FAULT_GATEWAY: answer 502 or 504 as a gateway does
 * @FAULT_TOO_MANY: answer 429
 * @FAULT_TOO_LARGE: answer 413 with a web page
 * @FAULT_BAD_REQUEST: answer 400 with a web page
 * @FAULT_BAD_JSON: answer 400 with an error that is a gateway's and not Open311's
 * @FAULT_REFUSE_CONNECTION: end the connection before its first byte
 * @FAULT_CUT_HANDSHAKE: reset it after the first bytes of TLS
 * @FAULT_STRANGER: show a certificate for which nobody vouches
 * @FAULT_WRONG_NAME: show a good certificate of another host
 * @FAULT_EXPIRED: show a certificate that is out of date
 * @FAULT_NO_NAME: the server's name is not found
 */
typedef enum
{
  FAULT_NONE,
  FAULT_DROP,
  FAULT_LOSE_ANSWER,
  FAULT_PORTAL,
  FAULT_OTHER_UUID,
  FAULT_FOREIGN,
  FAULT_BUSY,
  FAULT_REDIRECT,
  FAULT_ENDLESS,
  FAULT_SILENCE,
  FAULT_LIST,
  FAULT_HANG_UP,
  FAULT_CUT_REQUEST,
  FAULT_FIRST_BYTE,
  FAULT_TRUNCATE,
  FAULT_SHORTEN,
  FAULT_LATE,
  FAULT_DELAY,
  FAULT_DRIP,
  FAULT_DUPLICATE,
  FAULT_STALE,
  FAULT_GARBAGE,
  FAULT_GARBAGE_BODY,
  FAULT_ERROR,
  FAULT_GATEWAY,
  FAULT_TOO_MANY,
  FAULT_TOO_LARGE,
  FAULT_BAD_REQUEST,
  FAULT_BAD_JSON,
  FAULT_REFUSE_CONNECTION,
  FAULT_CUT_HANDSHAKE,
  FAULT_STRANGER,
  FAULT_WRONG_NAME,
  FAULT_EXPIRED,
  FAULT_NO_NAME,
  N_FAULTS,
} Fault;

/* Where on its way a request meets a fault. */
typedef enum
{
  FAULT_AT_NAME,
  FAULT_AT_CONNECTION,
  FAULT_AT_REQUEST,
  N_FAULT_PLACES,
} FaultPlace;

/* Which fault comes next, by a seed. Any thread. */
typedef struct _FaultMix FaultMix;

FaultMix *fault_mix_new (guint32 seed);
void fault_mix_free (FaultMix *self);
Fault fault_mix_draw (FaultMix *self, FaultPlace place);
int fault_mix_random (FaultMix *self, int begin, int end);
guint fault_mix_get_n (FaultMix *self, Fault fault);
guint fault_mix_get_n_all (FaultMix *self);
const char *fault_mix_find_missing (FaultMix *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FaultMix, fault_mix_free)

G_END_DECLS
